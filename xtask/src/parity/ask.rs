//! The two sides as processes that answer one line for each line.
use super::case::{Case, Verdict, question};
use crate::shell::{Outcome, say};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// How a side is started, and how its answers are read.
pub(super) struct Side {
    pub(super) name: &'static str,
    pub(super) command: Box<dyn Fn() -> Command + Send + Sync>,
    pub(super) read: fn(&Value) -> Verdict,
    /// Where what it says beside its answers goes.
    pub(super) log: PathBuf,
}

/// A side at work.
struct Process {
    child: Child,
    input: Option<BufWriter<ChildStdin>>,
    output: BufReader<ChildStdout>,
}

impl Drop for Process {
    fn drop(&mut self) {
        // Nobody waits for more: whether it still ran makes no difference.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Side {
    fn start(&self) -> Outcome<Process> {
        let failed = |error: std::io::Error| format!("{} cannot be started: {error}", self.name);
        let log = File::create(&self.log).map_err(failed)?;
        let mut child = (self.command)()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(failed)?;
        let lost = || format!("{} has no streams", self.name);
        let input = BufWriter::new(child.stdin.take().ok_or_else(lost)?);
        let output = BufReader::new(child.stdout.take().ok_or_else(lost)?);
        Ok(Process { child, input: Some(input), output })
    }

    /// Asks for many cases at once. One that ends the process has no verdict; those after it are asked of the next.
    pub(super) fn ask_all(&self, cases: &[&Case]) -> Outcome<BTreeMap<String, Verdict>> {
        let mut verdicts = BTreeMap::new();
        let (mut open, mut is_silent) = (cases, false);
        while !open.is_empty() {
            let count = self.ask_until_it_ends(open, &mut verdicts)?;
            let Some(fatal) = open.get(count) else { break };
            if count == 0 && (is_silent || verdicts.is_empty()) {
                return Err(format!("{} answers nothing: see {}", self.name, self.log.display()));
            }
            say(&format!("  {} ended at {}", self.name, fatal.id));
            is_silent = count == 0;
            open = open.get(count + 1..).unwrap_or_default();
        }
        Ok(verdicts)
    }

    /// How many of these cases were answered before the process ended.
    fn ask_until_it_ends(&self, cases: &[&Case], verdicts: &mut BTreeMap<String, Verdict>) -> Outcome<usize> {
        let mut process = self.start()?;
        let input = process.input.take();
        let mut count = 0;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                let Some(mut input) = input else { return };
                for case in cases {
                    // When it reads no more its answers end too, and that is seen there.
                    if writeln!(input, "{}", question(&case.id, &case.spec)).is_err() {
                        return;
                    }
                }
                let _ = input.flush();
            });
            for line in (&mut process.output).lines().map_while(Result::ok) {
                count += 1;
                if let Ok(value) = serde_json::from_str::<Value>(&line)
                    && let Some(id) = value["id"].as_str()
                {
                    verdicts.insert(id.to_owned(), (self.read)(&value));
                }
            }
        });
        Ok(count)
    }

    /// The side as something to be asked one specification after another.
    pub(super) fn one_by_one(&self) -> impl FnMut(&str) -> Option<Verdict> + '_ {
        let mut process = None;
        move |spec| {
            let mut running = match process.take() {
                Some(running) => running,
                None => self.start().ok()?,
            };
            let input = running.input.as_mut()?;
            writeln!(input, "{}", question("0", spec)).and_then(|()| input.flush()).ok()?;
            let mut line = String::new();
            running.output.read_line(&mut line).ok().filter(|length| *length > 0)?;
            process = Some(running);
            serde_json::from_str(&line).ok().map(|value: Value| (self.read)(&value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Side;
    use crate::parity::case::{Case, Verdict};
    use std::process::Command;

    /// A side that answers each line with the line, and ends at one that says so.
    fn echo(name: &str) -> Side {
        let log = std::env::temp_dir().join(format!("flowdeck-parity-{name}-{}.log", std::process::id()));
        let command = || {
            let mut command = Command::new("sh");
            command.args([
                "-c",
                "while read -r line; do case $line in *stop*) exit;; esac; echo \"$line\"; done",
            ]);
            command
        };
        let read = |value: &serde_json::Value| Verdict::of_engine(&value["spec"]);
        Side { name: "echo", command: Box::new(command), read, log }
    }

    fn case(id: &str, spec: &str) -> Case {
        Case { id: id.to_owned(), spec: spec.to_owned(), ..Case::default() }
    }

    #[test]
    fn a_case_that_ends_the_process_costs_only_its_own_verdict() {
        let side = echo("all");
        let cases = [
            case("a", r#"{"valid":true}"#),
            case("b", r#"{"valid":"stop"}"#),
            case("c", r#"{"valid":false,"error_type":"X"}"#),
        ];
        let verdicts = side.ask_all(&cases.each_ref()).unwrap();
        assert_eq!(verdicts.len(), 2);
        assert_eq!((verdicts["a"].word(), verdicts["c"].word()), ("valid", "X"));
        let _ = std::fs::remove_file(&side.log);
    }

    #[test]
    fn one_by_one_starts_again_after_an_end() {
        let side = echo("one");
        let mut ask = side.one_by_one();
        assert_eq!(ask(r#"{"valid":true}"#).unwrap().word(), "valid");
        assert!(ask(r#"{"valid":"stop"}"#).is_none());
        assert_eq!(ask(r#"{"valid":true}"#).unwrap().word(), "valid");
        let _ = std::fs::remove_file(&side.log);
    }
}
