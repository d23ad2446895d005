//! Reading JSON without recursion: depth is bounded, every mistake is one sentence with its place.
use super::{Node, Text};
use std::collections::HashSet;
use std::rc::Rc;

/// How deep values may be nested (architecture: hostile depth must not reach a recursive walk).
pub const MAX_DEPTH: usize = 512;

/// Up to this many entries an object's keys are compared pairwise; above, by a set.
const FEW_KEYS: usize = 16;

/// Something wrong with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The byte at which it is.
    pub offset: usize,
    /// The byte after it.
    pub end: usize,
    /// What, in plain words.
    pub message: String,
}

/// What was read.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The value, unless the text is no JSON.
    pub root: Option<Node>,
    /// Why it is none.
    pub error: Option<Problem>,
    /// Keys that an object has twice: the last counts, as in the engine.
    pub duplicates: Vec<Problem>,
}

/// Reads a text. A leading byte-order mark is skipped.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    read(text, false)
}

/// Reads a text as Python's `json` does: `NaN`, `Infinity` and `-Infinity` are numbers, as the engine's server has it.
#[must_use]
pub fn parse_as_python(text: &str) -> Parsed {
    read(text, true)
}

fn read(text: &str, as_python: bool) -> Parsed {
    let mut parser = Parser { text, bytes: text.as_bytes(), at: 0, duplicates: Vec::new(), as_python };
    if text.starts_with('\u{feff}') {
        parser.at = '\u{feff}'.len_utf8();
    }
    match parser.document() {
        Ok(root) => Parsed { root: Some(root), error: None, duplicates: parser.duplicates },
        Err(error) => Parsed { root: None, error: Some(error), duplicates: parser.duplicates },
    }
}

/// A value that is not closed yet.
enum Open {
    Array(Vec<Node>),
    Object { entries: Vec<(Text, Node)>, key: Text, seen: Seen },
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    duplicates: Vec<Problem>,
    /// Numbers that Python writes and JSON does not know are taken.
    as_python: bool,
}

/// The keys of the object that is being read.
#[derive(Default)]
struct Seen(HashSet<String>);

impl Seen {
    /// Whether `key` is new. `before` are the entries read so far.
    fn is_new(&mut self, key: &Text, before: &[(Text, Node)]) -> bool {
        if before.len() <= FEW_KEYS {
            return before.iter().all(|(other, _)| other != key);
        }
        if self.0.is_empty() {
            self.0.extend(before.iter().map(|(other, _)| other.value().into_owned()));
        }
        self.0.insert(key.value().into_owned())
    }
}

type Outcome<T> = Result<T, Problem>;

