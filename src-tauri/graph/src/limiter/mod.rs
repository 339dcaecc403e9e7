//! How much may still be asked of Instagram, and when again. Pure: time is passed in, nothing is
//! called; kept over a restart by whoever serialises it.
//!
//! Sources: Meta, Graph API rate limiting, 2026-08-23 (percentages, minutes until access returns; to
//! stop all calls when limited, because calls made meanwhile prolong it); content publishing,
//! 2026-09-11 (400 containers and the publishing quota, per account and rolling day). The figures
//! 75, 95 and 15 → 30 → 60 minutes are Fanfold's, after Meta's advice to slow down early.
//!
//! Deliberately not here: waiting, and what a refused publish does next (the publish room's).

mod track;

use std::collections::{BTreeMap, VecDeque};

use fanfold_domain::publish::Quota;
use fanfold_domain::{Class, Refusal};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Usage;
use track::{Stop, Track};

/// Containers that an account may create in a rolling day (Meta, IG User Media, 2026-09-11).
pub const CONTAINERS: u32 = 400;
/// Percent from which calls are spread out.
pub const SLOW: f64 = 75.0;
/// Percent from which nothing is called.
pub const FULL: f64 = 95.0;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long a read quota is believed: others may publish too, and their posts leave the window.
const QUOTA_BELIEVED: SignedDuration = SignedDuration::from_hours(1);
/// 95 of 100 of [`CONTAINERS`]: the rest is for what other programs create.
const MOST_CONTAINERS: usize = 380;
/// The throttle that is the whole app's (Meta, error 4).
const APP_LIMIT: i64 = 4;

/// Whose call it is: limits are counted per app and per account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who<'a> {
    /// Any name that is the same for all accounts of one Meta app.
    pub app: &'a str,
    pub account: &'a str,
}

/// What a call costs beside being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    /// Nothing: reads, comments.
    Plain,
    /// One of the day's containers.
    Create,
    /// One of the day's posts.
    Publish,
}

/// Whether a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum May {
    Go,
    Wait { until: Timestamp, why: Why },
}

/// Why to wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Over 75 % of a call limit: calls are spread out.
    SlowingDown,
    /// Over 95 % of a call limit.
    NearlyFull,
    /// Instagram said that it was too much.
    Throttled,
    /// Instagram took it for unwanted behaviour.
    Blocked,
    /// The day's containers are used up.
    Containers,
    /// The day's posts are used up.
    Posts,
}

/// How an account stands, for a person to see.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Percent by meter, fullest first: `app` (the app's calls), `page`, `instagram`, `pages`.
    pub meters: Vec<(String, f64)>,
    /// As last read, own posts since then added.
    pub posts: Option<Used>,
    /// Created by Fanfold in the last 24 hours.
    pub containers: Used,
    /// When everything may be called again; `None` when it may now.
    pub free_at: Option<Timestamp>,
    pub why: Option<Why>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Used {
    pub used: u32,
    pub of: u32,
}

/// What is known of every app and account.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Limiter {
    apps: BTreeMap<String, Track>,
    accounts: BTreeMap<String, Account>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Account {
    track: Track,
    /// When Fanfold created a container, oldest first.
    created: VecDeque<Timestamp>,
    /// When Fanfold published, oldest first.
    published: VecDeque<Timestamp>,
    quota: Option<(Quota, Timestamp)>,
}

impl Limiter {
    /// A call was answered, with these usage headers or none.
    pub fn heard(&mut self, who: Who<'_>, usage: Option<&Usage>, now: Timestamp) {
        let app = self.apps.entry(who.app.to_owned()).or_default();
        app.called(now);
        if let Some(meter) = usage.and_then(|usage| usage.app) {
            app.read("app", meter.highest(), 0.0, now);
        }
        let account = self.accounts.entry(who.account.to_owned()).or_default();
        account.track.called(now);
        let Some(usage) = usage else { return };
        if let Some(meter) = usage.page {
            account.track.read("page", meter.highest(), 0.0, now);
        }
        for entry in &usage.business {
            // Others (advertising, messages) say nothing about publishing.
            if matches!(entry.kind.as_str(), "instagram" | "pages") {
                account.track.read(
                    &entry.kind,
                    entry.meter.highest(),
                    entry.regain_minutes,
                    now,
                );
            }
        }
    }

    /// A call succeeded: what had been throttled is not any more.
    pub fn succeeded(&mut self, who: Who<'_>) {
        if let Some(app) = self.apps.get_mut(who.app) {
            app.lift(Why::Throttled);
        }
        if let Some(account) = self.accounts.get_mut(who.account) {
            account.track.lift(Why::Throttled);
        }
    }

    /// A call was refused.
    pub fn refused(&mut self, who: Who<'_>, refusal: &Refusal, now: Timestamp) {
        let account = self.accounts.entry(who.account.to_owned()).or_default();
        match refusal.class {
            Class::Throttle => {
                let track = if refusal.answer.code == Some(APP_LIMIT) {
                    self.apps.entry(who.app.to_owned()).or_default()
                } else {
                    &mut account.track
                };
                track.throttled(refusal.answer.retry_after, now);
            }
            Class::PolicyBlock => account.track.stop(Stop::new(now, DAY, Why::Blocked)),
            Class::PublishQuota => {
                let quota = account.quota.map(|(quota, _)| quota);
                // 50 where nobody said: Meta's lowest current figure.
                let total = quota.map_or(50, |quota| quota.total);
                let window = quota.map_or(DAY.as_secs() as u32, |quota| quota.window);
                let full = Quota {
                    used: total,
                    total,
                    window,
                };
                account.quota = Some((full, now));
            }
            _ => {}
        }
    }

