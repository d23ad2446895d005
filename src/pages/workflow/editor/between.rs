//! A wire between what does not meet: which blocks could go between, and putting one there.
use super::desk::{Adding, Desk, Open, Waiting};
use flowdeck_editor::command::Command;
use flowdeck_editor::item::Item;
use flowdeck_editor::palette::{Palette, SECTIONS, Wanted, section};
use flowdeck_editor::scene::{Scene, Side};
use flowdeck_editor::stage::End;
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Catalogue;

/// What is done in several steps is one entry of the history.
const BETWEEN: &str = "between";

impl Desk {
    /// Offers the blocks that could go between an end and a card that does not take it; of its ports the one that was
    /// pointed at, else the first. Says whether there is any such block.
    pub(super) fn offer_between(&self, from: End, card: u32, port: Option<u16>) -> bool {
        self.between(from, card, port).is_some_and(|(adding, at)| {
            self.open(Open::Add(at, adding));
            true
        })
    }

    fn between(
        &self,
        from: End,
        card: u32,
        port: Option<u16>,
    ) -> Option<(Adding, flowdeck_editor::geometry::Point)> {
        let board = self.board()?;
        let side = from.side.other();
        let port = port.or_else(|| board.read(|stage| first_port(&stage.scene, card, side)))?;
        let end = End { card, side, port };
        let (source, target) = if from.side == Side::Out { (from, end) } else { (end, from) };
        let kinds =
            |end| board.read(|stage| stage.port(end).filter(|port| !port.is_control).map(|port| port.kinds));
        let wanted = Wanted::Between(kinds(source)?, kinds(target)?);
        let catalogue = self.catalogue()?;
        if Palette::new(&catalogue, SECTIONS, &section).search("", wanted, &[]).is_empty() {
            return None;
        }
        let wire = Waiting::Between(self.port(source)?, self.item(target.card)?, self.port(target)?, wanted);
        let place = |end: End| {
            board.read(|stage| stage.scene.card(end.card).map(|card| card.port_place(end.side, end.port)))
        };
        let (start, stop) = (place(source)?, place(target)?);
        let middle = flowdeck_editor::geometry::Rect::between(start, stop).centre();
        Some((Adding { at: None, wire }, self.on_page(middle)))
    }

    /// Puts a block between a source and a place of an entry.
    pub(super) fn put_between(&self, block: &str, source: &str, (item, path): (&Item, &str), wanted: Wanted) {
        let Some(catalogue) = self.catalogue() else { return };
        let Some((field, output)) = ends(&catalogue, block, wanted) else { return };
        let properties = vec![(field, Node::string(source))];
        let near = Some(item.clone());
        let before = self.document();
        self.act_with(
            Command::AddStep { block: block.into(), name: None, at: None, properties, near },
            BETWEEN,
        );
        // What was refused has been told, and there is nothing to wire.
        let is_added = before.zip(self.document()).is_some_and(|(before, now)| !before.same(&now));
        let Some(new) = self.selected().first().filter(|_| is_added).cloned() else { return };
        let source = [new.as_str(), ".", &output].concat();
        self.act_with(Command::Connect { source, item: item.clone(), path: path.into() }, BETWEEN);
        self.select(vec![new]);
        self.reveal_selected();
    }
}

fn first_port(scene: &Scene, card: u32, side: Side) -> Option<u16> {
    let ports = scene.card(card)?.ports.on(side);
    let missing = ports.iter().position(|port| port.is_missing && !port.is_control);
    let first = missing.or_else(|| ports.iter().position(|port| !port.is_control));
    u16::try_from(first?).ok()
}

/// The property of a block that takes what is given, and its output that gives what is taken.
fn ends(catalogue: &Catalogue, block: &str, wanted: Wanted) -> Option<(String, String)> {
    let Wanted::Between(given, taken) = wanted else { return None };
    let block = catalogue.block(block)?;
    let takes = |place: &&flowdeck_spec::catalogue::Field| {
        let reference = place.reference.filter(|reference| !reference.is_step && !reference.kinds.is_any());
        place.default.is_none() && reference.is_some_and(|reference| reference.kinds.meets(given))
    };
    let field = block.fields.iter().find(takes)?;
    let output = block.outputs.iter().find(|output| !output.kinds.is_any() && output.kinds.meets(taken))?;
    Some((String::from(field.name()), String::from(&*output.name)))
}
