//! The limiter: what it lets through, how long it waits, and that waiting as told is enough.

#![expect(clippy::unwrap_used, reason = "tests")]

use fanfold_domain::answer::Answer;
use fanfold_domain::catalogue::refuse_answer;
use fanfold_domain::publish::Quota;
use fanfold_graph::limiter::{CallKind, Limiter, May, Used, Who, Why};
use fanfold_graph::{BusinessUsage, Meter, Usage};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const ANN: Who<'static> = Who {
    app: "app",
    account: "ann",
};
const BEN: Who<'static> = Who {
    app: "app",
    account: "ben",
};
const KINDS: [CallKind; 3] = [CallKind::Plain, CallKind::Create, CallKind::Publish];

fn noon() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn later(minutes: i64) -> Timestamp {
    noon() + SignedDuration::from_mins(minutes)
}

fn meter(percent: f64) -> Meter {
    Meter {
        calls: percent,
        time: 0.0,
        cpu: 0.0,
    }
}

fn of_app(percent: f64) -> Usage {
    Usage {
        app: Some(meter(percent)),
        ..Usage::default()
    }
}

fn of_account(percent: f64, regain_minutes: f64) -> Usage {
    Usage {
        business: vec![BusinessUsage {
            id: "1784".into(),
            kind: "instagram".into(),
            meter: meter(percent),
            regain_minutes,
        }],
        ..Usage::default()
    }
}

fn refusal(code: i64, subcode: Option<i64>, wait: Option<u64>) -> fanfold_domain::Refusal {
    refuse_answer(Answer::of_codes(code, subcode).with_retry_after(wait))
}

fn wait(limiter: &Limiter, who: Who<'_>, kind: CallKind, now: Timestamp) -> Option<(i64, Why)> {
    match limiter.may(who, kind, now) {
        May::Go => None,
        May::Wait { until, why } => Some((until.duration_since(now).as_secs(), why)),
    }
}

#[test]
fn it_slows_down_at_75_percent_and_stops_at_95() {
    let mut limiter = Limiter::default();
    let mut at = |percent| {
        limiter.heard(ANN, Some(&of_account(percent, 0.0)), noon());
        wait(&limiter, ANN, CallKind::Plain, noon())
    };
    assert_eq!(at(74.9), None);
    assert_eq!(at(75.0), Some((1, Why::SlowingDown)));
    assert_eq!(at(85.0), Some((30, Why::SlowingDown)));
    assert_eq!(at(95.0), Some((15 * 60, Why::NearlyFull)));
    assert_eq!(at(40.0), None, "better news ends the stop");
}

#[test]
fn the_fullest_of_all_meters_counts() {
    let mut limiter = Limiter::default();
    limiter.heard(ANN, Some(&of_app(90.0)), noon());
    limiter.heard(ANN, Some(&of_account(10.0, 0.0)), noon());
    assert!(wait(&limiter, ANN, CallKind::Plain, noon()).is_some());
    let meters = limiter.standing(ANN, noon()).meters;
    assert_eq!(
        meters,
        [("app".to_owned(), 90.0), ("instagram".to_owned(), 10.0)]
    );
}

#[test]
fn an_app_that_is_full_stops_all_its_accounts_and_an_account_only_itself() {
    let mut limiter = Limiter::default();
    limiter.heard(ANN, Some(&of_account(99.0, 0.0)), noon());
    assert!(wait(&limiter, ANN, CallKind::Plain, noon()).is_some());
    assert_eq!(wait(&limiter, BEN, CallKind::Plain, noon()), None);
    limiter.heard(ANN, Some(&of_app(99.0)), noon());
    assert!(wait(&limiter, BEN, CallKind::Plain, noon()).is_some());
    let other = Who {
        app: "another",
        account: "cid",
    };
    assert_eq!(wait(&limiter, other, CallKind::Plain, noon()), None);
}

#[test]
fn a_throttle_waits_as_told_else_15_30_60_minutes() {
    let mut limiter = Limiter::default();
    limiter.refused(ANN, &refusal(80002, None, Some(420)), noon());
    assert_eq!(
        wait(&limiter, ANN, CallKind::Plain, noon()),
        Some((420, Why::Throttled))
    );
    let mut limiter = Limiter::default();
    let mut now = noon();
    for minutes in [15, 30, 60, 60] {
        limiter.refused(ANN, &refusal(80002, None, None), now);
        assert_eq!(
            wait(&limiter, ANN, CallKind::Plain, now),
            Some((minutes * 60, Why::Throttled))
        );
        // Answers to calls that were under way do not prolong it.
        limiter.refused(ANN, &refusal(17, None, None), now);
        now += SignedDuration::from_mins(minutes);
        assert_eq!(wait(&limiter, ANN, CallKind::Plain, now), None);
    }
    limiter.succeeded(ANN);
    limiter.refused(ANN, &refusal(80002, None, None), now);
    assert_eq!(
        wait(&limiter, ANN, CallKind::Plain, now),
        Some((15 * 60, Why::Throttled)),
        "a success begins anew"
    );
}

