//! A disk with no room left. A limit on the size of files stands in for it: SQLite hears the same refusal to write.
#![cfg(unix)]
use crate::support::process::{Serving, clean};
use crate::support::wire::Call;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// The binary, with files no longer than so many kilobytes. The signal that comes with the refusal is ignored, so
/// that the refusal itself arrives.
fn limited(kilobytes: u32) -> Command {
    let mut command = Command::new("bash");
    let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\"");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_flowdeck")]);
    clean(&mut command);
    command
}

#[test]
fn without_room_for_a_workspace_it_does_not_start() {
    let dir = tempfile::tempdir().unwrap();
    let output = limited(16).args(["serve", "--port", "0", "--data"]).arg(dir.path()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{said}");
    assert!(said.contains("disk is full"), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "{said}");
}

#[test]
fn a_save_without_room_is_refused_and_every_other_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let server = Serving::from(limited(6_000), dir.path(), &[]);
    let key = server.key();
    let mut kept = Vec::new();
    let refusal = loop {
        let name = format!("large-{}", kept.len());
        let config = json!({"specification": {"version": "1.0", "filler": "x".repeat(200_000)}}).to_string();
        let body = json!({"name": name, "config": config});
        let reply = Call::new("POST", "/api/home/createWorkflow").bearer(&key).body(&body).send(server.port);
        if reply.status != 200 {
            break reply;
        }
        kept.push(name);
        assert!(kept.len() < 100, "there was room without end");
    };
    assert_eq!(refusal.status, 507, "{}", refusal.body);
    let answer: Value = serde_json::from_str(&refusal.body).unwrap();
    assert!(answer["error"].as_str().unwrap().contains("disk is full"), "{answer}");
    assert!(!kept.is_empty());
    assert_all_there(server.port, &key, &kept);
    drop(server);
    let again = Serving::start(dir.path());
    assert_all_there(again.port, &key, &kept);
    // With room again, work goes on.
    let body = json!({"name": "after", "config": "{}"});
    let reply = Call::new("POST", "/api/home/createWorkflow").bearer(&key).body(&body).send(again.port);
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(Path::new(dir.path()).join("workspace.sqlite").exists());
}

fn assert_all_there(port: u16, key: &str, names: &[String]) {
    for name in names {
        let reply = Call::new("GET", &format!("/api/home/workflows/{name}")).bearer(key).send(port);
        assert_eq!(reply.status, 200, "{name}: {}", reply.body);
    }
}
