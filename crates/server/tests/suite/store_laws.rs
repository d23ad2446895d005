//! The store against a model: any sequence of writes leaves what the rules say, and nothing else.
use crate::support::Place;
use flowdeck_server::db::{HOME, NewWorkflow, Store, WriteError};
use flowdeck_server::ids;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Act {
    /// Name and slug, content; whether another slug will do.
    Create(u8, u8, bool),
    /// Which one, slug, content, and whether from the newest state.
    Save(usize, u8, u8, bool),
    Delete(u8),
    Restore(usize),
    Clean(u8),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0..4_u8, 0..3_u8, any::<bool>()).prop_map(|(slug, content, free)| Act::Create(slug, content, free)),
        5 => (0..8_usize, 0..4_u8, 0..3_u8, prop::bool::weighted(0.8))
            .prop_map(|(which, slug, content, fresh)| Act::Save(which, slug, content, fresh)),
        2 => (0..4_u8).prop_map(Act::Delete),
        2 => (0..8_usize).prop_map(Act::Restore),
        1 => (0..40_u8).prop_map(Act::Clean),
    ]
}

/// A workflow as it should be.
#[derive(Clone, Debug, PartialEq)]
struct Modelled {
    url: String,
    config: String,
    versions: Vec<String>,
    revision: i64,
    deleted_at: Option<String>,
}

#[derive(Debug, Default)]
struct Model {
    /// By id.
    all: BTreeMap<String, Modelled>,
    /// Ids in the order of their making.
    made: Vec<String>,
}

impl Model {
    fn live(&self, url: &str) -> Option<&String> {
        self.all.iter().find(|(_, one)| one.url == url && one.deleted_at.is_none()).map(|(id, _)| id)
    }

    fn pick(&self, which: usize) -> Option<String> {
        let id = self.made.get(which % self.made.len().max(1))?;
        self.all.contains_key(id).then(|| id.clone())
    }
}

/// A content as text; the last digit changes the layout only, so it makes no version.
fn config(content: u8) -> String {
    format!("{{\"specification\":{{\"steps\":[{}]}},\"flowdeck\":{content}}}", content / 2)
}

fn moment(turn: usize) -> String {
    format!("2026-01-01T00:00:{turn:02}.000Z")
}

async fn perform(store: &Store, model: &mut Model, turn: usize, act: &Act) {
    let now = moment(turn);
    match act {
        Act::Create(slug, content, free) => {
            let (id, version_id, config) = (ids::id().unwrap(), ids::id().unwrap(), config(*content));
            let url = format!("w{slug}");
            let new = NewWorkflow {
                id: &id,
                version_id: &version_id,
                workspace: HOME,
                name: "Name",
                url: &url,
                find_free_url: *free,
                description: "",
                config: &config,
                now: &now,
            };
            let taken = model.live(&url).is_some();
            match store.create(new).await {
                Ok(saved) => {
                    let got = saved.stored.workflow.url;
                    assert!(model.live(&got).is_none(), "{got} was taken");
                    assert!(got == url || (taken && *free), "{url} became {got}");
                    let versions = vec![config.clone()];
                    let one = Modelled { url: got, config, versions, revision: 1, deleted_at: None };
                    model.all.insert(id.clone(), one);
                    model.made.push(id);
                }
                Err(WriteError::Taken(_)) => assert!(taken && !free),
                Err(error) => panic!("{error}"),
            }
        }
        Act::Save(which, slug, content, fresh) => {
            let Some(id) = model.pick(*which) else { return };
            let before = model.all[&id].clone();
            let (url, config) = (format!("w{slug}"), config(*content));
            let seen = if *fresh { before.revision } else { before.revision - 1 };
            let saved = store
                .save(HOME, &id, &ids::id().unwrap(), "Name", &url, &config, &now, |stored| {
                    stored.revision == seen
                })
                .await;
            match saved {
                Ok(saved) => {
                    assert!(before.deleted_at.is_none() && *fresh);
                    assert!(model.live(&url).is_none_or(|holder| *holder == id), "{url} was taken");
                    let one = model.all.get_mut(&id).unwrap();
                    let is_new = !flowdeck_spec::config::same_specification(&before.config, &config);
                    assert_eq!(saved.made_version, is_new);
                    if is_new {
                        one.versions.push(config.clone());
                    }
                    (one.url, one.config, one.revision) = (url, config, before.revision + 1);
                }
                Err(WriteError::Missing) => assert!(before.deleted_at.is_some()),
                Err(WriteError::Moved(stored)) => {
                    assert!(!*fresh);
                    assert_eq!(stored.workflow.config, before.config);
                }
                Err(WriteError::Taken(_)) => assert!(model.live(&url).is_some_and(|holder| *holder != id)),
                Err(error) => panic!("{error}"),
            }
        }
        Act::Delete(slug) => {
            let url = format!("w{slug}");
            let deleted = store.delete(HOME, &url, &now).await.unwrap();
            assert_eq!(deleted.as_ref(), model.live(&url));
            if let Some(id) = deleted {
                let one = model.all.get_mut(&id).unwrap();
                (one.deleted_at, one.revision) = (Some(now), one.revision + 1);
            }
        }
        Act::Restore(which) => {
            let Some(id) = model.pick(*which) else { return };
            let before = model.all[&id].clone();
            match store.restore(HOME, &id, &now).await {
                Ok(()) => {
                    assert!(before.deleted_at.is_some() && model.live(&before.url).is_none());
                    let one = model.all.get_mut(&id).unwrap();
                    (one.deleted_at, one.revision) = (None, one.revision + 1);
                }
                Err(WriteError::Missing) => assert!(before.deleted_at.is_none()),
                Err(WriteError::Taken(_)) => {
                    assert!(before.deleted_at.is_some() && model.live(&before.url).is_some());
                }
                Err(error) => panic!("{error}"),
            }
        }
        Act::Clean(before) => {
            let limit = moment(usize::from(*before));
            let gone = store.clean_trash(&limit).await.unwrap();
            let count = model.all.len();
            model.all.retain(|_, one| one.deleted_at.as_ref().is_none_or(|at| *at >= limit));
            assert_eq!(gone, (count - model.all.len()) as u64);
        }
    }
}

