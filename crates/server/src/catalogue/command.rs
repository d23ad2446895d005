//! `flowdeck catalog`: the blocks of an engine, and what another engine changes.
use super::diff::Diff;
use super::facts::{Block, Facts};
use crate::{Failure, failure};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// What is asked about catalogues.
#[derive(clap::Subcommand, Debug)]
pub enum Question {
    /// Show what differs between two catalogues: blocks, fields, outputs and rules.
    #[command(
        after_help = "Exit codes: 0 answered, 2 a catalogue cannot be read.\n\nExample:\n  flowdeck catalog diff bundled new-engine.txt"
    )]
    Diff {
        /// The catalogue before: a file, or “bundled” for the one in the program.
        #[arg(value_name = "A")]
        before: PathBuf,
        /// The catalogue after.
        #[arg(value_name = "B")]
        after: PathBuf,
        /// How to answer.
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// List all blocks.
    List {
        /// Another catalogue than the one in the program.
        #[arg(long, value_name = "FILE", default_value = "bundled")]
        catalog: PathBuf,
    },
    /// Show what is known about one block.
    Show {
        /// Its type, such as roboflow_core/image_blur@v1.
        #[arg(value_name = "TYPE")]
        block: String,
        /// Another catalogue than the one in the program.
        #[arg(long, value_name = "FILE", default_value = "bundled")]
        catalog: PathBuf,
    },
}

/// The forms of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// One JSON document.
    Json,
}

/// Answers a question.
///
/// # Errors
/// A catalogue cannot be read, the block is not in it, or the answer cannot be written.
pub fn run(question: &Question) -> Result<ExitCode, Failure> {
    let out = &mut io::BufWriter::new(io::stdout().lock());
    let facts = |file: &PathBuf| super::read(file).map(|(text, _)| Facts::read(&text));
    let written = match question {
        Question::Diff { before, after, format } => {
            let diff = Diff::of(&facts(before)?, &facts(after)?);
            match format {
                Format::Human => diff.write(out),
                Format::Json => writeln!(out, "{:#}", diff.json()),
            }
        }
        Question::List { catalog } => list(&facts(catalog)?, out),
        Question::Show { block, catalog } => {
            let facts = facts(catalog)?;
            let is_it = |(name, one): &(&String, &Block)| *name == block || one.aliases.contains(block);
            let found = facts.blocks.iter().find(is_it);
            let (name, block) = found.ok_or_else(|| {
                Failure::Usage(format!("There is no block {block}: flowdeck catalog list shows all."))
            })?;
            show(name, block, out)
        }
    };
    failure::delivered(written.and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}

fn list(facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    let widest = facts.blocks.keys().map(String::len).max().unwrap_or(0);
    for (name, block) in &facts.blocks {
        let state = if block.is_deprecated { " (deprecated)" } else { "" };
        writeln!(out, "{name:widest$}  {:<14}  {}{state}", block.family, block.label)?;
    }
    Ok(())
}

fn show(name: &str, block: &Block, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{name}")?;
    let state = if block.is_deprecated { ", deprecated" } else { "" };
    writeln!(out, "  {} ({}{state})", block.label, block.family)?;
    if !block.aliases.is_empty() {
        writeln!(out, "  also: {}", block.aliases.join(", "))?;
    }
    for field in &block.fields {
        let default =
            if field.default == "none" { "required".into() } else { format!("= {}", field.default) };
        writeln!(out, "  {}: {}  {default}", field.name, field.kind)?;
        for (word, text) in
            field.aspects().into_iter().filter(|(word, _)| !matches!(*word, "type" | "default"))
        {
            if !text.is_empty() {
                writeln!(out, "      {word} {text}")?;
            }
        }
    }
    for (output, kinds) in &block.outputs {
        writeln!(out, "  → {output}: {}", kinds.replace(',', ", "))?;
    }
    for rule in &block.rules {
        writeln!(out, "  : {rule}")?;
    }
    Ok(())
}
