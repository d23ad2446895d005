//! A question to a service before it is sent: what goes out, how often, and how the answer is read. Building and
//! reading are plain functions; waiting is one piece of code for every call, which the browser gets once.
use crate::error::Error;
use crate::transport::{Request, Response, Transport, TransportError};
use std::fmt;

/// How often a question is sent that may be applied twice.
const TRIES: u32 = 3;
/// The first pause, milliseconds; it doubles.
const FIRST_PAUSE_MS: f64 = 300.0;
/// The longest pause that a server's `Retry-After` may cause while a person waits.
const LONGEST_PAUSE_MS: f64 = 5_000.0;

/// What a call is, for its errors.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Purpose {
    /// “list workflows”
    pub(crate) call: &'static str,
    /// The scope it needs.
    pub(crate) scope: &'static str,
}

type Outcome = Result<Response, TransportError>;

/// A question whose answer is read as an `A`.
pub struct Ask<A> {
    request: Request,
    repeats: bool,
    read: Box<dyn FnOnce(Outcome) -> A>,
}

impl<A> fmt::Debug for Ask<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ask({:?})", self.request)
    }
}

impl<A: 'static> Ask<A> {
    /// A question that is sent once; `read` gets the answer, whatever its status.
    pub(crate) fn once(request: Request, read: impl FnOnce(Outcome) -> A + 'static) -> Self {
        Self { request, repeats: false, read: Box::new(read) }
    }

    /// Sends it up to three times (management contract, last row of the error table). Only for calls that may be
    /// applied twice: GET and DELETE.
    pub(crate) fn repeated(self) -> Self {
        Self { repeats: true, ..self }
    }

    /// The same question with its answer turned into something else.
    #[must_use]
    pub fn map<B>(self, turn: impl FnOnce(A) -> B + 'static) -> Ask<B> {
        let Self { request, repeats, read } = self;
        Ask { request, repeats, read: Box::new(move |outcome| turn(read(outcome))) }
    }

    /// Sends it and reads the answer.
    pub async fn send<T: Transport>(self, transport: &T) -> A {
        (self.read)(exchange(transport, self.request, self.repeats).await)
    }
}

/// An answer whose status is a success; any other is an error.
pub(crate) fn accept(outcome: Outcome, purpose: Purpose) -> Result<Response, Error> {
    let response = outcome.map_err(Error::Transport)?;
    if (200..300).contains(&response.status) {
        Ok(response)
    } else {
        Err(Error::of(&response, purpose.call, purpose.scope))
    }
}

async fn exchange<T: Transport>(transport: &T, request: Request, repeats: bool) -> Outcome {
    let mut pause = FIRST_PAUSE_MS;
    let mut left = if repeats { TRIES } else { 1 };
    loop {
        left -= 1;
        let outcome = transport.send(request.clone()).await;
        if left == 0 || !is_passing(&outcome) {
            return outcome;
        }
        let asked = match &outcome {
            Ok(Response { retry_after: Some(seconds), .. }) => f64::from(*seconds) * 1_000.0,
            _ => pause * (0.5 + transport.jitter()),
        };
        if asked > LONGEST_PAUSE_MS {
            return outcome;
        }
        transport.pause(asked as u32).await;
        pause *= 2.0;
    }
}

/// Whether the same may well succeed in a moment.
fn is_passing(outcome: &Outcome) -> bool {
    match outcome {
        Ok(response) => response.status == 429 || response.status >= 500,
        Err(error) => matches!(error, TransportError::Unreachable(_) | TransportError::Timeout),
    }
}
