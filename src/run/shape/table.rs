//! Records of plain values as a table, and as CSV.
use super::{LOOKED_AT, is_single};
use flowdeck_spec::Node;

/// How many columns a table has.
const MOST_COLUMNS: usize = 40;

/// The columns of a table; its rows are the items of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns, in the order in which the rows have them.
    pub columns: Vec<String>,
}

impl Table {
    /// Reads a list of objects that hold plain values.
    pub(super) fn read(items: &[Node]) -> Option<Self> {
        let is_record = |item: &Node| {
            let entries = item.entries();
            !entries.is_empty() && entries.iter().all(|(_, value)| is_single(value))
        };
        let is_table = !items.is_empty() && items.iter().take(LOOKED_AT).all(is_record);
        is_table.then(|| Self { columns: columns(items.iter().take(LOOKED_AT)) })
    }
}

/// The names of the plain values that rows have.
fn columns<'a>(rows: impl Iterator<Item = &'a Node>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (key, value) in rows.flat_map(Node::entries) {
        if names.len() < MOST_COLUMNS && is_single(value) && !names.iter().any(|name| *key == **name) {
            names.push(key.value().into_owned());
        }
    }
    names
}

/// Rows as CSV (RFC 4180): the plain values, numbers as they are spelt.
#[must_use]
pub fn csv<'a>(rows: impl Iterator<Item = &'a Node> + Clone) -> String {
    let columns = columns(rows.clone());
    let mut out = String::new();
    for (index, column) in columns.iter().enumerate() {
        cell(column, index, &mut out);
    }
    out.push_str("\r\n");
    for row in rows {
        for (index, column) in columns.iter().enumerate() {
            match row.get(column) {
                Some(Node::String(text)) => cell(&text.value(), index, &mut out),
                Some(value @ (Node::Bool(_) | Node::Number(_))) => {
                    separate(index, &mut out);
                    out.push_str(&value.to_compact());
                }
                _ => separate(index, &mut out),
            }
        }
        out.push_str("\r\n");
    }
    out
}

fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

/// A text. One that a spreadsheet would calculate gets an apostrophe: codes in an image are a stranger's words.
fn cell(text: &str, index: usize, out: &mut String) {
    separate(index, out);
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let is_plain = !is_formula && !text.contains([',', '"', '\n', '\r']);
    if is_plain {
        out.push_str(text);
        return;
    }
    out.push_str(if is_formula { "\"'" } else { "\"" });
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}
