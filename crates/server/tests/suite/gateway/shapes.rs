//! Shapes of the contract that our own server does not use.
use super::upstream::{Fault, Upstream};
use serde_json::json;

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn what_the_cloud_writes_in_other_ways_is_read() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    let answer = |path, body: serde_json::Value| {
        upstream.harm(path, Fault::Answer(200, JSON, body.to_string()));
    };
    // The id under the other name, moments as seconds, a field that nobody knows.
    answer(
        "/workflows/dock",
        json!({"workflows": {"id": 7, "name": "Dock", "url": "dock", "config": "{}",
        "createdAt": {"_seconds": 1_793_491_200}, "owner": {"x": 1}}}),
    );
    let read = gateway.ask("GET /api/home/workflows/dock").key().send().await.expect(200);
    assert_eq!(
        (&read["workflow"]["id"], &read["workflow"]["createdAt"]),
        (&json!("7"), &json!("2026-11-01T00:00:00Z"))
    );
    // Versions as a bare list.
    answer("/versions", json!([{"version": 2, "created": 1_793_491_200}, {"version": "1", "created": null}]));
    let versions = gateway.ask("GET /api/home/workflows/dock/versions").key().send().await.expect(200);
    assert_eq!(
        (&versions["versions"][0]["version"], &versions["versions"][1]["created"]),
        (&json!("2"), &json!(""))
    );
    // A token without an expiry is believed for five minutes.
    answer("workflowToken", json!({"token": "abc"}));
    let token =
        gateway.ask("POST /api/home/workflowToken").key().json(&json!({"id": "7"})).send().await.expect(200);
    assert_eq!(token["token"], "abc");
    assert!((299..=300).contains(&token["expiresIn"].as_u64().unwrap()), "{token}");
    // The fork's slug in each of its three places.
    for shape in [json!({"workflow": {"url": "f"}}), json!({"workflow_url": "f"}), json!({"url": "f"})] {
        answer("forkWorkflow", shape);
        let body = json!({"source_workspace": "other", "source_workflow": "x"});
        let fork = gateway.ask("POST /api/home/forkWorkflow").key().json(&body).send().await.expect(201);
        assert_eq!(fork["workflow_url"], "f");
    }
}

#[tokio::test]
async fn a_config_that_no_engine_reads_comes_through_as_it_is() {
    let (upstream, _cloud, gateway) = Upstream::gateway().await;
    for config in ["not json", "[1, 2.50]", "{\"specification\":{\"n\":1e3,\"n2\":1.0}}"] {
        let body = json!({"workflow": {"id": "1", "name": "n", "url": "u", "config": config}});
        upstream.harm("/workflows/u", Fault::Answer(200, JSON, body.to_string()));
        let read = gateway.ask("GET /api/home/workflows/u").key().send().await.expect(200);
        assert_eq!(read["workflow"]["config"], config);
    }
}
