//! What definitions are checked against: the engine's block catalogue, a file beside the app that is fetched when the
//! first workflow opens. Until it is there, and where it cannot be had, all checks but those of blocks work.
use super::{Call, Effect, Model, RequestId, toast};
use crate::components::notice::Tone;
use flowdeck_client::{Error, ServerModel};
use flowdeck_spec::compile::{Compiled, Session};
use flowdeck_spec::{Catalogue, Diagnostic, Node};
use std::rc::Rc;

/// Where the catalogue stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Known {
    /// Nobody has asked for it.
    #[default]
    Unasked,
    /// It is on its way.
    Loading,
    /// It is there.
    Ready,
    /// It could not be had.
    Failed,
}

/// The checker of all open definitions.
#[derive(Debug)]
pub struct Checks {
    /// Where the catalogue stands.
    pub known: Known,
    catalogue: Rc<Catalogue>,
    session: Session,
}

impl Default for Checks {
    fn default() -> Self {
        Self::over(Known::Unasked, Rc::default())
    }
}

impl Checks {
    fn over(known: Known, catalogue: Rc<Catalogue>) -> Self {
        Self { known, session: Session::new(Rc::clone(&catalogue)), catalogue }
    }

    /// Compiles a specification; steps that are the same part as before are not read again.
    pub(super) fn compile(&mut self, specification: &Node) -> (Rc<Compiled>, Rc<Vec<Diagnostic>>) {
        let (compiled, found) = self.session.compile(specification);
        (Rc::new(compiled), Rc::new(found))
    }

    /// What is known about blocks; empty until it has come.
    #[must_use]
    pub fn catalogue(&self) -> &Rc<Catalogue> {
        &self.catalogue
    }
}

/// What can happen to the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// Its text came, or not.
    Loaded(RequestId, Result<Rc<str>, Error>),
    /// What the engine behind the server adds to it came, or not.
    Described(RequestId, Result<Rc<str>, Error>),
    /// The inference server's models came, or not.
    Models(Result<Vec<ServerModel>, Error>),
}

/// Asks for the catalogue unless it is there or on its way.
pub(super) fn want(model: &mut Model) -> Vec<Effect> {
    if matches!(model.checks.known, Known::Ready | Known::Loading) {
        return Vec::new();
    }
    model.checks.known = Known::Loading;
    vec![Effect::Call(model.fresh_id(), Call::Catalogue)]
}