#[test]
fn code_4_is_the_apps_and_a_spam_block_the_accounts() {
    let mut limiter = Limiter::default();
    limiter.refused(ANN, &refusal(4, None, None), noon());
    assert!(wait(&limiter, BEN, CallKind::Plain, noon()).is_some());
    let mut limiter = Limiter::default();
    limiter.refused(ANN, &refusal(4, Some(2_207_051), None), noon());
    assert_eq!(
        wait(&limiter, ANN, CallKind::Plain, noon()),
        Some((24 * 3600, Why::Blocked))
    );
    assert_eq!(wait(&limiter, BEN, CallKind::Plain, noon()), None);
    limiter.succeeded(ANN);
    assert!(
        wait(&limiter, ANN, CallKind::Plain, noon()).is_some(),
        "a read that works does not end a block"
    );
}

#[test]
fn minutes_until_access_returns_are_honoured() {
    let mut limiter = Limiter::default();
    limiter.heard(ANN, Some(&of_account(120.0, 7.0)), noon());
    assert_eq!(
        wait(&limiter, ANN, CallKind::Plain, noon()),
        Some((420, Why::NearlyFull))
    );
}

#[test]
fn containers_are_counted_over_a_rolling_day() {
    let mut limiter = Limiter::default();
    for minute in 0..380 {
        assert_eq!(wait(&limiter, ANN, CallKind::Create, later(minute)), None);
        limiter.created(ANN, later(minute));
    }
    let now = later(380);
    let until_first_leaves = (24 * 60 - 380) * 60;
    assert_eq!(
        wait(&limiter, ANN, CallKind::Create, now),
        Some((until_first_leaves, Why::Containers))
    );
    assert_eq!(wait(&limiter, ANN, CallKind::Plain, now), None);
    assert_eq!(wait(&limiter, BEN, CallKind::Create, now), None);
    assert_eq!(
        limiter.standing(ANN, now).containers,
        Used { used: 380, of: 400 }
    );
    assert_eq!(wait(&limiter, ANN, CallKind::Create, later(24 * 60)), None);
    assert_eq!(limiter.standing(ANN, later(48 * 60)).containers.used, 0);
}

#[test]
fn posts_stop_at_the_quota_that_instagram_names() {
    let mut limiter = Limiter::default();
    let quota = Quota {
        used: 48,
        total: 50,
        window: 86_400,
    };
    limiter.quota(ANN, quota, noon());
    limiter.published(ANN, later(1));
    assert_eq!(wait(&limiter, ANN, CallKind::Publish, later(2)), None);
    limiter.published(ANN, later(2));
    assert_eq!(
        limiter.standing(ANN, later(3)).posts,
        Some(Used { used: 50, of: 50 })
    );
    assert_eq!(
        wait(&limiter, ANN, CallKind::Publish, later(3)),
        Some((57 * 60, Why::Posts)),
        "others' posts may leave the window: asked again after an hour"
    );
    assert_eq!(wait(&limiter, ANN, CallKind::Create, later(3)), None);
    assert_eq!(wait(&limiter, ANN, CallKind::Publish, later(61)), None);
    for who in [ANN, BEN] {
        limiter.refused(who, &refusal(9, Some(2_207_042), None), later(61));
        assert!(wait(&limiter, who, CallKind::Publish, later(62)).is_some());
    }
}

#[test]
fn a_clock_set_back_makes_no_wait_endless() {
    let mut limiter = Limiter::default();
    let tomorrow = later(24 * 60);
    limiter.refused(ANN, &refusal(80002, None, Some(600)), tomorrow);
    limiter.refused(ANN, &refusal(9, Some(2_207_042), None), tomorrow);
    limiter.heard(BEN, Some(&of_account(94.0, 0.0)), tomorrow);
    for _ in 0..400 {
        limiter.created(ANN, tomorrow);
    }
    for who in [ANN, BEN] {
        for kind in KINDS {
            assert_eq!(wait(&limiter, who, kind, noon()), None, "{kind:?}");
        }
    }
}

#[derive(Debug, Clone)]
enum News {
    Heard(f64, f64, bool),
    Refused(i64, Option<u64>),
    Quota(u32, u32),
    Created,
    Published,
    Succeeded,
    Pass(i64),
}

