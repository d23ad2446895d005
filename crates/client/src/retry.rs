//! One exchange, and the same again where that is safe (management contract, last row of the error table).
use crate::error::Error;
use crate::transport::{Request, Response, Transport};

/// How often a read is tried.
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

/// Sends once. A status that is no success is an error.
pub(crate) async fn once<T: Transport>(
    transport: &T,
    request: Request,
    purpose: Purpose,
) -> Result<Response, Error> {
    let response = transport.send(request).await.map_err(Error::Transport)?;
    if (200..300).contains(&response.status) {
        Ok(response)
    } else {
        Err(Error::of(&response, purpose.call, purpose.scope))
    }
}

/// Sends up to three times. Only for calls that may be applied twice: GET and DELETE.
pub(crate) async fn repeated<T: Transport>(
    transport: &T,
    request: Request,
    purpose: Purpose,
) -> Result<Response, Error> {
    let mut pause = FIRST_PAUSE_MS;
    for _ in 1..TRIES {
        match once(transport, request.clone(), purpose).await {
            Err(error) if error.is_passing() => {
                let asked = match &error {
                    Error::Status { retry_after: Some(seconds), .. } => f64::from(*seconds) * 1_000.0,
                    _ => pause * (0.5 + transport.jitter()),
                };
                if asked > LONGEST_PAUSE_MS {
                    return Err(error);
                }
                transport.pause(asked as u32).await;
                pause *= 2.0;
            }
            outcome => return outcome,
        }
    }
    once(transport, request, purpose).await
}
