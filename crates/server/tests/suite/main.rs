//! The server as its callers see it. One binary, so that it is linked once; one file a subject.
#![expect(clippy::unwrap_used, clippy::panic, reason = "what a test does not expect stops it")]

mod blocks;
mod builder;
mod check;
mod contract;
mod copies;
mod create;
mod definition;
mod disk;
mod doctor;
mod etag;
mod files;
mod fix;
mod forward;
mod frame;
mod gateway;
mod guard;
mod kill;
mod limits;
mod listing;
mod login;
mod logs;
mod pipes;
mod problems;
mod publications;
mod publish;
mod run;
mod start;
mod store_laws;
mod support;
mod token_endpoint;
mod tokens;
mod trash;
mod update;
