//! Publishing from the app: origins, limits, use, log, and taking it back.
use crate::support::World;
use crate::support::ask::Answer;
use crate::support::world::{GOOD, echo};
use serde_json::{Value, json};

const PATH: &str = "/api/home/workflows/dock/publication";

async fn dock() -> (World, Value) {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    (world, made)
}

async fn publish(world: &World, body: Value) -> Answer {
    world.ask(&format!("POST {PATH}")).key().json(&body).send().await
}

async fn mint(world: &World, url: &str, origin: &str) -> Answer {
    world.ask(&format!("POST /token/home/{url}")).origin(origin).send().await
}

async fn run(world: &World, url: &str, token: &Value) -> Answer {
    let body = json!({"api_key": token, "inputs": {}});
    world.ask(&format!("POST /run/home/workflows/{url}")).origin(GOOD).json(&body).send().await
}

#[tokio::test]
async fn a_publication_gives_tokens_until_it_is_taken_back() {
    let (world, _) = dock().await;
    let none = world.ask(&format!("GET {PATH}")).key().send().await.expect(200);
    assert_eq!((&none["publication"], &none["use"], &none["log"]), (&Value::Null, &json!([]), &json!([])));
    mint(&world, "dock", GOOD).await.refused(403);
    let made = publish(&world, json!({"origins": [GOOD], "minutes": 2, "perMinute": 20})).await.expect(200);
    assert_eq!(
        made["publication"],
        json!({"origins": [GOOD], "minutes": 2, "perMinute": 20, "fromFile": false})
    );
    let token = mint(&world, "dock", GOOD).await.expect(200);
    assert_eq!(token["expiresIn"], 120);
    run(&world, "dock", &token["token"]).await.expect(200);
    mint(&world, "dock", "https://other.example").await.refused(403);

    let shown = world.ask(&format!("GET {PATH}")).key().send().await.expect(200);
    assert_eq!((&shown["use"][0]["given"], &shown["use"][0]["refused"]), (&json!(1), &json!(1)));
    assert!(shown["log"][0]["what"].as_str().unwrap().starts_with("Published for https://good.example"));

    let gone = world.ask(&format!("DELETE {PATH}")).key().send().await.expect(200);
    assert_eq!(gone["publication"], Value::Null);
    mint(&world, "dock", GOOD).await.refused(403);
    // The token that was given ends at once.
    run(&world, "dock", &token["token"]).await.refused(401);
    let log = world.ask(&format!("GET {PATH}")).key().send().await.expect(200)["log"].clone();
    assert_eq!((log.as_array().unwrap().len(), &log[1]["who"]), (2, &json!("key")));
}

#[tokio::test]
async fn what_cannot_be_meant_so_is_refused() {
    let (world, _) = dock().await;
    for body in [
        json!({}),
        json!({"origins": []}),
        json!({"origins": "https://a.example"}),
        json!({"origins": ["*"]}),
        json!({"origins": ["https://a.example/path"]}),
        json!({"origins": ["null"]}),
        json!({"origins": [GOOD], "minutes": 0}),
        json!({"origins": [GOOD], "minutes": 16}),
        json!({"origins": [GOOD], "minutes": "5"}),
        json!({"origins": [GOOD], "perMinute": 0}),
        json!({"origins": vec![GOOD; 101]}),
    ] {
        publish(&world, body.clone()).await.refused(400);
        mint(&world, "dock", GOOD).await.refused(403);
    }
    let gone = world.ask("POST /api/home/workflows/gone/publication").key();
    gone.json(&json!({"origins": [GOOD]})).send().await.refused(404);
    let cookie = world.cookie().await;
    for line in [format!("GET {PATH}"), format!("POST {PATH}"), format!("DELETE {PATH}")] {
        let ask = world.ask(&line).json(&json!({"origins": [GOOD]}));
        ask.send().await.refused(401);
        if !line.starts_with("GET") {
            // A foreign form has the cookie, but neither header nor origin.
            let forged = world.ask(&line).header("cookie", &cookie).json(&json!({"origins": [GOOD]}));
            forged.send().await.refused(403);
        }
    }
}

#[tokio::test]
async fn it_follows_its_workflow_and_the_files_are_left_to_the_file() {
    let (world, made) = dock().await;
    publish(&world, json!({"origins": [GOOD]})).await.expect(200);
    let id = made["id"].as_str().unwrap();
    let config = made["config"].as_str().unwrap();
    world.update(id, "Dock", "quay", config).await.expect(200);
    mint(&world, "dock", GOOD).await.refused(403);
    mint(&world, "quay", GOOD).await.expect(200);

    // Deleted, it is public no longer, and neither is what takes its slug.
    world.ask("DELETE /api/home/workflows/quay").key().send().await.expect(200);
    world.create("Quay", &echo()).await;
    mint(&world, "quay", GOOD).await.refused(403);
    let log =
        world.ask("GET /api/home/workflows/quay/publication").key().send().await.expect(200)["log"].clone();
    assert!(log[0]["what"].as_str().unwrap().contains("Trash"), "{log}");

    world.create("Filed", &echo()).await;
    world.publish("filed", 60).await;
    let path = "/api/home/workflows/filed/publication";
    let shown = world.ask(&format!("GET {path}")).key().send().await.expect(200);
    assert_eq!(shown["publication"]["fromFile"], true);
    let change = world.ask(&format!("POST {path}")).key().json(&json!({"origins": [GOOD]})).send().await;
    assert!(change.refused(409).contains("flowdeck.toml"));
    assert!(world.ask(&format!("DELETE {path}")).key().send().await.refused(409).contains("flowdeck.toml"));
}
