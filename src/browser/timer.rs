//! One-shot timers.
use gloo_timers::callback::Timeout;
use std::fmt;

/// A timer that is cancelled when dropped.
pub struct Timer(#[expect(dead_code, reason = "held for its drop, which cancels it")] Timeout);

impl fmt::Debug for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Timer")
    }
}

impl Timer {
    /// Calls `run` once after `ms` milliseconds, unless dropped before.
    pub fn after(ms: u32, run: impl FnOnce() + 'static) -> Self {
        Self(Timeout::new(ms, run))
    }
}

/// Waits `ms` milliseconds.
pub async fn pause(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}
