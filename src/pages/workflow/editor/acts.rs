//! What gestures on the canvas come to.
use super::desk::{Adding, Desk, Open, Tab, Waiting};
use crate::store::document;
use flowdeck_editor::command::Command;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::item::Item;
use flowdeck_editor::palette::Wanted;
use flowdeck_editor::scene::Side;
use flowdeck_editor::stage::{Act, Drop, End, Misfit};
use flowdeck_editor::wiring::targets;

/// What is done in several steps is one entry of the history.
const MOVE: &str = "move";

impl Desk {
    /// Handles what a gesture came to.
    pub(super) fn on_act(&self, act: Act) {
        match act {
            Act::Selected => self.take_selection(),
            Act::Moved(cards) => self.move_cards(&cards),
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
                if let Some(wire) = self.with_picture(|picture| picture.wire(link)).flatten() {
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

    /// What a card stands for.
    pub(super) fn item(&self, card: u32) -> Option<Item> {
        self.with_picture(|picture| picture.item(card).cloned()).flatten()
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
        let place = self.with_picture(|picture| picture.card(item)).flatten();
        let board = self.board();
        let at = place.zip(board).and_then(|(card, board)| {
            let corner = board.corner();
            board.read(|stage| {
                let card = stage.scene.card(card)?;
                Some(stage.camera.to_view(card.at).plus(corner))
            })
        });
        self.open(Open::Rename(item.clone(), at.unwrap_or(Point::new(240.0, 160.0))));
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
        // The others stay where they are seen.
        let mut places = self.with_picture(flowdeck_editor::picture::Picture::unplaced).unwrap_or_default();
        places.retain(|(item, _)| moved.iter().all(|(other, _)| other != item));
        self.tell(document::Msg::Close);
        self.act_with(Command::Place { places: moved }, MOVE);
        if !places.is_empty() {
            self.act_with(Command::Place { places }, MOVE);
        }
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
            Drop::Card(card) => self.connect_to_card(from, card),
            Drop::Paper(at) => {
                if let Some(wire) = self.waiting(from) {
                    self.open(Open::Add(self.on_page(at), Adding { at: Some(at), wire }));
                }
            }
        }
    }

    /// A wire was dropped on a card's body: it goes where it fits first.
    fn connect_to_card(&self, from: End, card: u32) {
        let Some(board) = self.board() else { return };
        if let Err(misfit) = board.read(|stage| stage.fits_card(from, card)) {
            self.say(match misfit {
                Misfit::SameCard => "A step cannot take what it gives itself.",
                Misfit::Cycle => "That step comes before this one: it would wait for itself.",
                Misfit::SameSide | Misfit::Kinds => "Nothing on this card takes what this gives.",
            });
            return;
        }
        let (Some(document), Some(item)) = (self.document(), self.item(card)) else { return };
        let catalogue = self.read(|model, _| std::rc::Rc::clone(model.checks.catalogue()));
        let Some(catalogue) = catalogue else { return };
        let port = |end: End| {
            board.read(|stage| {
                self.with_picture(|picture| picture.port(&stage.scene, end.card, end.side, end.port))
                    .flatten()
            })
        };
        match from.side {
            Side::Out => {
                let is_control = board.read(|stage| stage.port(from).is_some_and(|port| port.is_control));
                let Some(text) = port(from) else { return };
                if is_control {
                    if let Some(gate) = self.item(from.card) {
                        self.act(Command::Connect { source: item.as_str().into(), item: gate, path: text });
                    }
                    return;
                }
                let found = targets(&document.specification, &text, &catalogue);
                match found.into_iter().find(|target| target.item == item) {
                    Some(target) => self.act(Command::Connect { source: text, item, path: target.path }),
                    None => self.say("Nothing on this card takes what this gives."),
                }
            }
            Side::In => {
                let output = board.read(|stage| {
                    let wanted = stage.port(from)?.kinds;
                    let outputs = &stage.scene.card(card)?.ports.outputs;
                    let place =
                        outputs.iter().position(|port| !port.is_control && port.kinds.meets(wanted))?;
                    Some(End { card, side: Side::Out, port: u16::try_from(place).ok()? })
                });
                let (Some(output), Some(path), Some(target)) = (output, port(from), self.item(from.card))
                else {
                    return;
                };
                if let Some(source) = port(output) {
                    self.act(Command::Connect { source, item: target, path });
                }
            }
        }
    }

    /// The wire that was dropped on the paper, waiting for a block.
    fn waiting(&self, from: End) -> Option<Waiting> {
        let board = self.board()?;
        board.read(|stage| {
            let port = stage.port(from)?;
            let (kinds, is_control) = (port.kinds, port.is_control);
            let text = self
                .with_picture(|picture| picture.port(&stage.scene, from.card, from.side, from.port))
                .flatten()?;
            Some(match from.side {
                Side::Out if is_control => Waiting::To(self.item(from.card)?, text, Wanted::Step),
                Side::Out => Waiting::From(text, Wanted::TakerOf(kinds)),
                Side::In => Waiting::To(self.item(from.card)?, text, Wanted::GiverOf(kinds)),
            })
        })
    }

    /// Says why something was not done.
    pub(super) fn say(&self, why: &str) {
        self.send(crate::store::Msg::Toast(crate::store::toast::Msg::Say(why.into())));
    }
}
