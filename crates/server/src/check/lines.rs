//! One specification a line, one verdict a line, in the same order: for batches, and as a worker that other programs
//! keep running. An answer is sent as soon as no further question is waiting.
use super::{complain, is_stdin, unreadable};
use crate::{Failure, failure};
use flowdeck_spec::json::{Node, parse_as_python};
use flowdeck_spec::{Catalogue, Severity, compile};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Answers all lines of all files. Empty lines are no questions.
pub(super) fn run(
    files: &[PathBuf],
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<ExitCode, Failure> {
    let mut is_unread = false;
    for file in files {
        let unread = |error: &io::Error| complain(&unreadable(&file.display().to_string(), error));
        let mut reader = match open(file) {
            Ok(source) => BufReader::with_capacity(1 << 16, source),
            Err(error) => {
                is_unread = true;
                unread(&error);
                continue;
            }
        };
        match answer_all(&mut reader, catalogue, out) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                is_unread = true;
                unread(&error);
            }
            Err(error) => {
                // Who has closed the pipe asks nothing more.
                failure::delivered(Err(error))?;
                break;
            }
        }
    }
    // A refusal is an answer like another: only what could not be read is a failure.
    Ok(if is_unread { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// Answers the lines of one file. The outer error is of the answers, the inner one of the questions.
fn answer_all(
    reader: &mut BufReader<Box<dyn Read>>,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> io::Result<io::Result<()>> {
    let mut line = Vec::new();
    loop {
        line.clear();
        match reader.read_until(b'\n', &mut line) {
            Ok(0) => return out.flush().map(Ok),
            Ok(_) => {}
            Err(error) => return out.flush().map(|()| Err(error)),
        }
        if !line.trim_ascii().is_empty() {
            out.write_all(answer(&line, catalogue).as_bytes())?;
        }
        if !reader.buffer().contains(&b'\n') {
            out.flush()?;
        }
    }
}

fn open(file: &Path) -> io::Result<Box<dyn Read>> {
    if is_stdin(file) { Ok(Box::new(io::stdin().lock())) } else { Ok(Box::new(File::open(file)?)) }
}

/// The line that answers a line.
fn answer(line: &[u8], catalogue: &Catalogue) -> String {
    let unread = |message: &str| verdict("null", &[error("FD0001", None, "", message)]);
    let Ok(text) = std::str::from_utf8(line) else { return unread("The line is no UTF-8 text.") };
    let parsed = parse_as_python(text);
    let Some(root) = parsed.root else {
        let message = parsed.error.map_or_else(|| String::from("This is no JSON"), |problem| problem.message);
        return unread(&format!("{message}."));
    };
    let spec = root.get("spec").cloned().unwrap_or(Node::Null);
    let (_, found) = compile::compile(&spec, catalogue);
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let errors =
        errors.map(|one| error(one.code, one.class.map(|class| class.name()), &one.pointer, &one.message));
    let errors: Vec<String> = errors.collect();
    let id = root.get("id").map_or_else(|| String::from("null"), |id| id.to_compact());
    verdict(&id, &errors)
}

fn verdict(id: &str, errors: &[String]) -> String {
    format!("{{\"id\":{id},\"valid\":{},\"errors\":[{}]}}\n", errors.is_empty(), errors.join(","))
}

fn error(code: &str, class: Option<&str>, pointer: &str, message: &str) -> String {
    let text = |text: &str| Node::string(text).to_compact();
    format!(
        "{{\"code\":\"{code}\",\"engine_class\":{},\"pointer\":{},\"message\":{}}}",
        class.map_or_else(|| String::from("null"), text),
        text(pointer),
        text(message)
    )
}
