//! The form of the inspector: the settings of a step, an input or an output as controls. What there is to fill in comes
//! as a [`Form`]; each change goes out as a property's whole new value. A keystroke renders its own field alone.
mod act;
mod chain;
mod colour;
mod combo;
mod condition;
mod draw_dialog;
mod drawn;
mod entry_type;
mod json;
mod many;
mod map;
mod name_field;
mod note;
mod object;
mod row;
mod simple;
mod spot;

pub use entry_type::with_type;
pub use name_field::{NameField, NameFieldProps};

use crate::components::renders::rendered;
use crate::components::run::SampleImage;
use flowdeck_editor::form::sources::Source;
use flowdeck_editor::form::{Form, Section, Widget, Wire};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Catalogue;
use flowdeck_spec::diagnostic::Severity;
use row::{FieldRow, problem_list};
use std::fmt;
use std::rc::Rc;
use yew::prelude::*;

/// What is wrong with a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is within the entry, as a JSON pointer; empty for the entry itself.
    pub path: String,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What the ways to mend it are called.
    pub fixes: Vec<String>,
}

/// What all fields of a form work with. Make its callbacks once: fields render again when one of them is another.
#[derive(Clone)]
pub struct Tools {
    /// What every `id` of the form begins with: unlike that of any other form in the page.
    pub id: AttrValue,
    /// The blocks of the engine.
    pub catalogue: Rc<Catalogue>,
    /// What a selector may point to; asked when its field is focused.
    pub sources: Callback<Wire, Vec<Source>>,
    /// Models that the connected server has and this entry takes: id, and what is said beside it.
    pub models: Rc<Vec<(String, String)>>,
    /// Images to draw on.
    pub samples: Rc<Vec<SampleImage>>,
    /// Something is going to be drawn: the images are wanted.
    pub on_draw: Callback<()>,
    /// A property has a new value: its JSON pointer within the entry, and the value.
    pub on_set: Callback<(String, Node)>,
    /// A property is left out from now on.
    pub on_unset: Callback<String>,
    /// A problem is to be mended: its place among the problems, and that of the way.
    pub on_fix: Callback<(usize, usize)>,
    /// The focus left a control: what is typed next is another change.
    pub on_done: Callback<()>,
    /// Whether anything may be changed.
    pub may_edit: bool,
}

impl fmt::Debug for Tools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tools").field("id", &self.id).finish_non_exhaustive()
    }
}

impl PartialEq for Tools {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.may_edit == other.may_edit
            && Rc::ptr_eq(&self.catalogue, &other.catalogue)
            && Rc::ptr_eq(&self.models, &other.models)
            && Rc::ptr_eq(&self.samples, &other.samples)
            && self.sources == other.sources
            && self.on_draw == other.on_draw
            && self.on_set == other.on_set
            && self.on_unset == other.on_unset
            && self.on_fix == other.on_fix
            && self.on_done == other.on_done
    }
}

/// Properties of [`EntryForm`].
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct EntryFormProps {
    /// The fields.
    pub form: Rc<Form>,
    /// What is wrong with the entry.
    #[prop_or_default]
    pub problems: Rc<Vec<Problem>>,
    /// What the fields work with.
    pub tools: Tools,
}

/// The form of one entry. Give it the entry as `key`, so that what is typed for one is not shown at another.
#[component]
pub fn EntryForm(props: &EntryFormProps) -> Html {
    rendered("EntryForm");
    let shown = use_mut_ref(Shown::default);
    let mut shown = shown.borrow_mut();
    settle(&mut shown.places, &props.form);
    let of_none =
        |problem: &Problem| !props.form.fields.iter().any(|field| is_in(&problem.path, &field.path));
    let stray = problem_list(&props.tools, &props.problems, of_none);
    html! {
        <div class="fd-inspect">
            { stray }
            { for [Section::Main, Section::More, Section::Apart, Section::Idle, Section::Unknown].map(|section| {
                one_section(props, &mut shown, section)
            }) }
        </div>
    }
}

/// Where a form shows what, while it is open.
#[derive(Default)]
struct Shown {
    /// The fields in their order, each with its section.
    places: Vec<(String, Section)>,
    /// The sections that a problem has opened: they stay so when it is mended, under the hands that did it.
    opened: Vec<Section>,
}

fn one_section(props: &EntryFormProps, shown: &mut Shown, section: Section) -> Html {
    let mut count = 0_usize;
    let mut rows = Vec::new();
    for (path, _) in shown.places.iter().filter(|(_, at)| *at == section) {
        let Some(index) = props.form.fields.iter().position(|field| field.path == *path) else { continue };
        count += 1;
        let problems: Vec<(usize, Problem)> = props
            .problems
            .iter()
            .enumerate()
            .filter(|(_, problem)| is_in(&problem.path, path))
            .map(|(place, problem)| (place, problem.clone()))
            .collect();
        let has_error = problems.iter().any(|(_, problem)| problem.severity == Severity::Error);
        if has_error && !shown.opened.contains(&section) {
            shown.opened.push(section);
        }
        let near = near(&props.form, index);
        let (form, tools) = (Rc::clone(&props.form), props.tools.clone());
        rows.push(html! { <FieldRow key={path.clone()} {form} {index} {problems} {near} {tools} /> });
    }
    // A section that is empty now stays, closed or open as it was, for the one that fills it again.
    if section == Section::Main {
        return html! { <div class="fd-inspect__fields" key="main">{ for rows }</div> };
    }
    let title = match section {
        Section::More if count == 1 => String::from("1 more setting"),
        Section::More => [&count.to_string(), " more settings"].concat(),
        other => other.title().into(),
    };
    html! {
        <details class="fd-more" key={section.title()} hidden={count == 0} open={shown.opened.contains(&section)}>
            <summary>{ title }</summary>
            <div class="fd-inspect__fields">{ for rows }</div>
        </details>
    }
}

/// Keeps fields where they are: one that gets its first value does not jump away under the hands that type it.
fn settle(shown: &mut Vec<(String, Section)>, form: &Form) {
    let mut last = None;
    for field in &form.fields {
        let usual = |section: Section| matches!(section, Section::Main | Section::More);
        let known = shown.iter().position(|(path, _)| *path == field.path);
        let at = match known {
            Some(at) => {
                if let Some((_, section)) =
                    shown.get_mut(at).filter(|(_, old)| !(usual(*old) && usual(field.section)))
                {
                    *section = field.section;
                }
                at
            }
            None => {
                let at = last.map_or(0, |last| last + 1);
                shown.insert(at, (field.path.clone(), field.section));
                at
            }
        };
        last = Some(at);
    }
}

/// What a field's meaning hangs on beside its own value: the names that a condition may use, or what a chain of
/// operations begins with.
fn near(form: &Form, index: usize) -> Option<Node> {
    let of = |name: &str| form.field(name).and_then(|field| field.value.clone());
    match form.fields.get(index)?.part.slot.literal.as_ref()? {
        Widget::Condition => of("evaluation_parameters"),
        Widget::Operations => {
            let is_wired = |field: &&flowdeck_editor::form::Field| field.part.slot.wire.is_some();
            of("data").or_else(|| form.fields.iter().find(is_wired).and_then(|field| field.value.clone()))
        }
        _ => None,
    }
}

/// Whether a place is that of a property, or inside of it.
fn is_in(place: &str, property: &str) -> bool {
    place.strip_prefix(property).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
