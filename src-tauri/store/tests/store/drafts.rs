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

async fn raw(folder: &tempfile::TempDir) -> SqlitePool {
    let file = folder.path().join("fanfold.db");
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(file))
        .await
        .unwrap()
}

#[tokio::test]
async fn each_save_moves_the_revision_and_keeps_the_first_time() {
    let (folder, store) = open().await;
    assert_eq!(
        store
            .save_draft("d", 0, &draft("a"), None, noon())
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        store
            .save_draft("d", 1, &draft("b"), None, after(5))
            .await
            .unwrap(),
        2
    );
    let kept = store.draft("d").await.unwrap();
    assert_eq!((kept.revision, kept.draft), (2, draft("b")));
    let rows = store.draft_lines(9).await.unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].updated_at, after(5));
    let created: i64 = sqlx::query_scalar("SELECT created_at FROM drafts")
        .fetch_one(&raw(&folder).await)
        .await
        .unwrap();
    assert_eq!(created, noon().as_millisecond());
}

#[tokio::test]
async fn a_window_that_is_behind_does_not_overwrite_what_another_saved() {
    let (folder, store) = open().await;
    let other = Store::open(folder.path()).await.unwrap();
    store
        .save_draft("d", 0, &draft("mine"), None, noon())
        .await
        .unwrap();
    other
        .save_draft("d", 1, &draft("theirs"), None, noon())
        .await
        .unwrap();
    for known in [0, 1] {
        let error = store
            .save_draft("d", known, &draft("late"), None, noon())
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
        .save_draft("d", 0, &draft("old"), None, noon())
        .await
        .unwrap();
    let pool = raw(&folder).await;
    let newer = "{\"version\":99,\"unheard\":\"of\"}";
    sqlx::query("UPDATE drafts SET version = 99, document = ?")
        .bind(newer)
        .execute(&pool)
        .await
        .unwrap();
    for error in [
        store.draft("d").await.unwrap_err(),
        store
            .save_draft("d", 1, &draft("new"), None, noon())
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
    assert_eq!(store.count_drafts().await.unwrap(), 1, "it is still listed");
}

#[tokio::test]
async fn a_deleted_draft_can_be_brought_back() {
    let (_folder, store) = open().await;
    store
        .save_draft("d", 0, &draft("a"), None, noon())
        .await
        .unwrap();
    store.delete_draft("d", after(1)).await.unwrap();
    assert_eq!(store.draft_lines(9).await.unwrap(), []);
    assert_eq!(store.count_drafts().await.unwrap(), 0);
    store.restore_draft("d").await.unwrap();
    assert_eq!(store.draft("d").await.unwrap().draft, draft("a"));
    let error = store.delete_draft("none", noon()).await.unwrap_err();
    assert!(matches!(error, StoreError::NotFound { .. }));
}

async fn found(store: &Store, text: &str) -> Vec<String> {
    let lines = store.find_drafts(text, 200).await.unwrap();
    lines.into_iter().map(|line| line.id).collect()
}

async fn keep(store: &Store, id: &str, title: &str, caption: &str, at: i64) {
    let draft = Draft {
        caption: caption.to_owned(),
        ..draft(title)
    };
    store
        .save_draft(id, 0, &draft, Some("{}"), after(at))
        .await
        .unwrap();
}

#[tokio::test]
async fn drafts_are_found_by_every_word_without_case_and_accents_newest_first() {
    let (_folder, store) = open().await;
    keep(&store, "a", "Crème", "Brûlée at the café", 1).await;
    keep(&store, "b", "", "Café on Saturday", 3).await;
    keep(&store, "c", "CAFE", "closed", 2).await;
    assert_eq!(found(&store, "cafe").await, ["b", "c", "a"]);
    assert_eq!(found(&store, " CAFÉ  brul ").await, ["a"]);
    assert_eq!(found(&store, "café sunday").await, [""; 0]);
    assert_eq!(found(&store, "").await, ["b", "c", "a"]);
    assert_eq!(store.find_drafts("cafe", 2).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_sql_reads_as_a_wildcard_is_a_letter_like_others() {
    let (_folder, store) = open().await;
    keep(&store, "a", "", "100% wool_and\\or cotton", 1).await;
    keep(&store, "b", "", "1000 woolandor", 2).await;
    for text in ["100%", "wool_", "and\\or", "% _"] {
        assert_eq!(found(&store, text).await, ["a"], "{text}");
    }
    assert_eq!(found(&store, "' OR 1=1 --").await, [""; 0]);
}

#[tokio::test]
async fn a_line_goes_with_its_draft_and_comes_back_with_it() {
    let (_folder, store) = open().await;
    keep(&store, "a", "Bread", "", 1).await;
    store.delete_draft("a", after(2)).await.unwrap();
    assert_eq!(found(&store, "bread").await, [""; 0]);
    // Another window that has it open still saves: it stays deleted.
    store
        .save_draft("a", 1, &draft("Bread rolls"), Some("{}"), after(3))
        .await
        .unwrap();
    assert_eq!(store.count_drafts().await.unwrap(), 0);
    store.restore_draft("a").await.unwrap();
    assert_eq!(found(&store, "rolls").await, ["a"]);
    let line = &store.draft_lines(1).await.unwrap()[0];
    assert_eq!((line.summary.as_deref(), line.updated_at), (None, after(3)));
}

#[tokio::test]
async fn a_summary_is_kept_until_it_is_forgotten() {
    let (_folder, store) = open().await;
    keep(&store, "a", "Bread", "", 1).await;
    keep(&store, "b", "Rolls", "", 2).await;
    let summaries = [("a".to_owned(), "2 slides".to_owned())];
    store.set_draft_summaries(&summaries).await.unwrap();
    let kept = |lines: Vec<fanfold_store::DraftLine>| {
        lines
            .into_iter()
            .map(|line| line.summary)
            .collect::<Vec<_>>()
    };
    let lines = store.draft_lines(9).await.unwrap();
    assert_eq!(kept(lines), [Some("{}".into()), Some("2 slides".into())]);
    store.forget_draft_summary("a").await.unwrap();
    let lines = store.draft_lines(9).await.unwrap();
    assert_eq!(kept(lines), [Some("{}".into()), None]);
    store.forget_draft_summaries().await.unwrap();
    let lines = store.draft_lines(9).await.unwrap();
    assert_eq!(kept(lines), [None, None]);
}

/// As a data folder that was last used before drafts had lines: more than are read at once.
#[tokio::test]
async fn drafts_of_an_older_fanfold_are_listed_and_found_from_the_first_opening() {
    let (folder, store) = open().await;
    let mut old = Vec::new();
    for number in 0..1_201 {
        old.push(format!(
            "('d{number}', 't', 1, 3, json_object('caption', 'Käse {number}.'), 1, {number})"
        ));
    }
    let pool = raw(&folder).await;
    let rows = old.join(",");
    let insert = format!(
        "INSERT INTO drafts (id, title, revision, version, document, created_at, updated_at) VALUES {rows};
         UPDATE drafts SET document = 'damaged' WHERE id = 'd7';
         UPDATE drafts SET deleted_at = 5 WHERE id = 'd8';
         INSERT INTO draft_lines (updated_at, draft_id) SELECT updated_at, id FROM drafts WHERE deleted_at IS NULL;"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(insert))
        .execute(&pool)
        .await
        .unwrap();
    store.close().await;
    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(store.count_drafts().await.unwrap(), 1_200);
    assert_eq!(store.find_drafts("kase", 5_000).await.unwrap().len(), 1_199);
    assert_eq!(found(&store, "KASE 1200.").await, ["d1200"]);
}
