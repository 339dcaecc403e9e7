//! Posts that this process is carrying, and the switches that stop them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

#[derive(Debug, Default)]
pub(crate) struct Working(Mutex<HashMap<String, CancellationToken>>);

impl Working {
    pub(crate) fn start(&self, post: &str) -> CancellationToken {
        let token = CancellationToken::new();
        self.lock().insert(post.to_owned(), token.clone());
        token
    }

    pub(crate) fn end(&self, post: &str) {
        self.lock().remove(post);
    }

    /// Whether there was something to stop.
    pub(crate) fn stop(&self, post: &str) -> bool {
        let token = self.lock().get(post).cloned();
        token.inspect(CancellationToken::cancel).is_some()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, CancellationToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