    /// The publishing quota was read.
    pub fn quota(&mut self, who: Who<'_>, quota: Quota, now: Timestamp) {
        let account = self.accounts.entry(who.account.to_owned()).or_default();
        account.quota = Some((quota, now));
    }

    /// A container was created, or may have been: a lost answer counts.
    pub fn created(&mut self, who: Who<'_>, now: Timestamp) {
        let account = self.accounts.entry(who.account.to_owned()).or_default();
        account.forget_old(now);
        account.created.push_back(now);
    }

    /// A post was published, or may have been.
    pub fn published(&mut self, who: Who<'_>, now: Timestamp) {
        let account = self.accounts.entry(who.account.to_owned()).or_default();
        account.forget_old(now);
        account.published.push_back(now);
    }

    /// Whether a call may be made now. A wait is over at `until`, or sooner if other news comes.
    pub fn may(&self, who: Who<'_>, kind: CallKind, now: Timestamp) -> May {
        let app = self.apps.get(who.app).and_then(|app| app.wait(now));
        let account = self.accounts.get(who.account);
        let own = account.and_then(|account| account.track.wait(now));
        let counted = account.and_then(|account| account.counted(kind, now));
        // The longest wait is the one that counts, and names why.
        [app, own, counted]
            .into_iter()
            .flatten()
            .max_by_key(|(until, _)| *until)
            .map_or(May::Go, |(until, why)| May::Wait { until, why })
    }

    /// How an account stands.
    pub fn standing(&self, who: Who<'_>, now: Timestamp) -> Standing {
        let account = self.accounts.get(who.account);
        let mut meters: Vec<(String, f64)> = self
            .apps
            .get(who.app)
            .into_iter()
            .chain(account.map(|account| &account.track))
            .flat_map(|track| track.meters(now))
            .collect();
        meters.sort_by(|one, other| other.1.total_cmp(&one.1));
        // What it takes to publish: all three kinds must be free.
        let wait = [CallKind::Plain, CallKind::Create, CallKind::Publish]
            .into_iter()
            .filter_map(|kind| match self.may(who, kind, now) {
                May::Wait { until, why } => Some((until, why)),
                May::Go => None,
            })
            .max_by_key(|(until, _)| *until);
        Standing {
            meters,
            posts: account.and_then(|account| account.posts(now)),
            containers: Used {
                used: account.map_or(0, |account| account.recently_created(now).count() as u32),
                of: CONTAINERS,
            },
            free_at: wait.map(|(until, _)| until),
            why: wait.map(|(_, why)| why),
        }
    }

    /// Forgets an account, for when it is disconnected.
    pub fn forget(&mut self, account: &str) {
        self.accounts.remove(account);
    }
}

impl Account {
    fn recently_created(&self, now: Timestamp) -> impl Iterator<Item = Timestamp> + '_ {
        self.created
            .iter()
            .copied()
            .filter(move |at| is_within(*at, now, DAY))
    }

    /// Keeps lists short, whatever the clock does.
    fn forget_old(&mut self, now: Timestamp) {
        self.created.retain(|at| is_within(*at, now, DAY));
        self.published.retain(|at| is_within(*at, now, DAY));
    }

    fn counted(&self, kind: CallKind, now: Timestamp) -> Option<(Timestamp, Why)> {
        match kind {
            CallKind::Plain => None,
            CallKind::Create => {
                let mut recent: Vec<Timestamp> = self.recently_created(now).collect();
                recent.sort_unstable();
                let over = recent.len().checked_sub(MOST_CONTAINERS)?;
                let leaves = recent.get(over)?.checked_add(DAY).ok()?;
                (leaves > now).then_some((leaves, Why::Containers))
            }
            CallKind::Publish => {
                let posts = self.posts(now)?;
                let (quota, read) = self.quota.filter(|_| posts.used >= posts.of)?;
                let window = SignedDuration::from_secs(i64::from(quota.window));
                let oldest = self
                    .published
                    .iter()
                    .copied()
                    .filter(|at| is_within(*at, now, window))
                    .min()
                    .and_then(|at| at.checked_add(window).ok());
                let believed = read.checked_add(QUOTA_BELIEVED).ok()?;
                let until = oldest.map_or(believed, |oldest| oldest.min(believed));
                (until > now).then_some((until, Why::Posts))
            }
        }
    }

    /// The quota as last read, with what was published since; not believed for ever.
    fn posts(&self, now: Timestamp) -> Option<Used> {
        let (quota, read) = self.quota?;
        let since = self.published.iter().filter(|at| **at > read).count() as u32;
        is_within(read, now, QUOTA_BELIEVED).then(|| Used {
            used: quota.used.saturating_add(since),
            of: quota.total,
        })
    }
}

/// Whether `at` is less than `length` ago. What lies in the future (a clock that was set back) does
/// not count.
fn is_within(at: Timestamp, now: Timestamp, length: SignedDuration) -> bool {
    at <= now && now.duration_since(at) < length
}
