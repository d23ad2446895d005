//! The catalogue's own text: one line a fact, one block after another, readable in a diff.
//!
//! ```text
//! flowdeck-catalogue 1
//! package roboflow-workflows 0.2.13
//! engine 1.17.0
//! kind image
//! type $1 list<one<#ToNumber,#StringToUpperCase>>      an expression that occurs often
//! model ToNumber                                       a nested object, then its fields
//!     cast_to ["int","float"] !
//! block roboflow_core/image_blur@v1 ImageBlur          types; then facts (:), fields, outputs (>)
//!     :called Image Blur
//!     image|images data ! @whole:batch:image           names, type, default, what a selector may point to
//!     kernel_size (int|data)[>=1] =5 @whole:scalar:integer ~{"old":"new"}
//!     > image image
//!     :ui multiline prompt                            how an editor shows it, see `text/ui.rs`
//! without roboflow_core/image_blur@v1                  the engine at hand has no such block
//! word property kernel_size How far it looks around.   our own words for people, from `xtask/catalog/words.txt`
//! ```
//! Types: `str any null never bool int(>=1,<100) float ["a","b"] list<T>(>=1) dict<K,V> tuple<A,B> (A|B) T? #Model
//! one<#A,#B> T[>=0] T[#>=1] reserved<T>` and the selectors `data input step output`. A default is `!` for none.
mod expression;
mod facts;
mod ui;

use super::{Block, Catalogue, Field, Model, Place, Reference, Rewrite, Type, TypeId, Value};
use crate::hash::FastMap;
use crate::json::{self, Node};
use expression::Expression;
use facts::Facts;
use std::fmt;

/// Why a text is no catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCatalogue {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for BadCatalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The catalogue's line {}: {}.", self.line, self.message)
    }
}

impl std::error::Error for BadCatalogue {}

type Outcome<T> = Result<T, String>;

impl Catalogue {
    /// Reads a catalogue's text.
    ///
    /// # Errors
    /// It is no catalogue of this format.
    pub fn parse(text: &str) -> Result<Self, BadCatalogue> {
        let mut loader = Loader::default();
        for (index, line) in text.lines().enumerate() {
            loader.line(line).map_err(|message| BadCatalogue { line: index + 1, message })?;
        }
        let read = loader.finish().map_err(|message| BadCatalogue { line: text.lines().count(), message })?;
        Ok(Self { source: text.into(), ..read })
    }

    /// This catalogue with the blocks of another text; a block of the same type takes the place of the old one.
    ///
    /// # Errors
    /// It is no catalogue of this format.
    pub fn extended(&self, text: &str) -> Result<Self, BadCatalogue> {
        let gap = if self.source.is_empty() || self.source.ends_with('\n') { "" } else { "\n" };
        Self::parse(&format!("{}{gap}{text}", self.source))
    }
}

/// Reads line by line.
#[derive(Default)]
struct Loader {
    out: Catalogue,
    expressions: Types,
    open: Open,
}

/// What the indented lines belong to.
#[derive(Default)]
enum Open {
    #[default]
    Nothing,
    Model(usize),
    Block(Box<Block>, Facts),
}

/// Types by their expression: most occur many times.
#[derive(Default)]
struct Types {
    list: Vec<Type>,
    by_expression: FastMap<Box<str>, TypeId>,
    models: FastMap<Box<str>, u32>,
    /// The models in the order of their first mention.
    found: Vec<Model>,
}

impl Types {
    fn push(&mut self, kind: Type) -> TypeId {
        self.list.push(kind);
        u32::try_from(self.list.len() - 1).unwrap_or(u32::MAX)
    }

    /// The number of a model, which may be told about later.
    fn model(&mut self, name: &str) -> u32 {
        if let Some(&known) = self.models.get(name) {
            return known;
        }
        let id = u32::try_from(self.found.len()).unwrap_or(u32::MAX);
        self.found.push(Model { name: name.into(), ..Model::default() });
        self.models.insert(name.into(), id);
        id
    }

    fn of(&mut self, text: &str) -> Outcome<TypeId> {
        if let Some(&known) = self.by_expression.get(text) {
            return Ok(known);
        }
        let id = Expression::read(text, self)?;
        self.by_expression.insert(text.into(), id);
        Ok(id)
    }
}

