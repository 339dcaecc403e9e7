//! Opening: migrations, a newer or damaged database, two openers at once.

use fanfold_store::{Store, StoreError};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::{account, noon, open};

async fn raw(folder: &std::path::Path) -> SqlitePool {
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(folder.join("fanfold.db")))
        .await
        .unwrap()
}

#[tokio::test]
async fn what_was_saved_is_there_after_reopening() {
    let (folder, store) = open().await;
    store.put_account(&account("a")).await.unwrap();
    store.set_setting("theme", &"dark").await.unwrap();
    store.close().await;
    let store = Store::open(folder.path()).await.unwrap();
    assert_eq!(store.accounts().await.unwrap(), [account("a")]);
    let theme: Option<String> = store.setting("theme").await.unwrap();
    assert_eq!(theme.as_deref(), Some("dark"));
    store.clear_setting("theme").await.unwrap();
    assert_eq!(store.setting::<String>("theme").await.unwrap(), None);
}

#[tokio::test]
async fn a_database_from_a_newer_fanfold_is_refused_and_left_as_it_is() {
    let (folder, store) = open().await;
    store.put_account(&account("a")).await.unwrap();
    store.close().await;
    let pool = raw(folder.path()).await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', 1, x'00', 0)",
    )
    .execute(&pool)
    .await
    .unwrap();
    pool.close().await;
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(
        matches!(error, StoreError::NewerDatabase { found: 9999, known } if known >= 1),
        "{error:?}"
    );
    assert!(error.to_string().contains("Update Fanfold"));
    let pool = raw(folder.path()).await;
    let accounts: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM accounts")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(accounts, 1);
}

#[tokio::test]
async fn a_migration_that_was_made_differently_is_refused() {
    let (folder, store) = open().await;
    store.close().await;
    let pool = raw(folder.path()).await;
    sqlx::query("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::AlteredDatabase(1)), "{error:?}");
}

#[tokio::test]
async fn a_damaged_database_is_called_damaged() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("fanfold.db"),
        "no database at all ".repeat(500),
    )
    .unwrap();
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::Corrupt), "{error:?}");
}

#[tokio::test]
async fn a_folder_that_is_a_file_is_named_in_the_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "x").unwrap();
    let error = Store::open(&file).await.unwrap_err();
    assert!(matches!(error, StoreError::CannotOpen { .. }), "{error:?}");
    assert!(error.to_string().contains("notes.txt"));
}

#[tokio::test]
async fn no_table_has_a_place_for_a_token() {
    let (folder, store) = open().await;
    store.close().await;
    let pool = raw(folder.path()).await;
    let columns: Vec<String> = sqlx::query_scalar(
        "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type = 'table'",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let secret = |name: &&String| {
        let name = name.as_str();
        (name.contains("token") && !name.ends_with("token_state") && !name.ends_with("expires_at"))
            || name.contains("secret")
            || name.contains("password")
    };
    assert_eq!(columns.iter().find(secret), None);
}

#[tokio::test]
async fn a_reconnected_account_keeps_its_pause_until_it_is_resumed() {
    let (_folder, store) = open().await;
    store.put_account(&account("a")).await.unwrap();
    let pause = fanfold_store::Pause {
        until: None,
        reason: "Instagram has signed Fanfold out".to_owned(),
        kind: fanfold_store::PauseKind::SignIn,
    };
    store.pause_account("a", &pause, noon()).await.unwrap();
    let shorter = fanfold_store::Pause {
        until: Some(crate::after(60)),
        reason: "throttled".to_owned(),
        kind: fanfold_store::PauseKind::Wait,
    };
    store.pause_account("a", &shorter, noon()).await.unwrap();
    store.put_account(&account("a")).await.unwrap();
    let kept = store.account("a").await.unwrap().unwrap();
    assert_eq!(kept.pause, Some(pause));
    store.resume_account("a", noon()).await.unwrap();
    assert_eq!(store.account("a").await.unwrap().unwrap().pause, None);
    assert!(store.remove_account("a").await.unwrap());
    assert!(!store.remove_account("a").await.unwrap());
}
