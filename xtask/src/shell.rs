//! Running programs, and saying what is going on.
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::SystemTime;

/// What can go wrong, as a sentence.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    // The manifest directory is xtask/, whose parent is the root.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Where build products go.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Prints a line.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // When nobody reads any more there is nobody to tell.
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

/// A stage: one line when it begins, one when it ends, with its time.
pub(crate) fn stage<T>(name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    say(&format!("· {name} …"));
    let start = SystemTime::now();
    let outcome = work();
    let seconds = start.elapsed().map(|time| time.as_secs_f64()).unwrap_or_default();
    match &outcome {
        Ok(_) => say(&format!("✓ {name} ({seconds:.1} s)")),
        Err(_) => say(&format!("✗ {name} ({seconds:.1} s)")),
    }
    outcome
}

/// A program at the root of the repository, with the pinned tools first on its path.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    let tools = crate::tools::bin_dirs();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = tools.into_iter().chain(std::env::split_paths(&path));
    if let Ok(joined) = std::env::join_paths(all) {
        command.env("PATH", joined);
    }
    command
}

/// `cargo`, the one that runs us.
pub(crate) fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Keeps the paths of this machine and the registry's name out of what a release says when it fails.
pub(crate) fn without_paths(command: &mut Command) -> &mut Command {
    let flags = remapped();
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
}

/// What LLVM is told where a wasm is to be small.
const SMALL: [&str; 5] = [
    "-max-store-memcpy=1",
    "-max-store-memmove=1",
    "-disable-lsr",
    "-enable-pre=false",
    "-enable-load-pre=false",
];

/// The same for a wasm, which is to be small. LLVM copies up to four words one by one, whatever it is to optimise for;
/// `memory.copy` from the second word on takes 13 kB less. The compiler of workflows is as quick either way, reading
/// JSON an eighth slower. Loops that keep an index instead of several pointers (no strength reduction) take 5 kB less and
/// as long: browsers compile them anew, and find for themselves what is computed on some ways already.
pub(crate) fn for_small_wasm(command: &mut Command) -> &mut Command {
    let mut flags = remapped();
    flags.push(format!("-Cllvm-args={}", SMALL.join(" ")));
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
}

fn remapped() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).unwrap_or_default();
    let mut places: Vec<PathBuf> = std::fs::read_dir(home.join("registry/src"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    places.sort();
    places.iter().map(|place| format!("--remap-path-prefix={}/=", place.display())).collect()
}

/// Runs a program with its output shown.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let name = describe(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("{name} cannot be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed ({status})")) }
}

/// Runs a program with its output kept; it is shown only when the program fails.
pub(crate) fn quiet(command: &mut Command) -> Outcome<String> {
    let name = describe(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{name} cannot be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    say(&text);
    say(&String::from_utf8_lossy(&output.stderr));
    Err(format!("{name} failed ({})", output.status))
}

/// Runs a program with its output shown and returned too, whatever its exit code.
pub(crate) fn tee(command: &mut Command) -> Outcome<(bool, String)> {
    let name = describe(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{name} cannot be started: {error}"))?;
    let (sender, lines) = mpsc::channel();
    let readers: Vec<Box<dyn Read + Send>> = [
        child.stdout.take().map(|out| Box::new(out) as Box<dyn Read + Send>),
        child.stderr.take().map(|err| Box::new(err) as Box<dyn Read + Send>),
    ]
    .into_iter()
    .flatten()
    .collect();
    for reader in readers {
        let sender = sender.clone();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
                // The receiver lives until both streams have ended.
                let _ = sender.send(String::from_utf8_lossy(&line).into_owned());
            }
        });
    }
    drop(sender);
    let mut all = String::new();
    for line in lines {
        say(&line);
        all.push_str(&line);
        all.push('\n');
    }
    let status = child.wait().map_err(|error| format!("{name} was lost: {error}"))?;
    Ok((status.success(), all))
}

/// Whether a program is there.
pub(crate) fn exists(name: &str) -> bool {
    program(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Program and first arguments, for sentences.
fn describe(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().take(4).map(|arg| arg.to_string_lossy().into_owned()));
    if let Some(first) = words.first_mut() {
        *first = Path::new(first.as_str())
            .file_name()
            .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    }
    words.join(" ")
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// Writes a file and the directories above it.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)
            .map_err(|error| format!("{} cannot be made: {error}", parent.display()))?;
    }
    std::fs::write(path, content).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

/// All files below a directory, sorted; directories that hold products are passed over.
pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(dir) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        let is_product =
            ["target", "dist", "node_modules", ".git", "results"].iter().any(|skip| name == *skip);
        if path.is_dir() && !is_product {
            found.extend(files(&path));
        } else if path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What esbuild puts in the place of a name.
pub(crate) fn define(name: &str, value: &str) -> String {
    format!("--define:{name}=\"{value}\"")
}

/// Bundles a module of `js`.
pub(crate) fn bundle() -> Command {
    let mut command = node("esbuild");
    command.args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none"]);
    command.arg("--log-level=warning");
    command
}

/// A program of `js/node_modules`.
pub(crate) fn node(name: &str) -> Command {
    let mut command = program(root().join("js/node_modules/.bin").join(name));
    command.current_dir(root().join("js"));
    command
}
