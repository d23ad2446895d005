//! How a part of the drawing looks: paper, links, cards. Near, cards show all they have; further off they become simpler, but
//! their names stay readable for as long as there is room.
use super::ink::{FAMILIES, Inks};
use super::words::{Face, Words};
use crate::browser::JsError;
use crate::browser::pen::{Pen, Shape};
use crate::browser::preview::Picture;
use crate::components::icon::Glyph;
use flowdeck_editor::geometry::Rect;
use flowdeck_editor::scene::{Card, Curve, Icon, Port, PortShape, REMOTE, Role, Scene, Side};
use flowdeck_editor::stage::Look;

/// Below this zoom cards show no ports and one line.
const MIDDLE: f64 = 0.42;
/// Below this zoom they are plain shapes.
const FAR: f64 = 0.2;
/// How much work a simple card is, where one with ports is 1.
const SIMPLE: f64 = 0.5;
/// The smallest letters that are read, in pixels of the view.
pub(super) const READABLE: f64 = 9.0;

/// What is needed to draw.
#[derive(Debug)]
pub(super) struct Kit {
    pub(super) inks: Inks,
    pub(super) words: Words,
    pub(super) icons: Vec<Shape>,
    /// What hangs below cards, in their order.
    pub(super) pictures: Vec<(u32, Picture)>,
    /// Reused from strip to strip.
    found: Vec<u32>,
    wires: Vec<u32>,
}

impl Kit {
    pub(super) fn new(inks: Inks, words: Words) -> Result<Self, JsError> {
        let icons = Icon::ALL.into_iter().map(|icon| Shape::new(Glyph::of(icon).path()));
        let icons = icons.collect::<Result<Vec<_>, _>>()?;
        Ok(Self { inks, words, icons, pictures: Vec::new(), found: Vec::new(), wires: Vec::new() })
    }

    /// Draws what lies in `area` (of the world) at a zoom, and says how much work it was: 1 for a card.
    pub(super) fn area(&mut self, pen: &Pen, scene: &Scene, look: &Look, area: Rect, zoom: f64) -> f64 {
        let (mut found, mut wires) = (std::mem::take(&mut self.found), std::mem::take(&mut self.wires));
        scene.cards_in(scene.with_hangers(area.grown(8.0)), &mut found);
        scene.links_in(area, &mut wires);
        let each = if zoom < MIDDLE { SIMPLE } else { 1.0 };
        let work = found.len() as f64 * each + wires.len() as f64 * 0.3;
        self.frames(pen, scene, look, area, zoom, false);
        self.notes(pen, scene, look, &found, zoom, false);
        for &id in found.iter().filter(|id| !look.is_lifted(**id)) {
            self.hanging(pen, scene, id, zoom);
        }
        self.links(pen, scene, &wires, zoom, look, false);
        for &id in &found {
            if look.is_lifted(id) {
                continue;
            }
            if let Some(card) = scene.card(id).filter(|card| !card.is_note()) {
                let is_pale =
                    look.fitting.as_ref().is_some_and(|fitting| fitting.binary_search(&id).is_err());
                pen.cover(if is_pale { 0.35 } else { 1.0 });
                self.card(pen, card, look.is_selected(id), zoom);
                self.remote(pen, scene, id, zoom);
            }
        }
        pen.cover(1.0);
        (self.found, self.wires) = (found, wires);
        work
    }

    /// Draws the lifted cards with their links.
    pub(super) fn lifted(
        &mut self,
        pen: &Pen,
        scene: &Scene,
        look: &Look,
        links: &[u32],
        shown: Rect,
        zoom: f64,
    ) {
        self.frames(pen, scene, look, shown, zoom, true);
        self.notes(pen, scene, look, &look.lifted, zoom, true);
        for &id in &look.lifted {
            self.hanging(pen, scene, id, zoom);
        }
        self.links(pen, scene, links, zoom, look, true);
        for &id in &look.lifted {
            if let Some(card) = scene.card(id).filter(|card| !card.is_note()) {
                self.card(pen, card, look.is_selected(id), zoom);
                self.remote(pen, scene, id, zoom);
            }
        }
    }

