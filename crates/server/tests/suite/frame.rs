//! The page for frames: who may frame it, and where its tokens come from (security, §3 and §6).
use crate::support::World;
use crate::support::world::{GOOD, echo};

const PAGE: &str =
    "<!doctype html><head><base href=\"./\" /><meta name=\"flowdeck-parents\" content=\"\" /></head>";

async fn world() -> (World, tempfile::TempDir) {
    let dist = tempfile::tempdir().unwrap();
    std::fs::write(dist.path().join("frame.html"), PAGE).unwrap();
    std::fs::write(dist.path().join("index.html"), PAGE).unwrap();
    let world = World::with(None, Some(dist.path().to_path_buf())).await;
    world.create("Dock", &echo()).await;
    world.create("Hidden", &echo()).await;
    world.publish("dock", 60).await;
    (world, dist)
}

#[tokio::test]
async fn the_listed_origins_and_nobody_else_may_frame_it() {
    let (world, _dist) = world().await;
    let answer = world.ask("GET /embed/home/dock").send().await;
    assert_eq!(answer.status, 200);
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains(&format!("frame-ancestors 'self' {GOOD};")), "{policy}");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'") && !policy.contains("unsafe-inline"));
    // The old header would forbid what the policy allows.
    assert_eq!(answer.header("x-frame-options"), None);
    assert_eq!(answer.header("set-cookie"), None);
    assert_eq!(
        answer.text(),
        PAGE.replace("./", "/").replace("content=\"\"", &format!("content=\"{GOOD}\""))
    );
}

#[tokio::test]
async fn unknown_and_unpublished_are_one_page_that_nobody_else_may_frame() {
    let (world, _dist) = world().await;
    let mut answers = Vec::new();
    for path in ["home/hidden", "home/none", "none/none", "home/%22%3E%3Cscript%3E"] {
        let answer = world.ask(&format!("GET /embed/{path}")).send().await;
        assert!(
            answer.header("content-security-policy").unwrap().contains("frame-ancestors 'self' ;"),
            "{path}"
        );
        answers.push((answer.status, answer.headers.clone(), answer.body));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    // Other pages stay as they were.
    let page = world.ask("GET /w/home/dock").send().await;
    assert_eq!(page.header("x-frame-options"), Some("SAMEORIGIN"));
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'self';"));
}

#[tokio::test]
async fn the_page_gets_tokens_at_its_own_origin_and_a_foreign_page_that_says_so_does_not() {
    let (world, _dist) = world().await;
    let ask = |path: &'static str, origin: &'static str, site: &'static str| {
        world.ask(path).header("host", "localhost:8080").origin(origin).header("sec-fetch-site", site).send()
    };
    let own = "http://localhost:8080";
    let answer = ask("POST /token/home/dock", own, "same-origin").await;
    assert!(answer.expect(200)["token"].is_string());
    ask("POST /token/home/hidden", own, "same-origin").await.refused(403);
    // Another port or another site is not this server.
    ask("POST /token/home/dock", "http://localhost:8081", "same-site").await.refused(403);
    ask("POST /token/home/dock", own, "cross-site").await.refused(403);
}

const HOST: &str = "https://host.example";

/// A server whose app pages of `HOST` may frame.
async fn framing() -> (World, tempfile::TempDir) {
    let (mut world, dist) = world().await;
    world.state = world.state.clone().with_frames(vec![HOST.into()]);
    std::fs::write(dist.path().join("index.html"), "<base href=\"./\" /><title>Flowdeck</title>").unwrap();
    (world, dist)
}

async fn lent(world: &World, body: &serde_json::Value) -> String {
    let answer = world.ask("POST /api/session").key().json(body).send().await.expect(200);
    assert_eq!(answer["expiresIn"], 900);
    String::from(answer["session"].as_str().unwrap())
}

