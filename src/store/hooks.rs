//! How components read the store and send messages.
use super::{App, Model, Msg};
use yew::prelude::*;

/// The app's handle. Only below the app's provider; elsewhere that is a defect of ours.
#[hook]
pub fn use_app() -> App {
    #[expect(clippy::expect_used, reason = "a component outside the provider is a programming error")]
    use_context::<App>().expect("inside the app's provider")
}

/// Sends messages; stable over renders.
#[hook]
pub fn use_dispatch() -> Callback<Msg> {
    let app = use_app();
    (*use_memo(app, |app| {
        let app = app.clone();
        Callback::from(move |msg| app.dispatch(msg))
    }))
    .clone()
}

/// A part of the state; the component renders again when that part changes, and only then.
/// The selector may be called before a parent has dropped the component, so look things up by id and
/// return an `Option`.
#[hook]
pub fn use_selector<T, F>(select: F) -> T
where
    T: Clone + PartialEq + 'static,
    F: Fn(&Model) -> T + 'static,
{
    let app = use_app();
    let shown = app.store().read(|model| select(model));
    let seen = shown.clone();
    use_watch(app, Box::new(move |model| select(model) != seen));
    shown
}

/// Renders again when `has_changed` says so. Knows nothing of what is selected: the browser gets this code once, not
/// once a selector.
#[hook]
fn use_watch(app: App, has_changed: Box<dyn Fn(&Model) -> bool>) {
    let render = use_force_update();
    let latest = use_mut_ref(|| has_changed_never());
    *latest.borrow_mut() = has_changed;
    use_effect_with(app, move |app| {
        let store = app.store().clone();
        let check = {
            let store = store.clone();
            move || {
                if store.read(|model| (*latest.borrow())(model)) {
                    render.force_update();
                }
            }
        };
        // The state may have moved between render and effect.
        check();
        let subscription = store.subscribe(check);
        move || drop(subscription)
    });
}

fn has_changed_never() -> Box<dyn Fn(&Model) -> bool> {
    Box::new(|_| false)
}
