//! Adding: what is taken from the palette becomes a card, with the wire that waited for it.
use super::desk::{Adding, Desk, Waiting};
use crate::browser::drag;
use crate::canvas::board::Board;
use crate::components::editor::palette::{DRAGGED, Taken};
use crate::store::{Msg, document, settings};
use flowdeck_editor::command::{Command, InputKind};
use flowdeck_editor::geometry::{Point, Rect, Size};
use flowdeck_editor::item::Item;
use flowdeck_editor::palette::{NOTE, OUTPUT, Wanted};
use flowdeck_editor::scene::{Card, Ports, Role};
use flowdeck_spec::catalogue::KindSet;
use flowdeck_spec::{Catalogue, Node};
use yew::prelude::DragEvent;

/// What is done in several steps is one entry of the history.
const ADD: &str = "add";
/// How large a new note is.
const NOTE_SIZE: Size = Size { width: 220.0, height: 110.0 };
/// How far a dropped card's corner is up and left of the pointer, so that it lies below it.
const GRIP: Point = Point { x: 24.0, y: 16.0 };

impl Desk {
    /// Adds what was taken.
    pub(super) fn add(&self, taken: &Taken, adding: &Adding) {
        let Some(catalogue) = self.catalogue() else { return };
        self.tell(document::Msg::Close);
        self.send(Msg::Settings(settings::Msg::Used(taken.key.clone())));
        let at = adding.at;
        match (&*taken.key, InputKind::of(&taken.key)) {
            (_, Some(kind)) => {
                let new = self.put(Command::AddInput { kind, name: None, at });
                self.wire_new(new, adding, "");
            }
            (OUTPUT, _) => {
                let selector = match &adding.wire {
                    Waiting::From(source, _) => Some(source.clone()),
                    _ => self.selected().first().and_then(|item| self.first_output(item)),
                };
                match selector {
                    Some(selector) => self.act_with(Command::AddOutput { selector, name: None, at }, ADD),
                    None => {
                        self.say("Select the step whose result is to be given back, then add the output.");
                    }
                }
            }
            (NOTE, _) => {
                let corner = at.unwrap_or_else(|| self.free_spot(NOTE_SIZE));
                let note = Command::AddNote {
                    at: Rect::at(corner, NOTE_SIZE),
                    text: String::new(),
                    color: String::new(),
                };
                if let Some(note) = self.put(note) {
                    self.rename(&note);
                }
            }
            (block, None) => self.add_step(block, taken.port, adding, &catalogue),
        }
        if adding.at.is_some() {
            self.place(Vec::new(), ADD);
        }
        self.tell(document::Msg::Close);
        self.reveal_selected();
    }

    /// Adds something as a part of one entry of the history. What it is, unless it was refused.
    fn put(&self, command: Command) -> Option<Item> {
        let before = self.document()?;
        self.act_with(command, ADD);
        let is_added = !self.document()?.same(&before);
        self.selected().first().filter(|_| is_added).cloned()
    }

    fn add_step(&self, block: &str, port: Option<u16>, adding: &Adding, catalogue: &Catalogue) {
        // By which of its ports the block is wired: one that takes, and one that gives.
        let (source, takes, gives) = match &adding.wire {
            Waiting::Within(wire) => {
                self.put(Command::InsertBlock {
                    source: wire.selector.clone(),
                    item: wire.item.clone(),
                    path: wire.path.clone(),
                    block: block.into(),
                    at: adding.at,
                });
                return;
            }
            Waiting::Replaces(item) => {
                self.put(Command::ReplaceBlock { item: item.clone(), block: block.into() });
                return;
            }
            Waiting::From(source, _) => (Some(source), port, None),
            Waiting::To(..) => (None, None, port),
            Waiting::Between(source, _, _, Wanted::Between(given, taken)) => {
                let ports = self.blocks().between(block, *given, *taken);
                (Some(source), ports.map(|(takes, _)| takes), ports.map(|(_, gives)| gives))
            }
            Waiting::None | Waiting::Between(..) => (None, None, None),
        };
        let known = catalogue.block(block);
        let field = known.zip(takes).and_then(|(known, port)| known.fields.get(usize::from(port)));
        let given =
            field.zip(source).map(|(field, source)| (String::from(field.name()), Node::string(source)));
        let near = match &adding.wire {
            Waiting::None => self.selected().first().cloned(),
            _ => None,
        };
        let new = self.put(Command::AddStep {
            block: block.into(),
            name: None,
            at: adding.at,
            properties: given.into_iter().collect(),
            near,
        });
        let output = known.zip(gives).and_then(|(known, port)| known.outputs.get(usize::from(port)));
        self.wire_new(new, adding, output.map_or("", |output| &output.name));
    }

