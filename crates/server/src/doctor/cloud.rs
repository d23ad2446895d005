//! What the key may do. Asked with calls that change nothing: reads, and writes to a workflow that does not exist.
use super::Finding;
use crate::cloud::{Cloud, Key, Options};
use flowdeck_client::{Error, ListQuery, Update};

/// An id that no workflow has.
const NOBODY: &str = "flowdeck-doctor-asks-for-nobody";

pub(super) async fn examine(management: &str, execution: &str, workspace: &str, key: Key) -> Vec<Finding> {
    let cloud = Cloud::start(Options {
        management: String::from(management),
        execution: String::from(execution),
        workspace: String::from(workspace),
        key,
        store: None,
    });
    let cloud = match cloud {
        Ok(cloud) => cloud,
        Err(error) => {
            return vec![Finding::bad(format!("No thread can be started: {error}."), "Free some memory.")];
        }
    };
    let mut findings = Vec::new();
    let belongs = cloud.ask(|cloud| async move { cloud.api.welcome().await }).await;
    match belongs {
        Ok(welcome) if welcome.workspace == workspace => {
            findings.push(Finding::good(format!("The key belongs to the workspace “{workspace}”.")));
        }
        Ok(welcome) if welcome.workspace.is_empty() => findings.push(Finding::note(
            "The cloud does not say which workspace the key belongs to.",
            "Check --workspace yourself.",
        )),
        Ok(welcome) => findings.push(Finding::bad(
            format!("The key belongs to the workspace “{}”, not to “{workspace}”.", welcome.workspace),
            format!("flowdeck serve … --workspace {}", welcome.workspace),
        )),
        Err(error) => {
            findings.push(refused(&error, "the workspace of the key"));
            // Everything else would fail in the same way.
            return findings;
        }
    }
    let list =
        cloud.ask(|cloud| async move { cloud.api.search(&cloud.workspace, ListQuery::default()).await });
    findings.push(scope(
        list.await.map(|(rows, _)| format!(" ({} workflows)", rows.len())),
        "workflow:read",
        "list and read workflows",
    ));
    let trash = cloud.ask(|cloud| async move { cloud.api.trash(&cloud.workspace).await });
    findings.push(scope(trash.await.map(|_| String::new()), "project:read", "look into the Trash"));
    let token = cloud.ask(|cloud| async move { cloud.api.workflow_token(&cloud.workspace, NOBODY).await });
    findings.push(scope(token.await.map(|_| String::new()), "workflow:read", "ask for workflow tokens"));
    let update = cloud.ask(|cloud| async move {
        let update = Update { id: NOBODY, name: NOBODY, url: NOBODY, config: "{}", base: None };
        cloud.api.update(&cloud.workspace, update).await
    });
    findings.push(scope(update.await.map(|_| String::new()), "workflow:update", "save, delete and restore"));
    findings.push(Finding::note(
        "Whether the key may create (workflow:create) is not tried: it would make a workflow.",
        "",
    ));
    findings
}

/// A refusal because the workflow does not exist means that the call itself is allowed.
fn scope(outcome: Result<String, Error>, scope: &str, what: &str) -> Finding {
    match outcome {
        Ok(more) => Finding::good(format!("The key may {what}{more}.")),
        Err(Error::Status { status: 400 | 404 | 409 | 422, .. }) => {
            Finding::good(format!("The key may {what}."))
        }
        Err(Error::Status { status: 403, .. }) => Finding::bad(
            format!("The key may not {what}."),
            format!("Give the key the scope {scope}, or make another key that has it."),
        ),
        Err(error) => refused(&error, what),
    }
}

fn refused(error: &Error, what: &str) -> Finding {
    let mend = match error {
        Error::Status { status: 401, .. } => {
            "The cloud does not know the key: make a new one and put it into ROBOFLOW_API_KEY."
        }
        Error::Status { status: 402, .. } => "The account is out of credits.",
        Error::Status { status: 423, .. } => "API usage of the account is paused.",
        Error::Status { status: 429, .. } => "Too many requests: try again later.",
        Error::Status { status: 404, .. } => {
            "There is no such call: is --gateway the address of the management API?"
        }
        _ => "Try again in a moment; then check the address.",
    };
    Finding::bad(format!("Asking for {what} failed: {error}"), mend)
}
