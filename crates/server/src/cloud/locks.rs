//! One writer a workflow: who comes second waits until the first has read, compared and written.
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Weak};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// The locks of workflows that somebody writes now, by internal id.
#[derive(Debug, Default)]
pub(super) struct Locks(RefCell<HashMap<String, Weak<Mutex<()>>>>);

impl Locks {
    /// Waits for the turn to write one workflow; the turn ends with what is returned.
    pub(super) async fn turn(&self, id: &str) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.0.borrow_mut();
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
