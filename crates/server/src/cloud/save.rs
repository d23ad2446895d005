//! Saving through a gateway. The cloud's last write wins, so the gateway reads, compares and writes with nobody else's
//! write between, and reads again when it cannot know whether a write took effect.
use super::{Cloud, Services, tag};
use crate::db::StoreError;
use flowdeck_client::dto::Workflow;
use flowdeck_client::{Error, TransportError, Update};
use std::rc::Rc;

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
    /// The tags that the change may be based on; none = the last write wins.
    pub base: Option<Vec<String>>,
}

/// What became of it.
#[derive(Debug)]
pub enum Saved {
    /// It is stored: what the cloud has now.
    Stored(Workflow),
    /// What is stored is not what the change is based on.
    Moved(Workflow),
    /// The slug belongs to another workflow.
    Taken,
    /// The store that copies of the gateway share did not give the turn: nothing was written.
    NoTurn(StoreError),
}

impl Cloud {
    /// Saves a workflow.
    ///
    /// # Errors
    /// As [`flowdeck_client::Calls::update`]; where the answer was lost, the cloud is asked what it has.
    pub async fn save(&self, change: Change) -> Result<Saved, Error> {
        self.ask(|cloud| async move { save(&cloud, &change).await }).await
    }
}

async fn save(cloud: &Rc<Services>, change: &Change) -> Result<Saved, Error> {
    let mut turn = match cloud.locks.turn(&change.id).await {
        Ok(turn) => turn,
        Err(error) => return Ok(Saved::NoTurn(error)),
    };
    let Some(before) = stored(cloud, change).await? else { return Ok(Saved::Taken) };
    if let Some(base) = &change.base
        && !base.contains(&tag(&before))
    {
        return Ok(Saved::Moved(before));
    }
    if let Err(error) = turn.check().await {
        return Ok(Saved::NoTurn(error));
    }
    let update =
        Update { id: &before.id, name: &change.name, url: &change.url, config: &change.config, base: None };
    let failure = match cloud.api.update(&cloud.workspace, update).await {
        Ok(_) => None,
        // It may have taken effect all the same: what is stored tells.
        Err(error) if is_in_doubt(&error) => Some(error),
        Err(error) => return Err(error),
    };
    // Read again rather than trust the answer, whose shape the contract leaves open.
    let after = cloud.api.get(&cloud.workspace, &change.url, None).await;
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
fn is_in_doubt(error: &Error) -> bool {
    match error {
        Error::Transport(error) => !matches!(error, TransportError::Withheld),
        Error::Status { status, .. } => *status >= 500,
        Error::Decode { .. } => true,
        _ => false,
    }
}

/// The workflow of an id; none when the slug that the change asks for is another workflow's. The contract reads by slug
/// only, and the change may bring a new one: then the list tells which slug it has now.
async fn stored(cloud: &Rc<Services>, change: &Change) -> Result<Option<Workflow>, Error> {
    let ws = &cloud.workspace;
    let at_new_slug = match cloud.api.get(ws, &change.url, None).await {
        Ok((workflow, _)) if workflow.id == change.id || change.id == workflow.url => {
            return Ok(Some(workflow));
        }
        Ok((workflow, _)) => Some(workflow),
        Err(error) if error.is_missing() => None,
        Err(error) => return Err(error),
    };
    let (rows, _) = cloud.api.search(ws, flowdeck_client::ListQuery::default()).await?;
    let row = rows.into_iter().find(|row| row.id == change.id || row.url == change.id);
    match (row, at_new_slug) {
        (Some(_), Some(_)) => Ok(None),
        (Some(row), None) => cloud.api.get(ws, &row.url, None).await.map(|(workflow, _)| Some(workflow)),
        (None, _) => Err(Error::Status {
            status: 404,
            said: String::new(),
            retry_after: None,
            call: "save the workflow",
            scope: "workflow:update",
        }),
    }
}
