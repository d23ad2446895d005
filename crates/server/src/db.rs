//! The store: the only place with SQL. SQLite in the data directory for one server, PostgreSQL for several copies of it;
//! the statements are the same.
mod audit;
mod copies;
mod list;
mod meta;
mod postgres;
mod publications;
mod query;
mod row;
mod sqlite;
mod trash;
mod versions;
mod workflows;

pub use copies::Lock;
pub use list::{ListQuery, Page, Sort};
pub use meta::Counts;
pub use postgres::Database;
pub use row::Stored;
pub use trash::RETENTION;
pub use workflows::{NewWorkflow, Saved, WriteError};

use crate::blocks::Blocks;
use copies::Shared;
use query::{Pool, Session, query};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

/// The user's own workspace. `local` is a name that the engine keeps for itself.
pub const HOME: &str = "home";
/// Read-only samples to fork from.
pub const PUBLIC: &str = "public";

/// The store of one data directory, or the one that copies share.
#[derive(Clone, Debug)]
pub struct Store {
    pool: Pool,
    /// Writers take turns here, fairly, rather than poll the database's lock.
    turn: Arc<Mutex<()>>,
    /// Moves when a write has ended.
    changes: Arc<AtomicU64>,
    /// What there is for copies to agree.
    shared: Option<Arc<Shared>>,
    /// What definitions are checked against when they are stored.
    blocks: Blocks,
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

/// A write under way: a transaction that nobody else's write is between. It is undone unless it is committed.
#[derive(Debug)]
struct Write<'a> {
    // Before the turn, so that it has ended when the next one writes.
    session: Session,
    turn: Turn<'a>,
}

impl Write<'_> {
    async fn commit(self) -> Result<(), sqlx::Error> {
        let Self { session, turn } = self;
        session.commit().await?;
        drop(turn);
        Ok(())
    }
}

impl Deref for Write<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl DerefMut for Write<'_> {
    fn deref_mut(&mut self) -> &mut Session {
        &mut self.session
    }
}

/// Codes for “no room”. SQLite: SQLITE_FULL, and the input/output errors of a write or of a shared-memory file that
/// cannot grow. PostgreSQL: disk_full.
const FULL: [&str; 4] = ["13", "778", "4874", "53100"];
/// PostgreSQL's codes for “not now”: shutting down, starting, no connection free, somebody else's lock, a time over, a
/// standby that has not taken over yet.
const AWAY: [&str; 9] = ["57P01", "57P02", "57P03", "53300", "55P03", "57014", "25P03", "57P05", "25006"];
/// How long a writer of a shared store waits for the others of its copy: their database may be away.
const TURN: Duration = Duration::from_secs(10);
/// PostgreSQL's code for a character that does not fit: U+0000.
const UNFIT: &str = "22021";

impl StoreError {
    /// It takes too long.
    pub(crate) const fn timed_out() -> Self {
        Self(sqlx::Error::PoolTimedOut)
    }

    /// Whether there is no room left on the disk.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.has_code(&FULL)
    }

    /// Whether the database cannot be reached now, or is too busy: it may be later.
    #[must_use]
    pub fn is_away(&self) -> bool {
        use sqlx::Error::{Io, PoolClosed, PoolTimedOut, Tls};
        matches!(self.0, Io(_) | PoolClosed | PoolTimedOut | Tls(_)) || self.has_code(&AWAY)
    }

    /// Whether a text holds a character that the database cannot hold.
    #[must_use]
    pub fn is_unfit(&self) -> bool {
        self.has_code(&[UNFIT])
    }

    fn has_code(&self, codes: &[&str]) -> bool {
        let code = self.0.as_database_error().and_then(|error| error.code());
        code.is_some_and(|code| codes.contains(&&*code))
    }
}

impl Store {
    fn over(pool: Pool, shared: Option<Shared>) -> Self {
        Self {
            pool,
            turn: Arc::default(),
            changes: Arc::default(),
            shared: shared.map(Arc::new),
            blocks: Blocks::default(),
        }
    }

    /// The blocks that definitions are checked against.
    #[must_use]
    pub const fn blocks(&self) -> &Blocks {
        &self.blocks
    }

    /// Waits for the turn to write.
    async fn write_turn(&self) -> Turn<'_> {
        Turn { _guard: self.turn.lock().await, changes: &self.changes }
    }

    /// Begins a write. Writers take turns over all copies: SQLite locks its file at the first statement that writes,
    /// PostgreSQL the row that counts changes; what is read after it cannot change before the commit.
    async fn write(&self) -> Result<Write<'_>, sqlx::Error> {
        if !self.is_shared() {
            let turn = self.write_turn().await;
            return Ok(Write { session: self.pool.begin().await?, turn });
        }
        let turn = tokio::time::timeout(TURN, self.write_turn()).await;
        let turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?;
        let mut session = self.pool.begin().await?;
        query("UPDATE changes SET number = number + 1").execute(&mut session).await?;
        Ok(Write { session, turn })
    }

    /// A number that moves with every write through this store: what was read at the same number still holds.
    /// A write of another copy moves it when [`Store::look_for_changes`] sees it.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }

    /// Closes every connection: what is in the log goes into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
