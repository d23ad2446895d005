//! Saving where the last write wins: read, compare, write, and read again when nobody can know whether the write took
//! effect. Between reading and writing a small window stays, unless the caller lets nobody else write meanwhile.
use crate::api::Api;
use crate::calls::{ListQuery, Update};
use crate::dto::Workflow;
use crate::error::Error;
use crate::transport::{Transport, TransportError};

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Change {
    /// The internal id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The slug.
    pub url: String,
    /// The config's text.
    pub config: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    /// It is stored: what the service has now.
    Stored(Workflow),
    /// What is stored is not what the change is based on.
    Moved(Workflow),
    /// The slug belongs to another workflow.
    Taken,
}

/// What the caller says to what is stored, just before the write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consent {
    /// It is what the change is based on: write.
    Write,
    /// It is not, or the caller may not write any more: do not.
    Moved,
}

/// Saves a workflow if the caller consents to what is stored.
///
/// # Errors
/// As [`crate::Calls::update`]; where the answer was lost, the service is asked what it has.
pub async fn save<T: Transport>(
    api: &Api<T>,
    ws: &str,
    change: &Change,
    consent: impl AsyncFnOnce(&Workflow) -> Consent,
) -> Result<Saved, Error> {
    let Some(before) = stored(api, ws, change).await? else { return Ok(Saved::Taken) };
    if consent(&before).await == Consent::Moved {
        return Ok(Saved::Moved(before));
    }
    let update =
        Update { id: &before.id, name: &change.name, url: &change.url, config: &change.config, base: None };
    let failure = match api.update(ws, update).await {
        Ok(_) => None,
        // It may have taken effect all the same: what is stored tells.
        Err(error) if is_in_doubt(&error) => Some(error),
        Err(error) => return Err(error),
    };
    // Read again rather than trust the answer, whose shape the contract leaves open.
    let after = api.get(ws, &change.url, None).await;
    match (after, failure) {
        (Ok((workflow, _)), None) => Ok(Saved::Stored(workflow)),
        (Ok((workflow, _)), Some(_)) if is_written(&workflow, change) => Ok(Saved::Stored(workflow)),
        (_, Some(error)) => Err(error),
        (Err(error), None) => Err(error),
    }
}

fn is_written(workflow: &Workflow, change: &Change) -> bool {
    (&workflow.name, &workflow.url, &workflow.config) == (&change.name, &change.url, &change.config)
}

/// Whether a write may have taken effect although it failed.
pub(crate) fn is_in_doubt(error: &Error) -> bool {
    match error {
        Error::Transport(error) => !matches!(error, TransportError::Withheld),
        Error::Status { status, .. } => *status >= 500,
        Error::Decode { .. } => true,
        _ => false,
    }
}

/// The workflow of an id; none when the slug that the change asks for is another workflow's. The contract reads by slug
/// only, and the change may bring a new one: then the list tells which slug it has now.
async fn stored<T: Transport>(api: &Api<T>, ws: &str, change: &Change) -> Result<Option<Workflow>, Error> {
    let at_new_slug = match api.get(ws, &change.url, None).await {
        Ok((workflow, _)) if workflow.id == change.id || change.id == workflow.url => {
            return Ok(Some(workflow));
        }
        Ok((workflow, _)) => Some(workflow),
        Err(error) if error.is_missing() => None,
        Err(error) => return Err(error),
    };
    let (rows, _) = api.search(ws, ListQuery::default()).await?;
    let row = rows.into_iter().find(|row| row.id == change.id || row.url == change.id);
    match (row, at_new_slug) {
        (Some(_), Some(_)) => Ok(None),
        (Some(row), None) => api.get(ws, &row.url, None).await.map(|(workflow, _)| Some(workflow)),
        (None, _) => Err(Error::of_ours(404, "save the workflow", "")),
    }
}
