//! One file a command.

mod account;
mod caption;
mod check;
mod explain;
mod fix;
mod health;
mod logs;
mod post;
mod practice;
mod queue;
mod rules;
mod settings;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fanfold_domain::rules::Policy;
use fanfold_workbench::{DataFolder, Options, Pace, Result, Workbench, WorkbenchError};

use crate::args::{
    AccountCommand, Args, Command, LogsCommand, PracticeCommand, QueueCommand, RulesArg,
};
use crate::failure::Exit;

/// What looks at files and nothing else, done; `None` for every other command.
pub(crate) fn at_once(args: &Args) -> Option<Exit> {
    let Command::Check { files, judge } = &args.command else {
        return None;
    };
    Some(check::run(args, files, judge))
}

pub(crate) async fn run(args: &Args) -> Result<Exit> {
    match &args.command {
        Command::Check { files, judge } => Ok(check::run(args, files, judge)),
        Command::Fix { .. } => fix::run(args).await,
        Command::Caption { file } => caption::run(args, file),
        Command::Explain { .. } => explain::run(args),
        Command::Account { command } => match command {
            AccountCommand::List => account::list(args).await,
            AccountCommand::Add { .. } => account::add(args, command).await,
            AccountCommand::Check { id } => account::check(args, id).await,
            AccountCommand::Refresh { id } => account::refresh(args, id).await,
            AccountCommand::Remove { id } => account::remove(args, id).await,
        },
        Command::Post { .. } => post::run(args).await,
        Command::Queue { command } => match command {
            QueueCommand::List => queue::list(args).await,
            QueueCommand::Run { until_idle } => queue::run(args, *until_idle).await,
            QueueCommand::Retry { id } => queue::retry(args, id).await,
            QueueCommand::Cancel { id } => queue::cancel(args, id).await,
            QueueCommand::Move { id, at } => queue::choose_time(args, id, *at).await,
            QueueCommand::Pause { account } => queue::hold(args, account, true).await,
            QueueCommand::Resume { account } => queue::hold(args, account, false).await,
            QueueCommand::Slots { account, set } => {
                queue::slots(args, account, set.as_ref().map(|week| week.0.as_slice())).await
            }
        },
        Command::Practice {
            command: PracticeCommand::Serve { port },
        } => practice::serve(args, *port).await,
        Command::Health => health::run(args).await,
        Command::Logs {
            command: LogsCommand::Export { out },
        } => logs::export(args, out).await,
        Command::Rules => rules::run(args),
        Command::Settings { name, value } => {
            settings::run(args, name.as_deref(), value.as_deref()).await
        }
    }
}

pub(crate) fn folder(args: &Args) -> Result<DataFolder> {
    DataFolder::choose(args.data_dir.clone())
}

/// The workbench with its logs. Keep the guard until the end.
pub(crate) async fn open(args: &Args) -> Result<(Arc<Workbench>, impl Sized)> {
    let folder = folder(args)?;
    let logs = fanfold_workbench::logs::start(&folder);
    let pace = Pace {
        time_scale: args.time_scale,
        max_wait: Duration::from_secs_f64(args.max_wait.min(1e9)),
    };
    let bench = Workbench::open(
        folder,
        Options {
            pace,
            graph_version: args.graph_version.clone(),
            ..Options::default()
        },
    )
    .await?;
    Ok((bench, logs))
}

pub(crate) fn policy(rules: RulesArg) -> Policy {
    Policy {
        profile: rules.rules,
        allow_three_four: rules.allow_three_four,
    }
}

/// Longest text that can be a caption or an answer; beyond it is a mistake.
const LONGEST: u64 = 16 * 1024 * 1024;

/// A file or `-`, as bytes.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let done = if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(LONGEST)
            .read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
    };
    done.map_err(|error| WorkbenchError::Usage {
        message: format!("{} cannot be read: {error}", path.display()),
    })?;
    Ok(bytes)
}

/// Work that blocks, off the runtime's threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| WorkbenchError::internal(&error))
}
