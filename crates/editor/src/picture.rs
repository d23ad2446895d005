//! From a document to what is drawn: its entries as cards, its selectors as links, all of them with a place. After an
//! edit only what looks different is made again.
mod family;
mod kind;
mod places;
mod ports;
mod tidy;
mod told;
mod update;
mod web;
mod words;

pub use tidy::{Align, Spread, align, distribute, tidy};
pub use update::Change;

use crate::document::Document;
use crate::drawing::{Group, Note};
use crate::geometry::{Point, Size};
use crate::item::{Item, Section};
use crate::scene::{Card, Frame, Icon, Link, Marks, Role, SMALLEST, Scene, Side, Tint};
use crate::wiring::{INNER, Reference, each};
use flowdeck_spec::Node;
use flowdeck_spec::block::Family;
use flowdeck_spec::catalogue::{Catalogue, KindSet};
use flowdeck_spec::compile::Compiled;
use flowdeck_spec::diagnostic::Diagnostic;
use flowdeck_spec::json::pointer_token;
use flowdeck_spec::selector::Selector;
use kind::{Kind, Kinds};
use ports::{Builder, Depths};
use std::rc::Rc;
use told::{depths, marks};
use web::{Draft, INPUT, MISSING, OUTPUT, Web};

/// What a picture is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The document.
    pub document: &'a Document,
    /// What is known of blocks. With another one a new picture has to be made.
    pub catalogue: &'a Catalogue,
    /// The document's compilation.
    pub compiled: &'a Compiled,
    /// What was found in the specification; pointers are within it.
    pub found: &'a [Diagnostic],
}

/// What the cards and links of a [`Scene`] stand for. Cards are the inputs, steps and outputs in the order of the
/// document, then what selectors name and nobody defines, then notes.
#[derive(Debug)]
pub struct Picture {
    document: Document,
    kinds: Kinds,
    web: Web,
    /// How deep what each card gives is nested.
    depths: Vec<u32>,
    /// What each input may be.
    gives: Vec<KindSet>,
    /// A step holds a workflow, so the compiler's steps are not those of the document.
    has_inner: bool,
    /// The notes, whose cards come last.
    notes: Vec<Item>,
    places: Vec<Point>,
    /// The places that were worked out for cards that the drawing does not place, or did not at some time.
    computed: Vec<Option<Point>>,
}

impl Picture {
    /// Draws a document.
    #[must_use]
    pub fn of(basis: &Basis<'_>) -> (Self, Scene) {
        let mut picture = Self {
            document: basis.document.clone(),
            kinds: Kinds::new(basis.catalogue),
            web: Web::default(),
            depths: Vec::new(),
            gives: Vec::new(),
            has_inner: false,
            notes: Vec::new(),
            places: Vec::new(),
            computed: Vec::new(),
        };
        let (cards, links) = picture.assemble(basis);
        let known = vec![None; cards.len()];
        let mut scene = picture.stand(basis, cards, links, known);
        scene.frame(picture.frames());
        (picture, scene)
    }

    /// What a card stands for; of something missing what it would be.
    #[must_use]
    pub fn item(&self, card: u32) -> Option<&Item> {
        let card = card as usize;
        self.web.item(card).or_else(|| self.notes.get(card.checked_sub(self.web.count())?))
    }

    /// The card of an item.
    #[must_use]
    pub fn card(&self, item: &Item) -> Option<u32> {
        let place_in = |list: &[Item], first: usize| {
            list.iter().position(|other| other == item).map(|place| first + place)
        };
        let place = match item.note() {
            Some(_) => place_in(&self.notes, self.web.count()),
            None => {
                let missing = || place_in(&self.web.missing, self.web.items.all().len());
                self.web.items.index_of(item.as_str()).or_else(missing)
            }
        };
        u32::try_from(place?).ok()
    }

