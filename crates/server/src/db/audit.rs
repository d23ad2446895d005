//! What was done about publications, and how much they are used: counts, never what was run or by whom.
use super::query::{Row, query};
use super::{Store, StoreError};
use crate::clock;
use time::OffsetDateTime;

/// How many entries and days are shown.
const SHOWN: i64 = 30;

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, RFC 3339.
    pub at: String,
    /// `editor`, `key` or `file`.
    pub who: String,
    /// What, as a sentence.
    pub what: String,
}

/// The use of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// `YYYY-MM-DD` in UTC.
    pub day: String,
    /// Tokens given.
    pub given: i64,
    /// Questions refused: another origin, or too many.
    pub refused: i64,
}

impl Store {
    /// Adds to the log.
    ///
    /// # Errors
    /// The database fails.
    pub async fn log(
        &self,
        workspace: &str,
        url: &str,
        who: &str,
        what: &str,
        now: &str,
    ) -> Result<(), StoreError> {
        let _turn = self.write_turn().await;
        query("INSERT INTO audit (at, workspace, url, who, what) VALUES ($1, $2, $3, $4, $5)")
            .bind(now)
            .bind(workspace)
            .bind(url)
            .bind(who)
            .bind(what)
            .execute(&mut self.pool.acquire().await?)
            .await?;
        Ok(())
    }

    /// The newest entries of the log, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn logged(&self, workspace: &str, url: &str) -> Result<Vec<Entry>, StoreError> {
        let rows = query(
            "SELECT at, who, what FROM audit WHERE workspace = $1 AND url = $2 ORDER BY at DESC LIMIT $3",
        )
        .bind(workspace)
        .bind(url)
        .bind(SHOWN)
        .fetch_all(&mut self.pool.acquire().await?)
        .await?;
        let entry = |row: &Row| -> Result<Entry, sqlx::Error> {
            Ok(Entry { at: row.try_get(0)?, who: row.try_get(1)?, what: row.try_get(2)? })
        };
        Ok(rows.iter().map(entry).collect::<Result<_, _>>()?)
    }

    /// Adds to a day's counts.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count_use(
        &self,
        workspace: &str,
        url: &str,
        now: OffsetDateTime,
        given: i64,
        refused: i64,
    ) -> Result<(), StoreError> {
        let _turn = self.write_turn().await;
        let day: String = clock::stamp(now).chars().take(10).collect();
        query(
            "INSERT INTO token_use (workspace, url, day, given, refused) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (workspace, url, day) DO UPDATE SET given = token_use.given + excluded.given, refused = token_use.refused + excluded.refused",
        )
        .bind(workspace)
        .bind(url)
        .bind(day)
        .bind(given)
        .bind(refused)
        .execute(&mut self.pool.acquire().await?)
        .await?;
        Ok(())
    }

    /// The use of the last days, newest first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn used(&self, workspace: &str, url: &str) -> Result<Vec<Day>, StoreError> {
        let rows = query(
            "SELECT day, given, refused FROM token_use WHERE workspace = $1 AND url = $2 ORDER BY day DESC LIMIT $3",
        )
        .bind(workspace)
        .bind(url)
        .bind(SHOWN)
        .fetch_all(&mut self.pool.acquire().await?)
        .await?;
        let day = |row: &Row| -> Result<Day, sqlx::Error> {
            Ok(Day { day: row.try_get(0)?, given: row.try_get(1)?, refused: row.try_get(2)? })
        };
        Ok(rows.iter().map(day).collect::<Result<_, _>>()?)
    }
}
