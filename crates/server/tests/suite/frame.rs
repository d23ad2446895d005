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
