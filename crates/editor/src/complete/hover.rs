//! What is told of the name or value under the pointer.
use super::Hover;
use super::expect::{self, Expected, Typed};
use super::scan::{At, Token, read};
use super::sources::{label, told};
use crate::wiring::kinds_words;
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Block, Catalogue, Field};
use flowdeck_spec::compile::describe;
use flowdeck_spec::{help, selector};

/// What is under the pointer; none where nothing is to be said.
#[must_use]
pub fn hover(text: &str, offset: usize, catalogue: &Catalogue) -> Option<Hover> {
    let read = read(text, offset, false);
    let context = &read.context;
    let range = context.word.clone();
    if range.is_empty() {
        return None;
    }
    let mut path = context.path.clone();
    let word = word(text, context.letters, &range, context.in_text);
    if context.at == At::Key {
        path.push(Token::Key(String::from(word)));
    }
    let spot = expect::at(catalogue, &read.root, &path);
    let mut out = Hover { range, title: String::from(word), lines: Vec::new() };
    if context.at == At::Value && selector::looks_like_one(word) {
        let (title, line) = told(catalogue, spot.specification, word)?;
        out.title = title;
        out.push(line);
        return Some(out);
    }
    match &spot.expected {
        Expected::BlockType if context.at == At::Value => {
            let block = catalogue.block(word)?;
            out.title = label(catalogue, word);
            out.push(about(catalogue, block));
            out.push(gives(catalogue, block));
        }
        Expected::Typed(Typed { field: Some(field), .. }) => {
            if context.at == At::Value {
                out.title = String::from(field.name());
            }
            out.push(line_of(catalogue, field.name()));
            out.push(takes(catalogue, field));
        }
        Expected::Typed(typed) => {
            let kinds: Vec<String> = typed.types.iter().map(|id| describe(catalogue, *id)).collect();
            out.push(sentence("Here belongs ", &kinds.join(" or ")));
        }
        Expected::Texts(list) if context.at == At::Value => {
            let (_, about) = list.iter().find(|(text, _)| *text == word)?;
            out.push(sentence(about, ""));
        }
        _ if context.at == At::Key => out.push(line_of(catalogue, word)),
        _ => return None,
    }
    (!out.lines.is_empty()).then_some(out)
}

impl Hover {
    fn push(&mut self, line: String) {
        if !line.is_empty() {
            self.lines.push(line);
        }
    }
}

/// The letters of a word.
pub(super) fn word<'a>(
    text: &'a str,
    letters: usize,
    range: &std::ops::Range<usize>,
    in_text: bool,
) -> &'a str {
    let rest = text.get(letters..range.end).unwrap_or_default();
    if in_text { rest.strip_suffix('"').unwrap_or(rest) } else { rest }
}

fn line_of(catalogue: &Catalogue, name: &str) -> String {
    String::from(help::property(catalogue, name).unwrap_or_default())
}

fn sentence(head: &str, tail: &str) -> String {
    let mut out = String::from(head);
    out.push_str(tail);
    out.push('.');
    out
}

/// What a block does, and whether another is better.
pub(super) fn about(catalogue: &Catalogue, block: &Block) -> String {
    let mut out = String::from(help::about(catalogue, block).unwrap_or_default());
    if block.deprecated {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str("The engine advises against it.");
    }
    out
}

/// What a block gives, in a sentence.
fn gives(catalogue: &Catalogue, block: &Block) -> String {
    let mut out = String::new();
    for output in block.outputs.iter().filter(|output| &*output.name != "*") {
        out.push_str(if out.is_empty() { "Gives " } else { ", " });
        out.push_str(&output.name);
        if !output.kinds.is_any() {
            out.push_str(" (");
            out.push_str(&kinds_words(catalogue, output.kinds));
            out.push(')');
        }
    }
    if out.is_empty() { out } else { sentence(&out, "") }
}

/// What a field takes, in sentences: its type with limits, kinds of data, the default.
pub(super) fn takes(catalogue: &Catalogue, field: &Field) -> String {
    let mut out = sentence("Takes ", &describe(catalogue, field.kind));
    if let Some(reference) = field.reference.filter(|one| !one.is_step && !one.kinds.is_any()) {
        out.push_str(&sentence(" A selector must give ", &kinds_words(catalogue, reference.kinds)));
    }
    match default(field) {
        None if field.default.is_none() => out.push_str(" It is required."),
        None => {}
        Some(text) => out.push_str(&sentence(" The default is ", &text)),
    }
    out
}

/// What a field is, in a few words for a list: “required, image”, “5”.
pub(super) fn summary(catalogue: &Catalogue, field: &Field) -> String {
    let mut out = match default(field) {
        None if field.default.is_none() => String::from("required"),
        None => String::new(),
        Some(text) => {
            let mut out = String::from("default ");
            out.push_str(&text);
            out
        }
    };
    if let Some(reference) =
        field.reference.filter(|one| !one.is_step && field.default.is_none() && !one.kinds.is_any())
    {
        out.push_str(", ");
        out.push_str(&kinds_words(catalogue, reference.kinds));
    }
    out
}

/// The default of a field as JSON, where there is one that tells something.
fn default(field: &Field) -> Option<String> {
    let node = field.default.as_ref()?.to_node();
    let text = node.to_compact();
    (!matches!(node, Node::Null) && text.len() <= 60).then_some(text)
}
