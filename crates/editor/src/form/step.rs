//! The form of a step: the fields of its block, which of them matter as the step stands, and what each holds.
use super::decide::{About, Decider};
use super::{Field, Form, Section, Widget, unknown};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{Block, Catalogue, Hint, Relevance, Value};
use flowdeck_spec::json::pointer_token;
use std::borrow::Cow;

/// So many optional fields are shown at once where the engine does not say which ones matter.
const FEW: usize = 8;

/// The form of a step. Of a block that is not known each property is shown as what it looks like.
#[must_use]
pub fn step(catalogue: &Catalogue, entry: &Node) -> Form {
    let type_name = entry.get("type").and_then(Node::as_str).unwrap_or_default();
    let Some(block) = catalogue.block(&type_name) else {
        return Form { fields: unknown(catalogue, entry, &|_| false) };
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
    fields.append(&mut unknown(catalogue, entry, &|name| block.field_index(name).is_some()));
    flowdeck_spec::order::sort(&mut fields, |a, b| a.section.cmp(&b.section));
    Form { fields }
}

/// Reads the fields of one step.
pub(super) struct Reader<'a> {
    decider: Decider<'a>,
    pub(super) block: &'a Block,
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
    pub(super) fn given(&self, place: usize) -> Option<(&str, &Node)> {
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
        let mut slot = self.decider.slot(about, field.kind);
        self.narrow(place, &mut slot);
        if let (Some(Widget::Choice { values, .. }), Some(names)) = (&mut slot.literal, names) {
            for pick in values {
                let value = pick.value.as_str().unwrap_or_default();
                if let Some((_, name)) = names.iter().find(|(key, _)| **key == *value) {
                    pick.label = name.to_string();
                }
            }
        }
        if field.name() == "parameter_bindings" {
            keys = self.inner_inputs();
        }
        let mut part = self.decider.part(field, slot);
        if part.help.is_none() {
            part.help = said.map(|text| Cow::Owned(text.to_string()));
        }
        part.required |= relevant && (asked || self.is_demanded(place));
        // Some engines want to be told what they do not show.
        if hidden && value.is_none() && !part.required {
            return None;
        }
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

    pub(super) fn has_one_of(&self, place: usize, values: &[Value]) -> Option<bool> {
        let now = match self.given(place) {
            Some((_, node)) if node.as_str().is_some_and(|text| text.starts_with('$')) => return None,
            Some((_, node)) => Some(Value::of(node)),
            None => self.block.fields.get(place).and_then(|field| field.default.clone()),
        };
        Some(now.is_some_and(|now| values.contains(&now)))
    }

    /// The names that an inner workflow asks for.
    fn inner_inputs(&self) -> Option<Vec<String>> {
        let inputs = self.entry.get("workflow_definition")?.get("inputs")?.items();
        let names = inputs.iter().filter_map(|input| input.get("name")?.as_str());
        Some(names.map(Cow::into_owned).collect())
    }

    fn keys(&self, place: usize) -> Option<Vec<String>> {
        let (_, node) = self.given(place)?;
        Some(node.entries().iter().map(|(key, _)| key.value().into_owned()).collect())
    }
}
