//! Forms for what is selected: for each property of a step, input or output the way to give it, whether it is needed,
//! and what it holds, from the block's facts alone. A property that is not known still has a field, so that nothing of
//! a document is out of reach.
pub mod condition;
mod decide;
pub mod edit;
pub mod label;
pub mod operations;
mod ports;
mod read;
mod sample;
pub mod sources;
mod widget;

pub use ports::{input, output};
pub use widget::{Drawn, Holds, Part, Pick, Slot, Variant, Widget, Wire};

use decide::{About, Decider};
use flowdeck_spec::catalogue::{Block, Bound, Catalogue, Check, Condition, Hint, Relevance, Value};
use flowdeck_spec::json::pointer_token;
use flowdeck_spec::{Node, help};
use std::borrow::Cow;

/// A form for one entry of a workflow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The fields in the order in which they are shown, without `type` and `name`, which stand above a form.
    pub fields: Vec<Field>,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What the property is.
    pub part: Part,
    /// Where it is (or would be) in the entry, as a JSON pointer.
    pub path: String,
    /// What it holds; none when it is left out.
    pub value: Option<Node>,
    /// Where the form shows it.
    pub section: Section,
    /// The names that its object should have, as keys: those of another property's object.
    pub keys: Option<Vec<String>>,
    /// The block that reads what a step with this value answers.
    pub parser: Option<Box<str>>,
}

/// The parts of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What is needed, meant to be seen, or set.
    Main,
    /// What is seldom changed.
    More,
    /// What stands apart, such as metadata.
    Apart,
    /// What has a value though it matters only when another property has another one.
    Idle,
    /// What the block does not know.
    Unknown,
}

impl Section {
    /// Its heading; none above the first.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Main => "",
            Self::More => "More",
            Self::Apart => "Further data",
            Self::Idle => "Set, but not used now",
            Self::Unknown => "Not known to this block",
        }
    }
}

impl Form {
    /// The fields of a section.
    pub fn section(&self, section: Section) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(move |field| field.section == section)
    }

    /// The field of a property, by its name or the name that the entry uses.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| *field.part.name == *name || field.path[1..] == *pointer_token(name))
    }

    /// The required fields that hold nothing.
    pub fn missing(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.part.required && field.value.is_none())
    }
}

impl Field {
    /// What it holds: nothing, a selector, a value for its widget, or something else.
    #[must_use]
    pub fn holds(&self) -> Holds {
        self.part.slot.holds(self.value.as_ref())
    }
}

/// So many optional fields are shown at once where the engine does not say which ones matter.
const FEW: usize = 8;

/// The form of a step. Of a block that is not known each property is shown as what it looks like.
#[must_use]
pub fn step(catalogue: &Catalogue, entry: &Node) -> Form {
    let type_name = entry.get("type").and_then(Node::as_str).unwrap_or_default();
    let Some(block) = catalogue.block(&type_name) else {
        return Form { fields: unknown(entry, &|_| false) };
    };
    let reader = Reader { decider: Decider { catalogue, block: block.full_type() }, block, entry };
    let mut places: Vec<usize> = (0..block.fields.len()).collect();
    flowdeck_spec::order::sort(&mut places, |a, b| reader.rank(*a).cmp(&reader.rank(*b)));
    let mut fields: Vec<Field> = places.into_iter().filter_map(|place| reader.field(place)).collect();
    let says_what_matters = (0..block.fields.len())
        .any(|place| block.hints(place).any(|hint| matches!(hint, Hint::Always | Hint::When(_))));
    if !says_what_matters && fields.len() <= FEW {
        for field in fields.iter_mut().filter(|field| field.section == Section::More) {
            field.section = Section::Main;
        }
    }
    fields.append(&mut unknown(entry, &|name| block.field_index(name).is_some()));
    flowdeck_spec::order::sort(&mut fields, |a, b| a.section.cmp(&b.section));
    Form { fields }
}

/// Reads the fields of one step.
struct Reader<'a> {
    decider: Decider<'a>,
    block: &'a Block,
    entry: &'a Node,
}

