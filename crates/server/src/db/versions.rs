//! The versions of a workflow.
use super::query::{Row, query};
use super::{Store, StoreError};
use flowdeck_client::dto::Version;

const COLUMNS: &str = "version, created_at, id, config, name";

impl Store {
    /// All versions, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn versions(&self, workflow_id: &str) -> Result<Vec<Version>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM versions WHERE workflow_id = $1 ORDER BY version DESC");
        let rows = query(sqlx::AssertSqlSafe(sql))
            .bind(workflow_id)
            .fetch_all(&mut self.pool.acquire().await?)
            .await?;
        Ok(rows.iter().map(version).collect::<Result<_, _>>()?)
    }

    /// One version, by its id or its number.
    ///
    /// # Errors
    /// The database fails.
    pub async fn version(&self, workflow_id: &str, wanted: &str) -> Result<Option<Version>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM versions WHERE workflow_id = $1 AND (id = $2 OR version = $3)");
        let number = wanted.trim_start_matches('v').parse::<i64>().unwrap_or(-1);
        let row = query(sqlx::AssertSqlSafe(sql))
            .bind(workflow_id)
            .bind(wanted)
            .bind(number)
            .fetch_optional(&mut self.pool.acquire().await?)
            .await?;
        Ok(row.as_ref().map(version).transpose()?)
    }
}

fn version(row: &Row) -> Result<Version, sqlx::Error> {
    Ok(Version {
        version: row.try_get::<i64>(0)?.to_string(),
        created: row.try_get(1)?,
        id: row.try_get(2)?,
        config: Some(row.try_get(3)?),
        name: row.try_get(4)?,
    })
}
