//! What took how long, as events in the form of the reference engine's profiler. The clock is the caller's.
use serde_json::{Value, json};
use std::fmt;

/// Tells the moment: microseconds since one that stays the same.
pub type Now<'a> = &'a dyn Fn() -> u64;

/// Measures where there is a clock.
#[derive(Default)]
pub(crate) struct Timing<'a> {
    now: Option<Now<'a>>,
    pub(crate) events: Vec<Value>,
}

impl fmt::Debug for Timing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timing")
    }
}

impl<'a> Timing<'a> {
    pub(crate) fn by(now: Now<'a>) -> Self {
        Self { now: Some(now), events: Vec::new() }
    }

    /// Does a part of a run; `step` is the one that it is about.
    pub(crate) fn of<T>(&mut self, name: &str, step: Option<&str>, work: impl FnOnce() -> T) -> T {
        let Some(now) = self.now else { return work() };
        let start = now();
        let out = work();
        let mut event = json!({
            "name": name, "ph": "X", "pid": 1, "tid": 1, "ts": start, "dur": now().saturating_sub(start),
            "cat": "execution_engine_operation",
        });
        if let Some(step) = step {
            event["args"] = json!({ "step_selector": format!("$steps.{step}") });
        }
        self.events.push(event);
        out
    }
}
