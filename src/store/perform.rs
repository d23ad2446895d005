//! Asking the services, and to which part of the state the answer goes.
use super::builder::{self, Bench};
use super::embed::{self, Done};
use super::{Call, Key, Msg, RequestId, checks, direct, document, list, run, session, trash, versions};
use crate::browser::{assets, framed::AppHttp};
use flowdeck_client::{
    Api, Ask, Change, Error, Execution, Keyed, Keyring, ListQuery, Tagged, TokenBroker, TransportError,
    Update,
};
use flowdeck_spec::{Node, config};
use std::rc::Rc;

/// What answers.
pub(super) struct Services {
    /// The management API.
    pub(super) api: Api<Keyed<AppHttp>>,
    /// The execution endpoint.
    pub(super) execution: Execution<Keyed<AppHttp>>,
    /// The only holder of tokens.
    pub(super) broker: TokenBroker<Api<Keyed<AppHttp>>, fn() -> f64>,
    /// The way of drafts to the execution endpoint in direct mode, with the key.
    pub(super) drafts: Keyed<AppHttp>,
    /// Whether the services are the cloud's own.
    pub(super) is_direct: bool,
    /// The inference server in whose builder page the app is.
    pub(super) bench: Option<Bench>,
    /// What carries calls that need no key of ours.
    pub(super) http: Keyed<AppHttp>,
    /// Where the operator's key is.
    pub(super) ring: Keyring,
}

/// Asks, and makes the answer's message.
pub(super) async fn perform(services: Rc<Services>, request: RequestId, call: Call) -> Msg {
    let call = match &services.bench {
        Some(bench) => match Box::pin(builder::perform(&services, bench, request, call)).await {
            Ok(msg) => return msg,
            Err(call) => call,
        },
        None => call,
    };
    match question(&services, request, call) {
        Ok(ask) => services.api.send(ask).await,
        Err(call) => Box::pin(in_steps(&services, request, call)).await,
    }
}

/// The calls that are one question with one answer; the others come back.
fn question(services: &Services, request: RequestId, call: Call) -> Result<Ask<Msg>, Call> {
    let calls = services.api.calls();
    let is_direct = services.is_direct;
    Ok(match call {
        // The bare cloud needs several exchanges for these.
        Call::Create { .. } | Call::Update { .. } | Call::RestoreVersion { .. } | Call::DraftRun { .. }
            if is_direct =>
        {
            return Err(call);
        }
        // And it knows no pages of a list.
        Call::List { ws, .. } if is_direct => calls
            .search(&ws, ListQuery::default())
            .map(move |result| Msg::List(list::Msg::Loaded(request, ws, result))),
        Call::Welcome => {
            calls.welcome().map(move |result| Msg::Session(session::Msg::Welcomed(request, result)))
        }
        Call::List { ws, cursor } => {
            let query =
                ListQuery { limit: Some(list::PAGE), cursor: cursor.as_deref(), ..ListQuery::default() };
            calls.search(&ws, query).map(move |result| Msg::List(list::Msg::Loaded(request, ws, result)))
        }
        Call::Get { ws, url, version } => calls
            .get(&ws, &url, version.as_deref())
            .map(move |result| if is_direct { result.map(direct::tagged) } else { result })
            .map(move |result| Msg::Document(document::Msg::Loaded(request, Key { ws, url }, result))),
        Call::Create { ws, name, url, config } => calls
            .create(&ws, &name, url.as_deref(), &config)
            .map(move |result| Msg::List(list::Msg::Created(request, result))),
        Call::Update { key, id, name, url, config, base } => {
            let update = Update { id: &id, name: &name, url: &url, config: &config, base: base.as_deref() };
            let ask = calls.update(&key.ws, update);
            ask.map(move |result| Msg::Document(document::Msg::Saved(request, key, result)))
        }
        Call::RestoreVersion { key, id, name, url, config, base } => {
            let update = Update { id: &id, name: &name, url: &url, config: &config, base: base.as_deref() };
            let ask = calls.update(&key.ws, update);
            ask.map(move |result| Msg::Versions(versions::Msg::Restored(request, key, result)))
        }
        Call::Fork { ws, source_ws, source_url, name } => calls
            .fork(&ws, &source_ws, &source_url, name.as_deref())
            .map(move |result| Msg::List(list::Msg::Forked(request, ws, source_url, result))),
        Call::Trash { ws } => {
            calls.trash(&ws).map(move |result| Msg::Trash(trash::Msg::Loaded(request, result)))
        }
        Call::Restore { ws, id } => calls
            .restore(&ws, &id)
            .map(move |result| Msg::Trash(trash::Msg::Restored(request, ws, id, result))),
        Call::Versions { ws, url } => calls
            .versions(&ws, &url)
            .map(move |result| Msg::Versions(versions::Msg::Loaded(request, Key { ws, url }, result))),
        Call::Blocks { ws } => {
            calls.blocks(&ws).map(move |result| Msg::Checks(checks::Msg::Described(request, result)))
        }
        Call::Publication { key } => calls
            .publication(&key.ws, &key.url)
            .map(move |result| Msg::Embed(embed::Msg::Loaded(request, key, Done::Looked, result))),
        Call::Publish { key, publication } => calls
            .publish(&key.ws, &key.url, &publication)
            .map(move |result| Msg::Embed(embed::Msg::Loaded(request, key, Done::Published, result))),
        Call::Unpublish { key, before } => calls
            .unpublish(&key.ws, &key.url)
            .map(move |result| Msg::Embed(embed::Msg::Loaded(request, key, Done::TakenBack(before), result))),
        Call::DraftRun { ws, url, specification, inputs, options } => services
            .execution
            .draft_run(&ws, &specification, &inputs.0, &options)
            .map(move |result| Msg::Run(run::Msg::Finished(request, Key { ws, url }, result))),
        other => return Err(other),
    })
}

