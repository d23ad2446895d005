use super::{Msg, Status};
use crate::store::{Call, Effect, Key, Model, Msg as AppMsg, update};
use flowdeck_client::dto::Workflow;
use flowdeck_client::{Error, TransportError};

const STORED: &str =
    r#"{"specification":{"version":"1.0","inputs":[],"steps":[],"outputs":[]},"flowdeck":{}}"#;

fn key() -> Key {
    Key::new("home", "a")
}

fn workflow(config: &str) -> Workflow {
    Workflow {
        id: "i".into(),
        name: "A".into(),
        url: "a".into(),
        config: config.into(),
        version_count: Some(1),
        ..Workflow::default()
    }
}

fn request_of(effects: &[Effect]) -> u64 {
    effects.iter().find_map(|effect| if let Effect::Call(id, _) = effect { Some(*id) } else { None }).unwrap()
}

fn send(model: &mut Model, msg: Msg) -> Vec<Effect> {
    update(model, AppMsg::Document(msg), 0.0)
}

fn opened() -> Model {
    let mut model = Model::default();
    let request = request_of(&send(&mut model, Msg::Enter(key())));
    send(&mut model, Msg::Loaded(request, key(), Ok((workflow(STORED), Some("e1".into())))));
    model
}

fn document(model: &Model) -> &super::Document {
    model.documents.get(&key()).unwrap()
}

fn edit(model: &mut Model) {
    let text = document(model).text().replace("1.0", "1.3.0");
    send(model, Msg::Edit(key(), text.into()));
}

#[test]
fn typing_and_taking_it_back_is_no_change() {
    let mut model = opened();
    assert!(!document(&model).is_dirty);
    let spaced = document(&model).text().replace("\n", "\n  ");
    edit(&mut model);
    assert!(document(&model).is_dirty);
    send(&mut model, Msg::Edit(key(), spaced.into()));
    assert!(!document(&model).is_dirty);
}

