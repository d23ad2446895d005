//! `cargo xtask build`: `dist/` and the one binary that holds it; with `--base`, a `dist/` for a host without a server.
use crate::app::{self, Kind};
use crate::shell::{Outcome, cargo, say, stage, target};
use crate::static_site::{self, Options};
use crate::tools;

/// Makes a release.
pub(crate) fn build(args: &[&str]) -> Outcome {
    let options = Options::read(args)?;
    stage("Tools", tools::for_app)?;
    stage("App, small", || app::build(Kind::Release))?;
    if let Some(options) = options {
        return stage("Files for a static host", || static_site::make(&Kind::Release.dist(), &options));
    }
    stage("Server with the app in it", || {
        crate::shell::run(crate::shell::without_paths(&mut cargo()).args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "flowdeck-server",
            "--features",
            "embed-app",
        ]))
    })?;
    say(&format!("{} serves everything: try `flowdeck serve`.", target().join("release/flowdeck").display()));
    Ok(())
}