/// Handles a message.
pub(super) fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let (read, failed) = match msg {
        Msg::Loaded(_, result) => {
            let read = result.map_err(|error| error.to_string());
            let read = read.and_then(|text| Catalogue::parse(&text).map_err(|error| error.to_string()));
            (read, "Blocks are not checked, because their catalogue could not be had")
        }
        Msg::Models(Ok(models)) => {
            model.models = Some(Rc::new(models));
            return Vec::new();
        }
        Msg::Models(Err(error)) => {
            // The next workflow that is opened asks again.
            model.models = None;
            let why = format!("The server's models are not offered: {error}");
            return toast::show(model, Tone::Warn, why, None);
        }
        Msg::Described(_, Ok(lines)) if lines.is_empty() => return Vec::new(),
        Msg::Described(_, result) => {
            let read = result.map_err(|error| error.to_string());
            let more = |lines: Rc<str>| model.checks.catalogue.extended(&lines);
            let read = read.and_then(|lines| more(lines).map_err(|error| error.to_string()));
            (read, "Blocks are checked without what is the connected engine's own")
        }
    };
    let is_first = model.checks.known != Known::Ready;
    match read {
        Ok(catalogue) => {
            model.checks = Checks::over(Known::Ready, Rc::new(catalogue));
            model.documents.check_again(&mut model.checks);
            // The bare cloud is not asked: its description is twelve megabytes.
            if is_first && model.config.engine == "external" {
                let ws = model.config.workspace.clone();
                return vec![Effect::Call(model.fresh_id(), Call::Blocks { ws })];
            }
            Vec::new()
        }
        Err(why) => {
            if is_first {
                model.checks.known = Known::Failed;
            }
            toast::show(model, Tone::Warn, format!("{failed}: {why}"), None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Model, Msg as Any, config::Config, document, settings::Settings, update as run};
    use super::{Known, Msg};
    use crate::store::{Call, Effect, Key};
    use flowdeck_client::{Error, TransportError};

    const TEXT: &str = r#"{"version":"1.0","inputs":[],"steps":[{"type":"roboflow_core/image_blurr@v1","name":"a"}],"outputs":[]}"#;

    fn opened() -> (Model, Key, u64) {
        let mut model = Model::new(Config::default(), Settings::default(), true);
        let key = Key { ws: "home".into(), url: "x".into() };
        let effects = run(&mut model, Any::Document(document::Msg::Enter(key.clone())), 0.0);
        let asked = effects.iter().find_map(|effect| match effect {
            Effect::Call(request, Call::Catalogue) => Some(*request),
            _ => None,
        });
        run(&mut model, Any::Document(document::Msg::Edit(key.clone(), TEXT.into())), 0.0);
        (model, key, asked.unwrap())
    }

    fn codes(model: &Model, key: &Key) -> Vec<&'static str> {
        model.documents.get(key).unwrap().findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn the_first_workflow_asks_once_and_open_texts_are_checked_again() {
        let (mut model, key, request) = opened();
        assert!(codes(&model, &key).is_empty(), "without a catalogue no block is called unknown");
        let again =
            run(&mut model, Any::Document(document::Msg::Enter(Key { url: "y".into(), ..key.clone() })), 0.0);
        assert!(!again.iter().any(|effect| matches!(effect, Effect::Call(_, Call::Catalogue))));
        let text = include_str!("../../static/catalogue.txt");
        run(&mut model, Any::Checks(Msg::Loaded(request, Ok(text.into()))), 0.0);
        assert_eq!(model.checks.known, Known::Ready);
        assert_eq!(codes(&model, &key), ["FD0301"]);
    }

    #[test]
    fn a_catalogue_that_does_not_come_is_said_and_asked_for_again() {
        let (mut model, key, request) = opened();
        let lost = Error::Transport(TransportError::Unreachable("no network".into()));
        run(&mut model, Any::Checks(Msg::Loaded(request, Err(lost))), 0.0);
        assert_eq!(model.checks.known, Known::Failed);
        assert_eq!(model.toasts.len(), 1);
        let again = run(&mut model, Any::Document(document::Msg::Enter(Key { url: "y".into(), ..key })), 0.0);
        assert!(again.iter().any(|effect| matches!(effect, Effect::Call(_, Call::Catalogue))));
    }

    /// The effects of the catalogue's arrival, with this engine behind the server.
    fn loaded(engine: &str) -> (Model, Key, Vec<Effect>) {
        let (mut model, key, request) = opened();
        model.config.engine = engine.into();
        let text = include_str!("../../static/catalogue.txt");
        let effects = run(&mut model, Any::Checks(Msg::Loaded(request, Ok(text.into()))), 0.0);
        (model, key, effects)
    }

    #[test]
    fn what_a_connected_engine_has_of_its_own_is_asked_for_and_checked_against() {
        let asks = |effects: &[Effect]| {
            effects.iter().any(|one| matches!(one, Effect::Call(_, Call::Blocks { .. })))
        };
        assert!(!asks(&loaded("embedded").2));
        let (mut model, key, effects) = loaded("external");
        assert!(asks(&effects));
        assert_eq!(codes(&model, &key), ["FD0301"]);
        let own = "flowdeck-catalogue 1\nblock roboflow_core/image_blurr@v1\n\t:called Own\n\tname str !\n\t> image image\n";
        let effects = run(&mut model, Any::Checks(Msg::Described(1, Ok(own.into()))), 0.0);
        assert!(effects.is_empty());
        assert!(!codes(&model, &key).contains(&"FD0301"));
        // An engine like the catalogue's says nothing.
        run(&mut model, Any::Checks(Msg::Described(2, Ok("".into()))), 0.0);
        assert!(!codes(&model, &key).contains(&"FD0301"));
        assert!(model.toasts.is_empty());
    }

    #[test]
    fn an_engine_that_does_not_answer_leaves_the_catalogue_as_it_is() {
        let (mut model, key, _) = loaded("external");
        for broken in
            [Err(Error::Transport(TransportError::Unreachable("gone".into()))), Ok("no catalogue".into())]
        {
            run(&mut model, Any::Checks(Msg::Described(1, broken)), 0.0);
            assert_eq!((model.checks.known, codes(&model, &key)), (Known::Ready, vec!["FD0301"]));
        }
        assert_eq!(model.toasts.len(), 2);
    }
}
