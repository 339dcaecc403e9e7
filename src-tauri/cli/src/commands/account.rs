//! `account`.

use fanfold_workbench::Result;

use super::open;
use crate::args::Args;
use crate::failure::Exit;
use crate::output::{document, say};

pub(crate) async fn list(args: &Args) -> Result<Exit> {
    let (bench, _logs) = open(args).await?;
    let rows = bench.account_rows().await?;
    if args.json {
        document(&rows);
    } else {
        for row in &rows {
            say(&format!(
                "{:<12} {:<24} {}",
                row.id,
                row.username,
                row.token_state.name()
            ));
        }
    }
    Ok(Exit::Done)
}
