//! Building blocks of the pages: they render and call back, hold no business state, and know neither
//! the store nor a page.
pub mod bitmap;
pub mod button;
pub mod check;
pub mod copy_button;
pub mod dialog;
pub mod editor;
pub mod empty;
pub mod field;
pub mod form;
pub mod icon;
pub mod link;
pub mod menu;
pub mod notice;
pub mod pill;
pub mod radio_card;
pub mod renders;
pub mod roving;
pub mod run;
pub mod search_box;
pub mod skeleton;
pub mod starters;
pub mod tabs;
pub mod time;
pub mod window_list;
