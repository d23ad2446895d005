//! The Trash: a column, so that nothing moves and everything can come back.
use super::meta::touch;
use super::query::{Row, query};
use super::workflows::taken_like;
use super::{Store, StoreError, WriteError};
use crate::clock;
use flowdeck_client::dto::TrashItem;
use time::Duration;

/// How long the Trash keeps things (management contract).
pub const RETENTION: Duration = Duration::days(30);

impl Store {
    /// Moves a live workflow to the Trash and returns its id; its tokens are revoked. `None` if there is none.
    ///
    /// # Errors
    /// The database fails.
    pub async fn delete(&self, workspace: &str, url: &str, now: &str) -> Result<Option<String>, StoreError> {
        let mut tx = self.write().await?;
        touch(&mut tx, workspace).await?;
        let row = query(
            "UPDATE workflows SET deleted_at = $3, revision = revision + 1, token_epoch = token_epoch + 1 \
             WHERE workspace = $1 AND url = $2 AND deleted_at IS NULL RETURNING id",
        )
        .bind(workspace)
        .bind(url)
        .bind(now)
        .fetch_optional(&mut tx)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let id = row.try_get(0)?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// What is in a workspace's Trash, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn trash(&self, workspace: &str) -> Result<Vec<TrashItem>, StoreError> {
        let rows = query(
            "SELECT id, name, url, deleted_at FROM workflows WHERE workspace = $1 AND deleted_at IS NOT NULL ORDER BY deleted_at DESC, id",
        )
        .bind(workspace)
        .fetch_all(&mut self.pool.acquire().await?)
        .await?;
        let item = |row: &Row| -> Result<TrashItem, sqlx::Error> {
            let deleted_at: String = row.try_get(3)?;
            let cleanup =
                clock::parse(&deleted_at).map(|at| clock::stamp(at + RETENTION)).unwrap_or_default();
            Ok(TrashItem {
                id: row.try_get(0)?,
                item_type: String::from("workflow"),
                name: row.try_get(1)?,
                url: row.try_get(2)?,
                deleted_at,
                scheduled_cleanup_at: cleanup,
            })
        };
        Ok(rows.iter().map(item).collect::<Result<_, _>>()?)
    }

    /// Takes a workflow out of the Trash.
    ///
    /// # Errors
    /// [`WriteError::Missing`]; [`WriteError::Taken`] when its slug names another workflow by now.
    pub async fn restore(&self, workspace: &str, id: &str, now: &str) -> Result<(), WriteError> {
        let mut tx = self.write().await?;
        touch(&mut tx, workspace).await?;
        let row =
            query("SELECT url FROM workflows WHERE workspace = $1 AND id = $2 AND deleted_at IS NOT NULL")
                .bind(workspace)
                .bind(id)
                .fetch_optional(&mut tx)
                .await?;
        let url: String = row.ok_or(WriteError::Missing)?.try_get(0)?;
        if taken_like(&mut tx, workspace, &url).await?.contains(&url) {
            return Err(WriteError::Taken(url));
        }
        query(
            "UPDATE workflows SET deleted_at = NULL, revision = revision + 1, updated_at = $3 WHERE workspace = $1 AND id = $2",
        )
        .bind(workspace)
        .bind(id)
        .bind(now)
        .execute(&mut tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Removes for good what was deleted before `limit`, versions included. Returns how many.
    ///
    /// # Errors
    /// The database fails.
    pub async fn clean_trash(&self, limit: &str) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        let gone = query("DELETE FROM workflows WHERE deleted_at IS NOT NULL AND deleted_at < $1")
            .bind(limit)
            .execute(&mut tx)
            .await?;
        tx.commit().await?;
        Ok(gone)
    }
}
