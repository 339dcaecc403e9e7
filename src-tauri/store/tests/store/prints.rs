//! What pictures and posts look like, for the duplicate radar.

use fanfold_domain::publish::PostState;
use fanfold_store::{NewPost, PostSave, Store};

use crate::{after, noon, open, post, saved};

async fn put(store: &Store, id: &str, account: &str, state: PostState, days: i64) {
    let new = NewPost {
        document: format!("{{\"of\":\"{id}\"}}"),
        ..post(id, account, after(days * 86_400))
    };
    store.add_post(&new, noon()).await.unwrap();
    let save = PostSave { ..saved(state) };
    store
        .save_idle_run(id, &save, None, "test", noon())
        .await
        .unwrap();
}

#[tokio::test]
async fn only_posts_of_the_account_that_can_be_repeated_are_in_sight() {
    let (_folder, store) = open().await;
    put(&store, "live", "a", PostState::Published, -10).await;
    put(&store, "old", "a", PostState::Published, -100).await;
    put(&store, "planned", "a", PostState::Scheduled, 300).await;
    put(&store, "stopped", "a", PostState::NeedsAttention, -200).await;
    put(&store, "taken back", "a", PostState::Cancelled, -1).await;
    put(&store, "other", "b", PostState::Published, -1).await;
    let since = after(-90 * 86_400);
    let mut fresh = store.posts_without_prints("a", since, 100).await.unwrap();
    fresh.sort();
    let ids: Vec<&str> = fresh.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["live", "planned", "stopped"]);
    assert_eq!(fresh[0].1, "{\"of\":\"live\"}");

    for id in ids {
        store.put_post_prints(id, &[u64::MAX, 0, 7]).await.unwrap();
    }
    assert!(
        store
            .posts_without_prints("a", since, 100)
            .await
            .unwrap()
            .is_empty()
    );
    let prints = store.post_prints("a", since).await.unwrap();
    assert_eq!(prints.len(), 3);
    assert!(prints.iter().all(|(_, prints)| *prints == [u64::MAX, 0, 7]));
}

#[tokio::test]
async fn a_post_that_is_made_of_something_else_is_looked_at_anew() {
    let (_folder, store) = open().await;
    put(&store, "p", "a", PostState::Scheduled, 1).await;
    store.put_post_prints("p", &[1]).await.unwrap();
    let save = saved(PostState::Scheduled);
    let same = Some("{\"of\":\"p\"}");
    store
        .save_idle_run("p", &save, same, "retry", noon())
        .await
        .unwrap();
    assert_eq!(store.post_prints("a", noon()).await.unwrap().len(), 1);
    let other = Some("{\"of\":\"q\"}");
    store
        .save_idle_run("p", &save, other, "retry", noon())
        .await
        .unwrap();
    assert!(store.post_prints("a", noon()).await.unwrap().is_empty());
    store.put_post_prints("gone", &[1]).await.unwrap();
    assert!(store.post_prints("a", noon()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_print_is_kept_whatever_its_bits() {
    let (_folder, store) = open().await;
    for print in [0, 1, u64::MAX, 1 << 63] {
        store.put_print("m", print).await.unwrap();
        assert_eq!(store.print("m").await.unwrap(), Some(print));
    }
    assert_eq!(store.print("n").await.unwrap(), None);
}

#[tokio::test]
async fn ten_thousand_posts_are_in_sight_at_once() {
    let (_folder, store) = open().await;
    for index in 0..10_000_u64 {
        let id = format!("p{index:05}");
        let document = format!("{{\"caption\":\"{}\"}}", "long enough ".repeat(200));
        let new = NewPost {
            document,
            ..post(&id, "a", noon())
        };
        store.add_post(&new, noon()).await.unwrap();
        let prints = [index, index << 20, !index, index * 31, 5];
        store.put_post_prints(&id, &prints).await.unwrap();
    }
    let began = std::time::Instant::now();
    let fresh = store.posts_without_prints("a", noon(), 200).await.unwrap();
    let looked = began.elapsed();
    let all = store.post_prints("a", noon()).await.unwrap();
    println!(
        "nothing new in {looked:?}, ten thousand read in {:?}",
        began.elapsed().saturating_sub(looked)
    );
    assert!(fresh.is_empty());
    assert_eq!(all.len(), 10_000);
    assert_eq!(
        all.iter()
            .filter(|(_, prints)| prints.contains(&9_999))
            .count(),
        1
    );
}
