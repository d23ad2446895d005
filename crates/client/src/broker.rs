//! The token broker: the only holder of workflow tokens. Memory only; one request in flight for any number of
//! callers; refreshes ahead; one retry on 401; forgets on sign-out.
//! Rules: architecture, “Token broker”; security, §2.
use crate::api::Api;
use crate::dto::Token;
use crate::error::Error;
use crate::transport::Transport;
use futures_channel::oneshot;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// What a token is assumed to live when the service does not say (management contract).
const ASSUMED_LIFE_S: u32 = 300;
/// A token is renewed this long before its end, or after four fifths of its life, whichever is sooner.
const AHEAD_MS: f64 = 30_000.0;

/// A clock that only has to run evenly: lives are counted from arrival, so a wrong date does no harm.
pub trait Clock {
    /// Milliseconds.
    fn now_ms(&self) -> f64;
}

impl<F: Fn() -> f64> Clock for F {
    fn now_ms(&self) -> f64 {
        self()
    }
}

/// Where tokens come from: the management API for the app, a token endpoint or the page's own code for a widget.
pub trait TokenSource {
    /// A fresh token for a workflow, by workspace and internal id (or what the source knows workflows by).
    fn fresh(&self, ws: &str, id: &str) -> impl Future<Output = Result<Token, Error>>;
}

impl<T: Transport> TokenSource for Api<T> {
    async fn fresh(&self, ws: &str, id: &str) -> Result<Token, Error> {
        self.workflow_token(ws, id).await
    }
}

/// What is known of one workflow's token.
#[derive(Default)]
struct Entry {
    held: Option<Held>,
    /// Callers that wait for the request in flight; `None` = no request in flight.
    waiting: Option<Vec<oneshot::Sender<Result<Held, Error>>>>,
    /// Counts how often the entry was emptied: an answer to a request from before is not kept.
    epoch: u64,
}

#[derive(Clone)]
struct Held {
    token: String,
    renew_at: f64,
    ends_at: f64,
}

/// By workspace and internal id; a person runs a few workflows.
type Entries = Vec<((String, String), Entry)>;

fn find<'a>(entries: &'a mut Entries, key: &(String, String)) -> Option<&'a mut Entry> {
    entries.iter_mut().find(|(known, _)| known == key).map(|(_, entry)| entry)
}

fn find_or_make<'a>(entries: &'a mut Entries, key: &(String, String)) -> &'a mut Entry {
    let at = entries.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
        entries.push((key.clone(), Entry::default()));
        entries.len() - 1
    });
    &mut entries[at].1
}

/// Hands out tokens.
pub struct TokenBroker<S, C> {
    source: S,
    clock: C,
    entries: Rc<RefCell<Entries>>,
}

impl<S, C> fmt::Debug for TokenBroker<S, C> {
    /// How many, never which.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenBroker({} workflows)", self.entries.borrow().len())
    }
}

/// Takes the place of the leader's answer when the leader is dropped: the others try anew.
struct Lead {
    entries: Rc<RefCell<Entries>>,
    key: (String, String),
    done: bool,
}

impl Drop for Lead {
    fn drop(&mut self) {
        if !self.done
            && let Some(entry) = find(&mut self.entries.borrow_mut(), &self.key)
        {
            // Dropping the senders wakes the waiting callers, one of which leads next.
            entry.waiting = None;
        }
    }
}

/// What a caller has to do.
enum Turn {
    Have(Held),
    Wait(oneshot::Receiver<Result<Held, Error>>),
    Lead(u64),
}

impl<S: TokenSource, C: Clock> TokenBroker<S, C> {
    /// A broker that asks `source`.
    pub fn new(source: S, clock: C) -> Self {
        Self { source, clock, entries: Rc::default() }
    }

    /// A token for a workflow, by workspace and internal id.
    pub async fn token(&self, ws: &str, id: &str) -> Result<String, Error> {
        self.held(ws, id).await.map(|held| held.token)
    }

    /// The same with the life that it has left, for whoever hands it on.
    pub async fn lend(&self, ws: &str, id: &str) -> Result<Token, Error> {
        let held = self.held(ws, id).await?;
        let left = ((held.ends_at - self.clock.now_ms()) / 1_000.0).max(0.0) as u32;
        Ok(Token { token: held.token, expires_in: Some(left), expires_at: String::new() })
    }

    async fn held(&self, ws: &str, id: &str) -> Result<Held, Error> {
        let key = (String::from(ws), String::from(id));
        loop {
            match self.turn(&key) {
                Turn::Have(held) => return Ok(held),
                Turn::Wait(answer) => {
                    if let Ok(outcome) = answer.await {
                        return outcome;
                    }
                }
                Turn::Lead(epoch) => return self.lead(key, epoch).await,
            }
        }
    }

    /// Uses a token; when it is refused with 401, once more with a fresh one.
    pub async fn with_token<A>(
        &self,
        ws: &str,
        id: &str,
        mut call: impl AsyncFnMut(String) -> Result<A, Error>,
    ) -> Result<A, Error> {
        let token = self.token(ws, id).await?;
        match call(token.clone()).await {
            Err(error) if error.is_unauthorized() => {
                self.forget(ws, id, &token);
                call(self.token(ws, id).await?).await
            }
            outcome => outcome,
        }
    }

    /// Forgets every token: on sign-out.
    pub fn forget_all(&self) {
        for entry in self.entries.borrow_mut().iter_mut().map(|(_, entry)| entry) {
            entry.held = None;
            entry.epoch += 1;
        }
    }

    /// Forgets a refused token, unless another caller has renewed it already.
    fn forget(&self, ws: &str, id: &str, refused: &str) {
        if let Some(entry) = find(&mut self.entries.borrow_mut(), &(String::from(ws), String::from(id)))
            && entry.held.as_ref().is_some_and(|held| held.token == refused)
        {
            entry.held = None;
        }
    }

    fn turn(&self, key: &(String, String)) -> Turn {
        let mut entries = self.entries.borrow_mut();
        let entry = find_or_make(&mut entries, key);
        if let Some(held) = &entry.held
            && self.clock.now_ms() < held.renew_at
        {
            return Turn::Have(held.clone());
        }
        match &mut entry.waiting {
            Some(waiting) => {
                let (sender, receiver) = oneshot::channel();
                waiting.push(sender);
                Turn::Wait(receiver)
            }
            None => {
                entry.waiting = Some(Vec::new());
                Turn::Lead(entry.epoch)
            }
        }
    }

    async fn lead(&self, key: (String, String), epoch: u64) -> Result<Held, Error> {
        let mut lead = Lead { entries: Rc::clone(&self.entries), key: key.clone(), done: false };
        let asked_at = self.clock.now_ms();
        let answer = self.source.fresh(&key.0, &key.1).await;
        let mut entries = self.entries.borrow_mut();
        let entry = find_or_make(&mut entries, &key);
        let waiting = entry.waiting.take().unwrap_or_default();
        let outcome = answer.map(|Token { token, expires_in, .. }| {
            // Counted from the question: the token may have been made any time after it.
            let life = f64::from(expires_in.unwrap_or(ASSUMED_LIFE_S)) * 1_000.0;
            let renew_at = asked_at + (life * 0.8).min(life - AHEAD_MS).max(life * 0.5);
            let held = Held { token, renew_at, ends_at: asked_at + life };
            if entry.epoch == epoch {
                entry.held = Some(held.clone());
            }
            held
        });
        lead.done = true;
        drop(entries);
        for sender in waiting {
            // A caller that went away has no use for the answer.
            let _ = sender.send(outcome.clone());
        }
        outcome
    }
}
