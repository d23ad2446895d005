//! The server of Flowdeck: the local workspace, its management API, the execution endpoint, and the app itself.
//! Reads no credential but from the environment and its own data directory, and puts none into a page.
#![warn(missing_docs)]

pub mod blocks;
pub mod catalogue;
pub mod check;
pub mod cli;
pub mod clock;
pub mod cloud;
pub mod data_dir;
pub mod db;
pub mod doctor;
pub mod engine;
pub mod etag;
pub mod failure;
pub mod fetch;
pub mod http;
pub mod ids;
pub mod login;
pub mod problems;
pub mod publication;
pub mod rate;
pub mod seed;
pub mod serve;
pub mod token;

pub use failure::Failure;
