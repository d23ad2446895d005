//! Publications: which workflows the public token endpoint gives tokens for, to whom.
use super::query::{Row, query};
use super::{Store, StoreError};
use crate::publication::Publication;

impl Store {
    /// All publications.
    ///
    /// # Errors
    /// The database fails.
    pub async fn publications(&self) -> Result<Vec<Publication>, StoreError> {
        let rows = query(
            "SELECT workspace, url, origins, token_minutes, per_minute, from_file FROM publications ORDER BY workspace, url",
        )
        .fetch_all(&mut self.pool.acquire().await?)
        .await?;
        let publication = |row: &Row| -> Result<Publication, sqlx::Error> {
            let origins: String = row.try_get(2)?;
            Ok(Publication {
                workspace: row.try_get(0)?,
                workflow: row.try_get(1)?,
                origins: origins.lines().map(String::from).collect(),
                minutes: u32::try_from(row.try_get::<i64>(3)?).unwrap_or(5),
                per_minute: u32::try_from(row.try_get::<i64>(4)?).unwrap_or(60),
                from_file: row.try_get::<i64>(5)? != 0,
            })
        };
        Ok(rows.iter().map(publication).collect::<Result<_, _>>()?)
    }

    /// Makes the publications of the configuration file those that the store has of it: what the file no longer
    /// names is published no longer. Publications made otherwise stay.
    ///
    /// # Errors
    /// The database fails.
    pub async fn publish_from_file(&self, publications: &[Publication]) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        query("DELETE FROM publications WHERE from_file = 1").execute(&mut tx).await?;
        for publication in publications {
            query(
                "INSERT INTO publications (workspace, url, origins, token_minutes, per_minute, from_file) VALUES ($1, $2, $3, $4, $5, 1) \
                 ON CONFLICT (workspace, url) DO UPDATE SET origins = excluded.origins, token_minutes = excluded.token_minutes, per_minute = excluded.per_minute, from_file = 1",
            )
            .bind(&publication.workspace)
            .bind(&publication.workflow)
            .bind(publication.origins.join("\n"))
            .bind(i64::from(publication.minutes))
            .bind(i64::from(publication.per_minute))
            .execute(&mut tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Publishes a workflow, or changes its publication. Whether it did: one of the file's is the file's to change.
    ///
    /// # Errors
    /// The database fails.
    pub async fn publish(&self, publication: &Publication) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let written = query(
            "INSERT INTO publications (workspace, url, origins, token_minutes, per_minute, from_file) VALUES ($1, $2, $3, $4, $5, 0) \
             ON CONFLICT (workspace, url) DO UPDATE SET origins = excluded.origins, token_minutes = excluded.token_minutes, per_minute = excluded.per_minute \
             WHERE publications.from_file = 0",
        )
        .bind(&publication.workspace)
        .bind(&publication.workflow)
        .bind(publication.origins.join("\n"))
        .bind(i64::from(publication.minutes))
        .bind(i64::from(publication.per_minute))
        .execute(&mut tx)
        .await?;
        tx.commit().await?;
        Ok(written > 0)
    }

    /// Takes a publication back, unless the file makes it; whether there was one. Local tokens that were given for it
    /// end at once: the workflow's epoch moves on.
    ///
    /// # Errors
    /// The database fails.
    pub async fn unpublish(&self, workspace: &str, url: &str) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let gone = query("DELETE FROM publications WHERE workspace = $1 AND url = $2 AND from_file = 0")
            .bind(workspace)
            .bind(url)
            .execute(&mut tx)
            .await?;
        if gone == 0 {
            return Ok(false);
        }
        query(
            "UPDATE workflows SET token_epoch = token_epoch + 1 WHERE workspace = $1 AND url = $2 AND deleted_at IS NULL",
        )
        .bind(workspace)
        .bind(url)
        .execute(&mut tx)
        .await?;
        tx.commit().await?;
        Ok(true)
    }
}
