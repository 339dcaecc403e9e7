//! The threads that judge, shrink and render pictures, beside a window that has to stay quick.

/// Lets the workers give way to whatever else wants to run: the window is drawn by processes that
/// compete with them for the same cores. Call it before anything is worked on; a machine that does not
/// allow it works as before.
pub fn give_way_to_the_window() {
    let workers = rayon::ThreadPoolBuilder::new()
        .thread_name(|number| format!("worker {number}"))
        .start_handler(|_| lower());
    if let Err(error) = workers.build_global() {
        tracing::warn!(%error, "the workers run at the window's own priority");
    }
}

#[cfg(target_os = "linux")]
fn lower() {
    /// Enough to come second, not so much as to starve beside another busy program.
    const NICE: i32 = 10;
    // On Linux this means the calling thread alone.
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "a worker keeps its priority");
    }
}

#[cfg(not(target_os = "linux"))]
fn lower() {}
