//! Publishing on one copy takes effect on the other, within a second; a token that is taken back ends at once.
use super::pair::{Pair, SOON, until_async};
use crate::support::World;
use crate::support::postgres::cluster;
use crate::support::world::{GOOD, echo};
use serde_json::{Value, json};

const PATH: &str = "/api/home/workflows/dock/publication";

async fn docks() -> Option<Pair> {
    let pair = Pair::new(cluster()?).await;
    pair.a.create("Dock", &echo()).await;
    Some(pair)
}

async fn publish(world: &World, minutes: u32) {
    let body = json!({"origins": [GOOD], "minutes": minutes, "perMinute": 1_000});
    world.ask(&format!("POST {PATH}")).key().json(&body).send().await.expect(200);
}

async fn mint(world: &World) -> Option<Value> {
    // Another address each time: an address has its own limit.
    static PEERS: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let [_, x, y, z] = PEERS.fetch_add(1, std::sync::atomic::Ordering::Relaxed).to_be_bytes();
    let answer = world.ask("POST /token/home/dock").origin(GOOD).from([10, x, y, z]).send().await;
    (answer.status == 200).then(|| answer.json())
}

async fn run(world: &World, token: &Value) -> u16 {
    let body = json!({"api_key": token["token"], "inputs": {}});
    world.ask("POST /run/home/workflows/dock").origin(GOOD).json(&body).send().await.status.as_u16()
}

#[tokio::test]
async fn what_one_copy_publishes_and_takes_back_the_other_knows_soon() {
    let Some(pair) = docks().await else { return };
    pair.follow();
    assert!(mint(&pair.b).await.is_none());
    for minutes in [2, 3, 4] {
        publish(&pair.a, minutes).await;
        until_async(SOON, "B gives tokens", || async { mint(&pair.b).await.is_some() }).await;
        // New limits too.
        until_async(SOON, "B has the new life", || async {
            mint(&pair.b).await.is_some_and(|token| token["expiresIn"] == minutes * 60)
        })
        .await;
    }
    let token = mint(&pair.b).await.unwrap();
    assert_eq!((run(&pair.a, &token).await, run(&pair.b, &token).await), (200, 200));
    pair.a.ask(&format!("DELETE {PATH}")).key().send().await.expect(200);
    assert_eq!((run(&pair.b, &token).await, run(&pair.a, &token).await), (401, 401), "at once");
    until_async(SOON, "B gives no tokens", || async { mint(&pair.b).await.is_none() }).await;
    assert!(mint(&pair.a).await.is_none());
}

#[tokio::test]
async fn what_a_copy_keeps_of_a_workflow_ends_with_another_copys_change() {
    let Some(pair) = docks().await else { return };
    pair.follow();
    publish(&pair.a, 5).await;
    until_async(SOON, "B gives tokens", || async { mint(&pair.b).await.is_some() }).await;
    for _ in 0..3 {
        let kept = mint(&pair.b).await.unwrap();
        assert_eq!(run(&pair.b, &kept).await, 200);
        // The same slug is another workflow's now, published as before.
        pair.a.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
        pair.a.create("Dock", &echo()).await;
        publish(&pair.a, 5).await;
        assert_eq!(run(&pair.b, &kept).await, 401);
        until_async(SOON, "B's tokens are for the new workflow", || async {
            match mint(&pair.b).await {
                Some(token) => run(&pair.b, &token).await == 200,
                None => false,
            }
        })
        .await;
    }
}

/// Neither copy follows the other here: what must not wait for that does not.
#[tokio::test]
async fn a_copy_that_has_not_heard_of_a_publication_takes_it_back_all_the_same() {
    let Some(pair) = docks().await else { return };
    publish(&pair.a, 5).await;
    let shown = pair.b.ask(&format!("GET {PATH}")).key().send().await.expect(200);
    assert_eq!(shown["publication"]["origins"], json!([GOOD]));
    pair.a.ask(&format!("DELETE {PATH}")).key().send().await.expect(200);
    publish(&pair.b, 5).await;
    // A still knows of none, and moves the workflow to the Trash.
    pair.a.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
    pair.a.create("Dock", &echo()).await;
    let shown = pair.b.ask(&format!("GET {PATH}")).key().send().await.expect(200);
    assert_eq!(shown["publication"], Value::Null, "another workflow would be public");
}

#[tokio::test]
async fn counts_of_use_add_up() {
    let Some(pair) = docks().await else { return };
    publish(&pair.a, 5).await;
    pair.b.ask(&format!("GET {PATH}")).key().send().await.expect(200);
    for _ in 0..4 {
        mint(&pair.a).await.unwrap();
        mint(&pair.b).await.unwrap();
        mint(&pair.b).await.unwrap();
    }
    // A change on one copy loses no count of either.
    publish(&pair.a, 6).await;
    pair.b.ask(&format!("GET {PATH}")).key().send().await.expect(200);
    let shown = pair.ask(&format!("GET {PATH}")).key().send().await.expect(200);
    assert_eq!((&shown["use"][0]["given"], &shown["use"][0]["refused"]), (&json!(12), &json!(0)), "{shown}");
}
