//! The preview's worker: runs what can be run in the browser, beside the page.
fn main() {
    console_error_panic_hook::set_once();
    flowdeck::worker::start();
}
