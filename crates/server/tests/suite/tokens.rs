//! A workflow token does one thing, for minutes (security, §2).
use crate::support::World;
use crate::support::world::echo;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flowdeck_server::token::Signer;
use serde_json::{Value, json};
use time::Duration;

struct Setup {
    world: World,
    token: String,
}

async fn setup() -> Setup {
    let world = World::new().await;
    world.create("Dock", &echo()).await;
    let token = minted(&world, json!({"id": "dock"})).await;
    Setup { world, token }
}

async fn minted(world: &World, body: Value) -> String {
    let answer = world.ask("POST /api/home/workflowToken").key().json(&body).send().await.expect(200);
    String::from(answer["token"].as_str().unwrap())
}

impl Setup {
    /// Runs the workflow with a credential in the body, as the app does.
    async fn run(&self, token: &str) -> crate::support::Answer {
        let body = json!({"api_key": token, "inputs": {"word": "hi"}});
        self.world.ask("POST /run/home/workflows/dock").json(&body).send().await
    }

    #[track_caller]
    fn assert_accepted(answer: &crate::support::Answer) {
        assert_eq!(answer.expect(200)["outputs"], json!([{"said": "hi"}]));
    }

    /// Refused at both doors that a token opens, with one and the same sentence each.
    async fn assert_refused(&self, what: &str, token: &str) {
        let run = self.run(token).await;
        assert_eq!(run.status, 401, "{what} runs: {}", run.text());
        assert_eq!(run.refused(401), "The token is not valid for this workflow, or it has ended.", "{what}");
        assert!(token.is_empty() || !run.text().contains(token), "{what} is echoed");
        let definition = self.world.ask("GET /api/home/workflows/dock").bearer(token).send().await;
        assert_eq!(definition.status, 401, "{what} reads: {}", definition.text());
    }

    fn claims(&self) -> Value {
        let payload = self.token.split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
    }
}

#[tokio::test]
async fn a_token_says_how_long_it_lives() {
    let setup = setup().await;
    let id = setup.world.get("dock").await["id"].clone();
    for wanted in [json!({"id": "dock"}), json!({"id": id})] {
        let answer =
            setup.world.ask("POST /api/home/workflowToken").key().json(&wanted).send().await.expect(200);
        assert_eq!(answer["expiresIn"], 300);
        let end = setup.world.state.clock.now() + Duration::minutes(5);
        assert_eq!(answer["expiresAt"], flowdeck_server::clock::stamp(end));
    }
    let claims = setup.claims();
    assert_eq!((&claims["sub"], &claims["ws"]), (&id, &json!("home")));
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["nbf"].as_i64().unwrap(), 300);
    assert_eq!(claims["jti"].as_str().unwrap().len(), 20);
    let other = minted(&setup.world, json!({"id": "dock"})).await;
    assert_ne!(other, setup.token, "two tokens of one moment differ");
    setup
        .world
        .ask("POST /api/home/workflowToken")
        .key()
        .json(&json!({"id": "none"}))
        .send()
        .await
        .refused(404);
    setup.world.ask("POST /api/home/workflowToken").key().json(&json!({})).send().await.refused(400);
}

#[tokio::test]
async fn it_runs_until_its_last_second_and_not_before_its_first() {
    let setup = setup().await;
    Setup::assert_accepted(&setup.run(&setup.token).await);
    setup.world.advance(Duration::seconds(299));
    Setup::assert_accepted(&setup.run(&setup.token).await);
    setup.world.advance(Duration::seconds(1));
    setup.assert_refused("an expired token", &setup.token).await;
    setup.world.advance(Duration::seconds(-301));
    setup.assert_refused("a token of the future", &setup.token).await;
}

#[tokio::test]
async fn no_life_is_longer_than_fifteen_minutes() {
    let setup = setup().await;
    let (signer, now) = (&setup.world.state.signer, setup.world.state.clock.now());
    let id = setup.claims()["sub"].as_str().unwrap().to_owned();
    let token =
        signer.workflow_token(&id, "home", None, 0, now, Duration::days(365), String::from("x")).unwrap();
    Setup::assert_accepted(&setup.run(&token).await);
    setup.world.advance(Duration::minutes(15));
    setup.assert_refused("a token of a year", &token).await;
}

#[tokio::test]
async fn it_is_for_one_workflow_of_one_workspace() {
    let setup = setup().await;
    setup.world.create("Gate", &echo()).await;
    setup.world.sample("Dock", "dock").await;
    let gate = minted(&setup.world, json!({"id": "gate"})).await;
    setup.assert_refused("the token of another workflow", &gate).await;
    let public = {
        let body = json!({"id": "dock"});
        let answer = setup.world.ask("POST /api/public/workflowToken").key().json(&body).send().await;
        String::from(answer.expect(200)["token"].as_str().unwrap())
    };
    setup.assert_refused("the token of another workspace", &public).await;
    let body = json!({"api_key": setup.token});
    for path in ["home/workflows/gate", "public/workflows/dock", "home/workflows/none", "none/workflows/dock"]
    {
        setup.world.ask(&format!("POST /run/{path}")).json(&body).send().await.refused(401);
        // Nor is a token's holder told what else there is.
        setup.world.ask(&format!("GET /api/{path}")).bearer(&setup.token).send().await.refused(401);
    }
}

