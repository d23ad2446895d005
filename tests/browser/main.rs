//! Tests that need a real browser: hooks, components, and the only users of the web. One program, one module each for
//! what is tested. `cargo xtask test` runs them in headless Chromium; natively there is nothing here.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "what a test does not expect stops it")]

mod app;
mod commands;
mod compile_speed;
mod dialog;
mod editor;
mod files;
mod form;
mod handles;
mod http;
mod link;
mod menu;
mod notices;
mod outline;
mod palette;
mod renders;
mod results;
mod selectors;
mod stage;
mod window_list;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
