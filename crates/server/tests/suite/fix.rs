//! `flowdeck check --fix`: what is mended without being asked, what only when asked, and where it is written.
use crate::support::process::flowdeck;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

/// A slip of the hand, and a property that the block does not have.
const BROKEN: &str = "{\r\n  \"version\": \"1.0\",\r\n  \"inputs\": [{\"type\": \"WorkflowImage\", \"name\": \"image\"}],\r\n  \"steps\": [\r\n    {\"type\": \"roboflow_core/image_blur@v1\", \"name\": \"blur\", \"image\": \"$inputs.imge\", \"colour\": 1e3}\r\n  ],\r\n  \"outputs\": [{\"type\": \"JsonField\", \"name\": \"caf\\u00e9\", \"selector\": \"$steps.blur.image\"}]\r\n}\r\n";

fn mended() -> String {
    BROKEN.replace("imge", "image")
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("flow.json"), BROKEN).unwrap();
        Self(dir)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("flow.json")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    fn check(&self, args: &[&str]) -> Output {
        flowdeck().arg("check").args(args).current_dir(self.0.path()).output().unwrap()
    }
}

fn said(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// What comes out when the text goes in.
fn filtered(args: &[&str], text: &str) -> Output {
    let mut command = flowdeck();
    command.arg("check").args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn what_loses_nothing_is_done_and_the_rest_is_told() {
    let folder = Folder::new();
    let output = folder.check(&["--fix", "flow.json"]);
    assert_eq!((output.status.code(), folder.text()), (Some(0), mended()));
    let told = said(&output.stderr);
    assert!(
        told.starts_with("fixed flow.json: Replace with $inputs.image (FD0201)\n1 fix applied. "),
        "{told}"
    );
    assert!(told.contains("1 more takes away or replaces what somebody wrote: --unsafe-fixes"), "{told}");
    let left = said(&output.stdout);
    assert_eq!((left.matches(" --> ").count(), left.matches("FD0708").count()), (1, 1), "{left}");
    // Warnings count where they are asked to.
    assert_eq!(folder.check(&["--fix", "--deny-warnings", "flow.json"]).status.code(), Some(1));

    let output = folder.check(&["--fix", "--unsafe-fixes", "flow.json"]);
    assert_eq!(folder.text(), mended().replace(", \"colour\": 1e3", ""));
    assert_eq!(said(&output.stderr), "fixed flow.json: Remove it (FD0708)\n1 fix applied.\n");
    assert_eq!(said(&output.stdout), "Nothing to mend in 1 file.\n");
}

#[test]
fn a_file_that_does_not_change_is_not_written() {
    let folder = Folder::new();
    std::fs::write(folder.path(), mended()).unwrap();
    let identity = |path: &Path| {
        let facts = std::fs::metadata(path).unwrap();
        (facts.modified().unwrap(), facts.len(), inode(&facts))
    };
    let before = identity(&folder.path());
    let output = folder.check(&["--fix", "flow.json"]);
    assert!(said(&output.stderr).starts_with("No fix applied. 1 more "), "{}", said(&output.stderr));
    assert_eq!(identity(&folder.path()), before);
    assert_eq!(std::fs::read_dir(folder.0.path()).unwrap().count(), 1);
}

#[cfg(unix)]
fn inode(facts: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(facts)
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> u64 {
    0
}

#[test]
fn a_diff_writes_nothing_and_can_be_applied() {
    let folder = Folder::new();
    let output = folder.check(&["--fix", "--diff", "flow.json"]);
    assert_eq!((output.status.code(), folder.text()), (Some(0), String::from(BROKEN)));
    let diff = said(&output.stdout);
    assert!(diff.starts_with("--- flow.json\n+++ flow.json\n@@ -2,7 +2,7 @@\n"), "{diff}");
    assert_eq!((diff.matches("\n-").count(), diff.matches("\n+").count()), (1, 2), "{diff}");
    assert!(said(&output.stderr).starts_with("1 fix would be applied."), "{}", said(&output.stderr));
    let applied = filtered_by("patch", &["-s", "--binary", "flow.json"], diff, folder.0.path());
    if applied {
        assert_eq!(folder.text(), mended());
    }
    let nothing = folder.check(&["--fix", "--diff", "flow.json", "missing.json"]);
    assert_eq!(nothing.status.code(), Some(2));
}

/// Gives a text to another program; false where there is no such program.
fn filtered_by(program: &str, args: &[&str], text: &str, dir: &Path) -> bool {
    let mut command = std::process::Command::new(program);
    let Ok(mut child) = command.args(args).current_dir(dir).stdin(Stdio::piped()).spawn() else {
        return false;
    };
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    true
}

#[test]
fn standard_input_comes_out_mended() {
    let output = filtered(&["--fix", "-"], BROKEN);
    assert_eq!((output.status.code(), said(&output.stdout)), (Some(0), &*mended()));
    assert!(said(&output.stderr).contains("FD0708"), "{}", said(&output.stderr));
    // What cannot be mended comes out as it went in.
    let output = filtered(&["--fix", "-"], "{\"a\": ");
    assert_eq!((output.status.code(), said(&output.stdout)), (Some(1), "{\"a\": "));
    let output = filtered(&["--fix", "--diff", "-"], BROKEN);
    assert!(said(&output.stdout).starts_with("--- <stdin>\n"));
}

#[test]
fn what_does_not_go_together_is_refused() {
    let folder = Folder::new();
    for args in [
        &["--unsafe-fixes", "flow.json"][..],
        &["--diff", "flow.json"],
        &["--fix", "--format", "jsonl", "flow.json"],
        &["--fix", "--diff", "--format", "json", "flow.json"],
        &["--fix", "--format", "sarif", "-"],
        &["--fix", "-", "flow.json"],
    ] {
        let output = folder.check(args);
        assert_eq!((output.status.code(), folder.text()), (Some(2), String::from(BROKEN)), "{args:?}");
    }
}

#[test]
fn programs_are_told_which_fixes_are_safe() {
    let folder = Folder::new();
    let output = folder.check(&["--format", "json", "flow.json"]);
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    let judged: Vec<_> = all["files"][0]["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            (finding["code"].as_str().unwrap(), finding["fixes"][0]["applicability"].as_str().unwrap())
        })
        .collect();
    assert_eq!(judged, [("FD0201", "safe"), ("FD0708", "unsafe")]);
    // What is left after mending is told in their form too.
    let output = folder.check(&["--fix", "--format", "json", "flow.json"]);
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&all["files"][0]["valid"], folder.text()), (&Value::from(true), mended()));
}