    /// Draws links: all of one colour at once.
    fn links(&self, pen: &Pen, scene: &Scene, ids: &[u32], zoom: f64, look: &Look, is_lifted: bool) {
        // A line of at most one device pixel is drawn many times as quickly as a wider one.
        let width = if zoom < 0.6 { 1.0 / zoom } else { 2.0 };
        for is_control in [false, true] {
            for family in FAMILIES {
                let mut any = false;
                for &id in ids {
                    let Some(link) = scene.links().get(id as usize) else { continue };
                    if link.family != family || link.is_control != is_control || look.lifts(link) != is_lifted
                    {
                        continue;
                    }
                    if !any {
                        pen.begin();
                        any = true;
                    }
                    path(pen, &scene.curve(id));
                }
                if any {
                    pen.line_with(self.inks.kind(family), width);
                    pen.dash(if is_control { 6.0 } else { 0.0 });
                    pen.stroke();
                }
            }
        }
        pen.dash(0.0);
        if let Some(id) = look.link.filter(|id| ids.contains(id)) {
            pen.begin();
            path(pen, &scene.curve(id));
            pen.line_with(&self.inks.accent, (2.0 / zoom).max(3.0));
            pen.stroke();
        }
    }

    fn card(&self, pen: &Pen, card: &Card, is_selected: bool, zoom: f64) {
        let Rect { x, y, width, height } = card.rect();
        let inks = &self.inks;
        let is_bad = card.marks.errors > 0 || card.role == Role::Missing;
        let (edge, wide) = match (is_selected, is_bad) {
            (true, _) => (&inks.accent, 2.0),
            (false, true) => (&inks.bad, 1.5),
            _ => (&inks.line, 1.0),
        };
        pen.fill_with(&inks.card);
        if zoom < MIDDLE {
            let pixel = 1.0 / zoom;
            pen.fill_rect(x, y, width, height);
            pen.line_with(edge, wide * pixel);
            pen.edge_rect(x, y, width, height);
            pen.fill_with(if is_bad { &inks.bad } else { inks.kind(card.family) });
            pen.fill_rect(x, y, (4.0 * pixel).min(24.0), height);
            let size = (READABLE * pixel).max(20.0);
            if size < height * 0.8 {
                let scale = size / 13.0;
                let left = (4.0 * pixel).min(24.0) + 3.0 * pixel;
                pen.fill_with(&inks.name);
                pen.font(&self.words.font(Face::Name, scale));
                let name = self.words.fitted(Face::Name, name_of(card), (width - left - pixel) / scale);
                let is_alone = zoom < FAR || size * 2.6 > height;
                let middle = y + height / 2.0;
                pen.text(&name, x + left, middle + size * if is_alone { 0.36 } else { -0.15 });
                if !is_alone {
                    pen.fill_with(&inks.quiet);
                    pen.font(&self.words.font(Face::Small, scale));
                    let detail = self.words.fitted(Face::Small, &card.detail, (width - left - pixel) / scale);
                    pen.text(&detail, x + left, middle + size * 0.95);
                }
            }
            return;
        }
        pen.begin();
        pen.round_rect(x, y, width, height, 10.0);
        pen.fill();
        pen.line_with(edge, wide);
        pen.stroke();
        self.head(pen, card);
        for side in [Side::In, Side::Out] {
            for (at, port) in (0..).zip(card.ports.on(side)) {
                self.port(pen, card, side, at, port);
            }
        }
    }

    /// On the lower edge that a server has to run the step; far off there is no room for words.
    fn remote(&self, pen: &Pen, scene: &Scene, card: u32, zoom: f64) {
        let Some(card) = scene.card(card).filter(|_| zoom >= MIDDLE && scene.is_remote(card)) else { return };
        let (right, bottom) = (card.rect().right() - 10.0, card.rect().bottom());
        let wide = self.words.width(Face::Small, REMOTE) + 14.0;
        pen.fill_with(&self.inks.card);
        pen.line_with(&self.inks.line, 1.0);
        pen.begin();
        pen.round_rect(right - wide, bottom - 9.0, wide, 16.0, 8.0);
        pen.fill();
        pen.stroke();
        pen.fill_with(&self.inks.quiet);
        pen.font(&self.words.font(Face::Small, 1.0));
        pen.text(REMOTE, right - wide + 7.0, bottom + 3.0);
    }

    /// What a step made of an image.
    fn hanging(&self, pen: &Pen, scene: &Scene, card: u32, zoom: f64) {
        let known = self.pictures.binary_search_by_key(&card, |(of, _)| *of);
        let picture = known.ok().and_then(|at| self.pictures.get(at));
        if let (Some((_, picture)), Some(Rect { x, y, width, height })) = (picture, scene.hanging(card)) {
            pen.picture(picture, x, y, width, height);
            pen.line_with(&self.inks.line, 1.0 / zoom.min(1.0));
            pen.edge_rect(x, y, width, height);
        }
    }

