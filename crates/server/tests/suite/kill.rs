//! Killed in the middle of 200 saves: every acknowledged one is there, the file opens, none is half-written.
use crate::support::process::Serving;
use crate::support::wire::Call;
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};
use std::sync::mpsc;

const WRITERS: usize = 8;
const SAVES: usize = 200;

/// What writer `writer` saves as number `n`: large enough to fill several pages of the file.
fn config(writer: usize, n: usize) -> String {
    let filler: String = (0..400).map(|k| format!("{:04x}", (writer * 31 + n * 7 + k) & 0xffff)).collect();
    json!({"specification": {"version": "1.0", "writer": writer, "n": n, "filler": filler}}).to_string()
}

fn number(config: &str) -> usize {
    let config: Value = serde_json::from_str(config).unwrap();
    config["specification"]["n"].as_u64().unwrap() as usize
}

/// Saves until all is saved or the server is gone; tells each save that was acknowledged.
fn write(port: u16, key: &str, writer: usize, id: &str, acknowledged: &mpsc::Sender<(usize, usize)>) {
    for n in 1..=SAVES / WRITERS {
        let name = format!("writer-{writer}");
        let body = json!({"id": id, "name": name, "url": name, "config": config(writer, n)});
        let reply = Call::new("POST", "/api/home/updateWorkflow").bearer(key).body(&body).try_send(port);
        match reply {
            Some(reply) => {
                assert_eq!(reply.status, 200, "{}", reply.body);
                acknowledged.send((writer, n)).unwrap();
            }
            None => return,
        }
    }
}

fn round(kill_after: usize) {
    let dir = tempfile::tempdir().unwrap();
    let mut server = Serving::start(dir.path());
    let (port, key) = (server.port, server.key());
    let ids: Vec<String> = (0..WRITERS)
        .map(|writer| {
            let body = json!({"name": format!("writer-{writer}"), "config": config(writer, 0)});
            let reply = Call::new("POST", "/api/home/createWorkflow").bearer(&key).body(&body).send(port);
            let answer: Value = serde_json::from_str(&reply.body).unwrap();
            String::from(answer["workflow"]["id"].as_str().unwrap())
        })
        .collect();
    let (sender, receiver) = mpsc::channel();
    let mut last = [0; WRITERS];
    std::thread::scope(|scope| {
        for (writer, id) in ids.iter().enumerate() {
            let (sender, key) = (sender.clone(), &key);
            scope.spawn(move || write(port, key, writer, id, &sender));
        }
        drop(sender);
        for (count, (writer, n)) in receiver.iter().enumerate() {
            last[writer] = n;
            if count + 1 == kill_after {
                server.kill();
            }
        }
    });
    let total: usize = last.iter().sum();
    assert!((kill_after..SAVES).contains(&total), "killed after {total} saves, so not in the middle");

    tokio::runtime::Runtime::new().unwrap().block_on(integrity(dir.path()));
    let again = Serving::start(dir.path());
    for (writer, acknowledged) in last.iter().enumerate() {
        let path = format!("/api/home/workflows/writer-{writer}");
        let get = |path: &str| -> Value {
            let reply = Call::new("GET", path).bearer(&key).send(again.port);
            assert_eq!(reply.status, 200, "{}", reply.body);
            serde_json::from_str(&reply.body).unwrap()
        };
        let current = get(&path)["workflow"]["config"].as_str().unwrap().to_owned();
        let list = get(&format!("{path}/versions"));
        let versions: Vec<&str> =
            list["versions"].as_array().unwrap().iter().map(|one| one["config"].as_str().unwrap()).collect();
        // The save that was under way may be there, whole, or not; nothing after it.
        let stored = number(&current);
        assert!(
            stored == *acknowledged || stored == acknowledged + 1,
            "{stored}, acknowledged {acknowledged}"
        );
        let expected: Vec<String> = (0..=stored).rev().map(|n| config(writer, n)).collect();
        assert_eq!(versions, expected);
        assert_eq!(current, expected[0]);
    }
}

async fn integrity(dir: &std::path::Path) {
    let url = format!("sqlite://{}", dir.join("workspace.sqlite").display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    let row = sqlx::query("PRAGMA integrity_check").fetch_one(&mut connection).await.unwrap();
    assert_eq!(row.get::<String, _>(0), "ok");
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await.unwrap();
    assert_eq!(broken.len(), 0);
    connection.close().await.unwrap();
}

#[test]
fn every_acknowledged_save_survives_a_kill() {
    let soak = std::env::var_os("FLOWDECK_SOAK").is_some();
    let points: &[usize] =
        if soak { &[1, 5, 10, 25, 50, 75, 100, 125, 150, 175, 180] } else { &[3, 60, 150] };
    for kill_after in points {
        round(*kill_after);
    }
}
