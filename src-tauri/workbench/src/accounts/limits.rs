//! Staying below what Instagram allows: the graph room's limiter, fed with every call, kept over a
//! restart, asked before what counts.
//!
//! Only what Fanfold does of its own accord is held back here: slowing down from three quarters of a
//! limit, stopping shortly before it. What Instagram itself says (throttles, blocks, the publishing
//! quota) is the publish machine's.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fanfold_domain::catalogue::{Local, refuse_local};
use fanfold_domain::publish::Quota;
use fanfold_domain::{Delivery, Refusal};
use fanfold_graph::CallRecord;
use fanfold_graph::limiter::{CallKind, Limiter, May, Standing, Who, Why};
use fanfold_store::Store;
use jiff::{SignedDuration, Timestamp};

/// The setting in which the limiter outlives the process.
const KEPT: &str = "limiter";
/// Waits up to here are waited out on the spot; longer ones leave the post in the queue.
const SHORT: SignedDuration = SignedDuration::from_secs(60);

/// What may be asked of Instagram, for every account.
pub(crate) struct Limits {
    limiter: Mutex<Limiter>,
    /// How many times faster time passes for the limiter: practice and tests wait less.
    scale: f64,
}

/// What to do before a call.
#[derive(Debug)]
pub(crate) enum Before {
    Go,
    /// Real time, already scaled.
    Sleep(std::time::Duration),
    Refuse(Box<Refusal>),
}

impl Limits {
    /// As it was left; a document that cannot be read is as if nothing were known.
    pub(crate) async fn open(store: &Store, scale: f64) -> Self {
        let kept = store.setting::<Limiter>(KEPT).await.ok().flatten();
        Self {
            limiter: Mutex::new(kept.unwrap_or_default()),
            scale,
        }
    }

    fn limiter(&self) -> MutexGuard<'_, Limiter> {
        self.limiter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The limiter's own time: the real one, or a faster one that every process agrees on.
    fn when(&self, now: Timestamp) -> Timestamp {
        let begin = Timestamp::constant(1_767_225_600, 0);
        let passed = now.duration_since(begin).as_secs_f64() * self.scale;
        SignedDuration::try_from_secs_f64(passed)
            .ok()
            .and_then(|passed| begin.checked_add(passed).ok())
            .unwrap_or(now)
    }

    pub(crate) fn heard(&self, app: &str, account: &str, record: &CallRecord, now: Timestamp) {
        let (who, now) = (Who { app, account }, self.when(now));
        let mut limiter = self.limiter();
        limiter.heard(who, record.usage.as_ref(), now);
        let answered = record.http.is_some_and(|http| (200..300).contains(&http));
        if answered && record.code.is_none() {
            limiter.succeeded(who);
        }
    }

    /// A call ended that counts against a day's figures; a lost answer counts too.
    pub(crate) fn made(&self, app: &str, account: &str, kind: CallKind, now: Timestamp) {
        let (who, now) = (Who { app, account }, self.when(now));
        match kind {
            CallKind::Plain => {}
            CallKind::Create => self.limiter().created(who, now),
            CallKind::Publish => self.limiter().published(who, now),
        }
    }

    pub(crate) fn quota(&self, app: &str, account: &str, quota: Quota, now: Timestamp) {
        let now = self.when(now);
        self.limiter().quota(Who { app, account }, quota, now);
    }

    pub(crate) fn refused(&self, app: &str, account: &str, refusal: &Refusal, now: Timestamp) {
        let now = self.when(now);
        self.limiter().refused(Who { app, account }, refusal, now);
    }

    pub(crate) fn standing(&self, app: &str, account: &str, now: Timestamp) -> Standing {
        let own = self.when(now);
        let standing = self.limiter().standing(Who { app, account }, own);
        // Back from the limiter's time into everybody's.
        let real = |at: Timestamp| {
            let left = at.duration_since(own).as_secs_f64() / self.scale;
            let left = SignedDuration::try_from_secs_f64(left).ok()?;
            now.checked_add(left).ok()
        };
        Standing {
            free_at: standing.free_at.and_then(real),
            ..standing
        }
    }

