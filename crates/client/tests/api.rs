//! Typed calls: what is sent, what is read, what is tried again and what never is.
#[expect(dead_code, reason = "shared with the other tests, each of which uses a part")]
mod support;

use flowdeck_client::{Api, Error, ListQuery, Mend, Method, TransportError, Update};
use futures_executor::block_on;
use support::{Fake, Next, response};

fn api(fake: &Fake) -> Api<Fake> {
    Api::new(fake.clone(), "http://host/api/")
}

const UPDATE: Update<'_> = Update { id: "i", name: "n", url: "u", config: "{}", base: Some("\"e1\"") };

#[test]
fn reads_are_tried_three_times_and_writes_once() {
    let fake = Fake::default();
    fake.answer(502, "<html>").fail(TransportError::Timeout).answer(200, r#"{"workflows":[],"status":"ok"}"#);
    assert!(block_on(api(&fake).list("home", 10, None)).is_ok());
    assert_eq!((fake.count(), fake.pauses.borrow().clone()), (3, vec![300, 600]));

    let fake = Fake::default();
    fake.fail(TransportError::Timeout);
    assert!(block_on(api(&fake).update("home", UPDATE)).is_err());
    assert_eq!(fake.count(), 1);
}

#[test]
fn retry_after_is_honoured_while_a_person_waits_and_told_when_it_is_long() {
    let fake = Fake::default();
    let mut busy = response(429, "{}");
    busy.retry_after = Some(2);
    fake.push(Next::Now(Ok(busy.clone()))).answer(200, r#"{"versions":[]}"#);
    assert!(block_on(api(&fake).versions("home", "a")).is_ok());
    assert_eq!(*fake.pauses.borrow(), [2_000]);

    let fake = Fake::default();
    busy.retry_after = Some(90);
    fake.push(Next::Now(Ok(busy)));
    let error = block_on(api(&fake).versions("home", "a")).unwrap_err();
    assert_eq!(error.to_string(), "Too many requests: try again in 90 s.");
}

fn cloud(fake: &Fake) -> Api<Fake> {
    Api::cloud(fake.clone(), "http://host")
}

#[test]
fn our_server_gets_a_new_workflow_in_one_piece() {
    let fake = Fake::default();
    fake.answer(201, r#"{"workflow":{"id":"i1","name":"N","url":"n-2"},"status":"ok"}"#);
    assert_eq!(
        block_on(api(&fake).create("home", "N", None, r#"{"specification":{}}"#)),
        Ok(String::from("n-2"))
    );
    let asked = fake.asked.borrow();
    assert_eq!(asked[0].url, "http://host/api/home/createWorkflow");
    let body: serde_json::Value = serde_json::from_str(asked[0].body.as_deref().unwrap()).unwrap();
    assert_eq!((body["config"].as_str(), body.get("url")), (Some(r#"{"specification":{}}"#), None));
}

#[test]
fn part_of_a_list_is_asked_for_with_its_words_and_order() {
    let fake = Fake::default();
    fake.answer(200, r#"{"workflows":[{"id":1}],"nextCursor":"c2"}"#);
    let query =
        ListQuery { limit: Some(50), words: Some("a b"), sort: Some("-updated"), ..ListQuery::default() };
    let (rows, next) = block_on(api(&fake).search("home", query)).unwrap();
    assert_eq!((rows.len(), next.as_deref()), (1, Some("c2")));
    assert_eq!(fake.asked.borrow()[0].url, "http://host/api/home/workflows?limit=50&q=a%20b&sort=-updated");
}

#[test]
fn what_is_in_the_trash_already_counts_as_deleted() {
    let fake = Fake::default();
    let trash = r#"{"items":[],"sections":{"workflows":[
        {"id":"old","url":"a","deletedAt":"2026-11-01T00:00:00Z"},
        {"id":"new","url":"a","deletedAt":"2026-11-24T00:00:00Z"},{"id":"x","url":"b"}]}}"#;
    fake.fail(TransportError::Timeout).answer(404, "").answer(200, trash);
    assert_eq!(block_on(api(&fake).delete("home", "a")), Ok(String::from("new")));
    let fake = Fake::default();
    fake.answer(404, "").answer(200, trash);
    assert!(block_on(api(&fake).delete("home", "c")).is_err_and(|error| error.is_missing()));
}

#[test]
fn a_definition_never_travels_in_an_address() {
    let fake = Fake::default();
    let made = r#"{"workflows":{"id":"i1","name":"N","url":"n"},"status":"ok"}"#;
    fake.answer(200, made).answer(200, r#"{"workflow":{"id":"i1","url":"n"}}"#);
    let config = r#"{"specification":{"version":"secret-ish"}}"#;
    assert_eq!(block_on(cloud(&fake).create("home", "N", None, config)), Ok(String::from("n")));
    let asked = fake.asked.borrow();
    assert!(asked.iter().all(|request| !request.url.contains("secret-ish")));
    assert!(asked[1].body.as_ref().is_some_and(|body| body.contains("secret-ish")));
    assert!(asked.iter().all(|request| request.headers.contains(&("X-Flowdeck", String::from("1")))));
}

#[test]
fn when_only_the_shell_was_made_it_is_said() {
    let fake = Fake::default();
    fake.answer(200, r#"{"workflow":{"id":"i1","name":"N","url":"n"}}"#).answer(413, "");
    let error = block_on(cloud(&fake).create("home", "N", None, "{\"specification\":{}}")).unwrap_err();
    assert!(error.to_string().starts_with("The workflow “n” exists now but is empty"), "{error}");
}

#[test]
fn a_moved_base_brings_what_is_stored_now() {
    let fake = Fake::default();
    let mut moved = response(409, r#"{"error":"moved","workflow":{"id":"i","config":"{\"a\":1}"}}"#);
    moved.etag = Some(String::from("\"e2\""));
    fake.push(Next::Now(Ok(moved)));
    match block_on(api(&fake).update("home", UPDATE)) {
        Err(error @ Error::Conflict { .. }) => {
            assert_eq!(error.mend(), Mend::Merge);
            let Error::Conflict { workflow, etag } = error else { unreachable!() };
            assert_eq!((workflow.config.as_str(), etag.as_deref()), ("{\"a\":1}", Some("\"e2\"")));
        }
        other => panic!("{other:?}"),
    }
    assert!(fake.asked.borrow()[0].headers.contains(&("If-Match", String::from("\"e1\""))));
    // A taken slug is a 409 too, without a workflow.
    fake.answer(409, r#"{"error":"There is a workflow “u” already."}"#);
    let error = block_on(api(&fake).update("home", UPDATE)).unwrap_err();
    assert_eq!(
        (error.to_string().as_str(), error.mend()),
        ("There is a workflow “u” already.", Mend::Rename)
    );
}

#[test]
fn answers_of_every_known_shape_are_read() {
    let fake = Fake::default();
    fake.answer(200, r#"[{"version":3,"created":{"_seconds":0}}]"#);
    let versions = block_on(api(&fake).versions("home", "a")).unwrap();
    assert_eq!((versions[0].version.as_str(), versions[0].created.as_str()), ("3", "1970-01-01T00:00:00Z"));
    for body in [r#"{"workflow":{"url":"c"}}"#, r#"{"workflow_url":"c"}"#, r#"{"url":"c"}"#] {
        fake.answer(201, body);
        assert_eq!(block_on(api(&fake).fork("home", "public", "x", None)), Ok(String::from("c")));
    }
}

#[test]
fn what_is_no_answer_is_said_to_be_none() {
    for (body, said) in [
        ("<html>Sign in</html>", "perhaps of a proxy or a sign-in"),
        (r#"{"workflows":[{"name":"#, "The text ends where a value is expected (line 1, column 23)."),
        ("[]", "it is a list where an object is expected"),
        (r#"{"status":"ok"}"#, "it holds no workflow"),
    ] {
        let fake = Fake::default();
        fake.answer(200, body);
        let error = block_on(api(&fake).get("home", "a", None)).unwrap_err();
        assert!(error.to_string().contains(said), "{body}: {error}");
    }
}

#[test]
fn each_status_has_its_sentence_and_its_mend() {
    for (status, body, said, mend) in [
        (
            401,
            "",
            "The session has ended or the credential is not accepted. Load the page again.",
            Mend::Reload,
        ),
        (402, "", "The account is out of credits. Ask whoever runs it.", Mend::AskOperator),
        (
            403,
            "",
            "Not allowed to delete the workflow: the key lacks the scope workflow:update.",
            Mend::AskOperator,
        ),
        (403, r#"{"error":"Read only."}"#, "Read only.", Mend::AskOperator),
        (404, "", "There is no such workflow, or it is in the Trash.", Mend::OpenTrash),
        (423, "", "API usage is paused for this account. Ask whoever runs it.", Mend::AskOperator),
        (
            400,
            r#"{"error":{"message":"Bad name.","hint":"Use letters."}}"#,
            "Bad name. Use letters.",
            Mend::Correct,
        ),
        (418, "", "The server refused to delete the workflow (status 418).", Mend::Correct),
    ] {
        let fake = Fake::default();
        fake.answer(status, body).answer(200, "{}");
        let error = block_on(api(&fake).delete("home", "a")).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.mend()), (said, mend));
    }
}

#[test]
fn hostile_names_stay_in_their_place() {
    let fake = Fake::default();
    fake.answer(403, "");
    assert!(block_on(api(&fake).delete("home", "../../admin?x=1#y")).is_err());
    let asked = fake.asked.borrow();
    assert_eq!(
        (asked[0].method, asked[0].url.as_str()),
        (Method::Delete, "http://host/api/home/workflows/..%2F..%2Fadmin%3Fx%3D1%23y")
    );
}
