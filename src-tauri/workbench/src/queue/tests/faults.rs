//! Accounts that go, posts that cannot be read, two posts that want to go out at once.

use fanfold_domain::Action;
use fanfold_domain::publish::PostState;
use fanfold_store::NewPost;

use super::stage::{Stage, minutes};
use crate::schedule::When;
use crate::view::SlotInput;

const MONDAY: &str = "2027-03-15T07:00:00Z";

#[tokio::test]
async fn a_post_of_an_account_that_was_removed_waits_for_a_person_and_holds_nobody_up() {
    let stage = Stage::at(MONDAY).await;
    let (gone, here) = (stage.account("a").await, stage.account("b").await);
    let due = stage.now() + minutes(1);
    let left = stage.post_at(&gone, "left behind", due).await;
    stage.post_at(&here, "here", due + minutes(1)).await;
    stage.bench.store.remove_account("a").await.unwrap();
    stage.live_until(due + minutes(10)).await;
    assert_eq!(stage.captions(), ["here"]);
    let row = stage.row(&left.id).await;
    assert_eq!(row.state, PostState::NeedsAttention);
    assert_eq!(row.error.unwrap().action, Action::Reconnect);
    // Connected again, it goes on by itself.
    stage.account("a").await;
    stage.bench.go_on_after_reconnecting("a").await.unwrap();
    stage.live_until(stage.now() + minutes(10)).await;
    assert_eq!(stage.captions(), ["here", "left behind"]);
}

#[tokio::test]
async fn an_account_removed_in_mid_publish_leaves_no_post_half_done() {
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("a").await;
    let due = stage.now() + minutes(1);
    let row = stage.post_at(&account, "last", due).await;
    stage.set(due);
    let bench = std::sync::Arc::downgrade(&stage.bench);
    let post = row.id.clone();
    // Removed while the picture is on its way.
    stage.instagram.answer(move |_, call, _| {
        if call == "create"
            && let Some(bench) = bench.upgrade()
        {
            bench.working.stop(&post);
        }
        None
    });
    stage.run().await.unwrap();
    stage.bench.store.remove_account("a").await.unwrap();
    assert!(stage.captions().is_empty());
    assert_eq!(stage.row(&row.id).await.state, PostState::Cancelled);
    stage.live_until(due + minutes(60)).await;
    assert!(stage.captions().is_empty());
}

#[tokio::test]
async fn a_post_that_cannot_be_read_stays_and_holds_no_other_account_up() {
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("b").await;
    stage.account("a").await;
    let start = stage.now();
    let odd = NewPost {
        id: "odd".to_owned(),
        account: "a".to_owned(),
        draft: None,
        due: start + minutes(1),
        document: "{\"from\":\"the future\"}".to_owned(),
        run: "{\"version\":99}".to_owned(),
        state: PostState::Scheduled,
    };
    stage.bench.store.add_post(&odd, start).await.unwrap();
    stage.post_at(&account, "fine", start + minutes(2)).await;
    // As the window runs it: trouble with one post is told, and the lanes stay open.
    let told = std::sync::Mutex::new(0);
    let left = |_: &str, carried: super::super::Carried| {
        *told.lock().unwrap() += i32::from(carried.is_err());
        std::ops::ControlFlow::Continue(())
    };
    for minute in 1..=30 {
        stage.set(start + minutes(minute));
        let heard = super::super::Heard {
            notices: &|_| {},
            left: &left,
            trouble: &std::ops::ControlFlow::Break,
        };
        stage.bench.carry_lanes(true, &heard).await.unwrap();
    }
    assert_eq!(stage.captions(), ["fine"]);
    let tries = *told.lock().unwrap();
    assert!((2..12).contains(&tries), "{tries} tries in half an hour");
    assert_eq!(stage.row("odd").await.state, PostState::Scheduled);
}

#[tokio::test]
async fn a_slot_is_taken_once_whoever_asks_at_the_same_time() {
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("a").await;
    let slot = SlotInput {
        day: 2,
        time: "09:00".to_owned(),
    };
    stage.bench.set_slots("a", &[slot]).await.unwrap();
    let names: Vec<String> = (0..12).map(|number| number.to_string()).collect();
    let all = names
        .iter()
        .map(|name| stage.post(&account, name, When::NextSlot));
    let rows = futures::future::join_all(all).await;
    let mut times: Vec<_> = rows.iter().map(|row| row.due).collect();
    times.sort_unstable();
    times.dedup();
    assert_eq!(times.len(), 12);
}

#[tokio::test]
async fn a_post_asked_for_by_hand_goes_before_those_that_wait_and_after_the_one_under_way() {
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("a").await;
    let start = stage.now();
    let first = stage.post_at(&account, "first", start + minutes(1)).await;
    let asked = stage.post_at(&account, "asked", start + minutes(600)).await;
    let store = &stage.bench.store;
    stage.set(start + minutes(2));
    let claim = store.claim_post(&first.id, stage.now()).await.unwrap();
    let busy = store.claim_post(&asked.id, stage.now()).await.unwrap_err();
    assert!(matches!(busy, fanfold_store::StoreError::AccountBusy));
    let until = stage.now() + minutes(30);
    store.put_off(&claim, until, stage.now()).await.unwrap();
    let run = crate::posts::run_of(&asked).unwrap();
    let row = stage.bench.go_on(&asked, &run, None, "publish_now");
    let row = row.await.unwrap();
    assert_eq!(row.due, stage.now());
    let claim = stage.bench.claim_turn(&asked.id, None).await.unwrap();
    assert_eq!(claim.unwrap().post.id, asked.id);
}
