//! What the parts of the editor share: the workflow, the canvas, and how to ask for things.
use crate::browser::timer::Timer;
use crate::canvas::board::Board;
use crate::canvas::map::Map;
use crate::store::{App, Key, Model, Msg, document};
use flowdeck_editor::command::Command;
use flowdeck_editor::document::Document;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::item::Item;
use flowdeck_editor::palette::{Palette as Blocks, Wanted};
use flowdeck_editor::picture::Picture;
use flowdeck_editor::scene::Side;
use flowdeck_editor::stage::{End, On, Stage};
use flowdeck_editor::wiring::Reference;
use flowdeck_spec::Catalogue;
use flowdeck_spec::catalogue::KindSet;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use yew::prelude::*;

/// What floats above the editor.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Open {
    #[default]
    Nothing,
    /// A menu for what is at a place of the page.
    Menu(On, Point),
    /// The palette, at a place of the page.
    Add(Point, Adding),
    /// All commands.
    Commands,
    /// All keys.
    Help,
    /// Where a wire from this card may lead.
    Connect(Item, Point),
    /// A name to be changed, where it stands on the page.
    Rename(Item, Point),
}

/// What is to become of a block that is taken from the palette.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Adding {
    /// Its corner in the drawing.
    pub(super) at: Option<Point>,
    /// The wire that waits for it.
    pub(super) wire: Waiting,
}

/// A wire that waits for a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Waiting {
    #[default]
    None,
    /// It comes from this selector.
    From(String, Wanted),
    /// It leads to this place of an entry.
    To(Item, String, Wanted),
    /// It is to be taken apart.
    Within(Reference),
    /// It cannot lead from this selector to this place of an entry: the block goes between.
    Between(String, Item, String, Wanted),
    /// No wire: the block takes the place of this step's.
    Replaces(Item),
}

impl Waiting {
    /// What fits it.
    pub(super) const fn wanted(&self) -> Wanted {
        match self {
            Self::From(_, wanted) | Self::To(_, _, wanted) | Self::Between(_, _, _, wanted) => *wanted,
            Self::None | Self::Within(_) | Self::Replaces(_) => Wanted::Anything,
        }
    }
}

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    /// What is selected.
    Step,
    /// What is wrong.
    Problems,
    /// All of it as a tree.
    Outline,
    /// What was done.
    History,
}

/// The shared part.
#[derive(Clone)]
pub(super) struct Desk(Rc<Inner>);

struct Inner {
    key: Key,
    app: App,
    board: RefCell<Option<Board>>,
    map: RefCell<Option<Map>>,
    picture: RefCell<Option<Picture>>,
    /// What the palette offers.
    blocks: RefCell<Rc<Blocks>>,
    /// The catalogue with which it was drawn.
    catalogue: RefCell<Option<Rc<Catalogue>>>,
    /// The entry of the palette that was dragged last.
    held: RefCell<Option<AttrValue>>,
    /// Whether what is pasted next keeps its wires.
    keeps_wires: Cell<bool>,
    /// Whether the selected card is to be seen once it is drawn.
    reveals: Cell<bool>,
    later: RefCell<Option<Timer>>,
    open: RefCell<Callback<Open>>,
    tab: RefCell<Callback<Tab>>,
    /// Shows or hides a part: the text beside the canvas, the map.
    toggle: RefCell<Callback<Part>>,
}

/// What can be shown beside the drawing, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The JSON.
    Text,
    /// The map.
    Map,
}

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}

impl Desk {
    pub(super) fn new(key: Key, app: App) -> Self {
        Self(Rc::new(Inner {
            key,
            app,
            board: RefCell::default(),
            map: RefCell::default(),
            picture: RefCell::default(),
            blocks: RefCell::default(),
            catalogue: RefCell::default(),
            held: RefCell::default(),
            keeps_wires: Cell::new(true),
            reveals: Cell::default(),
            later: RefCell::default(),
            open: RefCell::default(),
            tab: RefCell::default(),
            toggle: RefCell::default(),
        }))
    }

