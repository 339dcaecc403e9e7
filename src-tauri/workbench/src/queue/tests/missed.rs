//! Asleep for a week, and clocks that jump.

use fanfold_domain::publish::PostState;
use jiff::{SignedDuration, Timestamp};

use super::stage::{Stage, minutes, time};
use crate::view::Missed;

const MONDAY: &str = "2027-03-15T07:00:00Z";

/// Twenty accounts with five posts in the week that is slept through, and one after it.
async fn asleep(missed: Missed) -> Stage {
    let stage = Stage::at(MONDAY).await;
    stage.want(missed);
    let start = stage.now();
    for number in 0..20 {
        let account = stage.account(&format!("a{number:02}")).await;
        for turn in 0..5 {
            let due = start + SignedDuration::from_hours(1 + 24 * turn);
            let name = format!("{} {turn}", account.id);
            stage.post_at(&account, &name, due).await;
        }
        let later = start + SignedDuration::from_hours(24 * 8);
        stage
            .post_at(&account, &format!("{} later", account.id), later)
            .await;
    }
    stage.set(start + SignedDuration::from_hours(24 * 7));
    stage
}

fn end() -> Timestamp {
    time(MONDAY) + SignedDuration::from_hours(24 * 9)
}

#[tokio::test]
async fn what_was_missed_in_a_week_goes_out_late_in_order_and_apart() {
    let stage = asleep(Missed::Late).await;
    let woke = stage.now();
    stage.live_until(end()).await;
    let live = stage.instagram.live();
    assert_eq!(live.len(), 120);
    for number in 0..20 {
        let account = format!("a{number:02}");
        let own: Vec<_> = live.iter().filter(|post| post.account == account).collect();
        let order = ["0", "1", "2", "3", "4", "later"].map(|turn| format!("{account} {turn}"));
        let seen: Vec<&String> = own.iter().map(|post| &post.caption).collect();
        assert_eq!(seen, order.iter().collect::<Vec<_>>());
        for pair in own.windows(2) {
            let [first, second] = pair else { continue };
            // The distance is kept between beginnings; going out takes some seconds.
            assert!(second.at.duration_since(first.at) >= minutes(4), "{pair:?}");
        }
        let last = own.get(4).map(|post| post.at);
        assert!(last.is_some_and(|at| at < woke + minutes(40)), "{last:?}");
    }
}

#[tokio::test]
async fn a_person_who_wants_to_be_asked_is_asked_once_and_nothing_goes_out() {
    let stage = asleep(Missed::Ask).await;
    let mut events = stage.bench.listen();
    stage.live_until(end()).await;
    assert_eq!(stage.captions().len(), 20, "only what came after");
    let asked: Vec<_> = stage
        .states()
        .await
        .into_iter()
        .filter(|state| *state == PostState::NeedsAttention)
        .collect();
    assert_eq!(asked.len(), 100);
    let mut news = 0;
    loop {
        use tokio::sync::broadcast::error::TryRecvError;
        match events.try_recv() {
            Ok(crate::view::Event::News { news: told }) => news += usize::from(!told.good),
            Ok(_) | Err(TryRecvError::Lagged(_)) => {}
            Err(_) => break,
        }
    }
    assert!(news > 0, "it is told");
    let rows = stage.bench.store.stopped_posts("a00").await.unwrap();
    let row = rows.first().unwrap();
    let view = stage.bench.post_view(row).unwrap();
    assert!(
        view.missed
            .unwrap()
            .contains("was due on 15 March at 09:00")
    );
    assert!(view.can_reschedule && view.can_cancel && !view.can_publish_now);
    assert_eq!(view.error.unwrap().button, "Publish now");
    // Chosen a new time for, it goes out then.
    let due = stage.now() + minutes(60);
    let when = crate::schedule::When::At(due);
    let mut run = crate::posts::run_of(row).unwrap();
    run.retry();
    run.state = PostState::Scheduled;
    let account = stage.bench.store.account("a00").await.unwrap().unwrap();
    let moved = stage.bench.move_to(row, run, None, &account, when);
    assert!(!moved.await.unwrap().missed);
    stage.live_until(due + minutes(10)).await;
    assert!(stage.captions().contains(&"a00 0".to_owned()));
}

