//! One statement for either database: its text is portable, its values are texts and numbers. Which database it is
//! shows here, and nowhere else where statements are written.
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgPool, PgRow};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Decode, Postgres, Row as _, SqlSafeStr, SqlStr, Sqlite, Transaction, Type};
use std::time::Duration;

/// How long PostgreSQL may take: longer than its own limits, so that only a network that swallows everything meets it.
const PATIENCE: Duration = Duration::from_secs(15);

async fn patiently<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| sqlx::Error::PoolTimedOut)?
}

/// The connections of a store.
#[derive(Clone, Debug)]
pub(super) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A connection in use, or a transaction that is rolled back unless it is committed.
#[derive(Debug)]
pub(super) enum Session {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteWrite(Transaction<'static, Sqlite>),
    PostgresWrite(Transaction<'static, Postgres>),
}

impl Pool {
    pub(super) async fn acquire(&self) -> Result<Session, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => Session::Sqlite(pool.acquire().await?),
            Self::Postgres(pool) => Session::Postgres(pool.acquire().await?),
        })
    }

    pub(super) async fn begin(&self) -> Result<Session, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool) => Session::SqliteWrite(pool.begin().await?),
            Self::Postgres(pool) => Session::PostgresWrite(patiently(pool.begin()).await?),
        })
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Session {
    /// Makes the transaction's writes hold.
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::SqliteWrite(transaction) => transaction.commit().await,
            Self::PostgresWrite(transaction) => patiently(transaction.commit()).await,
            Self::Sqlite(_) | Self::Postgres(_) => Ok(()),
        }
    }
}

/// What a statement takes.
#[derive(Debug)]
pub(super) enum Value {
    Text(String),
    Number(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(String::from(text))
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A row of either database.
#[derive(Debug)]
pub(super) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl From<SqliteRow> for Row {
    fn from(row: SqliteRow) -> Self {
        Self::Sqlite(row)
    }
}

impl From<PgRow> for Row {
    fn from(row: PgRow) -> Self {
        Self::Postgres(row)
    }
}

impl Row {
    /// A column by its place.
    pub(super) fn try_get<'r, T>(&'r self, index: usize) -> Result<T, sqlx::Error>
    where
        T: Decode<'r, Sqlite> + Type<Sqlite> + Decode<'r, Postgres> + Type<Postgres>,
    {
        match self {
            Self::Sqlite(row) => row.try_get(index),
            Self::Postgres(row) => row.try_get(index),
        }
    }
}

/// A statement with the values that it takes so far.
#[derive(Debug)]
#[must_use]
pub(super) struct Query {
    sql: SqlStr,
    values: Vec<Value>,
}

/// A statement whose places are `$1`, `$2`, …, which both databases read.
pub(super) fn query(sql: impl SqlSafeStr) -> Query {
    Query { sql: sql.into_sql_str(), values: Vec::new() }
}

/// Runs `$do` with the statement and the connection of the database that it is.
macro_rules! on {
    ($session:expr, $query:expr, |$statement:ident, $connection:ident| $do:expr) => {{
        let Query { sql, values } = $query;
        macro_rules! with {
            ($held:expr) => {{
                let $connection = &mut **$held;
                let mut $statement = sqlx::query(sql);
                for value in values {
                    $statement = match value {
                        Value::Text(text) => $statement.bind(text),
                        Value::Number(number) => $statement.bind(number),
                    };
                }
                $do
            }};
        }
        match $session {
            Session::Sqlite(held) => with!(held),
            Session::SqliteWrite(held) => with!(held),
            Session::Postgres(held) => patiently(async { with!(held) }).await,
            Session::PostgresWrite(held) => patiently(async { with!(held) }).await,
        }
    }};
}

impl Query {
    pub(super) fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// How many rows it has written.
    pub(super) async fn execute(self, session: &mut Session) -> Result<u64, sqlx::Error> {
        on!(session, self, |statement, connection| Ok(statement.execute(connection).await?.rows_affected()))
    }

    pub(super) async fn fetch_all(self, session: &mut Session) -> Result<Vec<Row>, sqlx::Error> {
        on!(session, self, |statement, connection| {
            Ok(statement.fetch_all(connection).await?.into_iter().map(Row::from).collect())
        })
    }

    pub(super) async fn fetch_optional(self, session: &mut Session) -> Result<Option<Row>, sqlx::Error> {
        on!(session, self, |statement, connection| {
            Ok(statement.fetch_optional(connection).await?.map(Row::from))
        })
    }

    pub(super) async fn fetch_one(self, session: &mut Session) -> Result<Row, sqlx::Error> {
        self.fetch_optional(session).await?.ok_or(sqlx::Error::RowNotFound)
    }
}
