//! The panel beside the canvas: what is selected, what is wrong, all of it as a tree, what was done.
use super::desk::{Desk, Tab};
use super::inspector::Inspector;
use super::paper;
use crate::components::editor::history_list::HistoryList;
use crate::components::editor::outline_tree::{OutlineTree, Picked};
use crate::components::editor::problems_list::ProblemsList;
use crate::components::editor::shared::Shared;
use crate::components::renders::rendered;
use crate::components::tabs::{self, Tab as Label, Tabs};
use crate::pages::workflow::details::About;
use crate::store::{Model, document, use_selector};
use flowdeck_editor::command::Command;
use flowdeck_editor::item::{Item, at_pointer};
use flowdeck_editor::outline::{self, Tree};
use flowdeck_editor::shortcut::Id;
use flowdeck_spec::compile::Compiled;
use flowdeck_spec::{Diagnostic, Node, graph};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct SideProps {
    pub(super) desk: Desk,
    pub(super) tab: Tab,
    pub(super) may_edit: bool,
}

const TABS: [(Tab, &str, &str); 4] = [
    (Tab::Step, "step", "Step"),
    (Tab::Problems, "problems", "Problems"),
    (Tab::Outline, "outline", "Outline"),
    (Tab::History, "history", "History"),
];

#[component]
pub(super) fn Side(props: &SideProps) -> Html {
    rendered("Side");
    let key = props.desk.key().clone();
    // What was open in the outline is open when it is shown again.
    let tree = use_state_eq(Tree::default);
    let count = use_selector({
        move |model: &Model| {
            let count = |one: &document::Document| {
                one.findings.iter().filter(|found| found.severity != flowdeck_spec::Severity::Note).count()
            };
            model.documents.get(&key).map(count).unwrap_or_default()
        }
    });
    let tabs = TABS.map(|(tab, key, label)| Label {
        key,
        label: label.into(),
        glyph: None,
        count: (tab == Tab::Problems && count > 0).then_some(count),
    });
    let chosen = TABS.iter().find(|(tab, ..)| *tab == props.tab).map_or("step", |(_, key, _)| key);
    let onchoose = {
        let desk = props.desk.clone();
        Callback::from(move |key: &'static str| {
            if let Some((tab, ..)) = TABS.iter().find(|(_, other, _)| *other == key) {
                desk.turn_to(*tab);
            }
        })
    };
    html! {
        <aside class="fd-side fd-editor__side" aria-label="Details">
            { tabs::tabs(&Tabs { label: "Panel", tabs: &tabs, chosen, onchoose }) }
            <div role="tabpanel" id={format!("panel-{chosen}")} class="fd-editor__panel" aria-labelledby={format!("tab-{chosen}")}>
            { match props.tab {
                Tab::Step => html! { <Selected ..props.clone() /> },
                Tab::Problems => html! { <Problems ..props.clone() /> },
                Tab::Outline => html! { <OutlineView desk={props.desk.clone()} {tree} /> },
                Tab::History => html! { <HistoryView ..props.clone() /> },
            } }
            </div>
        </aside>
    }
}

#[component]
fn Selected(props: &SideProps) -> Html {
    rendered("Selected");
    let key = props.desk.key().clone();
    let items = use_selector({
        let key = key.clone();
        move |model: &Model| {
            model.documents.get(&key).map(|one| one.editor.selection().items().to_vec()).unwrap_or_default()
        }
    });
    // A note is told apart by what it says: it has no entry that a form could read.
    let note = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let editor = &model.documents.get(&key)?.editor;
            editor.document().drawing.note(editor.selection().primary()?.note()?).cloned()
        }
    });
    match items.as_slice() {
        [] => html! { <About key_of={key} /> },
        [item] if item.note().is_some() => {
            note.map(|note| paper::note(&props.desk, &note, props.may_edit)).unwrap_or_default()
        }
        [item] => {
            html! { <Inspector key={item.as_str()} desk={props.desk.clone()} item={item.clone()} may_edit={props.may_edit} /> }
        }
        items => paper::several(&props.desk, items, props.may_edit),
    }
}