impl Parser<'_> {
    fn document(&mut self) -> Outcome<Node> {
        self.space();
        if self.at == self.bytes.len() {
            return Err(self.problem("The text is empty: expected a JSON object, such as {}"));
        }
        let root = self.value()?;
        self.space();
        if self.at < self.bytes.len() {
            return Err(self.problem("Something follows after the end of the value: remove it"));
        }
        Ok(root)
    }

    fn value(&mut self) -> Outcome<Node> {
        let mut stack: Vec<Open> = Vec::new();
        loop {
            self.space();
            let mut done = match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    if stack.len() >= MAX_DEPTH {
                        return Err(
                            self.problem(&format!("Nested more than {MAX_DEPTH} levels deep: flatten it"))
                        );
                    }
                    self.at += 1;
                    self.space();
                    if open == b'[' {
                        if self.eat(b']') {
                            Node::Array(Rc::new(Vec::new()))
                        } else {
                            stack.push(Open::Array(Vec::new()));
                            continue;
                        }
                    } else if self.eat(b'}') {
                        Node::Object(Rc::new(Vec::new()))
                    } else {
                        let mut seen = Seen::default();
                        let key = self.key(&[], &mut seen)?;
                        stack.push(Open::Object { entries: Vec::new(), key, seen });
                        continue;
                    }
                }
                Some(b'"') => Node::String(self.string()?),
                Some(b'-' | b'0'..=b'9') => self.number()?,
                _ => self.word()?,
            };
            // The value is complete: put it where it belongs, and close what closes after it.
            loop {
                let Some(open) = stack.last_mut() else { return Ok(done) };
                self.space();
                match open {
                    Open::Array(items) => {
                        items.push(done);
                        if self.eat(b',') {
                            break;
                        }
                        if !self.eat(b']') {
                            return Err(self.problem("Expected a comma or ] after this item of the list"));
                        }
                        done = Node::Array(Rc::new(std::mem::take(items)));
                    }
                    Open::Object { entries, key, seen } => {
                        entries.push((key.clone(), done));
                        if self.eat(b',') {
                            self.space();
                            if self.peek() == Some(b'}') {
                                return Err(self.problem("A comma before } : remove it"));
                            }
                            let next = self.key(entries, seen)?;
                            *key = next;
                            break;
                        }
                        if !self.eat(b'}') {
                            return Err(self.problem(&format!(
                                "Expected a comma or }} after the value of “{}”",
                                short(&key.value())
                            )));
                        }
                        done = Node::Object(Rc::new(std::mem::take(entries)));
                    }
                }
                stack.pop();
            }
        }
    }

    fn key(&mut self, before: &[(Text, Node)], seen: &mut Seen) -> Outcome<Text> {
        if self.peek() != Some(b'"') {
            return Err(self.problem("Expected a name in double quotes"));
        }
        let start = self.at;
        let key = self.string()?;
        if !seen.is_new(&key, before) {
            self.duplicates.push(Problem {
                offset: start,
                end: self.at,
                message: format!(
                    "“{}” is given twice in this object: only the last one counts",
                    short(&key.value())
                ),
            });
        }
        self.space();
        if !self.eat(b':') {
            return Err(self.problem(&format!("Expected a colon after the name “{}”", short(&key.value()))));
        }
        Ok(key)
    }

    fn string(&mut self) -> Outcome<Text> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    let raw = &self.text[start + 1..self.at];
                    self.at += 1;
                    return Ok(Text::from_raw(raw));
                }
                Some(b'\\') => self.escape()?,
                Some(byte) if byte >= b' ' => self.at += 1,
                Some(b'\n' | b'\r') => {
                    return Err(self.between(start, "This text has no closing quote on its line"));
                }
                Some(_) => {
                    return Err(
                        self.problem("A control character inside a text: write it as an escape, \\u00XX")
                    );
                }
                None => return Err(self.between(start, "This text has no closing quote")),
            }
        }
    }

    fn escape(&mut self) -> Outcome<()> {
        let start = self.at;
        self.at += 1;
        match self.peek() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.at += 1;
                Ok(())
            }
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 1..self.at + 5).unwrap_or_default();
                if digits.len() == 4 && digits.iter().all(u8::is_ascii_hexdigit) {
                    self.at += 5;
                    Ok(())
                } else {
                    Err(self.between(start, "\\u needs four hexadecimal digits"))
                }
            }
            _ => Err(self.between(start, "Unknown escape: a backslash is written \\\\")),
        }
    }

    fn number(&mut self) -> Outcome<Node> {
        let start = self.at;
        self.eat(b'-');
        if self.as_python && self.text[self.at..].starts_with("Infinity") {
            self.at += "Infinity".len();
            return Ok(Node::Number(self.text[start..self.at].into()));
        }
        let leading_zero = self.peek() == Some(b'0');
        let digits = self.digits();
        let mut good = digits > 0 && !(leading_zero && digits > 1);
        if self.eat(b'.') {
            good &= self.digits() > 0;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            good &= self.digits() > 0;
        }
        if good {
            Ok(Node::Number(self.text[start..self.at].into()))
        } else {
            Err(self.between(start, "This is no JSON number: write it like 0.5, -3 or 1e3"))
        }
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn word(&mut self) -> Outcome<Node> {
        let rest = &self.text[self.at..];
        let length = rest
            .find(|c: char| {
                !(c.is_ascii_alphanumeric() || !c.is_ascii() || matches!(c, '_' | '$' | '\'' | '.' | '-'))
            })
            .unwrap_or(rest.len());
        let word = &rest[..length];
        let node = match word {
            "null" => Node::Null,
            "true" => Node::Bool(true),
            "false" => Node::Bool(false),
            "NaN" | "Infinity" if self.as_python => Node::Number(word.into()),
            _ => {
                let message = match (word, self.peek()) {
                    ("True" | "False" | "None" | "NaN" | "Infinity" | "undefined", _) => {
                        format!("{word} is not JSON: write true, false, null or a number")
                    }
                    (_, Some(b'\'')) => String::from("JSON texts stand in double quotes"),
                    (_, Some(b'/' | b'#')) => String::from("JSON has no comments: remove this one"),
                    (_, Some(b']' | b'}')) => String::from("A comma before the end: remove it"),
                    (_, None) => String::from("The text ends where a value is expected"),
                    ("", _) => String::from("Expected a value here"),
                    _ => format!("“{}” is no JSON value: texts stand in double quotes", short(word)),
                };
                let start = self.at;
                self.at += length.max(rest.chars().next().map_or(0, char::len_utf8));
                return Err(self.between(start, &message));
            }
        };
        self.at += length;
        Ok(node)
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// A problem with the character at which the parser stands.
    fn problem(&self, message: &str) -> Problem {
        let width = self.text.get(self.at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Problem { offset: self.at, end: self.at + width, message: String::from(message) }
    }

    /// A problem with everything from `start` to where the parser stands.
    fn between(&self, start: usize, message: &str) -> Problem {
        Problem { offset: start, end: self.at.max(start), message: String::from(message) }
    }
}

/// A name for a sentence: cut where it would fill the screen.
fn short(name: &str) -> String {
    if name.chars().count() <= 60 {
        String::from(name)
    } else {
        name.chars().take(59).chain(['…']).collect()
    }
}