impl Loader {
    fn line(&mut self, line: &str) -> Outcome<()> {
        if line.is_empty() {
            return Ok(());
        }
        if let Some(inner) = line.strip_prefix('\t') {
            return self.inner(inner);
        }
        self.close()?;
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "flowdeck-catalogue" if rest == "1" => {}
            "flowdeck-catalogue" => return Err(format!("format {rest} is not known to this version")),
            "package" => self.out.package = rest.into(),
            "engine" => self.out.engine = rest.into(),
            "kind" => {
                self.out.kinds.add(rest);
            }
            "type" => {
                let (name, expression) = rest.split_once(' ').ok_or("a type needs its expression")?;
                let id = self.expressions.of(expression)?;
                self.expressions.by_expression.insert(name.into(), id);
            }
            "model" => {
                let id = self.expressions.model(rest) as usize;
                if let Some(model) = self.expressions.found.get_mut(id) {
                    model.fields.clear();
                }
                self.open = Open::Model(id);
            }
            "block" => {
                let types = Words(rest).map(unquoted).collect::<Outcome<Vec<_>>>()?;
                if types.is_empty() {
                    return Err("a block needs a type".into());
                }
                let block = Block { types, ..Block::default() };
                self.open = Open::Block(Box::new(block), Facts::default());
            }
            "without" => self.remove(&unquoted(rest)?),
            "word" => {
                let mut parts = rest.splitn(3, ' ').map(Box::from);
                let (Some(about), Some(key), Some(words)) = (parts.next(), parts.next(), parts.next()) else {
                    return Err("a word needs what it is about, for what it is, and what it says".into());
                };
                self.out.words.push([about, key, words]);
            }
            _ => return Err(format!("“{word}” is no kind of line")),
        }
        Ok(())
    }

    fn inner(&mut self, line: &str) -> Outcome<()> {
        let Self { out, expressions, open } = self;
        match open {
            Open::Nothing => Err("it belongs to nothing".into()),
            Open::Model(id) => {
                let field = field(line, out, expressions)?;
                let model = expressions.found.get_mut(*id).ok_or("the model is lost")?;
                if field.name() == "type"
                    && let Some(Type::Literal(tags)) = expressions.list.get(field.kind as usize)
                {
                    model.tags = tags
                        .iter()
                        .filter_map(|tag| match tag {
                            super::Literal::Str(text) => Some(text.clone()),
                            _ => None,
                        })
                        .collect();
                }
                model.fields.push(field);
                Ok(())
            }
            Open::Block(block, facts) => {
                if let Some(fact) = line.strip_prefix(':') {
                    return facts.note(fact, block);
                }
                if let Some(output) = line.strip_prefix("> ") {
                    block.outputs.push(facts::output(output, &mut out.kinds)?);
                    return Ok(());
                }
                block.fields.push(field(line, out, expressions)?);
                Ok(())
            }
        }
    }

    /// Puts away a block whose lines have ended.
    fn close(&mut self) -> Outcome<()> {
        if let Open::Block(mut block, facts) = std::mem::take(&mut self.open) {
            if block.fields.len() > 127 {
                return Err(format!("{} has more than 127 fields", block.full_type()));
            }
            facts.apply(&mut block, &mut self.out.kinds)?;
            block.keys = super::keys::Keys::of(&block.fields);
            let takes =
                block.fields.iter().enumerate().filter(|(_, field)| field.takes_batch || field.takes_both);
            block.takers = takes.filter_map(|(index, _)| u16::try_from(index).ok()).collect();
            let gate = ["disable_sink", "disable_sinks"].into_iter().find_map(|name| block.field_index(name));
            block.gate = gate.and_then(|gate| u16::try_from(gate).ok());
            block.offsets = block.fields.iter().filter(|field| field.offset.is_some()).count();
            let place = match self.out.by_type.get(block.full_type()) {
                Some(&known) => known,
                None => u32::try_from(self.out.blocks.len()).map_err(|_| "too many blocks")?,
            };
            for name in &block.types {
                self.out.by_type.insert(name.clone(), place);
            }
            match self.out.blocks.get_mut(place as usize) {
                Some(old) => *old = *block,
                None => self.out.blocks.push(*block),
            }
        }
        Ok(())
    }

    /// Takes a block away, with all its names. Its place stays: others are known by theirs.
    fn remove(&mut self, name: &str) {
        let Some(&place) = self.out.by_type.get(name) else { return };
        self.out.by_type.retain(|_, known| *known != place);
        if let Some(block) = self.out.blocks.get_mut(place as usize) {
            self.out.without.append(&mut block.types);
            *block = Block::default();
        }
    }

    fn finish(mut self) -> Outcome<Catalogue> {
        self.close()?;
        self.out.types = self.expressions.list;
        for model in &mut self.expressions.found {
            model.keys = super::keys::Keys::of(&model.fields);
        }
        self.out.models = self.expressions.found;
        self.out.find_newer();
        Ok(self.out)
    }
}

