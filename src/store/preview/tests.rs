use super::{Fate, Msg, On};
use crate::browser::preview::Heard;
use crate::route::Route;
use crate::store::run::{self, ImageValue, InputValue, Sample};
use crate::store::settings::{self, Preview as Setting};
use crate::store::{Call, Effect, Key, Model, Msg as AppMsg, document, update};
use flowdeck_client::dto::Workflow;
use flowdeck_spec::Node;
use std::rc::Rc;

const SPECIFICATION: &str = r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],
    "steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.image"}],"outputs":[]}"#;

fn key() -> Key {
    Key::new("home", "a")
}

fn send(model: &mut Model, msg: AppMsg) -> Vec<Effect> {
    update(model, msg, 0.0)
}

fn page(url: &str) -> AppMsg {
    AppMsg::Entered(Route::Workflow { ws: "home".into(), url: url.into() })
}

fn sample(title: &str, suits: &[&str]) -> Sample {
    Sample {
        file: format!("{title}.png"),
        title: title.into(),
        suits: suits.iter().map(|url| String::from(*url)).collect(),
    }
}

/// A model whose page shows a workflow, and the effects of its coming.
fn opened() -> (Model, Vec<Effect>) {
    let mut model = Model::default();
    let effects = send(&mut model, page("a"));
    let request = effects
        .iter()
        .find_map(|effect| match effect {
            Effect::Call(id, Call::Get { .. }) => Some(*id),
            _ => None,
        })
        .unwrap();
    let workflow = Workflow {
        url: "a".into(),
        config: format!(r#"{{"specification":{SPECIFICATION}}}"#),
        ..Workflow::default()
    };
    let loaded = document::Msg::Loaded(request, key(), Ok((workflow, None)));
    let effects = send(&mut model, AppMsg::Document(loaded));
    (model, effects)
}

fn is_due(effects: &[Effect]) -> bool {
    effects
        .iter()
        .any(|effect| matches!(effect, Effect::Later(_, msg) if **msg == AppMsg::Preview(Msg::Order)))
}

fn order(effects: &[Effect]) -> Option<Node> {
    effects.iter().find_map(|effect| match effect {
        Effect::Preview(order) => Some(order.0.clone()),
        _ => None,
    })
}

/// One that has been given the samples, and its first order.
fn ordered() -> (Model, Node) {
    let (mut model, effects) = opened();
    assert!(is_due(&effects));
    let effects = send(&mut model, AppMsg::Preview(Msg::Order));
    assert_eq!(order(&effects), None, "without an image there is nothing to run");
    let asked = effects.iter().any(|effect| matches!(effect, Effect::Call(_, Call::Samples)));
    assert!(asked, "{effects:?}");
    let samples = vec![sample("first", &["other"]), sample("second", &["a"])];
    let effects = send(&mut model, AppMsg::Run(run::Msg::Samples(0, Ok(samples))));
    assert!(is_due(&effects));
    let order = order(&send(&mut model, AppMsg::Preview(Msg::Order))).unwrap();
    (model, order)
}

fn text(node: &Node, pointer: &str) -> String {
    node.pointer(pointer).map(Node::to_compact).unwrap_or_default()
}

fn answer(model: &mut Model, order: &Node, steps: &str) -> Vec<Effect> {
    let text = format!(r#"{{"id":{},"ms":3,"steps":{steps}}}"#, text(order, "/id"));
    send(model, AppMsg::Preview(Msg::Heard(Heard::Answer(text.into(), Vec::new()))))
}

fn edit(model: &mut Model, from: &str, to: &str) -> Vec<Effect> {
    let text = model.documents.get(&key()).unwrap().text().replace(from, to);
    send(model, AppMsg::Document(document::Msg::Edit(key(), text.into())))
}

const RAN: &str =
    r#"[{"name":"blur","fate":"ran","why":null,"property":null,"images":{"image":{"count":1}},"values":{}}]"#;

#[test]
fn the_first_order_runs_the_sample_that_suits() {
    let (_, order) = ordered();
    assert_eq!(text(&order, "/images/0/0"), r#""image""#);
    assert_eq!(text(&order, "/images/0/1/0/address"), r#""samples/second.png""#);
    assert_eq!(text(&order, "/specification/steps/0/name"), r#""blur""#);
    assert_eq!(text(&order, "/is_first"), "true");
}

#[test]
fn what_changes_under_way_is_in_the_next_order_and_images_are_not_sent_twice() {
    let (mut model, first) = ordered();
    assert!(!is_due(&edit(&mut model, "\"blur\"", "\"soft\"")), "one order at a time");
    let effects = answer(&mut model, &first, RAN);
    assert!(is_due(&effects));
    let second = order(&send(&mut model, AppMsg::Preview(Msg::Order))).unwrap();
    assert_eq!(text(&second, "/specification/steps/0/name"), r#""soft""#);
    assert_eq!((text(&second, "/images"), text(&second, "/is_first")), ("[]".into(), "false".into()));
    assert_eq!((text(&first, "/answers"), text(&second, "/answers")), ("{}".into(), "null".into()));
    assert_eq!((text(&first, "/is_turned"), text(&second, "/is_turned")), ("true".into(), "false".into()));
    assert!(!is_due(&answer(&mut model, &second, RAN)), "nothing has changed");
    assert!(!is_due(&send(&mut model, AppMsg::Online(true))));
}

#[test]
fn what_the_run_form_has_is_what_runs() {
    let (mut model, first) = ordered();
    answer(&mut model, &first, RAN);
    let image = ImageValue { base64: Some("AAAA".into()), ..ImageValue::by_address("own.png") };
    let set = run::Msg::Set(key(), "image".into(), InputValue::Images(vec![image]));
    assert!(is_due(&send(&mut model, AppMsg::Run(set))));
    let second = order(&send(&mut model, AppMsg::Preview(Msg::Order))).unwrap();
    assert_eq!(text(&second, "/images/0/1/0/base64"), r#""AAAA""#);
    answer(&mut model, &second, RAN);
    let effects = send(&mut model, AppMsg::Preview(Msg::Use(Some(sample("third", &[])))));
    assert!(is_due(&effects), "a sample that is chosen here counts");
    assert_eq!(On::of(&model, &key()), On::Chosen);
    send(&mut model, AppMsg::Preview(Msg::Use(None)));
    assert_eq!(On::of(&model, &key()), On::Own);
}

#[test]
fn an_answer_says_how_each_step_fared_and_one_that_nobody_waits_for_says_nothing() {
    let (mut model, first) = ordered();
    let stale = Node::object([("id", Node::Number("99999".into()))]);
    answer(&mut model, &stale, RAN);
    assert_eq!(model.preview.step(&key(), "blur"), None);
    answer(&mut model, &first, RAN);
    let before = model.preview.step(&key(), "blur").cloned().unwrap();
    assert_eq!((before.fate, before.images.len(), model.preview.took), (Fate::Ran, 1, Some(3)));
    assert_eq!(model.preview.step(&Key::new("home", "b"), "blur"), None);
    edit(&mut model, "1.0", "1.3.0");
    let second = order(&send(&mut model, AppMsg::Preview(Msg::Order))).unwrap();
    answer(&mut model, &second, &RAN.replace("ran", "kept"));
    let after = model.preview.step(&key(), "blur").cloned().unwrap();
    assert!(Rc::ptr_eq(&before, &after), "a step that says the same renders nothing");
    assert_eq!(model.preview.took, None, "nothing had to run");
    edit(&mut model, "1.3.0", "1.0");
    let third = order(&send(&mut model, AppMsg::Preview(Msg::Order))).unwrap();
    let failed = r#"[{"name":"blur","fate":"failed","why":"“x” is no number","property":"kernel_size","images":{},"values":{}}]"#;
    answer(&mut model, &third, failed);
    let step = model.preview.step(&key(), "blur").unwrap();
    assert_eq!((step.fate, step.why.as_deref()), (Fate::Failed, Some("“x” is no number")));
}

#[test]
fn the_worker_ends_with_the_page_and_with_the_setting() {
    let (mut model, _) = ordered();
    let effects = send(&mut model, AppMsg::Entered(Route::Settings));
    assert!(effects.contains(&Effect::EndPreview));
    let (mut model, _) = ordered();
    let effects = send(&mut model, AppMsg::Settings(settings::Msg::Preview(Setting::Off)));
    assert!(effects.contains(&Effect::EndPreview));
    assert!(!is_due(&edit(&mut model, "1.0", "1.3.0")));
    let effects = send(&mut model, AppMsg::Settings(settings::Msg::Preview(Setting::On)));
    assert!(is_due(&effects));
}

#[test]
fn trouble_is_kept_until_somebody_tries_again() {
    let (mut model, _) = ordered();
    let broken = Heard::Broken("No workers here.".into());
    let effects = send(&mut model, AppMsg::Preview(Msg::Heard(broken)));
    assert!(effects.contains(&Effect::EndPreview));
    assert_eq!(model.preview.trouble.as_deref(), Some("No workers here."));
    assert!(!is_due(&edit(&mut model, "1.0", "1.3.0")), "it is not tried again by itself");
    assert!(is_due(&send(&mut model, AppMsg::Preview(Msg::Retry))));
}

#[test]
fn what_a_server_has_to_run_is_told_while_the_preview_is_on() {
    let (mut model, first) = ordered();
    let told = |fate: &str| RAN.replace("ran", fate);
    let remote = |model: &Model| model.preview.remote(&key()).map(ToString::to_string).collect::<Vec<_>>();
    answer(&mut model, &first, &told("server"));
    assert_eq!(remote(&model), ["blur"]);
    assert_eq!(model.preview.remote(&Key::new("home", "b")).count(), 0);
    edit(&mut model, "1.0", "1.3.0");
    let second = order(&send(&mut model, AppMsg::Preview(Msg::Order))).unwrap();
    // It gives what it gave in the last run; here it still does not run.
    answer(&mut model, &second, &told("answered"));
    assert_eq!(remote(&model), ["blur"]);
    send(&mut model, AppMsg::Settings(settings::Msg::Preview(Setting::Off)));
    assert!(remote(&model).is_empty());
}