/// The calls that take several exchanges, or none with a service. What waits longest is boxed: every call under way has
/// room for the largest of them.
async fn in_steps(services: &Services, request: RequestId, call: Call) -> Msg {
    match call {
        Call::Delete { ws, url } => {
            let result = services.api.delete(&ws, &url).await;
            Msg::List(list::Msg::Deleted(request, ws, url, result))
        }
        Call::Run { ws, url, id, inputs, options } => {
            let result = services
                .broker
                .with_token(&ws, &id, async |token| {
                    services.execution.run(&ws, &url, &token, &inputs.0, &options).await
                })
                .await;
            Msg::Run(run::Msg::Finished(request, Key { ws, url }, result))
        }
        Call::Create { ws, name, url, config } => {
            let result = Box::pin(services.api.create(&ws, &name, url.as_deref(), &config)).await;
            Msg::List(list::Msg::Created(request, result))
        }
        Call::Update { key, id, name, url, config, base } => {
            let result = save(services, &key, (id, name, url), &config, base).await;
            Msg::Document(document::Msg::Saved(request, key, result))
        }
        Call::RestoreVersion { key, id, name, url, config, base } => {
            let result = save(services, &key, (id, name, url), &config, base).await;
            Msg::Versions(versions::Msg::Restored(request, key, result))
        }
        Call::DraftRun { ws, url, specification, inputs, options } => {
            let ask = services.execution.inline_run(&specification, &inputs.0, &options);
            Msg::Run(run::Msg::Finished(request, Key { ws, url }, ask.send(&services.drafts).await))
        }
        Call::SampleImage { key, input, sample } => {
            let content = sample_image(&sample).await;
            Msg::Run(run::Msg::Picked(request, key, input, sample, content))
        }
        Call::Catalogue => Msg::Checks(checks::Msg::Loaded(request, catalogue().await)),
        _ => Msg::Run(run::Msg::Samples(request, samples().await)),
    }
}

/// A save against the bare cloud.
async fn save(
    services: &Services,
    key: &Key,
    (id, name, url): (String, String, String),
    config: &str,
    base: Option<String>,
) -> Result<Tagged, Error> {
    let change = Change { id, name, url, config: String::from(config) };
    Box::pin(direct::update(&services.api, &key.ws, &change, base.as_deref())).await
}

async fn samples() -> Result<Vec<run::Sample>, Error> {
    let bytes = assets::fetch("samples/index.json").await?;
    let list = config::read(&String::from_utf8_lossy(&bytes))
        .map_err(|error| Error::Decode { call: "list the sample images", detail: error.to_string() })?;
    Ok(list.get("images").map_or(&[][..], Node::items).iter().filter_map(run::Sample::read).collect())
}

async fn catalogue() -> Result<Rc<str>, Error> {
    let bytes = assets::fetch(&assets::named("flowdeck-catalogue", "catalogue.txt")).await?;
    Ok(String::from_utf8_lossy(&bytes).into())
}

async fn sample_image(sample: &run::Sample) -> Result<String, Error> {
    assets::fetch_base64(&sample.address()).await
}

/// The message of a call that was stopped before its answer.
pub(super) fn stopped() -> Error {
    Error::Transport(TransportError::Aborted)
}
