//! The cloud slow, down, refusing, talking nonsense: each a clear answer, nothing lost, nothing leaked.
use super::upstream::{Fault, Upstream};
use crate::support::world::{CLOUD_KEY, echo};
use serde_json::json;

const JSON: (&str, &str) = ("content-type", "application/json");
const HTML: (&str, &str) = ("content-type", "text/html");

#[tokio::test]
async fn each_refusal_of_the_cloud_is_a_sentence_with_its_status() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    for (status, header, body, expected, word) in [
        (401, JSON, r#"{"error":"bad key"}"#, 403, "does not accept this gateway's key"),
        (402, JSON, "{}", 402, "out of credits"),
        (403, JSON, "", 403, "workflow:read"),
        (404, JSON, "", 404, "no such workflow"),
        (423, JSON, "", 423, "paused"),
        (429, ("retry-after", "7"), "", 429, "in 7 s"),
        (
            400,
            JSON,
            r#"{"error":{"message":"Name missing.","hint":"Give one."}}"#,
            400,
            "Name missing. Give one.",
        ),
        (500, HTML, "<h1>Oops</h1>", 502, "trouble of its own"),
        (503, JSON, r#"{"error":"down"}"#, 502, "status 503"),
        (200, HTML, "<html>Sign in</html>", 502, "web page"),
        (200, JSON, "[1,2", 502, "could not be read"),
        (200, JSON, "7", 502, "could not be read"),
        (302, ("location", "http://127.0.0.1:1/"), "", 502, "status 302"),
    ] {
        upstream.harm("/workflows", Fault::Answer(status, header, String::from(body)));
        let answer = gateway.ask("GET /api/home/workflows").key().send().await;
        let sentence = answer.refused(expected);
        assert!(sentence.contains(word), "{status}: {sentence}");
        if status == 429 {
            assert_eq!(answer.header("retry-after"), Some("7"));
        }
    }
}

#[tokio::test]
async fn a_cloud_that_is_not_there_is_said_not_to_answer() {
    let gateway = crate::support::World::gateway("http://127.0.0.1:9/api").await;
    let sentence = gateway.ask("GET /api/home/workflows").key().send().await.refused(502);
    assert!(sentence.contains("does not answer") && !sentence.contains("127.0.0.1"), "{sentence}");
}

#[tokio::test]
async fn half_an_answer_and_a_lost_one_are_asked_for_again_then_said() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    for fault in [Fault::Truncated, Fault::Lost] {
        upstream.harm("/workflows", fault);
        gateway.ask("GET /api/home/workflows").key().send().await.refused(502);
        assert_eq!(upstream.take().len(), 3);
        upstream.heal();
        gateway.ask("GET /api/home/workflows").key().send().await.expect(200);
        upstream.take();
    }
}

#[tokio::test]
async fn ten_megabytes_pass_and_forty_are_refused() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    let list = |megabytes: usize| {
        let name = "x".repeat(megabytes << 20);
        json!({"workflows": [{"id": "1", "name": name, "url": "u", "future": [1]}], "next": {"unknown": true}}).to_string()
    };
    upstream.harm("/workflows", Fault::Answer(200, JSON, list(10)));
    let answer = gateway.ask("GET /api/home/workflows").key().send().await;
    assert_eq!(answer.expect(200)["workflows"][0]["name"].as_str().map(str::len), Some(10 << 20));
    upstream.harm("/workflows", Fault::Answer(200, JSON, list(40)));
    assert!(gateway.ask("GET /api/home/workflows").key().send().await.refused(502).contains("32 MB"));
}

#[tokio::test]
async fn a_definition_that_is_refused_after_its_shell_was_made_says_what_exists() {
    let (upstream, cloud, gateway) = Upstream::gateway().await;
    upstream.harm("updateWorkflow", Fault::Answer(413, JSON, String::new()));
    let body = json!({"name": "Large one", "config": echo().to_string()});
    let sentence = gateway.ask("POST /api/home/createWorkflow").key().json(&body).send().await.refused(413);
    assert!(sentence.contains("“large-one” exists now but is empty"), "{sentence}");
    let stored = cloud.ask("GET /api/home/workflows/large-one").bearer(CLOUD_KEY).send().await.expect(200);
    assert_eq!(stored["workflow"]["config"], "{}");
}

#[tokio::test]
async fn a_save_whose_answer_was_lost_is_looked_up_not_repeated() {
    let (upstream, cloud, gateway) = Upstream::gateway().await;
    let made = gateway
        .ask("POST /api/home/createWorkflow")
        .key()
        .json(&json!({"name": "Dock", "config": echo().to_string()}))
        .send()
        .await;
    let (id, tag) = (made.json()["workflow"]["id"].clone(), String::from(made.header("etag").unwrap()));
    upstream.take();
    let change = |version: &str| json!({"id": id, "name": "Dock", "url": "dock", "config": format!("{{\"specification\":{{\"version\":\"{version}\"}}}}")});
    for (fault, version) in [(Fault::Lost, "1.1"), (Fault::Truncated, "1.2")] {
        upstream.harm("updateWorkflow", fault);
        let saved = gateway.ask("POST /api/home/updateWorkflow").key().json(&change(version)).send().await;
        saved.expect(200);
        let writes = upstream.take().into_iter().filter(|one| one.path.contains("updateWorkflow")).count();
        assert_eq!(writes, 1);
    }
    // One that did not take effect is a failure, and the old text is still there.
    upstream.harm("updateWorkflow", Fault::Answer(500, JSON, String::new()));
    gateway.ask("POST /api/home/updateWorkflow").key().json(&change("1.3")).send().await.refused(502);
    upstream.heal();
    let stored = cloud.ask("GET /api/home/workflows/dock").bearer(CLOUD_KEY).send().await.expect(200);
    assert!(stored["workflow"]["config"].as_str().unwrap().contains("1.2"));
    // The first tag names a state of long ago.
    let stale =
        gateway.ask("POST /api/home/updateWorkflow").key().header("if-match", &tag).json(&change("1.4"));
    let stale = stale.send().await;
    assert!(stale.expect(409)["workflow"]["config"].as_str().unwrap().contains("1.2"));
}
