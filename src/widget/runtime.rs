//! A widget's handle: takes messages, changes its state, asks the services, tells the page.
use super::details::{Done, Failed, Progress, TokenState};
use super::model::{Effect, Event, Model, Msg, update};
use super::options::Options;
use super::source::Source;
use super::view::{Root, RootProps};
use crate::browser::host::{Listening, TokenCallback};
use crate::browser::{clock, dom, http::Http, timer::Timer};
use crate::few::Few;
use crate::race::race;
use crate::store::Store;
use flowdeck_client::{Error, Execution, RunOptions, TokenBroker};
use futures_channel::oneshot;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::{Rc, Weak};
use web_sys::Element;

type Broker = TokenBroker<Source, fn() -> f64>;

thread_local! {
    /// The tokens of token endpoints: fifty widgets of one workflow ask once. Nothing outside this module sees them.
    static SHARED: Rc<Broker> = Rc::new(TokenBroker::new(Source::Endpoint, clock::now_ms));
}

struct Inner {
    store: Store<Model>,
    place: Element,
    listening: Listening,
    tokens: RefCell<Held>,
    under_way: RefCell<Few<u64, oneshot::Sender<()>>>,
    queue: RefCell<VecDeque<Msg>>,
    is_busy: Cell<bool>,
    focus: RefCell<Option<Timer>>,
}

/// The handle. Clones are the same widget and compare so.
#[derive(Clone)]
pub struct Widget(Rc<Inner>);

impl PartialEq for Widget {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Widget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Widget")
    }
}

/// Where tokens come from, as the page says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tokens {
    /// A token endpoint's absolute address.
    Endpoint(String),
    /// The page's callback.
    Page(TokenCallback),
    /// A token.
    Fixed(String),
}

impl Default for Tokens {
    fn default() -> Self {
        Self::Endpoint(String::new())
    }
}

/// The tokens of a widget: where they come from, and who keeps them.
struct Held {
    from: Tokens,
    broker: Rc<Broker>,
}

impl Held {
    fn of(from: Tokens) -> Self {
        let own = |source| Rc::new(TokenBroker::new(source, clock::now_ms as fn() -> f64));
        let broker = match &from {
            Tokens::Endpoint(_) => SHARED.with(Rc::clone),
            Tokens::Page(callback) => own(Source::Page(callback.clone())),
            Tokens::Fixed(token) => own(Source::Fixed(token.clone())),
        };
        Self { from, broker }
    }

    /// The broker and what it knows the workflow by: the address of its endpoint.
    fn broker(&self) -> (Rc<Broker>, String) {
        let address =
            if let Tokens::Endpoint(address) = &self.from { address.clone() } else { String::new() };
        (Rc::clone(&self.broker), address)
    }
}

impl Widget {
    /// Shows a widget in an element, for as long as the page lives: see [`Widget::reset`].
    #[must_use]
    pub fn mount(place: Element, listening: Listening) -> Self {
        let widget = Self(Rc::new(Inner {
            store: Store::new(Model::default()),
            place: place.clone(),
            listening,
            tokens: RefCell::new(Held::of(Tokens::default())),
            under_way: RefCell::default(),
            queue: RefCell::default(),
            is_busy: Cell::new(false),
            focus: RefCell::default(),
        }));
        let props = RootProps { widget: widget.clone() };
        drop(yew::Renderer::<Root>::with_root_and_props(place, props).render());
        widget
    }

    /// The state.
    #[must_use]
    pub fn store(&self) -> &Store<Model> {
        &self.0.store
    }

    /// Takes the page's options and where its tokens come from.
    pub fn configure(&self, options: Options, tokens: Tokens) {
        // A token that is held stays good when the page only sets an input.
        if self.0.tokens.borrow().from != tokens {
            self.0.tokens.replace(Held::of(tokens));
        }
        self.dispatch(Msg::Configure(options));
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

    /// Stops everything and forgets it: state, tokens, what was filled in.
    pub fn reset(&self) {
        self.0.under_way.take();
        self.0.focus.take();
        self.0.tokens.replace(Held::of(Tokens::default()));
        self.0.store.update(|model| *model = Model::default());
    }

    fn carry_out(&self, effect: Effect) {
        match effect {
            Effect::Describe(request) => {
                let (names, execution) = self.asked();
                self.start(request, move |tokens| async move {
                    let (ws, url) = names;
                    let result = tokens.with(async |token| execution.inputs(&ws, &url, &token).await).await;
                    Msg::Described(request, result)
                });
            }
            Effect::Run(request, inputs) => {
                let (names, execution) = self.asked();
                self.start(request, move |tokens| async move {
                    let (ws, url) = names;
                    let options = RunOptions { use_cache: true, ..RunOptions::default() };
                    let result = tokens
                        .with(async |token| execution.run(&ws, &url, &token, &inputs, &options).await)
                        .await;
                    Msg::Finished(request, result)
                });
            }
            Effect::Cancel(request) => drop(self.0.under_way.borrow_mut().remove(&request)),
            Effect::Tell(event) => self.tell(&event),
            Effect::Focus(selector) => {
                let place = self.0.place.clone();
                // After the views have followed the state.
                let timer = Timer::after(0, move || dom::focus_in(&place, &selector));
                *self.0.focus.borrow_mut() = Some(timer);
            }
        }
    }

    /// Workspace and slug, and the endpoint to ask.
    fn asked(&self) -> ((String, String), Execution<Http>) {
        self.0.store.read(|model| {
            let (ws, url) = model.options.names().unwrap_or_default();
            let execution = Execution::new(Http::default(), model.options.execution_base.as_str(), "");
            ((ws.into(), url.into()), execution)
        })
    }

    fn start<F: Future<Output = Msg> + 'static>(&self, request: u64, work: impl FnOnce(Lender) -> F) {
        let (stop, stopped) = oneshot::channel();
        self.0.under_way.borrow_mut().insert(request, stop);
        let (broker, address) = self.0.tokens.borrow().broker();
        let work = work(Lender { broker, address, listening: self.0.listening.clone() });
        let inner: Weak<Inner> = Rc::downgrade(&self.0);
        wasm_bindgen_futures::spawn_local(async move {
            let Some(msg) = race(work, stopped).await else { return };
            if let Some(inner) = inner.upgrade() {
                inner.under_way.borrow_mut().remove(&request);
                Self(inner).dispatch(msg);
            }
        });
    }

    fn tell(&self, event: &Event) {
        let listening = &self.0.listening;
        match event {
            Event::Progress(state) => listening.tell("progress", &Progress { state }),
            Event::Result(answer, ms) => {
                let outputs = answer.whole.get("outputs").map(ToString::to_string).unwrap_or_default();
                listening.tell("result", &Done { outputs, milliseconds: *ms });
            }
            Event::Error { message, status, step } => {
                listening.tell("error", &Failed { message, status: *status, step });
            }
        }
    }
}

/// The tokens of one piece of work; the page hears how they stand, never what they are.
struct Lender {
    broker: Rc<Broker>,
    address: String,
    listening: Listening,
}

impl Lender {
    async fn with<A>(&self, call: impl AsyncFnMut(String) -> Result<A, Error>) -> Result<A, Error> {
        let state = |state, expires_in| self.listening.tell("token", &TokenState { state, expires_in });
        match self.broker.lend(&self.address, "").await {
            Ok(lent) => state("held", lent.expires_in),
            Err(error) => {
                state("refused", None);
                return Err(error);
            }
        }
        let result = self.broker.with_token(&self.address, "", call).await;
        if result.as_ref().is_err_and(Error::is_unauthorized) {
            state("ended", None);
        }
        result
    }
}
