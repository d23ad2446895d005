//! The real binary.
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

/// A command with nothing of the tester's own environment in it that the program would heed.
pub(crate) fn flowdeck() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowdeck"));
    clean(&mut command);
    command
}

pub(crate) fn clean(command: &mut Command) {
    for name in [
        "DATABASE_URL",
        "FLOWDECK_ACCESS_TOKEN",
        "FLOWDECK_API_KEY",
        "FLOWDECK_DIST",
        "FLOWDECK_ENGINE_KEY",
        "FLOWDECK_LOG",
        "FLOWDECK_VIEWER_TOKEN",
        "ROBOFLOW_API_KEY",
    ] {
        command.env_remove(name);
    }
}

/// The same on a database that copies share.
pub(crate) fn flowdeck_on(database: &str) -> Command {
    let mut command = flowdeck();
    command.env("DATABASE_URL", database);
    command
}

/// Runs to the end; exit code and everything said.
pub(crate) fn run_to_end(args: &[&str]) -> (Option<i32>, String) {
    end_of(flowdeck().args(args))
}

/// Runs a command to its end; exit code and everything said.
pub(crate) fn end_of(command: &mut Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code(), said)
}

/// A server that is ready; killed when dropped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) port: u16,
    pub(crate) ready_line: String,
    data: PathBuf,
}

impl Serving {
    pub(crate) fn start(data: &Path) -> Self {
        Self::from(flowdeck(), data, &[])
    }

    /// Starts `command serve` with more arguments and waits for the line that says that it is ready.
    pub(crate) fn from(mut command: Command, data: &Path, more: &[&str]) -> Self {
        let mut child = command
            .args(["serve", "--port", "0", "--data"])
            .arg(data)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut ready_line = String::new();
        out.read_line(&mut ready_line).unwrap();
        let port = ready_line.trim().rsplit(':').next().unwrap().parse();
        let port = port.unwrap_or_else(|_| panic!("not ready: {ready_line:?}"));
        // The rest is read away, so that the program can always write.
        std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
        Self { child, port, ready_line, data: data.to_path_buf() }
    }

    pub(crate) fn key(&self) -> String {
        let (code, key) = run_to_end(&["key", "--data", self.data.to_str().unwrap()]);
        assert_eq!(code, Some(0), "{key}");
        String::from(key.trim())
    }

    /// SIGKILL: nothing is tidied up.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    pub(crate) fn wait(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
