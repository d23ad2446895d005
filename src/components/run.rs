//! A run on the screen: the form made from a workflow's inputs, and what came out. The app's run page and the widget
//! show the same; what is in the form and what becomes of it is told to whoever shows it.
mod chosen;
mod form;
mod image_field;
mod logs;
mod outputs;
mod pick;
mod results;
mod text_field;
mod timing;
mod tools;
mod viewer;

pub use form::{FormExtras, InputsForm, SampleImage, inputs_form};
pub use logs::Logs;
pub use results::{Extra, Results, ResultsProps};
pub use timing::Timing;
pub use tools::TOOLS;
pub use viewer::Tools;
