//! A disk that takes no more, at every write of a post's life: the post is where it was last seen to be,
//! never lost, never in two places, and goes on once the disk takes writes again.

use fanfold_domain::publish::PostState;
use fanfold_store::{Due, MissedSave, Spacing, Store};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::{account, after, noon, open, post, saved};

/// Lets so many writes through, and no more until it is lifted.
async fn fuse(folder: &std::path::Path) -> SqlitePool {
    let options = SqliteConnectOptions::new().filename(folder.join("fanfold.db"));
    let pool = SqlitePool::connect_with(options).await.unwrap();
    sqlx::query("CREATE TABLE fuse (writes INTEGER NOT NULL)")
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("INSERT INTO fuse VALUES (1000000)")
        .execute(&pool)
        .await
        .unwrap();
    for (name, event) in [
        ("add_post", "INSERT ON posts"),
        ("change_post", "UPDATE ON posts"),
        ("add_entry", "INSERT ON journal"),
        ("change_account", "UPDATE ON accounts"),
    ] {
        let trigger = format!(
            "CREATE TRIGGER fuse_{name} BEFORE {event} BEGIN
                 SELECT RAISE(ABORT, 'no room') WHERE (SELECT writes FROM fuse) <= 0;
                 UPDATE fuse SET writes = writes - 1;
             END"
        );
        sqlx::query(sqlx::AssertSqlSafe(trigger))
            .execute(&pool)
            .await
            .unwrap();
    }
    pool
}

async fn allow(fuse: &SqlitePool, writes: i64) {
    sqlx::query("UPDATE fuse SET writes = ?")
        .bind(writes)
        .execute(fuse)
        .await
        .unwrap();
}

/// From the queue to live, as the runner and the window write it. Stops where a write fails.
async fn live(store: &Store) -> fanfold_store::Result<()> {
    store.put_account(&account("a")).await?;
    if store.post("p").await.is_err() {
        store.add_post(&post("p", "a", after(60)), noon()).await?;
    }
    let now = after(100);
    if store.post("p").await?.state == PostState::Scheduled {
        let due = Due {
            at: after(90),
            kind: "reschedule",
            alone_in: Some("a"),
        };
        let kept = saved(PostState::Scheduled);
        store.set_due("p", &kept, None, due, noon()).await?;
        store.meet(now, Spacing::NONE).await?;
    }
    let Some(claim) = store.claim_due(now, Spacing::NONE).await? else {
        return Ok(());
    };
    for (state, kind) in [
        (PostState::Publishing, "resume"),
        (PostState::Checking, "doubt"),
        (PostState::Published, "published"),
    ] {
        let done = store.save_run(&claim, &saved(state), kind, "{}", now).await;
        if let Err(error) = done {
            // As the workbench does: given back when that can be written, else the lease ends.
            let _ = store.put_off(&claim, after(110), now).await;
            return Err(error);
        }
    }
    store.release(&claim, now).await
}

#[tokio::test]
async fn whichever_write_fails_the_post_is_neither_lost_nor_doubled() {
    let mut failures = 0;
    for writes in 0..40 {
        let (folder, store) = open().await;
        let pool = fuse(folder.path()).await;
        allow(&pool, writes).await;
        let failed = live(&store).await.is_err();
        failures += usize::from(failed);
        let lines = store.lines().await.unwrap();
        assert!(lines.len() <= 1, "after {writes} writes");
        for line in &lines {
            // What was written is whole: a state has its journal entry.
            let journal = store.journal(&line.id).await.unwrap();
            let last = journal.last().unwrap().kind.clone();
            let fits = match line.state {
                PostState::Scheduled => matches!(last.as_str(), "queued" | "reschedule"),
                PostState::Publishing => last == "resume",
                PostState::Checking => last == "doubt",
                _ => last == "published",
            };
            assert!(fits, "{:?} with {last} after {writes} writes", line.state);
        }
        allow(&pool, 1_000_000).await;
        // The process that failed has ended; another one goes on.
        store.close().await;
        drop(store);
        let store = Store::open(folder.path()).await.unwrap();
        let late = after(10_000);
        if store.lines().await.unwrap().is_empty() {
            live(&store).await.unwrap();
        } else {
            store.meet(late, Spacing::NONE).await.unwrap();
            while let Some(claim) = store.claim_due(late, Spacing::NONE).await.unwrap() {
                let done = saved(PostState::Published);
                store
                    .save_run(&claim, &done, "published", "{}", late)
                    .await
                    .unwrap();
                store.release(&claim, late).await.unwrap();
            }
        }
        let states: Vec<_> = store.lines().await.unwrap();
        let states: Vec<_> = states.iter().map(|line| line.state).collect();
        assert_eq!(states, [PostState::Published], "after {writes} writes");
        let journal = store.journal("p").await.unwrap();
        let published = journal.iter().filter(|entry| entry.kind == "published");
        assert_eq!(published.count(), 1, "after {writes} writes");
        pool.close().await;
    }
    assert!(failures > 10, "every write had its turn: {failures}");
}

#[tokio::test]
async fn missed_posts_are_settled_all_or_none() {
    let (folder, store) = open().await;
    for number in 0..5 {
        let id = format!("p{number}");
        store
            .add_post(&post(&id, "a", noon()), noon())
            .await
            .unwrap();
    }
    let pool = fuse(folder.path()).await;
    allow(&pool, 5).await;
    let ids: Vec<String> = (0..5).map(|number| format!("p{number}")).collect();
    let saves: Vec<MissedSave<'_>> = ids
        .iter()
        .map(|id| MissedSave {
            id,
            save: saved(PostState::Cancelled),
        })
        .collect();
    assert!(store.settle_missed(&saves, after(9)).await.is_err());
    let untouched = |state: PostState| state == PostState::Scheduled;
    let lines = store.lines().await.unwrap();
    assert!(lines.iter().all(|line| untouched(line.state)));
    allow(&pool, 1_000_000).await;
    store.settle_missed(&saves, after(9)).await.unwrap();
    let lines = store.lines().await.unwrap();
    assert!(lines.iter().all(|line| line.state == PostState::Cancelled));
    assert!(store.post("p0").await.unwrap().missed);
}

#[tokio::test]
async fn a_time_that_is_taken_is_not_taken_twice() {
    let (_folder, store) = open().await;
    store
        .add_post_alone(&post("p", "a", after(5)), noon())
        .await
        .unwrap();
    let again = store
        .add_post_alone(&post("q", "a", after(5)), noon())
        .await;
    assert!(matches!(
        again.unwrap_err(),
        fanfold_store::StoreError::TimeTaken
    ));
    // Another account's time is another time.
    store
        .add_post_alone(&post("q", "b", after(5)), noon())
        .await
        .unwrap();
}

#[tokio::test]
async fn another_process_is_noticed_and_nothing_else() {
    let (folder, store) = open().await;
    let mut watch = store.watch().await.unwrap();
    assert!(!watch.moved().await.unwrap());
    let other = Store::open(folder.path()).await.unwrap();
    watch.moved().await.unwrap();
    assert!(!watch.moved().await.unwrap(), "looking changes nothing");
    other
        .add_post(&post("p", "a", noon()), noon())
        .await
        .unwrap();
    assert!(watch.moved().await.unwrap());
    assert!(!watch.moved().await.unwrap());
}
