use super::{Choice, ImageValue, InputValue, Msg, Outcome, What};
use crate::store::{Call, Effect, Key, Model, Msg as AppMsg, document, update};
use flowdeck_client::dto::{RunAnswer, Workflow};
use flowdeck_client::{Error, TransportError};
use flowdeck_spec::Node;

const STORED: &str = r#"{"specification":{"version":"1.0",
    "inputs":[{"type":"WorkflowImage","name":"photo"},{"type":"WorkflowParameter","name":"limit","kind":["integer"],"default_value":3}],
    "steps":[{"type":"a","name":"first","image":"$inputs.photo"},{"type":"b","name":"second","image":"$steps.first.image"},
        {"type":"c","name":"alone","text":"x"}],
    "outputs":[{"type":"JsonField","name":"out","selector":"$steps.second.*"}]}}"#;

fn key() -> Key {
    Key::new("home", "a")
}

fn send(model: &mut Model, msg: Msg, now: f64) -> Vec<Effect> {
    update(model, AppMsg::Run(msg), now)
}

/// The run page of a workflow that was loaded.
fn opened() -> Model {
    let mut model = Model::default();
    let effects = update(&mut model, AppMsg::Document(document::Msg::Enter(key())), 0.0);
    let request = call(&effects).0;
    let workflow = Workflow { id: "i".into(), url: "a".into(), config: STORED.into(), ..Workflow::default() };
    update(&mut model, AppMsg::Document(document::Msg::Loaded(request, key(), Ok((workflow, None)))), 0.0);
    model
}

fn call(effects: &[Effect]) -> (u64, Call) {
    effects
        .iter()
        .find_map(|effect| if let Effect::Call(id, call) = effect { Some((*id, call.clone())) } else { None })
        .unwrap()
}

fn photo(name: &str) -> ImageValue {
    ImageValue::by_content(name.into(), "data:image/png;base64,AAAA")
}

fn fill(model: &mut Model) {
    send(model, Msg::Add(key(), "photo".into(), vec![photo("one")]), 0.0);
}

fn edit(model: &mut Model) {
    let text = model.documents.get(&key()).unwrap().text().replace("1.0", "1.3.0");
    update(model, AppMsg::Document(document::Msg::Edit(key(), text.into())), 0.0);
}

fn answer() -> RunAnswer {
    RunAnswer { outputs: vec![Node::object([])], whole: Node::object([]) }
}

