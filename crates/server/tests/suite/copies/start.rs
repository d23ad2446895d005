//! Starting on a database: together, again, and what is said when it cannot be used.
use crate::support::postgres::{PASSWORD, cluster};
use crate::support::process::{Serving, end_of, flowdeck_on};
use crate::support::wire::Call;
use serde_json::Value;
use std::process::Command;

fn get(server: &Serving, path: &str) -> Value {
    let reply = Call::new("GET", path).bearer(&server.key()).send(server.port);
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

fn cookie(server: &Serving) -> String {
    let head = Call::new("GET", "/").send(server.port).head;
    let line = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    String::from(line.split('=').next().unwrap())
}

#[test]
fn copies_that_start_together_on_an_empty_database_make_it_once() {
    let Some(cluster) = cluster() else { return };
    let alone = tempfile::tempdir().unwrap();
    let alone = Serving::start(alone.path());
    let samples = |server: &Serving| {
        ["home", "public"].map(|ws| {
            let list = get(server, &format!("/api/{ws}/workflows"));
            let rows = list["workflows"].as_array().unwrap().iter();
            rows.map(|row| row["url"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        })
    };
    for _ in 0..3 {
        let database = cluster.database();
        let dirs: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
        let copies: Vec<Serving> = std::thread::scope(|scope| {
            let starts: Vec<_> = dirs
                .iter()
                .map(|dir| scope.spawn(|| Serving::from(flowdeck_on(&database), dir.path(), &[])))
                .collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        for copy in &copies {
            assert_eq!(samples(copy), samples(&alone));
            assert_eq!(cookie(copy), cookie(&copies[0]), "one name of the session on all copies");
        }
        assert_eq!(
            cluster.sql(&database, "SELECT count(*) FROM versions"),
            cluster.sql(&database, "SELECT count(*) FROM workflows")
        );
        // No file of a store is made beside it.
        assert!(!dirs[0].path().join("workspace.sqlite").exists());
    }
}

#[test]
fn a_link_of_the_command_line_signs_in_once_on_either_copy() {
    let Some(cluster) = cluster() else { return };
    let database = cluster.database();
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let start =
        |dir: &tempfile::TempDir| Serving::from(flowdeck_on(&database), dir.path(), &["--require-login"]);
    let (a, b) = (start(&dir_a), start(&dir_b));
    let data = dir_a.path().to_str().unwrap();
    for (first, second) in [(&a, &b), (&b, &a)] {
        let (code, said) = end_of(flowdeck_on(&database).args(["login", "--data", data]));
        assert_eq!(code, Some(0), "{said}");
        let target = said.trim().split(":8080").nth(1).unwrap().to_owned();
        assert_eq!(Call::new("GET", &target).send(first.port).status, 303);
        assert_eq!(Call::new("GET", &target).send(second.port).status, 401);
    }
}

fn serve(database: &str) -> (Option<i32>, String) {
    let dir = tempfile::tempdir().unwrap();
    let mut command = flowdeck_on(database);
    end_of(command.args(["serve", "--port", "0", "--data"]).arg(dir.path()))
}

#[track_caller]
fn assert_refused((code, said): (Option<i32>, String), words: &[&str]) {
    assert_eq!(code, Some(4), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "one sentence: {said}");
    assert!(!said.contains(PASSWORD), "the password was said");
    for word in words {
        assert!(said.contains(word), "“{word}” is not in: {said}");
    }
}

#[test]
fn a_database_that_cannot_be_used_is_said_without_its_password() {
    let Some(cluster) = cluster() else { return };
    let good = cluster.database();
    let name = good.rsplit('/').next().unwrap();
    assert_refused(serve(&format!("mysql://u:{PASSWORD}@127.0.0.1/x")), &["DATABASE_URL", "PostgreSQL"]);
    assert_refused(serve(PASSWORD), &["DATABASE_URL", "no address"]);
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = format!("127.0.0.1:{closed}");
    assert_refused(serve(&format!("postgres://u:{PASSWORD}@{closed}/deck")), &[&closed, "running"]);
    let wrong = good.replace(PASSWORD, &format!("{PASSWORD}x"));
    assert_refused(serve(&wrong), &["user or the password", name, "DATABASE_URL"]);
    assert_refused(serve(&cluster.address("nowhere")), &["no such database", "nowhere"]);
    assert_refused(serve(&cluster.database_with("ENCODING 'LATIN1' LOCALE 'C'")), &["LATIN1", "UTF8"]);

    drop(Serving::from(flowdeck_on(&good), tempfile::tempdir().unwrap().path(), &[]));
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'from the future', TRUE, '', 0)";
    cluster.sql(&good, newer);
    assert_refused(serve(&good), &["newer Flowdeck", name, "Update"]);
}

#[test]
fn the_doctor_names_the_store_and_changes_nothing() {
    let Some(cluster) = cluster() else { return };
    let dir = tempfile::tempdir().unwrap();
    let doctor = |database: &str| -> (Option<i32>, String) {
        let mut command: Command = flowdeck_on(database);
        end_of(command.args(["doctor", "--data"]).arg(dir.path()))
    };
    let good = cluster.database();
    let (code, said) = doctor(&good);
    let name = good.rsplit('/').next().unwrap();
    assert!(
        code == Some(0)
            && said.contains(&format!(
                "✓ The store is PostgreSQL at 127.0.0.1:{}, database {name}: copies",
                cluster.port
            )),
        "{said}"
    );
    assert_eq!(cluster.sql(&good, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    let (code, said) = doctor(&cluster.address("nowhere"));
    assert!(
        code == Some(1) && said.contains("✗ The database cannot be used") && !said.contains(PASSWORD),
        "{said}"
    );
    let (code, said) = doctor("");
    assert!(
        code == Some(0)
            && said.contains("SQLite in the data directory: copies of the server do not share it"),
        "{said}"
    );
}

#[test]
fn the_most_verbose_log_holds_no_password() {
    let Some(cluster) = cluster() else { return };
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut command = flowdeck_on(&cluster.database());
    command.env("FLOWDECK_LOG", "trace").stderr(log.reopen().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let mut server = Serving::from(command, dir.path(), &[]);
    let create = "/api/home/createWorkflow?name=Dock&config=%7B%22steps%22%3A%5B%22canary-in-query%22%5D%7D";
    assert_eq!(Call::new("POST", create).bearer(&server.key()).send(server.port).status, 200);
    server.signal("-TERM");
    assert_eq!(server.wait().code(), Some(0));
    let text = std::fs::read_to_string(log.path()).unwrap();
    assert!(text.contains("DEBUG") && text.contains("sqlx"), "nothing was logged, so nothing was tested");
    assert!(!text.contains("canary"), "a secret is in the log");
}
