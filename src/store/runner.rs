//! The app's handle: takes messages, changes the state, carries out effects, feeds answers back.
use super::builder::Bench;
use super::config::{Mode, Routing};
use super::perform::{Services, perform, stopped};
use super::{Call, Effect, Few, Model, Msg, RequestId, Store, preview, run, update};
use crate::browser::preview::{Heard, Helper};
use crate::browser::timing;
use crate::browser::{
    builder, clock, database, dom, files, framed::AppHttp, history, http::Http, location, storage, theme,
    timer::Timer,
};
use crate::race::race;
use crate::route::Route;
use flowdeck_client::{Api, Builder, Execution, Key, Keyed, Keyring, TokenBroker, join};
use flowdeck_spec::Node;
use futures_channel::oneshot;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

struct Inner {
    store: Store<Model>,
    services: Rc<Services>,
    /// Calls under way: dropping the sender stops one.
    calls: RefCell<Few<RequestId, oneshot::Sender<()>>>,
    timers: RefCell<Few<u64, Timer>>,
    next_timer: Cell<u64>,
    /// The preview's worker, while there is something to preview.
    helper: RefCell<Option<Helper>>,
    /// What the page around the app was told last (builder mode).
    told: RefCell<Option<String>>,
    queue: RefCell<VecDeque<Msg>>,
    is_busy: Cell<bool>,
}

/// The handle. Clones are the same app and compare so.
#[derive(Clone)]
pub struct App(Rc<Inner>);

impl PartialEq for App {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("App")
    }
}

impl App {
    /// An app with its first state; addresses in the configuration are relative to `<base href>`.
    ///
    /// # Errors
    /// The configuration holds an address that is none.
    pub fn new(model: Model) -> Result<Self, crate::browser::JsError> {
        Self::with_pass(model, None)
    }

    /// The same in the builder page of an inference server, with the pass to it.
    ///
    /// # Errors
    /// As for [`App::new`].
    pub fn with_pass(model: Model, pass: Option<Key>) -> Result<Self, crate::browser::JsError> {
        let api = location::resolve(&model.config.api)?;
        let execution = location::resolve(&model.config.execution)?;
        let (is_direct, ring) = (model.config.mode == Mode::Direct, Keyring::default());
        let http = AppHttp(if is_direct { Http::strict() } else { Http::default() });
        let keyed = Keyed::new(http, api.clone(), ring.clone());
        // The execution endpoint gets tokens, so its ring stays empty; the key goes there for drafts alone, and only
        // after the person has agreed.
        let drafts = Keyed::new(http, execution.clone(), ring.clone());
        let unkeyed = Keyed::new(http, execution.clone(), Keyring::default());
        let make = if is_direct { Api::cloud } else { Api::new };
        let services = Services {
            api: make(keyed.clone(), api.clone()),
            execution: Execution::new(unkeyed.clone(), execution, api.clone()),
            broker: TokenBroker::new(make(keyed, api), clock::now_ms as fn() -> f64),
            drafts,
            is_direct,
            bench: pass.map(|pass| {
                let server = model.config.execution.clone();
                Bench { builder: Builder::new(&server, pass), server }
            }),
            http: unkeyed,
            ring,
        };
        // The page around opened this address, so it knows it.
        let told = history::path().ok().and_then(|path| place(&Route::read(&path)));
        Ok(Self(Rc::new(Inner {
            store: Store::new(model),
            services: Rc::new(services),
            calls: RefCell::default(),
            timers: RefCell::default(),
            next_timer: Cell::new(0),
            helper: RefCell::default(),
            told: RefCell::new(told),
            queue: RefCell::default(),
            is_busy: Cell::new(false),
        })))
    }

    /// The state.
    #[must_use]
    pub fn store(&self) -> &Store<Model> {
        &self.0.store
    }

    /// Sends a message. One that is sent while another is handled waits for its turn.
    pub fn dispatch(&self, msg: Msg) {
        self.0.queue.borrow_mut().push_back(msg);
        if self.0.is_busy.replace(true) {
            return;
        }
        loop {
            let Some(msg) = self.0.queue.borrow_mut().pop_front() else { break };
            let effects = self.0.store.update(|model| update(model, msg, clock::now_ms()));
            for effect in effects {
                self.carry_out(effect);
            }
        }
        self.0.is_busy.set(false);
    }

