//! The app in a frame of another site: no cookie is sent from there, so the page around it hands over a session that its
//! back end got. Only pages that the server lists are asked and believed. The session is in memory and nowhere else.
use super::http::Http;
use super::{JsError, dom, listener::Listener, timer::Timer};
use flowdeck_client::{Request, Response, Transport, TransportError};
use futures_channel::oneshot;
use js_sys::{Object, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

/// How long the page around may take to give a session, milliseconds.
const PATIENCE_MS: u32 = 15_000;

thread_local! {
    static SESSION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The origins that may frame the app from elsewhere, where it is framed so.
fn parents() -> Option<Vec<String>> {
    let meta = dom::document().ok()?.query_selector("meta[name=flowdeck-parents]").ok()??;
    Some(meta.get_attribute("content")?.split(' ').map(String::from).collect())
}

/// Gets a session where one is needed.
///
/// # Errors
/// The page around the frame gives none.
pub async fn enter() -> Result<(), JsError> {
    match parents() {
        Some(parents) => ask(&parents).await,
        None => Ok(()),
    }
}

async fn ask(parents: &[String]) -> Result<(), JsError> {
    let window = dom::window()?;
    let parent = window.parent()?.ok_or("This page is in no frame.")?;
    let (give, given) = oneshot::channel();
    let give = std::rc::Rc::new(RefCell::new(Some(give)));
    let listed = parents.to_vec();
    let (late, answered) = (give.clone(), give);
    let _listener = Listener::new(&window, "message", move |event| {
        let session = event.dyn_ref::<MessageEvent>().filter(|event| listed.contains(&event.origin()));
        let session = session.and_then(|event| session_of(&event.data()));
        // Other messages come too: only a session is an answer.
        let Some(session) = session else { return };
        if let Some(give) = answered.take() {
            // Nobody waits any more: then nobody misses it.
            let _ = give.send(session);
        }
    })?;
    let _timer = Timer::after(PATIENCE_MS, move || drop(late.take()));
    let message = Object::new();
    Reflect::set(&message, &"type".into(), &"flowdeck:session-wanted".into())?;
    // Whichever of them is the parent gets it; the browser drops the others.
    for origin in parents {
        parent.post_message(&message, origin)?;
    }
    let session = given.await.map_err(|_| {
        JsError::from(
            "The page around this frame gave no session. It needs <flowdeck-manager> with getSession.",
        )
    })?;
    SESSION.with(|held| *held.borrow_mut() = Some(session));
    Ok(())
}

fn session_of(data: &JsValue) -> Option<String> {
    let of = |name: &str| Reflect::get(data, &JsValue::from_str(name)).ok()?.as_string();
    (data.is_object() && of("type")? == "flowdeck:session").then(|| of("session")).flatten()
}

/// The app's transport: in a frame of another site its calls carry the session, and get a fresh one when it has ended.
#[derive(Clone, Copy, Debug, Default)]
pub struct AppHttp(pub Http);

impl Transport for AppHttp {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let Some(session) = SESSION.with(|held| held.borrow().clone()) else {
            return self.0.send(request).await;
        };
        let is_own =
            super::location::origin().is_ok_and(|origin| request.url.starts_with(&format!("{origin}/")));
        if !is_own {
            return self.0.send(request).await;
        }
        let answer = self.0.send(signed(&request, &session)).await?;
        if answer.status != 401 || enter().await.is_err() {
            return Ok(answer);
        }
        let fresh = SESSION.with(|held| held.borrow().clone()).unwrap_or(session);
        self.0.send(signed(&request, &fresh)).await
    }

    async fn pause(&self, ms: u32) {
        self.0.pause(ms).await;
    }

    fn jitter(&self) -> f64 {
        self.0.jitter()
    }
}

fn signed(request: &Request, session: &str) -> Request {
    let mut request = request.clone();
    request.headers.push(("Authorization", format!("Bearer {session}")));
    request
}
