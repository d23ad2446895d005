//! The invariants of ARCHITECTURE.md that a program can check. Each check lists everything it finds.
mod data;
mod dependencies;
mod docs;
mod sources;

use crate::shell::{Outcome, files, root, say};
use std::path::{Path, PathBuf};

/// One thing out of order.
type Findings = Vec<String>;

/// Checks everything.
pub(crate) fn tidy() -> Outcome {
    let root = root();
    let all = tracked(&root);
    let mut findings = Findings::new();
    findings.extend(dependencies::check()?);
    findings.extend(sources::check(&root, &all)?);
    findings.extend(data::check(&root, &all)?);
    findings.extend(docs::check(&root, &all)?);
    if findings.is_empty() {
        return Ok(());
    }
    for finding in &findings {
        say(&format!("  {finding}"));
    }
    Err(format!("{} things are out of order", findings.len()))
}

/// The files of the project, relative to its root.
fn tracked(root: &Path) -> Vec<PathBuf> {
    files(root)
        .into_iter()
        .filter_map(|file| file.strip_prefix(root).ok().map(Path::to_path_buf))
        .filter(|file| !file.starts_with("target") && !file.starts_with("dist"))
        .collect()
}

/// Whether a file is Rust source of ours.
fn is_rust(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "rs")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_repository_is_tidy() {
        if let Err(why) = super::tidy() {
            panic!("{why}: run cargo xtask tidy");
        }
    }
}
