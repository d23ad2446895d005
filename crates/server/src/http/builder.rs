//! `/workflows/local`: the app for the builder page of an `inference` server (execution contract, “the local builder”). The
//! page holds the list of servers that it may be a builder for, calls and is framed by those alone (`headers.rs`), and opens
//! nothing of this server: it gets no session.
use super::page;
use super::state::AppState;
use axum::response::Response;

/// Whether a path is the builder's: the server's page asks for `/workflows/local` or `/workflows/local/ID`.
pub(super) fn is_builder(path: &str) -> bool {
    let below = path.trim_start_matches('/').strip_prefix("workflows/local");
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The page.
pub(super) fn serve(state: &AppState) -> Response {
    // An origin is a serialised address, so it holds no quote.
    let mark = format!("<meta name=\"flowdeck-builders\" content=\"{}\" />", state.builders.join(" "));
    page::page(state, &mark)
}

#[cfg(test)]
mod tests {
    use super::is_builder;

    #[test]
    fn its_paths() {
        for path in ["/workflows/local", "/workflows/local/", "/workflows/local/a-b_C"] {
            assert!(is_builder(path), "{path}");
        }
        for path in ["/workflows/localhost", "/workflows", "/w/workflows/local", "/"] {
            assert!(!is_builder(path), "{path}");
        }
    }
}
