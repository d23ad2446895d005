//! The command line.
use crate::clock::Clock;
use crate::cloud;
use crate::db::Database;
use crate::doctor::{Mark, Patient};
use crate::login::{Login, Proxy};
use crate::serve::{Options, Server};
use crate::{Failure, data_dir, failure};
use clap::{Args, Parser, Subcommand};
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;

/// Flowdeck: draw, version and run computer-vision workflows on your own machine.
#[derive(Debug, Parser)]
#[command(
    name = "flowdeck",
    version,
    after_help = "Examples:\n  flowdeck serve                      open http://127.0.0.1:8080 in a browser\n  flowdeck serve --port 9000 --data ./ws\n  flowdeck serve --engine http://127.0.0.1:9001\n  ROBOFLOW_API_KEY=… flowdeck serve --gateway https://api.roboflow.com --workspace my-team\n  flowdeck check workflows/*.json     what the engine would say about them\n  API_URL=http://127.0.0.1:8080/api ROBOFLOW_API_KEY=$(flowdeck key) roboflow workflow list\n\nNo telemetry. Without --gateway and --engine nothing leaves this machine."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the app and a local workspace.
    #[command(
        after_help = "The workspace is kept in the user's data directory (Linux: ~/.local/share/flowdeck) unless --data says otherwise.\nBlocks that need a model run on an inference server: give its address with --engine, its key in FLOWDECK_ENGINE_KEY.\nWith DATABASE_URL=postgres://… the workspace is kept in that database, and several copies of the server share it.\nWith --gateway the workflows are those of the cloud. Its key stays in this program: browsers get short-lived tokens.\n\nExit codes: 0 stopped by a signal, 2 wrong usage, 3 the port cannot be used, 4 the data cannot be used."
    )]
    Serve(Box<ServeArgs>),
    /// Check everything that a server needs, change nothing, and say what to mend.
    #[command(
        after_help = "Give it what you give to serve: flowdeck doctor --gateway https://api.roboflow.com --workspace my-team\n\nExit codes: 0 nothing must be mended, 1 something must."
    )]
    Doctor(DoctorArgs),
    /// Check workflow files as the engine would, without one.
    #[command(after_help = crate::check::HELP)]
    Check(crate::check::Args),
    /// Look at what is known about an engine's blocks, and compare two engines.
    Catalog {
        #[command(subcommand)]
        question: crate::catalogue::Question,
    },
    /// Show a link that signs in once, where a sign-in is required.
    Login {
        /// The data directory of the server.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// The address at which the server is reached.
        #[arg(long, value_name = "URL", value_parser = service_url, default_value = "http://127.0.0.1:8080")]
        address: String,
    },
    /// Show the local API key, for programs such as the roboflow command line.
    Key {
        /// The data directory of the server.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
struct ServeArgs {
    /// The port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on. One that others reach needs a sign-in.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Where to keep the workspace.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// An inference server that runs workflows, such as http://127.0.0.1:9001.
    #[arg(long, value_name = "URL", value_parser = service_url)]
    engine: Option<String>,
    #[command(flatten)]
    cloud: CloudArgs,
    /// Ask people to sign in at this machine too: by the one-time link that is shown, or by an access token.
    #[arg(long)]
    require_login: bool,
    /// The header in which a trusted proxy names the person who has signed in, such as X-Forwarded-User.
    #[arg(long, value_name = "HEADER", requires = "trust_from")]
    trust_header: Option<String>,
    /// The address of that proxy; may be given more than once.
    #[arg(long, value_name = "IP", requires = "trust_header")]
    trust_from: Vec<IpAddr>,
    /// Who may change things, as that proxy names them; may be given more than once, * = everybody. Others look and run.
    #[arg(long, value_name = "NAME", requires = "trust_header")]
    editor: Vec<String>,
    /// Let pages of this origin show the app in a frame (<flowdeck-manager>); may be given more than once. Their back end
    /// gets sessions with the API key: POST /api/session.
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    frame: Vec<String>,
    /// Be the workflow builder of the inference server at this origin, such as http://127.0.0.1:9001; may be given more than
    /// once. Start that server with ENABLE_BUILDER=True and BUILDER_ORIGIN=<this server's address>, then open its page /build.
    #[arg(long, value_name = "ORIGIN", value_parser = origin)]
    builder: Vec<String>,
    /// Serve the app from this directory rather than from the binary.
    #[arg(long, value_name = "DIR", env = "FLOWDECK_DIST")]
    dist: Option<PathBuf>,
    /// Give tokens without rate limits: for load tests.
    #[arg(long, hide = true)]
    no_rate_limit: bool,
}

/// Where the cloud is, for `serve` and `doctor`.
#[derive(Args, Debug)]
struct CloudArgs {
    /// Serve a workspace of the cloud behind this management API, such as https://api.roboflow.com.
    #[arg(long, value_name = "URL", value_parser = service_url, requires = "workspace")]
    gateway: Option<String>,
    /// The cloud's workspace.
    #[arg(long, value_name = "SLUG", requires = "gateway")]
    workspace: Option<String>,
    /// The cloud's public execution endpoint, which browsers call with workflow tokens.
    #[arg(long, value_name = "URL", value_parser = service_url, default_value = "https://serverless.roboflow.com")]
    execution: String,
    /// A file with the cloud's key; without it ROBOFLOW_API_KEY or the service manager's credential roboflow-api-key.
    #[arg(long, value_name = "FILE", requires = "gateway")]
    key_file: Option<PathBuf>,
    /// The address under which people reach the server through a proxy, such as https://deck.example.
    #[arg(long, value_name = "URL", value_parser = service_url)]
    public_url: Option<String>,
}

#[derive(Args, Debug)]
struct DoctorArgs {
    /// The data directory of the server.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The inference server that serve is given.
    #[arg(long, value_name = "URL", value_parser = service_url)]
    engine: Option<String>,
    #[command(flatten)]
    cloud: CloudArgs,
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Check(args) => crate::check::run(&args),
        Command::Catalog { question } => crate::catalogue::run(&question),
        Command::Serve(args) => serve(*args).map(|()| ExitCode::SUCCESS),
        Command::Doctor(args) => doctor(args).map(|()| ExitCode::SUCCESS),
        Command::Login { data, address } => link(data, &address).map(|()| ExitCode::SUCCESS),
        Command::Key { data } => key(data).map(|()| ExitCode::SUCCESS),
    };
    match outcome {
        Ok(code) => code,
        Err(failure) => {
            // There is nobody to tell that standard error is closed.
            let _ = writeln!(std::io::stderr(), "flowdeck: {failure}");
            failure.exit_code()
        }
    }
}

