//! Conditions: groups of statements joined by “and” or “or”. A statement reads from left to right: what is looked at,
//! how it is compared, with what.
use super::act::{Act, Row};
use super::chain;
use super::simple::select;
use super::spot::Spot;
use flowdeck_editor::form::condition::{self, Comparator};
use flowdeck_editor::form::operations::Data;
use flowdeck_editor::form::{Slot, Variant, Widget, edit};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Size;
use std::rc::Rc;
use yew::prelude::*;

/// Groups within groups are JSON from here on.
const DEEPEST: usize = 8;

/// What a statement may be about.
struct Names<'a> {
    row: &'a Row,
    /// The data that is worked on, where the condition is about each item of something.
    item: Option<Data>,
}

impl Names<'_> {
    /// The values of the workflow that have a name here.
    fn list(&self) -> Vec<String> {
        if self.item.is_some() {
            return vec!["_".into()];
        }
        let near = self.row.near.as_ref().map(Node::entries).unwrap_or_default();
        near.iter().map(|(key, _)| key.value().into_owned()).collect()
    }

    fn data(&self, name: &str) -> Data {
        if let Some(data) = self.item.filter(|_| name == "_") {
            return data;
        }
        let selector = self.row.near.as_ref().and_then(|near| near.get(name)).and_then(Node::as_str);
        selector.map_or(Data::ANY, |selector| chain::data_of(self.row, &selector))
    }
}

/// The condition of a property.
pub(super) fn show(spot: &Spot<'_>) -> Html {
    begin(spot, &Names { row: spot.row, item: None })
}

/// The condition within an operation, about each item of such data.
pub(super) fn inner(spot: &Spot<'_>, item: Data) -> Html {
    begin(spot, &Names { row: spot.row, item: Some(item) })
}

fn begin(spot: &Spot<'_>, names: &Names<'_>) -> Html {
    match spot.value() {
        Some(Node::Object(_)) => group(spot, names, 0),
        _ => {
            let act = Act::Set(spot.at.into(), Some(new_group(names)));
            spot.button("Add a condition".into(), act)
        }
    }
}

fn new_group(names: &Names<'_>) -> Node {
    condition::group().with("statements", Node::Array(Rc::new(vec![new_statement(names)])))
}

fn new_statement(names: &Names<'_>) -> Node {
    let name = names.list().into_iter().next().unwrap_or_else(|| "_".into());
    condition::statement(&name, names.data(&name))
}

fn group(spot: &Spot<'_>, names: &Names<'_>, depth: usize) -> Html {
    let Some(value) = spot.value() else { return Html::default() };
    let statements = value.get("statements").map(Node::items).unwrap_or_default();
    let (count, list) = (statements.len(), spot.inner("statements"));
    let is_any = value.get("operator").and_then(Node::as_str).is_none_or(|operator| operator == "or");
    let joined = |word: &'static str, what: &'static str, is_on: bool| {
        let act = Act::Set(spot.inner("operator"), Some(Node::string(word)));
        html! {
            <button type="button" aria-pressed={if is_on { "true" } else { "false" }} disabled={spot.locked()}
                onclick={spot.row.click(act)}>{ what }</button>
        }
    };
    let add = |new: Node| match value.get("statements") {
        Some(Node::Array(_)) => Act::Insert(list.clone(), count, new),
        _ => Act::Set(list.clone(), Some(Node::Array(Rc::new(vec![new])))),
    };
    html! {
        <div class="fd-cond" role="group" aria-label={String::from(spot.name)}>
            if count > 1 {
                <div class="fd-segments" role="group" aria-label="How the statements are joined">
                    { joined("and", "All hold", !is_any) }{ joined("or", "Any holds", is_any) }
                </div>
            }
            <>{ for statements.iter().enumerate().map(|(index, statement)| {
                let at = [&*list, "/", &index.to_string()].concat();
                let name = ["Statement ", &(index + 1).to_string()].concat();
                let one = Spot { at: &at, name: &name, default: None, ..*spot };
                let is_group = statement.get("statements").is_some();
                html! {
                    <div class="fd-cond__one" key={index}>
                        if is_group && depth < DEEPEST { { group(&one, names, depth + 1) } }
                        else { { show_statement(&one, statement, names) } }
                        { one.item_buttons(&list, index, count, true) }
                    </div>
                }
            }) }</>
            <div class="fd-row">
                { spot.button("Add a statement".into(), add(new_statement(names))) }
                { spot.button("Add a group".into(), add(new_group(names))) }
            </div>
        </div>
    }
}

