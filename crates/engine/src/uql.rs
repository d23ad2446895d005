//! The query language inside properties: chains of operations and groups of statements, as the reference engine's
//! language evaluates them. What is not embedded is refused by its name.
mod classifications;
mod conditions;
mod detections;
mod operations;
mod python;
mod regex;
mod sequences;

pub(crate) use conditions::holds;
pub(crate) use operations::{chain, lax_bool};
pub(crate) use python::{equal, print, repr};

use crate::context::Context;
use crate::data::Data;

/// What operations and statements may refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    /// The named parameters.
    pub(crate) values: &'a [(String, Data)],
    pub(crate) context: &'a Context<'a>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(values: &'a [(String, Data)], context: &'a Context<'a>) -> Self {
        Self { values, context }
    }

    /// A named parameter; the last of a name counts.
    pub(crate) fn value(&self, name: &str) -> Result<&'a Data, String> {
        let found = self.values.iter().rev().find(|(key, _)| key == name).map(|(_, data)| data);
        found.ok_or_else(|| {
            let names: Vec<&str> = self.values.iter().map(|(name, _)| name.as_str()).collect();
            let known = if names.is_empty() { String::from("there are none") } else { names.join(", ") };
            format!("“{name}” is named, which is not among the parameters ({known})")
        })
    }
}
