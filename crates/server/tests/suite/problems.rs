//! What the answer to a save says is wrong with what was stored.
use crate::support::World;
use crate::support::world::echo;
use serde_json::{Value, json};

/// With a reference that is misspelt.
fn broken() -> Value {
    let mut config = echo();
    config["specification"]["steps"][0]["data"] = json!(["$inputs.wrd"]);
    config
}

fn told(answer: &Value) -> Vec<(&str, &str, &str)> {
    let list = answer["problems"].as_array().unwrap();
    list.iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap();
            (text("code"), text("severity"), text("pointer"))
        })
        .collect()
}

#[tokio::test]
async fn a_broken_draft_is_stored_and_told() {
    let world = World::new().await;
    let body = json!({"name": "Dock", "config": broken().to_string()});
    let made = world.ask("POST /api/home/createWorkflow").key().json(&body).send().await.expect(200);
    assert_eq!(told(&made), [("FD0201", "error", "/specification/steps/0/data/0")]);
    assert_eq!(made["problemCount"], 1);
    let problem = &made["problems"][0];
    assert_eq!(problem["engine_class"], "InvalidReferenceTargetError");
    assert!(problem["message"].as_str().unwrap().contains("$inputs.word"), "{problem}");
    // What the pointer names is in the config of the same answer.
    let config: Value = serde_json::from_str(made["workflow"]["config"].as_str().unwrap()).unwrap();
    assert_eq!(config.pointer(problem["pointer"].as_str().unwrap()).unwrap(), "$inputs.wrd");

    let list = world.ask("GET /api/home/workflows").key().send().await.expect(200);
    assert_eq!(list["workflows"][0]["problems"], 1);
    let read = world.ask("GET /api/home/workflows/dock").key().send().await.expect(200);
    assert_eq!((read.get("problems"), read.get("problemCount")), (None, None));
}

#[tokio::test]
async fn each_save_tells_what_is_left() {
    let world = World::new().await;
    let made = world.create("Dock", &broken()).await;
    let id = made["id"].as_str().unwrap();
    let mut unused = echo();
    unused["specification"]["inputs"]
        .as_array_mut()
        .unwrap()
        .push(json!({"type": "WorkflowParameter", "name": "spare"}));
    let saved = world.update(id, "Dock", "dock", &unused.to_string()).await.expect(200);
    assert_eq!(told(&saved), [("FD0701", "warning", "/specification/inputs/1")]);
    assert_eq!(saved["problems"][0]["engine_class"], Value::Null);
    let saved = world.update(id, "Dock", "dock", &echo().to_string()).await.expect(200);
    assert_eq!((&saved["problems"], &saved["problemCount"]), (&json!([]), &json!(0)));
}

#[tokio::test]
async fn a_fork_tells_what_it_takes_over() {
    let world = World::new().await;
    world.create("Dock", &broken()).await;
    let body = json!({"source_workspace": "home", "source_workflow": "dock"});
    let fork = world.ask("POST /api/home/forkWorkflow").key().json(&body).send().await.expect(201);
    assert_eq!(told(&fork), [("FD0201", "error", "/specification/steps/0/data/0")]);
    assert_eq!(fork["url"], fork["workflow"]["url"]);
}

/// The answer does not grow with the number of problems.
#[tokio::test]
async fn of_many_problems_the_first_are_told() {
    let world = World::new().await;
    let mut config = echo();
    let step = &config["specification"]["steps"][0];
    let steps: Vec<Value> = (0..300)
        .map(|n| {
            let mut step = step.clone();
            step["name"] = json!(format!("s{n}"));
            step["data"] = json!(["$inputs.none"]);
            step
        })
        .collect();
    config["specification"]["steps"] = json!(steps);
    let body = json!({"name": "Many", "config": config.to_string()});
    let made = world.ask("POST /api/home/createWorkflow").key().json(&body).send().await.expect(200);
    assert_eq!(told(&made).len(), 100);
    assert!(made["problemCount"].as_u64().unwrap() >= 300, "{}", made["problemCount"]);
}
