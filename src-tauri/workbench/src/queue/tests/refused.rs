//! A database that takes no writes for a while, under the queue as the window runs it.

use std::time::Duration;

use fanfold_domain::publish::PostState;
use tokio::time::{sleep, timeout};

use super::stage::{Stage, minutes};
use crate::view::Event;

const MONDAY: &str = "2027-03-15T07:00:00Z";

/// Real time that the queue is watched in trouble: a little more than between two of its looks.
const WATCHED: Duration = Duration::from_secs(12);
/// Questions to the database in that time. A loop that never rests asks some thousands a second.
const ASKED: u64 = 150;
const PATIENCE: Duration = Duration::from_mins(1);

async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    let look = async {
        while !holds().await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    let seen = timeout(PATIENCE, look).await;
    assert!(seen.is_ok(), "{what}");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_disk_takes_no_writes_after_publishing_the_queue_rests_says_so_and_finishes_once()
{
    let stage = Stage::at(MONDAY).await;
    let account = stage.account("a").await;
    let due = stage.now() + minutes(1);
    let first = stage.post_at(&account, "first", due).await;
    let second = stage.post_at(&account, "second", due + minutes(1)).await;
    // It is on its way, and nothing can be written of it any more.
    let store = stage.bench.store.clone();
    stage.instagram.answer(move |_, call, _| {
        if call == "publish" {
            store.refuse_writes(true);
        }
        None
    });
    let mut events = stage.bench.listen();
    stage.set(due);
    stage.bench.resume_queue();
    until("the first is live", async || !stage.captions().is_empty()).await;
    stage.instagram.behave();
    // Its claim ends with its lease, which cannot be given back.
    stage.set(due + minutes(3));
    sleep(WATCHED).await;
    let asked = stage.bench.store.asked_in_vain();
    assert!(asked < ASKED, "{asked} questions in {WATCHED:?}");
    assert!(asked > 0, "it was tried");
    assert_eq!(stage.captions(), ["first"]);
    assert_eq!(stage.row(&first.id).await.state, PostState::Publishing);
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::Notice { text } = event {
            told.push(text);
        }
    }
    let folder = "Fanfold may not write to its data folder";
    assert!(told.iter().any(|text| text.contains(folder)), "{told:?}");
    assert!(told.len() <= 3, "told every time: {told:?}");

    stage.bench.store.refuse_writes(false);
    until("it goes on by itself", async || {
        stage.row(&second.id).await.state == PostState::Published
    })
    .await;
    assert_eq!(stage.row(&first.id).await.state, PostState::Published);
    assert_eq!(stage.captions(), ["first", "second"]);
}
