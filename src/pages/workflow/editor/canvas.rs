//! The canvas: what the document is drawn on. Cards are painted, so the selected one has words in the page for those who do
//! not see it; the outline has all.
use super::begin::Begin;
use super::desk::{Desk, Part};
use super::map::MapView;
use crate::browser::dom;
use crate::browser::style::Placed;
use crate::canvas::board::Board;
use crate::components::button::Button;
use crate::components::editor::canvas_tools::CanvasTools;
use crate::components::editor::shared::Shared;
use crate::components::icon::Glyph;
use crate::components::renders::rendered;
use crate::store::preview::Step;
use crate::store::{Model, use_selector};
use flowdeck_editor::document::Document;
use flowdeck_editor::geometry::Size;
use flowdeck_editor::item::{Item, Section};
use flowdeck_editor::picture::{Basis, Picture};
use flowdeck_editor::scene::{Card, Hanging, REMOTE};
use flowdeck_editor::shortcut::Id;
use flowdeck_editor::stage::Stage;
use flowdeck_editor::whole;
use flowdeck_spec::compile::Compiled;
use flowdeck_spec::{Catalogue, Diagnostic};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

#[derive(Clone, Debug, PartialEq, Properties)]
pub(super) struct CanvasProps {
    pub(super) desk: Desk,
    pub(super) has_map: bool,
}

/// A narrower drawing, in CSS pixels, has no room for a map.
const ROOM_FOR_MAP: f64 = 620.0;

/// What is drawn, by the places of its parts.
#[derive(Clone)]
struct Drawn {
    document: Document,
    compiled: Rc<Compiled>,
    found: Rc<Vec<Diagnostic>>,
    catalogue: Rc<Catalogue>,
}

impl PartialEq for Drawn {
    fn eq(&self, other: &Self) -> bool {
        self.document.same(&other.document)
            && Rc::ptr_eq(&self.found, &other.found)
            && Rc::ptr_eq(&self.catalogue, &other.catalogue)
    }
}

