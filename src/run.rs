//! A run as people see it, apart from any store: what is filled in, what is sent for it, where it stands. The app's
//! run page and the widget share it.
pub mod code;
pub mod head;
pub mod kept;
mod limits;
pub mod logs;
mod outcome;
pub mod shape;
pub mod trace;
mod values;

pub use limits::limit;
pub use outcome::Outcome;
pub use values::{
    ImageValue, InputValue, LONGEST_SIDE, MOST_IMAGES, Problems, Values, collect, is_secret, read_text,
};
