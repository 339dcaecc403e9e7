//! `practice serve`.

use fanfold_workbench::{Result, Workbench, WorkbenchError};
use serde_json::json;

use super::folder;
use crate::args::Args;
use crate::failure::Exit;
use crate::output::{line, say};

pub(crate) async fn serve(args: &Args, port: u16) -> Result<Exit> {
    let folder = folder(args)?;
    let _logs = fanfold_workbench::logs::start(&folder);
    let running = Workbench::serve_practice(&folder, port).await?;
    if args.json {
        line(&json!({ "base_url": running.base_url(), "admin_url": running.admin_url() }));
    } else {
        say(running.base_url());
        say(&format!(
            "The feed: {}/practice/feed. Ctrl+C ends it.",
            running.base_url()
        ));
    }
    ended()
        .await
        .map_err(|error| WorkbenchError::internal(&error))?;
    running.shutdown().await;
    Ok(Exit::Done)
}

/// Returns when a person or the system asks the server to end.
async fn ended() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        let mut end = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            done = tokio::signal::ctrl_c() => done,
            _ = end.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
