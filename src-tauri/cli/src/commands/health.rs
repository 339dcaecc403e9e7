//! `health`: how every account stands.

use fanfold_workbench::{AccountHealth, Result};

use super::open;
use crate::args::Args;
use crate::failure::Exit;
use crate::output::{document, say};

pub(crate) async fn run(args: &Args) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let rows = bench.health_rows().await;
    bench.close().await?;
    let rows = rows?;
    if args.json {
        document(&rows);
    } else {
        rows.iter().for_each(tell);
    }
    let well = |row: &AccountHealth| {
        row.error.is_none() && row.permissions.iter().all(|one| one.granted || !one.needed)
    };
    Ok(if rows.iter().all(well) {
        Exit::Done
    } else {
        Exit::Wrong
    })
}

fn tell(row: &AccountHealth) {
    let left = match row.token.days_left {
        Some(days) => format!("{}, {days} days left", row.token.state.name()),
        None => row.token.state.name().to_owned(),
    };
    let line = |label: &str, text: &str| say(&format!("  {label:<12} {text}"));
    say(&format!(
        "{}  @{}  ({} login)",
        row.account,
        row.username,
        row.flavour.name()
    ));
    line("sign-in", &left);
    for missing in row.permissions.iter().filter(|one| !one.granted) {
        line("missing", &missing.name);
    }
    match &row.publishing_quota {
        Some(quota) => line(
            "posts",
            &format!("{} of {} left today", quota.left, quota.total),
        ),
        None => line("posts", "Instagram has not told yet"),
    }
    line("API usage", &format!("{:.0} %", row.api_usage.percent));
    line(
        "containers",
        &format!(
            "{} open, {} of {} created in 24 hours",
            row.containers.open, row.containers.created, row.containers.limit
        ),
    );
    line(
        "calls",
        &format!(
            "{} in 24 hours, {} failed ({:.1} %)",
            row.calls.total,
            row.calls.failed,
            row.calls.error_rate * 100.0
        ),
    );
    if let Some(why) = &row.paused {
        line("paused", why);
    }
    if let Some(error) = &row.error {
        super::explain::print(error);
    }
}
