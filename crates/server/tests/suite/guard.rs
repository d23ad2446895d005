//! Safe on a laptop: host names, sessions, foreign pages, headers (security, §4 and §6).
use crate::support::World;
use crate::support::ask::Answer;
use crate::support::world::echo;
use serde_json::json;

#[tokio::test]
async fn only_names_of_this_machine_are_answered() {
    let world = World::new().await;
    let paths =
        ["GET /", "GET /api/public/workflows/x", "GET /healthz", "GET /config.json", "POST /token/home/x"];
    for host in [
        "evil.test",
        "evil.test:8080",
        "localhost.evil.test",
        "127.0.0.1.evil.test",
        "127.0.0.1.nip.io:8080",
        "localhost@evil.test",
        "192.168.1.5:8080",
        "0.0.0.0:8080",
        "8.8.8.8",
        "[::ffff:8.8.8.8]:8080",
        "[fe80::1]:8080",
        "::1",
        "localhost.",
        "",
    ] {
        for line in paths {
            let answer = world.ask(line).header("host", host).send().await;
            answer.refused(421);
            assert_eq!(answer.header("set-cookie"), None, "{host}");
        }
    }
    for host in
        ["localhost", "localhost:8080", "LocalHost:8080", "127.0.0.1:9", "[::1]:8080", "127.0.0.2:8080"]
    {
        world.ask("GET /healthz").header("host", host).send().await.expect(200);
    }
}