#[tokio::test]
async fn the_app_is_framed_by_the_listed_pages_and_asks_them_for_its_session() {
    let (world, _dist) = framing().await;
    let ask = |site: &'static str| {
        world.ask("GET /w/home").header("sec-fetch-dest", "iframe").header("sec-fetch-site", site).send()
    };
    let framed = ask("cross-site").await;
    assert!(
        framed
            .header("content-security-policy")
            .unwrap()
            .contains(&format!("frame-ancestors 'self' {HOST};"))
    );
    assert_eq!((framed.header("x-frame-options"), framed.header("set-cookie")), (None, None));
    assert!(framed.text().contains(&format!("<meta name=\"flowdeck-parents\" content=\"{HOST}\" /><title>")));
    // At this machine's own pages the cookie is sent as ever.
    assert!(ask("same-origin").await.header("set-cookie").is_some());
    // The page for frames keeps to its publication's list.
    let runner = world.ask("GET /embed/home/dock").send().await;
    assert!(!runner.header("content-security-policy").unwrap().contains(HOST));
    // Without --frame nothing of this is there.
    let (plain, _dist) = self::world().await;
    let page =
        plain.ask("GET /w/home").header("sec-fetch-dest", "iframe").header("sec-fetch-site", "cross-site");
    assert!(!page.send().await.text().contains("flowdeck-parents\" content=\"http"));
    plain.ask("POST /api/session").key().json(&serde_json::json!({})).send().await.refused(403);
}

#[tokio::test]
async fn a_lent_session_is_for_the_frame_alone_and_for_minutes() {
    let (world, _dist) = framing().await;
    for line in ["POST /api/session", "POST /api/session?api_key=wrong"] {
        world.ask(line).json(&serde_json::json!({})).send().await.refused(401);
    }
    let session = lent(&world, &serde_json::json!({})).await;
    let bearer = format!("Bearer {session}");
    let list = || world.ask("GET /api/home/workflows").header("authorization", &bearer);
    list().send().await.expect(200);
    let own = "http://localhost";
    let save = |bearer: &str| {
        let body = serde_json::json!({"name": "New"});
        world.ask("POST /api/home/createWorkflow").header("authorization", bearer).json(&body)
    };
    // As with the cookie, a change needs the header and the server's own page.
    save(&bearer).send().await.refused(403);
    save(&bearer).header("x-flowdeck", "1").origin(HOST).send().await.refused(403);
    save(&bearer).header("x-flowdeck", "1").header("host", "localhost").origin(own).send().await.expect(200);
    // It is no key: not in a query or a body, and it lends no other session.
    world.ask(&format!("GET /api/home/workflows?api_key={session}")).send().await.refused(401);
    world
        .ask("POST /api/session")
        .header("authorization", &bearer)
        .header("x-flowdeck", "1")
        .header("host", "localhost")
        .origin(own)
        .json(&serde_json::json!({}))
        .send()
        .await
        .refused(401);
    // A viewer's changes nothing.
    let viewer = format!("Bearer {}", lent(&world, &serde_json::json!({"role": "viewer"})).await);
    save(&viewer).header("x-flowdeck", "1").header("host", "localhost").origin(own).send().await.refused(403);
    world
        .ask("POST /api/session")
        .key()
        .json(&serde_json::json!({"role": "owner"}))
        .send()
        .await
        .refused(400);
    world.advance(time::Duration::minutes(15));
    list().send().await.refused(401);
}

#[tokio::test]
async fn tokens_and_sessions_do_not_pass_for_each_other() {
    let (world, _dist) = framing().await;
    let session = lent(&world, &serde_json::json!({})).await;
    let body = serde_json::json!({"api_key": session, "inputs": {}});
    world.ask("POST /run/home/workflows/dock").json(&body).send().await.refused(401);
    let cookie = format!("{}={session}", world.state.cookie_name());
    world.ask("GET /api/home/workflows").header("cookie", &cookie).send().await.refused(401);
    let page = world.cookie().await;
    let own = page.split('=').nth(1).unwrap();
    world
        .ask("GET /api/home/workflows")
        .header("authorization", &format!("Bearer {own}"))
        .send()
        .await
        .refused(401);
}
