//! `queue`.

use fanfold_workbench::view::SlotInput;
use fanfold_workbench::{Result, When};

use super::open;
use super::post::{Shown, result};
use crate::args::Args;
use crate::failure::Exit;
use crate::output::{document, say};

pub(crate) async fn list(args: &Args) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let rows = bench.queue_list().await?;
    if args.json {
        document(&rows);
        return Ok(Exit::Done);
    }
    for row in &rows {
        let when = row
            .until
            .or(row.due)
            .map(|at| at.to_string())
            .unwrap_or_default();
        say(&format!(
            "{}  {:<16} {:<10} {when}",
            row.post,
            row.state.name(),
            row.account
        ));
        if let Some(error) = &row.error {
            say(&format!("    {}", error.title));
        }
    }
    Ok(Exit::Done)
}

pub(crate) async fn run(args: &Args, until_idle: bool) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let shown = Shown::new(args);
    let ran = bench
        .queue_run(until_idle, &|line| shown.line(&line), &|report| {
            result(args, report);
        })
        .await;
    let closed = bench.close().await;
    shown.finish();
    let all_well = ran?;
    closed?;
    Ok(if all_well { Exit::Done } else { Exit::Wrong })
}

pub(crate) async fn retry(args: &Args, id: &str) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let row = bench.queue_retry(id).await?;
    if args.json {
        document(&row);
    } else {
        say(&format!(
            "{} is in the queue again. `queue run` publishes it.",
            row.post
        ));
    }
    Ok(Exit::Done)
}

pub(crate) async fn cancel(args: &Args, id: &str) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let row = bench.queue_cancel(id).await?;
    if args.json {
        document(&row);
    } else {
        say(&format!("{} is {}.", row.post, row.state.name()));
    }
    Ok(Exit::Done)
}

pub(crate) async fn choose_time(args: &Args, id: &str, at: When) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let row = bench.queue_move(id, at).await?;
    if args.json {
        document(&row);
    } else {
        let due = row.due.map(|at| at.to_string()).unwrap_or_default();
        say(&format!("{} is due at {due}.", row.post));
    }
    Ok(Exit::Done)
}

pub(crate) async fn hold(args: &Args, account: &str, on: bool) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let queue = if on {
        bench.queue_pause(account).await?
    } else {
        bench.queue_resume(account).await?
    };
    if args.json {
        document(&queue);
        return Ok(Exit::Done);
    }
    say(&format!("{}.", queue.sentence));
    for paused in &queue.paused {
        let until = match &paused.until {
            Some(until) => format!("goes on {until}"),
            None => format!("`queue resume {}` lets it go on", paused.account_id),
        };
        say(&format!(
            "  @{} is paused: {}; {until}.",
            paused.username, paused.reason
        ));
    }
    Ok(Exit::Done)
}

pub(crate) async fn slots(args: &Args, account: &str, set: Option<&[SlotInput]>) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let slots = match set {
        Some(week) => bench.set_slots(account, week).await?,
        None => bench.slots(account).await?,
    };
    if args.json {
        document(&slots);
        return Ok(Exit::Done);
    }
    say(&slots.sentence);
    for day in slots.days.iter().filter(|day| !day.times.is_empty()) {
        say(&format!("  {:<10} {}", day.label, day.times.join("  ")));
    }
    Ok(Exit::Done)
}
