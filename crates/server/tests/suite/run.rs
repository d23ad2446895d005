//! The execution contract on the embedded engine.
use crate::support::World;
use crate::support::world::echo;
use serde_json::{Value, json};

async fn dock() -> World {
    let world = World::new().await;
    world.create("Dock", &echo()).await;
    world
}

#[tokio::test]
async fn a_saved_workflow_runs_at_both_of_its_addresses() {
    let world = dock().await;
    for path in ["/run/home/workflows/dock", "/run/infer/workflows/home/dock"] {
        let body = json!({"inputs": {"word": "hi"}, "use_cache": false, "unknown": 1});
        let answer = world.ask(&format!("POST {path}")).key().json(&body).send().await.expect(200);
        assert_eq!(answer["outputs"], json!([{"said": "hi"}]), "{path}");
        assert_eq!(answer["profiler_trace"], json!([]));
    }
    let defaults = world.ask("POST /run/home/workflows/dock").key().json(&json!({})).send().await.expect(200);
    assert_eq!(defaults["outputs"][0]["said"], "hello");
    let excluded = json!({"excluded_fields": ["said"]});
    let answer = world.ask("POST /run/home/workflows/dock").key().json(&excluded).send().await.expect(200);
    assert_eq!(answer["outputs"], json!([{}]));
}

#[tokio::test]
async fn a_measured_run_tells_what_took_how_long() {
    let world = dock().await;
    let body = json!({"enable_profiling": true});
    let answer = world.ask("POST /run/home/workflows/dock").key().json(&body).send().await.expect(200);
    let events = answer["profiler_trace"].as_array().unwrap();
    let step = events.iter().find(|event| event["name"] == "step_execution").unwrap();
    assert!(step["args"]["step_selector"].as_str().is_some_and(|text| text.starts_with("$steps.")), "{step}");
    assert!(step["ts"].is_u64() && step["dur"].is_u64(), "{step}");
}

#[tokio::test]
async fn an_older_version_can_be_run() {
    let world = dock().await;
    let mut other = echo();
    other["specification"]["outputs"][0]["name"] = json!("renamed");
    world.update("dock", "Dock", "dock", &other.to_string()).await.expect(200);
    let run = |version: Value| {
        let body = json!({"workflow_version_id": version});
        world.ask("POST /run/home/workflows/dock").key().json(&body).send()
    };
    assert_eq!(run(Value::Null).await.expect(200)["outputs"], json!([{"renamed": "hello"}]));
    assert_eq!(run(json!("1")).await.expect(200)["outputs"], json!([{"said": "hello"}]));
    assert!(run(json!("7")).await.refused(404).contains('7'));
}

#[tokio::test]
async fn what_cannot_be_run_is_said_with_its_step() {
    let world = dock().await;
    let mut model = echo();
    model["specification"]["steps"][0] =
        json!({"type": "roboflow_core/roboflow_object_detection_model@v2", "name": "detector"});
    let body = json!({"specification": model["specification"], "inputs": {}});
    let answer = world.ask("POST /run/workflows/run").key().json(&body).send().await;
    let failure = answer.expect(501);
    assert_eq!(failure["blocks_errors"][0]["block_id"], "detector");
    assert!(failure["message"].as_str().is_some_and(|text| text.contains("--engine")), "{failure}");
    for field in ["error_type", "context", "inner_error_type", "inner_error_message"] {
        assert!(failure.get(field).is_some(), "{field}");
    }
    world.create("Empty", &json!({})).await;
    let empty = world.ask("POST /run/home/workflows/empty").key().json(&json!({})).send().await;
    assert!(empty.refused(400).contains("empty"));
    world.ask("POST /run/home/workflows/none").key().json(&json!({})).send().await.refused(404);
    for body in ["", "[]", "\"x\"", "{\"a\":"] {
        world.ask("POST /run/home/workflows/dock").key().body(body).send().await.refused(422);
    }
    let large = world.ask("POST /run/home/workflows/dock").key().body(vec![b' '; 17 << 20]).send().await;
    large.refused(413);
    world.ask("GET /run/nonsense").send().await.refused(404);
}

#[tokio::test]
async fn an_inline_specification_needs_the_key() {
    let world = dock().await;
    let body = json!({"specification": echo()["specification"], "inputs": {"word": "hi"}});
    for path in ["/run/workflows/run", "/run/infer/workflows"] {
        let line = format!("POST {path}");
        let answer = world.ask(&line).key().json(&body).send().await.expect(200);
        assert_eq!(answer["outputs"], json!([{"said": "hi"}]), "{path}");
        world.ask(&line).json(&body).send().await.refused(401);
        world.ask(&line).bearer("wrong").json(&body).send().await.refused(401);
        assert!(world.ask(&line).key().json(&json!({})).send().await.refused(422).contains("specification"));
    }
}

