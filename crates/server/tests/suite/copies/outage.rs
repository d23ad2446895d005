//! A database that goes away while the server runs: requests hear so, and it recovers by itself.
use super::pair::until;
use crate::gateway::upstream::Upstream;
use crate::support::place::Place;
use crate::support::postgres::Cluster;
use crate::support::process::{Serving, flowdeck_on};
use crate::support::wire::{Call, Reply};
use crate::support::world::{KEY, World, echo};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn a_gateway_that_cannot_have_the_turn_writes_nothing() {
    let Some(cluster) = Cluster::start() else { return };
    let (upstream, _cloud) = Upstream::start().await;
    let place = Arc::new(Place::Database(cluster.database()));
    let gateway = World::at(place, KEY, None, None).await.in_front_of(&upstream.url);
    let made = json!({"name": "Dock", "config": echo().to_string()});
    let made = gateway.ask("POST /api/home/createWorkflow").key().json(&made).send().await.expect(200);
    let change = json!({"id": made["workflow"]["id"], "name": "Dock", "url": "dock", "config": "{}"});
    let save = || gateway.ask("POST /api/home/updateWorkflow").key().json(&change).send();
    cluster.down();
    upstream.take();
    let sentence = save().await.refused(503);
    assert!(sentence.contains("database does not answer"), "{sentence}");
    assert!(upstream.take().iter().all(|passed| !passed.path.contains("updateWorkflow")));
    // What needs no turn goes on.
    gateway.ask("GET /api/home/workflows/dock").key().send().await.expect(200);
    assert!(cluster.up());
    save().await.expect(200);
}

/// A server with a published workflow.
struct Deck {
    server: Serving,
    key: String,
    _dir: tempfile::TempDir,
}

impl Deck {
    fn new(cluster: &Cluster) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let server = Serving::from(flowdeck_on(&cluster.database()), dir.path(), &[]);
        let deck = Self { key: server.key(), server, _dir: dir };
        assert_eq!(deck.create("Dock").status, 200);
        let origins = json!({"origins": ["https://a.example"], "perMinute": 1_000});
        let publish = Call::new("POST", "/api/home/workflows/dock/publication").bearer(&deck.key);
        assert_eq!(publish.body(&origins).send(deck.server.port).status, 200);
        assert_eq!(deck.token(), 200);
        deck
    }

    fn create(&self, name: &str) -> Reply {
        let body = json!({"name": name, "config": "{}"});
        Call::new("POST", "/api/home/createWorkflow").bearer(&self.key).body(&body).send(self.server.port)
    }

    fn get(&self, path: &str) -> Reply {
        Call::new("GET", path).bearer(&self.key).send(self.server.port)
    }

    fn list(&self) -> Reply {
        self.get("/api/home/workflows")
    }

    fn token(&self) -> u16 {
        Call::new("POST", "/token/home/dock")
            .header("Origin", "https://a.example")
            .send(self.server.port)
            .status
    }
}

#[track_caller]
fn assert_away(reply: &Reply) {
    assert_eq!(reply.status, 503, "{}", reply.body);
    assert!(reply.body.contains("database does not answer"), "{}", reply.body);
    assert!(reply.head.contains("retry-after:"), "{}", reply.head);
}

const WAIT: Duration = Duration::from_secs(20);

#[test]
fn a_database_that_goes_away_is_said_and_waited_for() {
    // One of its own: others need theirs.
    let Some(cluster) = Cluster::start() else { return };
    let deck = Deck::new(&cluster);
    for round in 0..2 {
        cluster.down();
        for reply in [deck.list(), deck.create("Lost"), deck.get("/healthz")] {
            assert_away(&reply);
        }
        // Another copy may have taken it back: no token is given that nobody can vouch for.
        until(WAIT, "no tokens are given", || deck.token() == 503);
        assert!(cluster.up(), "PostgreSQL does not start again");
        until(WAIT, "it answers again", || deck.list().status == 200);
        until(WAIT, "tokens are given again", || deck.token() == 200);
        let name = format!("after {round}");
        assert_eq!(deck.create(&name).status, 200);
        let body = deck.list().body;
        assert!(body.contains(&name) && !body.contains("Lost"), "{body}");
    }
}

#[test]
fn a_database_that_falls_silent_is_away_too() {
    let Some(cluster) = Cluster::start() else { return };
    let deck = Deck::new(&cluster);
    cluster.signal("-STOP");
    until(Duration::from_secs(5), "no tokens are given", || deck.token() == 503);
    assert_away(&deck.list());
    assert_away(&deck.create("Lost"));
    cluster.signal("-CONT");
    until(WAIT, "it answers again", || deck.list().status == 200);
    until(WAIT, "tokens are given again", || deck.token() == 200);
    assert_eq!(deck.create("After").status, 200);
}
