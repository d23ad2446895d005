//! `cargo xtask build`: `dist/` and the one binary that holds it.
use crate::app::{self, Kind};
use crate::shell::{Outcome, cargo, say, stage, target};
use crate::tools;

/// Makes a release.
pub(crate) fn build(args: &[&str]) -> Outcome {
    if let Some(other) = args.first() {
        return Err(format!("build takes no {other}"));
    }
    stage("Tools", tools::for_app)?;
    stage("App, small", || app::build(Kind::Release))?;
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
