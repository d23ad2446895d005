//! The public token endpoint is narrow (security, §3).
use crate::support::world::{GOOD, echo};
use crate::support::{Answer, World};
use serde_json::json;

const REFUSAL: &str = "No token for this workflow at this origin.";

async fn published() -> World {
    let world = World::new().await;
    world.create("Dock", &echo()).await;
    world.create("Hidden", &echo()).await;
    world.publish("dock", 60).await;
    world
}

async fn ask(world: &World, path: &str, origin: &str) -> Answer {
    world.ask(&format!("POST /token/{path}")).origin(origin).body("{}").send().await
}

#[tokio::test]
async fn a_listed_page_gets_a_token_for_its_own_origin() {
    let world = published().await;
    let answer = ask(&world, "home/dock", GOOD).await;
    let token = answer.expect(200)["token"].as_str().unwrap().to_owned();
    assert_eq!(answer.json()["expiresIn"], 300);
    assert_eq!(answer.header("access-control-allow-origin"), Some(GOOD));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert_eq!(answer.header("vary"), Some("Origin"));
    let body = json!({"api_key": token, "inputs": {}});
    let run = world.ask("POST /run/home/workflows/dock").origin(GOOD).json(&body).send().await;
    assert_eq!(run.expect(200)["outputs"][0]["said"], "hello");
    assert_eq!(run.header("access-control-allow-origin"), Some(GOOD));
    world.ask("POST /run/home/workflows/dock").json(&body).send().await.refused(401);
}

#[tokio::test]
async fn other_origins_get_nothing() {
    let world = published().await;
    for origin in [
        "",
        "null",
        "http://good.example",
        "https://good.example:8443",
        "https://good.example:443",
        "https://good.example/",
        "https://good.example.evil.test",
        "https://evil.test/https://good.example",
        "https://xgood.example",
        "https://sub.good.example",
        "https://GOOD.example",
        "https://good.example https://evil.test",
        "*",
    ] {
        let answer = ask(&world, "home/dock", origin).await;
        assert_eq!(answer.refused(403), REFUSAL, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{origin}");
        let preflight = world.ask("OPTIONS /token/home/dock").origin(origin).send().await;
        assert_eq!(preflight.status, 403, "{origin}");
        assert_eq!(preflight.header("access-control-allow-origin"), None, "{origin}");
    }
}

#[tokio::test]
async fn unknown_and_unpublished_are_one_answer() {
    let world = published().await;
    let mut answers = Vec::new();
    for path in ["home/hidden", "home/none", "none/none", "public/dock", "home/dock%2F..", "home/%00"] {
        let answer = ask(&world, path, GOOD).await;
        assert_eq!(answer.refused(403), REFUSAL, "{path}");
        answers.push((answer.headers, answer.body));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    // A credential does not widen it.
    let with_key = world.ask("POST /token/home/hidden").key().origin(GOOD).send().await;
    with_key.refused(403);
    let with_page = world.ask("POST /token/home/hidden").page(&world.cookie().await).send().await;
    with_page.refused(403);
}

#[tokio::test]
async fn a_deleted_workflow_is_published_no_more_and_a_restored_one_is_again() {
    let world = published().await;
    let run = |token: serde_json::Value| {
        let body = json!({"api_key": token, "inputs": {}});
        world.ask("POST /run/home/workflows/dock").origin(GOOD).json(&body).send()
    };
    let before = ask(&world, "home/dock", GOOD).await.expect(200)["token"].clone();
    run(before.clone()).await.expect(200);
    let gone = world.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
    assert_eq!(ask(&world, "home/dock", GOOD).await.refused(403), REFUSAL);
    let body = json!({"type": "workflow", "id": gone["workflowId"]});
    world.ask("POST /api/home/trash/restore").key().json(&body).send().await.expect(200);
    // What is kept in memory of the workflow is that of before no longer.
    run(before).await.refused(401);
    run(ask(&world, "home/dock", GOOD).await.expect(200)["token"].clone()).await.expect(200);
}

#[tokio::test]
async fn a_body_of_more_than_a_kilobyte_is_refused() {
    let world = published().await;
    let sized = |size: usize| world.ask("POST /token/home/dock").origin(GOOD).body(vec![b' '; size]).send();
    sized(1_024).await.expect(200);
    let answer = sized(1_025).await;
    answer.refused(413);
    // The page may read why.
    assert_eq!(answer.header("access-control-allow-origin"), Some(GOOD));
}

#[tokio::test]
async fn a_preflight_is_answered_for_listed_origins() {
    let world = published().await;
    for line in [
        "OPTIONS /token/home/dock",
        "OPTIONS /run/home/workflows/dock",
        "OPTIONS /run/infer/workflows/home/dock",
        "OPTIONS /run/home/workflows/dock/describe_interface",
    ] {
        let answer =
            world.ask(line).origin(GOOD).header("access-control-request-method", "POST").send().await;
        assert_eq!(answer.status, 204, "{line}");
        assert_eq!(answer.header("access-control-allow-origin"), Some(GOOD), "{line}");
        assert_eq!(answer.header("access-control-allow-methods"), Some("POST"), "{line}");
        assert_eq!(answer.header("access-control-allow-headers"), Some("content-type"), "{line}");
        let evil = world.ask(line).origin("https://evil.test").send().await;
        assert_eq!((evil.status.as_u16(), evil.header("access-control-allow-origin")), (403, None), "{line}");
    }
    let other = world.ask("GET /token/home/dock").origin(GOOD).send().await;
    assert_eq!(other.status, 405);
}

#[tokio::test]
async fn an_address_and_a_workflow_have_their_share() {
    let world = published().await;
    let call = |peer: [u8; 4]| world.ask("POST /token/home/dock").origin(GOOD).from(peer).send();
    let mut given = 0;
    let refused = loop {
        let answer = call([10, 0, 0, 1]).await;
        if answer.status != 200 {
            break answer;
        }
        given += 1;
        assert!(given < 100, "no limit");
    };
    // Thirty a minute and address; a few more when the test takes a while.
    assert!(given >= 30, "{given}");
    assert!(refused.refused(429).contains("again"));
    let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(refused.header("access-control-expose-headers"), Some("Retry-After"));
    // Others are served, until the workflow's own share is used up.
    call([10, 0, 0, 2]).await.expect(200);
    let mut last = 200;
    for peer in 3..80 {
        last = call([10, 0, 0, peer]).await.status.as_u16();
    }
    assert_eq!(last, 429);
}
