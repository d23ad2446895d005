//! The lines of a block that begin with a colon: names, batches, dimensions, rules.
use super::{Outcome, Words, json_value, unquoted};
use crate::catalogue::{
    Block, Bound, Check, CodeRule, Condition, Gives, KindSet, Kinds, Limited, OutputFact, Restriction, Rule,
    Value,
};

/// Facts that name fields wait until all fields are read.
#[derive(Default)]
pub(super) struct Facts(Vec<String>);

impl Facts {
    pub(super) fn note(&mut self, fact: &str, block: &mut Block) -> Outcome<()> {
        let (word, rest) = fact.split_once(' ').unwrap_or((fact, ""));
        match word {
            "called" => block.label = rest.into(),
            "about" => block.about = rest.into(),
            "family" => block.family = rest.into(),
            "deprecated" => block.deprecated = true,
            "partly-known" => block.partly_known = true,
            "batches" => block.takes_batches = true,
            "takes-empty" => block.takes_empty = true,
            "restricted" => block.restrictions.push(restriction(rest)?),
            "engine" => {}
            "result-offset" => {
                block.result_offset = rest.parse().map_err(|_| "a result offset is -1, 0 or 1")?;
            }
            _ => self.0.push(fact.into()),
        }
        Ok(())
    }

    pub(super) fn apply(self, block: &mut Block, kinds: &mut Kinds) -> Outcome<()> {
        for fact in &self.0 {
            let (word, rest) = fact.split_once(' ').unwrap_or((fact, ""));
            match word {
                "takes-batches" | "makes-batches" => mark(block, rest, |field| field.takes_batch = true),
                "takes-both" => mark(block, rest, |field| field.takes_both = true),
                "offset" => {
                    let (name, offset) = rest.rsplit_once(' ').ok_or("an offset needs a field")?;
                    let offset = offset.parse().map_err(|_| "an offset is a small number")?;
                    mark(block, name, |field| field.offset = Some(offset));
                }
                "reference" => block.reference = Some(index(block, rest)?),
                "gives" | "gives-keys" | "gives-items" | "gives-only" => {
                    let gives = gives(word, rest, block, kinds)?;
                    block.gives.push(gives);
                }
                "ui" => {
                    super::ui::note(rest, block);
                }
                _ => {
                    let rule = rule(fact, block)?;
                    block.rules.push(rule);
                }
            }
        }
        Ok(())
    }
}

/// A restriction: its name, the runtimes or `-`, and what an engine says of it.
fn restriction(text: &str) -> Outcome<Restriction> {
    let mut words = Words(text);
    let code = words.next().ok_or("a restriction needs a name")?.into();
    let runtimes = words.next().unwrap_or("-").split(',').filter(|name| *name != "-").map(Box::from);
    Ok(Restriction { code, runtimes: runtimes.collect(), said: words.next().map(unquoted).transpose()? })
}

fn mark(block: &mut Block, names: &str, mut set: impl FnMut(&mut crate::catalogue::Field)) {
    for name in Words(names) {
        let Ok(name) = unquoted(name) else { continue };
        if let Some(index) = block.field_index(&name)
            && let Some(field) = block.fields.get_mut(index)
        {
            set(field);
        }
    }
}

pub(super) fn index(block: &Block, name: &str) -> Outcome<u16> {
    let name = &*unquoted(name)?;
    let place =
        block.field_index(name).ok_or_else(|| format!("{} has no field {name}", block.full_type()))?;
    u16::try_from(place).map_err(|_| "too many fields".into())
}

/// A set of kinds by their names, parted by commas.
pub(super) fn kinds(text: &str, known: &mut Kinds) -> KindSet {
    text.split(',')
        .filter(|name| !name.is_empty())
        .fold(KindSet::NONE, |set, name| set.with(KindSet::of(known.add(name))))
}

/// An output: its name and its kinds.
pub(super) fn output(text: &str, known: &mut Kinds) -> Outcome<OutputFact> {
    let mut words = Words(text);
    let name = words.next().ok_or("an output needs a name")?;
    Ok(OutputFact { name: unquoted(name)?, kinds: kinds(words.next().unwrap_or_default(), known) })
}

fn gives(word: &str, rest: &str, block: &Block, known: &mut Kinds) -> Outcome<Gives> {
    let words: Vec<&str> = rest.split(' ').collect();
    match (word, &words[..]) {
        ("gives", [field, value, output, names]) => Ok(Gives::ByValue {
            field: index(block, field)?,
            value: (*value).into(),
            output: (*output).into(),
            kinds: kinds(names, known),
        }),
        ("gives-keys", [field, names]) => Ok(Gives::Keys(index(block, field)?, kinds(names, known))),
        ("gives-items", [field, names]) => Ok(Gives::Items(index(block, field)?, kinds(names, known))),
        ("gives-only", ["lower", field, names]) => {
            Ok(Gives::OnlyLower(index(block, field)?, kinds(names, known)))
        }
        ("gives-only", ["aggregates", names, modes]) => {
            Ok(Gives::OnlyAggregates(index(block, names)?, index(block, modes)?))
        }
        ("gives-only", ["inner", field]) => Ok(Gives::OnlyInner(index(block, field)?)),
        _ => Err(format!("“{word} {rest}” is not understood")),
    }
}

