//! `--engine`: an `inference` server behind this one.
use crate::support::World;
use crate::support::world::{KEY, echo};
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc};

/// Paths and bodies.
type Asked = Arc<Mutex<Vec<(String, Value)>>>;

/// An engine that answers as it is told and remembers what it was asked.
struct Stub {
    url: String,
    asked: Asked,
}

async fn stub(status: u16, header: (&'static str, &'static str), answer: &'static str) -> Stub {
    let asked: Asked = Arc::default();
    let handler = move |State(asked): State<Asked>, uri: Uri, body: String| async move {
        let body = serde_json::from_str(&body).unwrap();
        asked.lock().unwrap().push((uri.to_string(), body));
        (StatusCode::from_u16(status).unwrap(), [header], answer)
    };
    let app = Router::new().fallback(handler).with_state(Arc::clone(&asked));
    Stub { url: listen(app).await, asked }
}

async fn listen(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

const JSON: (&str, &str) = ("content-type", "application/json");

async fn dock(url: &str) -> World {
    let world = World::with(Some(String::from(url)), None).await;
    world.create("Dock", &echo()).await;
    world
}

#[tokio::test]
async fn the_specification_goes_inline_with_the_engines_own_key() {
    let engine = stub(200, JSON, r#"{"outputs":[{"said":"from the engine"}]}"#).await;
    let world = dock(&format!("{}/", engine.url)).await;
    assert_eq!(world.ask("GET /config.json").send().await.json()["engine"], "external");
    let body = json!({"api_key": KEY, "inputs": {"image": {"type": "url", "value": "http://10.0.0.1/"}}, "excluded_fields": ["x"]});
    let answer = world.ask("POST /run/home/workflows/dock").json(&body).send().await;
    assert_eq!(answer.expect(200)["outputs"][0]["said"], "from the engine");
    let cookie = world.cookie().await;
    let draft = json!({"specification": {"version": "1.0"}, "inputs": {}});
    let drafted = world.ask("POST /api/home/draftRun").page(&cookie).json(&draft).send().await;
    drafted.expect(200);
    let asked = engine.asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 2);
    let (path, sent) = &asked[0];
    assert_eq!(path, "/workflows/run");
    assert_eq!(sent["specification"], echo()["specification"]);
    assert_eq!((&sent["inputs"], &sent["excluded_fields"]), (&body["inputs"], &json!(["x"])));
    assert_eq!(sent["api_key"], "the-engine-key", "never the caller's");
    assert_eq!(asked[1].1["specification"], draft["specification"]);
    for answer in [answer, drafted] {
        assert!(!answer.text().contains("the-engine-key"));
    }
}

#[tokio::test]
async fn what_python_blocks_print_is_asked_for_unless_a_page_of_another_site_runs_it() {
    let engine = stub(200, JSON, r#"{"outputs":[]}"#).await;
    let world = dock(&engine.url).await;
    let origin = "https://shop.test";
    for bound in [None, Some(origin)] {
        let mut body = json!({"id": "dock"});
        if let Some(origin) = bound {
            body["origin"] = json!(origin);
        }
        let token = world.ask("POST /api/home/workflowToken").key().json(&body).send().await.expect(200);
        let body = json!({"api_key": token["token"], "inputs": {}, "debug": true});
        world.ask("POST /run/home/workflows/dock").origin(origin).json(&body).send().await.expect(200);
    }
    world.ask("POST /run/home/workflows/dock").key().json(&json!({"debug": true})).send().await.expect(200);
    let asked = engine.asked.lock().unwrap();
    let debug: Vec<&Value> = asked.iter().map(|(_, body)| &body["debug"]).collect();
    assert_eq!(debug, [true, false, true]);
}

#[tokio::test]
async fn its_errors_are_passed_on_as_they_are() {
    let failure =
        r#"{"message":"no","error_type":"StepExecutionError","blocks_errors":[{"block_id":"first"}]}"#;
    for status in [400, 402, 403, 423, 500] {
        let engine = stub(status, JSON, failure).await;
        let world = dock(&engine.url).await;
        let answer = world.ask("POST /run/home/workflows/dock").key().json(&json!({})).send().await;
        assert_eq!(answer.expect(status), serde_json::from_str::<Value>(failure).unwrap());
    }
    let engine = stub(429, ("retry-after", "7"), r#"{"message":"slow down"}"#).await;
    let world = dock(&engine.url).await;
    let answer = world.ask("POST /run/home/workflows/dock").key().json(&json!({})).send().await;
    answer.expect(429);
    assert_eq!(answer.header("retry-after"), Some("7"));
}

#[tokio::test]
async fn an_engine_that_is_not_one_is_said() {
    let html = stub(200, ("content-type", "text/html"), "<h1>Captive portal</h1>").await;
    let elsewhere = stub(307, ("location", "http://127.0.0.1:9/"), "").await;
    let gone = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for url in [html.url, elsewhere.url, gone] {
        let world = dock(&url).await;
        let answer = world.ask("POST /run/home/workflows/dock").key().json(&json!({})).send().await;
        assert!(answer.refused(502).contains("engine"));
    }
}

#[tokio::test]
async fn the_builders_calls_pass_through_without_any_key() {
    let engine = stub(200, JSON, r#"{"blocks":[]}"#).await;
    let world = dock(&engine.url).await;
    let body = json!({"api_key": KEY, "specification": {}});
    for path in ["blocks/describe", "blocks/dynamic_outputs", "describe_interface", "validate"] {
        let line = format!("POST /run/workflows/{path}");
        assert_eq!(world.ask(&line).json(&body).send().await.expect(200), json!({"blocks": []}), "{path}");
        // A page of another site cannot keep the engine busy.
        let foreign = world.ask(&line).origin("https://evil.test").body(body.to_string()).send().await;
        assert_eq!(foreign.status, 403, "{path}");
        world.ask(&line).origin("http://127.0.0.1:8080").json(&body).send().await.expect(200);
    }
    for (path, sent) in engine.asked.lock().unwrap().iter() {
        assert_eq!(sent.get("api_key"), None, "{path}");
    }
}

#[tokio::test]
async fn more_runs_than_there_is_room_for_are_told_to_come_back() {
    let (started, mut running) = mpsc::unbounded_channel();
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    let handler = move || {
        let (started, held) = (started.clone(), Arc::clone(&held));
        async move {
            started.send(()).unwrap();
            let _pass = held.acquire().await.unwrap();
            Response::into_response(([JSON], r#"{"outputs":[]}"#).into_response())
        }
    };
    let url = listen(Router::new().fallback(handler)).await;
    let world = dock(&url).await;
    let run = || world.ask("POST /run/home/workflows/dock").key().json(&json!({})).send();
    let under_way: Vec<_> = (0..4).map(|_| tokio::spawn(run())).collect();
    for _ in 0..4 {
        running.recv().await.unwrap();
    }
    let refused = run().await;
    refused.refused(503);
    assert!(refused.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    gate.add_permits(4);
    for one in under_way {
        one.await.unwrap().expect(200);
    }
    gate.add_permits(1);
    run().await.expect(200);
}
