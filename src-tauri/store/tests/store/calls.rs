//! Calls to Instagram, as the health room reads them.

use fanfold_store::{CallRow, SlideOf};

use crate::{account, after, open};

fn call(account: &str, second: i64) -> CallRow {
    CallRow {
        id: 0,
        post: None,
        slide: None,
        account: account.to_owned(),
        at: after(second),
        endpoint: "quota.read".to_owned(),
        ms: 210,
        http: Some(200),
        code: None,
        subcode: None,
        trace_id: Some("AbC".to_owned()),
        request_id: format!("r{second}"),
    }
}

#[tokio::test]
async fn the_last_calls_come_first_and_each_account_has_its_own() {
    let (_folder, store) = open().await;
    let calls: Vec<CallRow> = (0..5).map(|second| call("a", second)).collect();
    store.add_calls(&calls).await.unwrap();
    store.add_calls(&[call("b", 9)]).await.unwrap();
    let rows = store.calls("a", 2).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].request_id, "r4");
    assert_eq!(rows[0].at, after(4));
    assert_eq!(store.calls("b", 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_calls_of_a_removed_account_go_and_a_long_log_is_cut() {
    let (_folder, store) = open().await;
    store.put_account(&account("a")).await.unwrap();
    let many: Vec<CallRow> = (0..5_200).map(|second| call("a", second)).collect();
    store.add_calls(&many).await.unwrap();
    store.add_calls(&[call("gone", 1)]).await.unwrap();
    store.tidy_calls().await.unwrap();
    assert!(store.calls("gone", 10).await.unwrap().is_empty());
    let kept = store.calls("a", 10_000).await.unwrap();
    assert_eq!(kept.len(), 5_000);
    assert_eq!(kept[0].request_id, "r5199");
}

#[tokio::test]
async fn the_calls_of_a_post_are_told_in_their_order_and_no_others() {
    let (_folder, store) = open().await;
    let slide = Some(SlideOf {
        slide: 3,
        slides: 10,
    });
    let of = |post: &str, second| CallRow {
        post: Some(post.to_owned()),
        slide,
        ..call("a", second)
    };
    let calls = [of("p", 1), call("a", 2), of("q", 3), of("p", 4)];
    store.add_calls(&calls).await.unwrap();
    let rows = store.calls_of_post("p").await.unwrap();
    let names: Vec<&str> = rows.iter().map(|row| row.request_id.as_str()).collect();
    assert_eq!(names, ["r1", "r4"]);
    assert_eq!((rows[0].post.as_deref(), rows[0].slide), (Some("p"), slide));
    let last = store.recent_calls(2).await.unwrap();
    assert_eq!(last[1].request_id, "r4", "oldest first, of all accounts");
}
