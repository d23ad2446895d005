//! The app's files.
use crate::support::World;
use crate::support::process::{Serving, flowdeck};
use crate::support::wire::Call;
use std::fs;
use std::path::Path;

const SECRET: &str = "outside of the directory";
const PAGE: &str = "<!doctype html><html><head><base href=\"./\" /></head><body>The page</body></html>";

/// A built app, as trunk leaves it, with a secret beside it.
fn dist(parent: &Path) -> std::path::PathBuf {
    let dist = parent.join("dist");
    fs::create_dir_all(dist.join("icons")).unwrap();
    fs::write(parent.join("secret.txt"), SECRET).unwrap();
    fs::write(dist.join("index.html"), PAGE).unwrap();
    for (name, content) in [
        ("app-0123456789abcdef.js", "plain"),
        ("app-0123456789abcdef.js.br", "brotli"),
        ("app-0123456789abcdef.js.gz", "gzip"),
        ("app-0123456789abcdef_bg.wasm", "\0asm"),
        ("tokens.css", "css"),
        ("icons/favicon.svg", "<svg/>"),
        ("icons/manifest.webmanifest", "{}"),
        ("image.png", "png"),
        ("data.bin", "bin"),
        (".hidden", SECRET),
    ] {
        fs::write(dist.join(name), content).unwrap();
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(parent.join("secret.txt"), dist.join("link.txt")).unwrap();
        std::os::unix::fs::symlink(parent, dist.join("up")).unwrap();
    }
    dist
}

async fn served() -> (World, tempfile::TempDir) {
    let parent = tempfile::tempdir().unwrap();
    let dist = dist(parent.path());
    (World::with(None, Some(dist)).await, parent)
}

#[tokio::test]
async fn addresses_of_the_app_are_its_page_with_the_base_set() {
    let (world, _parent) = served().await;
    for path in
        ["/", "/index.html", "/w/home", "/w/home/v1.2/edit", "/trash", "/settings", "/drafts", "/w/a%2Fb/c"]
    {
        let answer = world.ask(&format!("GET {path}")).send().await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.text(), PAGE.replace("./", "/"), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
    }
    let answer = world.ask("GET /missing.js").send().await;
    assert_eq!(answer.status, 404);
    assert_eq!(world.ask("POST /w/home").send().await.status, 405);
}

#[tokio::test]
async fn the_configuration_is_made_here() {
    let (world, _parent) = served().await;
    let answer = world.ask("GET /config.json").send().await;
    assert_eq!(
        answer.expect(200),
        serde_json::json!({"mode": "local", "api": "api", "execution": "run", "workspace": "home",
            "routing": "path", "version": env!("CARGO_PKG_VERSION"), "engine": "embedded", "readOnly": false, "login": false})
    );
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
}

#[tokio::test]
async fn files_have_their_types_and_their_time_in_a_cache() {
    let (world, _parent) = served().await;
    let forever = "public, max-age=31536000, immutable";
    for (path, media, cache) in [
        ("/app-0123456789abcdef.js", "text/javascript; charset=utf-8", forever),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm", forever),
        ("/tokens.css", "text/css; charset=utf-8", "no-cache"),
        ("/icons/favicon.svg", "image/svg+xml", "no-cache"),
        ("/icons/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/image.png", "image/png", "no-cache"),
        ("/data.bin", "application/octet-stream", "no-cache"),
    ] {
        let answer = world.ask(&format!("GET {path}")).send().await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), Some(media), "{path}");
        assert_eq!(answer.header("cache-control"), Some(cache), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("cross-origin"), "{path}");
    }
}

#[tokio::test]
async fn the_best_encoding_that_was_made_is_sent() {
    let (world, _parent) = served().await;
    for (accepts, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("br;q=1.0, gzip;q=0.5", Some("br"), "brotli"),
        ("identity", None, "plain"),
        ("br;q=0, gzip;q=0.000", None, "plain"),
        ("", None, "plain"),
    ] {
        let answer =
            world.ask("GET /app-0123456789abcdef.js").header("accept-encoding", accepts).send().await;
        assert_eq!((answer.header("content-encoding"), answer.text()), (encoding, body), "{accepts}");
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
        assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
    }
    let page = world.ask("GET /").header("accept-encoding", "br").send().await;
    assert_eq!(page.header("content-encoding"), None, "the page is made for each request");
}

#[tokio::test]
async fn without_a_built_app_the_page_says_how_to_build_it() {
    let world = World::new().await;
    let answer = world.ask("GET /").send().await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("cargo xtask run"), "{}", answer.text());
    world.ask("GET /healthz").send().await.expect(200);
}

#[test]
fn nothing_outside_is_ever_read() {
    let parent = tempfile::tempdir().unwrap();
    let dist = dist(parent.path());
    let data = tempfile::tempdir().unwrap();
    let server = Serving::from(flowdeck(), data.path(), &["--dist", dist.to_str().unwrap()]);
    let up = ["..", "%2e%2e", ".%2e", "%2E.", "%252e%252e", "..%00", "....", "..;", "%c0%ae%c0%ae", "..%5c"];
    let mut targets = vec![
        String::from("/link.txt"),
        String::from("/up/secret.txt"),
        String::from("/.hidden"),
        String::from("//secret.txt"),
        format!("/{}", parent.path().join("secret.txt").display()),
        format!("//{}", parent.path().join("secret.txt").display()),
        String::from("/file:///etc/passwd"),
        String::from("/C:/secret.txt"),
        String::from("/icons/..%2f..%2fsecret.txt"),
        String::from("/index.html%00.js"),
        String::from("/..\\secret.txt"),
        String::from("/%5c..%5csecret.txt"),
        String::from("../secret.txt"),
        String::from("secret.txt"),
    ];
    for up in up {
        for slash in ["/", "%2f", "%5c", "\\"] {
            targets.push(format!("/{up}{slash}secret.txt"));
            targets.push(format!("/icons/{up}{slash}{up}{slash}secret.txt"));
            targets.push(format!("/w/{up}{slash}{up}{slash}secret.txt"));
        }
    }
    for target in targets {
        // A target that is no HTTP is answered with 400, or not at all.
        let Some(reply) = Call::new("GET", &target).try_send(server.port) else { continue };
        assert!(!reply.body.contains(SECRET), "{target}");
        let is_page = reply.status == 200 && reply.body.contains("The page");
        assert!(is_page || matches!(reply.status, 400 | 404), "{target}: {} {}", reply.status, reply.body);
    }
    assert_eq!(Call::new("GET", "/icons/favicon.svg").send(server.port).body, "<svg/>");
}
