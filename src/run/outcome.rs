//! Where a run stands.
use flowdeck_client::Error;
use flowdeck_client::dto::RunAnswer;
use std::rc::Rc;

/// Where a run stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Outcome {
    /// Nothing was run.
    #[default]
    None,
    /// Under way, by the number of its request, since a moment (milliseconds since 1970).
    Busy(u64, f64),
    /// Done after so many milliseconds.
    Done(Rc<RunAnswer>, f64),
    /// Failed.
    Failed(Error),
}

impl Outcome {
    /// Whether a run is under way.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Busy(..))
    }

    /// The outcome after an answer to a request; an answer that nobody waits for changes nothing.
    #[must_use]
    pub fn answered(self, request: u64, result: Result<RunAnswer, Error>, now: f64) -> Self {
        match self {
            Self::Busy(asked, since) if asked == request => match result {
                Ok(answer) => Self::Done(Rc::new(answer), now - since),
                Err(error) => Self::Failed(error),
            },
            other => other,
        }
    }
}
