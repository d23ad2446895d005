//! The contract's calls, forwarded.
use super::upstream::Upstream;
use crate::support::world::{CLOUD_KEY, echo};
use serde_json::json;

#[tokio::test]
async fn every_call_of_the_contract_goes_through() {
    let (upstream, cloud, gateway) = Upstream::gateway().await;
    let config = echo().to_string();
    let made = gateway
        .ask("POST /api/home/createWorkflow")
        .key()
        .json(&json!({"name": "Dock door", "config": config}))
        .send()
        .await;
    let workflow = made.expect(200)["workflow"].clone();
    assert_eq!((workflow["url"].as_str(), workflow["config"].as_str()), (Some("dock-door"), Some(&*config)));
    assert_eq!(made.json()["workflows"]["id"], workflow["id"]);
    // The definition travelled in a body: the address that made the shell holds an empty one.
    let create = upstream.take().into_iter().find(|one| one.path.contains("createWorkflow")).unwrap();
    assert!(create.path.contains("config=%7B%7D") && !create.path.contains("first_non_empty"), "{create:?}");

    let list = gateway.ask("GET /api/home/workflows").key().send().await.expect(200);
    assert_eq!(list["workflows"][0]["url"], "dock-door");
    let read = gateway.ask("GET /api/home/workflows/dock-door").key().send().await;
    let tag = String::from(read.header("etag").unwrap());
    assert_eq!(read.expect(200)["workflow"], workflow);

    // A rename with another slug, on the base that was read.
    let body = json!({"id": workflow["id"], "name": "Dock two", "url": "dock-two", "config": "{\"specification\":{\"version\":\"1.1\"}}"});
    let saved =
        gateway.ask("POST /api/home/updateWorkflow").key().header("if-match", &tag).json(&body).send().await;
    assert_eq!(saved.expect(200)["workflow"]["url"], "dock-two");
    assert_ne!(saved.header("etag"), Some(&*tag));
    let versions = gateway.ask("GET /api/home/workflows/dock-two/versions").key().send().await.expect(200);
    assert_eq!(versions["versions"].as_array().unwrap().len(), 2 + usize::from(config != "{}"));

    let forked = json!({"source_workspace": "home", "source_workflow": "dock-two"});
    let fork = gateway.ask("POST /api/home/forkWorkflow").key().json(&forked).send().await.expect(201);
    assert_eq!(fork["workflow"]["url"], fork["workflow_url"]);

    let gone = gateway.ask("DELETE /api/home/workflows/dock-two").key().send().await.expect(200);
    assert_eq!((&gone["trash"], &gone["workflowId"]), (&json!(true), &workflow["id"]));
    let trash = gateway.ask("GET /api/home/trash").key().send().await.expect(200);
    assert_eq!(trash["sections"]["workflows"][0]["id"], workflow["id"]);
    let restore = json!({"type": "workflow", "id": workflow["id"]});
    gateway.ask("POST /api/home/trash/restore").key().json(&restore).send().await.expect(200);
    assert_eq!(cloud.ask("GET /api/home/workflows/dock-two").bearer(CLOUD_KEY).send().await.status, 200);
}

#[tokio::test]
async fn the_welcome_and_the_configuration_say_what_is_served() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    let welcome = gateway.ask("GET /api/").key().send().await.expect(200);
    assert_eq!((&welcome["workspace"], welcome["workspaces"].as_array().unwrap().len()), (&json!("home"), 1));
    let config = gateway.ask("GET /config.json").send().await.json();
    assert_eq!(
        (&config["mode"], &config["execution"], &config["workspace"]),
        (&json!("gateway"), &json!("https://run.example"), &json!("home"))
    );
    let page = gateway.ask("GET /").send().await;
    assert!(
        page.header("content-security-policy").unwrap().contains("connect-src 'self' https://run.example;")
    );
    assert!(upstream.take().is_empty());
}

#[tokio::test]
async fn nothing_but_the_contract_is_forwarded_and_only_for_whoever_may() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    let cookie = gateway.cookie().await;
    for line in [
        "GET /api/other/workflows",
        "GET /api/home/projects",
        "GET /api/home/workflows/a/versions/b",
        "GET /api/home/../other/workflows",
        "GET /api/home/workflows/..%2f..%2fother",
        "PUT /api/home/workflows",
        "POST /run/home/workflows/a",
        "POST /run/workflows/run",
    ] {
        let answer = gateway.ask(line).page(&cookie).json(&json!({})).send().await;
        assert!(answer.status.is_client_error(), "{line}: {}", answer.status);
    }
    let asked = upstream.take();
    assert!(
        asked.iter().all(|one| one.path.starts_with("/api/home/workflows/..%2F..%2Fother?")),
        "{asked:?}"
    );
    for line in
        ["GET /api/home/workflows", "GET /api/", "GET /api/home/trash", "POST /api/home/workflowToken"]
    {
        gateway.ask(line).json(&json!({"id": "x"})).send().await.refused(401);
        gateway.ask(line).bearer(CLOUD_KEY).json(&json!({"id": "x"})).send().await.refused(401);
    }
    // A page of another site has the cookie but neither header nor origin.
    let forged = gateway.ask("POST /api/home/workflowToken").header("cookie", &cookie);
    forged.origin("https://evil.example").json(&json!({"id": "x"})).send().await.refused(403);
    assert!(upstream.take().is_empty());
}
