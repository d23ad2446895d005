//! `flowdeck check` and `flowdeck catalog` as somebody at a prompt, a hook or a script meets them.
use expect_test::expect;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BROKEN: &str = r#"{
  "version": "1.0",
  "inputs": [{"type": "WorkflowImage", "name": "image"}],
  "steps": [
	{"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.imge"}
  ],
  "outputs": []
}
"#;
const SOUND: &str = r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],"steps":[],"outputs":[{"type":"JsonField","name":"out","selector":"$inputs.image"}]}"#;

fn flowdeck(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flowdeck")).args(args).current_dir(dir).output().unwrap()
}

fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("broken.json"), BROKEN).unwrap();
    std::fs::write(dir.path().join("sound.json"), SOUND).unwrap();
    dir
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn people_see_the_line_the_place_and_what_mends_it() {
    let dir = folder();
    let output = flowdeck(dir.path(), &["check", "broken.json", "sound.json"]);
    assert_eq!(output.status.code(), Some(1));
    expect![[r#"
        error[FD0201]: There is no input “imge”: did you mean $inputs.image?
         --> broken.json:5:67
          |
        5 |     {"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.imge"}
          |                                                                      ^^^^^^^^^^^^^^
          |
          = help: Replace with $inputs.image
          = note: the engine raises InvalidReferenceTargetError
    "#]]
    .assert_eq(&first(&output));
}

/// The first finding that was told.
fn first(output: &Output) -> String {
    format!("{}\n", text(&output.stdout).split("\n\n").next().unwrap_or_default())
}

#[test]
fn the_exit_code_says_how_it_went() {
    let dir = folder();
    let code = |args: &[&str]| flowdeck(dir.path(), args).status.code();
    assert_eq!(code(&["check", "sound.json"]), Some(0));
    assert_eq!(code(&["check", "broken.json"]), Some(1));
    assert_eq!(code(&["check", "missing.json"]), Some(2));
    assert_eq!(code(&["check", "."]), Some(2));
    assert_eq!(code(&["catalog", "diff", "bundled", "bundled"]), Some(0));
}

#[test]
fn code_scanning_can_read_it() {
    let dir = folder();
    let output = flowdeck(dir.path(), &["check", "--format", "sarif", "broken.json"]);
    let sarif: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&Value::from("FD0201"), &Value::from("error")));
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region["startLine"], 5);
    let output = flowdeck(dir.path(), &["check", "--format", "json", "broken.json", "sound.json"]);
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&all["files"][0]["valid"], &all["files"][1]["valid"]),
        (&Value::from(false), &Value::from(true))
    );
    assert_eq!(all["files"][0]["findings"][0]["engine_class"], "InvalidReferenceTargetError");
}

/// A worker is asked line by line and answers each before the next comes.
#[test]
fn a_worker_answers_line_by_line() {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_flowdeck"))
        .args(["check", "--format", "jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = worker.stdin.take().unwrap();
    let mut from = BufReader::new(worker.stdout.take().unwrap());
    let mut ask = |line: &str| -> Value {
        writeln!(to, "{line}").unwrap();
        to.flush().unwrap();
        let mut answer = String::new();
        from.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    };
    let sound = ask(&format!(r#"{{"id":"a","spec":{SOUND}}}"#));
    assert_eq!((&sound["id"], &sound["valid"]), (&Value::from("a"), &Value::from(true)));
    let broken = ask(&format!(r#"{{"id":7,"spec":{}}}"#, BROKEN.replace(['\n', '\t'], " ")));
    assert_eq!(
        (&broken["id"], &broken["errors"][0]["pointer"]),
        (&Value::from(7), &Value::from("/steps/0/image"))
    );
    // As Python writes numbers that JSON does not know.
    let python = ask(
        r#"{"id":"b","spec":{"version":"1.0","inputs":[{"type":"WorkflowParameter","name":"x","default_value":Infinity}],"steps":[],"outputs":[]}}"#,
    );
    assert_eq!(python["valid"], true);
    let none = ask("nothing of the kind");
    assert_eq!((&none["id"], &none["errors"][0]["code"]), (&Value::Null, &Value::from("FD0001")));
    drop(to);
    assert!(worker.wait().unwrap().success());
}

#[test]
fn what_is_mended_is_what_was_said() {
    let dir = folder();
    let output = flowdeck(dir.path(), &["check", "--fix", "broken.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stdout));
    let mended = std::fs::read_to_string(dir.path().join("broken.json")).unwrap();
    assert_eq!(mended, BROKEN.replace("$inputs.imge", "$inputs.image"));
}

#[test]
fn a_line_of_a_megabyte_is_cut_around_the_place() {
    let dir = folder();
    let long = BROKEN.replace("blur", &"x".repeat(1_000_000));
    std::fs::write(dir.path().join("long.json"), long).unwrap();
    let output = flowdeck(dir.path(), &["check", "long.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.len() < 3000, "{}", output.stdout.len());
}
