//! One writer a workflow: who comes second waits until the first has read, compared and written. Where copies of the
//! gateway share a store, over all of them.
use crate::db::{Lock, Store, StoreError};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// The locks of workflows that somebody writes now, by internal id.
#[derive(Debug)]
pub(super) struct Locks {
    here: RefCell<HashMap<String, Weak<Mutex<()>>>>,
    /// The store that copies share, if they do, and the workspace.
    copies: Option<Store>,
    workspace: String,
}

/// The turn to write one workflow, until dropped.
#[derive(Debug)]
pub(super) struct Turn {
    // Before the turn of this copy, so that the next writer here finds it free.
    copies: Option<Lock>,
    _here: OwnedMutexGuard<()>,
}

impl Turn {
    /// Whether it is still ours: to be asked just before the write.
    ///
    /// # Errors
    /// The connection to the store is lost, and the turn with it.
    pub(super) async fn check(&mut self) -> Result<(), StoreError> {
        match &mut self.copies {
            Some(lock) => lock.check().await,
            None => Ok(()),
        }
    }
}

impl Locks {
    pub(super) fn new(copies: Option<Store>, workspace: String) -> Self {
        Self { here: RefCell::default(), copies, workspace }
    }

    /// Waits for the turn to write one workflow.
    ///
    /// # Errors
    /// The store that copies share fails, or another copy does not end.
    pub(super) async fn turn(&self, id: &str) -> Result<Turn, StoreError> {
        let here = self.here(id).await;
        let copies = match &self.copies {
            Some(store) => Some(store.lock(&format!("save {}\n{id}", self.workspace)).await?),
            None => None,
        };
        Ok(Turn { copies, _here: here })
    }

    async fn here(&self, id: &str) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.here.borrow_mut();
            // Locks that nobody holds or waits for are of no use.
            locks.retain(|_, lock| lock.strong_count() > 0);
            let held = locks.get(id).and_then(Weak::upgrade);
            held.unwrap_or_else(|| {
                let lock = Arc::new(Mutex::new(()));
                locks.insert(String::from(id), Arc::downgrade(&lock));
                lock
            })
        };
        lock.lock_owned().await
    }
}
