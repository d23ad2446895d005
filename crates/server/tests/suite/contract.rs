//! The management contract: who is asked for, what a credential is, what is refused in which words.
use crate::support::World;
use crate::support::world::{KEY, echo};
use serde_json::json;

#[tokio::test]
async fn the_base_tells_which_workspace_a_key_belongs_to() {
    let world = World::new().await;
    for line in ["GET /api", "GET /api/", "POST /api", "POST /api/"] {
        let by_query = world.ask(&format!("{line}?api_key={KEY}")).send().await.expect(200);
        let by_header = world.ask(line).key().send().await.expect(200);
        let by_body = world.ask(line).json(&json!({"api_key": KEY})).send().await.expect(200);
        assert_eq!(by_query["workspace"], "home", "{line}");
        assert!(by_query["welcome"].as_str().is_some_and(|text| !text.is_empty()), "{line}");
        assert_eq!((&by_header, &by_body), (&by_query, &by_query), "{line}");
    }
    let welcome = world.ask("GET /api/").key().send().await.expect(200);
    assert_eq!(
        welcome["workspaces"],
        json!([
            {"name": "Home", "url": "home", "readOnly": false},
            {"name": "Public samples", "url": "public", "readOnly": true},
        ])
    );
}

#[tokio::test]
async fn the_first_credential_counts_and_an_empty_one_is_none() {
    let world = World::new().await;
    let wrong_query = world.ask("GET /api/?api_key=wrong").key().send().await;
    assert_eq!(wrong_query.refused(401).matches("key").count(), 2);
    let wrong_header = world.ask("POST /api/").bearer("wrong").json(&json!({"api_key": KEY})).send().await;
    wrong_header.refused(401);
    world.ask("POST /api/?api_key=").key().send().await.expect(200);
    world.ask("POST /api/").json(&json!({"api_key": ""})).send().await.refused(401);
    for part in [&KEY[..KEY.len() - 1], &format!("{KEY}x"), &KEY.to_uppercase()] {
        world.ask("GET /api/").bearer(part).send().await.refused(401);
    }
}

#[tokio::test]
async fn a_workspace_describes_itself() {
    let world = World::new().await;
    let workspace = world.ask("GET /api/home").key().send().await.expect(200)["workspace"].clone();
    assert_eq!((&workspace["url"], &workspace["projects"]), (&json!("home"), &json!([])));
    assert!(workspace.get("name").is_some() && workspace.get("members").is_some());
    let sentence = world.ask("GET /api/elsewhere").key().send().await.refused(404);
    assert!(sentence.contains("elsewhere"), "{sentence}");
}

#[tokio::test]
async fn every_call_wants_a_credential() {
    let world = World::new().await;
    world.create("Mine", &echo()).await;
    for line in [
        "GET /api/",
        "GET /api/home",
        "GET /api/home/workflows",
        "GET /api/home/workflows/mine",
        "GET /api/home/workflows/mine/versions",
        "GET /api/home/trash",
        "DELETE /api/home/workflows/mine",
        "POST /api/home/createWorkflow?name=x",
        "POST /api/home/updateWorkflow",
        "POST /api/home/forkWorkflow",
        "POST /api/home/workflowToken",
        "POST /api/home/trash/restore",
    ] {
        world.ask(line).send().await.refused(401);
        world.ask(line).bearer("wrong").send().await.refused(401);
    }
    assert_eq!(world.get("mine").await["name"], "Mine");
}

#[tokio::test]
async fn public_samples_are_read_by_anybody_and_changed_by_nobody() {
    let world = World::new().await;
    world.sample("Codes", "codes").await;
    let sample = world.ask("GET /api/public/workflows/codes").send().await.expect(200)["workflow"].clone();
    assert_eq!(sample["public"], true);
    world.ask("GET /api/public/workflows/codes/versions").send().await.expect(200);
    world.ask("GET /api/public/workflows/none").send().await.refused(404);
    let body = json!({"id": sample["id"], "name": "n", "url": "u", "config": "{}", "type": "workflow",
        "source_workspace": "public", "source_workflow": "codes"});
    for call in ["createWorkflow", "updateWorkflow", "forkWorkflow", "trash/restore"] {
        let line = format!("POST /api/public/{call}");
        let sentence = world.ask(&line).key().json(&body).send().await.refused(403);
        assert!(sentence.contains("read-only"), "{call}: {sentence}");
    }
    world.ask("DELETE /api/public/workflows/codes").key().send().await.refused(403);
}

#[tokio::test]
async fn what_is_no_call_is_refused_with_a_sentence() {
    let world = World::new().await;
    world.ask("GET /api/home/nonsense").key().send().await.refused(404);
    world.ask("PUT /api/home/workflows").key().send().await.refused(405);
    world.ask("POST /api/home/workflowToken").key().body("{\"id\":").send().await.refused(400);
    world.ask("POST /api/home/workflowToken").key().body("[1]").send().await.refused(400);
    world.ask("POST /api/home/workflowToken").key().body("{\"id\":\"\\ud800\"}").send().await.refused(400);
    world.ask("POST /api/home/workflowToken").key().body([0xff, 0xfe]).send().await.refused(400);
    let deep = "[".repeat(10_000);
    world
        .ask("POST /api/home/workflowToken")
        .key()
        .body(format!("{{\"id\":{deep}"))
        .send()
        .await
        .refused(400);
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let world = World::new().await;
    let line = format!("POST /api/home/createWorkflow?name=x&config={}", "a".repeat(65_000));
    world.ask(&line).key().send().await.refused(414);
    let announced = world.ask("POST /api/home/createWorkflow").key().header("content-length", "99999999");
    announced.send().await.refused(413);
    let large = json!({"name": "x", "config": " ".repeat(17 << 20)});
    world.ask("POST /api/home/createWorkflow").key().json(&large).send().await.refused(413);
    assert_eq!(world.ask("GET /api/home/workflows").key().send().await.expect(200)["workflows"], json!([]));
}
