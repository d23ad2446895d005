//! What blocks may know beside their properties: ids, the moment, and what they kept of earlier elements.
use crate::options::CodeReader;
use crate::random::Ids;
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// What steps keep from one element, and from one frame, to the next: counts, tracks, last values. Whoever runs the
/// frames of a video keeps it; a new one makes each run a first frame.
#[derive(Default)]
pub struct Memory(RefCell<BTreeMap<String, Box<dyn Any>>>);

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("steps", &self.0.borrow().len()).finish()
    }
}

impl Memory {
    /// Forgets everything.
    pub fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    /// Uses what is kept under a name; what nobody kept yet, or what was kept as something else, begins anew.
    fn with<T: Default + 'static, R>(&self, name: &str, use_it: impl FnOnce(&mut T) -> R) -> R {
        let kept = self.0.borrow_mut().remove(name).and_then(|any| any.downcast::<T>().ok());
        let mut kept = kept.unwrap_or_default();
        let outcome = use_it(&mut kept);
        self.0.borrow_mut().insert(String::from(name), kept);
        outcome
    }
}

/// What a block that runs may know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    pub(crate) ids: &'a Ids,
    /// The moment, as results carry it.
    pub(crate) now: &'a str,
    /// The step that runs.
    pub(crate) step: &'a str,
    pub(crate) memory: &'a Memory,
    pub(crate) codes: Option<CodeReader>,
}

impl Context<'_> {
    /// Uses what this step kept. Two things of one step do not meet: `T` is its own.
    pub(crate) fn kept<T: Default + 'static, R>(&self, use_it: impl FnOnce(&mut T) -> R) -> R {
        self.memory.with(self.step, use_it)
    }

    /// Uses what all steps share under a name, which can be no step's.
    pub(crate) fn shared<T: Default + 'static, R>(&self, name: &str, use_it: impl FnOnce(&mut T) -> R) -> R {
        self.memory.with(&format!("$shared.{name}"), use_it)
    }
}