/// One field: names, type, default, reference, rewrite.
fn field(line: &str, out: &mut Catalogue, types: &mut Types) -> Outcome<Field> {
    let mut words = Words(line);
    let names = words.next().ok_or("a field needs a name")?;
    let kind = types.of(words.next().ok_or("a field needs a type")?)?;
    let default = match words.next() {
        Some("!") => None,
        Some("=null") => Some(Value::Null),
        Some(text) => Some(json_value(text.strip_prefix('=').ok_or("a default is ! or =JSON")?)?),
        None => return Err("a field needs a default or !".into()),
    };
    let (mut reference, mut rewrite) = (None, None);
    for word in words {
        match word.split_at_checked(1).unwrap_or_default() {
            ("@", text) => reference = Some(self::reference(text, out)?),
            ("~", "[]") => rewrite = Some(Rewrite::Wrap),
            ("~", text) => rewrite = Some(Rewrite::Texts(texts(text)?)),
            _ => return Err(format!("“{word}” is no fact of a field")),
        }
    }
    let is_secret = super::names_secret(names);
    Ok(Field {
        is_secret,
        names: if names.starts_with('"') {
            vec![unquoted(names)?]
        } else {
            names.split('|').map(Box::from).collect()
        },
        kind,
        default,
        reference,
        rewrite,
        offset: None,
        takes_batch: false,
        takes_both: false,
    })
}

fn reference(text: &str, out: &mut Catalogue) -> Outcome<Reference> {
    let mut parts = text.splitn(3, ':');
    let place = match parts.next() {
        Some("whole") => Place::Whole,
        Some("items") => Place::Items,
        Some("values") => Place::Values,
        other => return Err(format!("“{}” is no place of selectors", other.unwrap_or_default())),
    };
    let mode = parts.next().unwrap_or_default();
    let (scalar, batch, is_step) = match mode {
        "scalar" => (true, false, false),
        "batch" => (false, true, false),
        "both" => (true, true, false),
        "step" => (true, false, true),
        _ => return Err(format!("“{mode}” is no way to take data")),
    };
    let kinds = facts::kinds(parts.next().unwrap_or_default(), &mut out.kinds);
    Ok(Reference { place, is_step, kinds, scalar, batch })
}

fn texts(text: &str) -> Outcome<Vec<(Box<str>, Box<str>)>> {
    match json_value(text)? {
        Value::Dict(entries) => entries
            .into_iter()
            .map(|(key, value)| match value {
                Value::Str(value) => Ok((key, value)),
                _ => Err("a rewrite is of texts".into()),
            })
            .collect(),
        _ => Err("a rewrite is an object".into()),
    }
}

/// A JSON value.
fn json_value(text: &str) -> Outcome<Value> {
    let parsed = json::parse(text);
    parsed.root.as_ref().map(Value::of).ok_or_else(|| format!("“{text}” is no JSON"))
}

impl Value {
    /// The value of a node.
    #[must_use]
    pub fn of(node: &Node) -> Self {
        match node {
            Node::Null => Self::Null,
            Node::Bool(value) => Self::Bool(*value),
            Node::Number(text) => {
                Self::Number(crate::decimal::read(text).unwrap_or(f64::NAN), !text.contains(['.', 'e', 'E']))
            }
            Node::String(text) => Self::Str(text.value().into()),
            Node::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Node::Object(entries) => Self::Dict(
                entries.iter().map(|(key, value)| (Box::from(&*key.value()), Self::of(value))).collect(),
            ),
        }
    }
}

/// A name as a word of the text: in quotes where it holds more than letters, digits, `_` and `-`.
#[must_use]
pub fn quoted(name: &str) -> String {
    Node::string(name).to_compact()
}

/// A name that may stand in quotes.
fn unquoted(word: &str) -> Outcome<Box<str>> {
    if !word.starts_with('"') {
        return Ok(word.into());
    }
    match json_value(word)? {
        Value::Str(name) => Ok(name),
        _ => Err("a name is a text".into()),
    }
}

/// The words of a line: parted by spaces outside of brackets and quotes.
#[derive(Clone, Debug)]
pub struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    /// Those of this line.
    #[must_use]
    pub const fn of(line: &'a str) -> Self {
        Self(line)
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.0.trim_start_matches(' ');
        if rest.is_empty() {
            return None;
        }
        let (mut depth, mut in_text, mut escaped) = (0_i32, false, false);
        let mut end = rest.len();
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                _ if in_text => {}
                b'[' | b'{' | b'(' => depth += 1,
                b']' | b'}' | b')' => depth -= 1,
                b' ' if depth == 0 => {
                    end = at;
                    break;
                }
                _ => {}
            }
        }
        let (word, after) = rest.split_at(end);
        self.0 = after;
        Some(word)
    }
}