async fn agree(store: &Store, model: &Model) {
    let counts = store.counts().await.unwrap();
    let live = model.all.values().filter(|one| one.deleted_at.is_none()).count();
    assert_eq!(counts.workflows, live as i64);
    assert_eq!(counts.trash, (model.all.len() - live) as i64);
    let trash = store.trash(HOME).await.unwrap();
    for (id, one) in &model.all {
        let versions = store.versions(id).await.unwrap();
        let mut texts: Vec<_> = versions.iter().map(|version| version.config.clone().unwrap()).collect();
        texts.reverse();
        assert_eq!(texts, one.versions, "{id}");
        let numbers: Vec<_> =
            versions.iter().rev().map(|version| version.version.parse::<usize>().unwrap()).collect();
        assert_eq!(numbers, (1..=one.versions.len()).collect::<Vec<_>>(), "{id}");
        if one.deleted_at.is_some() {
            assert!(trash.iter().any(|item| item.id == *id), "{id} is not in the Trash");
            continue;
        }
        let stored = store.find(HOME, &one.url).await.unwrap().unwrap();
        assert_eq!(stored.workflow.id, *id);
        assert_eq!((&stored.workflow.config, stored.revision), (&one.config, one.revision));
    }
}

#[tokio::test]
async fn a_first_start_that_was_cut_off_is_taken_up_again() {
    let place = Place::new();
    let open = || place.open();
    let cut_off = open().await;
    assert!(cut_off.ensure_workspaces().await.unwrap());
    cut_off.close().await;
    let again = open().await;
    assert!(again.ensure_workspaces().await.unwrap());
    again.end_first_start().await.unwrap();
    again.close().await;
    assert!(!open().await.ensure_workspaces().await.unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("FLOWDECK_SOAK").is_some() { 500 } else { 40 }))]

    #[test]
    fn any_sequence_of_writes_keeps_the_rules(acts in prop::collection::vec(act(), 1..30)) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let place = Place::new();
            let store = place.open().await;
            store.ensure_workspaces().await.unwrap();
            let mut model = Model::default();
            for (turn, act) in acts.iter().enumerate() {
                perform(&store, &mut model, turn, act).await;
                agree(&store, &model).await;
            }
            // What the store holds is what was answered.
            store.close().await;
            let again = place.open().await;
            agree(&again, &model).await;
            again.close().await;
        });
    }
}
