//! The operator's key: to one service, where the contract has it, and nowhere after it was let go.
mod support;

use flowdeck_client::dto::Workflow;
use flowdeck_client::{Api, Change, Consent, Error, Key, Keyed, Keyring, Saved, TransportError, save};
use futures_executor::block_on;
use support::Fake;

const KEY: &str = "sEcReT+/key";
const STORED: &str = r#"{"workflow":{"id":"i","name":"A","url":"a","config":"{}"}}"#;

fn keyed(fake: &Fake, service: &str) -> (Api<Keyed<Fake>>, Keyring) {
    let ring = Keyring::default();
    Key::new(KEY).into_iter().for_each(|key| ring.hold(key));
    (Api::cloud(Keyed::new(fake.clone(), service, ring.clone()), "https://api.example"), ring)
}

#[test]
fn the_key_is_in_queries_of_reads_and_in_bodies_of_writes_without_our_headers() {
    let fake = Fake::default();
    let (api, _) = keyed(&fake, "https://api.example");
    fake.answer(200, r#"{"workflows":[]}"#)
        .answer(200, r#"{"token":"t"}"#)
        .answer(200, r#"{"workflowId":"i"}"#);
    block_on(api.list("w", 10, None)).unwrap();
    block_on(api.workflow_token("w", "i")).unwrap();
    block_on(api.delete("w", "a")).unwrap();
    let asked = fake.asked.borrow();
    assert_eq!(asked[0].url, "https://api.example/w/workflows?limit=10&api_key=sEcReT%2B%2Fkey");
    assert_eq!(asked[1].url, "https://api.example/w/workflowToken");
    assert_eq!(asked[1].body.as_deref(), Some(r#"{"id":"i","api_key":"sEcReT+/key"}"#));
    assert_eq!(asked[2].url, "https://api.example/w/workflows/a?api_key=sEcReT%2B%2Fkey");
    assert!(asked.iter().all(|request| request.headers.is_empty()));
    assert!(!format!("{asked:?}").contains("sEcReT"));
}

#[test]
fn a_new_workflow_has_its_fields_in_the_address_and_the_key_in_the_body() {
    let fake = Fake::default();
    let (api, _) = keyed(&fake, "https://api.example");
    fake.answer(200, STORED);
    block_on(api.create("w", "A", None, "{}")).unwrap();
    let asked = fake.asked.borrow();
    assert!(asked[0].url.contains("createWorkflow?name=A") && !asked[0].url.contains("api_key"));
    assert_eq!(asked[0].body.as_deref(), Some(r#"{"api_key":"sEcReT+/key"}"#));
}

#[test]
fn another_service_gets_no_key_and_a_forgotten_one_is_gone() {
    for (service, forgotten) in [("https://api.example.evil.test", false), ("https://api.example", true)] {
        let fake = Fake::default();
        let (api, ring) = keyed(&fake, service);
        if forgotten {
            ring.clear();
        }
        fake.answer(401, "{}");
        assert!(block_on(api.list("w", 10, None)).is_err());
        assert_eq!(fake.asked.borrow()[0].url, "https://api.example/w/workflows?limit=10");
    }
}

#[test]
fn what_comes_back_never_holds_the_key() {
    let fake = Fake::default();
    let (api, _) = keyed(&fake, "https://api.example");
    fake.answer(401, r#"{"error":"no key sEcReT+/key"}"#);
    let error = block_on(api.list("w", 10, None)).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("sEcReT"), "{error:?}");
    fake.answer(200, r#"{"workflows":[{"name":"sEcReT%2B%2Fkey"}]}"#);
    assert_eq!(block_on(api.list("w", 10, None)).unwrap_err(), Error::Transport(TransportError::Withheld));
}

#[test]
fn an_answer_that_comes_after_the_key_was_forgotten_does_not_bring_it_back() {
    let fake = Fake::default();
    let (api, ring) = keyed(&fake, "https://api.example");
    let answer = fake.later();
    let forget = async {
        ring.clear();
        answer.send(Ok(support::response(403, r#"{"error":"sEcReT+/key lacks it"}"#))).unwrap();
    };
    let (outcome, ()) = block_on(futures_util::future::join(api.list("w", 10, None), forget));
    assert_eq!(outcome.unwrap_err().to_string(), "(key) lacks it");
}

/// Consents to what has this config.
fn consent(config: &'static str) -> impl AsyncFnOnce(&Workflow) -> Consent {
    async move |before| if before.config == config { Consent::Write } else { Consent::Moved }
}

#[test]
fn a_save_compares_with_what_is_stored_before_it_writes() {
    let change = Change { id: "i".into(), name: "A".into(), url: "a".into(), config: "{\"x\":1}".into() };
    let fake = Fake::default();
    let (api, _) = keyed(&fake, "https://api.example");
    fake.answer(200, STORED);
    let moved = block_on(save(&api, "w", &change, consent("other"))).unwrap();
    assert!(matches!(moved, Saved::Moved(_)) && fake.count() == 1);
    let written = STORED.replace("{}", "{\\\"x\\\":1}");
    fake.answer(200, STORED).fail(TransportError::Timeout).answer(200, &written);
    // Nobody knows whether the write came through: what is stored tells.
    let saved = block_on(save(&api, "w", &change, consent("{}"))).unwrap();
    assert!(matches!(saved, Saved::Stored(workflow) if workflow.config == "{\"x\":1}"));
}
