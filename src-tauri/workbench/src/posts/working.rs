//! Posts that this process is carrying: the switches that stop them, and how far their clips are.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

#[derive(Debug, Default)]
pub(crate) struct Working(Mutex<HashMap<String, Carried>>);

#[derive(Debug, Default)]
struct Carried {
    stop: CancellationToken,
    clips: HashMap<usize, Clip>,
}

#[derive(Debug)]
struct Clip {
    sent: Arc<AtomicU64>,
    bytes: u64,
}

impl Working {
    pub(crate) fn start(&self, post: &str) -> CancellationToken {
        let carried = Carried::default();
        let token = carried.stop.clone();
        self.lock().insert(post.to_owned(), carried);
        token
    }

    pub(crate) fn end(&self, post: &str) {
        self.lock().remove(post);
    }

    /// Every post that is being carried here.
    pub(crate) fn posts(&self) -> Vec<String> {
        self.lock().keys().cloned().collect()
    }

    /// Whether there was something to stop.
    pub(crate) fn stop(&self, post: &str) -> bool {
        let token = self.lock().get(post).map(|carried| carried.stop.clone());
        token.inspect(CancellationToken::cancel).is_some()
    }

    /// A clip of so many bytes leaves; the answer counts those that have left.
    pub(crate) fn sending(&self, post: &str, slide: usize, bytes: u64) -> Arc<AtomicU64> {
        let sent = Arc::new(AtomicU64::new(0));
        let clip = Clip {
            sent: Arc::clone(&sent),
            bytes,
        };
        if let Some(carried) = self.lock().get_mut(post) {
            carried.clips.insert(slide, clip);
        }
        sent
    }

    /// It has left, or will be tried again.
    pub(crate) fn sent(&self, post: &str, slide: usize) {
        if let Some(carried) = self.lock().get_mut(post) {
            carried.clips.remove(&slide);
        }
    }

    /// The share of the clips now leaving that has left, 0–1; `None` when none is.
    pub(crate) fn share(&self, post: &str) -> Option<f64> {
        let working = self.lock();
        let clips = &working.get(post)?.clips;
        let all: u64 = clips.values().map(|clip| clip.bytes).sum();
        let sent = clips.values();
        let sent: u64 = sent.map(|clip| clip.sent.load(Ordering::Relaxed)).sum();
        (all > 0).then(|| (sent as f64 / all as f64).min(1.0))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Carried>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_of_all_clips_that_are_leaving() {
        let working = Working::default();
        working.start("p");
        assert_eq!(working.share("p"), None);
        let one = working.sending("p", 0, 300);
        working.sending("p", 1, 100);
        one.store(200, Ordering::Relaxed);
        assert_eq!(working.share("p"), Some(0.5));
        working.sent("p", 0);
        assert_eq!(working.share("p"), Some(0.0));
        working.end("p");
        assert_eq!(working.share("p"), None);
    }
}
