//! The machine's numbers, each with its reason, and the waits made of them.
//!
//! Every wait is divided by the time scale; HTTP timeouts and the life of a container are not ours
//! and are not scaled.

use jiff::{SignedDuration, Timestamp};

/// Status reads of one container are never closer than this, in seconds (design, "Numbers and
/// fences": each read counts against the account's call budget).
pub const MIN_POLL: f64 = 1.0;

/// Pictures are read at once (many are ready when their creation answers), then at every whole second
/// after creation until this one: Meta's are ready in under 3–5 s (measured 2026-04-23).
const CLOSELY: f64 = 8.0;
/// From then on by this factor later each time, so that what was ready unseen adds little to what
/// Instagram itself took.
const THEN_BY: f64 = 1.15;
/// Waits between reads in doubt, as seconds after the first; nobody looks on. After the last, every
/// [`SLOW_POLL`].
const POLL_AT: [f64; 9] = [1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0, 60.0];
/// The same for clips, which Meta says take up to minutes: first looks, then once a minute.
const CLIP_POLL_AT: [f64; 7] = [5.0, 10.0, 15.0, 25.0, 40.0, 60.0, 90.0];
/// Meta: "once per minute".
const SLOW_POLL: f64 = 60.0;
/// Up to this share is added to a poll gap, so that many posts do not read in step.
const POLL_JITTER: f64 = 0.1;

/// First waits of transient trouble, in seconds, with full jitter.
const RETRY: [f64; 5] = [1.0, 2.0, 4.0, 8.0, 16.0];
/// After those: every 5 minutes while it lasts.
const SLOW_RETRY: f64 = 300.0;
/// Throttled without a figure from Instagram: 15, 30, then 60 minutes.
const THROTTLE: [f64; 3] = [900.0, 1800.0, 3600.0];
/// One step may be in trouble this long, then a person is told: a container's life (Meta: 24 h).
const TROUBLE: f64 = 86_400.0;
/// "Container gone" (24/2207008) is asked again twice within 2 minutes before building anew.
const GONE_ASK: [f64; 2] = [30.0, 60.0];
/// The quota is full and Instagram does not tell when it frees.
const QUOTA_RECHECK: f64 = 900.0;
/// A quota wait is never shorter: it frees by Instagram's clock, not ours.
const QUOTA_LEAST: f64 = 60.0;
/// Looking for a published post in the account's list, which may lag behind.
const LOOK: [f64; 6] = [2.0, 5.0, 15.0, 30.0, 60.0, 120.0];

/// New containers per post and cause ("container gone").
pub(crate) const REBUILDS_GONE: u32 = 2;
/// New containers when Instagram could not fetch.
pub(crate) const REBUILDS_FETCH: u32 = 1;
/// Tries to put a file on an unreachable media host.
pub(crate) const HOST_TRIES: u32 = 4;
/// Looks for a post whose container says `PUBLISHED` before a person is told: about 25 minutes.
pub(crate) const LOOKS: u32 = 15;
/// Looks before a post whose container is of no use any more counts as not live.
pub(crate) const LOOKS_MAYBE: u32 = 2;
/// Tries of reading the live post's address: nice to have, never worth a wait.
pub(crate) const MEDIA_TRIES: u32 = 3;
/// Calls spent on the first comment between two throttles, lists included, before the post goes
/// without.
pub(crate) const COMMENT_TRIES: u32 = 6;
/// Throttles that a first comment waits out, about ten hours of them, before the post goes without:
/// after that, nobody reads it as the first.
pub(crate) const COMMENT_THROTTLES: u32 = 12;
/// Seconds after sending until `FINISHED` may be believed when the answer was lost: the request
/// may still be on its way inside Instagram.
pub(crate) const SETTLE: f64 = 10.0;
/// Seconds after sending until a post that is in none of the account's lists counts as not live: the
/// list lags behind, and a call for a container that cannot be found may be a moment's mistake
/// (24/2207008 is often wrong for a moment; Meta, error codes, 2026-09-11).
pub(crate) const LIST_LAG: f64 = 120.0;
/// A container lives 24 h (Meta); an hour of grace for clocks. Not scaled.
pub(crate) const CONTAINER_LIFE: SignedDuration = SignedDuration::from_hours(25);
/// How many of the account's newest posts are looked at.
pub(crate) const LOOK_BACK: u32 = 50;
/// Instagram's clock and ours may differ by this much.
pub(crate) const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(5);

