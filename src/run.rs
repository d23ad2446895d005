//! A run as people see it, apart from any store: what is filled in, what is sent for it, where it stands. The app's
//! run page and the widget share it.
mod outcome;
pub mod shape;
mod values;

pub use outcome::Outcome;
pub use values::{ImageValue, InputValue, Problems, Values, collect, read_text};
