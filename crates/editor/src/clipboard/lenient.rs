//! JSON as people have it at hand: in a Markdown fence, a few lines out of a larger text, with comments, with a comma
//! too many. What is JSON already is never touched.
use flowdeck_spec::Node;
use flowdeck_spec::json::{self, line_column};

/// Reads a text.
///
/// # Errors
/// A sentence on what is wrong, with its place.
pub(super) fn parse(text: &str) -> Result<Node, String> {
    let parsed = json::parse(text);
    if let Some(root @ (Node::Object(_) | Node::Array(_))) = parsed.root {
        return Ok(root);
    }
    let inside = fenced(text).unwrap_or(text).trim();
    let clean = cleaned(inside);
    let trimmed = clean.trim().trim_end_matches(',');
    // A few lines out of a larger text have lost what was around them.
    let around = match trimmed.chars().next() {
        Some('"') => ("{", "}"),
        Some('{') => ("[", "]"),
        _ => ("", ""),
    };
    for (open, close) in [("", ""), around] {
        let whole = [open, trimmed, close].concat();
        if let Some(root @ (Node::Object(_) | Node::Array(_))) = json::parse(&whole).root {
            return Ok(root);
        }
    }
    let problem = json::parse(inside).error.filter(|_| inside.starts_with(['{', '[']));
    Err(match problem {
        Some(problem) => {
            let (line, column) = line_column(inside, problem.offset);
            let place = [" (line ", &line.to_string(), ", column ", &column.to_string(), ")."].concat();
            problem.message + &place
        }
        None => String::from("This is no JSON: copy a step's JSON, or a whole workflow."),
    })
}

/// What stands between the first fence of a Markdown text and the next.
fn fenced(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("```")?;
    let (_, rest) = rest.split_once('\n')?;
    Some(rest.split_once("```").map_or(rest, |(inside, _)| inside))
}

/// The text without comments, and without commas before a closing bracket. What stands in quotes stays.
fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let end = end_of_string(rest);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        if rest.starts_with("//") || c == '#' {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
            continue;
        }
        if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            out.push(' ');
            continue;
        }
        if matches!(c, '}' | ']') {
            let end = out.trim_end();
            if end.ends_with(',') {
                out.truncate(end.len() - 1);
            }
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// The byte behind a string that begins the text.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}
