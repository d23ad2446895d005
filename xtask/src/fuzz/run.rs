//! One target: looking for inputs that break it, and running one input again.
use crate::shell::{Outcome, program, read, root};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// libFuzzer's bounds: megabytes of growth, seconds of one input, bytes of one input. The seconds are those of the clock: on a
/// busy machine an input of milliseconds takes ten.
const BOUNDS: &[&str] = &["-rss_limit_mb=2048", "-timeout=60", "-max_len=65536"];
/// Kilobytes of stack, as the server's threads have it.
const STACK: &str = "ulimit -s 2048; exec \"$@\"";
/// Names the file into which a target puts each input before it runs it (`fuzz/src/last.rs`).
const LAST: &str = "FLOWDECK_FUZZ_LAST";

/// A target that is built.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) name: String,
    pub(super) program: PathBuf,
    /// Where what it finds and says is put.
    pub(super) dir: PathBuf,
}

impl Target {
    /// The inputs that are kept with the sources.
    pub(super) fn corpus(&self) -> PathBuf {
        root().join("fuzz/corpus").join(&self.name)
    }

    /// The inputs that the last search found.
    pub(super) fn found(&self) -> PathBuf {
        self.dir.join("found")
    }

    /// Its program with libFuzzer's bounds.
    pub(super) fn command(&self) -> Command {
        let mut command = program("sh");
        command.args(["-c", STACK, "sh"]).arg(&self.program).args(BOUNDS);
        command
    }

    /// Runs one input, with all that is said shown.
    pub(super) fn once(&self, input: &Path) -> Outcome {
        crate::shell::run(self.command().arg(input).env("RUST_BACKTRACE", "1"))
    }

    /// Looks for inputs that break it, so many seconds long: the runner's numbers, or what was found.
    pub(super) fn search(&self, seconds: u32, words: &Path) -> Outcome<String> {
        let (broken, found, log) = (self.dir.join("broken"), self.found(), self.dir.join("log.txt"));
        // Reproducers of other days stay; of inputs only those of the last search.
        let _ = std::fs::remove_dir_all(&found);
        for dir in [&broken, &found] {
            std::fs::create_dir_all(dir).map_err(|why| format!("{} cannot be made: {why}", dir.display()))?;
        }
        let last = self.dir.join("last");
        let out = File::create(&log).map_err(|why| format!("{} cannot be written: {why}", log.display()))?;
        let mut command = self.command();
        command
            .arg(format!("-max_total_time={seconds}"))
            .arg(format!("-dict={}", words.display()))
            .arg(format!("-artifact_prefix={}/", broken.display()))
            // The first folder takes what is found, the second is only read.
            .arg(&found)
            .arg(self.corpus());
        let status = command
            .env(LAST, &last)
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(out)
            .status()
            .map_err(|why| format!("it cannot be started: {why}"))?;
        let said = read_lossy(&log)?;
        let numbers = said.lines().rev().find(|line| line.starts_with('#') && line.contains(" cov: "));
        if status.success() {
            return numbers.map(summary).ok_or_else(|| format!("it did not run: see {}", log.display()));
        }
        let reproducer = said.lines().find_map(|line| line.split_once("Test unit written to "));
        let why = said.lines().skip_while(|line| !line.contains("panicked at") && !line.contains("ERROR: "));
        let why: Vec<&str> = why.take_while(|line| !line.starts_with("stack backtrace")).take(12).collect();
        let (why, input) = match reproducer {
            Some((_, file)) => (why.join("\n"), String::from(file)),
            None => ("No word: its stack is full, or it was killed.".into(), last.display().to_string()),
        };
        Err(format!(
            "it found something ({status}).\n{why}\n    all that was said: {}\n    again: cargo xtask fuzz {} {input}",
            log.display(),
            self.name
        ))
    }
}

/// What libFuzzer says need not be UTF-8: it shows inputs.
fn read_lossy(file: &Path) -> Outcome<String> {
    std::fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).or_else(|_| read(file))
}

/// The runner's last line in words: `#8233 DONE cov: 7535 ft: 25147 corp: 1844/1435Kb lim: 65536 exec/s: 265 rss: 44Mb`.
fn summary(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let after = |name: &str| {
        let place = words.iter().position(|word| *word == name);
        place.and_then(|place| words.get(place + 1)).copied().unwrap_or("?")
    };
    let runs = words.first().map_or("?", |word| word.trim_start_matches('#'));
    format!(
        "{runs} runs, {} a second, coverage {} ({} features), {} inputs, {}",
        after("exec/s:"),
        after("cov:"),
        after("ft:"),
        after("corp:"),
        after("rss:")
    )
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn the_numbers_of_the_runner_are_read() {
        let line = "#8233\tDONE   cov: 7535 ft: 25147 corp: 1844/1435Kb lim: 65536 exec/s: 265 rss: 44Mb";
        assert_eq!(
            summary(line),
            "8233 runs, 265 a second, coverage 7535 (25147 features), 1844/1435Kb inputs, 44Mb"
        );
    }
}
