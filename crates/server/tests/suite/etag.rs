//! Optimistic writing: nobody's change is silently overwritten.
use crate::support::world::echo;
use crate::support::{Answer, World};
use serde_json::json;

struct Setup {
    world: World,
    id: String,
    tag: String,
}

async fn setup() -> Setup {
    let world = World::new().await;
    let id = String::from(world.create("Dock", &echo()).await["id"].as_str().unwrap());
    let tag = tag_of(&world).await;
    Setup { world, id, tag }
}

async fn tag_of(world: &World) -> String {
    let answer = world.ask("GET /api/home/workflows/dock").key().send().await;
    String::from(answer.header("etag").unwrap())
}

impl Setup {
    async fn save(&self, if_match: &str, name: &str, config: &str) -> Answer {
        let body = json!({"id": self.id, "name": name, "url": "dock", "config": config});
        let ask = self.world.ask("POST /api/home/updateWorkflow").key().header("if-match", if_match);
        ask.json(&body).send().await
    }
}

#[tokio::test]
async fn the_tag_is_over_name_slug_and_config() {
    let setup = setup().await;
    assert_eq!(tag_of(&setup.world).await, setup.tag);
    let mut seen = vec![setup.tag.clone()];
    for (name, config) in [("Gate", "{}"), ("Gate", "{} "), ("Dock", "{}"), ("Dock{", "}")] {
        let Ok(_) = serde_json::from_str::<serde_json::Value>(config) else { continue };
        let answer = setup.save("", name, config).await;
        answer.expect(200);
        let tag = String::from(answer.header("etag").unwrap());
        assert_eq!(tag, tag_of(&setup.world).await);
        assert!(!seen.contains(&tag), "{name} {config}");
        seen.push(tag);
    }
    // What is shown is the same again, so its tag is: whoever has it may write.
    setup.save("", "Dock", &echo().to_string()).await.expect(200);
    assert_eq!(tag_of(&setup.world).await, setup.tag);
}

#[tokio::test]
async fn whoever_has_seen_the_newest_state_writes_and_others_are_shown_it() {
    let setup = setup().await;
    let first = setup.save(&setup.tag, "First", "{}").await;
    first.expect(200);
    let second = setup.save(&setup.tag, "Second", "[]").await;
    let body = second.expect(409);
    assert!(body["error"].as_str().is_some_and(|text| text.contains("changed")));
    assert_eq!((&body["workflow"]["name"], &body["workflow"]["config"]), (&json!("First"), &json!("{}")));
    // The answer holds all that the second writer needs to try again.
    let newest = second.header("etag").unwrap();
    assert_eq!(Some(newest), first.header("etag"));
    setup.save(newest, "Second", "[]").await.expect(200);
    assert_eq!(setup.world.get("dock").await["name"], "Second");
}

#[tokio::test]
async fn the_header_in_all_its_forms() {
    let setup = setup().await;
    let old = setup.tag.clone();
    setup.save("", "No header: the last write wins", "{}").await.expect(200);
    setup.save("*", "Any state will do", "{}").await.expect(200);
    let tag = tag_of(&setup.world).await;
    for (header, status) in [
        (format!("{old}, {tag}"), 200),
        (format!("W/{tag}"), 409),
        (tag.trim_matches('"').to_owned(), 409),
        (String::from("\"\""), 409),
        (String::from("\"nonsense\""), 409),
        (old.clone(), 409),
        (tag.clone(), 200),
    ] {
        let answer = setup.save(&header, "Any state will do", "{}").await;
        assert_eq!(answer.status, status, "{header}");
    }
}

#[tokio::test]
async fn a_conflict_is_found_before_the_slug_is_looked_at() {
    let setup = setup().await;
    setup.world.create("Gate", &echo()).await;
    setup.save("", "Moved", "{}").await.expect(200);
    let body = json!({"id": setup.id, "name": "Mine", "url": "gate", "config": "{}"});
    let ask = setup.world.ask("POST /api/home/updateWorkflow").key().header("if-match", &setup.tag);
    assert_eq!(ask.json(&body).send().await.expect(409)["workflow"]["name"], "Moved");
}

#[tokio::test]
async fn of_many_writers_with_one_tag_exactly_one_gets_through() {
    let setup = setup().await;
    let saves = (0..24).map(|n| {
        let body =
            json!({"id": setup.id, "name": format!("Writer {n}"), "url": "dock", "config": format!("[{n}]")});
        let ask = setup.world.ask("POST /api/home/updateWorkflow").key().header("if-match", &setup.tag);
        tokio::spawn(ask.json(&body).send())
    });
    let mut written = 0;
    for save in saves.collect::<Vec<_>>() {
        match save.await.unwrap().status.as_u16() {
            200 => written += 1,
            status => assert_eq!(status, 409),
        }
    }
    assert_eq!(written, 1);
    assert_eq!(setup.world.versions("dock").await, 2);
}

#[tokio::test]
async fn an_older_version_comes_with_the_tag_of_the_newest_state() {
    let setup = setup().await;
    setup.save("", "Dock", "{}").await.expect(200);
    let line = "GET /api/home/workflows/dock?workflow_version=1";
    let answer = setup.world.ask(line).key().send().await;
    assert_eq!(answer.header("etag").unwrap(), tag_of(&setup.world).await);
}
