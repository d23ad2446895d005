//! The inspector: the selected entry as a form.
use super::desk::Desk;
use super::preview::PreviewPart;
use crate::components::button::{Button, Weight};
use crate::components::copy_button::CopyButton;
use crate::components::editor::shared::Shared;
use crate::components::form::{EntryForm, NameField, Problem, Tools, with_type};
use crate::components::icon::Glyph;
use crate::components::renders::rendered;
use crate::pages::run::sample_image;
use crate::store::run::{self, Sample};
use crate::store::{Model, Msg, document, use_selector};
use flowdeck_client::ServerModel;
use flowdeck_editor::command::Command;
use flowdeck_editor::form::sources::{Source, fitting};
use flowdeck_editor::form::{self, Form, Wire};
use flowdeck_editor::item::{Item, Section, find, pointer_of};
use flowdeck_editor::shortcut::Id;
use flowdeck_spec::block::BlockType;
use flowdeck_spec::{Catalogue, Diagnostic, Node, help};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct InspectorProps {
    pub(super) desk: Desk,
    pub(super) item: Item,
    pub(super) may_edit: bool,
}

#[component]
pub(super) fn Inspector(props: &InspectorProps) -> Html {
    rendered("Inspector");
    let (desk, item) = (props.desk.clone(), props.item.clone());
    let picked = use_selector({
        let (key, item) = (desk.key().clone(), item.clone());
        move |model: &Model| {
            let document = model.documents.get(&key)?;
            let entry = document.editor.document().entry(&item)?.clone();
            Some((entry, Shared(Rc::clone(&document.findings)), Shared(Rc::clone(model.checks.catalogue()))))
        }
    });
    let samples = use_selector(|model: &Model| model.runs.samples.clone().map(Shared));
    let models = use_selector({
        let (key, item) = (desk.key().clone(), item.clone());
        move |model: &Model| {
            let entry = model.documents.get(&key)?.editor.document().entry(&item)?;
            let type_name = entry.get("type").and_then(Node::as_str)?.into_owned();
            Some((type_name, Shared(Rc::clone(model.models.as_ref()?))))
        }
    });
    let tools = use_memo(
        (
            desk.clone(),
            item.clone(),
            props.may_edit,
            picked.as_ref().map(|one| one.2.clone()),
            samples,
            models,
        ),
        tools,
    );
    let form = use_memo(picked.as_ref().map(|(entry, _, catalogue)| (entry.clone(), catalogue.clone())), {
        let section = item.section();
        move |picked| {
            let picked = picked.as_ref();
            picked.map(|(entry, catalogue)| form_of(section, entry, catalogue)).unwrap_or_default()
        }
    });
    let Some((entry, found, catalogue)) = picked else { return Html::default() };
    let Some(tools) = (*tools).clone() else { return Html::default() };
    let problems = Rc::new(problems_of(&desk, &item, &found));
    let type_name = entry.get("type").and_then(Node::as_str).unwrap_or_default().into_owned();
    let block = catalogue.block(&type_name);
    let kind = match item.section() {
        Some(Section::Inputs) => String::from("Input"),
        Some(Section::Outputs) => String::from("Output"),
        _ => block.map_or_else(|| BlockType::parse(&type_name).label(), |block| String::from(&*block.label)),
    };
    let about = match block {
        Some(block) => help::about(&catalogue, block),
        None => help::block(&catalogue, &type_name),
    };
    let is_taken = {
        let (desk, item) = (desk.clone(), item.clone());
        Callback::from(move |name: String| {
            item.section().zip(desk.document()).is_some_and(|(section, document)| {
                let other = Item::named(section, &name);
                other != item && find(&document.specification, &other).is_some()
            })
        })
    };
    let on_rename = {
        let (desk, item) = (desk.clone(), item.clone());
        Callback::from(move |name: String| desk.act(Command::Rename { item: item.clone(), name }))
    };
    let delete = {
        let desk = desk.clone();
        Callback::from(move |_: MouseEvent| desk.choose(Id::Delete))
    };
    let selector = String::from(item.as_str());
    html! {
        <section class="fd-side__part fd-inspector">
            <div class="fd-inspector__head">
                <div>
                    <h2 class="fd-cut">{ kind }</h2>
                    if !type_name.is_empty() { <code class="fd-dim fd-break">{ type_name }</code> }
                </div>
                <span class="fd-page__fill" />
                <CopyButton text={selector} label="Copy selector" icon_only=true />
                if props.may_edit {
                    <Button label="Delete" glyph={Glyph::Trash2} icon_only=true weight={Weight::Quiet} hint="Del" onclick={delete} />
                }
            </div>
            if let Some(about) = about { <p class="fd-dim">{ String::from(about) }</p> }
            <NameField id="entry-name" name={String::from(item.label())} {is_taken} {on_rename} may_edit={props.may_edit} />
            <PreviewPart desk={desk.clone()} item={item.clone()} />
            <EntryForm key={item.as_str()} form={Rc::clone(&form)} {problems} {tools} />
        </section>
    }
}

