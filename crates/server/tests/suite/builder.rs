//! The page for the builders of inference servers: whom it calls, who frames it, and that it opens nothing here.
use crate::support::World;

const ENGINE: &str = "http://127.0.0.1:9001";
const SECOND: &str = "https://lab.example";
const PAGE: &str = "<base href=\"./\" /><title>Flowdeck</title>";

async fn world(builders: &[&str]) -> (World, tempfile::TempDir) {
    let dist = tempfile::tempdir().unwrap();
    std::fs::write(dist.path().join("index.html"), PAGE).unwrap();
    let mut world = World::with(None, Some(dist.path().to_path_buf())).await;
    world.state = world.state.clone().with_builders(builders.iter().map(|one| String::from(*one)).collect());
    (world, dist)
}

#[tokio::test]
async fn the_listed_servers_frame_it_and_are_all_that_it_calls() {
    let (world, _dist) = world(&[ENGINE, SECOND]).await;
    for path in
        ["/workflows/local", "/workflows/local/my-flow?serverUrl=http%3A%2F%2F127.0.0.1%3A9001&csrf=x"]
    {
        let answer = world.ask(&format!("GET {path}")).header("sec-fetch-dest", "iframe").send().await;
        assert_eq!(answer.status, 200, "{path}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains(&format!("frame-ancestors 'self' {ENGINE} {SECOND};")), "{policy}");
        assert!(policy.contains(&format!("connect-src 'self' {ENGINE} {SECOND};")), "{policy}");
        assert_eq!(answer.header("x-frame-options"), None);
        // Whoever frames it gets no session of this server.
        assert_eq!(answer.header("set-cookie"), None);
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        let mark = format!("<meta name=\"flowdeck-builders\" content=\"{ENGINE} {SECOND}\" /><title>");
        assert_eq!(answer.text(), PAGE.replace("./", "/").replace("<title>", &mark));
    }
    // Other pages are framed by nobody else, and call nobody.
    let page = world.ask("GET /w/home").send().await;
    assert_eq!(page.header("x-frame-options"), Some("SAMEORIGIN"));
    assert!(page.header("content-security-policy").unwrap().contains("connect-src 'self';"));
    assert!(!page.text().contains("flowdeck-builders"));
}

#[tokio::test]
async fn without_a_server_it_is_a_page_like_any_other() {
    let (world, _dist) = world(&[]).await;
    let answer = world.ask("GET /workflows/local").send().await;
    assert_eq!(answer.header("x-frame-options"), Some("SAMEORIGIN"));
    assert_eq!(answer.text(), PAGE.replace("./", "/"));
}
