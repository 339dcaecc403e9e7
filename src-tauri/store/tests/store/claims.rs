//! Claims: who may work on a post, and for how long.

use std::collections::BTreeSet;
use std::time::Instant;

use fanfold_domain::publish::PostState;
use fanfold_store::{Claim, LEASE, Pause, PauseKind, PostSave, Spacing, Store, StoreError};
use jiff::{SignedDuration, Timestamp};

use crate::{account, after, noon, open, post, saved};

fn lease() -> SignedDuration {
    SignedDuration::try_from(LEASE).unwrap()
}

async fn next(store: &Store, now: Timestamp) -> Option<Timestamp> {
    let outlook = store.outlook(now, Spacing::NONE).await.unwrap();
    outlook.next
}

async fn due(store: &Store, now: Timestamp) -> Option<Claim> {
    store.claim_due(now, Spacing::NONE).await.unwrap()
}

#[tokio::test]
async fn two_runners_on_one_folder_never_get_the_same_post() {
    let (folder, store) = open().await;
    let other = Store::open(folder.path()).await.unwrap();
    for number in 0..60 {
        let id = format!("p{number:02}");
        store
            .add_post(&post(&id, &format!("a{}", number % 20), noon()), noon())
            .await
            .unwrap();
    }
    let take = |store: Store| async move {
        let mut taken = Vec::new();
        while taken.len() < 200 {
            if let Some(claim) = due(&store, noon()).await {
                taken.push(claim.post.id.clone());
                store
                    .save_run(
                        &claim,
                        &saved(PostState::Published),
                        "published",
                        "{}",
                        noon(),
                    )
                    .await
                    .unwrap();
                store.release(&claim, noon()).await.unwrap();
                continue;
            }
            let left = store.lines().await.unwrap();
            if left.iter().all(|post| post.state.is_settled()) {
                break;
            }
            tokio::task::yield_now().await;
        }
        taken
    };
    let (mine, theirs) = tokio::join!(tokio::spawn(take(store)), tokio::spawn(take(other)));
    let (mine, theirs) = (mine.unwrap(), theirs.unwrap());
    let all: BTreeSet<_> = mine.iter().chain(&theirs).collect();
    assert_eq!(mine.len() + theirs.len(), 60, "a post was taken twice");
    assert_eq!(all.len(), 60);
}

#[tokio::test]
async fn an_account_publishes_one_after_the_other_in_order_and_accounts_side_by_side() {
    let (_folder, store) = open().await;
    store
        .add_post(&post("a2", "a", after(-5)), noon())
        .await
        .unwrap();
    store
        .add_post(&post("a1", "a", after(-9)), noon())
        .await
        .unwrap();
    store
        .add_post(&post("b1", "b", after(-1)), noon())
        .await
        .unwrap();
    store
        .add_post(&post("later", "c", after(1)), noon())
        .await
        .unwrap();
    let first = due(&store, noon()).await.unwrap();
    assert_eq!(first.post.id, "a1");
    let second = due(&store, noon()).await.unwrap();
    assert_eq!(second.post.id, "b1", "another account does not wait");
    assert!(due(&store, noon()).await.is_none());
    // The first one waits: what comes after it waits too.
    let wait = PostSave {
        until: Some(after(30)),
        ..saved(PostState::Waiting)
    };
    store
        .save_run(&first, &wait, "waiting", "{}", noon())
        .await
        .unwrap();
    store.release(&first, noon()).await.unwrap();
    assert!(due(&store, noon()).await.is_none());
    let first = due(&store, after(30)).await.unwrap();
    assert_eq!((first.post.id.as_str(), first.post.attempts), ("a1", 2));
    // Given to a person, it holds nobody up.
    store
        .save_run(
            &first,
            &saved(PostState::NeedsAttention),
            "stopped",
            "{}",
            after(30),
        )
        .await
        .unwrap();
    store.release(&first, after(30)).await.unwrap();
    let next = due(&store, after(30)).await.unwrap();
    assert_eq!(next.post.id, "a2");
    let next = due(&store, after(30)).await.unwrap();
    assert_eq!(next.post.id, "later");
}

