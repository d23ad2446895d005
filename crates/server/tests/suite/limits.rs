//! Clients that send too much, too slowly, or no HTTP at all.
use crate::support::process::Serving;
use crate::support::wire::{Call, connect};
use std::io::{ErrorKind, Read, Write};

fn served() -> (Serving, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    (Serving::start(dir.path()), dir)
}

#[test]
fn addresses_and_headers_have_a_longest_length() {
    let (server, _dir) = served();
    let address = Call::new("GET", &format!("/{}", "a".repeat(70_000))).try_send(server.port);
    assert!(address.is_some_and(|reply| matches!(reply.status, 414 | 431)));
    let header = Call::new("GET", "/healthz").header("X-Long", &"a".repeat(200_000)).try_send(server.port);
    assert!(header.is_none_or(|reply| reply.status == 431));
    let mut many = Call::new("GET", "/healthz");
    for n in 0..500 {
        many = many.header(&format!("X-{n}"), "a");
    }
    assert!(many.try_send(server.port).is_none_or(|reply| reply.status == 431));
    assert_eq!(Call::new("GET", "/healthz").send(server.port).status, 200);
}

#[test]
fn what_is_no_http_is_refused_and_the_next_is_served() {
    let (server, _dir) = served();
    let lengths =
        "POST /api/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello";
    let both = "POST /api/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n";
    let no_host = "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n";
    let tls = "\u{16}\u{3}\u{1}\u{2}";
    let http2 = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    for text in [lengths, both, no_host, tls, http2, "nonsense\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"] {
        let mut stream = connect(server.port).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        // It may break the connection off instead of answering.
        let _ = stream.read_to_string(&mut answer);
        assert!(!answer.contains(" 200 "), "{text:?}: {answer}");
    }
    assert_eq!(Call::new("GET", "/healthz").send(server.port).status, 200);
}

#[test]
fn a_client_that_never_ends_its_headers_is_let_go() {
    let (server, _dir) = served();
    let mut slow = connect(server.port).unwrap();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nHost: local").unwrap();
    // Meanwhile others are served; then the connection is closed by the server, not by the test's own limit.
    assert_eq!(Call::new("GET", "/healthz").send(server.port).status, 200);
    let mut answer = Vec::new();
    match slow.read_to_end(&mut answer) {
        Ok(_) => assert!(!String::from_utf8_lossy(&answer).contains(" 200 ")),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}"),
    }
}

#[test]
fn a_client_that_leaves_in_the_middle_stores_nothing() {
    let (server, _dir) = served();
    let key = server.key();
    let bytes = Call::new("POST", "/api/home/createWorkflow?name=half")
        .bearer(&key)
        .body(&serde_json::json!({"config": "{}"}))
        .bytes(server.port);
    let mut stream = connect(server.port).unwrap();
    stream.write_all(&bytes[..bytes.len() - 3]).unwrap();
    stream.shutdown(std::net::Shutdown::Both).unwrap();
    drop(stream);
    let reply = Call::new("GET", "/api/home/workflows/half").bearer(&key).send(server.port);
    assert_eq!(reply.status, 404);
}