fn rule(text: &str, block: &Block) -> Outcome<Rule> {
    let mut words = Words(text);
    let mut conditions = Vec::new();
    loop {
        let word = words.next().ok_or("a rule demands something")?;
        let mut next = || words.next().ok_or_else(|| format!("“{text}” is cut short"));
        if matches!(word, "if" | "unless") {
            let field = index(block, next()?)?;
            if next()? != "in" {
                return Err("a condition is: if FIELD in LIST".into());
            }
            conditions.push(Condition { field, values: list(next()?)?, unless: word == "unless" });
            continue;
        }
        let check = match word {
            "limit" => limit(&mut words, block)?,
            "needs" => Check::Needs(index(block, next()?)?),
            "needs-some" => Check::NeedsSome(index(block, next()?)?),
            "needs-one" => {
                Check::NeedsOne(words.by_ref().map(|name| index(block, name)).collect::<Outcome<_>>()?)
            }
            "lacks" => Check::Lacks(index(block, next()?)?),
            "below" => Check::Less(index(block, next()?)?, index(block, next()?)?),
            "most" => Check::AtMost(index(block, next()?)?, index(block, next()?)?),
            "levels" => {
                let (model, level) = (index(block, next()?)?, index(block, next()?)?);
                Check::Levels { model, level, table: table(next()?)? }
            }
            "pairs" => {
                let (first, second) = (index(block, next()?)?, index(block, next()?)?);
                let pairs = list(next()?)?.into_iter().filter_map(pair).collect();
                Check::Pairs(first, second, pairs)
            }
            "only" => Check::Only(index(block, next()?)?, list(next()?)?),
            "other-than" => Check::OtherThan(index(block, next()?)?, list(next()?)?),
            "labels" => Check::Labels(index(block, next()?)?, index(block, next()?)?),
            "filled" => Check::FilledText(index(block, next()?)?),
            "nonempty" => Check::FilledList(index(block, next()?)?),
            "forbidden" => {
                let field = index(block, next()?)?;
                Check::Forbidden(field, list(next()?)?.into_iter().filter_map(text_of).collect())
            }
            "default" => Check::Default(index(block, next()?)?, json_value(next()?)?),
            "selector" => Check::SelectorText(index(block, next()?)?),
            "code" => Check::Code(match next()? {
                "per-class-confidence" => CodeRule::PerClassConfidence,
                "labelled-points" => CodeRule::LabelledPoints,
                "bundle-file-name" => CodeRule::BundleFileName,
                "switch-targets" => CodeRule::SwitchTargets,
                "inner-workflow" => CodeRule::InnerWorkflow,
                other => return Err(format!("the rule {other} is not in this version")),
            }),
            other => return Err(format!("“{other}” is no demand")),
        };
        return Ok(Rule { conditions, check });
    }
}

fn limit(words: &mut Words<'_>, block: &Block) -> Outcome<Check> {
    let field = index(block, words.next().ok_or("a limit needs a field")?)?;
    let of = match words.next() {
        Some("int") => Limited::Int,
        Some("float") => Limited::Float,
        Some("number") => Limited::Number,
        _ => return Err("a limit is of int, float or number".into()),
    };
    let (mut bounds, mut finite) = (Vec::new(), false);
    for word in words {
        if word == "finite" {
            finite = true;
            continue;
        }
        let sign = word.trim_start_matches(['<', '>', '=']);
        let number = crate::decimal::read(sign).ok_or_else(|| format!("“{word}” is no limit"))?;
        bounds.push(match &word[..word.len() - sign.len()] {
            ">" => Bound::Above(number),
            ">=" => Bound::Least(number),
            "<" => Bound::Below(number),
            "<=" => Bound::Most(number),
            _ => return Err(format!("“{word}” is no limit")),
        });
    }
    Ok(Check::Limit { field, of, bounds, finite })
}

fn list(text: &str) -> Outcome<Vec<Value>> {
    match json_value(text)? {
        Value::List(values) => Ok(values),
        _ => Err(format!("“{text}” is no list")),
    }
}

pub(super) fn text_of(value: Value) -> Option<Box<str>> {
    match value {
        Value::Str(text) => Some(text),
        _ => None,
    }
}

/// Texts by a text.
type Table = Vec<(Box<str>, Vec<Box<str>>)>;

fn pair(value: Value) -> Option<(Box<str>, Box<str>)> {
    let Value::List(items) = value else { return None };
    let mut items = items.into_iter().filter_map(text_of);
    Some((items.next()?, items.next()?))
}

fn table(text: &str) -> Outcome<Table> {
    match json_value(text)? {
        Value::Dict(entries) => Ok(entries
            .into_iter()
            .map(|(key, value)| match value {
                Value::List(items) => (key, items.into_iter().filter_map(text_of).collect()),
                _ => (key, Vec::new()),
            })
            .collect()),
        _ => Err(format!("“{text}” is no table")),
    }
}
