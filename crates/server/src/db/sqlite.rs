//! SQLite: the store of one server, a file in its data directory.
use super::query::Pool;
use super::{FULL, Store};
use crate::Failure;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::Duration;

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
        MIGRATIONS.run(&pool).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::VersionMissing(_) => Failure::Data(format!(
                "The workspace in {} was written by a newer Flowdeck. Update flowdeck, or choose another directory with --data DIR.",
                path.display()
            )),
            sqlx::migrate::MigrateError::Execute(error) => unusable(path, &error),
            other => Failure::Data(format!("The workspace in {} cannot be brought up to date: {other}.", path.display())),
        })?;
        Ok(Self::over(Pool::Sqlite(pool), None))
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
