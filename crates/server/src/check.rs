//! `flowdeck check`: what the engine would say about workflow files, before it is asked.
mod colour;
mod diff;
mod excerpt;
mod explain;
mod fix;
mod human;
mod json;
mod lines;
mod mending;
mod place;
mod replace;
mod sarif;

use crate::{Failure, catalogue, failure};
use colour::Paint;
use flowdeck_spec::lint::{self, Finding};
use flowdeck_spec::{Catalogue, Severity};
use mending::Mending;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Help that stands under the options.
pub const HELP: &str = "A file holds a specification, or a stored workflow with one in “specification”. - is standard input.\n\
jsonl reads one {\"id\", \"spec\"} a line and answers each with one {\"id\", \"valid\", \"errors\"} line, at once.\n\n\
Examples:\n  flowdeck check workflows/*.json\n  flowdeck check --fix --diff flow.json\n  \
flowdeck check --format sarif workflows/*.json > flowdeck.sarif\n  flowdeck check --explain FD0201\n\n\
Exit codes: 0 no errors, 1 errors (or warnings, with --deny-warnings), 2 a file cannot be read or the usage is wrong.";

/// What `flowdeck check` is asked.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// The files to look at; - is standard input.
    #[arg(value_name = "FILE", conflicts_with = "explain")]
    files: Vec<PathBuf>,
    /// How to answer.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Check against this catalogue instead of the one in the program.
    #[arg(long, value_name = "FILE")]
    catalog: Option<PathBuf>,
    /// Let warnings fail too.
    #[arg(long)]
    deny_warnings: bool,
    /// Show notes as well: what is good to know, and wrong with nothing.
    #[arg(long)]
    all: bool,
    /// Mend what can be mended without loss, in the files; of standard input the mended text is written.
    #[arg(long)]
    fix: bool,
    /// With --fix: also what takes away or replaces what somebody wrote.
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,
    /// With --fix: show what would change, and change nothing.
    #[arg(long, requires = "fix")]
    diff: bool,
    /// Explain a code, such as FD0201.
    #[arg(long, value_name = "CODE", conflicts_with = "fix")]
    explain: Option<String>,
}

/// The forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people, with the lines of the files.
    Human,
    /// One JSON document.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// One specification a line, one verdict a line.
    Jsonl,
}

/// A file that was looked at.
struct Checked {
    /// Its name, as people and programs are told.
    name: String,
    /// The text before it was mended.
    before: String,
    text: String,
    findings: Vec<Finding>,
}

impl Checked {
    fn count(&self, severity: Severity) -> usize {
        count(&self.findings, severity)
    }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}

/// Answers the question; the exit code says how it came out.
///
/// # Errors
/// The usage is wrong, or the answer cannot be written.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if let Some(code) = &args.explain {
        let text =
            explain::section(code).ok_or_else(|| Failure::Usage(format!("There is no code {code}.")))?;
        failure::delivered(write!(out, "{text}").and_then(|()| out.flush()))?;
        return Ok(ExitCode::SUCCESS);
    }
    let from_file = args.catalog.as_deref().map(catalogue::read).transpose()?;
    let catalogue = match &from_file {
        Some((_, catalogue)) => catalogue,
        None => catalogue::bundled(),
    };
    let stdin = [PathBuf::from("-")];
    let files = match &args.files[..] {
        [] if args.format == Format::Jsonl => &stdin[..],
        [] => return Err(Failure::Usage(String::from("Name the files to check; - is standard input."))),
        files => files,
    };
    refuse(args, files)?;
    if args.format == Format::Jsonl {
        return lines::run(files, catalogue, out);
    }
    let mut mending = args.fix.then(|| Mending::new(args));
    let mut unread = 0;
    let mut list = Vec::with_capacity(files.len());
    for file in files {
        let looked = look(file, catalogue).and_then(|checked| match &mut mending {
            Some(mending) => mending.mend(file, checked, catalogue),
            None => Ok(checked),
        });
        match looked {
            Ok(checked) => list.push(checked),
            Err(message) => {
                unread += 1;
                complain(&message);
            }
        }
    }
    failure::delivered(answer(args, files, &list, out).and_then(|()| out.flush()))?;
    if let Some(mending) = mending {
        let _ = writeln!(io::stderr(), "{mending}");
    }
    let sum = |severity| list.iter().map(|one| one.count(severity)).sum::<usize>();
    let is_bad = sum(Severity::Error) > 0 || args.deny_warnings && sum(Severity::Warning) > 0;
    Ok(if unread > 0 { ExitCode::from(2) } else { ExitCode::from(u8::from(is_bad)) })
}

