//! What gestures on the canvas come to.
use super::desk::{Adding, Desk, Open, Tab, Waiting};
use crate::store::document;
use flowdeck_editor::command::Command;
use flowdeck_editor::drawing::Note;
use flowdeck_editor::geometry::{Point, Rect};
use flowdeck_editor::item::Item;
use flowdeck_editor::palette::Wanted;
use flowdeck_editor::scene::Side;
use flowdeck_editor::stage::{Act, Drop, End, Misfit, Stage};
use flowdeck_editor::wiring::targets;

/// What is done in several steps is one entry of the history.
const MOVE: &str = "move";

impl Desk {
    /// Handles what a gesture came to.
    pub(super) fn on_act(&self, act: Act) {
        match act {
            Act::Selected => self.take_selection(),
            Act::Moved(cards) => self.move_cards(&cards),
            Act::Sized(card, size) => {
                if let Some(note) = self.item(card).and_then(|item| self.note(&item)) {
                    self.edit_note(
                        &note.id,
                        Some(Rect { width: size.width, height: size.height, ..note.at }),
                        None,
                        None,
                    );
                }
            }
            Act::Title(frame) => {
                if let Some(group) = self.with_picture(|picture| picture.group(frame)).flatten() {
                    self.rename(&group);
                }
            }
            Act::Drawing(_) => {}
            Act::Drawn(from, drop) => self.connect(from, drop),
            Act::Open(card) => {
                self.select_card(card);
                self.open_form();
            }
            Act::Rename(card) => {
                if let Some(item) = self.item(card) {
                    self.rename(&item);
                }
            }
            Act::Add(at) => {
                self.open(Open::Add(self.on_page(at), Adding { at: Some(at), wire: Waiting::None }));
            }
            Act::Insert(link, at) => {
                if let Some(wire) = self.wire(link) {
                    let adding = Adding { at: Some(at), wire: Waiting::Within(wire) };
                    self.open(Open::Add(self.on_page(at), adding));
                }
            }
            Act::Menu(on, at) => {
                let corner = self.board().map(|board| board.corner()).unwrap_or_default();
                self.open(Open::Menu(on, at.plus(corner)));
            }
        }
    }

    /// Where a point of the drawing is on the page.
    pub(super) fn on_page(&self, at: Point) -> Point {
        self.board().map_or(at, |board| board.read(|stage| stage.camera.to_view(at)).plus(board.corner()))
    }

    /// Shows the form of what is selected, with the focus in it.
    pub(super) fn open_form(&self) {
        self.turn_to(Tab::Step);
        self.send(crate::store::Msg::Do(crate::store::Effect::Focus(
            ".fd-editor__side [data-first], .fd-editor__side input, .fd-editor__side button".into(),
        )));
    }

    /// Lets a name be changed where it stands.
    pub(super) fn rename(&self, item: &Item) {
        let at = self.board().and_then(|board| board.read(|stage| self.place_of(item, stage)));
        let at = at.map(|at| self.on_page(at));
        self.open(Open::Rename(item.clone(), at.unwrap_or(Point::new(240.0, 160.0))));
    }

    /// Where a card, note or frame begins in the drawing.
    fn place_of(&self, item: &Item, stage: &Stage) -> Option<Point> {
        if let Some(note) = self.note(item) {
            return Some(note.at.corner());
        }
        match item.group() {
            Some(_) => {
                let frame = self.with_picture(|picture| picture.frame(item)).flatten()?;
                stage.scene.frames().get(frame).map(|frame| frame.rect.corner())
            }
            None => stage.scene.card(self.card(item)?).map(|card| card.at),
        }
    }

    /// A note of the drawing.
    pub(super) fn note(&self, item: &Item) -> Option<Note> {
        self.document()?.drawing.note(item.note()?).cloned()
    }

    /// Changes what is said of a note.
    pub(super) fn edit_note(&self, id: &str, at: Option<Rect>, text: Option<String>, color: Option<&str>) {
        self.act(Command::EditNote { id: id.into(), at, text, color: color.map(String::from) });
    }

    fn select_card(&self, card: u32) {
        self.select(self.item(card).into_iter().collect());
    }

