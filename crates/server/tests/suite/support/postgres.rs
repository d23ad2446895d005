//! A real PostgreSQL of the test's own, from the programs of Debian's package.
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The password of every test's database: nothing that is said may hold it.
pub(crate) const PASSWORD: &str = "canary-of-the-database";

/// A running PostgreSQL, stopped and removed when this is dropped or the process ends, however it ends.
pub(crate) struct Cluster {
    dir: PathBuf,
    programs: PathBuf,
    pub(crate) port: u16,
    made: AtomicU32,
    /// Waits for its input to end, and tidies up then.
    _guard: Child,
}

/// The one of this process. None, with a line that says so, where PostgreSQL is not installed; where it must be
/// (`FLOWDECK_NEEDS_POSTGRES`, which `cargo xtask test` sets), that is a failure.
pub(crate) fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start).as_ref()
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut all: Vec<PathBuf> = versions
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    all.sort();
    all.pop()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"))
}

/// A command as a user that PostgreSQL runs as: it refuses to be root.
fn as_user(program: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

impl Cluster {
    pub(crate) fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            assert!(std::env::var_os("FLOWDECK_NEEDS_POSTGRES").is_none(), "PostgreSQL is not installed");
            eprintln!("skipped: PostgreSQL is not installed");
            return None;
        };
        let dir = tempfile::tempdir().unwrap().keep();
        let (password, data) = (dir.join("password"), dir.join("data"));
        std::fs::write(&password, PASSWORD).unwrap();
        if is_root() {
            assert!(Command::new("chown").args(["-R", "postgres"]).arg(&dir).status().unwrap().success());
        }
        let made = as_user(&programs.join("initdb"))
            .args([
                "--username=flowdeck",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ])
            .arg(format!("--pwfile={}", password.display()))
            .arg(format!("--pgdata={}", data.display()))
            .status();
        assert!(made.unwrap().success(), "initdb");
        let script =
            "trap '' INT TERM HUP; cat; \"$0\" --pgdata=\"$1/data\" --mode=immediate stop; rm -rf \"$1\"";
        let guard = as_user(Path::new("sh"))
            .args(["-c", script])
            .arg(programs.join("pg_ctl"))
            .arg(&dir)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut cluster = Self { dir, programs, port: 0, made: AtomicU32::new(0), _guard: guard };
        // A free port may be taken by somebody else before it is used.
        let is_up = (0..5).any(|_| {
            cluster.port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            cluster.up()
        });
        assert!(is_up, "PostgreSQL does not start");
        Some(cluster)
    }

    /// Starts it (again); whether that worked.
    pub(crate) fn up(&self) -> bool {
        let settings = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off",
            self.port,
            self.dir.display()
        );
        self.control()
            .arg(format!("--log={}/log", self.dir.display()))
            .args(["-w", "start", "-o", &settings])
            .status()
            .unwrap()
            .success()
    }

    /// Stops it at once, as a crash does.
    pub(crate) fn down(&self) {
        assert!(self.control().args(["--mode=immediate", "-w", "stop"]).status().unwrap().success());
    }

    /// Stops its processes without ending them, as a network does that swallows everything; or lets them go on.
    pub(crate) fn signal(&self, name: &str) {
        let file = std::fs::read_to_string(self.dir.join("data/postmaster.pid")).unwrap();
        let main = file.lines().next().unwrap();
        let children = std::fs::read_to_string(format!("/proc/{main}/task/{main}/children")).unwrap();
        for process in std::iter::once(main).chain(children.split_whitespace()) {
            // A child may have ended meanwhile.
            let _ = Command::new("kill").args([name, process]).stderr(Stdio::null()).status();
        }
    }

    fn control(&self) -> Command {
        let mut command = as_user(&self.programs.join("pg_ctl"));
        command.arg(format!("--pgdata={}/data", self.dir.display()));
        command
    }

    /// The address of a new, empty database. Its language sorts otherwise than by bytes, as many do.
    pub(crate) fn database(&self) -> String {
        self.database_with("LOCALE_PROVIDER icu ICU_LOCALE 'en-US'")
    }

    pub(crate) fn database_with(&self, how: &str) -> String {
        let name = format!("w{}", self.made.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0 {how}"));
        self.address(&name)
    }

    pub(crate) fn address(&self, name: &str) -> String {
        format!("postgres://flowdeck:{PASSWORD}@127.0.0.1:{}/{name}", self.port)
    }

    /// What a statement answers, in the database of a name or an address.
    pub(crate) fn sql(&self, database: &str, statement: &str) -> String {
        let name = database.rsplit('/').next().unwrap();
        let mut psql = Command::new(self.programs.join("psql"))
            .args(["-v", "ON_ERROR_STOP=1", "-qAt", "-U", "flowdeck", "-h", "127.0.0.1", "-d", name, "-p"])
            .arg(self.port.to_string())
            .env("PGPASSWORD", PASSWORD)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        psql.stdin.take().unwrap().write_all(statement.as_bytes()).unwrap();
        let output = psql.wait_with_output().unwrap();
        assert!(output.status.success(), "{statement}");
        String::from(String::from_utf8(output.stdout).unwrap().trim())
    }
}
