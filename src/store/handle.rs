//! A shared state with listeners. Clones are the same store and compare so.
use super::Few;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

type Listeners = RefCell<Few<u64, Rc<dyn Fn()>>>;

struct Inner<S> {
    state: RefCell<S>,
    listeners: Listeners,
    next: Cell<u64>,
}

/// The handle of a store.
pub struct Store<S>(Rc<Inner<S>>);

impl<S> Clone for Store<S> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<S> PartialEq for Store<S> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<S> fmt::Debug for Store<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

impl<S: 'static> Store<S> {
    /// A store that holds `state`.
    #[must_use]
    pub fn new(state: S) -> Self {
        let listeners = RefCell::default();
        Self(Rc::new(Inner { state: RefCell::new(state), listeners, next: Cell::new(0) }))
    }

    /// Reads from the state.
    pub fn read<T>(&self, look: impl FnOnce(&S) -> T) -> T {
        look(&self.0.state.borrow())
    }

    /// Changes the state, then tells every listener. The borrow ends before anyone is told, so a
    /// listener may read and change again.
    pub fn update<T>(&self, change: impl FnOnce(&mut S) -> T) -> T {
        let out = change(&mut self.0.state.borrow_mut());
        let listeners: Vec<_> = self.0.listeners.borrow().iter().map(|(_, tell)| Rc::clone(tell)).collect();
        for tell in listeners {
            tell();
        }
        out
    }

    /// Calls `tell` after each change until the subscription is dropped.
    pub fn subscribe(&self, tell: impl Fn() + 'static) -> Subscription {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        self.0.listeners.borrow_mut().insert(id, Rc::new(tell));
        let inner: Rc<dyn Unsubscribe> = self.0.clone();
        Subscription { id, inner: Rc::downgrade(&inner) }
    }
}

trait Unsubscribe {
    fn remove(&self, id: u64);
}

impl<S> Unsubscribe for Inner<S> {
    fn remove(&self, id: u64) {
        self.listeners.borrow_mut().remove(&id);
    }
}

/// A listener's place in a store: dropping it removes the listener.
pub struct Subscription {
    id: u64,
    inner: Weak<dyn Unsubscribe>,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Subscription({})", self.id)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.upgrade() {
            inner.remove(self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Store;
    use std::cell::Cell;
    use std::rc::Rc;

    #[test]
    fn a_dropped_subscription_hears_nothing() {
        let store = Store::new(0);
        let heard = Rc::new(Cell::new(0));
        let subscription = store.subscribe({
            let heard = Rc::clone(&heard);
            move || heard.set(heard.get() + 1)
        });
        store.update(|n| *n += 1);
        drop(subscription);
        store.update(|n| *n += 1);
        assert_eq!((heard.get(), store.read(|n| *n)), (1, 2));
    }

    #[test]
    fn a_listener_may_change_the_store_again() {
        let store = Store::new(0);
        let again = store.clone();
        let _subscription = store.subscribe(move || {
            if again.read(|n| *n < 3) {
                again.update(|n| *n += 1);
            }
        });
        store.update(|n| *n = 1);
        assert_eq!(store.read(|n| *n), 3);
    }
}
