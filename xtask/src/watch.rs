//! Building again when a source changes.
use crate::app::{self, Kind};
use crate::shell::{Outcome, root, say, stage};
use std::process::Child;
use std::time::Duration;

/// How often sources are looked at.
const PAUSE: Duration = Duration::from_millis(700);

/// Rebuilds app and server on change, until the server ends.
pub(crate) fn watch(child: &mut Child, start: impl Fn() -> Outcome<Child>) -> Outcome {
    let server_sources = [root().join("crates"), root().join("Cargo.lock")];
    let mut seen_app = app::newest(&app::sources());
    let mut seen_server = app::newest(&server_sources);
    say("  Watching the sources: save a file and load the page again.");
    loop {
        std::thread::sleep(PAUSE);
        if let Ok(Some(status)) = child.try_wait() {
            return if status.success() { Ok(()) } else { Err(String::from("The server stopped.")) };
        }
        let (now_app, now_server) = (app::newest(&app::sources()), app::newest(&server_sources));
        if now_app != seen_app {
            seen_app = now_app;
            // A mistake in a source is shown and waited out.
            let _ = stage("App", || app::build(Kind::Development));
        }
        if now_server != seen_server {
            seen_server = now_server;
            if stage("Server", crate::run::server).is_ok() {
                child.kill().map_err(|error| format!("The old server cannot be stopped: {error}"))?;
                child.wait().map_err(|error| format!("The old server was lost: {error}"))?;
                *child = start()?;
            }
        }
    }
}
