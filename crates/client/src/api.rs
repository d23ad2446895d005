//! The management API, typed and awaited: one method per call of the contract. The questions are in `calls`.
use crate::ask::Ask;
use crate::calls::{Calls, ListQuery, Page, Tagged, Update};
use crate::dto::{Token, TrashItem, Version, Welcome};
use crate::error::Error;
use crate::transport::Transport;

/// Calls against one management API.
#[derive(Clone, Debug)]
pub struct Api<T> {
    transport: T,
    calls: Calls,
    takes_config_in_body: bool,
}

impl<T: Transport> Api<T> {
    /// The API of our own server at an absolute base address.
    pub fn new(transport: T, base: impl Into<String>) -> Self {
        Self { transport, calls: Calls::new(base), takes_config_in_body: true }
    }

    /// The vendor's API at an absolute base address: it reads a new workflow's fields from the address only.
    pub fn cloud(transport: T, base: impl Into<String>) -> Self {
        Self { transport, calls: Calls::new(base), takes_config_in_body: false }
    }

    /// The questions that this API answers.
    pub fn calls(&self) -> &Calls {
        &self.calls
    }

    /// Sends a question.
    pub async fn send<A: 'static>(&self, ask: Ask<A>) -> A {
        ask.send(&self.transport).await
    }

    /// See [`Calls::welcome`].
    pub async fn welcome(&self) -> Result<Welcome, Error> {
        self.send(self.calls.welcome()).await
    }

    /// One page of a list: rows, and where the next page starts.
    pub async fn list(&self, ws: &str, limit: u32, cursor: Option<&str>) -> Result<Page, Error> {
        self.search(ws, ListQuery { limit: Some(limit), cursor, ..ListQuery::default() }).await
    }

    /// See [`Calls::search`].
    pub async fn search(&self, ws: &str, query: ListQuery<'_>) -> Result<Page, Error> {
        self.send(self.calls.search(ws, query)).await
    }

    /// See [`Calls::get`].
    pub async fn get(&self, ws: &str, url: &str, version: Option<&str>) -> Result<Tagged, Error> {
        self.send(self.calls.get(ws, url, version)).await
    }

    /// See [`Calls::versions`].
    pub async fn versions(&self, ws: &str, url: &str) -> Result<Vec<Version>, Error> {
        self.send(self.calls.versions(ws, url)).await
    }

    /// Makes a workflow and returns its slug; without one asked for it is made from the name.
    pub async fn create(
        &self,
        ws: &str,
        name: &str,
        url: Option<&str>,
        config: &str,
    ) -> Result<String, Error> {
        if self.takes_config_in_body {
            return self.send(self.calls.create(ws, name, url, config)).await;
        }
        // The contract carries config in the address, where it is logged and where long ones are refused: so an
        // empty workflow is made first, then updated in the body.
        let made = self.send(self.calls.create_empty(ws, name, url)).await?;
        if config.trim() == "{}" {
            return Ok(made.url);
        }
        let name = if made.name.is_empty() { name } else { &made.name };
        let update = Update { id: &made.id, name, url: &made.url, config, base: None };
        match self.update(ws, update).await {
            Ok(_) => Ok(made.url),
            Err(why) => Err(Error::HalfCreated { url: made.url, why: Box::new(why) }),
        }
    }

    /// See [`Calls::update`].
    pub async fn update(&self, ws: &str, update: Update<'_>) -> Result<Tagged, Error> {
        self.send(self.calls.update(ws, update)).await
    }

    /// See [`Calls::fork`].
    pub async fn fork(
        &self,
        ws: &str,
        source_ws: &str,
        source_url: &str,
        name: Option<&str>,
    ) -> Result<String, Error> {
        self.send(self.calls.fork(ws, source_ws, source_url, name)).await
    }

    /// See [`Calls::workflow_token`].
    pub async fn workflow_token(&self, ws: &str, id: &str) -> Result<Token, Error> {
        self.send(self.calls.workflow_token(ws, id)).await
    }

    /// Moves a workflow to the Trash and returns its internal id. One that is there already counts as moved: the
    /// first try may have come through although its answer was lost.
    pub async fn delete(&self, ws: &str, url: &str) -> Result<String, Error> {
        match self.send(self.calls.delete(ws, url)).await {
            Err(missing) if missing.is_missing() => {
                // Without a look into the Trash the first answer stands.
                let trash = self.trash(ws).await.unwrap_or_default();
                let item = trash.into_iter().filter(|item| item.url == url).max_by(by_deletion);
                item.map(|item| item.id).ok_or(missing)
            }
            outcome => outcome,
        }
    }

    /// See [`Calls::trash`].
    pub async fn trash(&self, ws: &str) -> Result<Vec<TrashItem>, Error> {
        self.send(self.calls.trash(ws)).await
    }

    /// See [`Calls::restore`].
    pub async fn restore(&self, ws: &str, id: &str) -> Result<(), Error> {
        self.send(self.calls.restore(ws, id)).await
    }
}

/// RFC 3339 in UTC sorts as text.
fn by_deletion(a: &TrashItem, b: &TrashItem) -> std::cmp::Ordering {
    a.deleted_at.cmp(&b.deleted_at)
}