fn form_of(section: Option<Section>, entry: &Node, catalogue: &Catalogue) -> Form {
    match section {
        Some(Section::Inputs) => with_type(form::input(catalogue, entry), entry),
        Some(Section::Outputs) => form::output(catalogue, entry),
        _ => form::step(catalogue, entry),
    }
}

/// The findings of an entry; what they are called by is their place among these.
fn found_in<'a>(desk: &Desk, item: &Item, found: &'a [Diagnostic]) -> Vec<(&'a Diagnostic, String)> {
    let base = desk.document().and_then(|document| pointer_of(&document.specification, item));
    let Some(base) = base else { return Vec::new() };
    let within = |found: &'a Diagnostic| {
        let rest = found.pointer.strip_prefix(&base)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| (found, String::from(rest)))
    };
    found.iter().filter_map(within).collect()
}

fn problems_of(desk: &Desk, item: &Item, found: &[Diagnostic]) -> Vec<Problem> {
    let problem = |(found, path): (&Diagnostic, String)| Problem {
        path: match (&found.property, path.is_empty()) {
            (Some(property), true) => format!("/{property}"),
            _ => path,
        },
        severity: found.severity,
        message: found.message.clone(),
        fixes: found.fixes.iter().map(|fix| fix.title.clone()).collect(),
    };
    found_in(desk, item, found).into_iter().map(problem).collect()
}

/// The server's models, and the type of the step that may take one.
type Offered = Option<(String, Shared<Vec<ServerModel>>)>;
type Asked = (Desk, Item, bool, Option<Shared<Catalogue>>, Option<Shared<Vec<Sample>>>, Offered);

/// The ids of models that a block takes, short names first, each with what it is.
fn offered(models: &Offered) -> Vec<(String, String)> {
    let Some((type_name, models)) = models else { return Vec::new() };
    let mut out = Vec::new();
    for model in models.0.iter().filter(|model| model.blocks.contains(type_name)) {
        let note = if model.task.is_empty() { &model.name } else { &model.task };
        out.extend(model.aliases.iter().chain([&model.id]).map(|id| (id.clone(), note.clone())));
    }
    out
}

/// What the fields of the form work with, made once an entry.
fn tools((desk, item, may_edit, catalogue, samples, models): &Asked) -> Option<Tools> {
    let catalogue = Rc::clone(&catalogue.as_ref()?.0);
    let with = || (desk.clone(), item.clone());
    let sources = {
        let ((desk, item), catalogue) = (with(), Rc::clone(&catalogue));
        Callback::from(move |wire: Wire| -> Vec<Source> {
            let step = if item.section() == Some(Section::Steps) { item.label() } else { "" };
            let found = desk.read(|_, document| {
                fitting(document.specification(), &document.compiled, &catalogue, step, wire)
            });
            found.unwrap_or_default()
        })
    };
    let on_set = {
        let (desk, item) = with();
        Callback::from(move |(path, value): (String, Node)| {
            let mut merge = String::from(item.as_str());
            merge.push_str(&path);
            desk.act_with(Command::Set { item: item.clone(), path, value }, &merge);
        })
    };
    let on_unset = {
        let (desk, item) = with();
        Callback::from(move |path: String| desk.act(Command::Unset { item: item.clone(), path }))
    };
    let on_fix = {
        let (desk, item) = with();
        Callback::from(move |(problem, fix): (usize, usize)| {
            let found = desk.read(|_, document| Rc::clone(&document.findings)).unwrap_or_default();
            let own = found_in(&desk, &item, &found);
            if let Some(fix) = own.get(problem).and_then(|(found, _)| found.fixes.get(fix)) {
                desk.act(Command::from(fix));
            }
        })
    };
    let on_done = {
        let (desk, _) = with();
        Callback::from(move |()| desk.tell(document::Msg::Close))
    };
    let on_draw = {
        let (desk, _) = with();
        Callback::from(move |()| desk.send(Msg::Run(run::Msg::NeedSamples)))
    };
    let samples = samples.iter().flat_map(|samples| samples.0.iter()).map(sample_image);
    Some(Tools {
        id: "entry".into(),
        catalogue,
        sources,
        models: Rc::new(offered(models)),
        samples: Rc::new(samples.collect()),
        on_draw,
        on_set,
        on_unset,
        on_fix,
        on_done,
        may_edit: *may_edit,
    })
}
