//! Logs: JSON lines in the data folder, a file a day, two weeks of them.

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

use crate::folder::DataFolder;

/// Days of logs that are kept.
const KEPT: usize = 14;

/// Chooses what is logged, e.g. `fanfold_graph=debug`.
const FILTER: &str = "FANFOLD_LOG";

/// Starts logging into the folder, and what goes wrong to stderr as well. The guard writes what is
/// left when it is dropped.
pub fn start(folder: &DataFolder) -> Option<WorkerGuard> {
    // The appender grumbles on stderr about a folder that is not there yet.
    let _ = std::fs::create_dir_all(folder.logs());
    let filter = || EnvFilter::try_from_env(FILTER);
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("fanfold")
        .filename_suffix("jsonl")
        .max_log_files(KEPT)
        .build(folder.logs());
    let (file, guard) = match appender {
        Ok(appender) => {
            let (writer, guard) = tracing_appender::non_blocking(appender);
            let layer = tracing_subscriber::fmt::layer().json().with_writer(writer);
            let wanted = filter().unwrap_or_else(|_| EnvFilter::new("info"));
            (Some(layer.with_filter(wanted)), Some(guard))
        }
        // A folder that cannot be written is told by whatever is done next.
        Err(_) => (None, None),
    };
    let stderr = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .without_time()
        .with_filter(filter().unwrap_or_else(|_| EnvFilter::new("off")));
    let started = tracing_subscriber::registry()
        .with(file)
        .with(stderr)
        .try_init();
    started.ok().and(guard)
}
