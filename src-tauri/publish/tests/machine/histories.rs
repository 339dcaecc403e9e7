//! The pure machine under random faults, crashes, time and second thoughts, many thousands of histories: every one ends,
//! nothing goes live twice, nothing that may be live is called failed, nothing that was asked for is forgotten.

use fanfold_domain::publish::PostState;
use fanfold_publish::{Clips, Kind, Run};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};

use crate::fake::{clip, run_of, slides};
use crate::history::{History, Luck, Setting};

/// Every kind of post: pictures, clips among them, a reel, stories; clips sent or fetched.
fn posts() -> impl Strategy<Value = Run> {
    let pictures = (1_usize..4).prop_map(|count| run_of(count, Some("More tomorrow")));
    let mixed = (1_usize..3, 0_usize..3).prop_map(|(pictures, at)| {
        let mut run = run_of(pictures + 1, Some("More tomorrow"));
        let at = at.min(pictures);
        run.slides[at] = clip();
        run
    });
    let reel = Just(()).prop_map(|()| {
        let mut run = run_of(1, Some("More tomorrow"));
        run.slides = vec![clip()];
        run.kind = Kind::Reel;
        run
    });
    let story = any::<bool>().prop_map(|moving| {
        let slides = if moving { vec![clip()] } else { slides(1) };
        Run::story("post-1".to_owned(), "practice".to_owned(), slides)
    });
    (
        prop_oneof![4 => pictures, 3 => mixed, 2 => reel, 1 => story],
        any::<bool>(),
    )
        .prop_map(|(run, sent)| {
            let clips = if sent { Clips::Sent } else { Clips::Fetched };
            Run { clips, ..run }
        })
}

fn luck() -> impl Strategy<Value = Luck> {
    // Beyond SETTLE (10 s) no call is still on its way: a server that answers after that has given it up.
    let late = 0_u32..9_000;
    prop_oneof![
        8 => Just(Luck::Fine),
        4 => (0_usize..40).prop_map(Luck::Before),
        4 => (0_usize..40).prop_map(Luck::After),
        1 => late.clone().prop_map(Luck::Late),
        1 => any::<u16>().prop_map(Luck::CrashBefore),
        1 => any::<u16>().prop_map(Luck::CrashAfter),
        1 => (late, any::<u16>()).prop_map(|(ms, bits)| Luck::CrashLate(ms, bits)),
        1 => (-7200_i32..100_000).prop_map(Luck::Jump),
    ]
}

/// Luck with a person in it who takes the post back.
fn fickle() -> impl Strategy<Value = Luck> {
    prop_oneof![30 => luck(), 1 => Just(Luck::Cancel)]
}

fn setting() -> impl Strategy<Value = Setting> {
    let lag = prop_oneof![2 => Just(0_u32), 1 => 0_u32..90_000];
    // Clocks of computers are wrong by minutes, and sometimes by a day.
    let ahead = prop_oneof![2 => Just(0), 1 => -100_000_i32..100_000];
    let posts = (posts(), ahead);
    (posts, lag, any::<bool>(), any::<bool>()).prop_map(
        |((run, ahead), lag, by_hand, by_another)| Setting {
            run,
            ahead,
            lag,
            by_hand,
            by_another,
        },
    )
}

/// How many histories; `FANFOLD_HISTORIES` asks for more than a check on every change needs.
fn cases() -> u32 {
    std::env::var("FANFOLD_HISTORIES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(4_000)
}

fn at_rest(history: &History, setting: &Setting) -> Result<(), TestCaseError> {
    let live = history.live(setting);
    prop_assert!(live <= 1, "{live} live");
    let (comments, told) = (history.world.comments.len(), history.run.error.is_some());
    prop_assert!(comments <= 1, "{comments} first comments");
    match history.run.state {
        PostState::Published => {
            prop_assert_eq!(live, 1);
            let wanted = usize::from(setting.run.text.first_comment.is_some());
            prop_assert!(
                comments == wanted || told,
                "no first comment and no word of it"
            );
        }
        PostState::Failed | PostState::Cancelled => prop_assert_eq!(live, 0),
        PostState::NeedsAttention => {
            prop_assert!(live == 0 || history.run.may_be_live());
            prop_assert!(history.run.error.is_some());
        }
        other => prop_assert!(false, "rests as {:?}", other),
    }
    Ok(())
}

fn plays(
    setting: &Setting,
    first: Vec<(Luck, usize)>,
    second: Vec<(Luck, usize)>,
) -> Result<usize, TestCaseError> {
    let mut history = History::new(setting);
    history.play(first);
    at_rest(&history, setting)?;
    if history.run.state == PostState::Cancelled {
        return Ok(history.effects);
    }
    // A person tries again, at first with no better luck, until it is through: still exactly one.
    let mut luck = vec![second].into_iter();
    for _ in 0..6 {
        if history.run.state == PostState::Published {
            break;
        }
        history.retry(luck.next().unwrap_or_default());
        at_rest(&history, setting)?;
        prop_assert_ne!(history.run.state, PostState::Cancelled);
    }
    prop_assert_eq!(history.run.state, PostState::Published);
    prop_assert_eq!(history.live(setting), 1);
    Ok(history.effects)
}

/// Found by the test below: the process dies with the publish on its way, and the clock, which was fast by more than the
/// slack, is set right before anybody looks.
#[test]
fn a_clock_set_back_does_not_hide_a_post_that_is_live_for_certain() {
    let setting = Setting {
        run: run_of(1, Some("More tomorrow")),
        ahead: 0,
        lag: 0,
        by_hand: true,
        by_another: true,
    };
    // The container has been there for a while when the clock is set back, or Instagram would not take it.
    for (back, wait) in [(-303, 3), (-7000, 3), (-303, 5), (-7000, 5)] {
        for die in 0..20 {
            let mut luck = vec![(Luck::Fine, 0); wait];
            luck.push((Luck::Jump(7500), 0));
            luck.extend(vec![(Luck::Fine, 0); die]);
            luck.extend([(Luck::CrashLate(3100, 0), 0), (Luck::Jump(back), 0)]);
            plays(&setting, luck, Vec::new()).unwrap();
        }
    }
}

#[test]
fn every_history_ends_with_at_most_one_live_post_and_says_the_truth() {
    let config = Config {
        cases: cases(),
        failure_persistence: None,
        ..Config::default()
    };
    let effects = std::cell::Cell::new(0_usize);
    let moves = |luck: BoxedStrategy<Luck>| prop::collection::vec((luck, 0_usize..8), 0..120);
    let histories = (setting(), moves(fickle().boxed()), moves(luck().boxed()));
    let played = TestRunner::new(config).run(&histories, |(setting, first, second)| {
        effects.set(effects.get() + plays(&setting, first, second)?);
        Ok(())
    });
    if let Err(TestError::Fail(why, (setting, first, second))) = played {
        panic!("{why}\n{setting:#?}\n{first:?}\n{second:?}");
    }
    played.unwrap();
    println!("{} histories, {} moves", cases(), effects.get());
}