fn names(model: &Model) -> Vec<String> {
    match model.runs.get(&key()).unwrap().values.get("photo") {
        Some(InputValue::Images(images)) => images.iter().map(|image| image.name.clone()).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_new_image_takes_the_place_of_the_others_unless_a_batch_is_collected() {
    let mut model = opened();
    let add = |model: &mut Model, count: usize| {
        send(model, Msg::Add(key(), "photo".into(), vec![photo("more"); count]), 0.0)
    };
    fill(&mut model);
    add(&mut model, 1);
    assert_eq!(names(&model), ["more"]);
    send(&mut model, Msg::Choose(key(), Choice::Adds(true)), 0.0);
    add(&mut model, 2);
    assert_eq!(names(&model).len(), 3);
    add(&mut model, 14);
    assert_eq!(names(&model).len(), 16);
    let problem = model.runs.get(&key()).unwrap().problems.get("photo").cloned();
    assert_eq!(problem.as_deref(), Some("A batch holds 16 images at most: the last 1 are left out."));
}

#[test]
fn what_is_saved_may_send_and_edited_text_may_not_unless_that_is_chosen() {
    let mut model = opened();
    fill(&mut model);
    let (request, saved) = call(&send(&mut model, Msg::Start(key()), 0.0));
    assert!(
        matches!(&saved, Call::Run { options, .. } if !options.disable_sinks && !options.use_cache),
        "{saved:?}"
    );
    send(&mut model, Msg::Finished(request, key(), Ok(answer())), 1.0);
    edit(&mut model);
    let (_, draft) = call(&send(&mut model, Msg::Start(key()), 0.0));
    assert!(matches!(&draft, Call::DraftRun { options, .. } if options.disable_sinks), "{draft:?}");
    send(&mut model, Msg::Stop(key()), 0.0);
    send(&mut model, Msg::Choose(key(), Choice::DisableSinks(false)), 0.0);
    let (_, draft) = call(&send(&mut model, Msg::Start(key()), 0.0));
    assert!(matches!(&draft, Call::DraftRun { options, .. } if !options.disable_sinks), "{draft:?}");
    send(&mut model, Msg::Stop(key()), 0.0);
    send(&mut model, Msg::Choose(key(), Choice::What(What::Saved)), 0.0);
    assert!(matches!(call(&send(&mut model, Msg::Start(key()), 0.0)).1, Call::Run { .. }));
    send(&mut model, Msg::Stop(key()), 0.0);
    send(&mut model, Msg::Choose(key(), Choice::What(What::Version("2".into()))), 0.0);
    let (_, version) = call(&send(&mut model, Msg::Start(key()), 0.0));
    assert!(matches!(&version, Call::Run { options, .. } if options.version.as_deref() == Some("2")));
}

#[test]
fn up_to_a_step_only_what_it_needs_is_asked_for_and_run() {
    let mut model = opened();
    send(&mut model, Msg::Choose(key(), Choice::UpTo(Some("alone".into()))), 0.0);
    // It needs no image.
    let (_, draft) = call(&send(&mut model, Msg::Start(key()), 0.0));
    let Call::DraftRun { specification, options, .. } = draft else { panic!("{draft:?}") };
    assert!(specification.contains("alone") && !specification.contains("first"), "{specification}");
    assert!(options.disable_sinks);
    send(&mut model, Msg::Stop(key()), 0.0);
    send(&mut model, Msg::Choose(key(), Choice::UpTo(Some("gone".into()))), 0.0);
    fill(&mut model);
    send(&mut model, Msg::Start(key()), 0.0);
    assert!(model.toasts.iter().any(|toast| toast.text.contains("no step “gone”")), "{:?}", model.toasts);
}

#[test]
fn a_loop_runs_one_picture_at_a_time_and_drops_those_between() {
    let mut model = opened();
    send(&mut model, Msg::Loop(key(), Some("photo".into())), 0.0);
    let (request, first) = call(&send(&mut model, Msg::Frame(key(), photo("first")), 10.0));
    assert!(matches!(&first, Call::Run { options, .. } if options.disable_sinks), "a loop sends nothing out");
    assert!(send(&mut model, Msg::Frame(key(), photo("dropped")), 20.0).is_empty());
    assert_eq!(names(&model), ["first"]);
    send(&mut model, Msg::Finished(request, key(), Ok(answer())), 110.0);
    let (request, _) = call(&send(&mut model, Msg::Frame(key(), photo("second")), 210.0));
    let run = model.runs.get(&key()).unwrap();
    // Until its answer is there, the one before is seen.
    assert!(matches!(run.seen().0, Outcome::Done(..)) && run.seen().1[0].name == "first");
    send(&mut model, Msg::Finished(request, key(), Ok(answer())), 310.0);
    let live = model.runs.get(&key()).unwrap().live.clone().unwrap();
    assert!(live.rate().is_some_and(|rate| (rate - 5.0).abs() < 0.01), "{live:?}");
    assert!(live.shown.is_some_and(|shown| (shown.taken - 210.0).abs() < 0.01));
    // Ended, what came out last stays, and is one of the runs before.
    let (request, _) = call(&send(&mut model, Msg::Frame(key(), photo("third")), 410.0));
    let effects = send(&mut model, Msg::Loop(key(), None), 420.0);
    assert!(effects.contains(&Effect::Cancel(request)), "{effects:?}");
    let run = model.runs.get(&key()).unwrap();
    assert!(run.live.is_none() && matches!(run.outcome, Outcome::Done(..)) && run.images[0].name == "second");
    assert_eq!(run.past.len(), 1);
    assert!(send(&mut model, Msg::Frame(key(), photo("late")), 500.0).is_empty());
}

#[test]
fn a_loop_ends_at_the_first_failure_and_where_something_else_is_missing() {
    let mut model = opened();
    send(&mut model, Msg::Loop(key(), Some("photo".into())), 0.0);
    let (request, _) = call(&send(&mut model, Msg::Frame(key(), photo("first")), 0.0));
    let offline = Err(Error::Transport(TransportError::Offline));
    send(&mut model, Msg::Finished(request, key(), offline), 1.0);
    let run = model.runs.get(&key()).unwrap();
    assert!(run.live.is_none() && matches!(run.outcome, Outcome::Failed(_)));
    assert_eq!(names(&model), ["first"], "what was filled in stays");
    send(&mut model, Msg::Set(key(), "limit".into(), InputValue::Text("many".into())), 0.0);
    send(&mut model, Msg::Loop(key(), Some("photo".into())), 0.0);
    send(&mut model, Msg::Frame(key(), photo("first")), 0.0);
    let run = model.runs.get(&key()).unwrap();
    assert!(run.live.is_none() && run.problems.get("limit").is_some());
}

#[test]
fn what_is_filled_in_is_kept_and_comes_back_to_an_empty_form() {
    let mut model = opened();
    let effects = send(&mut model, Msg::Enter(key()), 0.0);
    assert!(effects.contains(&Effect::RecallRun(key())), "{effects:?}");
    assert!(!send(&mut model, Msg::Enter(key()), 0.0).contains(&Effect::RecallRun(key())));
    let set = |text: &str| Msg::Set(key(), "limit".into(), InputValue::Text(text.into()));
    let later = send(&mut model, set("7"), 0.0);
    assert!(matches!(later[..], [Effect::Later(..)]) && send(&mut model, set("75"), 0.0).is_empty());
    fill(&mut model);
    let kept = send(&mut model, Msg::Keep(key()), 0.0);
    let [Effect::KeepRun(_, values, images)] = &kept[..] else { panic!("{kept:?}") };
    assert_eq!((values.as_str(), images.as_str()), (r#"{"limit":"75"}"#, ""));
    let kept = send(&mut model, Msg::Choose(key(), Choice::KeepImages(true)), 0.0);
    let [Effect::KeepRun(_, _, images)] = &kept[..] else { panic!("{kept:?}") };
    let mut next = opened();
    send(&mut next, Msg::Recalled(key(), values.clone(), images.clone()), 0.0);
    let run = next.runs.get(&key()).unwrap();
    assert_eq!(run.values.get("limit"), Some(&InputValue::Text("75".into())));
    assert!(run.choices.keep_images && names(&next) == ["one"]);
    // What is filled in already is not written over.
    send(&mut next, Msg::Recalled(key(), r#"{"limit":"1"}"#.into(), String::new()), 0.0);
    assert_eq!(next.runs.get(&key()).unwrap().values.get("limit"), Some(&InputValue::Text("75".into())));
    let reset = send(&mut next, Msg::Reset(key()), 0.0);
    assert_eq!(reset, [Effect::KeepRun(key(), String::new(), String::new())]);
    assert!(next.runs.get(&key()).unwrap().values.is_empty());
}

#[test]
fn stopping_cancels_the_call_and_says_so() {
    let mut model = opened();
    fill(&mut model);
    let (request, _) = call(&send(&mut model, Msg::Start(key()), 0.0));
    assert_eq!(send(&mut model, Msg::Stop(key()), 1.0), [Effect::Cancel(request)]);
    let is_stopped = |model: &Model| matches!(&model.runs.get(&key()).unwrap().outcome, Outcome::Failed(error) if error.is_aborted());
    assert!(is_stopped(&model) && names(&model) == ["one"]);
    send(&mut model, Msg::Finished(request, key(), Ok(answer())), 2.0);
    assert!(is_stopped(&model), "an answer that nobody waits for changes nothing");
}

#[test]
fn the_last_runs_are_remembered_and_those_that_are_pinned_stay() {
    let mut model = opened();
    fill(&mut model);
    for round in 0..25 {
        let (request, _) = call(&send(&mut model, Msg::Start(key()), 0.0));
        send(&mut model, Msg::Finished(request, key(), Ok(answer())), f64::from(round));
        if round == 0 {
            send(&mut model, Msg::Pin(key(), 1), 0.0);
        }
    }
    let ids: Vec<u64> = model.runs.get(&key()).unwrap().past.iter().map(|past| past.id).collect();
    assert_eq!((ids.len(), ids[0], ids[18], ids[19]), (20, 25, 7, 1));
    send(&mut model, Msg::Look(key(), 1), 0.0);
    assert_eq!(model.runs.get(&key()).unwrap().looked_at, Some(1));
    send(&mut model, Msg::ForgetPast(key()), 0.0);
    assert_eq!(model.runs.get(&key()).unwrap().past.len(), 1);
}

/// What the browser would keep after one answered run, by name.
fn one_run(model: &mut Model, now: f64) -> (String, String) {
    fill(model);
    let request = call(&send(model, Msg::Start(key()), now)).0;
    let text = r#"{"outputs":[{"out":{"count":3}}],"profiler_trace":[]}"#;
    let answer = RunAnswer::of(&flowdeck_spec::config::read(text).unwrap());
    let effects = send(model, Msg::Finished(request, key(), Ok(answer)), now + 250.0);
    let kept = effects.into_iter().find_map(|effect| match effect {
        Effect::KeepPast(name, text) => Some((name, String::from(&*text))),
        _ => None,
    });
    kept.unwrap_or_default()
}

#[test]
fn a_run_comes_back_at_the_next_visit_as_it_was() {
    let mut model = opened();
    let (name, text) = one_run(&mut model, 1_700_000_000_000.0);
    assert_eq!(name, "home/a/1700000000250");
    let mut later = opened();
    let asked = send(&mut later, Msg::Enter(key()), 0.0);
    assert!(asked.contains(&Effect::RecallPast(key())));
    send(&mut later, Msg::PastRecalled(key(), vec![String::from("no run"), text.clone(), text]), 0.0);
    let (before, after) = (&model.runs.get(&key()).unwrap().past, &later.runs.get(&key()).unwrap().past);
    assert_eq!(before, after);
    send(&mut later, Msg::Look(key(), 1), 0.0);
    assert_eq!(later.runs.get(&key()).unwrap().seen(), model.runs.get(&key()).unwrap().seen());
}

#[test]
fn what_is_pinned_or_forgotten_is_so_in_the_browser_too() {
    let mut model = opened();
    let (name, _) = one_run(&mut model, 1_000.0);
    let pinned = send(&mut model, Msg::Pin(key(), 1), 0.0);
    assert!(
        matches!(&pinned[..], [Effect::KeepPast(again, text)] if *again == name && text.contains("\"isPinned\":true"))
    );
    assert_eq!(send(&mut model, Msg::ForgetPast(key()), 0.0), []);
    send(&mut model, Msg::Pin(key(), 1), 0.0);
    assert_eq!(send(&mut model, Msg::ForgetPast(key()), 0.0), [Effect::ForgetPast(vec![name])]);
    // The oldest makes room.
    for number in 0..21 {
        let (_, text) = one_run(&mut model, 10_000.0 * f64::from(number + 1));
        assert!(!text.is_empty());
    }
    assert_eq!(model.runs.get(&key()).unwrap().past.len(), 20);
}

#[test]
fn nothing_is_kept_of_what_the_operators_key_opened() {
    let mut model = opened();
    model.config.mode = crate::store::config::Mode::Direct;
    model.connect.is_open = true;
    model.connect.lends_key = true;
    assert_eq!(one_run(&mut model, 1_000.0), (String::new(), String::new()));
    assert!(!send(&mut model, Msg::Enter(key()), 0.0).iter().any(|one| matches!(one, Effect::RecallPast(_))));
}

#[test]
fn a_run_remembers_whether_it_was_to_be_measured() {
    let mut model = opened();
    fill(&mut model);
    for is_on in [true, false] {
        send(&mut model, Msg::Choose(key(), Choice::Profiling(is_on)), 0.0);
        let (request, run) = call(&send(&mut model, Msg::Start(key()), 0.0));
        assert!(matches!(&run, Call::Run { options, .. } if options.enable_profiling == is_on), "{run:?}");
        send(&mut model, Msg::Finished(request, key(), Ok(answer())), 1.0);
        assert_eq!(model.runs.get(&key()).unwrap().was_measured, is_on);
    }
    send(&mut model, Msg::Look(key(), 1), 2.0);
    assert!(model.runs.get(&key()).unwrap().was_measured);
}

#[test]
fn what_blocks_print_is_asked_for_where_there_are_blocks_that_can() {
    let mut model = opened();
    fill(&mut model);
    let asks = |model: &mut Model| match call(&send(model, Msg::Start(key()), 0.0)).1 {
        Call::Run { options, .. } | Call::DraftRun { options, .. } => options.debug,
        other => panic!("{other:?}"),
    };
    assert!(!asks(&mut model));
    send(&mut model, Msg::Stop(key()), 1.0);
    let blocks = "\"dynamic_blocks_definitions\":[{\"type\":\"DynamicBlockDefinition\"}],\"steps\"";
    let text = model.documents.get(&key()).unwrap().text().replacen("\"steps\"", blocks, 1);
    update(&mut model, AppMsg::Document(document::Msg::Edit(key(), text.into())), 0.0);
    assert!(asks(&mut model));
}
