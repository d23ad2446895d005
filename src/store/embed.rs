//! Publishing a workflow: which pages may run it, how much they do, and taking it back.
use super::{Call, Effect, Few, Key, Model, Msg as AppMsg, RequestId, toast};
use crate::components::notice::Tone;
use flowdeck_client::Error;
use flowdeck_client::dto::{Publication, Published};
use std::rc::Rc;

/// What is known of one workflow's publication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Embed {
    /// What the server said last; none until it has.
    pub published: Option<Rc<Published>>,
    /// Why the last question failed.
    pub failure: Option<Error>,
    /// Whether a change is under way.
    pub busy: bool,
    request: Option<RequestId>,
}

/// The publications that were looked at, by workflow.
#[derive(Debug, Default)]
pub struct Embeds(Few<Key, Embed>);

impl Embeds {
    /// The publication of a workflow, if anyone has looked.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Embed> {
        self.0.get(key)
    }

    fn of(&mut self, key: &Key) -> &mut Embed {
        self.0.or_insert_with(key.clone(), Embed::default)
    }
}

/// What can happen to a publication.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Its page was opened.
    Enter(Key),
    /// Publish, or change what is published.
    Publish(Key, Publication),
    /// Take it back.
    Unpublish(Key),
    /// What is so now; and what was done, for a message.
    Loaded(RequestId, Key, Done, Result<Published, Error>),
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// Only to look.
    Looked,
    /// To publish.
    Published,
    /// To take it back; what was published before, to undo.
    TakenBack(Option<Publication>),
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Enter(key) => {
            let request = model.fresh_id();
            let embed = model.embeds.of(&key);
            embed.request = Some(request);
            vec![Effect::Call(request, Call::Publication { key })]
        }
        Msg::Publish(key, publication) => {
            let Some(request) = begin(model, &key) else { return Vec::new() };
            vec![Effect::Call(request, Call::Publish { key, publication })]
        }
        Msg::Unpublish(key) => {
            let before =
                model.embeds.of(&key).published.as_ref().and_then(|published| published.publication.clone());
            let Some(request) = begin(model, &key) else { return Vec::new() };
            vec![Effect::Call(request, Call::Unpublish { key, before })]
        }
        Msg::Loaded(request, key, done, result) => loaded(model, request, key, done, result),
    }
}

fn begin(model: &mut Model, key: &Key) -> Option<RequestId> {
    let request = model.fresh_id();
    let embed = model.embeds.of(key);
    if embed.busy {
        return None;
    }
    embed.busy = true;
    embed.failure = None;
    embed.request = Some(request);
    Some(request)
}

fn loaded(
    model: &mut Model,
    request: RequestId,
    key: Key,
    done: Done,
    result: Result<Published, Error>,
) -> Vec<Effect> {
    let embed = model.embeds.of(&key);
    if embed.request != Some(request) {
        return Vec::new();
    }
    embed.request = None;
    embed.busy = false;
    match result {
        Ok(published) => {
            embed.published = Some(Rc::new(published));
            embed.failure = None;
        }
        Err(error) => {
            embed.failure = Some(error);
            return Vec::new();
        }
    }
    match done {
        Done::Looked => Vec::new(),
        Done::Published => toast::show(model, Tone::Good, "Published for the listed pages.", None),
        Done::TakenBack(before) => {
            let undo = before.map(|publication| ("Undo", AppMsg::Embed(Msg::Publish(key, publication))));
            toast::show(model, Tone::Info, "No page gets a token any more.", undo)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Done, Msg};
    use crate::store::{Call, Effect, Key, Model, Msg as AppMsg, toast, update};
    use flowdeck_client::dto::{Publication, Published};
    use flowdeck_client::{Error, TransportError};

    fn send(model: &mut Model, msg: Msg) -> Vec<Effect> {
        update(model, AppMsg::Embed(msg), 0.0)
    }

    fn published(origin: &str) -> Published {
        let publication =
            Publication { origins: vec![origin.into()], minutes: 5, per_minute: 60, from_file: false };
        Published { publication: Some(publication), ..Published::default() }
    }

    fn request_of(effects: &[Effect]) -> u64 {
        let [Effect::Call(request, _)] = effects else { panic!("{effects:?}") };
        *request
    }

    #[test]
    fn what_was_taken_back_is_published_again_by_undo() {
        let (mut model, key) = (Model::default(), Key::new("home", "dock"));
        let request = request_of(&send(&mut model, Msg::Enter(key.clone())));
        let before = published("https://a.example");
        send(&mut model, Msg::Loaded(request, key.clone(), Done::Looked, Ok(before.clone())));
        let effects = send(&mut model, Msg::Unpublish(key.clone()));
        let [Effect::Call(request, Call::Unpublish { before: was, .. })] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert!(send(&mut model, Msg::Unpublish(key.clone())).is_empty(), "one change at a time");
        let done = Done::TakenBack(was.clone());
        send(&mut model, Msg::Loaded(*request, key, done, Ok(Published::default())));
        let undo = model.toasts[0].id;
        let effects = update(&mut model, AppMsg::Toast(toast::Msg::Act(undo)), 0.0);
        let [Effect::Call(_, Call::Publish { publication, .. })] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert_eq!(Some(publication), before.publication.as_ref());
    }

    #[test]
    fn a_failure_leaves_what_is_known_and_says_why() {
        let (mut model, key) = (Model::default(), Key::new("home", "dock"));
        let request = request_of(&send(&mut model, Msg::Enter(key.clone())));
        send(&mut model, Msg::Loaded(request, key.clone(), Done::Looked, Ok(published("https://a.example"))));
        let change = published("https://b.example").publication.unwrap();
        let request = request_of(&send(&mut model, Msg::Publish(key.clone(), change)));
        let failure = Err(Error::Transport(TransportError::Offline));
        send(&mut model, Msg::Loaded(request, key.clone(), Done::Published, failure));
        let embed = model.embeds.get(&key).unwrap();
        assert!(!embed.busy && embed.failure.is_some() && model.toasts.is_empty());
        assert_eq!(embed.published.as_deref(), Some(&published("https://a.example")));
    }
}
