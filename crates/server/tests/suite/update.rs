//! Saving: what makes a version, what does not, what is refused.
use crate::support::World;
use crate::support::world::echo;
use serde_json::{Value, json};
use time::Duration;

fn other() -> Value {
    json!({"specification": {"version": "1.0", "inputs": [], "steps": [], "outputs": []}})
}

#[tokio::test]
async fn a_change_of_the_specification_is_a_version_and_nothing_else_is() {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    let id = made["id"].as_str().unwrap();
    let same = echo().to_string();
    world.advance(Duration::seconds(1));
    let renamed = world.update(id, "Gate", "gate", &same).await.expect(200)["workflow"].clone();
    assert_eq!((&renamed["name"], &renamed["url"]), (&json!("Gate"), &json!("gate")));
    assert_ne!(renamed["updatedAt"], renamed["createdAt"]);
    assert_eq!(world.versions("gate").await, 1);
    // The app's own positions and notes, and spaces, mean nothing to an engine.
    let mut moved = echo();
    moved["flowdeck"] = json!({"$steps.first": [10, 20]});
    let spaced = serde_json::to_string_pretty(&moved).unwrap();
    world.update(id, "Gate", "gate", &spaced).await.expect(200);
    assert_eq!(world.get("gate").await["config"], spaced.as_str());
    assert_eq!(world.versions("gate").await, 1);
    world.update(id, "Gate", "gate", &other().to_string()).await.expect(200);
    assert_eq!(world.versions("gate").await, 2);
    assert_eq!(world.get("gate").await["versionCount"], 2);
    world.ask("GET /api/home/workflows/dock").key().send().await.refused(404);
}

#[tokio::test]
async fn versions_are_listed_newest_first_and_read_one_by_one() {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    let id = made["id"].as_str().unwrap();
    world.advance(Duration::hours(1));
    world.update(id, "Dock", "dock", &other().to_string()).await.expect(200);
    let list = world.ask("GET /api/home/workflows/dock/versions").key().send().await.expect(200);
    let versions = list["versions"].as_array().unwrap();
    let numbers: Vec<_> = versions.iter().map(|version| version["version"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["2", "1"]);
    assert!(versions[0]["created"].as_str().unwrap() > versions[1]["created"].as_str().unwrap());
    assert_eq!(versions[1]["config"], echo().to_string());
    for wanted in [versions[1]["id"].as_str().unwrap(), "1", "v1"] {
        let line = format!("GET /api/home/workflows/dock?workflow_version={wanted}");
        let answer = world.ask(&line).key().send().await;
        assert_eq!(answer.expect(200)["workflow"]["config"], echo().to_string(), "{wanted}");
    }
    let newest = world.ask("GET /api/home/workflows/dock?workflow_version=").key().send().await.expect(200);
    assert_eq!(newest["workflow"]["config"], other().to_string());
    for wanted in ["3", "0", "-1", "nonsense", "99999999999999999999"] {
        let line = format!("GET /api/home/workflows/dock?workflow_version={wanted}");
        world.ask(&line).key().send().await.refused(404);
    }
    world.ask("GET /api/home/workflows/none/versions").key().send().await.refused(404);
}

#[tokio::test]
async fn an_older_version_is_restored_by_saving_it() {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    let id = made["id"].as_str().unwrap();
    world.update(id, "Dock", "dock", &other().to_string()).await.expect(200);
    world.update(id, "Dock", "dock", &echo().to_string()).await.expect(200);
    assert_eq!(world.versions("dock").await, 3);
    assert_eq!(world.get("dock").await["config"], echo().to_string());
}

#[tokio::test]
async fn all_four_fields_are_required_texts() {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    let whole = json!({"id": made["id"], "name": "New", "url": "new", "config": "{}", "template": "custom"});
    for field in ["id", "name", "url", "config"] {
        for broken in [None, Some(json!(7)), Some(json!(null)), Some(json!({}))] {
            let mut body = whole.clone();
            match broken {
                None => drop(body.as_object_mut().unwrap().remove(field)),
                Some(value) => body[field] = value,
            }
            let sentence =
                world.ask("POST /api/home/updateWorkflow").key().json(&body).send().await.refused(400);
            assert!(sentence.contains(field), "{body}: {sentence}");
        }
    }
    assert_eq!(world.get("dock").await["name"], "Dock");
    world.ask("POST /api/home/updateWorkflow").key().json(&whole).send().await.expect(200);
}

#[tokio::test]
async fn a_save_is_refused_whole() {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    world.create("Gate", &echo()).await;
    let id = made["id"].as_str().unwrap();
    let taken = world.update(id, "Renamed", "gate", "{}").await.refused(409);
    assert!(taken.contains("gate"), "{taken}");
    world.update(id, "Renamed", "a b", "{}").await.refused(400);
    world.update(id, "Renamed", "dock", "{").await.refused(400);
    world.update("nobody", "Renamed", "dock", "{}").await.refused(404);
    let dock = world.get("dock").await;
    assert_eq!((&dock["name"], &dock["config"]), (&json!("Dock"), &json!(echo().to_string())));
    assert_eq!(world.versions("dock").await, 1);
}

#[tokio::test]
async fn a_slug_serves_as_id() {
    let world = World::new().await;
    world.create("Dock", &echo()).await;
    world.update("dock", "Gate", "dock", "{}").await.expect(200);
    assert_eq!(world.get("dock").await["name"], "Gate");
}

#[tokio::test]
async fn a_workflow_of_another_workspace_is_out_of_reach() {
    let world = World::new().await;
    world.sample("Codes", "codes").await;
    let sample = world.ask("GET /api/public/workflows/codes").send().await.expect(200)["workflow"].clone();
    let id = sample["id"].as_str().unwrap();
    world.update(id, "Mine", "codes", "{}").await.refused(404);
    let unchanged = world.ask("GET /api/public/workflows/codes").send().await.expect(200);
    assert_eq!(unchanged["workflow"]["name"], "Codes");
}