    /// Where to say what is to be shown.
    pub(super) fn show(&self, open: Callback<Open>, tab: Callback<Tab>, toggle: Callback<Part>) {
        *self.0.toggle.borrow_mut() = toggle;
        *self.0.open.borrow_mut() = open;
        *self.0.tab.borrow_mut() = tab;
    }

    /// Shows something above the editor, or nothing. What floats closes at a press elsewhere, so it opens only when the
    /// press that asked for it is over.
    pub(super) fn open(&self, what: Open) {
        let open = self.0.open.borrow().clone();
        *self.0.later.borrow_mut() = Some(Timer::after(0, move || open.emit(what)));
    }

    /// Shows a part, or hides it.
    pub(super) fn toggle(&self, part: Part) {
        let toggle = self.0.toggle.borrow().clone();
        toggle.emit(part);
    }

    /// Shows a part of the panel.
    pub(super) fn turn_to(&self, tab: Tab) {
        let turn = self.0.tab.borrow().clone();
        turn.emit(tab);
    }

    pub(super) fn key(&self) -> &Key {
        &self.0.key
    }

    /// Sends a message.
    pub(super) fn send(&self, msg: Msg) {
        self.0.app.dispatch(msg);
    }

    /// Sends a message about the workflow.
    pub(super) fn tell(&self, msg: impl FnOnce(Key) -> document::Msg) {
        self.send(Msg::Document(msg(self.0.key.clone())));
    }

    /// Does something to the document.
    pub(super) fn act(&self, command: Command) {
        self.tell(|key| document::Msg::Do(key, Box::new(command), None));
    }

    /// Does something that is one entry of the history together with what is done right after it in the same way.
    pub(super) fn act_with(&self, command: Command, merge: &str) {
        self.tell(|key| document::Msg::Do(key, Box::new(command), Some(merge.into())));
    }

    /// Selects.
    pub(super) fn select(&self, items: Vec<Item>) {
        self.tell(|key| document::Msg::Select(key, items));
    }

    /// Reads from the state.
    pub(super) fn read<T>(&self, look: impl FnOnce(&Model, &document::Document) -> T) -> Option<T> {
        self.0
            .app
            .store()
            .read(|model| model.documents.get(&self.0.key).map(|document| look(model, document)))
    }

    /// The document as it is now.
    pub(super) fn document(&self) -> Option<Document> {
        self.read(|_, document| document.editor.document().clone())
    }

    /// What is selected.
    pub(super) fn selected(&self) -> Vec<Item> {
        self.read(|_, document| document.editor.selection().items().to_vec()).unwrap_or_default()
    }

    /// The canvas, while there is one.
    pub(super) fn board(&self) -> Option<Board> {
        self.0.board.borrow().clone()
    }

    pub(super) fn set_board(&self, board: Option<Board>) {
        *self.0.board.borrow_mut() = board;
    }

    /// The map, while it is shown.
    pub(super) fn set_map(&self, map: Option<Map>) {
        *self.0.map.borrow_mut() = map;
    }

    /// Shows on the map what is drawn now.
    pub(super) fn draw_map(&self) {
        self.with_map(Map::draw);
    }

    /// Reads the colours of canvas and map again.
    pub(super) fn recolour(&self) {
        if let Some(board) = self.board() {
            board.recolour();
        }
        self.with_map(Map::recolour);
    }

    /// Shows on the map where the camera looks.
    pub(super) fn look_on_map(&self, stage: &Stage) {
        if let Some(map) = &*self.0.map.borrow() {
            map.look(stage);
        }
    }

    fn with_map(&self, show: impl FnOnce(&Map, &Stage)) {
        if let (Some(map), Some(board)) = (&*self.0.map.borrow(), self.board()) {
            board.read(|stage| show(map, stage));
        }
    }

    /// What is drawn; nothing before the first drawing.
    pub(super) fn with_picture<T>(&self, look: impl FnOnce(&Picture) -> T) -> Option<T> {
        self.0.picture.borrow().as_ref().map(look)
    }

    pub(super) fn picture(&self) -> &RefCell<Option<Picture>> {
        &self.0.picture
    }

