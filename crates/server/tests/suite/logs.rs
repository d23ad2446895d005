//! No log holds a key, a token, a cookie or a body, however much is logged.
use crate::support::process::{Serving, flowdeck};
use crate::support::wire::Call;
use serde_json::{Value, json};
use std::process::Stdio;

#[test]
fn the_most_verbose_log_holds_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut command = flowdeck();
    // An engine that does not answer: its key must not be in what is logged of the attempt.
    command.env("FLOWDECK_LOG", "trace").env("FLOWDECK_ENGINE_KEY", "canary-engine-key");
    command.stderr(Stdio::from(log.reopen().unwrap()));
    let mut server = Serving::from(command, dir.path(), &["--engine", "http://127.0.0.1:9"]);
    let (port, key) = (server.port, server.key());
    let create = "/api/home/createWorkflow?name=Dock&config=%7B%22steps%22%3A%5B%22canary-in-query%22%5D%7D";
    assert_eq!(Call::new("POST", create).bearer(&key).send(port).status, 200);
    for path in [format!("/api/?api_key={key}"), format!("/api/home/workflows?api_key={key}&q=canary-search")]
    {
        assert_eq!(Call::new("GET", &path).send(port).status, 200);
    }
    let body = json!({"api_key": key, "id": "dock", "name": "Dock", "url": "dock",
        "config": "{\"specification\":{\"x\":\"canary-in-body\"}}"});
    assert_eq!(Call::new("POST", "/api/home/updateWorkflow").body(&body).send(port).status, 200);
    let minted = Call::new("POST", "/api/home/workflowToken").body(&body).send(port);
    let minted: Value = serde_json::from_str(&minted.body).unwrap();
    let token = minted["token"].as_str().unwrap();
    let run = json!({"api_key": token, "inputs": {"secret": "canary-input"}});
    assert_eq!(Call::new("POST", "/run/home/workflows/dock").body(&run).send(port).status, 502);
    let broken =
        Call::new("POST", &format!("/run/home/workflows/dock?api_key={token}")).body(&json!("canary"));
    assert_eq!(broken.send(port).status, 422);
    let page = Call::new("GET", "/").header("Cookie", "flowdeck_x=canary-cookie").send(port);
    let cookie = page.head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let (name, rest) = cookie.split_once('=').unwrap();
    let session = rest.split(';').next().unwrap();
    assert!(name.starts_with("flowdeck_") && session.len() > 20, "{cookie}");
    server.signal("-TERM");
    assert_eq!(server.wait().code(), Some(0));

    let text = std::fs::read_to_string(log.path()).unwrap();
    assert!(text.contains("TRACE") && text.contains("sqlx"), "nothing was logged, so nothing was tested");
    let signature = token.rsplit('.').next().unwrap();
    let secrets = [key.as_str(), token, signature, "canary", "api_key", name, session];
    for line in text.lines() {
        for secret in secrets {
            assert!(!line.contains(secret), "“{secret}” is in the log: {line}");
        }
    }
}