    /// Draws the wire that leads from what was just added to where it was wanted.
    fn wire_new(&self, new: Option<Item>, adding: &Adding, output: &str) {
        let (Waiting::To(item, path, _) | Waiting::Between(_, item, path, _)) = &adding.wire else { return };
        let Some(new) = new else { return };
        let mut source = String::from(new.as_str());
        if !output.is_empty() {
            source.push('.');
            source.push_str(output);
        }
        self.act_with(Command::Connect { source, item: item.clone(), path: path.clone() }, ADD);
        self.select(vec![new]);
    }

    /// An entry of the palette is held over the drawing: shows where it would lie, and the wire that it would be put into.
    pub(super) fn drag_over(&self, event: &DragEvent) {
        if !drag::welcome(event, DRAGGED) {
            return;
        }
        let Some(board) = self.board() else { return };
        // What is dragged cannot be read before it is dropped: the palette has told.
        let held = self.held();
        let place = self.place_under(event, &board);
        let fits = |given, taken| {
            held.as_ref().is_some_and(|key| self.blocks().between(key, given, taken).is_some())
        };
        let into = board.read(|stage| {
            let link = stage.link_at(place)?;
            stage.through(link).is_some_and(|(given, taken)| fits(given, taken)).then_some(link)
        });
        let size = Card::size_of(Role::Step, &Ports::default());
        board.change(|stage| stage.offer(Some(Rect::at(place.minus(GRIP), size)), into));
    }

    /// It is no longer held there.
    pub(super) fn drag_out(&self) {
        self.on_board(|stage| stage.offer(None, None));
    }

    /// Adds an entry of the palette where it was dropped, into the wire there if it fits.
    pub(super) fn drop_on(&self, event: &DragEvent) {
        let (Some(key), Some(board)) = (drag::dropped(event, DRAGGED), self.board()) else { return };
        let at = self.place_under(event, &board).minus(GRIP);
        let wire = board.read(|stage| stage.over().into).and_then(|link| self.wire(link));
        let wire = wire.map_or(Waiting::None, Waiting::Within);
        self.drag_out();
        self.add(&Taken { key: key.into(), port: None }, &Adding { at: Some(at), wire });
    }

    /// The place of the drawing that is under the pointer.
    fn place_under(&self, event: &DragEvent, board: &Board) -> Point {
        let on_page = Point::new(f64::from(event.client_x()), f64::from(event.client_y()));
        board.read(|stage| stage.camera.to_world(on_page.minus(board.corner())))
    }

    /// The selector of the first output of a step, or of an input.
    pub(super) fn first_output(&self, item: &Item) -> Option<String> {
        self.output(self.card(item)?, KindSet::ANY)
    }

    /// Where something so large covers no card: in the middle of what is seen, or below.
    fn free_spot(&self, size: Size) -> Point {
        let middle = self.middle().minus(Point::new(size.width / 2.0, size.height / 2.0));
        let board = self.board();
        board.map_or(middle, |board| board.read(|stage| stage.scene.free_below(Rect::at(middle, size))))
    }

    /// The middle of what is seen.
    pub(super) fn middle(&self) -> Point {
        let seen = self.board().map(|board| board.read(|stage| stage.camera.shown(stage.view).centre()));
        seen.unwrap_or_default()
    }
}
