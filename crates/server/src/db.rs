//! The store: the only place with SQL. SQLite today; statements are portable and take their parameters, so that
//! PostgreSQL needs another pool and placeholders, not other logic.
mod audit;
mod list;
mod meta;
mod publications;
mod row;
mod trash;
mod versions;
mod workflows;

pub use list::{ListQuery, Page, Sort};
pub use meta::Counts;
pub use row::Stored;
pub use trash::RETENTION;
pub use workflows::{NewWorkflow, Saved, WriteError};

use crate::Failure;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

/// The user's own workspace. `local` is a name that the engine keeps for itself.
pub const HOME: &str = "home";
/// Read-only samples to fork from.
pub const PUBLIC: &str = "public";

/// The store of one data directory.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
    /// Writers take turns here, fairly, rather than poll the database's lock.
    turn: Arc<Mutex<()>>,
    /// Moves when a write has ended.
    changes: Arc<AtomicU64>,
}

/// The right to write, until dropped: after the transaction, so that whoever sees `changes` moved sees the write.
#[derive(Debug)]
struct Turn<'a> {
    _guard: MutexGuard<'a, ()>,
    changes: &'a AtomicU64,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.changes.fetch_add(1, Ordering::Release);
    }
}

/// Why the database did not do as told.
#[derive(Debug, thiserror::Error)]
#[error("the database failed: {0}")]
pub struct StoreError(#[from] pub sqlx::Error);

/// SQLite's codes for “no room”: SQLITE_FULL, and the input/output errors of a write or of a shared-memory file
/// that cannot grow.
const FULL: [&str; 3] = ["13", "778", "4874"];

impl StoreError {
    /// Whether there is no room left on the disk.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let code = self.0.as_database_error().and_then(|error| error.code());
        code.is_some_and(|code| FULL.contains(&&*code))
    }
}

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

impl Store {
    /// Opens (or makes) the database in a file and brings it up to date.
    ///
    /// # Errors
    /// The file cannot be used; it comes from a newer Flowdeck; the disk is full.
    pub async fn open(path: &Path) -> Result<Self, Failure> {
        // Made private before anything is in it: SQLite gives its log the rights of the file.
        crate::data_dir::private_file(path).map_err(|error| {
            let why = crate::data_dir::reason(&error);
            Failure::Data(format!("The workspace in {} cannot be written: {why}.", path.display()))
        })?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged save survives a power cut, not only a killed process.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new()
            .max_connections(8)
            .connect_with(options)
            .await
            .map_err(|error| unusable(path, &error))?;
        let store = Self { pool, turn: Arc::default(), changes: Arc::default() };
        MIGRATIONS.run(&store.pool).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::VersionMissing(_) => Failure::Data(format!(
                "The workspace in {} was written by a newer Flowdeck. Update flowdeck, or choose another directory with --data DIR.",
                path.display()
            )),
            sqlx::migrate::MigrateError::Execute(error) => unusable(path, &error),
            other => Failure::Data(format!("The workspace in {} cannot be brought up to date: {other}.", path.display())),
        })?;
        Ok(store)
    }

    /// Waits for the turn to write.
    async fn write_turn(&self) -> Turn<'_> {
        Turn { _guard: self.turn.lock().await, changes: &self.changes }
    }

    /// A number that moves with every write through this store: what was read at the same number still holds.
    /// Another copy of the server does not move it, so nothing may rest on it alone that must hold across copies.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// Closes every connection: what is in the log goes into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

fn unusable(path: &Path, error: &sqlx::Error) -> Failure {
    let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned();
    let why = match code.as_str() {
        code if FULL.contains(&code) => String::from("the disk is full"),
        "14" => String::from("the file cannot be opened"),
        "8" => String::from("the file is read-only"),
        "11" | "26" => String::from("the file is damaged or is no SQLite database"),
        _ => error.to_string(),
    };
    Failure::Data(format!("The workspace in {} cannot be used: {why}.", path.display()))
}
