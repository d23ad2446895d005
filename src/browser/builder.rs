//! The app inside the builder page of an `inference` server: a frame whose address says which server it is and holds the
//! pass to it, which is taken out of the address at once.
use super::{JsError, dom, history, location};
use flowdeck_client::{Key, join};
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{Url, UrlSearchParams};

/// The path of the frame's page, below the place where the app lives.
const PATH: &str = "/workflows/local";

/// What the frame's address says.
#[derive(Debug)]
pub struct Entrance {
    /// The origin of the server.
    pub server: String,
    /// The pass to it.
    pub pass: Key,
}

/// Why the page cannot be a builder's frame.
#[derive(Debug)]
pub struct Refusal {
    /// Why, and what to do.
    pub why: String,
    /// The page of the server that shows it as it should be.
    pub open: Option<String>,
}

impl From<&str> for Refusal {
    fn from(why: &str) -> Self {
        Self { why: String::from(why), open: None }
    }
}

/// What the address says, where the page is a builder's frame.
///
/// # Errors
/// It is one, but cannot be used.
#[must_use]
pub fn entrance() -> Option<Result<Entrance, Refusal>> {
    let path = history::path().ok()?;
    let below = path.strip_prefix(PATH)?;
    (below.is_empty() || below.starts_with('/')).then(|| read(below))
}

fn read(workflow: &str) -> Result<Entrance, Refusal> {
    let broken = |_| Refusal::from("This browser does not tell the page its address.");
    let failed = |error: JsError| Refusal::from(&*error.0);
    let window = dom::window().map_err(failed)?;
    let address = Url::new(&window.location().href().map_err(broken)?).map_err(broken)?;
    let query: UrlSearchParams = address.search_params();
    let server = query.get("serverUrl").unwrap_or_default();
    let pass = query.get("csrf").and_then(Key::new);
    if query.has("csrf") {
        query.delete("csrf");
        // What cannot be taken out of the address must not be used from it.
        history::replace(&address.href()).map_err(failed)?;
    }
    let server = String::from(server.trim_end_matches('/'));
    let Some(listed) = listed() else {
        return Err(Refusal::from(
            "This Flowdeck is no builder of inference servers. Start it with --builder and the server's address, such as http://127.0.0.1:9001.",
        ));
    };
    if !listed.contains(&server) {
        let why = "is none of the inference servers that this Flowdeck is a builder for. Whoever runs it lists them with --builder.";
        return Err(Refusal::from(&*["“", &server, "” ", why].concat()));
    }
    let Some(pass) = pass else {
        let id = workflow.trim_matches('/');
        return Err(Refusal {
            why: String::from(
                "This page works inside the builder page of its inference server. Open it there.",
            ),
            open: Some(outer_address(&server, Some(id).filter(|id| !id.is_empty()))),
        });
    };
    Ok(Entrance { server, pass })
}

/// The origins of the servers that the app may be a builder for; none where it is not set up for any.
fn listed() -> Option<Vec<String>> {
    let meta = dom::document().ok()?.query_selector("meta[name=flowdeck-builders]").ok()??;
    Some(meta.get_attribute("content")?.split(' ').map(String::from).collect())
}

/// The frame's own address for a page of the app.
#[must_use]
pub fn address(server: &str, workflow: Option<&str>, page: &str) -> String {
    let base = location::basename().unwrap_or_default();
    let path = join(&[&*base, PATH].concat(), workflow.as_slice());
    [&path, "?serverUrl=", &flowdeck_client::encoded(server), "#", page].concat()
}

/// The address of the server's page that shows a workflow: what a link says, since only it opens in a tab.
#[must_use]
pub fn outer_address(server: &str, workflow: Option<&str>) -> String {
    [server, "/build", &workflow.map_or_else(String::new, |id| join("/edit", &[id]))].concat()
}

/// Tells the server's page what is shown, and nobody else.
pub fn tell(server: &str, kind: &str, field: &str, text: &str) {
    let message = Object::new();
    let is_set = [("type", kind), (field, text)]
        .into_iter()
        .all(|(name, text)| Reflect::set(&message, &name.into(), &text.into()).is_ok());
    let parent = dom::window().ok().and_then(|window| window.parent().ok().flatten());
    if let Some(parent) = parent.filter(|_| is_set) {
        // A page that is framed by another hears nothing: its own address lags behind, no more.
        let _ = parent.post_message(&JsValue::from(message), server);
    }
}
