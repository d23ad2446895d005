//! The drawing of a workflow. `crates/editor` knows what is where and what a pointer means; this draws it and listens.
//! It is painted on canvases, not made of elements: a browser that has to lay out and layer a thousand elements a frame
//! shows forty frames a second where this shows sixty, and a hundred thousand steps are no more work than a hundred.
//! What is painted stays on a surface larger than the view: panning moves that surface, zooming stretches it until it has
//! been painted anew, a few strips a frame. People who do not see it have the outline, and the selected card's words.
pub mod board;
mod ink;
pub mod map;
mod paint;
mod painter;
mod paper;
mod words;
