//! Creating and forking.
use crate::support::World;
use crate::support::world::echo;
use serde_json::{Value, json};

/// Percent-encodes everything but letters and digits.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}

#[tokio::test]
async fn a_program_creates_with_a_query() {
    let world = World::new().await;
    let config = echo().to_string();
    let line = format!(
        "POST /api/home/createWorkflow?name={}&url=words&config={}&template=custom",
        encoded("Words – été"),
        encoded(&config)
    );
    let answer = world.ask(&line).key().send().await.expect(200);
    // Two public clients read the id from two places.
    assert_eq!(answer["workflow"]["id"], answer["workflows"]["id"]);
    let id = answer["workflow"]["id"].as_str().unwrap();
    assert!(id.len() == 20 && id.chars().all(|c| c.is_ascii_alphanumeric()), "{id}");
    assert_eq!(answer["status"], "ok");
    let stored = world.get("words").await;
    assert_eq!(
        (stored["name"].as_str(), stored["config"].as_str()),
        (Some("Words – été"), Some(config.as_str()))
    );
    assert_eq!(world.versions("words").await, 1);
}

#[tokio::test]
async fn the_app_creates_with_a_body() {
    let world = World::new().await;
    let stored = world.create("Dock 7 / gate", &echo()).await;
    assert_eq!(stored["url"], "dock-7-gate");
    assert_eq!(stored["createdAt"], stored["updatedAt"]);
}

#[tokio::test]
async fn a_slug_is_made_from_the_name_and_gives_way_but_a_wanted_one_does_not() {
    let world = World::new().await;
    let first = world.create("Count", &json!({})).await;
    let second = world.create("Count", &json!({})).await;
    assert_eq!((&first["url"], &second["url"]), (&json!("count"), &json!("count-2")));
    let body = json!({"name": "Other", "url": "count"});
    let sentence = world.ask("POST /api/home/createWorkflow").key().json(&body).send().await.refused(409);
    assert!(sentence.contains("count"), "{sentence}");
    let spaces = json!({"name": "Other", "url": "no spaces/../here"});
    world.ask("POST /api/home/createWorkflow").key().json(&spaces).send().await.refused(400);
}

#[tokio::test]
async fn fields_that_are_missing_or_malformed_are_named() {
    let world = World::new().await;
    for (body, named) in [
        (json!({}), "name"),
        (json!({"name": 7}), "name"),
        (json!({"name": "  "}), "name"),
        (json!({"name": "x".repeat(201)}), "name"),
        (json!({"name": "x", "config": "{\"a\": tru}"}), "config"),
        (json!({"name": "x", "config": "{\"a\": 1,}"}), "config"),
    ] {
        let sentence = world.ask("POST /api/home/createWorkflow").key().json(&body).send().await.refused(400);
        assert!(sentence.contains(named), "{body}: {sentence}");
    }
    assert_eq!(world.ask("GET /api/home/workflows").key().send().await.expect(200)["workflows"], json!([]));
}

#[tokio::test]
async fn a_config_is_stored_as_it_was_written() {
    let world = World::new().await;
    let exact = "{ \"specification\" : {\"version\":\"1.0\",\"b\":1.0,\"a\":1e3,\"n\":9223372036854775807,\
        \"big\":123456789012345678901234567890,\"__proto__\":{\"x\":1},\"t\":\"\\u00e9</script>\\u0000\"},\n\t\"beside\":[-0.0] }";
    let stored = |sent: &'static str| {
        let world = &world;
        async move {
            let body = json!({"name": "x", "config": sent});
            let answer =
                world.ask("POST /api/home/createWorkflow").key().json(&body).send().await.expect(200);
            let url = answer["workflow"]["url"].as_str().unwrap().to_owned();
            world.get(&url).await["config"].as_str().unwrap().to_owned()
        }
    };
    assert_eq!(stored(exact).await, exact);
    assert_eq!(stored("\u{feff}{}").await, "{}");
    assert_eq!(stored("").await, "{}");
    assert_eq!(stored("[1.50]").await, "[1.50]");
    // A bare specification would be a workflow that no engine can read.
    let bare = "{ \"version\": \"1.0\", \"steps\": [1e3] }";
    assert_eq!(stored(bare).await, format!("{{\"specification\":{bare}}}"));
}

#[tokio::test]
async fn hostile_names_are_data() {
    let world = World::new().await;
    for name in ["</script><img onerror=alert(1)>", "a\u{202e}b", "'; DROP TABLE workflows; --", "%_\\"] {
        let stored = world.create(name, &json!({})).await;
        let url = stored["url"].as_str().unwrap();
        assert_eq!(world.get(url).await["name"], name);
    }
}

#[tokio::test]
async fn the_character_zero_is_data_where_the_store_can_hold_it_and_refused_where_not() {
    let world = World::new().await;
    let body = json!({"name": "nul\u{0}nul", "url": "nul", "config": "{}"});
    let answer = world.ask("POST /api/home/createWorkflow").key().json(&body).send().await;
    if world.state.store.is_shared() {
        let sentence = answer.refused(400);
        assert!(sentence.contains("U+0000"), "{sentence}");
    } else {
        answer.expect(200);
        assert_eq!(world.get("nul").await["name"], "nul\u{0}nul");
    }
}

async fn fork(world: &World, body: &Value) -> crate::support::Answer {
    world.ask("POST /api/home/forkWorkflow").key().json(body).send().await
}

#[tokio::test]
async fn a_sample_is_forked_and_lives_on_its_own() {
    let world = World::new().await;
    world.sample("Codes", "codes").await;
    let body = json!({"source_workspace": "public", "source_workflow": "codes"});
    let answer = fork(&world, &body).await.expect(201);
    // The slug is read from one of three places.
    assert_eq!(
        (&answer["workflow"]["url"], &answer["workflow_url"], &answer["url"]),
        (&json!("codes"), &json!("codes"), &json!("codes"))
    );
    let copy = world.get("codes").await;
    assert_eq!(
        (&copy["name"], &copy["public"], &copy["description"]),
        (&json!("Codes"), &json!(false), &json!("A sample."))
    );
    let id = copy["id"].as_str().unwrap();
    world.update(id, "Codes", "codes", "{}").await.expect(200);
    let sample = world.ask("GET /api/public/workflows/codes").send().await.expect(200);
    assert_eq!(sample["workflow"]["config"], echo().to_string());
}

#[tokio::test]
async fn a_copy_beside_its_original_says_that_it_is_one() {
    let world = World::new().await;
    world.create("Dock", &echo()).await;
    let plain = json!({"source_workspace": "home", "source_workflow": "dock"});
    assert_eq!(fork(&world, &plain).await.expect(201)["workflow"]["name"], "Dock (copy)");
    let named = json!({"source_workspace": "home", "source_workflow": "dock", "name": "Gate"});
    assert_eq!(fork(&world, &named).await.expect(201)["url"], "gate");
    let taken = json!({"source_workspace": "home", "source_workflow": "dock", "url": "dock"});
    fork(&world, &taken).await.refused(409);
    fork(&world, &json!({"source_workspace": "home", "source_workflow": "none"})).await.refused(404);
    fork(&world, &json!({"source_workspace": "none", "source_workflow": "dock"})).await.refused(404);
    let sentence = fork(&world, &json!({"source_workspace": "home"})).await.refused(400);
    assert!(sentence.contains("source_workflow"), "{sentence}");
}
