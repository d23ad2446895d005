//! Asking the services, and to which part of the state the answer goes.
use super::{Call, Msg, RequestId, document, list, run, session, trash, versions};
use crate::browser::{assets, http::Http};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flowdeck_client::{Api, Error, Execution, RunOptions, TokenBroker, TransportError, Update};
use flowdeck_spec::{Node, config};
use std::rc::Rc;

/// What answers.
pub(super) struct Services {
    /// The management API.
    pub(super) api: Api<Http>,
    /// The execution endpoint.
    pub(super) execution: Execution<Http>,
    /// The only holder of tokens.
    pub(super) broker: TokenBroker<Http, fn() -> f64>,
}

/// Asks, and makes the answer's message.
pub(super) async fn perform(services: Rc<Services>, request: RequestId, call: Call) -> Msg {
    let api = &services.api;
    match call {
        Call::Welcome => Msg::Session(session::Msg::Welcomed(request, api.welcome().await)),
        Call::List { ws, cursor } => {
            let result = api.list(&ws, list::PAGE, cursor.as_deref()).await;
            Msg::List(list::Msg::Loaded(request, ws, result))
        }
        Call::Get { ws, url, version } => {
            let result = api.get(&ws, &url, version.as_deref()).await;
            Msg::Document(document::Msg::Loaded(request, super::Key { ws, url }, result))
        }
        Call::Create { ws, name, url, config } => {
            Msg::List(list::Msg::Created(request, api.create(&ws, &name, url.as_deref(), &config).await))
        }
        Call::Update { key, id, name, url, config, base } => {
            let update = Update { id: &id, name: &name, url: &url, config: &config, base: base.as_deref() };
            let result = api.update(&key.ws, update).await;
            Msg::Document(document::Msg::Saved(request, key, result))
        }
        Call::RestoreVersion { key, id, name, url, config, base } => {
            let update = Update { id: &id, name: &name, url: &url, config: &config, base: base.as_deref() };
            let result = api.update(&key.ws, update).await;
            Msg::Versions(versions::Msg::Restored(request, key, result))
        }
        Call::Fork { ws, source_ws, source_url, name } => {
            let result = api.fork(&ws, &source_ws, &source_url, name.as_deref()).await;
            Msg::List(list::Msg::Forked(request, ws, source_url, result))
        }
        Call::Delete { ws, url } => {
            let result = api.delete(&ws, &url).await;
            Msg::List(list::Msg::Deleted(request, ws, url, result))
        }
        Call::Trash { ws } => Msg::Trash(trash::Msg::Loaded(request, api.trash(&ws).await)),
        Call::Restore { ws, id } => {
            let result = api.restore(&ws, &id).await;
            Msg::Trash(trash::Msg::Restored(request, ws, id, result))
        }
        Call::Versions { ws, url } => {
            let result = api.versions(&ws, &url).await;
            Msg::Versions(versions::Msg::Loaded(request, super::Key { ws, url }, result))
        }
        Call::Samples => Msg::Run(run::Msg::Samples(request, samples().await)),
        Call::SampleImage { key, input, sample } => {
            let content = sample_image(&sample).await;
            Msg::Run(run::Msg::Picked(request, key, input, sample, content))
        }
        Call::Run { ws, url, id, inputs } => {
            // What runs is what was saved last, not what the endpoint remembers.
            let options = RunOptions { use_cache: false };
            let result = services
                .broker
                .with_token(&ws, &id, async |token| {
                    services.execution.run(&ws, &url, &token, &inputs.0, options).await
                })
                .await;
            Msg::Run(run::Msg::Finished(request, super::Key { ws, url }, result))
        }
        Call::DraftRun { ws, url, specification, inputs } => {
            let result = services.execution.draft_run(&ws, &specification, &inputs.0).await;
            Msg::Run(run::Msg::Finished(request, super::Key { ws, url }, result))
        }
    }
}

async fn samples() -> Result<Vec<run::Sample>, Error> {
    let bytes = assets::fetch("samples/index.json").await?;
    let list = config::read(&String::from_utf8_lossy(&bytes))
        .map_err(|error| Error::Decode { call: "list the sample images", detail: error.to_string() })?;
    Ok(list.get("images").map_or(&[][..], Node::items).iter().filter_map(run::Sample::read).collect())
}

async fn sample_image(sample: &run::Sample) -> Result<String, Error> {
    Ok(STANDARD.encode(assets::fetch(&sample.address()).await?))
}

/// The message of a call that was stopped before its answer.
pub(super) fn stopped() -> Error {
    Error::Transport(TransportError::Aborted)
}
