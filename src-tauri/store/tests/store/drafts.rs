//! Drafts: revisions, a window that is behind, a draft of a newer Fanfold, deleting and bringing back.

use fanfold_domain::draft::{DRAFT_VERSION, Draft};
use fanfold_store::{Store, StoreError};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::{after, noon, open};

fn draft(title: &str) -> Draft {
    Draft {
        title: title.to_owned(),
        ..Draft::default()
    }
}

#[tokio::test]
async fn each_save_moves_the_revision_and_keeps_the_first_time() {
    let (_folder, store) = open().await;
    assert_eq!(
        store.save_draft("d", 0, &draft("a"), noon()).await.unwrap(),
        1
    );
    assert_eq!(
        store
            .save_draft("d", 1, &draft("b"), after(5))
            .await
            .unwrap(),
        2
    );
    let kept = store.draft("d").await.unwrap();
    assert_eq!((kept.revision, kept.draft), (2, draft("b")));
    let rows = store.drafts().await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].created_at, rows[0].updated_at), (noon(), after(5)));
}

#[tokio::test]
async fn a_window_that_is_behind_does_not_overwrite_what_another_saved() {
    let (folder, store) = open().await;
    let other = Store::open(folder.path()).await.unwrap();
    store
        .save_draft("d", 0, &draft("mine"), noon())
        .await
        .unwrap();
    other
        .save_draft("d", 1, &draft("theirs"), noon())
        .await
        .unwrap();
    for known in [0, 1] {
        let error = store
            .save_draft("d", known, &draft("late"), noon())
            .await
            .unwrap_err();
        assert!(
            matches!(error, StoreError::StaleDraft { current: 2 }),
            "{error:?}"
        );
    }
    assert_eq!(store.draft("d").await.unwrap().draft, draft("theirs"));
}

#[tokio::test]
async fn a_draft_of_a_newer_fanfold_is_neither_opened_nor_overwritten() {
    let (folder, store) = open().await;
    store
        .save_draft("d", 0, &draft("old"), noon())
        .await
        .unwrap();
    let pool = SqlitePool::connect_with(
        SqliteConnectOptions::new().filename(folder.path().join("fanfold.db")),
    )
    .await
    .unwrap();
    let newer = "{\"version\":99,\"unheard\":\"of\"}";
    sqlx::query("UPDATE drafts SET version = 99, document = ?")
        .bind(newer)
        .execute(&pool)
        .await
        .unwrap();
    for error in [
        store.draft("d").await.unwrap_err(),
        store
            .save_draft("d", 1, &draft("new"), noon())
            .await
            .unwrap_err(),
    ] {
        assert!(
            matches!(
                error,
                StoreError::NewerDocument {
                    found: 99,
                    known: DRAFT_VERSION,
                    ..
                }
            ),
            "{error:?}"
        );
    }
    let kept: String = sqlx::query_scalar("SELECT document FROM drafts")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(kept, newer);
    assert_eq!(store.drafts().await.unwrap().len(), 1, "it is still listed");
}

#[tokio::test]
async fn a_deleted_draft_can_be_brought_back() {
    let (_folder, store) = open().await;
    store.save_draft("d", 0, &draft("a"), noon()).await.unwrap();
    store.delete_draft("d", after(1)).await.unwrap();
    assert_eq!(store.drafts().await.unwrap(), []);
    store.restore_draft("d").await.unwrap();
    assert_eq!(store.draft("d").await.unwrap().draft, draft("a"));
    let error = store.delete_draft("none", noon()).await.unwrap_err();
    assert!(matches!(error, StoreError::NotFound { .. }));
}
