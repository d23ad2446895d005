//! What a block demands of several fields together, and the outputs that its fields decide: the catalogue's rules,
//! applied to one step (engine: validators and `get_actual_outputs` of the manifests).
mod code;
mod taken;

use super::rank::Phase;
use super::step::Step;
use crate::catalogue::{
    Block, Catalogue, Check, Condition, Gives, KindSet, Limited, OutputFact, Rule, Value,
};
use crate::decimal::write;
use crate::diagnostic::EngineClass;
use crate::hash::FastMap;
use crate::json::{Node, Text, pointer_token};
use crate::wording::short;
use std::borrow::Cow;
use taken::Taken;

/// A step as its block's rules see it.
pub(super) struct Look<'a> {
    pub catalogue: &'a Catalogue,
    pub block: &'a Block,
    pub entries: &'a [(Text, Node)],
    /// Which entry each field takes.
    pub taken: &'a [(u16, u16)],
}

impl<'a> Look<'a> {
    /// The value of a field after the engine's conversions, or its default.
    fn value(&self, field: u16) -> Taken<'a> {
        let Some(fact) = self.block.field(field) else { return Taken::Null };
        match self.node(field) {
            Some(node) => Taken::of_field(self.catalogue, fact, node),
            None => {
                let own = self.block.rules.iter().find_map(|rule| match &rule.check {
                    Check::Default(of, value)
                        if *of == field && rule.conditions.iter().all(|c| self.holds(c)) =>
                    {
                        Some(value)
                    }
                    _ => None,
                });
                own.or(fact.default.as_ref()).map_or(Taken::Null, Taken::of_value)
            }
        }
    }

    /// What the step itself gives for a field.
    fn node(&self, field: u16) -> Option<&'a Node> {
        let (entry, _) = self.taken.get(usize::from(field)).copied()?;
        self.entries.get(usize::from(entry)).map(|(_, node)| node)
    }

    /// The name that the step uses for a field.
    fn name(&self, field: u16) -> Cow<'a, str> {
        let entry =
            self.taken.get(usize::from(field)).and_then(|(entry, _)| self.entries.get(usize::from(*entry)));
        match entry {
            Some((key, _)) => key.value(),
            None => self.block.field(field).map_or(Cow::Borrowed(""), |fact| Cow::Borrowed(fact.name())),
        }
    }

    fn pointer(&self, field: u16) -> String {
        match self.node(field) {
            Some(_) => format!("/{}", pointer_token(&self.name(field))),
            None => String::new(),
        }
    }

    fn holds(&self, condition: &Condition) -> bool {
        let value = self.value(condition.field);
        condition.values.iter().any(|wanted| value.equals(wanted)) != condition.unless
    }
}

/// Applies the rules of the step's block.
pub(super) fn check(look: &Look<'_>, step: &mut Step) {
    for rule in &look.block.rules {
        if !rule.conditions.iter().all(|condition| look.holds(condition)) {
            continue;
        }
        if let Some((field, message)) = broken(look, rule) {
            let pointer = look.pointer(field);
            let property = look.name(field).into_owned();
            step.problem(Phase::Syntax, "FD0304", EngineClass::WorkflowSyntax, pointer, message).property =
                Some(property);
        }
    }
}