    /// Opens a page, with an entry in the history.
    pub fn open(&self, route: &Route) {
        // As in `Replace`.
        let _ = history::push(&self.address(route));
        self.dispatch(Msg::Entered(route.clone()));
    }

    /// Shows the page of the browser's address: at the start, and when the person goes back or forth.
    pub fn follow_address(&self) {
        let path = match self.0.store.read(|model| model.config.routing) {
            Routing::Hash => history::fragment(),
            Routing::Path => history::path(),
            Routing::Framed => history::fragment().and_then(|page| {
                // The page around names a workflow in the path; what is below it is ours.
                if page.is_empty() { history::path() } else { Ok(page) }
            }),
        };
        self.dispatch(Msg::Entered(path.map_or(Route::NotFound, |path| Route::read(&path))));
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Call(request, call) => self.call(request, call),
            Effect::Cancel(request) => drop(self.0.calls.borrow_mut().remove(&request)),
            Effect::Go(route) => self.open(&route),
            Effect::Replace(route) => {
                // Without its history the browser still shows the page; the address lags behind.
                let _ = history::replace(&self.address(&route));
                self.dispatch(Msg::Entered(route));
            }
            Effect::Later(ms, msg) => self.later(ms, *msg),
            Effect::Remember(key, value) => {
                // A choice that the browser does not keep is asked for again, no more.
                let _ = storage::remember(key, &value);
            }
            Effect::KeepRun(key, values, images) => keep_run(&key, &values, &images),
            Effect::RecallRun(key) => {
                let [values, images] = run_names(&key).map(|name| storage::recall(&name).unwrap_or_default());
                self.dispatch(Msg::Run(run::Msg::Recalled(key, values, images)));
            }
            // Without a database the runs before are there as long as the page is.
            Effect::KeepPast(name, text) => wasm_bindgen_futures::spawn_local(async move {
                let _ = database::keep(&name, &text).await;
            }),
            Effect::ForgetPast(names) => wasm_bindgen_futures::spawn_local(async move {
                let _ = database::forget(&names).await;
            }),
            Effect::RecallPast(key) => {
                let app = self.clone();
                wasm_bindgen_futures::spawn_local(async move {
                    let texts = database::all(&run::beginning(&key)).await.unwrap_or_default();
                    app.dispatch(Msg::Run(run::Msg::PastRecalled(key, texts)));
                });
            }
            Effect::ShowTheme(dark) => theme::show(dark),
            Effect::Title(title) => {
                if let Some(bench) = &self.0.services.bench {
                    builder::tell(&bench.server, "setTitle", "title", &title);
                }
                dom::set_title(&title);
            }
            Effect::TellPlace(place) => {
                if let Some(bench) = &self.0.services.bench
                    && self.0.told.replace(place.clone()) != place
                {
                    let path = place.map_or_else(String::new, |id| join("edit", &[&id]));
                    builder::tell(&bench.server, "navigate", "path", &path);
                }
            }
            Effect::Focus(selector) => self.later_focus(selector),
            Effect::Download(name, media_type, content) => {
                if let Err(error) = files::download(&name, &content, media_type) {
                    self.dispatch(Msg::Failed(format!("The download did not start: {error}")));
                }
            }
            Effect::Preview(order) => self.preview(&order.0),
            Effect::EndPreview => drop(self.0.helper.take()),
            Effect::ForgetTokens => self.0.services.broker.forget_all(),
            Effect::HoldKey(key) => {
                timing::keep_no_addresses();
                self.0.services.ring.hold(key);
            }
            Effect::ForgetKey => {
                self.0.services.ring.clear();
                timing::keep_no_addresses();
            }
            Effect::StopAll => {
                // Dropped outside the borrow: what ends may look at the lists.
                let (calls, timers) = (self.0.calls.take(), self.0.timers.take());
                drop((calls, timers, self.0.helper.take()));
            }
        }
    }

    fn call(&self, request: RequestId, call: Call) {
        let (stop, stopped_by) = oneshot::channel::<()>();
        self.0.calls.borrow_mut().insert(request, stop);
        let app = self.clone();
        let run_key = match &call {
            Call::Run { ws, url, .. } | Call::DraftRun { ws, url, .. } => Some(super::Key::new(ws, url)),
            _ => None,
        };
        let work = perform(Rc::clone(&self.0.services), request, call);
        wasm_bindgen_futures::spawn_local(async move {
            let msg = race(work, stopped_by).await;
            app.0.calls.borrow_mut().remove(&request);
            match (msg, run_key) {
                (Some(msg), _) => app.dispatch(msg),
                (None, Some(key)) => app.dispatch(Msg::Run(run::Msg::Finished(request, key, Err(stopped())))),
                (None, None) => {}
            }
        });
    }

    fn preview(&self, order: &Node) {
        let text = order.to_compact();
        if let Some(helper) = &*self.0.helper.borrow() {
            return helper.send(text);
        }
        let inner = Rc::downgrade(&self.0);
        let started = Helper::start(move |heard| {
            if let Some(inner) = inner.upgrade() {
                Self(inner).dispatch(Msg::Preview(preview::Msg::Heard(heard)));
            }
        });
        match started {
            Ok(helper) => {
                helper.send(text);
                *self.0.helper.borrow_mut() = Some(helper);
            }
            Err(error) => {
                let why = format!("This browser does not start the live preview: {error}");
                self.dispatch(Msg::Preview(preview::Msg::Heard(Heard::Broken(why))));
            }
        }
    }

    fn later(&self, ms: u32, msg: Msg) {
        let id = self.0.next_timer.get();
        self.0.next_timer.set(id + 1);
        let app = self.clone();
        let timer = Timer::after(ms, move || {
            app.0.timers.borrow_mut().remove(&id);
            app.dispatch(msg);
        });
        self.0.timers.borrow_mut().insert(id, timer);
    }

    /// Focuses after the views have followed the state.
    fn later_focus(&self, selector: String) {
        let id = self.0.next_timer.get();
        self.0.next_timer.set(id + 1);
        let inner = Rc::downgrade(&self.0);
        let timer = Timer::after(0, move || {
            if let Some(inner) = inner.upgrade() {
                inner.timers.borrow_mut().remove(&id);
            }
            dom::focus_selector(&selector);
        });
        self.0.timers.borrow_mut().insert(id, timer);
    }

    /// The page that an address of the app means, as a link's address.
    #[must_use]
    pub fn address(&self, route: &Route) -> String {
        let path = route.path();
        match self.0.store.read(|model| model.config.routing) {
            // Relative to the base: a fragment alone would be one of the page that is shown.
            Routing::Hash => format!("./#{path}"),
            Routing::Path => format!("{}{path}", location::basename().unwrap_or_default()),
            Routing::Framed => {
                let server = self.0.store.read(|model| model.config.execution.clone());
                builder::address(&server, place(route).as_deref(), &path)
            }
        }
    }

    /// What a link to a page says: an address that opens in a tab of its own too.
    #[must_use]
    pub fn link(&self, route: &Route) -> String {
        match &self.0.services.bench {
            Some(bench) => builder::outer_address(&bench.server, place(route).as_deref()),
            None => self.address(route),
        }
    }
}

/// The workflow that a page is about.
fn place(route: &Route) -> Option<String> {
    route.workflow().map(|(_, url)| String::from(url))
}

/// Under what a run page's values and images are kept.
fn run_names(key: &super::Key) -> [String; 2] {
    ["inputs", "images"].map(|part| format!("flowdeck.run.{part}.{}/{}", key.ws, key.url))
}

fn keep_run(key: &super::Key, values: &str, images: &str) {
    for (name, text) in run_names(key).iter().zip([values, images]) {
        // What the browser does not keep any more must not come back older than it is.
        if text.is_empty() || !storage::remember(name, text) {
            storage::forget(name);
        }
    }
}