#[tokio::test]
async fn the_page_comes_with_a_session_that_only_it_sends() {
    let world = World::new().await;
    for line in ["GET /", "GET /index.html", "GET /w/home/dock/edit", "GET /settings"] {
        let answer = world.ask(line).send().await;
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.starts_with("flowdeck_test="), "{cookie}");
        for part in ["; HttpOnly", "; SameSite=Strict", "; Path=/;"] {
            assert!(format!("{cookie};").contains(part), "{part}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
    }
    let cookie = world.cookie().await;
    assert_ne!(world.cookie().await, cookie, "each visitor has a session of their own");
    // A valid one stays.
    assert_eq!(world.ask("GET /").header("cookie", &cookie).send().await.header("set-cookie"), None);
    for line in ["GET /config.json", "GET /api/", "GET /healthz", "GET /missing.js"] {
        assert_eq!(world.ask(line).send().await.header("set-cookie"), None, "{line}");
    }
    let list = |cookie: String| world.ask("GET /api/home/workflows").header("cookie", &cookie).send();
    list(cookie.clone()).await.expect(200);
    list(format!("other=1; {cookie}; more=2")).await.expect(200);
    for wrong in [
        cookie.replace("flowdeck_test", "flowdeck_other"),
        cookie[..cookie.len() - 1].to_owned(),
        String::from("flowdeck_test="),
        String::from("flowdeck_test=1"),
        format!("flowdeck_test=\"{cookie}\""),
    ] {
        list(wrong).await.refused(401);
    }
    world.advance(time::Duration::days(31));
    list(cookie).await.refused(401);
}

async fn create(ask: crate::support::ask::Ask) -> Answer {
    ask.json(&json!({"name": "Made", "config": "{}"})).send().await
}

#[tokio::test]
async fn a_changing_call_needs_cookie_header_and_origin_all_three() {
    let world = World::new().await;
    let cookie = world.cookie().await;
    let ask = || world.ask("POST /api/home/createWorkflow").page(&cookie);
    create(ask()).await.expect(200);
    create(ask().header("sec-fetch-site", "")).await.expect(200);
    create(ask().header("cookie", "")).await.refused(401);
    for value in ["", "0", "true", "1, 1"] {
        create(ask().header("x-flowdeck", value)).await.refused(403);
    }
    for origin in [
        "",
        "null",
        "http://evil.test",
        "http://localhost:8080",
        "http://127.0.0.1",
        "http://127.0.0.1:3000",
        "http://127.0.0.1:80800",
        "http://127.0.0.1:8080.evil.test",
        "http://evil.test/127.0.0.1:8080",
        "ftp://127.0.0.1:8080",
        "127.0.0.1:8080",
    ] {
        let answer = create(ask().origin(origin)).await;
        assert_eq!(answer.status, 403, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    for site in ["cross-site", "same-site", "none"] {
        create(ask().header("sec-fetch-site", site)).await.refused(403);
    }
    assert_eq!(
        world.ask("GET /api/home/workflows").key().send().await.json()["workflows"].as_array().unwrap().len(),
        2
    );
}

#[tokio::test]
async fn every_changing_call_is_guarded_alike() {
    let world = World::new().await;
    let made = world.create("Dock", &echo()).await;
    let cookie = world.cookie().await;
    let body = json!({"id": made["id"], "name": "Taken over", "url": "dock", "config": "{}", "type": "workflow",
        "source_workspace": "home", "source_workflow": "dock",
        "specification": echo()["specification"], "inputs": {}});
    for line in [
        "POST /api/home/createWorkflow",
        "POST /api/home/updateWorkflow",
        "POST /api/home/forkWorkflow",
        "POST /api/home/workflowToken",
        "POST /api/home/draftRun",
        "POST /api/home/trash/restore",
        "DELETE /api/home/workflows/dock",
    ] {
        for (name, value) in [
            ("x-flowdeck", ""),
            ("origin", "http://127.0.0.1:3000"),
            ("origin", ""),
            ("sec-fetch-site", "cross-site"),
        ] {
            world.ask(line).page(&cookie).header(name, value).json(&body).send().await.refused(403);
        }
    }
    assert_eq!(world.get("dock").await["name"], "Dock");
    // A page of another port of this machine sends the cookie along: cookies ignore ports.
    let simple = world.ask("POST /api/home/createWorkflow?name=x").header("cookie", &cookie);
    simple.origin("http://127.0.0.1:3000").body("").send().await.refused(403);
}

#[tokio::test]
async fn the_api_is_not_for_pages_of_other_origins() {
    let world = World::new().await;
    world.sample("Codes", "codes").await;
    for line in [
        "GET /api/public/workflows/codes",
        "GET /api/home/workflows",
        "OPTIONS /api/home/createWorkflow",
        "GET /",
        "GET /config.json",
    ] {
        let answer = world.ask(line).key().origin("https://good.example").send().await;
        assert_eq!(answer.header("access-control-allow-origin"), None, "{line}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{line}");
    }
}

#[tokio::test]
async fn no_cookie_is_looked_at_for_running_and_tokens() {
    let world = World::new().await;
    world.create("Dock", &echo()).await;
    let cookie = world.cookie().await;
    let body = json!({"specification": echo()["specification"], "inputs": {}});
    for line in ["POST /run/home/workflows/dock", "POST /run/workflows/run"] {
        world.ask(line).page(&cookie).json(&body).send().await.refused(401);
    }
    world.ask("POST /token/home/dock").page(&cookie).send().await.refused(403);
}

#[tokio::test]
async fn every_answer_has_its_headers() {
    let world = World::new().await;
    let page = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
        img-src 'self' blob: data: https:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
        worker-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'self'; frame-src 'self'; \
        frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types flowdeck";
    let api = "default-src 'none'; frame-ancestors 'none'";
    for (line, policy) in [
        ("GET /", page),
        ("GET /w/home/dock", page),
        ("GET /config.json", page),
        ("GET /missing.js", page),
        ("POST /", page),
        ("GET /api/", api),
        ("GET /api/nonsense/nonsense/nonsense", api),
        ("POST /run/home/workflows/x", api),
        ("POST /token/home/x", api),
        ("GET /healthz", api),
    ] {
        let answer = world.ask(line).send().await;
        assert_eq!(answer.header("content-security-policy"), Some(policy), "{line}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{line}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{line}");
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"), "{line}");
        // The run page takes pictures; nothing else of the kind is wanted.
        let permissions = answer.header("permissions-policy").unwrap_or_default();
        assert!(permissions.starts_with("camera=(self), microphone=()"), "{line}: {permissions}");
        assert_eq!(answer.header("server"), None);
    }
    let private = world.ask("GET /api/home/workflows").key().send().await;
    assert_eq!(private.header("cache-control"), Some("no-store"));
    let refused = world.ask("GET /").header("host", "evil.test").send().await;
    assert_eq!(refused.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn the_operator_sees_numbers_and_no_names() {
    let world = World::new().await;
    world.create("Secret name", &echo()).await;
    let health = world.ask("GET /healthz").send().await.expect(200);
    assert_eq!((&health["status"], &health["engine"]), (&json!("ok"), &json!("embedded")));
    let metrics = world.ask("GET /metrics").send().await;
    assert!(metrics.text().contains("flowdeck_workflows 1\n"), "{}", metrics.text());
    assert!(!metrics.text().to_lowercase().contains("secret"));
}
