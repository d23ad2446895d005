//! What a field's controls do: everything ends as a new value of the whole property. Beside the value a field knows
//! what is typed but does not fit, which values it could go back to, and which list is open.
use super::Tools;
use crate::browser::dom;
use crate::few::Few;
use flowdeck_editor::form::{Slot, Widget, edit};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Shape;
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// A field as it is shown now. Places are JSON pointers within the property's value.
pub(super) struct Row {
    pub(super) tools: Tools,
    /// Where the property is in its entry.
    pub(super) path: String,
    /// The `id` of its control; those of controls inside of it begin with it.
    pub(super) id: String,
    pub(super) value: Option<Node>,
    pub(super) near: Option<Node>,
    /// The names that an object should have.
    pub(super) keys: Vec<String>,
    /// Where something is wrong.
    pub(super) errors: Vec<String>,
    pub(super) local: Rc<RefCell<Local>>,
    pub(super) again: yew::functional::UseForceUpdateHandle,
}

impl Row {
    /// Whether the field is a model's id and there are models to choose from.
    pub(super) fn takes_model(&self) -> bool {
        self.path == "/model_id" && !self.tools.models.is_empty()
    }
}

/// What a field remembers while it is shown.
#[derive(Default)]
pub(super) struct Local {
    /// What is typed, by place.
    pub(super) drafts: Few<String, Draft>,
    /// Values that were there before another way was chosen, by place and way.
    pub(super) kept: Few<String, Node>,
    /// The chosen one of several ways, by place.
    pub(super) ways: Few<String, usize>,
    /// What is switched on: `$` and the place of what is being wired, and the like.
    pub(super) flags: Vec<String>,
    /// The list that is open.
    pub(super) list: Option<List>,
}

/// What is typed.
pub(super) struct Draft {
    pub(super) text: String,
    /// Why it does not fit; empty if it does.
    pub(super) sentence: String,
    /// The value before it was typed.
    before: Option<Node>,
    /// The value that it means, or the one before if it means none.
    after: Option<Node>,
}

/// The open list of a combobox.
pub(super) struct List {
    pub(super) at: String,
    pub(super) options: Vec<Choice>,
    pub(super) active: Option<usize>,
    /// Only what matches the text is shown.
    pub(super) is_narrowed: bool,
}

/// What can be chosen from a list.
#[derive(Clone)]
pub(super) struct Choice {
    /// What it writes.
    pub(super) text: String,
    /// What it is called, where that is something else.
    pub(super) label: String,
    /// What is said beside it.
    pub(super) note: String,
}

/// What a button does.
pub(super) enum Act {
    /// Gives a place a value, or takes it away.
    Set(String, Option<Node>),
    /// Puts an item into a list.
    Insert(String, usize, Node),
    /// Moves an item of a list.
    Shift(String, usize, usize),
    /// From a value to a selector.
    Wire(String),
    /// From a selector to a value: the one that was there, or this one.
    Unwire(String, Option<Node>),
    /// From one of several ways to another, with the value to begin with.
    Way(String, usize, usize, Option<Node>),
    /// Switches something on or off.
    Flag(String),
}

impl Row {
    /// The value at a place.
    pub(super) fn at(&self, at: &str) -> Option<&Node> {
        self.value.as_ref()?.pointer(at)
    }

