//! Documents and a small catalogue for the tests.
use flowdeck_editor::command::{Command, Outcome, Refusal, apply};
use flowdeck_editor::document::Document;
use flowdeck_editor::item::Item;
use flowdeck_spec::json::parse;
use flowdeck_spec::{Catalogue, Node};
use std::fmt::Write;

/// A few blocks with all kinds of places for wires.
pub(crate) const BLOCKS: &str = "flowdeck-catalogue 1
engine 1.17.0
kind *
kind image
kind integer
kind string
block t/blur@v1
\t:called Blur
\tname str !
\timage|images data ! @whole:scalar:image
\tsize (data|int) =5 @whole:scalar:integer
\tmode str =\"soft\"
\t> image image
block t/sharpen@v1
\t:called Sharpen
\tname str !
\timages|image data ! @whole:scalar:image
\tamount (data|int) =5 @whole:scalar:integer
\t> image image
\t> change integer
block t/count@v1
\t:called Count
\tname str !
\timage data ! @whole:scalar:image
\t> number integer
block t/join@v1
\t:called Join
\tname str !
\tdata list<data> ! @items:scalar:*
\t> text string
block t/gate@v1
\t:called Gate
\tname str !
\tparameters dict<str,data> ={} @values:scalar:*
\tnext_steps list<step> ! @items:step:
";

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::parse(BLOCKS).unwrap()
}

/// The engine's own blocks.
pub(crate) fn real_catalogue() -> Catalogue {
    Catalogue::parse(include_str!("../../../../static/catalogue.txt")).unwrap()
}

pub(crate) fn json(text: &str) -> Node {
    let parsed = parse(text);
    parsed.root.unwrap_or_else(|| panic!("{text}: {:?}", parsed.error))
}

/// The document of a specification or config.
pub(crate) fn document(text: &str) -> Document {
    Document::from_config(&json(text)).unwrap()
}

/// Image → blur → count, and both given back.
pub(crate) fn chain() -> Document {
    document(
        r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],
        "steps":[{"type":"t/blur@v1","name":"blur","image":"$inputs.image"},{"type":"t/count@v1","name":"count","image":"$steps.blur.image"}],
        "outputs":[{"type":"JsonField","name":"n","selector":"$steps.count.number"},{"type":"JsonField","name":"soft","selector":"$steps.blur.image"}]}"#,
    )
}

pub(crate) fn item(text: &str) -> Item {
    Item::new(text)
}

pub(crate) fn run(document: &Document, command: &Command) -> Result<Outcome, Refusal> {
    apply(document, command, &catalogue())
}

/// What a command makes of a document: its title, the entries that are not as before, one a line, the drawing if it
/// changed, what is selected; or why it is refused.
pub(crate) fn told(document: &Document, command: &Command) -> String {
    tell(document, run(document, command))
}

pub(crate) fn tell(document: &Document, outcome: Result<Outcome, Refusal>) -> String {
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(refusal) => return format!("{:?}: {}\n", refusal.why, refusal.message),
    };
    let mut out = format!("{}\n", outcome.title);
    let after = &outcome.document;
    for list in ["inputs", "steps", "outputs"] {
        let entries = |document: &Document| {
            document.specification.get(list).map(Node::items).unwrap_or_default().to_vec()
        };
        let (before, after) = (entries(document), entries(after));
        for gone in before.iter().filter(|entry| !after.contains(entry)) {
            writeln!(out, "- {gone}").unwrap();
        }
        for new in after.iter().filter(|entry| !before.contains(entry)) {
            writeln!(out, "+ {new}").unwrap();
        }
    }
    if after.drawing != document.drawing {
        let node = after.drawing.node().map_or_else(|| "nothing".to_owned(), ToString::to_string);
        writeln!(out, "drawn {node}").unwrap();
    }
    if !outcome.select.is_empty() {
        writeln!(out, "select {:?}", outcome.select).unwrap();
    }
    if !outcome.renamed.is_empty() {
        writeln!(out, "renamed {:?}", outcome.renamed).unwrap();
    }
    out
}
