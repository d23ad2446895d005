//! The builder of an `inference` server, against a shelf that does what its routes do (`builder/routes.py` of the package,
//! 1.8.3): ids are checked, another id in the body renames, the old file goes first, deleting is for good.
#![expect(clippy::unwrap_used, reason = "what a test does not expect stops it")]

use flowdeck_client::{
    Builder, Change, Error, File, Key, Method, Request, Response, Transport, TransportError,
};
use futures_executor::block_on;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::{Future, ready};

#[derive(Default)]
struct Shelf {
    files: RefCell<BTreeMap<String, Value>>,
    /// What somebody else writes after so many writes of ours.
    between: RefCell<Option<(String, Value)>>,
    /// Whether the answers to writes are lost.
    loses_answers: bool,
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

impl Shelf {
    fn answer(&self, request: &Request) -> (u16, Value) {
        if !request.headers.contains(&("X-CSRF", String::from("pass"))) {
            return (403, json!({"detail": "Invalid CSRF token"}));
        }
        let id = request.url.strip_prefix("http://engine:9001/build/api").unwrap().trim_start_matches('/');
        let times = |content: &Value| json!({"createTime": 1_700_000_000, "updateTime": 1_700_000_060, "config": content});
        let mut files = self.files.borrow_mut();
        match (request.method, id) {
            (Method::Get, "") => {
                let seconds = json!({"_seconds": 1_700_000_000});
                let all = files.iter().map(|(id, content)| {
                    (id.clone(), json!({"createTime": seconds, "updateTime": seconds, "config": content}))
                });
                (200, json!({ "data": all.collect::<serde_json::Map<_, _>>() }))
            }
            (Method::Get, "models") => (
                200,
                json!({"models": [{"model_id": "rfdetr-nano", "name": "rfdetr-nano", "task_type": "object-detection", "compatible_block_types": ["roboflow_core/roboflow_object_detection_model@v2"], "aliases": ["rfdetr"]}]}),
            ),
            (_, id) if !is_id(id) || id == "models" => (400, json!({"error": "invalid id"})),
            (Method::Get, id) => match files.get(id) {
                Some(content) => (200, json!({ "data": times(content) })),
                None => (404, json!({"error": "not found"})),
            },
            (Method::Post, id) => {
                let mut body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
                let old = body["id"].as_str().filter(|old| *old != id).map(String::from);
                if let Some(old) = old {
                    files.remove(&old);
                }
                body["id"] = json!(id);
                files.insert(String::from(id), body);
                if let Some((id, content)) = self.between.take() {
                    files.insert(id, content);
                }
                (201, json!({"message": "ok"}))
            }
            (Method::Delete, id) => match files.remove(id) {
                Some(_) => (200, json!({"message": "ok"})),
                None => (404, json!({"error": "not found"})),
            },
        }
    }

