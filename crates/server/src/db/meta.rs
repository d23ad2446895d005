//! Small facts of the store: its instance id, its signing key, its workspaces.
use super::query::{Session, query};
use super::{HOME, PUBLIC, Store, StoreError};
use crate::ids;

/// There while the samples are being put in.
const FIRST_START: &str = "first-start";

impl Store {
    /// Makes the two workspaces if they are not there. Returns whether this is the first start: until
    /// [`Store::end_first_start`], so that one that was cut off is taken up again.
    ///
    /// # Errors
    /// The database fails.
    pub async fn ensure_workspaces(&self) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let mut made = 0;
        for (slug, name, read_only) in [(HOME, "Home", 0_i64), (PUBLIC, "Public samples", 1)] {
            made += query(
                "INSERT INTO workspaces (slug, name, read_only, generation) VALUES ($1, $2, $3, 0) ON CONFLICT (slug) DO NOTHING",
            )
            .bind(slug)
            .bind(name)
            .bind(read_only)
            .execute(&mut tx)
            .await?;
        }
        if made > 0 {
            query("INSERT INTO meta (name, value) VALUES ($1, '') ON CONFLICT (name) DO NOTHING")
                .bind(FIRST_START)
                .execute(&mut tx)
                .await?;
        }
        let row =
            query("SELECT COUNT(*) FROM meta WHERE name = $1").bind(FIRST_START).fetch_one(&mut tx).await?;
        tx.commit().await?;
        Ok(row.try_get::<i64>(0)? > 0)
    }

    /// Notes that the samples are there.
    ///
    /// # Errors
    /// The database fails.
    pub async fn end_first_start(&self) -> Result<(), StoreError> {
        let _turn = self.write_turn().await;
        query("DELETE FROM meta WHERE name = $1")
            .bind(FIRST_START)
            .execute(&mut self.pool.acquire().await?)
            .await?;
        Ok(())
    }

    /// The workspaces: slug, name, read-only, the owned one first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn workspaces(&self) -> Result<Vec<(String, String, bool)>, StoreError> {
        let rows = query("SELECT slug, name, read_only FROM workspaces ORDER BY read_only, slug")
            .fetch_all(&mut self.pool.acquire().await?)
            .await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get::<i64>(2)? != 0))).collect()
    }

    /// The generation of a workspace and whether it is read-only; `None` if there is no such workspace.
    ///
    /// # Errors
    /// The database fails.
    pub async fn workspace(&self, slug: &str) -> Result<Option<(i64, bool)>, StoreError> {
        let row = query("SELECT generation, read_only FROM workspaces WHERE slug = $1")
            .bind(slug)
            .fetch_optional(&mut self.pool.acquire().await?)
            .await?;
        row.map(|row| Ok((row.try_get(0)?, row.try_get::<i64>(1)? != 0))).transpose()
    }

    /// A secret or id of the store, made at first use.
    ///
    /// # Errors
    /// The database fails, or the system has no randomness.
    pub async fn secret(&self, name: &str, length: usize) -> Result<String, StoreError> {
        let fresh = ids::text(length).map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))?;
        let _turn = self.write_turn().await;
        query("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(fresh)
            .execute(&mut self.pool.acquire().await?)
            .await?;
        let row = query("SELECT value FROM meta WHERE name = $1")
            .bind(name)
            .fetch_one(&mut self.pool.acquire().await?)
            .await?;
        Ok(row.try_get(0)?)
    }
}

/// Notes that a workspace has changed. Part of every write.
pub(super) async fn touch(connection: &mut Session, workspace: &str) -> Result<(), sqlx::Error> {
    query("UPDATE workspaces SET generation = generation + 1 WHERE slug = $1")
        .bind(workspace)
        .execute(connection)
        .await
        .map(|_| ())
}

/// How much is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Live workflows.
    pub workflows: i64,
    /// Workflows in the Trash.
    pub trash: i64,
    /// Versions of both.
    pub versions: i64,
}

impl Store {
    /// Counts what is stored.
    ///
    /// # Errors
    /// The database fails.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let row = query(
            "SELECT (SELECT COUNT(*) FROM workflows WHERE deleted_at IS NULL), (SELECT COUNT(*) FROM workflows WHERE deleted_at IS NOT NULL), (SELECT COUNT(*) FROM versions)",
        )
        .fetch_one(&mut self.pool.acquire().await?)
        .await?;
        Ok(Counts { workflows: row.try_get(0)?, trash: row.try_get(1)?, versions: row.try_get(2)? })
    }
}
