//! `account`.

use std::path::Path;
use std::sync::Arc;

use fanfold_domain::account::Flavour;
use fanfold_workbench::view::{AccountView, Connected};
use fanfold_workbench::{AccountRow, ConnectOptions, Result, Workbench, WorkbenchError};
use serde::Serialize;

use super::{open, read};
use crate::args::{AccountCommand, Args};
use crate::failure::Exit;
use crate::output::{document, say, warn};

pub(crate) async fn list(args: &Args) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let rows = bench.account_rows().await?;
    if args.json {
        document(&rows);
    } else {
        for row in &rows {
            tell(row);
        }
    }
    Ok(Exit::Done)
}

pub(crate) async fn add(args: &Args, command: &AccountCommand) -> Result<Exit> {
    let AccountCommand::Add {
        flavour,
        graph_url,
        media_host,
        name,
        ..
    } = command
    else {
        return Ok(Exit::Usage);
    };
    let (bench, _logs) = open(args).await?;
    let pasted = read(Path::new("-"))?;
    let options = ConnectOptions {
        flavour: *flavour,
        graph_url: graph_url.clone(),
        media_host: media_host.clone(),
        name: name.clone(),
        ..ConnectOptions::default()
    };
    let token = String::from_utf8_lossy(&pasted);
    let connected = match bench.connect_token(&token, options).await {
        Err(WorkbenchError::Refused(refusal)) => {
            let row = AccountRow::refused(*flavour, name.as_deref(), refusal.explanation);
            show(args, &row);
            return Ok(Exit::Wrong);
        }
        connected => connected?,
    };
    let (accounts, notes) = settled(&bench, connected).await?;
    for note in notes {
        warn(&note);
    }
    let id = accounts.first().map(|account| account.id.clone());
    let id = id.unwrap_or_default();
    // A bucket's keys come from where other programs keep them.
    let key = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    if media_host
        .as_deref()
        .is_some_and(|spec| spec.starts_with("s3://"))
        && let (Some(access), Some(secret)) =
            (key("AWS_ACCESS_KEY_ID"), key("AWS_SECRET_ACCESS_KEY"))
    {
        bench.media_host_keys(&id, &access, &secret).await?;
    }
    let row = bench.account_row(&id).await?;
    show(args, &row);
    Ok(Exit::Done)
}

/// A terminal asks nothing back: of several accounts the first that can be used is meant, and the
/// others are named.
async fn settled(
    bench: &Arc<Workbench>,
    connected: Connected,
) -> Result<(Vec<AccountView>, Vec<String>)> {
    let (pending, found) = match connected {
        Connected::Done { accounts, notes } => return Ok((accounts, notes)),
        Connected::Choose { pending, found } => (pending, found),
    };
    let none = || WorkbenchError::Account {
        message: "None of the accounts behind this sign-in can be published to.".to_owned(),
        hint: "Ask whoever runs the Page for the task Create content.".to_owned(),
    };
    let usable = found.iter().find(|one| one.problem.is_none());
    let usable = usable.ok_or_else(none)?;
    for other in found.iter().filter(|one| one.id != usable.id) {
        warn(&format!(
            "Also behind this sign-in: @{}. Add it with --name {}.",
            other.username, other.username
        ));
    }
    let chosen = std::slice::from_ref(&usable.id);
    match bench.connect_choose(&pending, chosen).await? {
        Connected::Done { accounts, notes } => Ok((accounts, notes)),
        Connected::Choose { .. } => Err(none()),
    }
}

pub(crate) async fn check(args: &Args, id: &str) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let row = bench.account_check(id).await?;
    show(args, &row);
    Ok(if row.error.is_some() {
        Exit::Wrong
    } else {
        Exit::Done
    })
}

pub(crate) async fn refresh(args: &Args, id: &str) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let renewed = bench.renew_account(id).await;
    let mut row = bench.account_row(id).await?;
    match renewed {
        Ok(_) => {}
        Err(WorkbenchError::Refused(refusal)) => row.error = Some(refusal.explanation),
        Err(error) => return Err(error),
    }
    show(args, &row);
    Ok(if row.error.is_some() {
        Exit::Wrong
    } else {
        Exit::Done
    })
}

#[derive(Serialize)]
struct Goodbye<'a> {
    id: &'a str,
    removed: bool,
    /// What is still to be done at Meta.
    steps: Vec<String>,
}

pub(crate) async fn remove(args: &Args, id: &str) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let done = bench.account_disconnect(id).await?;
    if args.json {
        document(&Goodbye {
            id,
            removed: true,
            steps: done.steps,
        });
    } else {
        say(&done.sentence);
        for (number, step) in done.steps.iter().enumerate() {
            say(&format!("  {}. {step}", number + 1));
        }
    }
    Ok(Exit::Done)
}

fn show(args: &Args, row: &AccountRow) {
    if args.json {
        document(row);
        return;
    }
    tell(row);
    if let Some(error) = &row.error {
        super::explain::print(error);
    }
}

fn tell(row: &AccountRow) {
    say(&format!(
        "{:<20} {:<24} {:<10} {}",
        row.id,
        row.username,
        row.flavour.map_or("–", Flavour::name),
        row.token_state.name()
    ));
    for permission in &row.missing_permissions {
        say(&format!("  missing: {permission}"));
    }
}
