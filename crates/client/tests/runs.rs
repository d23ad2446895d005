//! What is sent for a run: only what is asked for beyond the usual, and a draft's text as it was written.
#[expect(dead_code, reason = "shared with the other tests, each of which uses a part")]
mod support;

use flowdeck_client::{Execution, RunOptions};
use flowdeck_spec::Node;
use futures_executor::block_on;
use support::Fake;

fn sent(fake: &Fake) -> String {
    fake.asked.borrow().last().and_then(|request| request.body.clone()).unwrap_or_default()
}

#[test]
fn what_is_not_asked_for_is_not_sent() {
    let fake = Fake::default();
    fake.answer(200, r#"{"outputs":[]}"#).answer(200, r#"{"outputs":[]}"#);
    let execution = Execution::new(fake.clone(), "http://host/run", "http://host/api");
    let inputs = Node::object([("x", Node::Bool(true))]);
    block_on(execution.run("home", "dock", "t", &inputs, &RunOptions::default())).unwrap();
    assert_eq!(sent(&fake), r#"{"api_key":"t","inputs":{"x":true},"use_cache":false}"#);
    let options = RunOptions {
        disable_sinks: true,
        enable_profiling: true,
        debug: true,
        version: Some(String::from("v7")),
        ..RunOptions::default()
    };
    block_on(execution.run("home", "dock", "t", &inputs, &options)).unwrap();
    let body: serde_json::Value = serde_json::from_str(&sent(&fake)).unwrap();
    for name in ["disable_sinks", "enable_profiling", "debug"] {
        assert_eq!(body[name].as_bool(), Some(true), "{name}");
    }
    assert_eq!(body["workflow_version_id"], "v7");
}

#[test]
fn a_draft_goes_out_as_it_was_written() {
    let fake = Fake::default();
    fake.answer(200, r#"{"outputs":[]}"#).answer(200, r#"{"outputs":[]}"#);
    let execution = Execution::new(fake.clone(), "http://host/run", "http://host/api");
    let inputs = Node::object([("x", Node::string("{"))]);
    let options = RunOptions { disable_sinks: true, ..RunOptions::default() };
    block_on(execution.draft_run("home", r#"{ "version": 1.0 }"#, &inputs, &options).send(&fake)).unwrap();
    let expected = r#"{"specification":{ "version": 1.0 },"inputs":{"x":"{"},"disable_sinks":true}"#;
    assert_eq!(sent(&fake), expected);
    block_on(execution.inline_run("{}", &inputs, &RunOptions::default()).send(&fake)).unwrap();
    assert_eq!(sent(&fake), r#"{"specification":{},"inputs":{"x":"{"}}"#);
}
