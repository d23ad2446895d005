//! Requests per second and p99 under 64 connections: the token endpoint and the list of 10 000 workflows, each against
//! a bare server in the same run, and a list through the gateway against a bare forwarder; in turn, because machines
//! are noisy.
use crate::shell::{Outcome, cargo, program, quiet, run, say, target};
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::ops::Range;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const CONNECTIONS: &str = "64";
const SECONDS: &str = "8s";
const ROUNDS: usize = 3;
const WORKFLOWS: usize = 10_000;
const FEW: usize = 100;
/// The token endpoint's share of the bare server's requests (budgets).
const LEAST_TOKENS: f64 = 0.5;
const ORIGIN: &str = "https://shop.example";

/// A server that is stopped when this is dropped.
struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have stopped by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is measured, against what.
struct Pair<'a> {
    name: &'a str,
    url: &'a str,
    script: Option<&'a Path>,
    peer: &'a str,
    /// The least share of the peer's requests that is in budget.
    least: Option<f64>,
}

/// Measures and prints.
pub(crate) fn load() -> Outcome {
    if !crate::shell::exists("wrk") {
        return Err(String::from("This needs wrk (Debian: apt-get install wrk)."));
    }
    let build = ["build", "--quiet", "--release", "--package", "flowdeck-server", "--bin", "flowdeck"];
    run(cargo().args(build).args(["--example", "hello", "--example", "forwarder"]))?;
    let dir = target().join("bench-load");
    // What an earlier run left is of no use.
    let _ = std::fs::remove_dir_all(&dir);
    crate::shell::write(
        &dir.join("flowdeck.toml"),
        format!("[[publication]]\nworkflow = \"bench-0\"\norigins = [\"{ORIGIN}\"]\n"),
    )?;
    let hello = start(&mut program(target().join("release/examples/hello")))?;
    let bare = format!("http://{}/", hello.address);
    let (ours, key) = serve(&dir, &[], None)?;
    say("  filling the workspace with a hundred workflows");
    fill(&ours.address, &key, 0..FEW)?;
    let list = format!("http://{}/api/home/workflows?api_key={key}", ours.address);

    let behind = target().join("bench-load-gateway");
    let _ = std::fs::remove_dir_all(&behind);
    let cloud = format!("http://{}/api", ours.address);
    let words = ["--gateway", cloud.as_str(), "--workspace", "home"];
    let (gateway, gateway_key) = serve(&behind, &words, Some(&key))?;
    let forwarder = start(program(target().join("release/examples/forwarder")).arg(&list))?;
    let forwarded = format!("http://{}/api/home/workflows?api_key={gateway_key}", gateway.address);
    let forwarder_url = format!("http://{}/", forwarder.address);
    let mut is_met = measured(&Pair {
        name: "list of 100 through the gateway",
        url: &forwarded,
        script: None,
        peer: &forwarder_url,
        least: None,
    })?;
    drop((gateway, forwarder));

    say(&format!("  filling the workspace with {WORKFLOWS} workflows"));
    fill(&ours.address, &key, FEW..WORKFLOWS)?;
    let script = dir.join("token.lua");
    crate::shell::write(&script, format!("wrk.method = \"POST\"\nwrk.headers[\"Origin\"] = \"{ORIGIN}\"\n"))?;
    let token = format!("http://{}/token/home/bench-0", ours.address);
    is_met &= measured(&Pair {
        name: "/token",
        url: &token,
        script: Some(&script),
        peer: &bare,
        least: Some(LEAST_TOKENS),
    })?;
    is_met &= measured(&Pair { name: "list of 10 000", url: &list, script: None, peer: &bare, least: None })?;
    // What was made is of no use to anybody.
    let _ = std::fs::remove_dir_all(&dir);
    let _ = std::fs::remove_dir_all(&behind);
    if is_met { Ok(()) } else { Err(String::from("The token endpoint is slower than its budget.")) }
}