    /// Picture, name and words.
    fn head(&self, pen: &Pen, card: &Card) {
        let Rect { x, y, width, .. } = card.rect();
        let kind = self.inks.kind(card.family);
        pen.fill_with(kind);
        pen.cover(0.14);
        pen.begin();
        pen.round_rect(x + 10.0, y + 10.0, 28.0, 28.0, 7.0);
        pen.fill();
        pen.cover(1.0);
        if let Some(icon) = self.icons.get(card.icon as usize) {
            pen.within(x + 16.0, y + 16.0, 16.0 / 24.0);
            pen.line_with(kind, 1.9);
            pen.stroke_shape(icon);
            pen.free();
        }
        let problems = card.marks.errors + card.marks.warnings;
        let room = width - 46.0 - if problems > 0 { 34.0 } else { 10.0 };
        pen.fill_with(&self.inks.name);
        pen.font(&self.words.font(Face::Name, 1.0));
        pen.text(&self.words.fitted(Face::Name, name_of(card), room), x + 46.0, y + 22.0);
        pen.fill_with(&self.inks.quiet);
        pen.font(&self.words.font(Face::Small, 1.0));
        pen.text(&self.words.fitted(Face::Small, &card.detail, width - 56.0), x + 46.0, y + 38.0);
        if problems > 0 {
            pen.fill_with(if card.marks.errors > 0 { &self.inks.bad } else { &self.inks.warn });
            pen.begin();
            pen.circle(x + width - 18.0, y + 18.0, 9.0);
            pen.fill();
            pen.fill_with(&self.inks.on_bad);
            let count = if problems > 9 { String::from("9+") } else { problems.to_string() };
            let wide = self.words.width(Face::Small, &count);
            pen.text(&count, x + width - 18.0 - wide / 2.0, y + 22.0);
        }
    }

    fn port(&self, pen: &Pen, card: &Card, side: Side, at: u16, port: &Port) {
        let place = card.port_place(side, at);
        let room = card.size.width / 2.0 - 18.0;
        let alone = card.ports.on(side.other()).len() <= at.into();
        let name =
            self.words.fitted(Face::Small, &port.name, if alone { card.size.width - 24.0 } else { room });
        let x = match side {
            Side::In => place.x + 12.0,
            Side::Out => place.x - 12.0 - self.words.width(Face::Small, &name),
        };
        pen.fill_with(if port.is_missing { &self.inks.bad } else { &self.inks.quiet });
        pen.text(&name, x, place.y + 4.0);
        self.dot(pen, place.x, place.y, port);
    }

    /// The port itself: its form says how deep its data is nested, its colour what it is.
    pub(super) fn dot(&self, pen: &Pen, x: f64, y: f64, port: &Port) {
        pen.fill_with(&self.inks.card);
        let colour = if port.is_missing { &self.inks.bad } else { self.inks.kind(port.family) };
        pen.line_with(colour, 2.0);
        pen.begin();
        match port.shape {
            _ if port.is_control => {
                // A triangle's outline would need a path of its own: a small bar says “then” as well.
                pen.round_rect(x - 2.5, y - 5.5, 5.0, 11.0, 1.5);
            }
            PortShape::Value => pen.circle(x, y, 4.5),
            PortShape::Batch => pen.round_rect(x - 4.5, y - 4.5, 9.0, 9.0, 1.5),
            PortShape::Nested => {
                pen.round_rect(x - 1.5, y - 6.0, 8.0, 8.0, 1.5);
                pen.fill();
                pen.stroke();
                pen.begin();
                pen.round_rect(x - 5.5, y - 2.5, 8.0, 8.0, 1.5);
            }
        }
        pen.fill();
        pen.stroke();
    }
}

/// A curve as part of a path.
pub(super) fn path(pen: &Pen, curve: &Curve) {
    let at = |piece: [flowdeck_editor::geometry::Point; 4]| piece.map(|point| (point.x, point.y));
    let (first, last) = curve.pieces();
    pen.curve(at(first));
    if let Some(last) = last {
        pen.curve_on(at(last));
    }
}

fn name_of(card: &Card) -> &str {
    if card.name.is_empty() { "(no name)" } else { &card.name }
}
