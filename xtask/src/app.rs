//! Building the app: trunk, then our own step over its page.
use crate::shell::{Outcome, program, quiet, root, run, say, target};
use crate::{dist, tools};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How the app is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Quick to build.
    Development,
    /// Small, compressed, in `dist/`.
    Release,
}

impl Kind {
    /// Where it goes.
    pub(crate) fn dist(self) -> PathBuf {
        match self {
            Self::Development => target().join("dist-dev"),
            Self::Release => root().join("dist"),
        }
    }
}

/// Everything that the app is made of.
const SOURCES: &[&str] = &[
    "src",
    "static",
    "js/src",
    "npm",
    "js/package-lock.json",
    "crates/spec/src",
    "crates/editor/src",
    "crates/client/src",
    "crates/codes/src",
    "crates/engine/src",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "xtask/src",
];

/// Builds the app unless nothing has changed since it was built.
pub(crate) fn build(kind: Kind) -> Outcome {
    let dist = kind.dist();
    let stamp = dist.join(".built");
    if kind == Kind::Development && is_fresh(&stamp) {
        say("  nothing has changed");
        return Ok(());
    }
    // What is changed while it is being built is in it only by luck.
    let begun = SystemTime::now();
    editor_module()?;
    let mut trunk = program("trunk");
    trunk.args(["--offline", "true", "build", "--dist"]).arg(&dist);
    // Trunk reads NO_COLOR as a flag of its own and trips over other values than true and false.
    trunk.env_remove("NO_COLOR");
    if kind == Kind::Release {
        if !tools::has_node() {
            return Err(String::from(
                "A release needs Node.js with npm: wasm-opt and the JSON editor come from there.",
            ));
        }
        trunk.arg("--release");
        crate::shell::for_small_wasm(&mut trunk);
    }
    quiet(&mut trunk)?;
    if tools::has_node() {
        crate::widget::build(&dist, kind)?;
        crate::preview::build(&dist, kind)?;
    } else {
        say("  Node.js is not there: the widget (embed.js) and the live preview are left out");
    }
    dist::finish(&dist, kind)?;
    crate::shell::write(&stamp, "")?;
    let stamped = std::fs::File::options().write(true).open(&stamp).and_then(|file| file.set_modified(begun));
    stamped.map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Bundles the JSON editor into `target/js`. Without Node.js the app falls back to a plain text field.
pub(crate) fn editor_module() -> Outcome {
    let out = dist::editor_file();
    if !tools::has_node() {
        say("  Node.js is not there: the JSON editor will be a plain text field");
        return Ok(());
    }
    tools::npm_ci("js")?;
    let sources = [root().join("js/src"), root().join("js/package-lock.json")];
    if newest(&sources).zip(modified(&out)).is_some_and(|(source, made)| made > source) {
        return Ok(());
    }
    run(program("npm")
        .args(["run", "--silent", "build", "--", "--log-level=warning"])
        .arg(format!("--outfile={}", out.display()))
        .current_dir(root().join("js")))
}

fn is_fresh(stamp: &Path) -> bool {
    let sources: Vec<PathBuf> = SOURCES.iter().map(|source| root().join(source)).collect();
    newest(&sources).zip(modified(stamp)).is_some_and(|(source, built)| built > source)
}

/// The last change below some paths.
pub(crate) fn newest(paths: &[PathBuf]) -> Option<SystemTime> {
    paths
        .iter()
        .flat_map(|path| if path.is_dir() { crate::shell::files(path) } else { vec![path.clone()] })
        .filter_map(|file| modified(&file))
        .max()
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|data| data.modified()).ok()
}

/// The sources, for watching.
pub(crate) fn sources() -> Vec<PathBuf> {
    SOURCES.iter().map(|source| root().join(source)).collect()
}
