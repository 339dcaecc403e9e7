//! Table `settings`: one value a key, as JSON text.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Result, Store, StoreError};

impl Store {
    /// `None` when the key was never set.
    pub async fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        let value: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?")
            .bind(key)
            .fetch_optional(&self.pool)
            .await?;
        value.map(|text| parse("setting", &text)).transpose()
    }

    pub async fn set_setting<T: Serialize + Sync>(&self, key: &str, value: &T) -> Result<()> {
        let text = to_text("setting", value)?;
        sqlx::query(
            "INSERT INTO settings (key, value) VALUES (?, ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        )
        .bind(key)
        .bind(text)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    pub async fn clear_setting(&self, key: &str) -> Result<()> {
        sqlx::query("DELETE FROM settings WHERE key = ?")
            .bind(key)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

pub(crate) fn parse<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| StoreError::DamagedDocument {
        what,
        reason: error.to_string(),
    })
}

pub(crate) fn to_text<T: Serialize>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::DamagedDocument {
        what,
        reason: error.to_string(),
    })
}
