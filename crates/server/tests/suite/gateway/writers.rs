//! Two browsers through one gateway cannot overwrite each other.
use super::upstream::Upstream;
use crate::support::world::{CLOUD_KEY, echo};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_writers_with_one_base_exactly_one_wins() {
    let (_upstream, cloud, gateway) = Upstream::gateway().await;
    let made = gateway
        .ask("POST /api/home/createWorkflow")
        .key()
        .json(&json!({"name": "Shared", "config": echo().to_string()}))
        .send()
        .await;
    let id = made.json()["workflow"]["id"].clone();
    let mut tag = String::from(made.header("etag").unwrap());
    for round in 0..15 {
        let writers = (0..6).map(|writer| {
            let config =
                json!({"specification": {"version": "1.0", "round": round, "writer": writer}}).to_string();
            let body = json!({"id": id, "name": "Shared", "url": "shared", "config": config});
            let ask = gateway.ask("POST /api/home/updateWorkflow").key().header("if-match", &tag).json(&body);
            tokio::spawn(async move { (writer, ask.send().await) })
        });
        let mut winners = Vec::new();
        let mut next = String::new();
        for writer in writers.collect::<Vec<_>>() {
            let (writer, answer) = writer.await.unwrap();
            if answer.status == 200 {
                winners.push(writer);
                next = String::from(answer.header("etag").unwrap());
            } else {
                answer.expect(409);
            }
        }
        assert_eq!(winners.len(), 1, "round {round}");
        let stored = cloud.ask("GET /api/home/workflows/shared").bearer(CLOUD_KEY).send().await.expect(200);
        let config: serde_json::Value =
            serde_json::from_str(stored["workflow"]["config"].as_str().unwrap()).unwrap();
        assert_eq!(config["specification"]["writer"], json!(winners[0]));
        tag = next;
    }
}

#[tokio::test]
async fn a_slug_of_another_workflow_is_taken_not_overwritten() {
    let (_upstream, cloud, gateway) = Upstream::gateway().await;
    let make = async |name: &str| {
        let body = json!({"name": name, "config": echo().to_string()});
        gateway.ask("POST /api/home/createWorkflow").key().json(&body).send().await.expect(200)["workflow"]
            .clone()
    };
    let (one, two) = (make("One").await, make("Two").await);
    let body = json!({"id": one["id"], "name": "One", "url": "two", "config": "{}"});
    let sentence = gateway.ask("POST /api/home/updateWorkflow").key().json(&body).send().await.refused(409);
    assert!(sentence.contains("Another workflow has this URL name"), "{sentence}");
    let stored = cloud.ask("GET /api/home/workflows/two").bearer(CLOUD_KEY).send().await.expect(200);
    assert_eq!(stored["workflow"]["id"], two["id"]);
    let gone = json!({"id": "nobody", "name": "x", "url": "x", "config": "{}"});
    gateway.ask("POST /api/home/updateWorkflow").key().json(&gone).send().await.refused(404);
}
