//! `queue`.

use fanfold_workbench::Result;

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
