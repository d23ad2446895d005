//! Writing JSON: compact for the wire, pretty for people. Numbers and escapes as they were spelt.
use super::{Node, Text};
use std::fmt;

impl Node {
    /// The text without any space.
    #[must_use]
    pub fn to_compact(&self) -> String {
        let mut out = String::new();
        write(self, &mut out, None);
        out
    }

    /// The text for people: two spaces a level, one entry a line.
    #[must_use]
    pub fn to_pretty(&self) -> String {
        let mut out = String::new();
        write(self, &mut out, Some(0));
        out
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_compact())
    }
}

/// Recursion is bounded by the parser's depth limit.
fn write(node: &Node, out: &mut String, indent: Option<usize>) {
    match node {
        Node::Null => out.push_str("null"),
        Node::Bool(true) => out.push_str("true"),
        Node::Bool(false) => out.push_str("false"),
        Node::Number(text) => out.push_str(text),
        Node::String(text) => quote(text, out),
        Node::Array(items) if items.is_empty() => out.push_str("[]"),
        Node::Object(entries) if entries.is_empty() => out.push_str("{}"),
        Node::Array(items) => {
            out.push('[');
            let inner = indent.map(|level| level + 1);
            for (index, item) in items.iter().enumerate() {
                separate(out, index, inner);
                write(item, out, inner);
            }
            newline(out, indent);
            out.push(']');
        }
        Node::Object(entries) => {
            out.push('{');
            let inner = indent.map(|level| level + 1);
            for (index, (key, value)) in entries.iter().enumerate() {
                separate(out, index, inner);
                quote(key, out);
                out.push_str(if indent.is_some() { ": " } else { ":" });
                write(value, out, inner);
            }
            newline(out, indent);
            out.push('}');
        }
    }
}

fn quote(text: &Text, out: &mut String) {
    out.push('"');
    out.push_str(text.raw());
    out.push('"');
}

fn separate(out: &mut String, index: usize, indent: Option<usize>) {
    if index > 0 {
        out.push(',');
    }
    newline(out, indent);
}

fn newline(out: &mut String, indent: Option<usize>) {
    if let Some(level) = indent {
        out.push('\n');
        for _ in 0..level {
            out.push_str("  ");
        }
    }
}