fn show_statement(spot: &Spot<'_>, statement: &Node, names: &Names<'_>) -> Html {
    let is_two = statement.get("left_operand").is_some();
    let (first, compared) = if is_two { ("left_operand", "comparator") } else { ("operand", "operator") };
    let left = statement.get(first).unwrap_or(&Node::Null);
    let data = condition::data_of(left, &|name| names.data(name));
    let tag =
        statement.get(compared).and_then(|node| node.get("type")).and_then(Node::as_str).unwrap_or_default();
    let now = condition::find(&tag);
    let mut options: Vec<(String, String, bool)> = condition::fitting(&spot.row.tools.catalogue, data)
        .into_iter()
        .map(|one| (one.tag.into(), one.label.into(), now == Some(one)))
        .collect();
    if !options.iter().any(|(_, _, is_now)| *is_now) {
        // What stands there stays to be seen, though it does not fit.
        options.insert(0, (tag.to_string(), now.map_or(&*tag, |one| one.label).into(), true));
    }
    let at = String::from(spot.at);
    let compare = move |row: &Row, tag: String| {
        if let Some(new) = row.at(&at).and_then(|statement| condition::with_comparator(statement, &tag)) {
            row.set(&at, Some(fitted(new, &tag)));
        }
    };
    let is_negated = matches!(statement.get("negate"), Some(Node::Bool(true)));
    let negate = Act::Set(spot.at.into(), Some(condition::negated(statement)));
    let id = [&*spot.id(), "-how"].concat();
    html! {
        <div class="fd-cond__parts">
            { operand(spot, first, names, None) }
            <div class="fd-cond__how">
                <button type="button" class="fd-prop__tiny" aria-pressed={if is_negated { "true" } else { "false" }}
                    disabled={spot.locked()} title="Turn it into its opposite" onclick={spot.row.click(negate)}>{ "not" }</button>
                { select(spot, id, Some(["Comparison of ", spot.name].concat()), &options, compare) }
            </div>
            if let Some(right) = now.and_then(|one: &Comparator| one.right).filter(|_| is_two) {
                { operand(spot, "right_operand", names, Some(right)) }
            }
        </div>
    }
}

/// The statement with a fixed value that its comparison takes: the same in that form, or one to begin with.
fn fitted(statement: Node, tag: &str) -> Node {
    let wanted = condition::find(tag).and_then(|comparator| comparator.right);
    let now = statement.pointer("/right_operand/value");
    let Some((wanted, now)) = wanted.zip(now) else { return statement };
    let widget = widget(wanted);
    if widget.fits(now) {
        return statement;
    }
    let read = widget.read("", &widget.show(now)).ok().filter(|node| widget.fits(node));
    let new = read.unwrap_or_else(|| value_of(wanted));
    edit::set(&statement, "/right_operand/value", new).unwrap_or(statement)
}

/// What is looked at, or what it is compared with: a value with a name and what is done to it, or a fixed one.
fn operand(spot: &Spot<'_>, key: &str, names: &Names<'_>, wanted: Option<Data>) -> Html {
    let at = spot.inner(key);
    let what = if wanted.is_some() { "Compared with" } else { "What is looked at" };
    let label = [what, ", ", spot.name].concat();
    let inner = Spot { at: &at, name: &label, default: None, ..*spot };
    let Some(value) = inner.value() else { return Html::default() };
    let fixed = value.get("value");
    let now = value.get("operand_name").and_then(Node::as_str).unwrap_or("_".into());
    let mut options = vec![("=".into(), String::from("a fixed value"), fixed.is_some())];
    let mut known = names.list();
    if fixed.is_none() && !known.iter().any(|name| *name == *now) {
        known.push(now.into_owned());
    }
    let is_now = |name: &str| {
        fixed.is_none() && value.get("operand_name").and_then(Node::as_str).unwrap_or("_".into()) == name
    };
    for name in known.iter().rev() {
        let shown = if name == "_" { String::from("it") } else { name.clone() };
        options.insert(0, (["$", name].concat(), shown, is_now(name)));
    }
    let place = at.clone();
    let blank = value_of(wanted.unwrap_or(Data::TEXT));
    let choose = move |row: &Row, to: String| {
        let new = match to.strip_prefix('$') {
            Some(name) => condition::dynamic(name),
            None => condition::fixed(blank.clone()),
        };
        row.set(&place, Some(new));
    };
    let start = condition::data_of(&value.with("operations", Node::Null), &|name| names.data(name));
    let operations = inner.inner("operations");
    let flag = ["ops", &at].concat();
    let is_open = wanted.is_none() && fixed.is_none()
        || spot.row.has_flag(&flag)
        || value.get("operations").is_some_and(|chain| !chain.items().is_empty());
    html! {
        <div class="fd-cond__operand">
            { select(&inner, inner.id(), Some(label.clone()), &options, choose) }
            if fixed.is_some() { { literal(&inner, wanted.unwrap_or(Data::ANY)) } }
            if is_open { { chain::chain(&Spot { at: &operations, ..inner }, start) } }
        </div>
    }
}

/// The fixed value of an operand, in the way that its comparison takes.
fn literal(spot: &Spot<'_>, wanted: Data) -> Html {
    let at = spot.inner("value");
    let slot = Slot { literal: Some(widget(wanted)), ..Slot::default() };
    Spot { at: &at, slot: &slot, ..*spot }.show()
}

fn widget(wanted: Data) -> Widget {
    let number = || Widget::Number { whole: false, limits: Vec::new() };
    let text = || Widget::Text { multiline: false };
    match wanted {
        Data::NUMBER => number(),
        Data::TEXT => text(),
        Data::TRUTH => Widget::Toggle,
        Data::LIST => {
            let of = Slot { literal: Some(widget(Data::ANY)), ..Slot::default() };
            Widget::List { of: Box::new(of), size: Size::default() }
        }
        _ => {
            let way = |label: &str, widget| Variant { label: label.into(), tag: None, widget };
            let ways = [
                way("Text", text()),
                way("Number", number()),
                way("Yes or no", Widget::Toggle),
                way("JSON", Widget::Json),
            ];
            Widget::Variants(ways.into())
        }
    }
}

/// What a fixed value begins with.
fn value_of(wanted: Data) -> Node {
    match wanted {
        Data::NUMBER => Node::Number("0".into()),
        Data::TRUTH => Node::Bool(true),
        Data::LIST => Node::Array(Rc::default()),
        _ => Node::string(""),
    }
}
