//! What source files may hold.
use super::{Findings, is_rust};
use crate::shell::{Outcome, read};
use std::path::{Path, PathBuf};

/// Longer files are more than one idea.
const MOST_LINES: usize = 500;

/// Words that only `src/browser` may write, in the app.
const BROWSER_ONLY: &[&str] = &["js_sys::", "gloo_net::", "gloo_timers::"];
/// Types of web-sys are the vocabulary of events in views; calls to the browser are not.
const WEB_CALLS: &[&str] = &[
    "web_sys::window",
    "web_sys::console",
    ".local_storage(",
    "add_event_listener_with_callback",
    "request_animation_frame",
];

pub(super) fn check(root: &Path, all: &[PathBuf]) -> Outcome<Findings> {
    let mut findings = Findings::new();
    for file in all.iter().filter(|file| is_rust(file)) {
        let text = read(&root.join(file))?;
        let name = file.display();
        let is_test_data =
            file.components().any(|part| part.as_os_str() == "tests") || file.ends_with("tests.rs");
        if !text.starts_with("//!") && !is_test_data {
            findings.push(format!("{name} does not say in its first line what it is for"));
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            findings.push(format!("{name} has {lines} lines: at most {MOST_LINES}"));
        }
        if file.starts_with("xtask") {
            continue;
        }
        let mut forbid = |words: &[&str], why: &str| {
            for word in words {
                if text.contains(word) {
                    findings.push(format!("{name} has “{word}”: {why}"));
                }
            }
        };
        forbid(&["inner_html", "innerHTML", "from_html_unchecked"], "no data may become markup");
        forbid(&[".forget()"], "whatever mounts must unmount");
        if file.starts_with("src") && !file.starts_with("src/browser") && file != Path::new("src/browser.rs")
        {
            forbid(BROWSER_ONLY, "only src/browser touches the web");
            forbid(WEB_CALLS, "only src/browser touches the web");
            forbid(
                &[" style={", " style=\""],
                "the page's policy forbids style attributes: use a class or CSSOM",
            );
            forbid(&["href=\"#", "href={\"#"], "addresses are relative to the base");
        }
        if file.starts_with("src") && !file.starts_with("src/worker") && file != Path::new("src/worker.rs") {
            forbid(
                &["flowdeck_engine"],
                "the engine is in the preview's worker alone, which is fetched when it is needed",
            );
        }
        if file.starts_with("src/components") {
            forbid(&["crate::store", "crate::pages"], "components know neither store nor pages");
        }
        if file.starts_with("src") && file != Path::new("src/bin/codes.rs") {
            forbid(&["flowdeck_codes"], "what reads codes is a wasm of its own");
        }
        if file.starts_with("crates") {
            forbid(&["web_sys", "js_sys", "yew::"], "nothing below the app knows the web");
        }
        if file.starts_with("crates/server/src")
            && !file.starts_with("crates/server/src/db")
            && file != Path::new("crates/server/src/db.rs")
        {
            forbid(
                &["sqlx::query", "\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE FROM"],
                "only db writes SQL",
            );
        }
        let is_pure = ["crates/spec/src", "crates/editor/src", "crates/engine/src", "crates/codes/src"]
            .iter()
            .any(|dir| file.starts_with(dir));
        if is_pure && !is_test_data {
            forbid(
                &["std::fs", "std::net", "std::time", "std::env", "SystemTime", "thread::sleep"],
                "pure: no I/O, no clock",
            );
        }
    }
    Ok(findings)
}
