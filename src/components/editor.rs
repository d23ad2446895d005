//! The panels of the visual editor around its canvas. Each shows what it is given and calls back; which command does
//! what, and whether it may, is decided by who uses them.
pub mod canvas_tools;
pub mod command_palette;
pub mod context_menu;
pub mod finder;
pub mod float;
pub mod history_list;
pub mod keys;
mod kinds;
pub mod outline_tree;
pub mod palette;
pub mod problems_list;
pub mod quick_add;
pub mod shared;
pub mod shortcut_help;