/// Measures a pair in turn, and says whether it is in budget.
fn measured(pair: &Pair<'_>) -> Outcome<bool> {
    let Pair { name, url, script, peer, least } = pair;
    let (mut ratios, mut delays) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (peer_rate, peer_p99) = wrk(peer, None)?;
        let (rate, p99) = wrk(url, *script)?;
        say(&format!("  {name}: {rate:.0}/s, p99 {p99:.2} ms; bare: {peer_rate:.0}/s, p99 {peer_p99:.2} ms"));
        ratios.push(rate / peer_rate);
        delays.push(p99 / peer_p99);
    }
    let ratio = median(ratios);
    let budget = least.map_or_else(String::new, |least| format!(" (budget: {least:.1}×)"));
    say(&format!("  {name}: {ratio:.3}× the bare server's requests{budget}, {:.1}× its p99", median(delays)));
    Ok(least.is_none_or(|least| ratio >= least))
}

/// A Flowdeck with its local key.
fn serve(dir: &Path, words: &[&str], cloud_key: Option<&str>) -> Outcome<(Running, String)> {
    let binary = target().join("release/flowdeck");
    let mut command = program(&binary);
    command.args(["serve", "--port", "0", "--no-rate-limit", "--data"]).arg(dir).args(words);
    if let Some(key) = cloud_key {
        command.env("ROBOFLOW_API_KEY", key);
    }
    let running = start(&mut command)?;
    let key = quiet(program(&binary).args(["key", "--data"]).arg(dir))?;
    Ok((running, String::from(key.trim())))
}

fn start(command: &mut Command) -> Outcome<Running> {
    let mut child = command
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("a server cannot be started: {error}"))?;
    let out = child.stdout.take().ok_or("no output to read")?;
    let mut lines = BufReader::new(out).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split("http://").nth(1).map(|rest| String::from(rest.trim())))
        .ok_or("a server did not say where it listens")?;
    // Keep reading, so that the server never waits for us.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(Running { child, address })
}

/// Makes the workflows over one connection.
fn fill(address: &str, key: &str, numbers: Range<usize>) -> Outcome {
    let broken = |error: std::io::Error| format!("filling the workspace: {error}");
    let mut stream = TcpStream::connect(address).map_err(broken)?;
    let config = json!({"specification": {"version": "1.0", "inputs": [{"type": "WorkflowImage", "name": "image"}],
        "steps": [{"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image"}], "outputs": []}});
    let mut reader = BufReader::new(stream.try_clone().map_err(broken)?);
    for number in numbers {
        let body = json!({"name": format!("Bench {number}"), "url": format!("bench-{number}"), "config": config.to_string(), "api_key": key}).to_string();
        // Head and body at once: a body written after its head waits for the head to be acknowledged, 40 ms.
        let request = format!(
            "POST /api/home/createWorkflow HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).map_err(broken)?;
        answer(&mut reader)?;
    }
    Ok(())
}

fn answer(reader: &mut impl BufRead) -> Outcome {
    let (mut line, mut length, mut first) = (String::new(), 0_usize, true);
    loop {
        line.clear();
        reader.read_line(&mut line).map_err(|error| error.to_string())?;
        if first && !line.contains(" 200 ") {
            return Err(format!("the server answered {}", line.trim()));
        }
        first = false;
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).map_err(|error| error.to_string())
}

/// Requests per second and p99 in milliseconds.
fn wrk(url: &str, script: Option<&Path>) -> Outcome<(f64, f64)> {
    let mut command = program("wrk");
    command.args(["-t1", "-c", CONNECTIONS, "-d", SECONDS, "--latency"]);
    if let Some(script) = script {
        command.arg("-s").arg(script);
    }
    let text = quiet(command.arg(url))?;
    if text.contains("Non-2xx") {
        return Err(format!("not every answer was a success:\n{text}"));
    }
    let after = |word: &str| {
        text.lines().find_map(|line| line.trim().strip_prefix(word).map(|rest| String::from(rest.trim())))
    };
    let rate = after("Requests/sec:").and_then(|number| number.parse().ok()).ok_or("wrk gave no rate")?;
    let p99 = after("99%").and_then(|text| milliseconds(&text)).ok_or("wrk gave no p99")?;
    Ok((rate, p99))
}

fn milliseconds(text: &str) -> Option<f64> {
    [("us", 0.001), ("ms", 1.0), ("s", 1_000.0)]
        .iter()
        .find_map(|(unit, factor)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * factor))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
