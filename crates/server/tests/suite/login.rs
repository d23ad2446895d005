//! Signing in: access tokens, one-time links, a trusted proxy; what strangers, viewers and editors may do.
use crate::support::World;
use crate::support::ask::{Answer, Ask};
use crate::support::process::{Serving, flowdeck, run_to_end};
use crate::support::wire::Call;
use crate::support::world::echo;
use flowdeck_server::login::{Login, Proxy};
use serde_json::json;
use time::Duration;

const EDITOR: &str = "the-editors-access-token";
const VIEWER: &str = "the-viewers-access-token";
const PROXY: [u8; 4] = [10, 0, 0, 7];

async fn guarded() -> World {
    let mut world = World::new().await;
    let proxy = Proxy {
        header: String::from("x-forwarded-user"),
        from: vec![PROXY.into()],
        editors: vec![String::from("ada")],
    };
    let login = Login::new(Some(EDITOR.into()), Some(VIEWER.into()), Some(proxy)).unwrap();
    let public = "https://deck.example".parse().unwrap();
    world.state = world.state.clone().with_login(Some(login), Some(public));
    world
}

fn form(world: &World, token: &str, next: &str) -> Ask {
    let ask = world.ask("POST /login").header("content-type", "application/x-www-form-urlencoded");
    ask.body(format!("token={token}&next={next}"))
}

fn cookie(answer: &Answer) -> String {
    String::from(answer.header("set-cookie").unwrap().split(';').next().unwrap())
}

async fn signed_in(world: &World, token: &str) -> String {
    cookie(&form(world, token, "/").send().await)
}

#[tokio::test]
async fn a_stranger_sees_the_sign_in_and_the_apps_files_and_nothing_else() {
    let world = guarded().await;
    for (path, next) in [
        ("/", "%2F"),
        ("/w/home/dock/run", "%2Fw%2Fhome%2Fdock%2Frun"),
        ("/settings?x=1", "%2Fsettings%3Fx%3D1"),
    ] {
        let answer = world.ask(&format!("GET {path}")).send().await;
        assert_eq!(answer.status, 303);
        assert_eq!(answer.header("location"), Some(&*format!("/login?next={next}")));
        assert_eq!(answer.header("set-cookie"), None);
    }
    for line in ["GET /api/", "GET /api/home/workflows", "GET /config.json", "POST /api/home/draftRun"] {
        world.ask(line).json(&json!({})).send().await.refused(401);
    }
    world.ask("GET /healthz").send().await.expect(200);
    let page = world.ask("GET /login?next=/w/home/dock").send().await;
    assert!(page.status == 200 && page.text().contains("value=\"/w/home/dock\""));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("form-action 'self'") && !policy.contains("unsafe-inline"), "{policy}");
    assert!(!page.text().contains("<script"));
}

#[tokio::test]
async fn a_token_signs_in_to_its_role_and_leads_on() {
    let world = guarded().await;
    let answer = form(&world, EDITOR, "%2Fw%2Fhome%2Fdock").send().await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some("/w/home/dock")));
    let set = answer.header("set-cookie").unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(set.contains(part), "{part}: {set}");
    }
    for next in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
        assert_eq!(form(&world, EDITOR, next).send().await.header("location"), Some("/"));
    }
    for wrong in ["", "nonsense", "the-editors-access-toke"] {
        let answer = form(&world, wrong, "/").send().await;
        assert_eq!((answer.status.as_u16(), answer.header("set-cookie")), (401, None));
    }
    let cookie = cookie(&answer);
    assert_eq!(world.ask("GET /login").header("cookie", &cookie).send().await.status, 303);
    let config = world.ask("GET /config.json").header("cookie", &cookie).send().await.expect(200);
    assert_eq!((&config["readOnly"], &config["login"]), (&json!(false), &json!(true)));
    let out = world.ask("GET /logout").header("cookie", &cookie).send().await;
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(out.header("clear-site-data"), Some("\"cache\", \"storage\""));
}