    pub(crate) fn forget(&self, account: &str) {
        self.limiter().forget(account);
    }

    /// What to do before a call of this kind.
    pub(crate) fn before(
        &self,
        app: &str,
        account: &str,
        kind: CallKind,
        now: Timestamp,
    ) -> Before {
        let now = self.when(now);
        let may = self.limiter().may(Who { app, account }, kind, now);
        let May::Wait { until, why } = may else {
            return Before::Go;
        };
        // What Instagram itself said is acted on where it was heard.
        if matches!(why, Why::Throttled | Why::Blocked | Why::Posts) {
            return Before::Go;
        }
        let left = until.duration_since(now);
        if why == Why::SlowingDown && left <= SHORT {
            let scaled = left.as_secs_f64().max(0.0) / self.scale;
            return Before::Sleep(std::time::Duration::from_secs_f64(scaled));
        }
        Before::Refuse(Box::new(held_back(why, left)))
    }

    pub(crate) async fn keep(&self, store: &Store) {
        let now = self.limiter().clone();
        if let Err(error) = store.set_setting(KEPT, &now).await {
            tracing::warn!(%error, "what Instagram allows was not kept");
        }
    }
}

fn held_back(why: Why, left: SignedDuration) -> Refusal {
    let words = match why {
        Why::Containers => "400 uploads a day are almost used up",
        _ => "the call limit is almost used up",
    };
    let mut refusal = refuse_local(Local::HeldBack, Delivery::NotSent, words);
    let seconds = u64::try_from(left.as_secs().max(1)).unwrap_or(1);
    refusal.answer.retry_after = Some(seconds);
    refusal.explanation.retry_after = Some(seconds as f64);
    refusal
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use fanfold_domain::Class;
    use fanfold_graph::{Meter, Usage};

    use super::*;

    fn noon() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    fn limits(scale: f64) -> Limits {
        Limits {
            limiter: Mutex::default(),
            scale,
        }
    }

    fn record(percent: f64) -> CallRecord {
        CallRecord {
            request_id: "r".to_owned(),
            endpoint: "quota.read",
            http: Some(200),
            code: None,
            subcode: None,
            trace_id: None,
            ms: 1,
            bytes: 2,
            usage: Some(Usage {
                app: Some(Meter {
                    calls: percent,
                    time: 0.0,
                    cpu: 0.0,
                }),
                ..Usage::default()
            }),
        }
    }

    #[test]
    fn calls_go_on_below_three_quarters_and_stop_shortly_before_the_limit() {
        let limits = limits(1.0);
        limits.heard("app", "a", &record(60.0), noon());
        let before = limits.before("app", "a", CallKind::Plain, noon());
        assert!(matches!(before, Before::Go), "{before:?}");
        limits.heard("app", "a", &record(97.0), noon());
        let Before::Refuse(refusal) = limits.before("app", "b", CallKind::Plain, noon()) else {
            panic!("the app's limit is every account's");
        };
        assert_eq!(refusal.class, Class::Throttle);
        assert_eq!(refusal.delivery, Delivery::NotSent);
        assert!(refusal.answer.retry_after.unwrap() > 1);
        assert!(limits.standing("app", "a", noon()).free_at.is_some());
    }

    #[test]
    fn practice_time_passes_faster_and_stays_in_order() {
        for scale in [1.0, 100.0, 1e9] {
            let limits = limits(scale);
            let later = noon() + SignedDuration::from_secs(60);
            assert!(limits.when(later) >= limits.when(noon()), "{scale}");
        }
        let limits = limits(100.0);
        limits.heard("app", "a", &record(97.0), noon());
        let later = noon() + SignedDuration::from_mins(60);
        let before = limits.before("app", "a", CallKind::Plain, later);
        assert!(matches!(before, Before::Go), "{before:?}");
    }
}