/// Why a rule is broken, and at which field.
fn broken(look: &Look<'_>, rule: &Rule) -> Option<(u16, String)> {
    let when = || when(look, rule);
    let name = |field: u16| look.name(field);
    match &rule.check {
        Check::Limit { field, of, bounds, finite } => {
            let value = look.value(*field);
            let number = match (of, &value) {
                (Limited::Int | Limited::Number, Taken::Int(number)) => *number,
                (Limited::Int | Limited::Number, Taken::Bool(flag)) => f64::from(u8::from(*flag)),
                (Limited::Float | Limited::Number, Taken::Float(number)) => *number,
                _ => return None,
            };
            if bounds.iter().all(|bound| !breaks(*bound, number)) && (!finite || number.is_finite()) {
                return None;
            }
            let words: Vec<String> = bounds.iter().map(|bound| bound.words()).collect();
            Some((
                *field,
                format!("“{}” must be {}; this is {}.", name(*field), words.join(" and "), write(number)),
            ))
        }
        Check::Needs(field) => {
            let absent = look.value(*field).is_null();
            absent.then(|| (*field, format!("“{}” is needed{}: add it.", name(*field), when())))
        }
        Check::NeedsSome(field) => {
            let empty = look.value(*field).is_falsy();
            empty.then(|| (*field, format!("“{}” is needed{}, and not empty.", name(*field), when())))
        }
        Check::NeedsOne(fields) => {
            let none = fields.iter().all(|field| look.value(*field).is_null());
            let names: Vec<String> = fields.iter().map(|field| format!("“{}”", name(*field))).collect();
            none.then(|| {
                (
                    fields.first().copied().unwrap_or(0),
                    format!("One of {} is needed{}.", names.join(" and "), when()),
                )
            })
        }
        Check::Lacks(field) => {
            let given = !look.value(*field).is_null();
            given.then(|| (*field, format!("“{}” cannot be used{}: remove it.", name(*field), when())))
        }
        Check::Less(a, b) => match (look.value(*a), look.value(*b)) {
            (Taken::Int(first), Taken::Int(second)) if first != 0.0 && second != 0.0 && first >= second => {
                Some((
                    *a,
                    format!(
                        "“{}” ({}) must be less than “{}” ({}){}.",
                        name(*a),
                        write(first),
                        name(*b),
                        write(second),
                        when()
                    ),
                ))
            }
            _ => None,
        },
        Check::AtMost(a, b) => match (look.value(*a).whole(), look.value(*b).whole()) {
            (Some(first), Some(second)) if first > second => Some((
                *a,
                format!(
                    "“{}” ({}) must be at most “{}” ({}).",
                    name(*a),
                    write(first),
                    name(*b),
                    write(second)
                ),
            )),
            _ => None,
        },
        Check::Levels { model, level, table } => {
            let (Taken::Str(model_name), Taken::Str(level_name)) = (look.value(*model), look.value(*level))
            else {
                return None;
            };
            if model_name.starts_with('$') || level_name.starts_with('$') {
                return None;
            }
            let (_, levels) = table.iter().find(|(known, _)| **known == *model_name)?;
            if levels.iter().any(|known| **known == *level_name) {
                return None;
            }
            let list: Vec<&str> = levels.iter().map(|level| &**level).collect();
            let end = if list.is_empty() { "none".into() } else { list.join(", ") };
            Some((
                *level,
                format!(
                    "The model {model_name} does not know “{level_name}” for “{}”; it knows {end}.",
                    name(*level)
                ),
            ))
        }
        Check::Pairs(a, b, pairs) => {
            let (Taken::Str(first), Taken::Str(second)) = (look.value(*a), look.value(*b)) else {
                return None;
            };
            let known = pairs.iter().any(|(x, y)| **x == *first && **y == *second);
            (!known).then(|| (*b, format!("“{second}” does not go with {} “{first}”.", name(*a))))
        }
        Check::Only(field, values) => {
            let value = look.value(*field);
            let fine = values.iter().any(|wanted| value.equals(wanted)) || value.starts_with_dollar();
            (!fine).then(|| (*field, format!("“{}” must be {}{}.", name(*field), choice(values), when())))
        }
        Check::OtherThan(field, values) => {
            let value = look.value(*field);
            let bad = values.iter().any(|wanted| value.equals(wanted));
            bad.then(|| (*field, format!("“{}” must not be {}{}.", name(*field), choice(values), when())))
        }
        Check::Labels(classes, labels) => {
            let (Taken::List(classes), Taken::List(items)) = (look.value(*classes), look.value(*labels))
            else {
                return None;
            };
            let message = if classes.len() != items.len() {
                format!(
                    "“{}” must have as many entries as the classes: {}, not {}.",
                    name(*labels),
                    classes.len(),
                    items.len()
                )
            } else if items.iter().any(|item| item.as_str().is_none_or(|text| text.trim().is_empty())) {
                format!("“{}” must hold texts that are not blank.", name(*labels))
            } else {
                return None;
            };
            Some((*labels, message))
        }
        Check::FilledText(field) => {
            let empty = matches!(look.value(*field), Taken::Str(text) if text.is_empty());
            empty.then(|| (*field, format!("“{}” must not be empty.", name(*field))))
        }
        Check::FilledList(field) => {
            let empty = matches!(look.value(*field), Taken::List(items) if items.is_empty());
            empty.then(|| (*field, format!("“{}” must have at least one entry.", name(*field))))
        }
        Check::Forbidden(field, names) => {
            let Taken::Dict(node) = look.value(*field) else { return None };
            let bad = names.iter().find(|name| node.get(name).is_some())?;
            Some((
                *field,
                format!(
                    "“{bad}” is a name that the block gives itself: choose another in “{}”.",
                    name(*field)
                ),
            ))
        }
        Check::SelectorText(field) => match look.value(*field) {
            Taken::Str(text) if !text.starts_with('$') => {
                Some((*field, format!("“{}” must be a selector; this is “{}”.", name(*field), short(&text))))
            }
            _ => None,
        },
        Check::Default(..) => None,
        Check::Code(rule) => code::broken(look, *rule),
    }
}