#[tokio::test]
async fn a_paused_account_is_left_alone_until_its_pause_is_over() {
    let (_folder, store) = open().await;
    store.put_account(&account("a")).await.unwrap();
    store
        .add_post(&post("p", "a", noon()), noon())
        .await
        .unwrap();
    let pause = |until| Pause {
        until,
        reason: "throttled".to_owned(),
        kind: PauseKind::Wait,
    };
    store
        .pause_every_account(&pause(Some(after(60))), noon())
        .await
        .unwrap();
    assert!(due(&store, after(59)).await.is_none());
    assert_eq!(
        next(&store, noon()).await,
        Some(noon()),
        "its time is still to be met"
    );
    assert!(!store.meet(noon(), Spacing::NONE).await.unwrap());
    assert_eq!(next(&store, noon()).await, Some(after(60)));
    store
        .pause_account("a", &pause(None), noon())
        .await
        .unwrap();
    assert!(due(&store, after(1_000_000)).await.is_none());
    assert_eq!(next(&store, noon()).await, None);
    store.resume_account("a", noon()).await.unwrap();
    assert!(due(&store, noon()).await.is_some());
}

#[tokio::test]
async fn a_post_of_a_runner_that_ended_is_free_at_once() {
    let (folder, store) = open().await;
    store
        .add_post(&post("p", "a", noon()), noon())
        .await
        .unwrap();
    let other = Store::open(folder.path()).await.unwrap();
    let claim = due(&store, noon()).await.unwrap();
    assert!(
        other
            .claim_due(after(1), Spacing::NONE)
            .await
            .unwrap()
            .is_none()
    );
    assert!(matches!(
        other.claim_post("p", after(1)).await.unwrap_err(),
        StoreError::LeaseLost
    ));
    // As after a kill: nothing was given back, the system let go of the lock.
    drop(claim);
    store.close().await;
    drop(store);
    let claim = other
        .claim_due(after(1), Spacing::NONE)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(claim.post.id, "p");
}

#[tokio::test]
async fn a_claim_without_heartbeats_ends_and_its_holder_can_write_nothing_more() {
    let (folder, store) = open().await;
    store
        .add_post(&post("p", "a", noon()), noon())
        .await
        .unwrap();
    let other = Store::open(folder.path()).await.unwrap();
    let old = due(&store, noon()).await.unwrap();
    let later = noon() + lease();
    store.beat(&old, after(30)).await.unwrap();
    assert!(
        other
            .claim_due(later, Spacing::NONE)
            .await
            .unwrap()
            .is_none(),
        "it beat"
    );
    let later = after(31) + lease();
    let new = other
        .claim_due(later, Spacing::NONE)
        .await
        .unwrap()
        .unwrap();
    let lost = |error| matches!(error, StoreError::LeaseLost);
    assert!(lost(store.beat(&old, later).await.unwrap_err()));
    let write = store
        .save_run(&old, &saved(PostState::Failed), "late", "{}", later)
        .await;
    assert!(lost(write.unwrap_err()));
    store.release(&old, later).await.unwrap();
    other
        .save_run(&new, &saved(PostState::Published), "published", "{}", later)
        .await
        .unwrap();
    let kept = store.post("p").await.unwrap();
    assert_eq!(kept.state, PostState::Published);
    let kinds: Vec<String> = store
        .journal("p")
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.kind)
        .collect();
    assert_eq!(
        kinds,
        ["queued", "published"],
        "nothing of the late write is left"
    );
}

#[tokio::test]
async fn a_cancel_reaches_the_runner_with_its_next_heartbeat() {
    let (_folder, store) = open().await;
    store
        .add_post(&post("p", "a", noon()), noon())
        .await
        .unwrap();
    assert!(!store.request_cancel("p", noon()).await.unwrap());
    let claim = store.claim_post("p", noon()).await.unwrap();
    assert!(!store.beat(&claim, after(1)).await.unwrap().cancel);
    assert!(store.request_cancel("p", after(2)).await.unwrap());
    assert!(store.beat(&claim, after(3)).await.unwrap().cancel);
    let idle = store
        .save_idle_run("p", &saved(PostState::Waiting), None, "retry", after(4))
        .await;
    assert!(matches!(idle.unwrap_err(), StoreError::LeaseLost));
}

