//! Copies of a gateway take turns to save, over all of them; a copy that dies in its turn does not keep it.
use super::pair::{Pair, until};
use crate::gateway::upstream::{Fault, Upstream};
use crate::support::postgres::{Cluster, cluster};
use crate::support::process::{Serving, flowdeck_on};
use crate::support::wire::Call;
use crate::support::world::{CLOUD_KEY, World, echo};
use serde_json::{Value, json};
use std::time::Duration;

async fn gateways(cluster: &Cluster) -> (Upstream, World, Pair) {
    let (upstream, cloud) = Upstream::start().await;
    let pair = Pair::new(cluster).await;
    let url = upstream.url.clone();
    let pair = pair.map(|world| world.in_front_of(&url));
    (upstream, cloud, pair)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_writers_through_two_gateways_exactly_one_wins() {
    let Some(cluster) = cluster() else { return };
    let (_upstream, cloud, pair) = gateways(cluster).await;
    let body = json!({"name": "Shared", "config": echo().to_string()});
    let made = pair.ask("POST /api/home/createWorkflow").key().json(&body).send().await;
    let id = made.json()["workflow"]["id"].clone();
    let mut tag = made.header("etag").unwrap().to_owned();
    for round in 0..15 {
        let writers = (0..6).map(|writer| {
            let config = json!({"specification": {"round": round, "writer": writer}}).to_string();
            let body = json!({"id": id, "name": "Shared", "url": "shared", "config": config});
            let ask = pair.ask("POST /api/home/updateWorkflow").key().header("if-match", &tag).json(&body);
            tokio::spawn(async move { (writer, ask.send().await) })
        });
        let mut winners = Vec::new();
        let mut next = String::new();
        for writer in writers.collect::<Vec<_>>() {
            let (writer, answer) = writer.await.unwrap();
            if answer.status == 200 {
                winners.push(writer);
                next = answer.header("etag").unwrap().to_owned();
            } else {
                answer.expect(409);
            }
        }
        assert_eq!(winners.len(), 1, "round {round}");
        let stored = cloud.ask("GET /api/home/workflows/shared").bearer(CLOUD_KEY).send().await.expect(200);
        let config: Value = serde_json::from_str(stored["workflow"]["config"].as_str().unwrap()).unwrap();
        assert_eq!(config["specification"]["writer"], json!(winners[0]));
        tag = next;
    }
}

/// How many sessions of a database have a lock that lasts, or wait for one.
fn locks(cluster: &Cluster, database: &str, is_granted: bool) -> String {
    let name = database.rsplit('/').next().unwrap();
    let of = if is_granted { "granted" } else { "NOT granted" };
    cluster.sql(
        database,
        &format!(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE locktype = 'advisory' AND datname = '{name}' AND {of}"
        ),
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_killed_in_its_turn_lets_the_other_go_on() {
    let Some(cluster) = cluster() else { return };
    let (upstream, cloud) = Upstream::start().await;
    let made = cloud
        .ask("POST /api/home/createWorkflow")
        .bearer(CLOUD_KEY)
        .json(&json!({"name": "Dock", "config": echo().to_string()}))
        .send()
        .await;
    let id = made.json()["workflow"]["id"].clone();
    let database = cluster.database();
    let start = |dir: &tempfile::TempDir| {
        let mut command = flowdeck_on(&database);
        command.env("ROBOFLOW_API_KEY", CLOUD_KEY).env("FLOWDECK_API_KEY", "key-of-both");
        Serving::from(command, dir.path(), &["--gateway", &upstream.url, "--workspace", "home"])
    };
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut a, b) = (start(&dir_a), start(&dir_b));
    let save = |port: u16, config: &str| {
        let body = json!({"id": id, "name": "Dock", "url": "dock", "config": config});
        let call = Call::new("POST", "/api/home/updateWorkflow").bearer("key-of-both").body(&body);
        std::thread::spawn(move || call.try_send(port))
    };
    upstream.harm("/updateWorkflow", Fault::Held);
    let lost = save(a.port, "{\"specification\":{\"from\":\"a\"}}");
    let wait = Duration::from_secs(20);
    until(wait, "A writes", || upstream.take().iter().any(|passed| passed.path.contains("updateWorkflow")));
    upstream.heal();
    let saved = save(b.port, "{\"specification\":{\"from\":\"b\"}}");
    until(wait, "B waits for its turn", || locks(cluster, &database, false) == "1");
    assert!(!saved.is_finished());
    a.kill();
    let reply = tokio::task::spawn_blocking(|| saved.join().unwrap()).await.unwrap().unwrap();
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(lost.join().unwrap().is_none(), "A answered although it was killed");
    let stored = cloud.ask("GET /api/home/workflows/dock").bearer(CLOUD_KEY).send().await.expect(200);
    assert!(stored["workflow"]["config"].as_str().unwrap().contains("\"b\""), "{stored}");
    until(wait, "no lock is left", || locks(cluster, &database, true) == "0");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_turn_that_was_lost_is_noticed_before_the_write() {
    let Some(cluster) = cluster() else { return };
    let database = cluster.database();
    let pair = Pair::on(database.clone()).await;
    let store = &pair.a.state.store;
    let mut lock = store.lock("dock").await.unwrap();
    lock.check().await.unwrap();
    let other = {
        let store = pair.b.state.store.clone();
        tokio::spawn(async move { store.lock("dock").await })
    };
    let wait = Duration::from_secs(20);
    until(wait, "the other copy waits", || locks(cluster, &database, false) == "1");
    // The holder's connection is cut: the lock is the other's then.
    cluster.sql(&database, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    let mut others = other.await.unwrap().unwrap();
    assert!(lock.check().await.unwrap_err().is_away());
    others.check().await.unwrap();
    // Other names are other locks.
    drop(store.lock("dock 2").await.unwrap());
    drop(others);
    until(wait, "no lock is left", || locks(cluster, &database, true) == "0");
}
