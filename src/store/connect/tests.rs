use super::{Msg, Refusal};
use crate::route::Route;
use crate::store::config::{Config, Mode};
use crate::store::settings::Settings;
use crate::store::{Call, Effect, Key, Model, Msg as AppMsg, document, list, run, session, update};
use flowdeck_client::dto::{Welcome, Workflow};
use flowdeck_client::{Error, Key as ApiKey};

fn direct() -> Model {
    let config = Config { mode: Mode::Direct, workspace: String::new(), ..Config::default() };
    Model::new(config, Settings::default(), true)
}

fn send(model: &mut Model, msg: Msg) -> Vec<Effect> {
    update(model, AppMsg::Connect(msg), 0.0)
}

fn key() -> Option<ApiKey> {
    ApiKey::new("sEcReT")
}

fn call(effects: &[Effect]) -> (u64, &Call) {
    let call = |effect| if let &Effect::Call(id, ref call) = effect { Some((id, call)) } else { None };
    effects.iter().find_map(call).unwrap()
}

fn answer(model: &mut Model, request: u64, result: Result<Welcome, Error>) -> Vec<Effect> {
    update(model, AppMsg::Session(session::Msg::Welcomed(request, result)), 0.0)
}

fn welcome(ws: &str) -> Result<Welcome, Error> {
    Ok(Welcome { workspace: ws.into(), ..Welcome::default() })
}

fn connected(ws: &str) -> (Model, Vec<Effect>) {
    let mut model = direct();
    update(&mut model, AppMsg::Entered(Route::Versions { ws: "w".into(), url: "a".into() }), 0.0);
    let effects = send(&mut model, Msg::Try(ws.into(), key()));
    let effects = answer(&mut model, call(&effects).0, welcome("w"));
    (model, effects)
}

#[test]
fn before_there_is_a_key_nothing_is_asked() {
    let mut model = direct();
    assert!(update(&mut model, AppMsg::Session(session::Msg::Start), 0.0).is_empty());
    for route in [Route::Home, Route::Trash, Route::Run { ws: "w".into(), url: "a".into() }] {
        let effects = update(&mut model, AppMsg::Entered(route), 0.0);
        assert_eq!(effects, [Effect::Title("Connect – Flowdeck".into())]);
    }
}

#[test]
fn connecting_opens_the_page_that_was_asked_for() {
    let (model, effects) = connected("");
    assert!(model.connect.is_open && model.config.workspace == "w");
    assert_eq!(model.route, Some(Route::Versions { ws: "w".into(), url: "a".into() }));
    let calls: Vec<&Call> = effects
        .iter()
        .filter_map(|effect| if let Effect::Call(_, call) = effect { Some(call) } else { None })
        .collect();
    assert!(matches!(calls[..], [Call::Get { .. }, Call::Catalogue, Call::Versions { .. }]), "{effects:?}");
    assert!(model.session.has_workspace("w") && model.may_edit("w"));
}

#[test]
fn the_key_is_handed_to_the_runner_and_prints_as_nothing() {
    let mut model = direct();
    let msg = Msg::Try("w".into(), key());
    assert!(!format!("{msg:?}").contains("sEcReT"));
    let effects = send(&mut model, msg);
    assert!(matches!(effects[0], Effect::HoldKey(_)));
    assert!(!format!("{effects:?}{model:?}").contains("sEcReT"));
    // A second click while the question is under way does nothing.
    assert!(send(&mut model, Msg::Try("w".into(), key())).is_empty());
}

#[test]
fn a_refused_key_is_let_go_and_the_reason_kept() {
    let (call_, scope) = ("open the workspace", "any");
    let refused = Error::Status { status: 401, said: String::new(), retry_after: None, call: call_, scope };
    for (wanted, result, why) in [
        ("w", Err(refused.clone()), Refusal::Service(refused)),
        ("typo", welcome("w"), Refusal::Elsewhere("w".into(), "typo".into())),
        ("", welcome(""), Refusal::Unnamed),
    ] {
        let mut model = direct();
        let effects = send(&mut model, Msg::Try(wanted.into(), key()));
        let effects = answer(&mut model, call(&effects).0, result);
        assert!(effects.contains(&Effect::ForgetKey), "{effects:?}");
        assert_eq!((model.connect.failure, model.connect.is_open), (Some(why), false));
    }
    let mut model = direct();
    assert!(send(&mut model, Msg::Try("w".into(), None)).contains(&Effect::ForgetKey));
    assert_eq!(model.connect.failure, Some(Refusal::NoKey));
}