impl Reader<'_> {
    fn rank(&self, place: usize) -> usize {
        let order = self.block.hints(place).find_map(|hint| match hint {
            Hint::Order(order) => Some(usize::from(*order)),
            _ => None,
        });
        order.unwrap_or(place)
    }

    /// The value of a field as the step gives it, with the name that it uses.
    fn given(&self, place: usize) -> Option<(&str, &Node)> {
        let names = &self.block.fields.get(place)?.names;
        names.iter().find_map(|name| Some((&**name, self.entry.get(name)?)))
    }

    fn field(&self, place: usize) -> Option<Field> {
        let field = self.block.fields.get(place)?;
        if field.name() == "name" {
            return None;
        }
        let mut about = About {
            name: field.name(),
            reference: field.reference,
            is_secret: field.is_secret,
            ..About::default()
        };
        let (mut always, mut hidden, mut apart, mut relevant, mut asked) = (false, false, false, true, false);
        let (mut said, mut names, mut keys, mut parser) = (None, None, None, None);
        let given = self.given(place);
        for hint in self.block.hints(place) {
            match hint {
                Hint::Always => always = true,
                Hint::Multiline => about.is_multiline = true,
                Hint::Private => about.is_secret = true,
                Hint::Hidden => hidden = true,
                Hint::Apart => apart = true,
                Hint::When(when) => {
                    let holds = self.is_relevant(when);
                    relevant &= holds != Some(false);
                    asked |= when.required && holds == Some(true);
                }
                Hint::KeysOf(other) => keys = self.keys(usize::from(*other)),
                Hint::Parsers(parsers) => {
                    let value = given.and_then(|(_, node)| node.as_str()).unwrap_or_default();
                    parser = parsers.iter().find(|(key, _)| **key == *value).map(|(_, block)| block.clone());
                }
                Hint::About(text) => said = Some(text),
                Hint::Names(list) => names = Some(list),
                Hint::Order(_) => {}
            }
        }
        let value = given.map(|(_, node)| node.clone());
        if hidden && value.is_none() {
            return None;
        }
        let mut slot = self.decider.slot(about, field.kind);
        if let Some(Widget::Number { limits, .. }) = &mut slot.literal {
            self.limit(place, limits);
        }
        if let (Some(Widget::Choice { values, .. }), Some(names)) = (&mut slot.literal, names) {
            for pick in values {
                let value = pick.value.as_str().unwrap_or_default();
                if let Some((_, name)) = names.iter().find(|(key, _)| **key == *value) {
                    pick.label = name.to_string();
                }
            }
        }
        let mut part = decide::part(field, slot);
        if part.help.is_none() {
            part.help = said.map(|text| Cow::Owned(text.to_string()));
        }
        part.required |= relevant && (asked || self.is_demanded(place));
        let is_set = value.as_ref().is_some_and(|value| *value != Node::Null);
        let section = if !relevant {
            // What does not matter is not shown, unless something is there that would go unseen.
            if !is_set {
                return None;
            }
            Section::Idle
        } else if apart {
            Section::Apart
        } else if part.required || always || is_set {
            Section::Main
        } else {
            Section::More
        };
        let path = format!("/{}", pointer_token(given.map_or(field.name(), |(name, _)| name)));
        Some(Field { part, path, value, section, keys, parser })
    }

    /// Whether another field has one of the values that make this one matter; none while that is decided by a run.
    fn is_relevant(&self, when: &Relevance) -> Option<bool> {
        self.has_one_of(usize::from(when.field), &when.values)
    }

    fn has_one_of(&self, place: usize, values: &[Value]) -> Option<bool> {
        let now = match self.given(place) {
            Some((_, node)) if node.as_str().is_some_and(|text| text.starts_with('$')) => return None,
            Some((_, node)) => Some(Value::of(node)),
            None => self.block.fields.get(place).and_then(|field| field.default.clone()),
        };
        Some(now.is_some_and(|now| values.contains(&now)))
    }

    /// Whether a rule of the block demands the field as the step stands.
    fn is_demanded(&self, place: usize) -> bool {
        let is_it = |field: &u16| usize::from(*field) == place;
        let holds = |condition: &Condition| {
            let found = self.has_one_of(usize::from(condition.field), &condition.values);
            found == Some(!condition.unless)
        };
        self.block.rules.iter().any(|rule| {
            matches!(&rule.check, Check::Needs(field) | Check::NeedsSome(field) if is_it(field))
                && rule.conditions.iter().all(holds)
        })
    }

    /// Limits of a number that the block's rules add.
    fn limit(&self, place: usize, limits: &mut Vec<Bound>) {
        for rule in self.block.rules.iter().filter(|rule| rule.conditions.is_empty()) {
            if let Check::Limit { field, bounds, .. } = &rule.check
                && usize::from(*field) == place
            {
                limits.extend(bounds.iter().filter(|bound| !limits.contains(bound)).copied().collect::<Vec<_>>());
            }
        }
    }

    fn keys(&self, place: usize) -> Option<Vec<String>> {
        let (_, node) = self.given(place)?;
        Some(node.entries().iter().map(|(key, _)| key.value().into_owned()).collect())
    }
}

/// Fields for the properties that are not known, by what they look like.
fn unknown(entry: &Node, is_known: &dyn Fn(&str) -> bool) -> Vec<Field> {
    let mut out: Vec<Field> = Vec::new();
    for (key, value) in entry.entries() {
        let name = key.value();
        let path = format!("/{}", pointer_token(&name));
        let is_there = out.iter().any(|field| field.path == path);
        if !is_there && !matches!(&*name, "type" | "name") && !is_known(&name) {
            out.push(guessed(&name, path, value));
        }
    }
    out
}

fn guessed(name: &str, path: String, value: &Node) -> Field {
    let widget = match value {
        Node::String(_) => Widget::Text { multiline: false },
        Node::Number(_) => Widget::Number { whole: false, limits: Vec::new() },
        Node::Bool(_) => Widget::Toggle,
        _ => Widget::Json,
    };
    let part = Part {
        name: name.into(),
        label: label::of_property(name),
        help: help::property(name).map(Into::into),
        required: false,
        default: None,
        slot: Slot { literal: Some(widget), wire: Some(Wire::anything()), nullable: true },
    };
    Field { part, path, value: Some(value.clone()), section: Section::Unknown, keys: None, parser: None }
}
