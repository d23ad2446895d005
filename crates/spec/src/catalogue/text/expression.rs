//! Type expressions: `(int|data)[>=1]`, `dict<str,list<$3>>?`.
use super::{Outcome, Types, json_value};
use crate::catalogue::{Bound, Literal, Shape, Size, Type, TypeId, Value};

/// Expressions are ours, but a catalogue may come from a file: deeper than this is none of ours.
const DEEPEST: usize = 64;

/// A reader of one expression.
pub(super) struct Expression<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Expression<'_> {
    /// The type of a whole expression.
    pub(super) fn read(text: &str, types: &mut Types) -> Outcome<TypeId> {
        let mut reader = Expression { text, at: 0, depth: 0 };
        let id = reader.one(types)?;
        if reader.at < text.len() {
            Err(format!("“{}” follows a type", &text[reader.at..]))
        } else {
            Ok(id)
        }
    }

    fn one(&mut self, types: &mut Types) -> Outcome<TypeId> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("a type is nested too deep".into());
        }
        let mut id = self.primary(types)?;
        loop {
            if self.eat("?") {
                id = types.push(Type::Optional(id));
            } else if self.eat("[#>=") {
                let least = self.number()?;
                self.expect("]")?;
                id = types.push(Type::Filled(id, whole(least)?));
            } else if self.eat("[") {
                let bound = self.bound()?;
                self.expect("]")?;
                id = types.push(Type::Limited(id, bound));
            } else {
                self.depth -= 1;
                return Ok(id);
            }
        }
    }

    fn primary(&mut self, types: &mut Types) -> Outcome<TypeId> {
        if self.eat("(") {
            let mut members = vec![self.one(types)?];
            while self.eat("|") {
                members.push(self.one(types)?);
            }
            self.expect(")")?;
            return Ok(types.push(Type::Union(members)));
        }
        if self.rest().starts_with('[') {
            return self.literals(types);
        }
        if self.eat("#") {
            let name = self.word();
            let id = types.model(name);
            return Ok(types.push(Type::Model(id)));
        }
        if self.eat("$") {
            let name = format!("${}", self.word());
            return types
                .by_expression
                .get(name.as_str())
                .copied()
                .ok_or(format!("{name} is not told about"));
        }
        let kind = match self.word() {
            "any" => Type::Any,
            "null" => Type::Null,
            "never" => Type::Never,
            "str" => Type::Str,
            "bool" => Type::Bool,
            "data" => Type::Selector(Shape::Data),
            "input" => Type::Selector(Shape::Input),
            "step" => Type::Selector(Shape::Step),
            "output" => Type::Selector(Shape::Output),
            "int" => Type::Int(self.bounds()?),
            "float" => Type::Float(self.bounds()?),
            "list" => {
                let items = self.arguments(types)?;
                let [item] = items[..] else { return Err("a list has one type of items".into()) };
                Type::List(item, self.size()?)
            }
            "dict" => {
                let parts = self.arguments(types)?;
                let [key, value] = parts[..] else { return Err("a dict has a key and a value".into()) };
                Type::Dict(key, value, self.size()?)
            }
            "tuple" => Type::Tuple(self.arguments(types)?),
            "one" => self.models(types)?,
            "reserved" => {
                let parts = self.arguments(types)?;
                let [inner] = parts[..] else { return Err("reserved has one type".into()) };
                Type::Reserved(inner)
            }
            other => return Err(format!("“{other}” is no type")),
        };
        Ok(types.push(kind))
    }

    fn arguments(&mut self, types: &mut Types) -> Outcome<Vec<TypeId>> {
        self.expect("<")?;
        let mut list = vec![self.one(types)?];
        while self.eat(",") {
            list.push(self.one(types)?);
        }
        self.expect(">")?;
        Ok(list)
    }

    fn models(&mut self, types: &mut Types) -> Outcome<Type> {
        self.expect("<")?;
        let mut list = Vec::new();
        loop {
            self.expect("#")?;
            let name = self.word();
            list.push(types.model(name));
            if !self.eat(",") {
                self.expect(">")?;
                return Ok(Type::One(list));
            }
        }
    }

    /// A JSON list of texts and numbers.
    fn literals(&mut self, types: &mut Types) -> Outcome<TypeId> {
        let (mut in_text, mut escaped) = (false, false);
        let length = self.rest().bytes().position(|byte| {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b']' if !in_text => return true,
                _ => {}
            }
            false
        });
        let length = length.ok_or("a list of values has no end")? + 1;
        let Value::List(values) = json_value(&self.rest()[..length])? else {
            return Err("a choice is a list".into());
        };
        self.at += length;
        let literals = values.into_iter().map(|value| match value {
            Value::Str(text) => Ok(Literal::Str(text)),
            Value::Bool(value) => Ok(Literal::Bool(value)),
            Value::Null => Ok(Literal::Null),
            #[expect(clippy::cast_possible_truncation, reason = "whole numbers of a choice are small")]
            Value::Number(number, true) => Ok(Literal::Int(number as i64)),
            _ => Err("a choice is of texts and whole numbers"),
        });
        let literals = literals.collect::<Result<_, _>>()?;
        Ok(types.push(Type::Literal(literals)))
    }

    fn bounds(&mut self) -> Outcome<Vec<Bound>> {
        let mut list = Vec::new();
        if self.rest().starts_with("(>") || self.rest().starts_with("(<") {
            self.at += 1;
            loop {
                list.push(self.bound()?);
                if !self.eat(",") {
                    self.expect(")")?;
                    break;
                }
            }
        }
        Ok(list)
    }

    fn size(&mut self) -> Outcome<Size> {
        let mut size = Size::default();
        for bound in self.bounds()? {
            match bound {
                Bound::Least(least) => size.least = whole(least)?,
                Bound::Most(most) => size.most = Some(whole(most)?),
                _ => return Err("a size is at least or at most".into()),
            }
        }
        Ok(size)
    }

    fn bound(&mut self) -> Outcome<Bound> {
        if self.eat(">=") {
            Ok(Bound::Least(self.number()?))
        } else if self.eat("<=") {
            Ok(Bound::Most(self.number()?))
        } else if self.eat(">") {
            Ok(Bound::Above(self.number()?))
        } else if self.eat("<") {
            Ok(Bound::Below(self.number()?))
        } else {
            Err(format!("“{}” is no limit", self.rest()))
        }
    }

    fn number(&mut self) -> Outcome<f64> {
        let rest = self.rest();
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | 'e' | '+')).unwrap_or(rest.len());
        let number = crate::decimal::read(&rest[..end]).ok_or_else(|| format!("“{rest}” is no number"))?;
        self.at += end;
        Ok(number)
    }

    fn word(&mut self) -> &str {
        let rest = &self.text[self.at..];
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '\'')))
            .unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn eat(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    fn expect(&mut self, wanted: &str) -> Outcome<()> {
        if self.eat(wanted) {
            Ok(())
        } else {
            Err(format!("“{wanted}” is missing before “{}”", self.rest()))
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a small whole number"
)]
fn whole(number: f64) -> Outcome<usize> {
    if (0.0..=1e6).contains(&number) && number.fract() == 0.0 {
        Ok(number as usize)
    } else {
        Err(crate::decimal::write(number) + " is no size")
    }
}
