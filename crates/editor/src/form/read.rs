//! From what a person types to a value, and back. What does not fit gives a sentence and no value: the typed text is
//! the caller's to keep. Numbers keep their spelling.
use super::widget::{Slot, Widget};
use flowdeck_spec::catalogue::Shape;
use flowdeck_spec::selector::{Selector, looks_like_one};
use flowdeck_spec::{Node, decimal, fold, json};
use std::rc::Rc;

impl Slot {
    /// Reads a typed text for this slot; `label` is the property's name for people. Nothing typed is no value, except
    /// where an empty text is one.
    ///
    /// # Errors
    /// A sentence that says what would fit.
    pub fn read(&self, label: &str, text: &str) -> Result<Option<Node>, String> {
        let typed = text.trim();
        if typed.is_empty() && (self.nullable || !matches!(self.literal, Some(Widget::Text { .. }))) {
            return Ok(None);
        }
        match (&self.wire, &self.literal) {
            (Some(wire), literal) if literal.is_none() || looks_like_one(typed) => {
                let fits = match (Selector::parse(typed), wire.shape) {
                    (Some(Selector::Step(_)), shape) => shape == Shape::Step,
                    (Some(Selector::Input(_)), shape) => matches!(shape, Shape::Data | Shape::Input),
                    (Some(Selector::StepOutput(..)), shape) => matches!(shape, Shape::Data | Shape::Output),
                    (None, _) => false,
                };
                if fits {
                    return Ok(Some(Node::string(typed)));
                }
                let form = match wire.shape {
                    Shape::Data => "$inputs.name or $steps.name.output",
                    Shape::Input => "$inputs.name",
                    Shape::Step => "$steps.name",
                    Shape::Output => "$steps.name.output",
                };
                Err(misfit(label, &["be wired like ", form].concat(), typed))
            }
            (_, Some(widget)) => widget.read(label, text).map(Some),
            (_, None) => Err(misfit(label, "be left out", typed)),
        }
    }
}

impl Widget {
    /// Reads a typed text as a value of this widget.
    ///
    /// # Errors
    /// A sentence that says what would fit.
    pub fn read(&self, label: &str, text: &str) -> Result<Node, String> {
        let typed = text.trim();
        match self {
            Self::Text { .. } | Self::Secret => Ok(Node::string(text)),
            Self::Number { whole, limits } => {
                let fitting = spelling(typed).filter(|spelt| {
                    decimal::read(spelt).is_some_and(|number| {
                        (!whole || number.fract() == 0.0) && limits.iter().all(|bound| bound.holds(number))
                    })
                });
                fitting.map(|spelt| Node::Number(spelt.into())).ok_or_else(|| {
                    let mut what = String::from(if *whole { "be a whole number" } else { "be a number" });
                    for (index, bound) in limits.iter().enumerate() {
                        what.push_str(if index == 0 { ", " } else { " and " });
                        what.push_str(&bound.words());
                    }
                    misfit(label, &what, typed)
                })
            }
            Self::Toggle => match fold(typed).as_str() {
                "true" | "yes" | "on" => Ok(Node::Bool(true)),
                "false" | "no" | "off" => Ok(Node::Bool(false)),
                _ => Err(misfit(label, "be yes or no", typed)),
            },
            Self::Choice { values, open } => {
                let wanted = fold(typed);
                let same = |pick: &&super::Pick| {
                    pick.value.as_str().is_some_and(|value| *value == *typed)
                        || fold(&pick.label) == wanted
                        || pick.value.to_compact() == typed
                };
                match values.iter().find(same) {
                    Some(pick) => Ok(pick.value.clone()),
                    None if *open => Ok(Node::string(typed)),
                    None => {
                        let mut what = String::from("be one of ");
                        for (index, pick) in values.iter().take(6).enumerate() {
                            what.push_str(if index == 0 { "“" } else { ", “" });
                            what.push_str(&pick.label);
                            what.push('”');
                        }
                        what.push_str(if values.len() > 6 { ", …" } else { "" });
                        Err(misfit(label, &what, typed))
                    }
                }
            }
            Self::Colour => match typed.strip_prefix('#') {
                Some(digits) if !is_hex(digits) => {
                    Err(misfit(label, "be a colour such as #ff8800, rgb(255, 136, 0) or red", typed))
                }
                _ => Ok(Node::string(typed)),
            },
            Self::Classes => Ok(Node::Array(Rc::new(items(typed).map(Node::string).collect()))),
            Self::Tuple(slots) => {
                let parts: Vec<&str> = items(typed).collect();
                if parts.len() != slots.len() {
                    let what = ["be ", &slots.len().to_string(), " values with commas between"].concat();
                    return Err(misfit(label, &what, typed));
                }
                let read = slots.iter().zip(parts).map(|(slot, part)| one(slot, label, part));
                Ok(Node::Array(Rc::new(read.collect::<Result<_, _>>()?)))
            }
            Self::List { of, .. } if !typed.starts_with('[') => {
                let read = items(typed).map(|part| one(of, label, part));
                Ok(Node::Array(Rc::new(read.collect::<Result<_, _>>()?)))
            }
            Self::Variants(variants) => {
                // A text takes everything: what reads as more is more, and several are parted by commas.
                let is_one = !typed.contains([',', '\n', '[', '{']);
                let read = |variant: &super::Variant| match &variant.widget {
                    Self::Text { .. } | Self::Secret => None,
                    Self::List { .. } | Self::Classes if is_one => None,
                    widget => widget.read(label, text).ok().filter(|node| widget.fits(node)),
                };
                if let Some(node) = variants.iter().find_map(read) {
                    return Ok(node);
                }
                match variants
                    .iter()
                    .find(|variant| matches!(variant.widget, Self::Text { .. } | Self::Secret))
                {
                    Some(variant) => variant.widget.read(label, text),
                    None => variants.first().map_or_else(
                        || structured(self, label, typed),
                        |variant| variant.widget.read(label, text),
                    ),
                }
            }
            _ => structured(self, label, typed),
        }
    }

