//! A codec that panics on a broken file must cost that file only, not the whole app.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs foreign code over a user's bytes; `None` when it panicked. What it returns is made anew each
/// time, so nothing half-changed is left behind.
pub(crate) fn foreign<T>(what: &'static str, work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work))
        .inspect_err(|_| tracing::error!(what, "a codec panicked; the file counts as damaged"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_is_no_panic_outside() {
        let bytes: &[u8] = &[];
        assert_eq!(
            foreign("test", || bytes.iter().sum::<u8>() / bytes.len() as u8),
            None
        );
        assert_eq!(foreign("test", || 7), Some(7));
    }
}
