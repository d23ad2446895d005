//! The browser, wrapped: the only users of web-sys, js-sys and gloo-timers. Each type undoes itself on
//! drop and gives [`JsError`] instead of a `JsValue`. Knows nothing of the store or of workflows.
pub mod assets;
pub mod builder;
pub mod camera;
pub mod clipboard;
pub mod clock;
pub mod codes;
pub mod console;
pub mod database;
pub mod dom;
pub mod drag;
pub mod files;
pub mod frame;
pub mod framed;
pub mod history;
pub mod host;
pub mod http;
pub mod js_error;
pub mod listener;
pub mod location;
pub mod number;
pub mod observe;
pub mod pen;
pub mod picture;
pub mod pointer;
pub mod preview;
pub mod storage;
pub mod style;
pub mod text_editor;
pub mod theme;
pub mod timer;
pub mod timing;
pub mod unload;
pub mod worker_scope;

pub use js_error::JsError;