#[tokio::test]
async fn guesses_are_slowed_down() {
    let world = guarded().await;
    let mut last = None;
    for guess in 0..12 {
        last = Some(form(&world, &format!("guess-number-{guess}"), "/").from([10, 0, 0, 66]).send().await);
    }
    let last = last.unwrap();
    assert_eq!(last.status, 429);
    assert!(last.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    assert_eq!(form(&world, EDITOR, "/").from([10, 0, 0, 66]).send().await.status, 429);
    assert_eq!(form(&world, EDITOR, "/").from([10, 0, 0, 67]).send().await.status, 303);
}

#[tokio::test]
async fn viewers_look_and_run_but_change_nothing() {
    let world = guarded().await;
    let made = world.create("Dock", &echo()).await;
    let viewer = signed_in(&world, VIEWER).await;
    let as_viewer = |line: &str| world.ask(line).page(&viewer).origin("http://127.0.0.1:8080");
    for line in [
        "GET /api/home/workflows",
        "GET /api/home/workflows/dock",
        "GET /api/home/workflows/dock/versions",
        "GET /api/home/trash",
    ] {
        as_viewer(line).send().await.expect(200);
    }
    let welcome = as_viewer("GET /api/").send().await.expect(200);
    assert!(welcome["workspaces"].as_array().unwrap().iter().all(|one| one["readOnly"] == json!(true)));
    let config = world.ask("GET /config.json").header("cookie", &viewer).send().await.expect(200);
    assert_eq!(config["readOnly"], true);
    let token =
        as_viewer("POST /api/home/workflowToken").json(&json!({"id": made["id"]})).send().await.expect(200);
    let run = json!({"api_key": token["token"], "inputs": {}});
    world.ask("POST /run/home/workflows/dock").json(&run).send().await.expect(200);
    let update = json!({"id": made["id"], "name": "X", "url": "dock", "config": "{}"});
    for (line, body) in [
        ("POST /api/home/createWorkflow", json!({"name": "X"})),
        ("POST /api/home/updateWorkflow", update),
        ("POST /api/home/forkWorkflow", json!({"source_workspace": "home", "source_workflow": "dock"})),
        ("DELETE /api/home/workflows/dock", json!({})),
        ("POST /api/home/trash/restore", json!({"id": made["id"]})),
        ("POST /api/home/draftRun", json!({"specification": {}, "inputs": {}})),
    ] {
        let sentence = as_viewer(line).json(&body).send().await.refused(403);
        assert!(sentence.contains("not change them"), "{line}: {sentence}");
    }
    let editor = signed_in(&world, EDITOR).await;
    world.ask("DELETE /api/home/workflows/dock").page(&editor).send().await.expect(200);
}

#[tokio::test]
async fn a_proxys_word_counts_from_its_address_and_still_needs_header_and_origin() {
    let world = guarded().await;
    let named = |line: &str, peer: [u8; 4], name: &str| {
        world.ask(line).from(peer).header("x-forwarded-user", name).header("host", "deck.example")
    };
    named("GET /api/home/workflows", PROXY, "ada").send().await.expect(200);
    named("GET /api/home/workflows", [10, 0, 0, 8], "ada").send().await.refused(401);
    assert_eq!(named("GET /", PROXY, "bob").send().await.header("set-cookie"), None);
    let create = |name: &str| named("POST /api/home/createWorkflow", PROXY, name).json(&json!({"name": "X"}));
    create("ada").send().await.refused(403);
    let own = |ask: Ask| ask.header("x-flowdeck", "1").origin("https://deck.example");
    own(create("ada")).send().await.expect(200);
    own(create("bob")).send().await.refused(403);
    create("ada").header("x-flowdeck", "1").origin("https://evil.example").send().await.refused(403);
    // The public name is answered to, others are not.
    named("GET /healthz", PROXY, "ada").header("host", "evil.example").send().await.refused(421);
}

#[tokio::test]
async fn a_link_signs_in_once_within_its_time() {
    let world = guarded().await;
    let link = || world.state.signer.link(world.state.clock.now(), "one".into()).unwrap();
    let use_link = async |link: &str| world.ask(&format!("GET /login?once={link}")).send().await;
    let first = link();
    let answer = use_link(&first).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some("/")));
    world.ask("GET /api/home/workflows").header("cookie", &cookie(&answer)).send().await.expect(200);
    let again = use_link(&first).await;
    assert_eq!((again.status.as_u16(), again.header("set-cookie")), (401, None));
    let late = world.state.signer.link(world.state.clock.now(), "two".into()).unwrap();
    world.advance(Duration::minutes(16));
    for bad in [late.as_str(), "", "x.y.z", &first[..first.len() - 1]] {
        assert_eq!(use_link(bad).await.status, 401);
    }
    // Neither a session nor a workflow token is a link, nor the other way round.
    let session = cookie(&answer).split_once('=').unwrap().1.to_owned();
    assert_eq!(use_link(&session).await.status, 401);
    let as_cookie = format!("flowdeck_test={}", link());
    world.ask("GET /api/home/workflows").header("cookie", &as_cookie).send().await.refused(401);
}

#[test]
fn the_binary_shows_a_link_and_makes_more() {
    let dir = tempfile::tempdir().unwrap();
    let server = Serving::from(flowdeck(), dir.path(), &["--require-login"]);
    assert_eq!(Call::new("GET", "/").send(server.port).status, 303);
    let address = format!("http://127.0.0.1:{}", server.port);
    let (code, said) = run_to_end(&["login", "--data", dir.path().to_str().unwrap(), "--address", &address]);
    assert_eq!(code, Some(0), "{said}");
    let target = said.trim().strip_prefix(&address).unwrap().to_owned();
    let reply = Call::new("GET", &target).send(server.port);
    assert!(
        reply.status == 303 && reply.head.to_lowercase().contains("set-cookie: flowdeck_"),
        "{}",
        reply.head
    );
    assert_eq!(Call::new("GET", &target).send(server.port).status, 401);
}

#[test]
fn an_address_that_others_reach_needs_a_sign_in() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().to_str().unwrap();
    let (code, said) = run_to_end(&["serve", "--port", "0", "--data", data, "--host", "0.0.0.0"]);
    assert!(code == Some(2) && said.contains("FLOWDECK_ACCESS_TOKEN"), "{code:?} {said}");
    let (code, said) =
        run_to_end(&["serve", "--port", "0", "--data", data, "--host", "0.0.0.0", "--require-login"]);
    assert_eq!(code, Some(2), "{said}");
    let mut command = flowdeck();
    command.env("FLOWDECK_ACCESS_TOKEN", EDITOR);
    let server = Serving::from(command, dir.path(), &["--host", "0.0.0.0"]);
    assert_eq!(Call::new("GET", "/healthz").send(server.port).status, 200);
    let mut weak = flowdeck();
    weak.env("FLOWDECK_ACCESS_TOKEN", "short");
    let output = weak.args(["serve", "--port", "0", "--data", data]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
