//! A tiny HTTP client that sends exactly what it is told.
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

#[must_use]
pub(crate) struct Call {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Call {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        let line = format!("{method} {target} HTTP/1.1");
        let headers = vec![(String::from("Connection"), String::from("close"))];
        Self { line, headers, body: String::new() }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((String::from(name), String::from(value)));
        self
    }

    pub(crate) fn bearer(self, key: &str) -> Self {
        self.header("Authorization", &format!("Bearer {key}"))
    }

    pub(crate) fn body(mut self, body: &serde_json::Value) -> Self {
        self.body = body.to_string();
        self
    }

    pub(crate) fn bytes(&self, port: u16) -> Vec<u8> {
        let mut text =
            format!("{}\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {}\r\n", self.line, self.body.len());
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        format!("{text}\r\n{}", self.body).into_bytes()
    }

    /// The answer; `None` when the server is gone or breaks off.
    pub(crate) fn try_send(&self, port: u16) -> Option<Reply> {
        let mut stream = connect(port).ok()?;
        stream.write_all(&self.bytes(port)).ok()?;
        read_reply(&mut stream)
    }

    pub(crate) fn send(&self, port: u16) -> Reply {
        self.try_send(port).unwrap()
    }
}

pub(crate) fn connect(port: u16) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    // A server that hangs fails the test rather than stop it for ever.
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(stream)
}

/// Reads to the end of the stream; `None` unless a whole answer came.
pub(crate) fn read_reply(stream: &mut TcpStream) -> Option<Reply> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    if length.is_some_and(|length| length != body.len()) {
        return None;
    }
    Some(Reply { status, head: head.to_lowercase(), body: String::from(body) })
}
