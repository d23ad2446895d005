//! The Trash: everything comes back for thirty days.
use crate::support::World;
use crate::support::world::echo;
use flowdeck_server::clock::stamp;
use flowdeck_server::db::RETENTION;
use serde_json::{Value, json};
use time::Duration;

async fn restore(world: &World, id: &Value) -> crate::support::Answer {
    let body = json!({"type": "workflow", "id": id});
    world.ask("POST /api/home/trash/restore").key().json(&body).send().await
}

async fn items(world: &World) -> Vec<Value> {
    let answer = world.ask("GET /api/home/trash").key().send().await.expect(200);
    assert_eq!(answer["sections"]["workflows"], answer["items"]);
    assert_eq!((&answer["sections"]["projects"], &answer["sections"]["versions"]), (&json!([]), &json!([])));
    answer["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn deleted_listed_restored() {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    world.update(made["id"].as_str().unwrap(), "Dock", "dock", "{}").await.expect(200);
    let deleted = world.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
    assert_eq!(
        deleted,
        json!({"deleted": true, "type": "workflow", "workspace": "home", "workflow": "dock",
            "workflowId": made["id"], "trash": true})
    );
    // The public command line takes this 404 for "look in the Trash".
    world.ask("DELETE /api/home/workflows/dock").key().send().await.refused(404);
    world.ask("GET /api/home/workflows/dock").key().send().await.refused(404);
    world.ask("GET /api/home/workflows/dock/versions").key().send().await.refused(404);
    world.update(made["id"].as_str().unwrap(), "Dock", "dock", "[]").await.refused(404);
    let trash = items(&world).await;
    assert_eq!(trash.len(), 1);
    let item = &trash[0];
    assert_eq!(
        (&item["id"], &item["type"], &item["name"], &item["url"]),
        (&made["id"], &json!("workflow"), &json!("Dock"), &json!("dock"))
    );
    let start = world.state.clock.now();
    assert_eq!(item["deletedAt"], stamp(start));
    assert_eq!(item["scheduledCleanupAt"], stamp(start + Duration::days(30)));
    restore(&world, &made["id"]).await.expect(200);
    assert_eq!(items(&world).await, Vec::<Value>::new());
    assert_eq!(world.get("dock").await["config"], "{}");
    assert_eq!(world.versions("dock").await, 2);
    restore(&world, &made["id"]).await.refused(404);
}

#[tokio::test]
async fn a_slug_that_is_taken_meanwhile_is_said_and_nothing_is_lost() {
    let world = World::new().await;
    let old = world.create("Dock", &echo()).await;
    world.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
    let new = world.create("Dock", &json!({})).await;
    assert_eq!(new["url"], "dock");
    let sentence = restore(&world, &old["id"]).await.refused(409);
    assert!(sentence.contains("dock"), "{sentence}");
    assert_eq!(items(&world).await.len(), 1);
    world.update(new["id"].as_str().unwrap(), "Dock", "dock-new", "{}").await.expect(200);
    restore(&world, &old["id"]).await.expect(200);
    assert_eq!(world.get("dock").await["id"], old["id"]);
}

#[tokio::test]
async fn two_of_one_slug_can_be_in_the_trash_newest_first() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        ids.push(world.create("Dock", &echo()).await["id"].clone());
        world.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
        world.advance(Duration::seconds(1));
    }
    let order: Vec<_> = items(&world).await.iter().map(|item| item["id"].clone()).collect();
    assert_eq!(order, [ids[1].clone(), ids[0].clone()]);
}

#[tokio::test]
async fn only_workflows_of_this_trash_are_restored() {
    let world = World::new().await;
    let body = json!({"type": "project", "id": "x"});
    world.ask("POST /api/home/trash/restore").key().json(&body).send().await.refused(400);
    let missing = world.ask("POST /api/home/trash/restore").key().json(&json!({"type": "workflow"}));
    assert!(missing.send().await.refused(400).contains("id"));
    let live = world.create("Dock", &echo()).await;
    restore(&world, &live["id"]).await.refused(404);
}

#[tokio::test]
async fn after_thirty_days_it_is_gone_with_its_versions_and_not_before() {
    let world = World::new().await;
    world.create("Dock", &echo()).await;
    world.create("Gate", &echo()).await;
    world.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
    let clean = || {
        let limit = stamp(world.state.clock.now() - RETENTION);
        let store = world.state.store.clone();
        async move { store.clean_trash(&limit).await.unwrap() }
    };
    world.advance(Duration::days(30));
    assert_eq!(clean().await, 0);
    world.advance(Duration::seconds(1));
    assert_eq!(clean().await, 1);
    assert_eq!(items(&world).await, Vec::<Value>::new());
    let counts = world.state.store.counts().await.unwrap();
    assert_eq!((counts.workflows, counts.trash, counts.versions), (1, 0, 1));
}
