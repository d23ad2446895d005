//! What the bare cloud leaves to us: a tag for what is stored, and saves that compare before they write.
use flowdeck_client::dto::Workflow;
use flowdeck_client::{Api, Change, Consent, Error, Saved, Tagged, Transport, save};

/// The tag of a workflow: what a change of it changes, as it is.
fn tag(workflow: &Workflow) -> String {
    format!("{}\n{}\n{}", workflow.name, workflow.url, workflow.config)
}

/// A workflow with its tag.
pub(super) fn tagged((workflow, _): Tagged) -> Tagged {
    let tag = tag(&workflow);
    (workflow, Some(tag))
}

/// Saves if what is stored has the tag that the change is based on; no tag = in any case.
pub(super) async fn update<T: Transport>(
    api: &Api<T>,
    ws: &str,
    change: &Change,
    base: Option<&str>,
) -> Result<Tagged, Error> {
    let consent = async |before: &Workflow| {
        if base.is_none_or(|base| base == tag(before)) { Consent::Write } else { Consent::Moved }
    };
    match save(api, ws, change, consent).await? {
        Saved::Stored(workflow) => Ok(tagged((workflow, None))),
        Saved::Moved(workflow) => {
            let etag = Some(tag(&workflow));
            Err(Error::Conflict { workflow: Box::new(workflow), etag })
        }
        Saved::Taken => Err(Error::of_ours(
            409,
            "save the workflow",
            "Another workflow has this URL name. Choose another one.",
        )),
    }
}