    /// How many cards stand for entries, or for something missing: all but the notes, which come after them.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.web.count()
    }

    /// The group that a frame is drawn around.
    #[must_use]
    pub fn group(&self, frame: u32) -> Option<Item> {
        let group = self.document.drawing.groups().get(frame as usize)?;
        Some(Item::of_group(&group.id))
    }

    /// The frame that is drawn around a group, by its place among [`Scene::frames`].
    #[must_use]
    pub fn frame(&self, group: &Item) -> Option<usize> {
        let id = group.group()?;
        self.document.drawing.groups().iter().position(|group| group.id == id)
    }

    /// The selector that a link is, and where it stands: what cuts it, or puts a block into it.
    #[must_use]
    pub fn wire(&self, link: u32) -> Option<Reference> {
        let wire = self.web.wires.get(link as usize)?;
        let item = self.item(wire.holder)?;
        let mut found = None;
        let mut number = 0;
        each(item.section()?, self.entry(wire.holder)?, &mut |path, selector| {
            if number == wire.number {
                let (path, selector) = (String::from(path), String::from(selector));
                found = Some(Reference { item: item.clone(), path, selector });
            }
            number += 1;
        });
        found
    }

    /// The links that stand in an entry, in the order of its text: which wires a property's links are.
    pub fn links_held_by(&self, card: u32) -> impl Iterator<Item = u32> {
        let from = self.web.wires.partition_point(|wire| wire.holder < card);
        let held =
            self.web.wires.get(from..).unwrap_or_default().iter().take_while(move |w| w.holder == card);
        (0..).zip(held).map(move |(place, _): (u32, _)| place + u32::try_from(from).unwrap_or(u32::MAX))
    }

    /// What a port is a wire of: of an output its selector, of an input the path of its property in the card's entry,
    /// of a property that leads to steps its path too. None of the port that a gate leads to.
    #[must_use]
    pub fn port(&self, scene: &Scene, card: u32, side: Side, port: u16) -> Option<String> {
        let port = scene.card(card)?.ports.on(side).get(usize::from(port))?;
        if side == Side::In && port.is_control {
            return None;
        }
        if side == Side::In || port.is_control {
            let mut path = String::from("/");
            path.push_str(&pointer_token(&port.name));
            return Some(path);
        }
        let mut out = String::from(self.item(card)?.as_str());
        if !port.name.is_empty() {
            out.push('.');
            out.push_str(&port.name);
        }
        Some(out)
    }

    /// What [`Command::Connect`](crate::command::Command::Connect) is told for a link between two ports: the source, the
    /// entry and the path. None where there is no such link: a gate leads to cards and data to properties.
    #[must_use]
    pub fn connection(
        &self,
        scene: &Scene,
        (from, output): (u32, u16),
        (to, input): (u32, u16),
    ) -> Option<(String, Item, String)> {
        let is_control = scene.card(from)?.ports.outputs.get(usize::from(output))?.is_control;
        let out = self.port(scene, from, Side::Out, output)?;
        if is_control {
            let target = self.item(to).filter(|item| item.section() == Some(Section::Steps))?;
            return Some((String::from(target.as_str()), self.item(from)?.clone(), out));
        }
        Some((out, self.item(to)?.clone(), self.port(scene, to, Side::In, input)?))
    }

    /// The places of the cards that the drawing does not place. Whoever moves one card places the others too, so that
    /// they are found where they were.
    #[must_use]
    pub fn unplaced(&self) -> Vec<(Item, Point)> {
        let drawing = &self.document.drawing;
        let all = self.web.items.all().iter().zip(&self.places);
        all.filter(|(item, _)| drawing.place(item).is_none()).map(|(item, at)| (item.clone(), *at)).collect()
    }

    /// The frames around what is grouped.
    fn frames(&self) -> Vec<Frame> {
        let frame = |group: &Group| {
            let cards = group.items.iter().filter_map(|item| self.card(item)).collect();
            Frame::around(group.name.as_str().into(), cards)
        };
        self.document.drawing.groups().iter().map(frame).collect()
    }

    fn entry(&self, card: u32) -> Option<&Node> {
        entry(&self.document.specification, card as usize).map(|(_, entry)| entry)
    }

    /// Reads a document anew: its cards, not yet placed, and its links.
    fn assemble(&mut self, basis: &Basis<'_>) -> (Vec<Card>, Vec<Link>) {
        self.document = basis.document.clone();
        self.web = Web::read(basis, &mut self.kinds);
        let kinds = &self.kinds;
        let is_inner = |draft: &Draft| kinds.get(draft.kind).is_some_and(|kind| *kind.type_name == *INNER);
        self.has_inner = self.web.drafts.iter().any(is_inner);
        self.depths = depths(basis, &self.web, self.has_inner);
        self.gives = basis.compiled.inputs().iter().map(|input| input.kinds).collect();
        let mut taken = vec![Depths::default(); self.web.count()];
        for wire in self.web.wires.iter().filter(|wire| !wire.is_control) {
            let depth = self.depths.get(wire.other as usize).copied().unwrap_or(0);
            if let Some(taken) = taken.get_mut(wire.holder as usize) {
                taken.note(wire.slot, depth);
            }
        }
        let marks = marks(basis, &self.web);
        let mut cards = Vec::with_capacity(self.web.count());
        let mut builder = Builder { basis, kinds: &mut self.kinds };
        for (place, draft) in self.web.drafts.iter().enumerate() {
            let depth = self.depths.get(place).copied().unwrap_or(0);
            let gives = self.gives.get(place).copied().unwrap_or(KindSet::ANY);
            let ports = match taken.get(place) {
                Some(taken) => builder.ports(place, draft, taken, gives, depth),
                None => Rc::default(),
            };
            let kind = builder.kinds.get(draft.kind);
            let family = match (draft.kind, kind) {
                (INPUT, _) => builder.kinds.families.family(gives),
                (_, Some(kind)) => kind.family,
                _ => Family::Any,
            };
            let role = role(draft);
            let (name, detail) = match (entry(&basis.document.specification, place), self.web.item(place)) {
                (Some((section, entry)), _) => {
                    (words::name(entry), words::detail(basis, section, entry, kind))
                }
                (None, Some(item)) if item.section() == Some(Section::Inputs) => {
                    (item.label().into(), NO_INPUT.into())
                }
                (None, item) => (item.map_or("", Item::label).into(), NO_STEP.into()),
            };
            cards.push(Card {
                role,
                name,
                detail,
                icon: icon(role, family, kind),
                family,
                size: Card::size_of(role, &ports),
                ports,
                at: Point::default(),
                marks: marks.get(place).copied().unwrap_or_default(),
            });
        }
        let links = self.web.wires.iter().map(|wire| self.link(wire, &cards)).collect();
        let notes = basis.document.drawing.notes();
        self.notes = notes.iter().map(|note| Item::of_note(&note.id)).collect();
        cards.extend(notes.iter().map(paper));
        (cards, links)
    }

    fn link(&self, wire: &web::Wire, cards: &[Card]) -> Link {
        let draft = |card: u32| self.web.drafts.get(card as usize);
        let kind = |card: u32| self.kinds.get(draft(card)?.kind);
        let holder = |port: fn(Option<&Kind>, &Draft, web::Slot) -> u16| {
            draft(wire.holder).map_or(0, |draft| port(kind(wire.holder), draft, wire.slot))
        };
        if wire.is_control {
            let (output, family) = (holder(ports::control_port), Family::Flow);
            return Link { from: wire.holder, output, to: wire.other, input: 0, family, is_control: true };
        }
        let output =
            draft(wire.other).map_or(0, |draft| ports::output_port(kind(wire.other), draft, wire.output));
        let port =
            cards.get(wire.other as usize).and_then(|card| card.ports.outputs.get(usize::from(output)));
        let family = port.map_or(Family::Any, |port| port.family);
        let input = holder(ports::input_port);
        Link { from: wire.other, output, to: wire.holder, input, family, is_control: false }
    }
}