#[tokio::test]
async fn an_old_look_at_a_post_never_writes_over_what_came_of_it() {
    let (_folder, store) = open().await;
    let new = post("p", "a", noon());
    store.add_post(&new, noon()).await.unwrap();
    // A person chooses Try again, and before that is written the post goes live elsewhere.
    let looked_at = store.post("p").await.unwrap();
    let claim = store.claim_post("p", noon()).await.unwrap();
    let live = saved(PostState::Published);
    store
        .save_run(&claim, &live, "published", "{}", after(1))
        .await
        .unwrap();
    store.release(&claim, after(1)).await.unwrap();
    let again = PostSave {
        over: Some(&looked_at.run),
        run: "{\"again\":true}",
        ..saved(PostState::Waiting)
    };
    let written = store
        .save_idle_run("p", &again, None, "retry", after(2))
        .await;
    assert!(matches!(written.unwrap_err(), StoreError::LeaseLost));
    assert_eq!(store.post("p").await.unwrap().state, PostState::Published);
    // What was looked at just now may be written over.
    let now = store.post("p").await.unwrap();
    let again = PostSave {
        over: Some(&now.run),
        ..again
    };
    store
        .save_idle_run("p", &again, None, "retry", after(3))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_settled_post_cannot_be_claimed_until_it_is_put_back() {
    let (_folder, store) = open().await;
    store
        .add_post(&post("p", "a", noon()), noon())
        .await
        .unwrap();
    let claim = store.claim_post("p", noon()).await.unwrap();
    store
        .save_run(&claim, &saved(PostState::Failed), "refused", "{}", noon())
        .await
        .unwrap();
    store.release(&claim, noon()).await.unwrap();
    assert!(matches!(
        store.claim_post("p", noon()).await.unwrap_err(),
        StoreError::WrongState { state: "failed" }
    ));
    store
        .save_idle_run("p", &saved(PostState::Waiting), None, "retry", after(1))
        .await
        .unwrap();
    assert!(due(&store, after(1)).await.is_some());
}

#[tokio::test]
async fn the_next_due_of_ten_thousand_is_found_quickly() {
    let (folder, store) = open().await;
    for number in 0..50 {
        store
            .put_account(&account(&format!("a{number}")))
            .await
            .unwrap();
    }
    let pool = sqlx::SqlitePool::connect_with(
        sqlx::sqlite::SqliteConnectOptions::new().filename(folder.path().join("fanfold.db")),
    )
    .await
    .unwrap();
    sqlx::query(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
         INSERT INTO posts (id, account_id, state, due_at, document, run, created_at, updated_at)
         SELECT 'p' || i, 'a' || (i % 50), 'scheduled', ? + i * 60000, '{}', '{}', i, i FROM n",
    )
    .bind(after(60).as_millisecond())
    .execute(&pool)
    .await
    .unwrap();
    let best = |times: Vec<u128>| times.into_iter().min().unwrap();
    let (mut due, mut claim) = (Vec::new(), Vec::new());
    for _ in 0..20 {
        let start = Instant::now();
        assert_eq!(next(&store, noon()).await, Some(after(60)));
        due.push(start.elapsed().as_micros());
        let start = Instant::now();
        assert!(
            store
                .claim_due(noon(), Spacing::NONE)
                .await
                .unwrap()
                .is_none()
        );
        claim.push(start.elapsed().as_micros());
    }
    let (due, claim) = (best(due), best(claim));
    println!("next due of 10,000: {due} µs; nothing to claim: {claim} µs");
    // A scan of 10,000 rows takes many milliseconds; a debug build on a busy machine gets slack.
    assert!(due < 5_000 && claim < 5_000, "{due} µs, {claim} µs");
}
