//! The pages, one folder per route. They render the store and dispatch messages; what happens is decided there.
pub mod connect;
pub mod not_found;
pub mod run;
pub mod settings;
pub mod trash;
pub mod versions;
pub mod workflow;
pub mod workflows;
