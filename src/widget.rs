//! `<flowdeck-runner>`: one workflow on any page, run with nothing but a token. Its own small binary, which knows
//! neither the app's pages nor its store. The custom element itself is JavaScript (`js/src/embed.js`), because its
//! class must exist before this code is loaded; it hands over its shadow root, its options, and hears of events.
mod details;
mod model;
mod options;
mod runtime;
mod source;
mod view;

pub use model::{Effect, Event, Form, Model, Msg, update};
pub use options::Options;
pub use runtime::{Tokens, Widget};
pub use view::{Root, RootProps};