#[tokio::test]
async fn what_is_to_be_skipped_is_left_out_and_says_why() {
    let stage = asleep(Missed::Skip).await;
    stage.live_until(end()).await;
    assert_eq!(stage.captions().len(), 20);
    let lines = stage.bench.store.lines().await.unwrap();
    let skipped = lines
        .iter()
        .filter(|line| line.state == PostState::Cancelled);
    let skipped: Vec<_> = skipped.collect();
    assert_eq!(skipped.len(), 100);
    let error = skipped.first().unwrap().error.clone().unwrap();
    assert_eq!(error.title, "This post was skipped");
    let row = stage.row(&skipped.first().unwrap().id).await;
    let view = stage.bench.post_view(&row).unwrap();
    assert!(view.sentence.starts_with("Skipped"), "{}", view.sentence);
}

#[tokio::test]
async fn a_few_minutes_late_is_not_missed() {
    let stage = Stage::at(MONDAY).await;
    stage.want(Missed::Skip);
    let account = stage.account("a").await;
    stage
        .post_at(&account, "one", stage.now() + minutes(5))
        .await;
    stage.set(stage.now() + minutes(19));
    stage.run().await.unwrap();
    assert_eq!(stage.captions(), ["one"]);
}

#[tokio::test]
async fn late_because_its_account_waited_is_not_missed() {
    let stage = Stage::at(MONDAY).await;
    stage.want(Missed::Skip);
    let account = stage.account("a").await;
    let start = stage.now();
    for turn in 1..=3 {
        let due = start + minutes(turn * 20);
        stage.post_at(&account, &format!("{turn}"), due).await;
    }
    stage.bench.queue_pause("a").await.unwrap();
    // Fanfold runs all the while, and then is closed for a day with the queue still held.
    stage.live_until(start + minutes(50)).await;
    stage.set(start + SignedDuration::from_hours(24));
    stage.run().await.unwrap();
    assert!(stage.captions().is_empty());
    stage.bench.queue_resume("a").await.unwrap();
    stage.live_until(stage.now() + minutes(60)).await;
    assert_eq!(stage.captions(), ["1", "2", "3"]);
    let live = stage.instagram.live();
    let apart = |pair: &[super::instagram::Live]| match pair {
        [first, second] => second.at.duration_since(first.at) >= minutes(4),
        _ => true,
    };
    assert!(live.windows(2).all(apart), "no flood: {live:?}");
}

#[tokio::test]
async fn a_clock_that_is_set_forward_and_back_publishes_once_and_holds_nothing_up() {
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("a").await;
    let start = stage.now();
    stage
        .post_at(&account, "tomorrow", start + SignedDuration::from_hours(24))
        .await;
    stage
        .post_at(
            &account,
            "next month",
            start + SignedDuration::from_hours(24 * 30),
        )
        .await;
    // By mistake a year ahead: what is due by that clock goes out late, apart.
    stage.set(start + SignedDuration::from_hours(24 * 365));
    stage.run().await.unwrap();
    assert_eq!(stage.captions(), ["tomorrow"]);
    // Set right again: the distance to a post of the future must not hold the next one for a year.
    stage.set(start + minutes(10));
    stage.bench.store.clock_set_back(stage.now()).await.unwrap();
    stage.live_until(start + minutes(40)).await;
    assert_eq!(stage.captions().len(), 1, "the other one is due in a month");
    stage
        .live_until(start + SignedDuration::from_hours(24 * 31))
        .await;
    assert_eq!(stage.captions(), ["tomorrow", "next month"]);
}
