//! The limits of the hosted endpoint, explained where one of them ended a run.
use flowdeck_client::{Error, TransportError};

/// Which limit of the hosted endpoint a failure is about, and what to do; none where it is about something else.
#[must_use]
pub fn limit(error: &Error) -> Option<&'static str> {
    const TIME: &str = "The hosted endpoint stops a run after 20 seconds. Send smaller or fewer images, run up to an \
        earlier step to find the slow one, or use a server of your own.";
    const SIZE: &str = "The hosted endpoint answers with 6 MB at most. Leave out outputs that are images, send smaller \
        or fewer images, or use a server of your own.";
    let failure = match error {
        Error::Transport(TransportError::Timeout) => return Some(TIME),
        Error::Transport(TransportError::TooLarge) => return Some(SIZE),
        Error::Run(failure) => failure,
        _ => return None,
    };
    let said = failure.message.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    match failure.status {
        408 | 504 => Some(TIME),
        // Said of the answer; of what was sent the sentence of the failure itself is right.
        413 if says(&["response"]) => Some(SIZE),
        500 | 502 if says(&["payload size", "response size", "too large"]) => Some(SIZE),
        500..=503 if says(&["timed out", "timeout"]) => Some(TIME),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::limit;
    use flowdeck_client::dto::RunFailure;
    use flowdeck_client::{Error, TransportError};

    fn failed(status: u16, message: &str) -> Error {
        Error::Run(Box::new(RunFailure { status, message: message.into(), ..RunFailure::default() }))
    }

    #[test]
    fn each_limit_is_named_where_it_ended_the_run_and_nowhere_else() {
        let timeout = Error::Transport(TransportError::Timeout);
        for error in [failed(504, ""), failed(502, "Task timed out after 20.0 seconds"), timeout] {
            assert!(limit(&error).is_some_and(|text| text.contains("20 seconds")), "{error:?}");
        }
        let large = Error::Transport(TransportError::TooLarge);
        for error in [
            failed(413, "Response too large"),
            failed(502, "Response payload size exceeded maximum allowed"),
            large,
        ] {
            assert!(limit(&error).is_some_and(|text| text.contains("6 MB")), "{error:?}");
        }
        for error in [
            failed(400, "timeout is no number"),
            failed(502, ""),
            failed(413, ""),
            Error::Transport(TransportError::Offline),
        ] {
            assert_eq!(limit(&error), None, "{error:?}");
        }
    }
}
