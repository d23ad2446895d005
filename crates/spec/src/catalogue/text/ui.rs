//! The lines of a block that begin with `:ui`: how an editor shows it. What is not understood is passed over: a newer
//! catalogue may know more, and nothing of it decides whether a workflow is right.
use super::facts::index;
use super::{Words, json_value, texts, unquoted};
use crate::catalogue::ui::{Hint, Relevance};
use crate::catalogue::{Block, Value};

/// Takes one fact, without its `ui`.
pub(super) fn note(fact: &str, block: &mut Block) -> Option<()> {
    let mut words = Words(fact);
    let hint = match words.next()? {
        "section" => {
            let section = words.next()?;
            block.shown.section = if section == "-" { "".into() } else { section.into() };
            for mark in words {
                match mark {
                    "popular" => block.shown.popular = true,
                    "gpu" => block.shown.gpu = true,
                    "key" => block.shown.key = true,
                    "local" => block.shown.local = true,
                    "unfinished" => block.shown.unfinished = true,
                    _ => {}
                }
            }
            return Some(());
        }
        "rank" => {
            block.shown.rank = Some(crate::decimal::read(words.next()?)?);
            return Some(());
        }
        "words" => {
            block.shown.words = list(words.next()?)?.into_iter().filter_map(super::facts::text_of).collect();
            return Some(());
        }
        "always" => Hint::Always,
        "multiline" => Hint::Multiline,
        "private" => Hint::Private,
        "hidden" => Hint::Hidden,
        "apart" => Hint::Apart,
        word => return of_one(word, words, block),
    };
    for name in words {
        if let Ok(place) = index(block, name) {
            block.hints.push((place, hint.clone()));
        }
    }
    Some(())
}

/// A fact of one field.
fn of_one(word: &str, mut words: Words<'_>, block: &mut Block) -> Option<()> {
    let place = index(block, words.next()?).ok()?;
    let rest = words.next()?;
    let hint = match word {
        "order" => Hint::Order(rest.parse().ok()?),
        "keys" => Hint::KeysOf(index(block, rest).ok()?),
        "when" => Hint::When(Relevance {
            field: index(block, rest).ok()?,
            values: list(words.next()?)?,
            required: words.next() == Some("!"),
        }),
        "parsers" => Hint::Parsers(texts(rest).ok()?),
        "names" => Hint::Names(texts(rest).ok()?),
        "about" => Hint::About(unquoted(rest).ok()?),
        _ => return None,
    };
    block.hints.push((place, hint));
    Some(())
}

fn list(text: &str) -> Option<Vec<Value>> {
    match json_value(text).ok()? {
        Value::List(values) => Some(values),
        _ => None,
    }
}
