//! `flowdeck check`: what the engine would say about workflow files, before it is asked.
mod colour;
mod excerpt;
mod explain;
mod fix;
mod human;
mod json;
mod lines;
mod place;
mod sarif;

use crate::{Failure, catalogue, failure};
use flowdeck_spec::lint::{self, Finding};
use flowdeck_spec::{Catalogue, Severity};
use std::borrow::Cow;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Help that stands under the options.
pub const HELP: &str = "A file holds a specification, or a stored workflow with one in “specification”. - is standard input.\n\
jsonl reads one {\"id\", \"spec\"} a line and answers each with one {\"id\", \"valid\", \"errors\"} line, at once.\n\n\
Examples:\n  flowdeck check workflows/*.json\n  flowdeck check --fix flow.json\n  \
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
    /// Mend what can be mended, in the files: the likeliest change for each error.
    #[arg(long)]
    fix: bool,
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
    if args.format == Format::Jsonl {
        if args.fix {
            return Err(Failure::Usage(String::from(
                "--fix changes files: it does not go with --format jsonl.",
            )));
        }
        return lines::run(files, catalogue, out);
    }
    if args.fix && files.iter().any(|file| is_stdin(file)) {
        return Err(Failure::Usage(String::from("--fix changes files: name them.")));
    }
    let mut unread = 0;
    let mut list = Vec::with_capacity(files.len());
    for file in files {
        match look(file, catalogue, args.fix) {
            Ok(checked) => list.push(checked),
            Err(message) => {
                unread += 1;
                complain(&message);
            }
        }
    }
    let written = match args.format {
        Format::Json => json::write(&list, out),
        Format::Sarif => sarif::write(&list, args.all, out),
        _ => human::write(&list, args.all, colour::Paint::new(io::stdout().is_terminal()), out),
    };
    failure::delivered(written.and_then(|()| out.flush()))?;
    let sum = |severity| list.iter().map(|one| one.count(severity)).sum::<usize>();
    let is_bad = sum(Severity::Error) > 0 || args.deny_warnings && sum(Severity::Warning) > 0;
    Ok(if unread > 0 { ExitCode::from(2) } else { ExitCode::from(u8::from(is_bad)) })
}

fn look(file: &Path, catalogue: &Catalogue, mend: bool) -> Result<Checked, String> {
    let (name, mut text) = read(file)?;
    let mut findings = lint::check_text(&text, catalogue);
    if mend {
        let mended = fix::mend(&text, findings, catalogue);
        if !mended.done.is_empty() {
            fix::replace(file, &mended.text)
                .map_err(|error| format!("{name} cannot be written: {}.", why(&error)))?;
            let done: Vec<Cow<'_, str>> = mended.done.iter().map(|title| excerpt::clean(title)).collect();
            let _ = writeln!(io::stderr(), "fixed {}: {}", excerpt::clean(&name), done.join("; "));
        }
        (text, findings) = (mended.text, mended.findings);
    }
    Ok(Checked { name, text, findings })
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
