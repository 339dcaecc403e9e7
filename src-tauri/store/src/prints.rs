//! Tables `prints` and `post_prints`: what pictures and posts look like, for the duplicate radar.

use jiff::Timestamp;

use crate::{Result, Store};

/// Posts that a new one can repeat: those that are still to come or wait for a person, and those that
/// went live since a moment.
const IN_SIGHT: &str = "p.account_id = ?1 AND (
    p.state IN ('scheduled', 'waiting', 'publishing', 'checking', 'needs_attention')
    OR (p.state = 'published' AND p.due_at >= ?2))";

impl Store {
    /// A picture's print, if it was ever made.
    pub async fn print(&self, media: &str) -> Result<Option<u64>> {
        let print: Option<i64> = sqlx::query_scalar("SELECT print FROM prints WHERE media = ?")
            .bind(media)
            .fetch_optional(&self.pool)
            .await?;
        Ok(print.map(i64::cast_unsigned))
    }

    pub async fn put_print(&self, media: &str, print: u64) -> Result<()> {
        sqlx::query(
            "INSERT INTO prints (media, print) VALUES (?, ?)
             ON CONFLICT (media) DO UPDATE SET print = excluded.print",
        )
        .bind(media)
        .bind(print.cast_signed())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Posts of an account within sight that were not looked at yet, with what they are made of.
    pub async fn posts_without_prints(
        &self,
        account: &str,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<(String, String)>> {
        let query = format!(
            "SELECT p.id, p.document FROM posts p
             WHERE {IN_SIGHT} AND NOT EXISTS (SELECT 1 FROM post_prints s WHERE s.post_id = p.id)
             LIMIT ?3"
        );
        Ok(sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(account)
            .bind(since.as_millisecond())
            .bind(limit)
            .fetch_all(&self.pool)
            .await?)
    }

    /// Remembers what a post's pictures look like. Of a post that is gone nothing is kept.
    pub async fn put_post_prints(&self, post: &str, prints: &[u64]) -> Result<()> {
        let bytes: Vec<u8> = prints
            .iter()
            .flat_map(|print| print.to_be_bytes())
            .collect();
        sqlx::query(
            "INSERT INTO post_prints (post_id, prints) SELECT id, ?2 FROM posts WHERE id = ?1
             ON CONFLICT (post_id) DO UPDATE SET prints = excluded.prints",
        )
        .bind(post)
        .bind(bytes)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Posts of an account within sight, each with the prints of its pictures.
    pub async fn post_prints(
        &self,
        account: &str,
        since: Timestamp,
    ) -> Result<Vec<(String, Vec<u64>)>> {
        let query = format!(
            "SELECT s.post_id, s.prints FROM posts p JOIN post_prints s ON s.post_id = p.id
             WHERE {IN_SIGHT}"
        );
        let rows: Vec<(String, Vec<u8>)> = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(account)
            .bind(since.as_millisecond())
            .fetch_all(&self.pool)
            .await?;
        let read = |bytes: Vec<u8>| {
            let (whole, _) = bytes.as_chunks::<8>();
            whole
                .iter()
                .map(|print| u64::from_be_bytes(*print))
                .collect()
        };
        Ok(rows
            .into_iter()
            .map(|(post, bytes)| (post, read(bytes)))
            .collect())
    }
}
