//! Reads a text that is being typed: whatever is broken in it, the tree as far as it can be made out, and what the
//! cursor is in. A text that parses gives the very tree that the parser gives.
use flowdeck_spec::Node;
use flowdeck_spec::json::{MAX_DEPTH, Text, parse};
use std::ops::Range;
use std::rc::Rc;

/// One step of a way into a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Into an entry of an object.
    Key(String),
    /// Into an item of a list, from 0.
    Index(usize),
}

/// What the cursor is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum At {
    /// The name of an entry, or where one may stand.
    Key,
    /// A value, or where one may stand.
    Value,
    /// Neither: before a colon, behind the document.
    #[default]
    Nothing,
}

/// Where a cursor stands in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The way to the value; at a key the way to the object that has it.
    pub path: Vec<Token>,
    /// What it is at.
    pub at: At,
    /// The word under the cursor with its quotes, in bytes; empty where there is none.
    pub word: Range<usize>,
    /// Where the letters of the word begin: behind its first quote.
    pub letters: usize,
    /// It is in a text, behind its first quote.
    pub in_text: bool,
    /// Where a comma is missing before the place.
    pub comma: Option<usize>,
}

/// What was made out.
#[derive(Debug)]
pub(super) struct Read {
    /// The document.
    pub root: Node,
    /// Where the cursor is in it.
    pub context: Context,
}

/// Reads a text. `offset` is the cursor's, in bytes; with `is_brief` what follows the cursor is left out.
pub(super) fn read(text: &str, offset: usize, is_brief: bool) -> Read {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let mut reader = Reader {
        text,
        bytes: text.as_bytes(),
        offset,
        at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
        stack: Vec::new(),
        root: None,
        context: None,
    };
    while reader.token() {
        if is_brief && reader.context.is_some() {
            break;
        }
    }
    reader.pause(text.len(), true);
    while reader.close() {}
    Read { root: reader.root.unwrap_or(Node::Null), context: reader.context.unwrap_or_default() }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    offset: usize,
    at: usize,
    stack: Vec<Open>,
    root: Option<Node>,
    context: Option<Context>,
}

/// A list or object that is not closed yet.
#[derive(Default)]
struct Open {
    is_object: bool,
    entries: Vec<(Text, Node)>,
    items: Vec<Node>,
    key: Option<Text>,
    has_colon: bool,
    /// Where the last part ended, while no comma has followed.
    ended: Option<usize>,
}

