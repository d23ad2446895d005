//! Requests per second and p99 under 64 connections: the list of 10 000 workflows and the token endpoint, each
//! against a bare server in the same run, in turn, because machines are noisy.
use crate::shell::{Outcome, cargo, program, quiet, run, say, target};
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

const CONNECTIONS: &str = "64";
const SECONDS: &str = "8s";
const ROUNDS: usize = 3;
const WORKFLOWS: usize = 10_000;
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

/// Measures and prints.
pub(crate) fn load() -> Outcome {
    if !crate::shell::exists("wrk") {
        return Err(String::from("This needs wrk (Debian: apt-get install wrk)."));
    }
    run(cargo().args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "flowdeck-server",
        "--bin",
        "flowdeck",
        "--example",
        "hello",
    ]))?;
    let dir = target().join("bench-load");
    // What an earlier run left is of no use.
    let _ = std::fs::remove_dir_all(&dir);
    crate::shell::write(
        &dir.join("flowdeck.toml"),
        format!("[[publication]]\nworkflow = \"bench-0\"\norigins = [\"{ORIGIN}\"]\n"),
    )?;
    let hello = start(&target().join("release/examples/hello"), &[])?;
    let ours = start(
        &target().join("release/flowdeck"),
        &["serve", "--port", "0", "--no-rate-limit", "--data", &dir.display().to_string()],
    )?;
    let key = quiet(program(target().join("release/flowdeck")).args(["key", "--data"]).arg(&dir))?;
    say(&format!("  filling the workspace with {WORKFLOWS} workflows"));
    fill(&ours.address, key.trim())?;
    let script = dir.join("token.lua");
    crate::shell::write(&script, format!("wrk.method = \"POST\"\nwrk.headers[\"Origin\"] = \"{ORIGIN}\"\n"))?;
    let list = format!("http://{}/api/home/workflows?api_key={}", ours.address, key.trim());
    let token = format!("http://{}/token/home/bench-0", ours.address);
    let bare = format!("http://{}/", hello.address);
    let mut is_met = true;
    for (name, url, script, least) in
        [("/token", &token, Some(&script), Some(LEAST_TOKENS)), ("list of 10 000", &list, None, None)]
    {
        let mut ratios = Vec::new();
        let mut delays = Vec::new();
        for _ in 0..ROUNDS {
            let (hello_rate, hello_p99) = wrk(&bare, None)?;
            let (rate, p99) = wrk(url, script.map(|path| path.as_path()))?;
            say(&format!(
                "  {name}: {rate:.0}/s, p99 {p99:.2} ms; bare: {hello_rate:.0}/s, p99 {hello_p99:.2} ms"
            ));
            ratios.push(rate / hello_rate);
            delays.push(p99 / hello_p99);
        }
        let ratio = median(ratios);
        let budget = least.map_or_else(String::new, |least| format!(" (budget: {least:.1}×)"));
        say(&format!(
            "  {name}: {ratio:.3}× the bare server's requests{budget}, {:.1}× its p99",
            median(delays)
        ));
        is_met &= least.is_none_or(|least| ratio >= least);
    }
    // What was made is of no use to anybody.
    let _ = std::fs::remove_dir_all(&dir);
    if is_met { Ok(()) } else { Err(String::from("The token endpoint is slower than its budget.")) }
}

fn start(binary: &Path, args: &[&str]) -> Outcome<Running> {
    let mut child = program(binary)
        .args(args)
        .env_remove("DATABASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{} cannot be started: {error}", binary.display()))?;
    let out = child.stdout.take().ok_or("no output to read")?;
    let mut lines = BufReader::new(out).lines();
    let address = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split("http://").nth(1).map(|rest| String::from(rest.trim())))
        .ok_or_else(|| format!("{} did not say where it listens", binary.display()))?;
    // Keep reading, so that the server never waits for us.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(Running { child, address })
}

/// Makes the workflows over one connection.
fn fill(address: &str, key: &str) -> Outcome {
    let broken = |error: std::io::Error| format!("filling the workspace: {error}");
    let mut stream = TcpStream::connect(address).map_err(broken)?;
    let config = json!({"specification": {"version": "1.0", "inputs": [{"type": "WorkflowImage", "name": "image"}],
        "steps": [{"type": "roboflow_core/image_blur@v1", "name": "blur", "image": "$inputs.image"}], "outputs": []}});
    let mut reader = BufReader::new(stream.try_clone().map_err(broken)?);
    for number in 0..WORKFLOWS {
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
