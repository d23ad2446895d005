//! The query language inside properties: chains of operations and groups of statements. What is not embedded is
//! refused by its name.
mod conditions;
mod operations;
mod python;

pub(crate) use conditions::holds;
pub(crate) use operations::chain;