#[component]
pub(super) fn Canvas(props: &CanvasProps) -> Html {
    rendered("Canvas");
    let desk = props.desk.clone();
    let host = use_node_ref();
    let zoom = use_state_eq(|| 100_u32);
    let has_room = use_state_eq(|| true);
    // The selected card in words: known once it is drawn.
    let words = use_state_eq(|| None::<String>);
    let key = desk.key().clone();
    let drawn = use_selector({
        let key = key.clone();
        move |model: &Model| {
            model.documents.get(&key).map(|one| Drawn {
                document: one.editor.document().clone(),
                compiled: Rc::clone(&one.compiled),
                found: Rc::clone(&one.findings),
                catalogue: Rc::clone(model.checks.catalogue()),
            })
        }
    });
    let selected = use_selector({
        let key = key.clone();
        move |model: &Model| {
            model.documents.get(&key).map(|one| one.editor.selection().clone()).unwrap_or_default()
        }
    });
    let may_edit = use_selector({
        let ws = key.ws.clone();
        move |model: &Model| model.may_edit(&ws)
    });
    let is_dark = use_selector(|model: &Model| model.settings.is_dark());
    let preset = use_selector(|model: &Model| model.settings.preset);
    let previewed = use_selector({
        let key = key.clone();
        move |model: &Model| model.preview.steps(&key).cloned().map(Shared)
    });
    let cover = Cover { spot: use_node_ref(), place: use_memo((), |()| Placed::default()) };
    let spot = cover.spot.clone();
    use_board(&desk, &host, &cover, &zoom, &has_room);
    use_effect_with((preset, desk.clone()), |(preset, desk)| desk.on_board(|stage| stage.preset = *preset));
    use_effect_with(drawn.clone(), {
        let desk = desk.clone();
        move |drawn| {
            if let Some(drawn) = drawn {
                draw(&desk, drawn);
                desk.draw_map();
            }
        }
    });
    use_effect_with((previewed.clone(), drawn.clone()), {
        let desk = desk.clone();
        move |(steps, _)| hang(&desk, steps.as_ref().map_or(&[], |steps| steps))
    });
    use_effect_with((selected.clone(), drawn.clone(), may_edit), {
        let desk = desk.clone();
        move |(selected, _, may_edit)| {
            show_selected(&desk, selected.items(), *may_edit);
            desk.reveal();
        }
    });
    use_effect_with((selected, drawn.clone(), previewed), {
        let desk = desk.clone();
        let words = words.clone();
        move |(selected, ..)| words.set(selected.primary().and_then(|item| card_words(&desk, item)))
    });
    use_effect_with(is_dark, {
        let desk = desk.clone();
        move |_| desk.recolour()
    });
    // The element comes after the frame that shows the card.
    use_effect_with(words.is_some(), {
        let (desk, cover) = (desk.clone(), cover.clone());
        move |_| {
            // It may be another element than before.
            cover.place.reset();
            if let Some(board) = desk.board() {
                board.read(|stage| cover.lay(&desk, stage));
            }
        }
    });
    let history = use_selector(move |model: &Model| {
        let history = model.documents.get(&key).map(|one| one.editor.history());
        let title = |entry: Option<&flowdeck_editor::history::Entry>| {
            entry.map(|one| AttrValue::from(one.title.clone()))
        };
        history.map(|history| (title(history.last()), title(history.next()))).unwrap_or_default()
    });
    let is_empty = drawn.as_ref().is_some_and(|drawn| is_empty(&drawn.document));
    let onchoose = {
        let desk = desk.clone();
        use_callback((), move |id, ()| desk.choose(id))
    };
    let onclick = {
        let desk = desk.clone();
        use_callback((), move |_: MouseEvent, ()| desk.choose(Id::AddBlock))
    };
    let drag = |run: fn(&Desk, &DragEvent)| {
        let desk = desk.clone();
        Callback::from(move |event: DragEvent| {
            if may_edit {
                run(&desk, &event);
            }
        })
    };
    let (ondragover, ondragleave, ondrop) =
        (drag(Desk::drag_over), drag(|desk, _| desk.drag_out()), drag(Desk::drop_on));
    let onsplit = {
        let desk = desk.clone();
        use_callback((), move |_: MouseEvent, ()| desk.toggle(Part::Text))
    };
    html! {
        <section class="fd-editor__canvas" aria-label="Drawing" {ondragover} {ondragleave} {ondrop}>
            <div ref={host} class="fd-canvas" tabindex="0" role="application" aria-roledescription="canvas"
                aria-label="Workflow" aria-describedby="fd-canvas-help" aria-activedescendant={words.is_some().then_some("fd-canvas-card")}>
                if let Some(words) = &*words { <div ref={spot} id="fd-canvas-card" role="img" class="fd-canvas__card" aria-label={words.clone()} /> }
            </div>
            if is_empty { <Begin desk={desk.clone()} {may_edit} /> }
            <p id="fd-canvas-help" class="fd-hidden">
                { "Arrow keys walk from card to card, Enter opens one, N adds a block, C connects, question mark lists all keys. The outline has everything as a tree." }
            </p>
            if may_edit { <span class="fd-editor__add"><Button label="Add block" glyph={Glyph::Plus} hint="N" {onclick} /></span> }
            <span class="fd-editor__beside"><Button label="JSON" glyph={Glyph::Code} hint="Show or hide the JSON beside the drawing" onclick={onsplit} /></span>
            if props.has_map && *has_room && !is_empty { <MapView desk={desk.clone()} /> }
            <CanvasTools zoom={*zoom} has_map={has_room.then_some(props.has_map)} undo={history.0} redo={history.1} read_only={!may_edit} is_mac={dom::is_mac()} {onchoose} />
        </section>
    }
}

/// Whether there is nothing in a workflow.
pub(super) fn is_empty(document: &Document) -> bool {
    Section::ALL.iter().all(|section| section.entries(&document.specification).is_empty())
}

/// Mounts the canvas with the component, and takes it away with it.
#[hook]
fn use_board(
    desk: &Desk,
    host: &NodeRef,
    cover: &Cover,
    zoom: &UseStateHandle<u32>,
    has_room: &UseStateHandle<bool>,
) {
    let (host, cover, zoom, has_room) = (host.clone(), cover.clone(), zoom.clone(), has_room.clone());
    use_effect_with(desk.clone(), move |desk| {
        if let Some(element) = host.cast::<Element>() {
            let tell = {
                let desk = desk.clone();
                move |act| desk.on_act(act)
            };
            let seen = {
                let desk = desk.clone();
                move |stage: &Stage| {
                    desk.look_on_map(stage);
                    // Where a drag leads is known when it ends.
                    if !stage.is_busy() {
                        cover.lay(&desk, stage);
                    }
                    has_room.set(stage.view.width >= ROOM_FOR_MAP);
                    zoom.set(u32::try_from(whole(stage.camera.zoom * 100.0)).unwrap_or(100));
                }
            };
            match Board::mount(&element, Stage::new(flowdeck_editor::scene::Scene::default()), tell, seen) {
                Ok(board) => desk.set_board(Some(board)),
                Err(error) => desk.send(crate::store::Msg::Failed(error.0)),
            }
        }
        let desk = desk.clone();
        move || {
            desk.set_board(None);
            *desk.picture().borrow_mut() = None;
        }
    });
}