/// A limit as the validators write it: what cannot be compared, such as NaN, breaks none.
fn breaks(bound: crate::catalogue::Bound, number: f64) -> bool {
    !number.is_nan() && !bound.holds(number)
}

/// “ when task_type is "classification"”
fn when(look: &Look<'_>, rule: &Rule) -> String {
    let parts: Vec<String> = rule
        .conditions
        .iter()
        .map(|condition| {
            let value = look.value(condition.field);
            format!("“{}” is {}", look.name(condition.field), value.words())
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!(" when {}", parts.join(" and ")) }
}

fn choice(values: &[Value]) -> String {
    let list: Vec<String> = values.iter().map(|value| Taken::of_value(value).words()).collect();
    crate::wording::any_of(&list)
}

/// The outputs of a step where its fields decide them; none where they are the block's.
pub(super) fn outputs(look: &Look<'_>) -> Option<Vec<OutputFact>> {
    if look.block.gives.is_empty() {
        return None;
    }
    let mut out = look.block.outputs.clone();
    for gives in &look.block.gives {
        match gives {
            Gives::ByValue { field, value, output, kinds } => {
                let is_it = matches!(look.value(*field), Taken::Str(text) if *text == **value);
                if is_it && let Some(fact) = out.iter_mut().find(|fact| fact.name == *output) {
                    fact.kinds = *kinds;
                }
            }
            Gives::Keys(field, kinds) => {
                out.retain(|fact| &*fact.name != "*");
                out.extend(
                    look.value(*field).keys().into_iter().map(|name| OutputFact { name, kinds: *kinds }),
                );
            }
            Gives::Items(field, kinds) => {
                out.retain(|fact| &*fact.name != "*");
                out.extend(
                    look.value(*field).texts().into_iter().map(|name| OutputFact { name, kinds: *kinds }),
                );
            }
            Gives::OnlyLower(field, kinds) => {
                let names = look.value(*field).texts();
                out = names
                    .iter()
                    .map(|name| OutputFact { name: crate::fold(name).into(), kinds: *kinds })
                    .collect();
            }
            Gives::OnlyAggregates(names, modes) => out = aggregates(look, *names, *modes),
            Gives::OnlyInner(field) => {
                if matches!(look.value(*field), Taken::Str(mode) if mode == "remote_dispatch") {
                    out.clear();
                }
            }
        }
    }
    Some(out)
}

/// `data_aggregator@v1`: a variable and a mode make an output.
fn aggregates(look: &Look<'_>, names: u16, modes: u16) -> Vec<OutputFact> {
    let kinds = &look.catalogue.kinds;
    let set = |list: &[&str]| {
        list.iter()
            .filter_map(|name| kinds.find(name))
            .fold(KindSet::NONE, |set, id| set.with(KindSet::of(id)))
    };
    let (Taken::Dict(variables), Taken::Dict(chosen)) = (look.value(names), look.value(modes)) else {
        return Vec::new();
    };
    // By name: both objects may be long.
    let places: FastMap<Box<str>, u32> = (0_u32..)
        .zip(chosen.entries())
        .map(|(place, (name, _))| (Box::from(&*name.value()), place))
        .collect();
    let mut out = Vec::new();
    for (name, _) in variables.entries() {
        let name = name.value();
        let modes = places.get(&*name).and_then(|&place| chosen.entries().get(place as usize));
        for mode in modes.map(|(_, modes)| modes.items()).unwrap_or_default() {
            let Some(mode) = mode.as_str() else { continue };
            let kinds = match &*mode {
                "distinct" => set(&["list_of_values"]),
                "values_counts" => set(&["dictionary"]),
                _ => set(&["float", "integer"]),
            };
            out.push(OutputFact { name: format!("{name}_{mode}").into(), kinds });
        }
    }
    out
}