#[tokio::test]
async fn an_origin_in_it_is_checked_at_run_and_not_for_the_definition() {
    let setup = setup().await;
    let token = minted(&setup.world, json!({"id": "dock", "origin": "https://good.example"})).await;
    let run = |origin: &'static str| {
        let body = json!({"api_key": token, "inputs": {"word": "hi"}});
        setup.world.ask("POST /run/home/workflows/dock").origin(origin).json(&body).send()
    };
    Setup::assert_accepted(&run("https://good.example").await);
    for origin in [
        "",
        "null",
        "http://good.example",
        "https://good.example:8443",
        "https://good.example.evil.test",
        "https://evil.test",
        "https://GOOD.example",
        "https://good.example/",
    ] {
        assert_eq!(run(origin).await.status, 401, "{origin}");
    }
    // An engine that was handed the token has no origin.
    setup.world.ask("GET /api/home/workflows/dock").bearer(&token).send().await.expect(200);
    for origin in ["null", "good.example", "https://good.example/", "javascript:x", "https://Good.example"] {
        let body = json!({"id": "dock", "origin": origin});
        setup.world.ask("POST /api/home/workflowToken").key().json(&body).send().await.refused(400);
    }
}

#[tokio::test]
async fn every_changed_bit_is_noticed() {
    let setup = setup().await;
    let bytes = setup.token.as_bytes();
    for (at, bit) in (0..bytes.len()).flat_map(|at| (0..7).map(move |bit| (at, bit))) {
        let mut changed = bytes.to_vec();
        changed[at] ^= 1 << bit;
        let text = String::from_utf8(changed).unwrap();
        let now = setup.world.state.clock.now();
        assert!(setup.world.state.signer.read_workflow_token(&text, now).is_err(), "bit {bit} of byte {at}");
    }
    // And through the doors, one bit of each part.
    for part in 0..3 {
        let start: usize = setup.token.split('.').take(part).map(|text| text.len() + 1).sum();
        let mut changed = setup.token.clone().into_bytes();
        changed[start + 4] = if changed[start + 4] == b'A' { b'B' } else { b'A' };
        let text = String::from_utf8(changed).unwrap();
        setup.assert_refused(&format!("a change in part {part}"), &text).await;
    }
}

#[tokio::test]
async fn what_others_make_is_refused() {
    let setup = setup().await;
    let parts: Vec<&str> = setup.token.split('.').collect();
    let none = URL_SAFE_NO_PAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
    let rs256 = URL_SAFE_NO_PAD.encode(br#"{"alg":"RS256","typ":"JWT"}"#);
    let id = setup.claims()["sub"].as_str().unwrap().to_owned();
    let now = setup.world.state.clock.now();
    let foreign = Signer::new("another key")
        .workflow_token(&id, "home", None, 0, now, Duration::minutes(5), String::from("x"))
        .unwrap();
    let session = setup.world.cookie().await;
    let session = session.split_once('=').unwrap().1;
    for (what, token) in [
        ("no algorithm, no signature", format!("{none}.{}.", parts[1])),
        ("no algorithm, a signature", format!("{none}.{}.{}", parts[1], parts[2])),
        ("another algorithm", format!("{rs256}.{}.{}", parts[1], parts[2])),
        ("no signature", format!("{}.{}.", parts[0], parts[1])),
        ("another key", foreign),
        ("a session", String::from(session)),
        ("half of it", setup.token[..setup.token.len() / 2].to_owned()),
        ("one letter less", setup.token[..setup.token.len() - 1].to_owned()),
        ("one letter more", format!("{}A", setup.token)),
        ("twice", format!("{0}.{0}", setup.token)),
        ("a megabyte", format!("{}.{}.{}", parts[0], "A".repeat(1 << 20), parts[2])),
        ("dots", String::from("...")),
        ("nothing", String::new()),
    ] {
        // A header of a megabyte ends at the parser: only the run, which has it in the body, is asked then.
        if token.len() > 60_000 {
            setup.run(&token).await.refused(401);
        } else {
            setup.assert_refused(what, &token).await;
        }
    }
}

#[tokio::test]
async fn a_token_is_no_session() {
    let setup = setup().await;
    let cookie = format!("flowdeck_test={}", setup.token);
    setup.world.ask("GET /api/home/workflows").page(&cookie).send().await.refused(401);
}

#[tokio::test]
async fn deleting_revokes_and_restoring_does_not_bring_it_back() {
    let setup = setup().await;
    let id = setup.claims()["sub"].clone();
    setup.world.ask("DELETE /api/home/workflows/dock").key().send().await.expect(200);
    setup.assert_refused("the token of a deleted workflow", &setup.token).await;
    let body = json!({"type": "workflow", "id": id});
    setup.world.ask("POST /api/home/trash/restore").key().json(&body).send().await.expect(200);
    setup.assert_refused("the token from before", &setup.token).await;
    let fresh = minted(&setup.world, json!({"id": "dock"})).await;
    Setup::assert_accepted(&setup.run(&fresh).await);
}

#[tokio::test]
async fn it_follows_its_workflow_and_not_the_name() {
    let setup = setup().await;
    setup.world.update("dock", "Gate", "gate", &echo().to_string()).await.expect(200);
    setup.world.create("Dock", &echo()).await;
    setup.assert_refused("the token of the workflow that was called so", &setup.token).await;
    let body = json!({"api_key": setup.token, "inputs": {"word": "hi"}});
    let moved = setup.world.ask("POST /run/home/workflows/gate").json(&body).send().await;
    Setup::assert_accepted(&moved);
}