    /// A value as a person edits it in a line of text: [`Widget::read`] gives the same value again.
    #[must_use]
    pub fn show(&self, value: &Node) -> String {
        match (self, value) {
            (_, Node::String(text)) => text.value().into_owned(),
            (Self::Classes | Self::Tuple(_), Node::Array(items)) if items.iter().all(is_plain) => {
                let mut out = String::new();
                for item in items.iter() {
                    if !out.is_empty() {
                        out.push_str(", ");
                    }
                    out.push_str(&item.as_str().unwrap_or_else(|| item.to_compact().into()));
                }
                out
            }
            _ => value.to_compact(),
        }
    }
}

/// Whether an item may stand in a list with commas.
fn is_plain(node: &Node) -> bool {
    match node {
        Node::String(text) => {
            let text = text.value();
            !text.is_empty() && text.trim() == &*text && !text.contains([',', '\n'])
        }
        Node::Number(_) | Node::Bool(_) => true,
        _ => false,
    }
}

fn one(slot: &Slot, label: &str, part: &str) -> Result<Node, String> {
    slot.read(label, part)?.ok_or_else(|| misfit(label, "have no gaps", part))
}

/// The parts of a list that is typed with commas or line breaks.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

fn structured(widget: &Widget, label: &str, typed: &str) -> Result<Node, String> {
    let parsed = json::parse(typed);
    match parsed.root {
        Some(node) if parsed.error.is_none() && widget.fits(&node) => Ok(node),
        _ => {
            let what = match widget {
                Widget::Json => "be JSON",
                Widget::List { .. } | Widget::Operations | Widget::Drawn(_) => "be a list in JSON",
                _ => "be an object in JSON",
            };
            Err(misfit(label, what, typed))
        }
    }
}

/// A typed number as JSON spells it: as it is where that is JSON, else as near to it as can be.
fn spelling(typed: &str) -> Option<String> {
    let (sign, rest) = match typed.split_at_checked(1)? {
        ("-", rest) => ("-", rest),
        ("+", rest) => ("", rest),
        _ => ("", typed),
    };
    decimal::read(rest).filter(|number| number.is_finite() && !rest.starts_with(['+', '-']))?;
    let (digits, exponent) = rest.split_at(rest.find(['e', 'E']).unwrap_or(rest.len()));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(a, b)| (a, Some(b)));
    let mut out = String::from(sign);
    let trimmed = whole.trim_start_matches('0');
    out.push_str(if trimmed.is_empty() { "0" } else { trimmed });
    if let Some(fraction) = fraction.filter(|fraction| !fraction.is_empty()) {
        out.push('.');
        out.push_str(fraction);
    }
    out.push_str(exponent);
    Some(out)
}

fn is_hex(digits: &str) -> bool {
    matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// “Kernel size must be a whole number, at least 1; “abc” is none.”
fn misfit(label: &str, what: &str, typed: &str) -> String {
    let mut out = String::from(label);
    out.push_str(" must ");
    out.push_str(what);
    if typed.is_empty() {
        out.push('.');
        return out;
    }
    out.push_str("; “");
    let mut letters = typed.chars();
    out.extend(letters.by_ref().take(40));
    if letters.next().is_some() {
        out.push('…');
    }
    out.push_str("” does not fit.");
    out
}