/// How fast waits pass.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    scale: f64,
}

impl Default for Pace {
    fn default() -> Self {
        Self { scale: 1.0 }
    }
}

impl Pace {
    /// Divides every wait by `scale`; anything that is no positive number counts as 1.
    pub fn scaled(scale: f64) -> Self {
        Self {
            scale: if scale.is_finite() && scale > 0.0 {
                scale
            } else {
                1.0
            },
        }
    }

    pub fn wait(self, seconds: f64) -> SignedDuration {
        SignedDuration::try_from_secs_f64(seconds.max(0.0) / self.scale)
            .unwrap_or(SignedDuration::from_hours(24 * 365))
    }

    pub(crate) fn min_poll(self) -> SignedDuration {
        self.wait(MIN_POLL)
    }

    /// When pictures are read next, so long after their creation; told as time after it, too.
    pub(crate) fn look_again(self, passed: SignedDuration, roll: f64) -> SignedDuration {
        let passed = passed.as_secs_f64().max(0.0) * self.scale;
        // A hair beyond the second that was just read.
        let next = (passed + 1e-6).floor() + 1.0;
        if next <= CLOSELY {
            return self.wait(next);
        }
        let mut at = CLOSELY;
        while at <= passed + MIN_POLL / 2.0 {
            at = (at * THEN_BY).min(at + SLOW_POLL).max(at + MIN_POLL);
        }
        self.wait(at + (at - passed) * POLL_JITTER * roll)
    }

    /// Wait in doubt between read number `reads` and the next.
    pub(crate) fn poll(self, reads: u32, roll: f64) -> SignedDuration {
        self.gap(&POLL_AT, reads, roll)
    }

    /// The same while a clip is being processed.
    pub(crate) fn clip_poll(self, reads: u32, roll: f64) -> SignedDuration {
        self.gap(&CLIP_POLL_AT, reads, roll)
    }

    fn gap(self, times: &[f64], reads: u32, roll: f64) -> SignedDuration {
        let at = |index: usize| times.get(index).copied();
        let index = reads as usize;
        let gap = match (index.checked_sub(1).and_then(at), at(index)) {
            (Some(before), Some(next)) => next - before,
            (None, Some(next)) => next,
            _ => SLOW_POLL,
        };
        self.wait(gap.max(MIN_POLL) * (1.0 + POLL_JITTER * roll))
    }

    /// Wait after failed try number `made` (from 1).
    pub(crate) fn retry(self, made: u32, roll: f64, told: Option<u64>) -> SignedDuration {
        let own = match RETRY.get(made.saturating_sub(1) as usize) {
            Some(most) => most * roll,
            None => SLOW_RETRY * (0.9 + 0.2 * roll),
        };
        self.wait(own.max(told.unwrap_or(0) as f64))
    }

    /// Wait after throttle number `count` (from 1) in a row.
    pub(crate) fn throttle(self, count: u32, told: Option<u64>) -> SignedDuration {
        let own = THROTTLE
            .get(count.saturating_sub(1) as usize)
            .or(THROTTLE.last())
            .copied()
            .unwrap_or(SLOW_RETRY);
        self.wait(
            told.filter(|seconds| *seconds > 0)
                .map_or(own, |told| told as f64),
        )
    }

    pub(crate) fn gone(self, asked: u32) -> Option<SignedDuration> {
        GONE_ASK
            .get(asked as usize)
            .map(|seconds| self.wait(*seconds))
    }

    pub(crate) fn look(self, looks: u32) -> SignedDuration {
        let index = looks.saturating_sub(1) as usize;
        self.wait(
            LOOK.get(index)
                .or(LOOK.last())
                .copied()
                .unwrap_or(SLOW_POLL),
        )
    }

    /// When to go on, given when Instagram's window frees.
    pub(crate) fn quota(self, frees: Option<Timestamp>, now: Timestamp) -> Timestamp {
        let seconds = frees.map_or(QUOTA_RECHECK, |at| {
            at.duration_since(now).as_secs_f64().max(QUOTA_LEAST)
        });
        later(now, self.wait(seconds))
    }

    /// The longest wait between two reads.
    pub(crate) fn slow_poll(self) -> SignedDuration {
        self.wait(SLOW_POLL * (1.0 + POLL_JITTER))
    }

