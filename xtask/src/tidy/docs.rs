//! Links of the documents resolve, and nothing names a machine or a registry's host.
use super::Findings;
use crate::shell::{Outcome, read};
use std::path::{Path, PathBuf};

/// What may stand in no file. In parts, so that this file passes its own check.
fn forbidden() -> Vec<String> {
    [
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("registry.npm", "js.org"),
        ("index.crates", ".io"),
        ("pypi", ".org"),
        ("deb.debian", ".org"),
    ]
    .iter()
    .map(|(a, b)| format!("{a}{b}"))
    .collect()
}

const MUST_BE_THERE: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "CONTRIBUTING.md",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "Cargo.lock",
    "Trunk.toml",
    "index.html",
    ".ci/run",
    ".editorconfig",
    "deny.toml",
    "clippy.toml",
];

pub(super) fn check(root: &Path, all: &[PathBuf]) -> Outcome<Findings> {
    let mut findings = Findings::new();
    for needed in MUST_BE_THERE {
        if !root.join(needed).is_file() {
            findings.push(format!("{needed} is missing"));
        }
    }
    let words = forbidden();
    for file in all {
        let ending = file.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
        let is_text = ["rs", "md", "toml", "json", "html", "css", "js", "ts", "mjs", "py", "sql", "yml"]
            .contains(&ending.as_str());
        if !is_text || file.ends_with("Cargo.lock") || file.starts_with("HELPERS-READ-FIRST.md") {
            continue;
        }
        let text = read(&root.join(file))?;
        for word in &words {
            if text.contains(word.as_str()) {
                findings.push(format!("{} names {word}", file.display()));
            }
        }
        if ending == "md" {
            findings.extend(broken_links(root, file, &text));
        }
    }
    Ok(findings)
}

/// The relative links of a document that lead nowhere.
fn broken_links(root: &Path, file: &Path, text: &str) -> Findings {
    let dir = root.join(file).parent().map(Path::to_path_buf).unwrap_or_default();
    let mut findings = Findings::new();
    for part in text.split("](").skip(1) {
        let link = part.split([')', ' ']).next().unwrap_or_default();
        let path = link.split('#').next().unwrap_or_default();
        let is_local = !path.is_empty() && !link.contains("://") && !link.starts_with("mailto:");
        if is_local && !dir.join(path).exists() {
            findings.push(format!("{} links to {link}, which is not there", file.display()));
        }
    }
    findings
}
