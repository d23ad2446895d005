//! `cargo xtask run`: from a fresh machine to a page in the browser.
use crate::app::{self, Kind};
use crate::shell::{Outcome, cargo, program, say, stage, target};
use crate::{tools, watch};
use std::process::{Child, Command, Stdio};

/// What was asked for.
struct Options<'a> {
    port: &'a str,
    open: bool,
    watch: bool,
    data: Option<&'a str>,
}

/// Sets up, builds, serves until Ctrl+C.
pub(crate) fn run(args: &[&str]) -> Outcome {
    let options = parse(args)?;
    stage("Tools", tools::for_app)?;
    stage("App", || app::build(Kind::Development))?;
    stage("Server", server)?;
    let mut child = start(&options)?;
    if options.open {
        open(&format!("http://127.0.0.1:{}", options.port));
    }
    if options.watch {
        return watch::watch(&mut child, || start(&options));
    }
    let status = child.wait().map_err(|error| format!("The server was lost: {error}"))?;
    // Ctrl+C reaches the server too, which then stops by itself.
    if status.success() {
        Ok(())
    } else {
        Err(String::from("The server stopped; its sentence above says why."))
    }
}

fn parse<'a>(args: &[&'a str]) -> Outcome<Options<'a>> {
    let mut options = Options { port: "8080", open: false, watch: false, data: None };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let mut value = |name: &str| rest.next().copied().ok_or_else(|| format!("{name} needs a value"));
        match *arg {
            "--port" => options.port = value("--port")?,
            "--data" => options.data = Some(value("--data")?),
            "--open" => options.open = true,
            "--watch" => options.watch = true,
            other => return Err(format!("run knows --port, --open, --watch and --data, not {other}")),
        }
    }
    Ok(options)
}

/// Builds the development server.
pub(crate) fn server() -> Outcome {
    crate::shell::run(cargo().args(["build", "--quiet", "--package", "flowdeck-server"]))
}

fn start(options: &Options<'_>) -> Outcome<Child> {
    let mut command = program(target().join("debug/flowdeck"));
    command.args(["serve", "--port", options.port, "--dist"]).arg(Kind::Development.dist());
    if let Some(data) = options.data {
        command.args(["--data", data]);
    }
    let child = command
        .stdin(Stdio::null())
        .spawn()
        .map_err(|error| format!("The server cannot be started: {error}"))?;
    say("  Open the address below, look at a sample, press Run. Ctrl+C stops; your work stays.");
    Ok(child)
}

/// Opens the browser; a machine without one has nothing to open.
fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let _ = Command::new(opener).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
}