#[test]
fn signing_out_leaves_nothing_of_the_workspace_and_stops_what_is_under_way() {
    let (mut model, effects) = connected("w");
    let late = call(&effects).0;
    update(&mut model, AppMsg::List(list::Msg::Enter("w".into())), 0.0);
    update(&mut model, AppMsg::Run(run::Msg::Enter(Key::new("w", "a"))), 0.0);
    let effects = send(&mut model, Msg::Leave);
    for wanted in [Effect::ForgetKey, Effect::ForgetTokens, Effect::StopAll, Effect::Replace(Route::Home)] {
        assert!(effects.contains(&wanted), "{wanted:?} in {effects:?}");
    }
    // An answer that comes all the same finds nobody.
    let workflow = Workflow { name: "Private".into(), ..Workflow::default() };
    let msg = document::Msg::Loaded(late, Key::new("w", "a"), Ok((workflow, None)));
    assert!(update(&mut model, AppMsg::Document(msg), 0.0).is_empty());
    assert!(model.documents.get(&Key::new("w", "a")).is_none() && model.lists.get("w").is_none());
    assert!(model.runs.get(&Key::new("w", "a")).is_none() && model.session.welcome.is_none());
    assert_eq!(model.config.workspace, "");
    assert!(model.fresh_id() > late, "numbers of requests are not used twice");
}

#[test]
fn changes_that_are_not_saved_are_asked_about() {
    let (mut model, effects) = connected("w");
    let key = Key::new("w", "a");
    let workflow = Workflow { config: "{}".into(), url: "a".into(), ..Workflow::default() };
    let msg = document::Msg::Loaded(call(&effects).0, key.clone(), Ok((workflow, None)));
    update(&mut model, AppMsg::Document(msg), 0.0);
    update(&mut model, AppMsg::Document(document::Msg::Edit(key, "{\"a\":1}".into())), 0.0);
    assert!(send(&mut model, Msg::Leave).is_empty() && model.connect.is_leaving);
    send(&mut model, Msg::Stay);
    assert!(!model.connect.is_leaving && model.documents.any_dirty());
    assert!(send(&mut model, Msg::SignOut).contains(&Effect::ForgetKey));
    assert!(!model.documents.any_dirty());
}

#[test]
fn a_page_that_is_left_keeps_its_address_for_coming_back() {
    let (mut model, _) = connected("w");
    let effects = send(&mut model, Msg::PageHidden);
    assert!(effects.contains(&Effect::ForgetKey) && !effects.contains(&Effect::Replace(Route::Home)));
    assert!(!model.connect.is_open);
    assert_eq!(model.route, Some(Route::Versions { ws: "w".into(), url: "a".into() }));
}

#[test]
fn a_run_of_text_that_is_not_saved_waits_for_consent_once() {
    let (mut model, effects) = connected("w");
    let key = Key::new("w", "a");
    let workflow = Workflow { config: "{}".into(), url: "a".into(), ..Workflow::default() };
    let msg = document::Msg::Loaded(call(&effects).0, key.clone(), Ok((workflow, None)));
    update(&mut model, AppMsg::Document(msg), 0.0);
    let edited = r#"{"version":"1.3.0","inputs":[],"steps":[],"outputs":[]}"#;
    update(&mut model, AppMsg::Document(document::Msg::Edit(key.clone(), edited.into())), 0.0);
    let start = |model: &mut Model| update(model, AppMsg::Run(run::Msg::Start(key.clone())), 0.0);
    assert!(start(&mut model).is_empty() && model.connect.asked_for == Some(key.clone()));
    assert!(send(&mut model, Msg::Keep).is_empty() && model.connect.asked_for.is_none());
    assert!(start(&mut model).is_empty());
    let effects = send(&mut model, Msg::Lend);
    let (request, asked) = call(&effects);
    assert!(matches!(asked, Call::DraftRun { .. }));
    let failure = Err(Error::Transport(flowdeck_client::TransportError::Offline));
    update(&mut model, AppMsg::Run(run::Msg::Finished(request, key.clone(), failure)), 0.0);
    assert!(matches!(start(&mut model)[..], [Effect::Call(_, Call::DraftRun { .. })]));
    send(&mut model, Msg::SignOut);
    assert!(!model.connect.lends_key);
}