/// The element that says what is selected: it lies over the card, so that who enlarges the screen is led there.
#[derive(Clone)]
struct Cover {
    spot: NodeRef,
    /// Where it was put last.
    place: Rc<Placed>,
}

impl Cover {
    /// Puts it where the card is now.
    fn lay(&self, desk: &Desk, stage: &Stage) {
        let Some(element) = self.spot.get() else { return };
        let primary = desk.read(|_, document| document.editor.selection().primary().cloned()).flatten();
        let card = primary.and_then(|item| desk.card(&item)).and_then(|card| stage.scene.card(card));
        if let Some(card) = card {
            self.place.put(&element, stage.camera.rect_to_view(card.rect()));
        }
    }
}

/// The card of an item in words; none while it is not drawn.
fn card_words(desk: &Desk, item: &Item) -> Option<String> {
    let board = desk.board()?;
    let card = desk.card(item)?;
    board.read(|stage| stage.scene.card(card).map(|known| words_of(known, stage.scene.is_remote(card))))
}

/// A card in words, for those who do not see it.
fn words_of(card: &Card, is_remote: bool) -> String {
    let mut words = [&*card.name, ", ", &*card.detail].concat();
    for (verb, ports) in [(", takes ", &card.ports.inputs), (", gives ", &card.ports.outputs)] {
        // What an input gives has no name but its own.
        let names: Vec<&str> = ports.iter().map(|port| &*port.name).filter(|name| !name.is_empty()).collect();
        if !names.is_empty() {
            words.push_str(verb);
            words.push_str(&names.join(", "));
        }
    }
    if is_remote {
        words.push_str(", ");
        words.push_str(REMOTE);
    }
    match card.marks.errors + card.marks.warnings {
        0 => {}
        1 => words.push_str(", 1 problem"),
        count => words.push_str(&format!(", {count} problems")),
    }
    words
}

/// Draws the document as it is now: what did not change is not drawn again.
fn draw(desk: &Desk, drawn: &Drawn) {
    let Some(board) = desk.board() else { return };
    let basis = Basis {
        document: &drawn.document,
        catalogue: &drawn.catalogue,
        compiled: &drawn.compiled,
        found: &drawn.found,
    };
    let mut picture = desk.picture().borrow_mut();
    let is_known = desk.is_drawn_with(&drawn.catalogue);
    match &mut *picture {
        Some(picture) if is_known => {
            board.change(|stage| {
                let was_empty = stage.scene.cards().is_empty();
                let change = picture.update(&basis, &mut stage.scene);
                stage.changed(change.structure || change.frames);
                // A workflow that came as a whole is seen as a whole.
                if was_empty && stage.scene.cards().len() > 1 {
                    stage.fit();
                }
            });
        }
        slot => {
            // Cards get their ports when blocks are known, which is after the first drawing.
            let is_first = slot.is_none() || board.read(Stage::is_fitted);
            let (made, scene) = Picture::of(&basis);
            *slot = Some(made);
            board.change(|stage| {
                stage.show(scene);
                if is_first {
                    stage.fit();
                }
            });
        }
    }
}

/// Hangs the pictures of the live preview below the cards of their steps, and marks those that a server has to run.
fn hang(desk: &Desk, steps: &[Rc<Step>]) {
    let Some(board) = desk.board() else { return };
    let remote = steps.iter().filter(|step| step.is_remote());
    let remote = remote.filter_map(|step| desk.card(&Item::named(Section::Steps, &step.name))).collect();
    board.change(|stage| stage.scene.mark_remote(remote));
    let place = |step: &Rc<Step>| {
        let shown = step.images.first()?.shown.as_ref()?;
        let card = desk.card(&Item::named(Section::Steps, &step.name))?;
        let size = Size { width: f64::from(shown.size.0), height: f64::from(shown.size.1) };
        Some((Hanging { card, size, version: shown.number }, shown.picture.clone()))
    };
    board.hang(steps.iter().filter_map(place).collect());
}

fn show_selected(desk: &Desk, items: &[Item], may_edit: bool) {
    let Some(board) = desk.board() else { return };
    let cards: Vec<u32> = items.iter().filter_map(|item| desk.card(item)).collect();
    board.change(|stage| {
        stage.may_edit = may_edit;
        if !cards.is_empty() || stage.look().link.is_none() {
            stage.select(cards);
        }
    });
}
