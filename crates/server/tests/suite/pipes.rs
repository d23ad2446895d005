//! Answers to a pipe that is closed, as `head` closes one when it has seen enough: the program ends quietly.
use crate::support::process::flowdeck;
use std::path::Path;
use std::process::Stdio;

/// Starts the program, closes its standard output before it writes, and gives the exit code and what it complains of.
fn unread(dir: &Path, args: &[&str]) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = flowdeck();
    command.args(args).current_dir(dir).stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped());
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let broken = r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],"steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.imge"}],"outputs":[{"type":"JsonField","name":"out","selector":"$steps.blur.image"}]}"#;
    std::fs::write(dir.path().join("broken.json"), broken).unwrap();
    std::fs::write(dir.path().join("empty.json"), "{}").unwrap();
    // More answers than any buffer holds.
    let lines = format!("{{\"id\":1,\"spec\":{broken}}}\n").repeat(20_000);
    std::fs::write(dir.path().join("lines.jsonl"), lines).unwrap();
    std::fs::write(dir.path().join("none.txt"), no_blocks()).unwrap();
    dir
}

/// A catalogue without blocks: the first lines of ours, up to the first block.
fn no_blocks() -> String {
    let text = include_str!("../../../../static/catalogue.txt");
    text.lines().take_while(|line| !line.starts_with("block ")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_nobody_reads_ends_quietly_with_the_findings_exit_code() {
    let dir = folder();
    for (args, code) in [
        (&["check", "broken.json"][..], 1),
        (&["check", "empty.json"], 0),
        (&["check", "--format", "json", "broken.json"], 1),
        (&["check", "--format", "sarif", "broken.json"], 1),
        (&["check", "--format", "jsonl", "lines.jsonl"], 0),
        (&["check", "--explain", "FD0201"], 0),
        (&["catalog", "list"], 0),
        (&["catalog", "show", "roboflow_core/image_blur@v1"], 0),
        (&["catalog", "diff", "bundled", "none.txt"], 0),
        (&["catalog", "diff", "--format", "json", "bundled", "none.txt"], 0),
        (&["--help"], 0),
    ] {
        assert_eq!(unread(dir.path(), args), (Some(code), String::new()), "{args:?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_told_all_the_same() {
    let dir = folder();
    let (code, told) = unread(dir.path(), &["check", "missing.json", "broken.json"]);
    assert_eq!((code, told.lines().count()), (Some(2), 1), "{told}");
    let (code, told) = unread(dir.path(), &["check", "--format", "jsonl", "missing.jsonl", "lines.jsonl"]);
    assert_eq!((code, told.lines().count()), (Some(2), 1), "{told}");
}

#[test]
fn a_diff_that_nobody_reads_changes_nothing() {
    let dir = folder();
    let (code, told) = unread(dir.path(), &["check", "--fix", "--diff", "broken.json"]);
    assert_eq!((code, told.as_str()), (Some(0), "1 fix would be applied.\n"));
}

/// A full disk is no reader that has seen enough.
#[cfg(target_os = "linux")]
#[test]
fn another_failure_to_write_is_said() {
    let dir = folder();
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = flowdeck();
    let output =
        command.args(["check", "broken.json"]).current_dir(dir.path()).stdout(full).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(told.starts_with("flowdeck: The answer cannot be written: "), "{told}");
}