impl Reader<'_> {
    /// Reads on by one token; false at the end.
    fn token(&mut self) -> bool {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        let Some(&byte) = self.bytes.get(self.at) else { return false };
        // A bare word is under the cursor from its first letter on, anything else only behind its first.
        let is_word = !matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':' | b'"');
        self.pause(self.at, !is_word);
        match byte {
            b'{' | b'[' => {
                if self.stack.len() >= MAX_DEPTH {
                    return false;
                }
                self.stack.push(Open { is_object: byte == b'{', ..Open::default() });
                self.at += 1;
            }
            b'}' | b']' => {
                self.at += 1;
                let wanted = byte == b'}';
                if self.stack.iter().any(|open| open.is_object == wanted) {
                    while self.stack.last().is_some_and(|open| open.is_object != wanted) {
                        self.close();
                    }
                    self.close();
                }
            }
            b',' => {
                self.at += 1;
                if let Some(open) = self.stack.last_mut() {
                    open.finish();
                    open.ended = None;
                }
            }
            b':' => {
                self.at += 1;
                if let Some(open) = self.stack.last_mut() {
                    open.has_colon = open.key.is_some();
                }
            }
            _ => self.word(is_word),
        }
        true
    }

    /// A text or a bare word, as a name or as a value.
    fn word(&mut self, is_bare: bool) {
        let start = self.at;
        let (end, inside) = if is_bare { self.bare(start) } else { self.quoted(start) };
        self.at = end;
        let raw = self.text.get(inside.clone()).unwrap_or_default();
        let is_key = self.stack.last().is_some_and(|open| open.is_object && !open.has_colon);
        let is_here = if is_bare { start <= self.offset } else { start < self.offset };
        // Behind the closing quote is not in the text any more.
        if is_here && self.offset <= inside.end && self.context.is_none() {
            let context = self.place(if is_key { At::Key } else { At::Value });
            self.context =
                Some(Context { word: start..end, letters: inside.start, in_text: !is_bare, ..context });
        }
        match self.stack.last_mut() {
            Some(open) if is_key => {
                // Two names in a row: the first has no value yet.
                open.finish();
                open.key = Some(text_of(raw));
            }
            _ => {
                let node = if is_bare { value_of(raw) } else { Node::String(text_of(raw)) };
                self.put(node, end);
            }
        }
    }

    /// Where a bare word ends, and its letters.
    fn bare(&self, start: usize) -> (usize, Range<usize>) {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let is_end = |byte: &u8| {
            matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':' | b'"')
                || matches!(byte, b'{' | b'}' | b'[' | b']')
        };
        let end = rest.iter().position(is_end).map_or(self.bytes.len(), |length| start + length);
        (end, start..end)
    }

    /// Where a text ends, and what is between its quotes. A text without a closing quote ends with its line, or at the
    /// cursor where the next quote plainly begins another.
    fn quoted(&self, start: usize) -> (usize, Range<usize>) {
        let mut at = start + 1;
        let end = loop {
            match self.bytes.get(at) {
                None | Some(b'\n' | b'\r') => break at,
                Some(b'"') => {
                    let is_here = start < self.offset && self.offset <= at;
                    if is_here && self.is_cut_off() && !self.is_followed(at + 1) {
                        break self.offset;
                    }
                    return (at + 1, start + 1..at);
                }
                Some(b'\\') if !matches!(self.bytes.get(at + 1), None | Some(b'\n' | b'\r')) => at += 2,
                Some(_) => at += 1,
            }
        };
        let is_here = start < self.offset && self.offset <= end;
        let end = if is_here && self.is_cut_off() { self.offset } else { end };
        (end, start + 1..end)
    }

    /// Whether what follows the cursor cannot belong to the text that it is in.
    fn is_cut_off(&self) -> bool {
        self.is_followed(self.offset)
    }

    /// Whether what follows a place is what follows a complete text.
    fn is_followed(&self, place: usize) -> bool {
        let rest = self.bytes.get(place..).unwrap_or_default();
        let next = rest.iter().find(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
        matches!(next, None | Some(b',' | b':' | b'}' | b']'))
    }

    /// The cursor was before this place, in nothing but space.
    fn pause(&mut self, place: usize, with_place: bool) {
        let is_before = self.offset < place || (with_place && self.offset == place);
        if self.context.is_some() || !is_before {
            return;
        }
        let at = match self.stack.last() {
            None if self.root.is_some() => At::Nothing,
            Some(open) if open.is_object => match (&open.key, open.has_colon) {
                (None, _) => At::Key,
                (Some(_), true) => At::Value,
                (Some(_), false) => At::Nothing,
            },
            _ => At::Value,
        };
        let context = self.place(at);
        self.context = Some(Context { word: self.offset..self.offset, letters: self.offset, ..context });
    }

    fn place(&self, at: At) -> Context {
        let mut path = Vec::new();
        let inner = self.stack.len().saturating_sub(1);
        for (depth, open) in self.stack.iter().enumerate() {
            if !open.is_object {
                path.push(Token::Index(open.items.len()));
            } else if let Some(key) = &open.key
                && (depth < inner || at == At::Value)
            {
                path.push(Token::Key(key.value().into_owned()));
            }
        }
        let ended = self.stack.last().filter(|open| !open.has_colon).and_then(|open| open.ended);
        Context { path, at, comma: ended, ..Context::default() }
    }

    /// Puts a complete value where it belongs.
    fn put(&mut self, node: Node, end: usize) {
        match self.stack.last_mut() {
            None => {
                self.root.get_or_insert(node);
            }
            Some(open) => {
                open.ended = Some(end);
                if !open.is_object {
                    open.items.push(node);
                } else if let Some(key) = open.key.take() {
                    open.has_colon = false;
                    open.entries.push((key, node));
                }
            }
        }
    }

    /// Closes the innermost list or object; false where none is open.
    fn close(&mut self) -> bool {
        let Some(mut open) = self.stack.pop() else { return false };
        open.finish();
        let node = if open.is_object {
            Node::Object(Rc::new(open.entries))
        } else {
            Node::Array(Rc::new(open.items))
        };
        self.put(node, self.at);
        true
    }
}

impl Open {
    /// A name whose value never came stands for itself.
    fn finish(&mut self) {
        if let Some(key) = self.key.take() {
            self.entries.push((key, Node::Null));
        }
        self.has_colon = false;
    }
}

/// What stands between two quotes, as it is spelt if it can be.
fn text_of(raw: &str) -> Text {
    if !raw.contains('\\') {
        return Text::new(raw);
    }
    let mut quoted = String::from("\"");
    quoted.push_str(raw);
    quoted.push('"');
    match parse(&quoted).root {
        Some(Node::String(text)) => text,
        _ => Text::new(raw),
    }
}

/// What a bare word says; nothing where it is none of JSON's.
fn value_of(word: &str) -> Node {
    parse(word).root.unwrap_or(Node::Null)
}

#[cfg(test)]
mod tests {
    use super::{At, Token, read};
    use flowdeck_spec::json::parse;
    use proptest::prelude::*;

    /// What is seen at the mark `|`.
    fn seen(marked: &str) -> String {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let read = read(&text, offset, false);
        let mut out = String::new();
        for token in &read.context.path {
            match token {
                Token::Key(key) => out.push_str(&format!("/{key}")),
                Token::Index(index) => out.push_str(&format!("/{index}")),
            }
        }
        let context = &read.context;
        let letters = text.get(context.letters..offset).unwrap_or_default();
        let at = match context.at {
            At::Key => "key",
            At::Value => "value",
            At::Nothing => "nothing",
        };
        let comma = if context.comma.is_some() { " comma" } else { "" };
        let quote = if context.in_text { "\"" } else { "" };
        format!("{out} {at} {quote}{letters}{comma} {}", read.root.to_compact())
    }