#[component]
fn Problems(props: &SideProps) -> Html {
    let key = props.desk.key().clone();
    let (problems, trouble) = use_selector(move |model: &Model| {
        let document = model.documents.get(&key);
        (
            document.map(|one| Shared(Rc::clone(&one.findings))),
            document.and_then(|one| one.trouble().cloned()),
        )
    });
    let Some(problems) = problems else { return Html::default() };
    let desk = props.desk.clone();
    let finding = {
        let problems = problems.clone();
        move |at: usize| problems.get(at).cloned()
    };
    let fix_of = |finding: Diagnostic, at: usize| finding.fixes.get(at).map(Command::from);
    let onselect = {
        let (desk, finding) = (desk.clone(), finding.clone());
        Callback::from(move |at: usize| {
            let item = finding(at).and_then(|found| {
                desk.document().and_then(|one| at_pointer(&one.specification, &found.pointer))
            });
            if let Some(item) = item {
                desk.select(vec![item]);
                desk.reveal_selected();
            }
        })
    };
    let onfix = {
        let (desk, finding) = (desk, finding);
        Callback::from(move |(at, fix): (usize, usize)| {
            if let Some(command) = finding(at).and_then(|found| fix_of(found, fix)) {
                desk.act(command);
            }
        })
    };
    let safe = props.desk.safe_fixes();
    let onfixall = {
        let desk = props.desk.clone();
        Callback::from(move |()| desk.choose(Id::FixAll))
    };
    html! { <ProblemsList {problems} {trouble} read_only={!props.may_edit} {safe} {onselect} {onfix} {onfixall} /> }
}

/// What the outline tells, by the places of its parts.
type Drawn = (Node, Shared<Compiled>, Shared<Vec<Diagnostic>>);

#[derive(Clone, Debug, PartialEq, Properties)]
struct OutlineViewProps {
    desk: Desk,
    tree: UseStateHandle<Tree>,
}

#[component]
fn OutlineView(props: &OutlineViewProps) -> Html {
    let key = props.desk.key().clone();
    let drawn = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let document = model.documents.get(&key)?;
            let (compiled, found) =
                (Shared(Rc::clone(&document.compiled)), Shared(Rc::clone(&document.findings)));
            Some((document.specification().clone(), compiled, found))
        }
    });
    let selected = use_selector({
        let key = key.clone();
        move |model: &Model| {
            let items = model.documents.get(&key).map(|one| one.editor.selection().items().to_vec());
            items.unwrap_or_default()
        }
    });
    let remote = use_selector(move |model: &Model| model.preview.remote(&key).cloned().collect::<Vec<_>>());
    let outline = use_memo(drawn, |drawn: &Option<Drawn>| {
        drawn.as_ref().map(|(specification, compiled, found)| {
            Rc::new(outline::of(&graph::of(specification), compiled, found))
        })
    });
    let Some(outline) = (*outline).clone() else { return Html::default() };
    let selected: Vec<AttrValue> =
        selected.iter().map(|item| AttrValue::from(String::from(item.as_str()))).collect();
    let desk = props.desk.clone();
    let onselect = {
        let desk = desk.clone();
        Callback::from(move |picked: Picked| {
            let item = Item::new(&picked.item);
            let mut items = if picked.is_added { desk.selected() } else { Vec::new() };
            match items.iter().position(|other| *other == item) {
                Some(at) => {
                    items.remove(at);
                }
                None => items.insert(0, item),
            }
            desk.select(items);
            desk.reveal_selected();
        })
    };
    let onopen = {
        let desk = desk;
        Callback::from(move |item: AttrValue| {
            desk.select(vec![Item::new(&item)]);
            desk.open_form();
        })
    };
    html! { <OutlineTree outline={Shared(outline)} tree={props.tree.clone()} {selected} {remote} {onselect} {onopen} /> }
}

#[component]
fn HistoryView(props: &SideProps) -> Html {
    let key = props.desk.key().clone();
    let (titles, done) = use_selector(move |model: &Model| {
        let history = model.documents.get(&key).map(|one| one.editor.history());
        let title = |entry: &flowdeck_editor::history::Entry| AttrValue::from(entry.title.clone());
        let titles: Vec<AttrValue> =
            history.map(|one| one.entries().map(title).collect()).unwrap_or_default();
        (titles, history.map_or(0, flowdeck_editor::history::History::done))
    });
    let onjump = {
        let desk = props.desk.clone();
        Callback::from(move |done: usize| desk.tell(|key| document::Msg::Go(key, done)))
    };
    html! { <HistoryList {titles} {done} {onjump} /> }
}