#[test]
fn a_save_names_its_base_and_keeps_what_stands_beside_the_specification() {
    let mut model = opened();
    edit(&mut model);
    let effects = send(&mut model, Msg::Save(key()));
    let [Effect::Call(_, Call::Update { id, base, config, .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((id.as_str(), base.as_deref()), ("i", Some("e1")));
    assert_eq!(&**config, STORED.replace("1.0", "1.3.0"));
    // A second click while it is under way does nothing.
    assert!(send(&mut model, Msg::Save(key())).is_empty());
}

#[test]
fn what_is_typed_during_a_save_stays_unsaved() {
    let mut model = opened();
    edit(&mut model);
    let request = request_of(&send(&mut model, Msg::Save(key())));
    let typed = document(&model).text().replace("1.3.0", "1.4.0");
    send(&mut model, Msg::Edit(key(), typed.clone().into()));
    let saved = workflow(&STORED.replace("1.0", "1.3.0"));
    send(&mut model, Msg::Saved(request, key(), Ok((saved, Some("e2".into())))));
    assert_eq!((&*document(&model).text(), document(&model).is_dirty), (typed.as_str(), true));
    assert_eq!(document(&model).etag.as_deref(), Some("e2"));
}

/// What the last toast says after `config` was saved.
fn said_of(config: &str) -> (crate::components::notice::Tone, String) {
    let mut model = opened();
    edit(&mut model);
    let request = request_of(&send(&mut model, Msg::Save(key())));
    // Broken meanwhile: that was not saved.
    send(&mut model, Msg::Edit(key(), "{".into()));
    let saved = Workflow { version_count: Some(2), ..workflow(config) };
    send(&mut model, Msg::Saved(request, key(), Ok((saved, Some("e2".into())))));
    let toast = model.toasts.last().unwrap();
    (toast.tone, toast.text.clone())
}

#[test]
fn a_save_of_a_draft_says_that_it_will_not_run() {
    use crate::components::notice::Tone;
    assert_eq!(said_of(STORED), (Tone::Good, "Saved as version 2.".into()));
    let one = STORED.replace(r#""outputs":[]"#, r#""outputs":5"#);
    let sentence = "Saved as version 2. 1 error: the engine will not run it yet.";
    assert_eq!(said_of(&one), (Tone::Warn, sentence.into()));
    let two = one.replace(r#""inputs":[]"#, r#""inputs":5"#);
    let sentence = "Saved as version 2. 2 errors: the engine will not run it yet.";
    assert_eq!(said_of(&two), (Tone::Warn, sentence.into()));
}

#[test]
fn a_conflict_loses_neither_side() {
    let mut model = opened();
    edit(&mut model);
    let mine = document(&model).text();
    let request = request_of(&send(&mut model, Msg::Save(key())));
    let theirs = workflow(&STORED.replace("1.0", "1.2.0"));
    let conflict = Error::Conflict { workflow: Box::new(theirs), etag: Some("e9".into()) };
    send(&mut model, Msg::Saved(request, key(), Err(conflict)));
    assert_eq!(document(&model).text(), mine);
    assert!(document(&model).conflict.is_some());

    // Keeping mine writes over exactly what was shown as theirs.
    let effects = send(&mut model, Msg::KeepMine(key()));
    let [Effect::Call(_, Call::Update { base, config, .. })] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(base.as_deref(), Some("e9"));
    assert!(config.contains("1.3.0"));
}

#[test]
fn taking_theirs_shows_theirs() {
    let mut model = opened();
    edit(&mut model);
    let request = request_of(&send(&mut model, Msg::Save(key())));
    let theirs = workflow(&STORED.replace("1.0", "1.2.0"));
    let conflict = Error::Conflict { workflow: Box::new(theirs), etag: Some("e9".into()) };
    send(&mut model, Msg::Saved(request, key(), Err(conflict)));
    send(&mut model, Msg::TakeTheirs(key()));
    assert!(document(&model).text().contains("1.2.0") && !document(&model).is_dirty);
}

#[test]
fn a_failed_save_keeps_the_text_and_says_why() {
    let mut model = opened();
    edit(&mut model);
    let request = request_of(&send(&mut model, Msg::Save(key())));
    send(&mut model, Msg::Saved(request, key(), Err(Error::Transport(TransportError::Offline))));
    assert!(document(&model).is_dirty && document(&model).failure.is_some());
}

#[test]
fn a_late_answer_does_not_replace_what_is_being_typed() {
    let mut model = opened();
    let request = request_of(&send(&mut model, Msg::Reload(key())));
    edit(&mut model);
    send(&mut model, Msg::Loaded(request, key(), Ok((workflow("{}"), Some("e2".into())))));
    assert!(document(&model).text().contains("1.3.0"));
    assert_eq!(document(&model).etag.as_deref(), Some("e1"));
}

#[test]
fn an_answer_to_an_older_question_is_dropped() {
    let mut model = Model::default();
    let first = request_of(&send(&mut model, Msg::Enter(key())));
    let second = request_of(&send(&mut model, Msg::Reload(key())));
    send(&mut model, Msg::Loaded(first, key(), Ok((workflow("{}"), None))));
    assert_eq!(document(&model).status, Status::Loading);
    send(&mut model, Msg::Loaded(second, key(), Ok((workflow(STORED), None))));
    assert_eq!(document(&model).status, Status::Ready);
}

#[test]
fn reverting_can_be_undone() {
    let mut model = opened();
    edit(&mut model);
    let mine = document(&model).text();
    send(&mut model, Msg::Revert(key()));
    assert!(!document(&model).is_dirty);
    let undo = model.toasts[0].id;
    update(&mut model, AppMsg::Toast(crate::store::toast::Msg::Act(undo)), 0.0);
    assert_eq!(document(&model).text(), mine);
}

#[test]
fn the_drawing_and_the_text_are_one_document() {
    use flowdeck_editor::command::{Command, InputKind};
    let mut model = opened();
    let add = Command::AddInput { kind: InputKind::Image, name: None, at: None };
    send(&mut model, Msg::Do(key(), Box::new(add), None));
    assert!(document(&model).text().contains("WorkflowImage") && document(&model).is_dirty);
    let epoch = document(&model).text_epoch;
    // Typing goes on from there, is one entry, and does not come back to the text editor as if it were news.
    for name in ["photos", "picture"] {
        let typed = document(&model).text().replace("\"image\"", &format!("\"{name}\""));
        send(&mut model, Msg::Edit(key(), typed.into()));
    }
    assert_eq!(document(&model).text_epoch, epoch);
    let titles: Vec<&str> = document(&model).editor.history().entries().map(|entry| &*entry.title).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    // Broken text destroys nothing.
    let drawn = document(&model).specification().clone();
    send(&mut model, Msg::Edit(key(), "{\"steps\": [".into()));
    assert!(document(&model).trouble().is_some() && document(&model).is_dirty);
    assert_eq!(document(&model).specification(), &drawn);
    assert!(send(&mut model, Msg::Save(key())).iter().all(|effect| !matches!(effect, Effect::Call(..))));
    send(&mut model, Msg::Undo(key()));
    send(&mut model, Msg::Undo(key()));
    assert!(!document(&model).is_dirty && document(&model).trouble().is_none());
    send(&mut model, Msg::Redo(key()));
    assert!(document(&model).text().contains("WorkflowImage"));
}

#[test]
fn what_is_refused_is_said_and_changes_nothing() {
    use flowdeck_editor::{command::Command, item::Item};
    let mut model = opened();
    let remove = Command::Remove { items: vec![Item::new("$steps.gone")], reconnect: false };
    send(&mut model, Msg::Do(key(), Box::new(remove), None));
    assert_eq!((model.toasts.len(), document(&model).is_dirty), (1, false));
}

/// The config that a save sends after a text was typed over a stored config.
fn saved_of(config: &str, typed: impl Fn(&str) -> String) -> String {
    let mut model = Model::default();
    let request = request_of(&send(&mut model, Msg::Enter(key())));
    send(&mut model, Msg::Loaded(request, key(), Ok((workflow(config), None))));
    let text = typed(&document(&model).text());
    send(&mut model, Msg::Edit(key(), text.into()));
    match &send(&mut model, Msg::Save(key()))[..] {
        [Effect::Call(_, Call::Update { config, .. })] => String::from(&**config),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_stands_beside_the_specification_comes_back() {
    let stored =
        r#"{"flowdeck":{"$steps.a":[1.0,2]},"specification":{"version":"1.0","steps":[]},"other":1e3}"#;
    let edit = |text: &str| {
        assert!(!text.contains("flowdeck") && text.contains("\n  \"version\": \"1.0\""));
        text.replace("1.0", "1.1")
    };
    assert_eq!(saved_of(stored, edit), stored.replace("\"version\":\"1.0\"", "\"version\":\"1.1\""));
    assert_eq!(saved_of(stored, |text| text.to_owned()), stored);
}

#[test]
fn an_empty_workflow_gets_its_first_specification() {
    let typed = |text: &'static str| saved_of("{}", move |_| text.into());
    assert_eq!(typed(r#"{"version":"1.0"}"#), r#"{"specification":{"version":"1.0"}}"#);
    // A whole config that is pasted replaces the stored one.
    assert_eq!(typed(r#"{"specification":{},"x":1}"#), r#"{"specification":{},"x":1}"#);
}

#[test]
fn broken_text_is_kept_from_the_store_with_its_place() {
    let mut model = opened();
    send(&mut model, Msg::Edit(key(), "{\"a\" 1}".into()));
    assert!(document(&model).trouble().unwrap().contains("line 1"));
    send(&mut model, Msg::Save(key()));
    assert!(model.toasts.last().unwrap().text.contains("line 1"));
    // Space is no change.
    let spaced = document(&opened()).text().replace(": ", " :  ");
    send(&mut model, Msg::Edit(key(), spaced.into()));
    assert!(!document(&model).is_dirty && document(&model).trouble().is_none());
}

#[test]
fn text_that_the_editor_refuses_is_not_saved_as_if_it_were_taken() {
    let mut model = opened();
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    let mut refused = 0;
    for levels in [400, 495, 500, 505, 510] {
        let typed =
            format!(r#"{{"version":"1.0","inputs":[],"steps":[],"outputs":[],"x":{}}}"#, deep(levels));
        send(&mut model, Msg::Edit(key(), typed.as_str().into()));
        let document = document(&model);
        let is_taken = document.specification().get("x").is_some_and(|x| x.to_compact() == deep(levels));
        assert_eq!(is_taken, document.trouble().is_none(), "{levels}");
        refused += usize::from(!is_taken);
    }
    assert!(refused < 5);
}
