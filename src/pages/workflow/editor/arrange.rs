//! Moving by keys, and lining up.
use super::desk::Desk;
use crate::store::document;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::item::Item;
use flowdeck_editor::picture::{Align, Spread, align, distribute};
use flowdeck_editor::shortcut::Id;

/// How far a key moves a card, in pixels at zoom 1.
const CELL: f64 = 16.0;
/// How many cells a command moves the selection to the right and down; none for other commands.
pub(super) const fn cells(id: Id) -> Option<(f64, f64)> {
    Some(match id {
        Id::MoveLeft => (-1.0, 0.0),
        Id::MoveRight => (1.0, 0.0),
        Id::MoveUp => (0.0, -1.0),
        Id::MoveDown => (0.0, 1.0),
        Id::MoveFarLeft => (-4.0, 0.0),
        Id::MoveFarRight => (4.0, 0.0),
        Id::MoveFarUp => (0.0, -4.0),
        Id::MoveFarDown => (0.0, 4.0),
        _ => return None,
    })
}

/// How a command lines the selection up; none for other commands.
pub(super) const fn lines(id: Id) -> Option<Line> {
    Some(match id {
        Id::AlignLeft => Line::Up(Align::Left),
        Id::AlignCentre => Line::Up(Align::Centre),
        Id::AlignRight => Line::Up(Align::Right),
        Id::AlignTop => Line::Up(Align::Top),
        Id::AlignMiddle => Line::Up(Align::Middle),
        Id::AlignBottom => Line::Up(Align::Bottom),
        Id::SpreadAcross => Line::Out(Spread::Across),
        Id::SpreadDown => Line::Out(Spread::Down),
        _ => return None,
    })
}

/// What can be done with several cards' places.
#[derive(Clone, Copy)]
pub(super) enum Line {
    Up(Align),
    Out(Spread),
}

impl Desk {
    /// Moves the selection by so many cells.
    pub(super) fn shift(&self, (x, y): (f64, f64)) {
        let Some(board) = self.board() else { return };
        let place = |item: &Item| {
            let card = self.card(item)?;
            let at = board.read(|stage| stage.scene.card(card).map(|card| card.at))?;
            Some((item.clone(), at.plus(Point::new(x * CELL, y * CELL))))
        };
        let places: Vec<_> = self.selected().iter().filter_map(place).collect();
        self.place(places, "shift");
    }

    /// Lines the selection up, or spreads it.
    pub(super) fn line_up(&self, line: Line) {
        let Some(board) = self.board() else { return };
        let cards: Vec<u32> = self.selected().iter().filter_map(|item| self.card(item)).collect();
        let places = board.read(|stage| {
            self.with_picture(|picture| match line {
                Line::Up(how) => align(picture, &stage.scene, &cards, how),
                Line::Out(how) => distribute(picture, &stage.scene, &cards, how),
            })
        });
        if let Some(places) = places.filter(|places| !places.is_empty()) {
            self.tell(document::Msg::Close);
            self.place(places, "line up");
            self.tell(document::Msg::Close);
        }
    }
}
