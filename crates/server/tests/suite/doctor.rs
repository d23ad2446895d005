//! `flowdeck doctor`: finds what is wrong, says what to mend, changes nothing.
use crate::gateway::upstream::{Fault, Upstream};
use crate::support::process::run_to_end;
use crate::support::world::{CLOUD_KEY, echo};
use axum::Router;
use axum::http::StatusCode;
use flowdeck_server::cloud::Key;
use flowdeck_server::doctor::{Finding, Mark, Patient, examine};
use std::path::Path;
use tokio::net::TcpListener;

const JSON: (&str, &str) = ("content-type", "application/json");
const ORIGIN: &str = "https://deck.example";

/// An execution endpoint that lets pages of one origin call it.
async fn execution(allowed: &'static str) -> String {
    let app = Router::new()
        .fallback(move || async move { (StatusCode::OK, [("access-control-allow-origin", allowed)], "") });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

async fn look(data: &Path, management: &str, execution: &str, workspace: &str) -> Vec<Finding> {
    let key = Ok(Key::new(CLOUD_KEY).unwrap());
    let cloud = Some((management.into(), execution.into(), workspace.into(), key));
    examine(Patient { data: data.to_path_buf(), database: None, engine: None, cloud, origin: ORIGIN.into() })
        .await
}

fn bad(findings: &[Finding]) -> Vec<String> {
    findings.iter().filter(|one| one.mark == Mark::Bad).map(ToString::to_string).collect()
}

#[tokio::test]
async fn a_healthy_setup_needs_no_mending_and_stays_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let (upstream, cloud) = Upstream::start().await;
    let made = serde_json::json!({"name": "Dock", "config": echo().to_string()});
    cloud.ask("POST /api/home/createWorkflow").bearer(CLOUD_KEY).json(&made).send().await.expect(200);
    let list = || cloud.ask("GET /api/home/workflows").bearer(CLOUD_KEY).send();
    let before = list().await.json();
    let findings = look(dir.path(), &upstream.url, &execution(ORIGIN).await, "home").await;
    assert_eq!(bad(&findings), [""; 0]);
    let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
    for what in [
        "belongs to the workspace “home”",
        "(1 workflows)",
        "save, delete and restore",
        "clocks agree",
        "(CORS)",
        "workflow:create",
    ] {
        assert!(said.iter().any(|line| line.contains(what)), "{what} in {said:#?}");
    }
    assert!(said.iter().all(|line| !line.contains(CLOUD_KEY)));
    assert_eq!(list().await.json(), before);
}

#[tokio::test]
async fn each_thing_that_is_wrong_is_named_with_its_mend() {
    let dir = tempfile::tempdir().unwrap();
    let (upstream, _cloud) = Upstream::start().await;
    let open = execution("*").await;
    for (path, status, words) in [
        ("/api/", 401, ["does not know the key", "ROBOFLOW_API_KEY"]),
        ("/updateWorkflow", 403, ["may not save", "workflow:update"]),
        ("/home/trash", 403, ["may not look into the Trash", "project:read"]),
        ("/workflowToken", 423, ["workflow tokens", "paused"]),
    ] {
        // The base itself ends in a slash; a longer path holds it too, so the first call alone is meant by “?”.
        let path = if path == "/api/" { "/api/?" } else { path };
        upstream.harm(path, Fault::Answer(status, JSON, String::new()));
        let found = bad(&look(dir.path(), &upstream.url, &open, "home").await);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(words.iter().all(|word| found[0].contains(word)), "{found:#?}");
        upstream.heal();
    }
    let found = bad(&look(dir.path(), &upstream.url, &open, "other").await);
    assert!(found[0].contains("belongs to the workspace “home”, not to “other”"), "{found:#?}");
    let found =
        bad(&look(dir.path(), &upstream.url, &execution("https://other.example").await, "home").await);
    assert!(found.len() == 1 && found[0].contains("ALLOW_ORIGINS"), "{found:#?}");
    let found = bad(&look(dir.path(), "http://127.0.0.1:9", &open, "home").await);
    assert!(found[0].contains("does not answer"), "{found:#?}");
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_found_by_the_binary_too() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let (code, said) = run_to_end(&["doctor", "--data", data]);
    assert!(code == Some(0) && said.contains("Nothing must be mended."), "{said}");
    std::fs::write(dir.path().join("api-key"), "k").unwrap();
    std::fs::set_permissions(dir.path().join("api-key"), PermissionsExt::from_mode(0o644)).unwrap();
    let (code, said) = run_to_end(&["doctor", "--data", data]);
    assert!(
        code == Some(1) && said.contains("chmod 600") && said.contains("One thing must be mended"),
        "{said}"
    );
    let gateway = ["doctor", "--data", data, "--gateway", "http://127.0.0.1:9", "--workspace", "w"];
    let (code, said) = run_to_end(&gateway);
    assert!(code == Some(1) && said.contains("ROBOFLOW_API_KEY"), "{said}");
}