    #[test]
    fn what_the_cursor_is_in() {
        for (text, expected) in [
            ("|", " value  null"),
            ("{|}", " key  {}"),
            (r#"{"a": |}"#, r#"/a value  {"a":null}"#),
            (r#"{"a": |, "b": 1}"#, r#"/a value  {"a":null,"b":1}"#),
            (r#"{"a" |: 1}"#, r#" nothing  {"a":1}"#),
            (r#"{"a": 1} |"#, r#" nothing  {"a":1}"#),
            (r#"{"a": 1 |}"#, r#" key  comma {"a":1}"#),
            (r#"{"a": [1, |]}"#, r#"/a/1 value  {"a":[1]}"#),
            (r#"{"a": [1 |]}"#, r#"/a/1 value  comma {"a":[1]}"#),
            (r#"{"a": [1|]}"#, r#"/a/0 value 1 {"a":[1]}"#),
            (r#"{"a": tr|}"#, r#"/a value tr {"a":null}"#),
            (r#"{"ab|c": 1}"#, r#" key "ab {"abc":1}"#),
            (r#"{"a": "b|c"}"#, r#"/a value "b {"a":"bc"}"#),
            (r#"{"a": |"bc"}"#, r#"/a value  {"a":"bc"}"#),
            (r#"{"a": "bc"|}"#, r#" key  comma {"a":"bc"}"#),
            (r#"{"a": {"b": [{"c|"}]}}"#, r#"/a/b/0 key "c {"a":{"b":[{"c":null}]}}"#),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_without_its_closing_quote_does_not_take_what_follows() {
        for (text, expected) in [
            ("{\"a\": \"b|\n  \"c\": 1}", r#"/a value "b {"a":"b","c":1}"#),
            (r#"{"a":"|,"c":1}"#, r#"/a value " {"a":"","c":1}"#),
            (r#"{"a":[{"t":"x|}],"c":"d"}"#, r#"/a/0/t value "x {"a":[{"t":"x"}],"c":"d"}"#),
            (r#"{"a":[{"t":"x|}]}"#, r#"/a/0/t value "x {"a":[{"t":"x"}]}"#),
            (r#"{"a": "one|, two"}"#, r#"/a value "one {"a":"one, two"}"#),
            (r#"{"a":"$|"#, r#"/a value "$ {"a":"$"}"#),
            (r#"{"a":"x\|"#, r#"/a value "x\ {"a":"x\\"}"#),
        ] {
            assert_eq!(seen(text), expected, "{text}");
        }
    }

    #[test]
    fn brackets_that_do_not_match_close_what_they_can() {
        assert_eq!(seen(r#"{"a":[{"b":1],"c":2|}"#), r#"/c value 2 {"a":[{"b":1}],"c":2}"#);
        assert_eq!(seen(r#"{"a":1]]|, "c":2}"#), r#" key  comma {"a":1,"c":2}"#);
        assert_eq!(seen("{\"a\":1\n\"b\":|2}"), r#"/b value  {"a":1,"b":2}"#);
    }

    fn json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just(String::from("null")),
            Just(String::from("-1.50e3")),
            Just(String::from("true")),
            r#""([a-z ,:{}$.é]|\\n|\\"|\\\\|\\u00e9){0,6}""#.prop_map(String::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4)
                    .prop_map(|items| format!("[{}]", items.join(" ,\n"))),
                prop::collection::vec(("[a-c]{0,2}", inner), 0..4).prop_map(|entries| {
                    let entries: Vec<_> =
                        entries.iter().map(|(key, value)| format!("\"{key}\" : {value}")).collect();
                    format!("{{ {} }}", entries.join(","))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_text_that_parses_is_read_as_the_parser_reads_it(text in json(), at in any::<prop::sample::Index>()) {
            let root = parse(&text).root.unwrap();
            prop_assert_eq!(read(&text, at.index(text.len() + 1), false).root.to_compact(), root.to_compact());
        }

        #[test]
        fn whatever_is_typed_the_word_is_at_the_cursor(
            text in r#"([{}\[\],:"\\ \nab1é]|"a"|\{"steps": \[)*"#,
            at in any::<prop::sample::Index>(),
        ) {
            let offset = at.index(text.len() + 1);
            let read = read(&text, offset, false);
            let (context, start) = (read.context, text.floor_char_boundary(offset));
            prop_assert!(text.get(context.word.clone()).is_some());
            prop_assert!(context.word.start <= context.letters || context.at == At::Nothing);
            prop_assert!(context.at == At::Nothing || (context.letters <= start && start <= context.word.end));
            prop_assert!(parse(&read.root.to_compact()).root.is_some());
        }
    }
}
