//! The server of Flowdeck: the local workspace, its API, and the app itself.