    /// A handler.
    pub(super) fn on<E: 'static>(self: &Rc<Self>, run: impl Fn(&Rc<Self>, E) + 'static) -> Callback<E> {
        let row = Rc::clone(self);
        Callback::from(move |event| run(&row, event))
    }

    /// The handler of a button.
    pub(super) fn click(self: &Rc<Self>, act: Act) -> Callback<MouseEvent> {
        self.on(move |row, _| row.act(&act))
    }

    /// Changes what is remembered, and shows it.
    pub(super) fn change(&self, change: impl FnOnce(&mut Local)) {
        change(&mut self.local.borrow_mut());
        self.again.force_update();
    }

    pub(super) fn has_flag(&self, flag: &str) -> bool {
        self.local.borrow().flags.iter().any(|known| known == flag)
    }

    /// The `id` of what stands for a place.
    pub(super) fn id_of(&self, at: &str) -> String {
        [&*self.id, &at.replace('/', "-")].concat()
    }

    pub(super) fn act(&self, act: &Act) {
        match act {
            Act::Set(at, new) => self.set(at, new.clone()),
            Act::Insert(list, before, item) => {
                let new =
                    self.value.as_ref().and_then(|value| edit::insert(value, list, *before, item.clone()));
                self.emit(new);
                self.focus([list, "/", &before.to_string()].concat());
            }
            Act::Shift(list, from, to) => {
                self.emit(self.value.as_ref().and_then(|value| edit::shift(value, list, *from, *to)));
            }
            Act::Flag(flag) => self.change(|local| {
                let before = local.flags.len();
                local.flags.retain(|known| known != flag);
                if local.flags.len() == before {
                    local.flags.push(flag.clone());
                }
            }),
            Act::Wire(at) => {
                self.swap(at, "=", "$", None);
                self.change(|local| local.flags.push(["$", at].concat()));
                self.focus(at.clone());
            }
            Act::Unwire(at, start) => {
                let flag = ["$", at].concat();
                let is_selector =
                    self.at(at).and_then(Node::as_str).is_some_and(|text| text.starts_with('$'));
                if is_selector && !self.swap(at, "$", "=", start.clone()) {
                    self.set(at, None);
                }
                self.change(|local| {
                    local.flags.retain(|known| *known != flag);
                    local.drafts.remove(at);
                });
                self.focus(at.clone());
            }
            Act::Way(at, from, to, start) => {
                self.swap(at, &from.to_string(), &to.to_string(), start.clone());
                self.change(|local| {
                    local.ways.insert(at.clone(), *to);
                    local.drafts.remove(at);
                });
            }
        }
    }

    /// Keeps the value for the one way and sets what was kept for the other; says whether there is something to set.
    fn swap(&self, at: &str, from: &str, to: &str, start: Option<Node>) -> bool {
        let mut local = self.local.borrow_mut();
        if let Some(now) = self.at(at) {
            local.kept.insert([from, at].concat(), now.clone());
        }
        let new = local.kept.get(&[to, at].concat()).cloned().or(start);
        drop(local);
        let is_new = new.is_some();
        if is_new {
            self.set(at, new);
        }
        is_new
    }

    /// Gives a place a value, or takes it away.
    pub(super) fn set(&self, at: &str, new: Option<Node>) {
        if at.is_empty() {
            match new {
                None if self.value.is_some() => self.tools.on_unset.emit(self.path.clone()),
                new => self.emit(new),
            }
            return;
        }
        let changed = self.value.as_ref().and_then(|value| match new {
            Some(new) => edit::set(value, at, new),
            None => edit::remove(value, at),
        });
        self.emit(changed);
    }

    /// Tells of the new value of the whole property; without one nothing changes.
    pub(super) fn emit(&self, new: Option<Node>) {
        if let Some(new) = new.filter(|_| self.tools.may_edit) {
            self.tools.on_set.emit((self.path.clone(), new));
        }
    }

    /// Takes what a person typed at a place.
    pub(super) fn typed(&self, at: &str, name: &str, slot: &Slot, text: String) {
        let (before, mut sentence) = (self.at(at).cloned(), String::new());
        let mut after = before.clone();
        match slot.read(name, &text) {
            // An item of a list cannot be left out by emptying its field: the others would move up.
            Ok(None) if self.is_item(at) => {
                sentence = [name, " must not be empty: take the row away instead."].concat();
            }
            Ok(new) => {
                after.clone_from(&new);
                if new != before {
                    self.set(at, new);
                }
            }
            // A number beyond its limits is what the person wants for now: it stands, with the problem that it makes.
            Err(why) => match loose(slot, &text) {
                Some(number) => {
                    after = Some(number.clone());
                    self.set(at, Some(number));
                }
                None => sentence = why,
            },
        }
        self.change(|local| local.drafts.insert(at.into(), Draft { text, sentence, before, after }));
    }

    /// Remembers what is typed, which changes nothing yet.
    pub(super) fn note(&self, at: &str, text: String) {
        self.warn(at, text, "");
    }

    /// Remembers what is typed, and why it does not fit.
    pub(super) fn warn(&self, at: &str, text: String, sentence: &str) {
        let now = self.at(at).cloned();
        let draft = Draft { text, sentence: sentence.into(), before: now.clone(), after: now };
        self.change(|local| local.drafts.insert(at.into(), draft));
    }

    /// What is typed at a place, unless the value has become another since.
    pub(super) fn draft<T>(&self, at: &str, read: impl FnOnce(&Draft) -> T) -> Option<T> {
        let (local, now) = (self.local.borrow(), self.at(at));
        let draft = local.drafts.get(at)?;
        (draft.before.as_ref() == now || draft.after.as_ref() == now).then(|| read(draft))
    }

    /// The focus left a control: what fits is shown as it is written, open lists close.
    pub(super) fn finish(&self) {
        self.change(|local| {
            local.list = None;
            let done: Vec<String> = local
                .drafts
                .iter()
                .filter(|(_, draft)| draft.sentence.is_empty())
                .map(|(at, _)| at.clone())
                .collect();
            for at in done {
                local.drafts.remove(&at);
            }
        });
        self.tools.on_done.emit(());
    }

    /// Whether a place is that of an item in a list.
    fn is_item(&self, at: &str) -> bool {
        at.rsplit_once('/').is_some_and(|(list, _)| matches!(self.at(list), Some(Node::Array(_))))
    }

    /// Puts the focus on the control of a place, once it is there.
    pub(super) fn focus(&self, at: String) {
        let id = self.id_of(&at);
        wasm_bindgen_futures::spawn_local(async move {
            if let Some(control) = dom::document().ok().and_then(|page| page.get_element_by_id(&id)) {
                dom::focus(&control);
            }
        });
    }
}

/// A number that is one, if not within the limits.
fn loose(slot: &Slot, text: &str) -> Option<Node> {
    let is_number = matches!(slot.literal, Some(Widget::Number { .. }));
    let free = Widget::Number { whole: false, limits: Vec::new() };
    is_number.then(|| free.read("", text).ok()).flatten()
}

/// How a selector of a form begins.
pub(super) const fn beginning(shape: Shape) -> &'static str {
    match shape {
        Shape::Input => "$inputs.",
        Shape::Step | Shape::Output => "$steps.",
        Shape::Data => "$",
    }
}
