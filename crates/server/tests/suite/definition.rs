//! The two doors of a workflow token, and all the others.
use crate::support::World;
use crate::support::world::echo;
use serde_json::json;

#[tokio::test]
async fn an_engine_reads_the_definition_as_it_reads_the_clouds() {
    let world = World::new().await;
    world.create("Dock", &echo()).await;
    world.update("dock", "Dock", "dock", "{}").await.expect(200);
    let token = token(&world).await;
    let line = format!("GET /api/home/workflows/dock?api_key={token}&workflow_version=1");
    let workflow = world.ask(&line).send().await.expect(200)["workflow"].clone();
    // The engine parses the text and takes "specification" from it.
    let config: serde_json::Value = serde_json::from_str(workflow["config"].as_str().unwrap()).unwrap();
    assert_eq!(config["specification"], echo()["specification"]);
}

async fn token(world: &World) -> String {
    let body = json!({"id": "dock"});
    let answer = world.ask("POST /api/home/workflowToken").key().json(&body).send().await.expect(200);
    String::from(answer["token"].as_str().unwrap())
}

#[tokio::test]
async fn nothing_else_opens() {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    world.sample("Codes", "codes").await;
    let token = token(&world).await;
    let body = json!({"id": made["id"], "name": "Taken over", "url": "dock", "config": "{}", "type": "workflow",
        "source_workspace": "home", "source_workflow": "dock", "specification": echo()["specification"],
        "inputs": {}});
    for line in [
        "GET /api/",
        "POST /api/",
        "GET /api/home",
        "GET /api/home/workflows",
        "GET /api/home/workflows/dock/versions",
        "GET /api/home/trash",
        "DELETE /api/home/workflows/dock",
        "POST /api/home/createWorkflow",
        "POST /api/home/updateWorkflow",
        "POST /api/home/forkWorkflow",
        "POST /api/home/workflowToken",
        "POST /api/home/trash/restore",
        "POST /api/home/draftRun",
        "POST /run/workflows/run",
        "POST /run/infer/workflows",
    ] {
        for at in ["header", "query", "body"] {
            let mut body = body.clone();
            let ask = match at {
                "header" => world.ask(line).bearer(&token),
                "query" => world.ask(&format!("{line}?api_key={token}")),
                _ => {
                    body["api_key"] = json!(token);
                    world.ask(line)
                }
            };
            let answer = ask.json(&body).send().await;
            assert!(matches!(answer.status.as_u16(), 401 | 403), "{line} by {at}: {}", answer.text());
        }
    }
    assert_eq!(world.get("dock").await["name"], "Dock");
}
