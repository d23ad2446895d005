//! The tests that drive the real app in a real browser: Playwright over the release binary.
use crate::app::Kind;
use crate::shell::{Outcome, program, root, say, target, tee};
use crate::static_site::{self, Options};
use crate::test::{Count, counted};
use crate::tools;
use std::path::Path;
use std::process::Command;

/// Runs them; a soak takes full counts where CI takes reduced ones.
pub(crate) fn e2e(soak: bool) -> Outcome<Count> {
    let mut command = playwright()?;
    if soak {
        command.env("FLOWDECK_SOAK", "1");
    }
    counted(tee(&mut command)?)
}

/// Those that call the real engine from a page; `python` is of the environment that it is installed in.
pub(crate) fn with_engine(python: &Path) -> Outcome<Count> {
    counted(tee(playwright()?.arg("engine/").env("FLOWDECK_ENGINE_PYTHON", python))?)
}

fn playwright() -> Outcome<Command> {
    let chromium = tools::chromium()?;
    if !tools::has_node() {
        return Err(String::from("The end-to-end tests need Node.js with npm."));
    }
    tools::npm_ci("tests/e2e")?;
    let files = target().join("e2e-static");
    static_site::make(&Kind::Release.dist(), &Options::for_tests(files.clone()))?;
    let mut command = program(root().join("tests/e2e/node_modules/.bin/playwright"));
    command
        .arg("test")
        .current_dir(root().join("tests/e2e"))
        .env("CHROMIUM", chromium)
        .env_remove("DATABASE_URL")
        .env("FLOWDECK_BIN", target().join("release/flowdeck"))
        .env("FLOWDECK_STATIC", files)
        .env("PEER_PYTHON", crate::peer::public_packages()?.join("bin/python"));
    match tools::nginx() {
        Some(nginx) => {
            command.env("NGINX", nginx);
        }
        None => say(
            "  the tests under nginx are skipped: it is not here and Debian's cannot be fetched (or set NGINX)",
        ),
    }
    Ok(command)
}
