//! Starting, refusing to start, stopping.
use crate::support::process::{Serving, flowdeck, run_to_end};
use crate::support::wire::{Call, connect, read_reply};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::io::Write;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

fn serve(data: &Path, more: &[&str]) -> (Option<i32>, String) {
    let mut args = vec!["serve", "--data", data.to_str().unwrap()];
    args.extend_from_slice(more);
    run_to_end(&args)
}

#[track_caller]
fn assert_refused((code, said): (Option<i32>, String), wanted: i32, words: &[&str]) {
    assert_eq!(code, Some(wanted), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "one sentence: {said}");
    for word in words {
        assert!(said.contains(word), "“{word}” is not in: {said}");
    }
}

#[test]
fn a_taken_port_is_said_with_the_way_out() {
    let dir = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert_refused(serve(dir.path(), &["--port", &port]), 3, &[&port, "taken", "--port"]);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "nothing was touched");
}

#[test]
fn nothing_but_this_machine_is_listened_to_without_a_sign_in() {
    let dir = tempfile::tempdir().unwrap();
    for host in ["0.0.0.0", "::", "192.168.1.5", "8.8.8.8"] {
        assert_refused(serve(dir.path(), &["--port", "0", "--host", host]), 2, &["sign-in", "--host"]);
    }
}

#[test]
fn data_that_cannot_be_used_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "in the way").unwrap();
    assert_refused(serve(&file, &["--port", "0"]), 4, &["file stands in its place", "--data"]);
    assert_refused(serve(&file.join("below"), &["--port", "0"]), 4, &["file stands in its place", "--data"]);
    let damaged = dir.path().join("damaged");
    std::fs::create_dir(&damaged).unwrap();
    std::fs::write(
        damaged.join("workspace.sqlite"),
        "this is no database, whatever its name says".repeat(50),
    )
    .unwrap();
    assert_refused(serve(&damaged, &["--port", "0"]), 4, &["damaged"]);
}

#[test]
fn data_of_a_newer_version_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(Serving::start(dir.path()));
    let path = dir.path().join("workspace.sqlite");
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut connection =
            SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
            VALUES (9999, 'from the future', TRUE, x'00', 0)";
        sqlx::query(newer).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
    let before = std::fs::read(&path).unwrap();
    assert_refused(serve(dir.path(), &["--port", "0"]), 4, &["newer", "Update"]);
    assert!(std::fs::read(&path).unwrap() == before, "the newer data was changed");
}

#[test]
fn two_servers_do_not_share_a_directory() {
    let dir = tempfile::tempdir().unwrap();
    let first = Serving::start(dir.path());
    assert_refused(serve(dir.path(), &["--port", "0"]), 4, &["Another flowdeck", "--data"]);
    assert_eq!(Call::new("GET", "/healthz").send(first.port).status, 200);
}

#[test]
fn the_command_line_teaches() {
    let (code, help) = run_to_end(&["--help"]);
    assert_eq!(code, Some(0));
    assert!(help.contains("flowdeck serve --engine") && help.contains("$(flowdeck key)"), "{help}");
    let (code, help) = run_to_end(&["serve", "--help"]);
    assert_eq!(code, Some(0));
    for word in ["--port", "--host", "--data", "--engine", "--dist", "Exit codes", "FLOWDECK_ENGINE_KEY"] {
        assert!(help.contains(word), "{word}: {help}");
    }
    assert_eq!(run_to_end(&["--version"]), (Some(0), format!("flowdeck {}\n", env!("CARGO_PKG_VERSION"))));
    for wrong in [
        vec!["serve", "--prot", "1"],
        vec!["serve", "--port", "99999"],
        vec!["serve", "--engine", "localhost:9001"],
        vec!["serve", "--engine", "http://127.0.0.1:9001?api_key=x"],
        vec!["nonsense"],
        vec![],
    ] {
        assert_eq!(run_to_end(&wrong).0, Some(2), "{wrong:?}");
    }
}

#[test]
fn the_first_start_fills_the_workspace_and_the_next_leaves_it_alone() {
    let dir = tempfile::tempdir().unwrap();
    let list = |server: &Serving, ws: &str| -> Vec<Value> {
        let path = format!("/api/{ws}/workflows");
        let reply = Call::new("GET", &path).bearer(&server.key()).send(server.port);
        let list: Value = serde_json::from_str(&reply.body).unwrap();
        list["workflows"].as_array().unwrap().clone()
    };
    let server = Serving::start(dir.path());
    assert_eq!(server.ready_line, format!("Flowdeck is ready at http://127.0.0.1:{}\n", server.port));
    let home = list(&server, "home");
    assert!(home.len() + list(&server, "public").len() >= 8);
    let path = format!("/api/home/workflows/{}", home[0]["url"].as_str().unwrap());
    assert_eq!(Call::new("DELETE", &path).bearer(&server.key()).send(server.port).status, 200);
    drop(server);
    let server = Serving::start(dir.path());
    assert_eq!(list(&server, "home").len(), home.len() - 1);
}