/// What cannot be answered together.
fn refuse(args: &Args, files: &[PathBuf]) -> Result<(), Failure> {
    let usage = |text: &str| Err(Failure::Usage(String::from(text)));
    let with_stdin = files.iter().any(|file| is_stdin(file));
    match args.format {
        Format::Jsonl if args.fix => usage("--fix changes files: it does not go with --format jsonl."),
        Format::Json | Format::Sarif if args.diff => {
            usage("--diff is an answer of its own: it does not go with --format.")
        }
        Format::Json | Format::Sarif if args.fix && with_stdin => {
            usage("The mended text of standard input is the answer: it does not go with --format.")
        }
        _ if args.fix && !args.diff && with_stdin && files.len() > 1 => {
            usage("The mended text of standard input is the answer: name no other file.")
        }
        _ => Ok(()),
    }
}

fn answer(args: &Args, files: &[PathBuf], list: &[Checked], out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint::new(io::stdout().is_terminal());
    match args.format {
        Format::Json => json::write(list, out),
        Format::Sarif => sarif::write(list, args.all, out),
        _ if args.diff => {
            list.iter().try_for_each(|one| diff::write(&one.name, &one.before, &one.text, paint, out))
        }
        _ if args.fix && files.iter().any(|file| is_stdin(file)) => {
            // The text is for a program, what is left to say for who started it; nobody is told that they do not hear.
            let _ = human::write(list, args.all, Paint::new(io::stderr().is_terminal()), &mut io::stderr());
            list.iter().try_for_each(|one| out.write_all(one.text.as_bytes()))
        }
        _ => human::write(list, args.all, paint, out),
    }
}

fn look(file: &Path, catalogue: &Catalogue) -> Result<Checked, String> {
    let (name, text) = read(file)?;
    let findings = lint::check_text(&text, catalogue);
    Ok(Checked { name, before: text.clone(), text, findings })
}

/// A file's name and text, or a sentence on why it cannot be read.
fn read(file: &Path) -> Result<(String, String), String> {
    let (name, bytes) = if is_stdin(file) {
        let mut bytes = Vec::new();
        (String::from("<stdin>"), io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes))
    } else {
        (file.display().to_string(), fs::read(file))
    };
    if file.is_dir() {
        return Err(format!("{name} is a directory: name the files in it, such as {name}/*.json."));
    }
    let bytes = bytes.map_err(|error| unreadable(&name, &error))?;
    let text = String::from_utf8(bytes);
    let text = text.map_err(|error| {
        format!("{name} is no UTF-8 text, as JSON must be (byte {}).", error.utf8_error().valid_up_to() + 1)
    })?;
    Ok((name, text))
}

/// The word for a severity in answers, for people and for programs.
const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

fn unreadable(name: &str, error: &io::Error) -> String {
    format!("{name} cannot be read: {}.", why(error))
}

/// Says on standard error what is wrong with a file.
fn complain(message: &str) {
    // There is nobody to tell that standard error is closed.
    let _ = writeln!(io::stderr(), "flowdeck: {message}");
}

/// An error of the system without its number.
fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => String::from("there is no such file"),
        io::ErrorKind::PermissionDenied => String::from("it is not permitted"),
        _ => error.to_string(),
    }
}