#[tokio::test]
async fn the_first_credential_counts_here_too() {
    let world = dock().await;
    let key = crate::support::world::KEY;
    let run = |query: &str| world.ask(&format!("POST /run/home/workflows/dock{query}"));
    run(&format!("?api_key={key}")).json(&json!({})).send().await.expect(200);
    run("?api_key=wrong").key().json(&json!({})).send().await.refused(401);
    run("?api_key=").key().json(&json!({"api_key": "wrong"})).send().await.expect(200);
    run("").bearer("wrong").json(&json!({"api_key": key})).send().await.refused(401);
    run("").json(&json!({"api_key": key})).send().await.expect(200);
    run("").json(&json!({})).send().await.refused(401);
}

#[tokio::test]
async fn a_draft_is_run_for_the_page_alone() {
    let world = dock().await;
    let cookie = world.cookie().await;
    let body = json!({"specification": echo()["specification"], "inputs": {"word": "draft"}});
    let answer = world.ask("POST /api/home/draftRun").page(&cookie).json(&body).send().await.expect(200);
    assert_eq!(answer["outputs"], json!([{"said": "draft"}]));
    world.ask("POST /api/home/draftRun").key().json(&body).send().await.refused(403);
    // A page whose session has ended is told so, and loads itself again.
    world.ask("POST /api/home/draftRun").json(&body).send().await.refused(401);
    world.ask("POST /api/none/draftRun").page(&cookie).json(&body).send().await.refused(404);
    world.ask("POST /api/home/draftRun").page(&cookie).json(&json!({})).send().await.refused(400);
}

#[tokio::test]
async fn a_specification_is_checked_and_the_engine_names_its_version() {
    let world = dock().await;
    let specification = echo()["specification"].clone();
    let validate = |body: Value| world.ask("POST /run/workflows/validate").json(&body).send();
    assert_eq!(validate(specification.clone()).await.expect(200), json!({"status": "ok"}));
    let mut twice = specification.clone();
    let step = twice["steps"][0].clone();
    twice["steps"].as_array_mut().unwrap().push(step);
    let failure = validate(twice).await.expect(400);
    assert_eq!(failure["error_type"], "DuplicatedNameError");
    let versions = world.ask("GET /run/workflows/execution_engine/versions").send().await.expect(200);
    assert_eq!(versions["versions"], json!([flowdeck_engine::ENGINE_VERSION]));
    for line in [
        "GET /run/workflows/blocks/describe",
        "POST /run/workflows/blocks/dynamic_outputs",
        "GET /run/workflows/definition/schema",
    ] {
        assert!(world.ask(line).json(&json!({})).send().await.refused(501).contains("--engine"), "{line}");
    }
}

#[tokio::test]
async fn images_are_not_fetched_from_inside_a_network() {
    let world = World::new().await;
    let blur = json!({"specification": {
        "version": "1.0",
        "inputs": [{"type": "WorkflowImage", "name": "image"}],
        "steps": [{"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image"}],
        "outputs": [{"type": "JsonField", "name": "blurred", "selector": "$steps.blur.image"}],
    }});
    world.create("Dock", &blur).await;
    let body = |value: &str| json!({"inputs": {"image": {"type": "url", "value": value}}});
    for address in [
        "http://127.0.0.1:8080/api/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://100.64.0.1/",
        "http://10.0.0.1/",
        "http://0.0.0.0/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user:secret@8.8.8.8/",
    ] {
        let answer = world.ask("POST /run/home/workflows/dock").key().json(&body(address)).send().await;
        let sentence = answer.refused(400);
        assert!(!sentence.contains("secret"), "{sentence}");
    }
    let many: Vec<Value> =
        (0..17).map(|n| json!({"type": "url", "value": format!("https://images.example/{n}")})).collect();
    let answer = world.ask("POST /run/home/workflows/dock").key().json(&json!({"inputs": {"image": many}}));
    assert!(answer.send().await.refused(400).contains("16"));
}

#[tokio::test]
async fn what_goes_in_and_comes_out_is_described() {
    let world = dock().await;
    let mut specification = echo()["specification"].clone();
    specification["inputs"].as_array_mut().unwrap().extend([
        json!({"type": "WorkflowImage", "name": "image"}),
        json!({"type": "WorkflowParameter", "name": "size", "kind": ["integer"]}),
    ]);
    specification["outputs"]
        .as_array_mut()
        .unwrap()
        .push(json!({"type": "JsonField", "name": "size", "selector": "$inputs.size"}));
    let described = json!({
        // What nothing uses may be anything, as the engine says it.
        "inputs": {"word": ["*"], "image": ["*"], "size": ["*"]},
        "outputs": {"said": ["*"], "size": ["integer"]},
        "typing_hints": {}, "kinds_schemas": {},
    });
    let body = json!({"specification": specification});
    let inline = world.ask("POST /run/workflows/describe_interface").json(&body).send().await;
    assert_eq!(inline.expect(200), described);
    world.update("dock", "Dock", "dock", &body.to_string()).await.expect(200);
    let line = "POST /run/home/workflows/dock/describe_interface";
    assert_eq!(world.ask(line).key().json(&json!({})).send().await.expect(200), described);
    world.ask(line).json(&json!({})).send().await.refused(401);
    world.ask("POST /run/workflows/describe_interface").json(&json!({})).send().await.refused(422);
    let foreign = world.ask("POST /run/workflows/describe_interface").origin("https://evil.test");
    foreign.json(&body).send().await.refused(403);
}