    /// What is selected on the canvas is what is selected.
    fn take_selection(&self) {
        let Some(board) = self.board() else { return };
        let cards = board.read(|stage| stage.look().selected.clone());
        self.select(cards.into_iter().filter_map(|card| self.item(card)).collect());
    }

    fn move_cards(&self, cards: &[(u32, Point)]) {
        let moved: Vec<(Item, Point)> =
            cards.iter().filter_map(|(card, at)| Some((self.item(*card)?, *at))).collect();
        self.tell(document::Msg::Close);
        self.place(moved, MOVE);
        self.tell(document::Msg::Close);
    }

    fn connect(&self, from: End, drop: Drop) {
        match drop {
            Drop::Port(end) => {
                let (out, into) = if from.side == Side::Out { (from, end) } else { (end, from) };
                let board = self.board();
                let wire = board.and_then(|board| {
                    board.read(|stage| {
                        self.with_picture(|picture| {
                            picture.connection(&stage.scene, (out.card, out.port), (into.card, into.port))
                        })
                        .flatten()
                    })
                });
                match wire {
                    Some((source, item, path)) => self.act(Command::Connect { source, item, path }),
                    None => self.say("Nothing can be wired here."),
                }
            }
            Drop::Card(card, port) => self.connect_to_card(from, card, port),
            Drop::Paper(at) => {
                if let Some(wire) = self.waiting(from) {
                    self.open(Open::Add(self.on_page(at), Adding { at: Some(at), wire }));
                }
            }
        }
    }

    /// A wire was dropped on a card's body: it goes where it fits first.
    fn connect_to_card(&self, from: End, card: u32, port: Option<u16>) {
        let Some(board) = self.board() else { return };
        // One port was meant, not whichever fits.
        let meant = port.map(|port| End { card, side: from.side.other(), port });
        let misfit = board.read(|stage| match meant {
            Some(end) => stage.fits(from, end),
            None => stage.fits_card(from, card),
        });
        if let Err(misfit) = misfit {
            if misfit == Misfit::Kinds {
                if self.offer_between(from, card, port) {
                    return;
                }
                // The command says in full what does not fit.
                if let Some(end) = meant {
                    return self.connect(from, Drop::Port(end));
                }
            }
            self.say(match misfit {
                Misfit::SameCard => "A step cannot take what it gives itself.",
                Misfit::Cycle => "That step comes before this one: it would wait for itself.",
                Misfit::SameSide | Misfit::Kinds => "Nothing on this card takes what this gives.",
            });
            return;
        }
        let (Some(item), Some(text)) = (self.item(card), self.port(from)) else { return };
        let port = board.read(|stage| stage.port(from).map(|port| (port.kinds, port.is_control)));
        let wire = match (from.side, port) {
            (_, None) => None,
            // A gate names whom it gates.
            (Side::Out, Some((_, true))) => {
                self.item(from.card).map(|gate| (item.as_str().into(), gate, text))
            }
            (Side::Out, Some(_)) => {
                self.document().zip(self.catalogue()).and_then(|(document, catalogue)| {
                    let found = targets(&document.specification, &text, &catalogue);
                    let target = found.into_iter().find(|target| target.item == item)?;
                    Some((text, item, target.path))
                })
            }
            (Side::In, Some((kinds, _))) => self
                .output(card, kinds)
                .zip(self.item(from.card))
                .map(|(source, target)| (source, target, text)),
        };
        match wire {
            Some((source, item, path)) => self.act(Command::Connect { source, item, path }),
            None => self.say("Nothing on this card takes what this gives."),
        }
    }

    /// The wire that was dropped on the paper, waiting for a block.
    fn waiting(&self, from: End) -> Option<Waiting> {
        let text = self.port(from)?;
        let (kinds, is_control) =
            self.board()?.read(|stage| stage.port(from).map(|port| (port.kinds, port.is_control)))?;
        Some(match from.side {
            Side::Out if is_control => Waiting::To(self.item(from.card)?, text, Wanted::Step),
            Side::Out => Waiting::From(text, Wanted::TakerOf(kinds)),
            Side::In => Waiting::To(self.item(from.card)?, text, Wanted::GiverOf(kinds)),
        })
    }

    /// Says why something was not done.
    pub(super) fn say(&self, why: &str) {
        self.send(crate::store::Msg::Toast(crate::store::toast::Msg::Say(why.into())));
    }
}