/// A note as a card.
fn paper(note: &Note) -> Card {
    Card {
        role: Role::Note(Tint::of(&note.color)),
        name: note.text.as_str().into(),
        detail: "Note".into(),
        icon: Icon::Text,
        family: Family::Any,
        ports: Rc::default(),
        at: note.at.corner(),
        size: Size { width: note.at.width.max(SMALLEST.width), height: note.at.height.max(SMALLEST.height) },
        marks: Marks::default(),
    }
}

const NO_INPUT: &str = "no input of this name";
const NO_STEP: &str = "no step of this name";

/// The entry of a card, and its list.
fn entry(specification: &Node, card: usize) -> Option<(Section, &Node)> {
    let mut place = card;
    for section in Section::ALL {
        let list = section.entries(specification);
        match place.checked_sub(list.len()) {
            Some(rest) => place = rest,
            None => return list.get(place).map(|entry| (section, entry)),
        }
    }
    None
}

const fn role(draft: &Draft) -> Role {
    match draft.kind {
        INPUT => Role::Input,
        OUTPUT => Role::Output,
        MISSING => Role::Missing,
        _ => Role::Step,
    }
}

fn icon(role: Role, family: Family, kind: Option<&Kind>) -> Icon {
    match role {
        Role::Missing => Icon::Missing,
        Role::Output => Icon::Output,
        Role::Input if family == Family::Image => Icon::Image,
        Role::Input => Icon::Value,
        Role::Step => kind.map_or(Icon::Block, |kind| kind.icon),
        Role::Note(_) => Icon::Text,
    }
}

/// All selectors of an entry in one text, to compare them.
fn wiring(section: Section, entry: &Node) -> String {
    let mut out = String::new();
    each(section, entry, &mut |path, selector| {
        debug_assert!(Selector::parse(selector).is_some(), "only selectors are seen");
        for part in [path, "\n", selector, "\n"] {
            out.push_str(part);
        }
    });
    out
}