fn key(data: Option<PathBuf>) -> Result<(), Failure> {
    let dir = data.map_or_else(data_dir::default_path, Ok)?;
    let key = match std::env::var("FLOWDECK_API_KEY") {
        Ok(key) if !key.trim().is_empty() => key,
        _ => data_dir::api_key(&dir)?,
    };
    say(&key)
}

fn link(data: Option<PathBuf>, address: &str) -> Result<(), Failure> {
    let dir = data.map_or_else(data_dir::default_path, Ok)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Other(format!("The program cannot start: {error}.")))?;
    say(&runtime.block_on(crate::serve::link_for(dir, database()?, address))?)
}

/// How people sign in, if they must.
fn login(args: &ServeArgs) -> Result<Option<Login>, Failure> {
    let proxy = args.trust_header.as_ref().map(|header| Proxy {
        header: header.to_ascii_lowercase(),
        from: args.trust_from.clone(),
        editors: args.editor.clone(),
    });
    let token = |name: &str| crate::serve::environment(name).map(|text| String::from(text.trim()));
    let (editor, viewer) = (token("FLOWDECK_ACCESS_TOKEN"), token("FLOWDECK_VIEWER_TOKEN"));
    let is_asked_for = args.require_login
        || proxy.is_some()
        || editor.is_some()
        || viewer.is_some()
        || !args.host.is_loopback();
    if !is_asked_for {
        return Ok(None);
    }
    Login::new(editor, viewer, proxy).map(Some).map_err(Failure::Usage)
}

