//! Accounts that are held: by a person, by Instagram, by nobody any more.

use fanfold_domain::Refusal;
use fanfold_domain::answer::{Answer, AnswerShape};
use fanfold_domain::catalogue::refuse_answer;
use fanfold_domain::publish::PostState;
use fanfold_store::PauseKind;

use super::stage::{Stage, minutes};

const MONDAY: &str = "2027-03-15T07:00:00Z";

fn refusal(code: i64, subcode: Option<i64>, retry_after: Option<u64>) -> Refusal {
    refuse_answer(Answer {
        http: Some(400),
        code: Some(code),
        subcode,
        retry_after,
        shape: AnswerShape::Graph,
        ..Answer::default()
    })
}

/// An account with three posts that are due at once, and another account with one.
async fn three() -> Stage {
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("a").await;
    let other = stage.account("b").await;
    let due = stage.now() + minutes(1);
    for turn in 1..=3 {
        stage.post_at(&account, &format!("{turn}"), due).await;
    }
    stage.post_at(&other, "other", due).await;
    stage
}

#[tokio::test]
async fn a_held_account_waits_also_after_a_restart_and_the_others_go_on() {
    let mut stage = three().await;
    let view = stage.bench.queue_pause("a").await.unwrap();
    let paused = view.paused.first().unwrap();
    assert!(paused.by_person && paused.account_id == "a" && paused.until.is_none());
    stage.start_again().await;
    stage.live_until(stage.now() + minutes(10)).await;
    assert_eq!(stage.captions(), ["other"]);
    let view = stage.bench.queue_state().await.unwrap();
    assert_eq!((view.scheduled, view.paused.len()), (3, 1));
    stage.bench.queue_resume("a").await.unwrap();
    stage.live_until(stage.now() + minutes(10)).await;
    assert_eq!(stage.captions(), ["other", "1", "2", "3"]);
}

#[tokio::test]
async fn a_throttle_holds_every_post_of_its_account_and_nothing_is_called_meanwhile() {
    let stage = three().await;
    let start = stage.now();
    let until = start + minutes(31);
    stage.instagram.answer(move |account, _, now| {
        let soon = now < until && account == "a";
        soon.then(|| refusal(32, None, Some(1800)))
    });
    stage.live_until(start + minutes(20)).await;
    assert_eq!(stage.captions(), ["other"]);
    let of_a = |stage: &Stage| {
        let calls = stage.instagram.calls().into_iter();
        calls.filter(|(account, _)| account == "a").count()
    };
    assert_eq!(of_a(&stage), 1, "one call was throttled, and no other made");
    let list = stage.bench.queue_list().await.unwrap();
    let waiting = list.iter().filter(|row| row.account == "a");
    for row in waiting {
        assert_eq!(row.state, PostState::Waiting, "{row:?}");
        assert!(row.until.unwrap() > start + minutes(30), "{row:?}");
    }
    let view = stage.bench.queue_state().await.unwrap();
    assert!(view.paused.first().unwrap().until.is_some());
    stage.live_until(start + minutes(60)).await;
    assert_eq!(stage.captions(), ["other", "1", "2", "3"]);
}

#[tokio::test]
async fn a_person_cannot_hurry_what_instagram_put_a_time_to() {
    let stage = three().await;
    let start = stage.now();
    stage
        .instagram
        .answer(|account, _, _| (account == "a").then(|| refusal(32, None, Some(1800))));
    stage.live_until(start + minutes(5)).await;
    let before = stage.instagram.calls().len();
    stage.bench.queue_resume("a").await.unwrap();
    let first = stage.bench.store.next_posts("a", 1).await.unwrap();
    stage
        .bench
        .prepare_retry(&first.first().unwrap().id)
        .await
        .unwrap();
    stage.run().await.unwrap();
    assert_eq!(stage.instagram.calls().len(), before);
}

#[tokio::test]
async fn connecting_again_lifts_what_asked_for_it_and_never_a_block() {
    for (code, subcode, kind) in [
        (368, None, PauseKind::Block),
        (4, Some(2_207_051), PauseKind::Block),
        (190, Some(463), PauseKind::SignIn),
    ] {
        let stage = three().await;
        let start = stage.now();
        stage
            .instagram
            .answer(move |account, _, _| (account == "a").then(|| refusal(code, subcode, None)));
        stage.live_until(start + minutes(5)).await;
        assert_eq!(stage.captions(), ["other"]);
        let account = stage.bench.store.account("a").await.unwrap().unwrap();
        assert_eq!(account.pause.map(|pause| pause.kind), Some(kind), "{code}");
        stage.instagram.behave();
        stage.bench.go_on_after_reconnecting("a").await.unwrap();
        stage.live_until(start + minutes(60)).await;
        if kind == PauseKind::SignIn {
            assert_eq!(stage.captions(), ["other", "1", "2", "3"]);
            continue;
        }
        assert_eq!(stage.captions(), ["other"], "{code}: a block stays");
        assert!(
            stage.bench.may_begin("a").await.is_err(),
            "nothing new either"
        );
        stage.bench.queue_resume("a").await.unwrap();
        stage.live_until(start + minutes(180)).await;
        // The post that was blocked waits for its own Try again.
        assert_eq!(stage.captions(), ["other", "2", "3"]);
    }
}

#[tokio::test]
async fn the_first_call_that_gets_through_takes_all_others_along() {
    let stage = Stage::at(MONDAY).await;
    let start = stage.now();
    for number in 0..20 {
        let account = stage.account(&format!("a{number:02}")).await;
        let due = start + minutes(1);
        stage.post_at(&account, &account.id.clone(), due).await;
    }
    let back = start + minutes(60);
    stage.instagram.offline(start, back);
    stage.live_until(back - minutes(1)).await;
    assert!(stage.captions().is_empty());
    assert!(stage.bench.queue_state().await.unwrap().offline);
    stage.live_until(back + minutes(10)).await;
    assert!(!stage.bench.queue_state().await.unwrap().offline);
    let live = stage.instagram.live();
    assert_eq!(live.len(), 20);
    let first = live.iter().map(|post| post.at).min().unwrap();
    let last = live.iter().map(|post| post.at).max().unwrap();
    assert!(first <= back + minutes(6), "{first}");
    assert!(last.duration_since(first) < minutes(3), "{first} {last}");
}
