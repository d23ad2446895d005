//! The blocks of the engine behind the server: heard from itself, told to the app, used in what saves are checked against.
use crate::support::World;
use crate::support::world::echo;
use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// An engine whose answer can change; it counts how often it is asked, and keeps the last body.
#[derive(Clone)]
struct Engine {
    answer: Arc<Mutex<(u16, String)>>,
    asked: Arc<AtomicUsize>,
    body: Arc<Mutex<Value>>,
    url: String,
}

impl Engine {
    async fn new(answer: &Value) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let engine = Self {
            answer: Arc::new(Mutex::new((200, answer.to_string()))),
            asked: Arc::default(),
            body: Arc::default(),
            url: format!("http://{}", listener.local_addr().unwrap()),
        };
        let told = engine.clone();
        let handler = move |body: String| async move {
            told.asked.fetch_add(1, Ordering::Relaxed);
            *told.body.lock().unwrap() = serde_json::from_str(&body).unwrap();
            let (status, text) = told.answer.lock().unwrap().clone();
            (StatusCode::from_u16(status).unwrap(), text)
        };
        let app = Router::new().route("/workflows/blocks/describe", axum::routing::post(handler));
        tokio::spawn(async move { axum::serve(listener, app).await });
        engine
    }

    fn says(&self, status: u16, text: &str) {
        *self.answer.lock().unwrap() = (status, String::from(text));
    }
}

/// A block of the engine's own, and nothing else.
fn own() -> Value {
    json!({"blocks": [{
        "manifest_type_identifier": "shop/counter@v1", "human_friendly_block_name": "Counter",
        "outputs_manifest": [{"name": "count", "kind": [{"name": "integer"}]}],
        "block_schema": {"block_type": "analytics", "required": ["type", "name", "shelf"], "properties": {
            "type": {"const": "shop/counter@v1"}, "name": {"type": "string"}, "shelf": {"type": "integer"}}},
    }]})
}

fn with_step(step: Value) -> Value {
    let mut config = echo();
    config["specification"]["steps"].as_array_mut().unwrap().push(step);
    config["specification"]["outputs"]
        .as_array_mut()
        .unwrap()
        .push(json!({"type": "JsonField", "name": "c", "selector": "$steps.c.count"}));
    config
}

async fn world(engine: &Engine) -> World {
    World::with(Some(engine.url.clone()), None).await
}

async fn problems(world: &World, config: &Value) -> Vec<String> {
    let body = json!({"name": "Dock", "config": config.to_string()});
    let made = world.ask("POST /api/home/createWorkflow").key().json(&body).send().await.expect(200);
    let list = made["problems"].as_array().unwrap().iter();
    list.map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["pointer"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn what_the_engine_has_is_told_and_checked_against() {
    let engine = Engine::new(&own()).await;
    let world = world(&engine).await;
    let right = with_step(json!({"type": "shop/counter@v1", "name": "c", "shelf": 3}));
    let wrong = with_step(json!({"type": "shop/counter@v1", "name": "c", "shelf": "x"}));
    let step = right["specification"]["steps"].as_array().unwrap().len() - 1;
    let unknown = format!("FD0301 /specification/steps/{step}/type");
    assert!(problems(&world, &right).await.contains(&unknown), "nobody has asked the engine yet");
    let lines = world.ask("GET /api/home/blocks").key().send().await;
    assert_eq!(lines.status, 200);
    assert_eq!(lines.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(lines.header("cache-control"), Some("no-store"));
    assert!(lines.text().contains("\nblock \"shop/counter@v1\"\n"), "{}", lines.text());
    assert!(lines.text().contains("\nwithout \"roboflow_core/image_blur@v1\"\n"));
    // The engine lacks the block of the sample, which a save says now; its own it knows.
    let found = problems(&world, &right).await;
    assert!(!found.contains(&unknown), "{found:?}");
    assert!(found.contains(&String::from("FD0301 /specification/steps/0/type")), "{found:?}");
    let found = problems(&world, &wrong).await;
    assert!(found.contains(&format!("FD0303 /specification/steps/{step}/shelf")), "{found:?}");
    // Heard just now, it is not asked again.
    world.ask("GET /api/home/blocks").key().send().await;
    assert_eq!(engine.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn an_engine_that_does_not_describe_itself_is_said_and_asked_again() {
    let engine = Engine::new(&json!({"blocks": []})).await;
    let world = world(&engine).await;
    let ask = || world.ask("GET /api/home/blocks").key().send();
    assert!(ask().await.refused(502).contains("no block"));
    engine.says(500, "{}");
    assert!(ask().await.refused(502).contains("500"));
    engine.says(200, "<html>");
    assert!(ask().await.refused(502).contains("no JSON"));
    engine.says(200, &json!({"blocks": [], "key": "the-engine-key"}).to_string());
    let refusal = ask().await.refused(502);
    assert!(refusal.contains("own key") && !refusal.contains("the-engine-key"));
    engine.says(200, &own().to_string());
    assert!(ask().await.text().contains("shop/counter@v1"));
    assert_eq!(engine.asked.load(Ordering::Relaxed), 5);
}

#[tokio::test]
async fn the_embedded_engine_adds_nothing_and_strangers_are_told_nothing() {
    let world = World::new().await;
    let lines = world.ask("GET /api/home/blocks").key().send().await;
    assert_eq!((lines.status, lines.text()), (StatusCode::OK, ""));
    world.ask("GET /api/home/blocks").send().await.refused(401);
}