fn news() -> impl Strategy<Value = News> {
    prop_oneof![
        (
            0.0..200.0,
            prop_oneof![Just(0.0), 0.0..5000.0],
            any::<bool>()
        )
            .prop_map(|(percent, regain, app)| News::Heard(percent, regain, app)),
        (
            prop_oneof![
                Just(4),
                Just(17),
                Just(80002),
                Just(9),
                Just(368),
                Just(190)
            ],
            proptest::option::of(0..200_000_u64)
        )
            .prop_map(|(code, wait)| News::Refused(code, wait)),
        (0..120_u32, 0..101_u32).prop_map(|(used, total)| News::Quota(used, total)),
        Just(News::Created),
        Just(News::Published),
        Just(News::Succeeded),
        // Backwards too: clocks are set.
        (-90_000..90_000_i64).prop_map(News::Pass),
    ]
}

fn tell(limiter: &mut Limiter, news: &News, now: &mut Timestamp) {
    match news {
        News::Heard(percent, _, true) => limiter.heard(ANN, Some(&of_app(*percent)), *now),
        News::Heard(percent, regain, false) => {
            limiter.heard(ANN, Some(&of_account(*percent, *regain)), *now);
        }
        News::Refused(code, wait) => limiter.refused(ANN, &refusal(*code, None, *wait), *now),
        News::Quota(used, total) => {
            let quota = Quota {
                used: *used,
                total: *total,
                window: 86_400,
            };
            limiter.quota(ANN, quota, *now);
        }
        News::Created => limiter.created(ANN, *now),
        News::Published => limiter.published(ANN, *now),
        News::Succeeded => limiter.succeeded(ANN),
        News::Pass(seconds) => *now += SignedDuration::from_secs(*seconds),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_happens_a_wait_ends_and_waiting_as_told_is_enough(
        told in proptest::collection::vec(news(), 0..60)
    ) {
        let mut limiter = Limiter::default();
        let mut now = noon();
        let mut latest = now;
        for news in &told {
            tell(&mut limiter, news, &mut now);
            latest = latest.max(now);
        }
        for kind in KINDS {
            let mut at = now;
            // Each wait is for one reason; another may stand behind it.
            for _ in 0..10 {
                let May::Wait { until, .. } = limiter.may(ANN, kind, at) else { break };
                prop_assert!(until > at);
                prop_assert!(until.duration_since(at) <= SignedDuration::from_hours(24));
                at = until;
            }
            prop_assert_eq!(limiter.may(ANN, kind, at), May::Go);
        }
        // A day after everything nothing is left, whatever the clock showed meanwhile.
        let day_after = latest + SignedDuration::from_hours(25);
        for who in [ANN, BEN] {
            for kind in KINDS {
                prop_assert_eq!(limiter.may(who, kind, day_after), May::Go);
            }
        }
    }

    #[test]
    fn a_restart_forgets_nothing(told in proptest::collection::vec(news(), 0..40)) {
        let mut limiter = Limiter::default();
        let mut now = noon();
        for news in &told {
            tell(&mut limiter, news, &mut now);
        }
        let kept = serde_json::to_string(&limiter).unwrap();
        let back: Limiter = serde_json::from_str(&kept).unwrap();
        for kind in KINDS {
            prop_assert_eq!(limiter.may(ANN, kind, now), back.may(ANN, kind, now));
        }
    }

    #[test]
    fn below_75_percent_nothing_waits(percents in proptest::collection::vec(0.0..74.9, 1..30)) {
        let mut limiter = Limiter::default();
        for percent in percents {
            limiter.heard(ANN, Some(&of_account(percent, 0.0)), noon());
            limiter.heard(ANN, Some(&of_app(percent)), noon());
            for kind in KINDS {
                prop_assert_eq!(limiter.may(ANN, kind, noon()), May::Go);
            }
        }
    }
}

proptest! {
    // A day of hundreds of containers each.
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn whoever_obeys_never_creates_too_many(gaps in proptest::collection::vec(0..200_i64, 600..900)) {
        let mut limiter = Limiter::default();
        let mut now = noon();
        let mut created: Vec<Timestamp> = Vec::new();
        for gap in gaps {
            now += SignedDuration::from_secs(gap);
            if let May::Wait { until, .. } = limiter.may(ANN, CallKind::Create, now) {
                now = until;
            }
            limiter.created(ANN, now);
            created.push(now);
        }
        for (at, last) in created.iter().enumerate() {
            let day = created.iter().take(at + 1).filter(|first| {
                last.duration_since(**first) < SignedDuration::from_hours(24)
            });
            prop_assert!(day.count() <= 400);
        }
    }
}
