//! Mounts the app, nothing else.
fn main() {
    flowdeck::app::start();
}
