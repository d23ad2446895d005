//! The state of one mount point, how messages change it, and how effects are carried out.
//! An event becomes a [`Msg`]; [`update`] changes the [`Model`] and returns [`Effect`]s; the runner carries
//! them out and feeds the answers back. `update` is pure: it touches no browser and reads no clock.
pub mod builder;
pub mod checks;
pub mod config;
pub mod connect;
mod direct;
pub mod document;
pub mod effect;
pub mod embed;
mod handle;
pub mod hooks;
pub mod list;
mod model;
mod perform;
pub mod preview;
pub mod run;
mod runner;
pub mod session;
pub mod settings;
pub mod toast;
pub mod trash;
mod update;
pub mod versions;

pub use crate::few::Few;
pub use effect::{Call, Effect, RequestId};
pub use handle::{Store, Subscription};
pub use hooks::{use_app, use_dispatch, use_selector};
pub use model::{Key, Model};
pub use runner::App;
pub use update::{Msg, update};