    fn holds(&self, id: &str) -> Option<Value> {
        self.files.borrow().get(id).cloned()
    }
}

impl Transport for Shelf {
    fn send(&self, request: Request) -> impl Future<Output = Result<Response, TransportError>> {
        let (status, body) = self.answer(&request);
        let is_lost = self.loses_answers && request.method == Method::Post;
        ready(if is_lost {
            Err(TransportError::Timeout)
        } else {
            Ok(Response { status, body: body.to_string(), ..Response::default() })
        })
    }
    fn pause(&self, _: u32) -> impl Future<Output = ()> {
        ready(())
    }
    fn jitter(&self) -> f64 {
        0.5
    }
}

const CONFIG: &str =
    r#"{"specification":{"version":"1.0","inputs":[],"steps":[{"type":"a@v1","name":"s"}],"outputs":[]}}"#;

fn builder() -> Builder {
    Builder::new("http://engine:9001", Key::new("pass").unwrap())
}

fn change(id: &str, url: &str, config: &str) -> Change {
    Change { id: id.into(), name: "Count".into(), url: url.into(), config: config.into() }
}

fn tag(shelf: &Shelf, id: &str) -> String {
    block_on(async { builder().get(id).send(shelf).await }).unwrap().tagged().1.unwrap()
}

#[test]
fn a_new_one_gets_a_free_id_and_the_form_that_the_engine_reads() {
    let shelf = Shelf::default();
    let make = |name: &str, id| block_on(builder().create(&shelf, name, id, CONFIG));
    assert_eq!(make("Count the boxes!", None), Ok("count-the-boxes".into()));
    assert_eq!(make("Count the boxes?", None), Ok("count-the-boxes-2".into()));
    assert_eq!(make("数える", None), Ok("workflow".into()));
    assert_eq!(make("Models", None), Ok("models-2".into()));
    assert_eq!(make("X", Some("my_ID-1")), Ok("my_ID-1".into()));
    // A bare specification is one that the engine would not find.
    let bare = r#"{"version":"1.0","inputs":[],"steps":[],"outputs":[]}"#;
    block_on(builder().create(&shelf, "Bare", None, bare)).unwrap();
    assert_eq!(shelf.holds("bare").unwrap()["config"], format!("{{\"specification\":{bare}}}"));
    let stored = shelf.holds("my_ID-1").unwrap();
    assert_eq!(stored, json!({"id": "my_ID-1", "name": "X", "config": CONFIG}));
    for (id, word) in
        [("my_ID-1", "Another workflow"), ("models", "its own"), ("a b", "letters, digits"), ("", "letters")]
    {
        let error = make("X", Some(id)).unwrap_err();
        assert!(error.to_string().contains(word), "{id}: {error}");
    }
    assert_eq!(shelf.files.borrow().len(), 6);
}

#[test]
fn rows_tell_what_is_in_a_file_whoever_wrote_it() {
    let shelf = Shelf::default();
    shelf.files.borrow_mut().insert("odd".into(), json!({"id": "odd", "specification": {"steps": []}}));
    shelf.files.borrow_mut().insert("null".into(), json!(null));
    block_on(builder().create(&shelf, "Fine", None, CONFIG)).unwrap();
    let (rows, next) = block_on(async { builder().list().send(&shelf).await }).unwrap();
    assert_eq!(next, None);
    let fine = rows.iter().find(|row| row.id == "fine").unwrap();
    assert_eq!(
        (fine.name.as_str(), fine.block_count, &*fine.block_types),
        ("Fine", Some(1), &["a@v1".into()][..])
    );
    assert_eq!(fine.updated_at, "2023-11-14T22:13:20Z");
    assert_eq!(rows.len(), 3);
    let odd = block_on(async { builder().get("odd").send(&shelf).await }).unwrap();
    assert_eq!(odd.config(), r#"{"specification":{"steps":[]}}"#);
    assert_eq!(odd.tagged().0.name, "odd");
}

#[test]
fn a_save_keeps_what_others_put_beside_and_writes_over_nobody() {
    let shelf = Shelf::default();
    shelf
        .files
        .borrow_mut()
        .insert("a".into(), json!({"id": "a", "name": "Count", "config": CONFIG, "theirs": [1]}));
    let base = tag(&shelf, "a");
    let (workflow, etag) = block_on(builder().save(&shelf, &change("a", "a", "{}"), Some(&base))).unwrap();
    assert_eq!((workflow.config.as_str(), etag), ("{}", Some(tag(&shelf, "a"))));
    assert_eq!(shelf.holds("a").unwrap(), json!({"id": "a", "name": "Count", "config": "{}", "theirs": [1]}));
    // The base is not what is stored any more.
    let error = block_on(builder().save(&shelf, &change("a", "a", "mine"), Some(&base))).unwrap_err();
    let Error::Conflict { workflow, etag } = error else { panic!("{error}") };
    assert_eq!((workflow.config.as_str(), &etag), ("{}", &Some(tag(&shelf, "a"))));
    // With their state as the base, and without one, it is written.
    assert!(block_on(builder().save(&shelf, &change("a", "a", "{ }"), etag.as_deref())).is_ok());
    assert!(block_on(builder().save(&shelf, &change("a", "a", "{}"), None)).is_ok());
    // Somebody writes between our write and our look.
    *shelf.between.borrow_mut() = Some(("a".into(), json!({"id": "a", "name": "Count", "config": "theirs"})));
    let error = block_on(builder().save(&shelf, &change("a", "a", "mine"), None)).unwrap_err();
    assert!(matches!(error, Error::Conflict { workflow, .. } if workflow.config == "theirs"));
}

#[test]
fn a_save_whose_answer_is_lost_is_looked_up() {
    let shelf = Shelf { loses_answers: true, ..Shelf::default() };
    shelf.files.borrow_mut().insert("a".into(), json!({"id": "a", "name": "A", "config": "{}"}));
    let (workflow, _) = block_on(builder().save(&shelf, &change("a", "b", CONFIG), None)).unwrap();
    assert_eq!((workflow.url.as_str(), workflow.name.as_str()), ("b", "Count"));
}

#[test]
fn a_rename_moves_the_file_and_never_onto_another() {
    let shelf = Shelf::default();
    for id in ["a", "b"] {
        shelf
            .files
            .borrow_mut()
            .insert(id.into(), json!({"id": id, "name": id, "config": "{}", "theirs": id}));
    }
    let error = block_on(builder().save(&shelf, &change("a", "b", "{}"), None)).unwrap_err();
    assert!(error.to_string().contains("Another workflow"));
    assert_eq!(shelf.holds("b").unwrap()["theirs"], "b");
    let base = tag(&shelf, "a");
    let (workflow, _) = block_on(builder().save(&shelf, &change("a", "c", "{}"), Some(&base))).unwrap();
    assert_eq!((workflow.id.as_str(), shelf.holds("a")), ("c", None));
    assert_eq!(shelf.holds("c").unwrap(), json!({"id": "c", "name": "Count", "config": "{}", "theirs": "a"}));
}

#[test]
fn nothing_is_deleted_that_was_not_kept_and_the_copy_comes_back_whole() {
    let shelf = Shelf::default();
    let stored = json!({"id": "a", "name": "A", "config": CONFIG, "theirs": {"x": 1.50}});
    shelf.files.borrow_mut().insert("a".into(), stored.clone());
    let full = || Error::NoToken("full".into());
    assert_eq!(block_on(builder().delete(&shelf, "a", |_| Err(full()))), Err(full()));
    assert!(shelf.holds("a").is_some());
    let copy = RefCell::new(String::new());
    block_on(builder().delete(&shelf, "a", |file| {
        *copy.borrow_mut() = file.text();
        Ok(())
    }))
    .unwrap();
    assert_eq!(shelf.holds("a"), None);
    let file = File::of_text(&copy.borrow()).unwrap();
    assert_eq!(block_on(builder().restore(&shelf, &file)), Ok("a".into()));
    assert_eq!(shelf.holds("a"), Some(stored));
    // The id has a new owner meanwhile.
    assert_eq!(block_on(builder().restore(&shelf, &file)), Ok("a-2".into()));
    assert_eq!(shelf.holds("a-2").unwrap()["id"], "a-2");
    assert!(block_on(builder().delete(&shelf, "gone", |_| Ok(()))).unwrap_err().is_missing());
}

#[test]
fn models_are_told_with_the_blocks_that_take_them() {
    let models = block_on(async { builder().models().send(&Shelf::default()).await }).unwrap();
    assert_eq!((models[0].id.as_str(), &*models[0].aliases), ("rfdetr-nano", &["rfdetr".into()][..]));
    assert_eq!(models[0].blocks, ["roboflow_core/roboflow_object_detection_model@v2"]);
}

#[test]
fn a_pass_that_the_server_does_not_know_is_said_in_words_and_is_never_printed() {
    let strange = Builder::new("http://engine:9001", Key::new("old").unwrap());
    let error = block_on(async { strange.list().send(&Shelf::default()).await }).unwrap_err();
    assert!(error.to_string().contains("load its builder page again"), "{error}");
    assert!(!format!("{strange:?}").contains("old"));
}