#[cfg(unix)]
#[test]
fn the_key_and_the_data_are_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("new");
    let server = Serving::start(&dir);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    let mut seen = Vec::new();
    for entry in std::fs::read_dir(&dir).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        seen.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    for file in ["api-key", "workspace.sqlite", "workspace.sqlite-wal"] {
        assert!(seen.iter().any(|name| name == file), "{file}: {seen:?}");
    }
    let key = server.key();
    assert!(key.len() >= 32 && key.chars().all(|c| c.is_ascii_alphanumeric()), "{key}");
    assert_eq!(server.key(), key);
    assert_eq!(Call::new("GET", "/api/").bearer(&key).send(server.port).status, 200);
    // A directory that was there before keeps its rights: it may be anybody's.
    let shared = parent.path().join("shared");
    std::fs::create_dir(&shared).unwrap();
    std::fs::set_permissions(&shared, std::fs::Permissions::from_mode(0o755)).unwrap();
    drop(Serving::start(&shared));
    assert_eq!(mode(&shared), 0o755);
    assert_eq!(mode(&shared.join("workspace.sqlite")), 0o600);
}

#[test]
fn the_environment_may_give_the_key() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = flowdeck();
    command.env("FLOWDECK_API_KEY", "from-the-environment");
    let server = Serving::from(command, dir.path(), &[]);
    assert_eq!(Call::new("GET", "/api/").bearer("from-the-environment").send(server.port).status, 200);
    assert!(!dir.path().join("api-key").exists());
}

#[test]
fn a_session_survives_a_restart_and_belongs_to_one_workspace() {
    let (dir, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let cookie = |server: &Serving| {
        let head = Call::new("GET", "/").send(server.port).head;
        let line = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap().to_owned();
        line.split(';').next().unwrap().to_owned()
    };
    // The head was made lower case for looking headers up; the cookie must be as it was sent.
    let exact = |server: &Serving| {
        let mut stream = connect(server.port).unwrap();
        stream.write_all(&Call::new("GET", "/").bytes(server.port)).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut stream, &mut text).unwrap();
        let line = text.lines().find(|line| line.to_lowercase().starts_with("set-cookie: ")).unwrap();
        line["set-cookie: ".len()..].split(';').next().unwrap().to_owned()
    };
    let list = |server: &Serving, cookie: &str| {
        Call::new("GET", "/api/home/workflows").header("Cookie", cookie).send(server.port).status
    };
    let server = Serving::start(dir.path());
    let session = exact(&server);
    let name = cookie(&server);
    assert_eq!(list(&server, &session), 200);
    drop(server);
    let again = Serving::start(dir.path());
    assert_eq!(list(&again, &session), 200);
    let elsewhere = Serving::start(other.path());
    assert_eq!(list(&elsewhere, &session), 401);
    assert_ne!(cookie(&elsewhere).split('=').next(), name.split('=').next());
}

#[cfg(unix)]
#[test]
fn a_signal_lets_what_is_under_way_finish() {
    for signal in ["-TERM", "-INT"] {
        let dir = tempfile::tempdir().unwrap();
        let mut server = Serving::start(dir.path());
        let (port, key) = (server.port, server.key());
        let body = json!({"name": "Under way", "config": "{}"});
        let bytes = Call::new("POST", "/api/home/createWorkflow").bearer(&key).body(&body).bytes(port);
        let mut stream = connect(port).unwrap();
        let (first, rest) = bytes.split_at(bytes.len() - 5);
        stream.write_all(first).unwrap();
        // An answer on another connection shows that the server has taken the first one in.
        assert_eq!(Call::new("GET", "/healthz").send(port).status, 200);
        server.signal(signal);
        // Whoever comes now is not let in any more.
        while connect(port).is_ok() {
            std::thread::yield_now();
        }
        stream.write_all(rest).unwrap();
        let reply = read_reply(&mut stream).unwrap();
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(server.wait().code(), Some(0));
        assert!(!dir.path().join("workspace.sqlite-wal").exists(), "the log was not written back");
        let again = Serving::start(dir.path());
        let stored = Call::new("GET", "/api/home/workflows/under-way").bearer(&key).send(again.port);
        assert_eq!(stored.status, 200);
    }
}
