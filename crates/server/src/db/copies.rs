//! What copies of the server agree on when they share a store: whether another one has written, and locks that last
//! longer than a transaction.
use super::postgres::Database;
use super::query::query;
use super::{Store, StoreError};
use sha2::{Digest as _, Sha256};
use sqlx::{Connection as _, PgConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many locks one copy holds or waits for at a time: each is a connection.
const MOST_LOCKS: usize = 8;
/// How long the look whether others have written may take.
const LOOK: Duration = Duration::from_secs(2);

/// What a store has that is shared.
#[derive(Debug)]
pub(super) struct Shared {
    database: Database,
    locks: Arc<Semaphore>,
    /// The database's number at the last look.
    seen: AtomicI64,
}

impl Shared {
    pub(super) fn new(database: Database) -> Self {
        Self { database, locks: Arc::new(Semaphore::new(MOST_LOCKS)), seen: AtomicI64::new(-1) }
    }
}

/// A lock that all copies see. It is let go when this is dropped, and when the process ends however it ends: it
/// belongs to a connection of its own.
#[derive(Debug)]
pub struct Lock(Option<(PgConnection, OwnedSemaphorePermit)>);

impl Lock {
    /// Whether it is still held: to be asked before what it guards is done.
    ///
    /// # Errors
    /// The connection is lost, and the lock with it.
    pub async fn check(&mut self) -> Result<(), StoreError> {
        match &mut self.0 {
            Some((connection, _)) => Ok(connection.ping().await?),
            None => Ok(()),
        }
    }
}

impl Store {
    /// Whether copies of the server can share this store.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        self.shared.is_some()
    }

    /// Waits for a lock by its name, which copies of the server see too. A store that is not shared needs none.
    ///
    /// # Errors
    /// The database fails, or another copy holds the lock for too long.
    pub async fn lock(&self, name: &str) -> Result<Lock, StoreError> {
        let Some(shared) = &self.shared else { return Ok(Lock(None)) };
        let permit = Arc::clone(&shared.locks).acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let mut connection = shared.database.connect(&shared.database.for_lock()).await?;
        sqlx::query("SELECT pg_advisory_lock($1)").bind(number(name)).execute(&mut connection).await?;
        Ok(Lock(Some((connection, permit))))
    }

    /// Looks whether anybody has written since the last look; [`Store::changes`] has moved then. A store that does not
    /// answer moves it too: what was read of it is no longer known to hold.
    ///
    /// # Errors
    /// The database fails.
    pub async fn look_for_changes(&self) -> Result<bool, StoreError> {
        let Some(shared) = &self.shared else { return Ok(false) };
        let looked = tokio::time::timeout(LOOK, self.number()).await;
        match looked.unwrap_or(Err(sqlx::Error::PoolTimedOut)) {
            Ok(number) => {
                let is_moved = shared.seen.swap(number, Ordering::Relaxed) != number;
                if is_moved {
                    self.changes.fetch_add(1, Ordering::Release);
                }
                Ok(is_moved)
            }
            Err(error) => {
                self.changes.fetch_add(1, Ordering::Release);
                Err(error.into())
            }
        }
    }

    async fn number(&self) -> Result<i64, sqlx::Error> {
        query("SELECT number FROM changes").fetch_one(&mut self.pool.acquire().await?).await?.try_get(0)
    }

    /// Notes a one-time link as used; whether it was not before. Links that ended before `ended` are forgotten.
    ///
    /// # Errors
    /// The database fails.
    pub async fn use_link(&self, id: &str, now: &str, ended: &str) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        query("DELETE FROM used_links WHERE used_at < $1").bind(ended).execute(&mut tx).await?;
        let added = query("INSERT INTO used_links (id, used_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING");
        let added = added.bind(id).bind(now).execute(&mut tx).await?;
        tx.commit().await?;
        Ok(added > 0)
    }
}

/// The number that PostgreSQL knows a lock by.
fn number(name: &str) -> i64 {
    let hash = Sha256::digest(format!("flowdeck {name}"));
    hash.iter().take(8).fold(0, |number: i64, byte| (number << 8) | i64::from(*byte))
}