    /// Whether the picture was drawn with this catalogue; from now on it is.
    pub(super) fn is_drawn_with(&self, catalogue: &Rc<Catalogue>) -> bool {
        let before = self.0.catalogue.replace(Some(Rc::clone(catalogue)));
        before.is_some_and(|before| Rc::ptr_eq(&before, catalogue))
    }

    /// The entry of the palette that is dragged.
    pub(super) fn held(&self) -> Option<AttrValue> {
        self.0.held.borrow().clone()
    }

    pub(super) fn hold(&self, key: AttrValue) {
        *self.0.held.borrow_mut() = Some(key);
    }

    /// Whether what is pasted next keeps its wires.
    pub(super) fn keeps_wires(&self) -> &Cell<bool> {
        &self.0.keeps_wires
    }

    /// The card of an item, once it is drawn.
    pub(super) fn card(&self, item: &Item) -> Option<u32> {
        self.with_picture(|picture| picture.card(item)).flatten()
    }

    /// What a card stands for.
    pub(super) fn item(&self, card: u32) -> Option<Item> {
        self.with_picture(|picture| picture.item(card).cloned()).flatten()
    }

    /// The selector that a link is, and where it stands.
    pub(super) fn wire(&self, link: u32) -> Option<Reference> {
        self.with_picture(|picture| picture.wire(link)).flatten()
    }

    /// What a port is a wire of: a selector, or the path of a property.
    pub(super) fn port(&self, end: End) -> Option<String> {
        let look = |stage: &Stage| {
            self.with_picture(|picture| picture.port(&stage.scene, end.card, end.side, end.port))
        };
        self.board()?.read(look).flatten()
    }

    /// The selector of the first output of a card that gives something of these kinds.
    pub(super) fn output(&self, card: u32, wanted: KindSet) -> Option<String> {
        let port = self.board()?.read(|stage| {
            let outputs = &stage.scene.card(card)?.ports.outputs;
            outputs.iter().position(|port| !port.is_control && port.kinds.meets(wanted))
        })?;
        self.port(End { card, side: Side::Out, port: u16::try_from(port).ok()? })
    }

    /// What the palette offers.
    pub(super) fn blocks(&self) -> Rc<Blocks> {
        Rc::clone(&self.0.blocks.borrow())
    }

    pub(super) fn set_blocks(&self, blocks: &Rc<Blocks>) {
        *self.0.blocks.borrow_mut() = Rc::clone(blocks);
    }

    /// What is known of blocks.
    pub(super) fn catalogue(&self) -> Option<Rc<Catalogue>> {
        self.read(|model, _| Rc::clone(model.checks.catalogue()))
    }

    /// Puts cards at places. The others get the places where they are seen, unless they have some: so none of them is
    /// somewhere else when the workflow is opened again. All of it is one entry of the history.
    pub(super) fn place(&self, places: Vec<(Item, Point)>, merge: &str) {
        // What is drawn now does not know yet what was placed right before.
        let mut others = self.with_picture(Picture::unplaced).unwrap_or_default();
        others.retain(|(item, _)| places.iter().all(|(other, _)| other != item));
        for places in [places, others] {
            if !places.is_empty() {
                self.act_with(Command::Place { places }, merge);
            }
        }
    }

    /// Moves the view so that the selected card is seen; one that is not drawn yet, when it is.
    pub(super) fn reveal_selected(&self) {
        self.0.reveals.set(true);
        if self.selected().first().is_some_and(|item| self.card(item).is_some()) {
            self.reveal();
        }
    }

    /// Moves the view to the selected card, if that was asked for.
    pub(super) fn reveal(&self) {
        let card = self.selected().first().and_then(|item| self.card(item));
        if let Some(card) = card.filter(|_| self.0.reveals.replace(false)) {
            self.on_board(|stage| stage.reveal(card));
        }
    }

    /// Changes what the canvas shows.
    pub(super) fn on_board(&self, change: impl FnOnce(&mut Stage)) {
        if let Some(board) = self.board() {
            board.change(change);
        }
    }
}
