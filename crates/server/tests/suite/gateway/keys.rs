//! The key goes to the cloud and nowhere else; tokens are asked for once.
use super::upstream::{Fault, Upstream};
use crate::support::world::{CLOUD_KEY, GOOD, echo};
use serde_json::json;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn the_key_is_added_where_the_contract_has_it_and_in_no_answer() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    let body = json!({"name": "Dock", "config": echo().to_string(), "api_key": ""});
    let made = gateway.ask("POST /api/home/createWorkflow").key().json(&body).send().await;
    let listed = gateway.ask("GET /api/home/workflows").key().send().await;
    for passed in upstream.take() {
        let in_query = passed.path.contains("api_key=cloud%2Bkey%2Fof%3Dthis-test");
        let in_body = passed.body.contains(CLOUD_KEY);
        assert!(in_query != in_body, "once: {passed:?}");
        assert!(
            !passed.path.contains("the-key-of-this-test") && !passed.body.contains("the-key-of-this-test")
        );
    }
    for answer in [made, listed] {
        assert!(answer.status.is_success() && !answer.text().contains("cloud+key"));
        assert!(!format!("{:?}", answer.headers).contains("cloud+key"));
    }
}

#[tokio::test]
async fn an_answer_that_holds_the_key_is_scrubbed_or_withheld() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    for spelling in [CLOUD_KEY, "cloud%2Bkey%2Fof%3Dthis-test"] {
        upstream.harm(
            "/workflows",
            Fault::Answer(
                400,
                JSON,
                json!({"error": format!("The key {spelling} is odd here.")}).to_string(),
            ),
        );
        let sentence = gateway.ask("GET /api/home/workflows").key().send().await.refused(400);
        assert_eq!(sentence, "The key (key) is odd here.");
        let config = format!("{{\"specification\":{{\"steps\":[{{\"key\":\"{spelling}\"}}]}}}}");
        let leaking = json!({"workflow": {"id": "1", "name": "n", "url": "u", "config": config}});
        upstream.harm("/workflows/u", Fault::Answer(200, JSON, leaking.to_string()));
        let answer = gateway.ask("GET /api/home/workflows/u").key().send().await;
        assert!(answer.refused(502).contains("holds this server's own key"));
        assert!(!answer.text().contains(spelling));
    }
}

#[tokio::test]
async fn fifty_callers_ask_the_cloud_for_one_token() {
    let (upstream, cloud, gateway) = Upstream::gateway().await;
    let body = json!({"name": "Dock", "config": echo().to_string()});
    let made = gateway.ask("POST /api/home/createWorkflow").key().json(&body).send().await.expect(200);
    upstream.take();
    let asks = (0..50).map(|_| {
        let ask =
            gateway.ask("POST /api/home/workflowToken").key().json(&json!({"id": made["workflow"]["id"]}));
        tokio::spawn(ask.send())
    });
    let mut tokens = Vec::new();
    for ask in asks.collect::<Vec<_>>() {
        tokens.push(String::from(ask.await.unwrap().expect(200)["token"].as_str().unwrap()));
    }
    assert_eq!(upstream.take().len(), 1);
    assert!(tokens.iter().all(|token| *token == tokens[0]));
    // It is the cloud's own token, and runs there.
    let run = json!({"api_key": tokens[0], "inputs": {"word": "hi"}});
    let answer = cloud.ask("POST /run/home/workflows/dock").json(&run).send().await.expect(200);
    assert_eq!(answer["outputs"][0]["said"], "hi");
}

#[tokio::test]
async fn a_published_workflow_of_the_cloud_gives_tokens_to_its_origins_only() {
    let (upstream, cloud, gateway) = Upstream::gateway().await;
    let body = json!({"name": "Dock", "config": echo().to_string()});
    gateway.ask("POST /api/home/createWorkflow").key().json(&body).send().await.expect(200);
    gateway.publish("dock", 60).await;
    upstream.take();
    let mint = async |url: &str, origin: &str| {
        gateway.ask(&format!("POST /token/home/{url}")).origin(origin).send().await
    };
    let first = mint("dock", GOOD).await;
    let token = String::from(first.expect(200)["token"].as_str().unwrap());
    assert_eq!(first.header("access-control-allow-origin"), Some(GOOD));
    assert_eq!(upstream.take().len(), 2, "which workflow it is, and its token");
    mint("dock", GOOD).await.expect(200);
    assert!(upstream.take().is_empty(), "both are known by now");
    let run = json!({"api_key": token, "inputs": {}});
    cloud.ask("POST /run/home/workflows/dock").json(&run).send().await.expect(200);
    // Another origin, an unpublished one, and a published one that is gone sound the same.
    let refusals = [mint("dock", "https://evil.example").await, mint("other", GOOD).await];
    gateway.publish("gone", 60).await;
    let gone = mint("gone", GOOD).await;
    let sentences: Vec<String> = refusals.iter().chain([&gone]).map(|answer| answer.refused(403)).collect();
    assert!(sentences.iter().all(|sentence| *sentence == sentences[0]), "{sentences:?}");
}
