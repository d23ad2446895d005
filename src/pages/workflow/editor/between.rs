//! A wire between what does not meet: which blocks could go between.
use super::desk::{Adding, Desk, Open, Waiting};
use flowdeck_editor::geometry::{Point, Rect};
use flowdeck_editor::palette::Wanted;
use flowdeck_editor::scene::{Scene, Side};
use flowdeck_editor::stage::End;

impl Desk {
    /// Offers the blocks that could go between an end and a card that does not take it; of its ports the one that was
    /// pointed at, else the first. Says whether there is any such block.
    pub(super) fn offer_between(&self, from: End, card: u32, port: Option<u16>) -> bool {
        self.between(from, card, port).is_some_and(|(adding, at)| {
            self.open(Open::Add(at, adding));
            true
        })
    }

    fn between(&self, from: End, card: u32, port: Option<u16>) -> Option<(Adding, Point)> {
        let board = self.board()?;
        let side = from.side.other();
        let port = port.or_else(|| board.read(|stage| first_port(&stage.scene, card, side)))?;
        let end = End { card, side, port };
        let (source, target) = if from.side == Side::Out { (from, end) } else { (end, from) };
        let kinds =
            |end| board.read(|stage| stage.port(end).filter(|port| !port.is_control).map(|port| port.kinds));
        let wanted = Wanted::Between(kinds(source)?, kinds(target)?);
        if self.blocks().search("", wanted, &[]).is_empty() {
            return None;
        }
        let wire = Waiting::Between(self.port(source)?, self.item(target.card)?, self.port(target)?, wanted);
        let place = |end: End| {
            board.read(|stage| stage.scene.card(end.card).map(|card| card.port_place(end.side, end.port)))
        };
        let (start, stop) = (place(source)?, place(target)?);
        let middle = Rect::between(start, stop).centre();
        Some((Adding { at: None, wire }, self.on_page(middle)))
    }
}

fn first_port(scene: &Scene, card: u32, side: Side) -> Option<u16> {
    let ports = scene.card(card)?.ports.on(side);
    let missing = ports.iter().position(|port| port.is_missing && !port.is_control);
    let first = missing.or_else(|| ports.iter().position(|port| !port.is_control));
    u16::try_from(first?).ok()
}