    /// The longest wait of a retry.
    pub(crate) fn slow_retry(self) -> SignedDuration {
        self.wait(SLOW_RETRY * 1.1)
    }

    pub(crate) fn settle(self) -> SignedDuration {
        self.wait(SETTLE)
    }

    pub(crate) fn list_lag(self) -> SignedDuration {
        self.wait(LIST_LAG)
    }

    pub(crate) fn trouble(self) -> SignedDuration {
        self.wait(TROUBLE)
    }
}

/// `now + wait`, at the end of time at the latest.
pub(crate) fn later(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_of_one_container_are_never_closer_than_a_second_whatever_the_jitter() {
        for scale in [1.0, 50.0] {
            let pace = Pace::scaled(scale);
            for reads in 0..40 {
                for roll in [0.0, 0.5, 0.999] {
                    assert!(pace.poll(reads, roll) >= pace.wait(1.0), "{reads} {roll}");
                }
            }
        }
    }

    /// When reads happen that take no time, in seconds after creation.
    fn looks(pace: Pace, roll: f64, count: usize) -> Vec<f64> {
        let mut at = SignedDuration::ZERO;
        (0..count)
            .map(|_| {
                at = pace.look_again(at, roll);
                at.as_secs_f64()
            })
            .collect()
    }

    #[test]
    fn pictures_are_read_every_second_at_first() {
        let seconds = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        for roll in [0.0, 0.999] {
            assert_eq!(looks(Pace::default(), roll, 8), seconds);
        }
    }

    #[test]
    fn a_picture_that_takes_long_is_seen_ready_before_a_quarter_more_and_read_seldom() {
        for roll in [0.0, 0.5, 0.999] {
            let looks = looks(Pace::default(), roll, 200);
            for pair in looks.windows(2) {
                let [one, next] = pair else { continue };
                assert!(next - one >= MIN_POLL - 1e-6, "{one} {next}");
                assert!(*one < 8.0 || next / one < 1.29, "{one} {next}");
            }
            let first_hour = looks.iter().filter(|at| **at < 3600.0).count();
            // Once a minute, as Meta asks, and the first looks.
            assert!(first_hour < 100, "{first_hour}");
        }
    }

    #[test]
    fn a_read_that_took_long_is_followed_by_the_next_second_and_scaled_like_every_wait() {
        let pace = Pace::scaled(10.0);
        let passed = SignedDuration::from_millis(230);
        assert_eq!(pace.look_again(passed, 0.0).as_millis(), 300);
        let exact = pace.look_again(SignedDuration::from_millis(300), 0.0);
        assert_eq!(exact.as_millis(), 400);
    }

    #[test]
    fn reads_in_doubt_come_at_1_2_3_5_and_8_seconds() {
        let pace = Pace::default();
        let mut at = 0.0;
        let times: Vec<f64> = (0..5)
            .map(|reads| {
                at += pace.poll(reads, 0.0).as_secs_f64();
                at
            })
            .collect();
        assert_eq!(times, [1.0, 2.0, 3.0, 5.0, 8.0]);
    }

    #[test]
    fn clips_are_read_later_and_then_once_a_minute() {
        let pace = Pace::default();
        let waits: Vec<i64> = (0..9)
            .map(|reads| pace.clip_poll(reads, 0.0).as_secs())
            .collect();
        assert_eq!(waits, [5, 5, 5, 10, 15, 20, 30, 60, 60]);
    }

    #[test]
    fn retries_wait_longer_each_time_then_five_minutes() {
        let pace = Pace::default();
        let waits: Vec<i64> = (1..=7)
            .map(|made| pace.retry(made, 0.5, None).as_millis() as i64)
            .collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 300_000, 300_000]);
        assert_eq!(pace.retry(1, 0.0, Some(90)).as_secs(), 90);
    }

    #[test]
    fn a_throttle_waits_as_long_as_instagram_says_else_15_30_60_minutes() {
        let pace = Pace::default();
        let minutes: Vec<i64> = (1..=4)
            .map(|n| pace.throttle(n, None).as_secs() / 60)
            .collect();
        assert_eq!(minutes, [15, 30, 60, 60]);
        assert_eq!(pace.throttle(1, Some(120)).as_secs(), 120);
    }

    #[test]
    fn a_senseless_time_scale_counts_as_none() {
        for scale in [0.0, -3.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Pace::scaled(scale), Pace::default());
        }
    }
}
