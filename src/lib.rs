//! The Flowdeck app: a Yew single-page application, browser only.
//! `store` decides, `pages` and `components` show, `browser` touches the web; nothing else does.
pub mod app;
pub mod bench;
pub mod browser;
pub mod canvas;
pub mod components;
pub mod few;
pub mod pages;
mod race;
pub mod route;
pub mod run;
pub mod store;
pub mod widget;
pub mod worker;