fn serve(args: ServeArgs) -> Result<(), Failure> {
    start_log();
    // The TLS library wants its cryptography chosen once; a second choice means that a test has chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Other(format!("The program cannot start its threads: {error}.")))?;
    let gateway = gateway(&args)?;
    let public_url = public_url(&args.cloud)?;
    let login = login(&args)?;
    let database = database()?;
    let shared = database.as_ref().map(ToString::to_string);
    let options = Options {
        gateway,
        login,
        public_url,
        host: args.host,
        port: args.port,
        data: args.data,
        database,
        dist: args.dist,
        engine: args.engine,
        no_rate_limit: args.no_rate_limit,
        frames: args.frame,
        builders: args.builder,
    };
    runtime.block_on(async {
        let server = Server::start(options, Clock::system()).await?;
        say(&format!("Flowdeck is ready at http://{}", server.address))?;
        if let Some(shared) = shared {
            say(&format!("The workspace is in {shared} (DATABASE_URL)."))?;
        }
        if server.is_first_start {
            say("A new workspace with samples to try was made. Stop with Ctrl+C; your work stays.")?;
        }
        if let Some(link) = server.link()? {
            say(&format!("Sign in once, within 15 minutes: {link}"))?;
        }
        server.run(stop_signal()).await;
        Ok(())
    })
}

/// The cloud that is asked for, with its key.
fn gateway(args: &ServeArgs) -> Result<Option<cloud::Options>, Failure> {
    let (Some(management), Some(workspace)) = (&args.cloud.gateway, &args.cloud.workspace) else {
        return Ok(None);
    };
    if args.engine.is_some() {
        return Err(Failure::Usage(String::from(
            "--gateway and --engine exclude each other: a gateway's workflows run at --execution.",
        )));
    }
    let key = cloud::read_key(args.cloud.key_file.as_deref(), crate::serve::environment)?;
    Ok(Some(cloud::Options {
        management: trimmed(management),
        execution: trimmed(&args.cloud.execution),
        workspace: workspace.clone(),
        key,
        store: None,
    }))
}

/// The database that copies of the server share, if one is named.
fn database() -> Result<Option<Database>, Failure> {
    crate::serve::environment("DATABASE_URL").map(|address| Database::read(&address)).transpose()
}

fn origin(text: &str) -> Result<String, String> {
    if crate::publication::is_origin(text) {
        Ok(String::from(text))
    } else {
        Err(String::from("write scheme, host and port as a browser sends them, such as https://app.example"))
    }
}

fn trimmed(url: &str) -> String {
    String::from(url.trim_end_matches('/'))
}

fn public_url(args: &CloudArgs) -> Result<Option<reqwest::Url>, Failure> {
    let url = args.public_url.as_deref().map(reqwest::Url::parse).transpose();
    url.map_err(|error| Failure::Usage(format!("--public-url: {error}.")))
}

fn doctor(args: DoctorArgs) -> Result<(), Failure> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let origin = public_url(&args.cloud)?
        .map_or_else(|| String::from("http://127.0.0.1:8080"), |url| url.origin().ascii_serialization());
    let cloud = match (&args.cloud.gateway, &args.cloud.workspace) {
        (Some(management), Some(workspace)) => {
            let key = cloud::read_key(args.cloud.key_file.as_deref(), crate::serve::environment);
            let key = key.map_err(|failure| failure.to_string());
            Some((trimmed(management), trimmed(&args.cloud.execution), workspace.clone(), key))
        }
        _ => None,
    };
    let data = args.data.map_or_else(data_dir::default_path, Ok)?;
    let database = crate::serve::environment("DATABASE_URL").map(|address| Database::read(&address));
    let patient = Patient { data, database, engine: args.engine, cloud, origin };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Other(format!("The program cannot start: {error}.")))?;
    let findings = runtime.block_on(crate::doctor::examine(patient));
    for finding in &findings {
        say(&finding.to_string())?;
    }
    match findings.iter().filter(|finding| finding.mark == Mark::Bad).count() {
        0 => say("\nNothing must be mended."),
        1 => Err(Failure::Other(String::from("One thing must be mended: see ✗ above."))),
        count => Err(Failure::Other(format!("{count} things must be mended: see ✗ above."))),
    }
}

/// Done at the first SIGINT or SIGTERM.
async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

/// Logs to standard error: warnings unless `FLOWDECK_LOG` says more. No log line holds a query, a body or a header.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("FLOWDECK_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    // A second start in one process keeps the first log.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

fn say(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    failure::delivered(writeln!(out, "{line}").and_then(|()| out.flush()))
}

/// An address of a service: no key in it, which every user of the machine could read.
fn service_url(text: &str) -> Result<String, String> {
    let url = reqwest::Url::parse(text).map_err(|_| String::from("write it like http://127.0.0.1:9001"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(String::from("it must begin with http:// or https://"));
    }
    if url.query().is_some() || !url.username().is_empty() {
        return Err(String::from("it may hold no key: put that into the environment"));
    }
    Ok(String::from(text))
}
