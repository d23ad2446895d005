//! The Flowdeck app: a Yew single-page application, browser only.
