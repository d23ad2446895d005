//! The stage: a scene, the camera that looks at it, what is selected, and what the pointer is doing. All that happens sixty
//! times a second happens here; what it comes to in the end is told as [`Act`]s, which become commands.
mod ask;
mod fit;
mod gesture;
mod offer;
mod paper;
mod release;
mod snap;
mod wire;

pub use fit::Misfit;
pub use gesture::{Button, Device, Pointer};

use crate::camera::{Camera, Limits, ZOOM_STEP};
use crate::geometry::{Point, Rect, Size};
use crate::scene::{Curve, Damage, Link, Scene, Side};
use flowdeck_spec::block::Family;
use gesture::Gesture;

/// What drags and wheels do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Dragging the paper selects, the wheel pans, with Ctrl it zooms.
    #[default]
    Select,
    /// Dragging the paper pans, the wheel zooms; with Shift dragging selects.
    Pan,
}

/// One end of a link: a port of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The card.
    pub card: u32,
    /// Its side.
    pub side: Side,
    /// The port on that side.
    pub port: u16,
}

/// Where a link that is being drawn was let go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drop {
    /// On a port.
    Port(End),
    /// On a card, and there on a port that the link does not fit: whichever of its ports fits.
    Card(u32, Option<u16>),
    /// On the paper, at a place of the world.
    Paper(Point),
}

/// What the pointer is on, for menus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The paper.
    Paper,
    /// A card.
    Card(u32),
    /// A link.
    Link(u32),
}

/// What a gesture came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Something else is selected now.
    Selected,
    /// Cards were moved there.
    Moved(Vec<(u32, Point)>),
    /// A note was made so large.
    Sized(u32, Size),
    /// A link is being drawn from this end; before anything else is known of it.
    Drawing(End),
    /// A link was drawn.
    Drawn(End, Drop),
    /// A card is to be opened.
    Open(u32),
    /// A card is to get another name, a note another text.
    Rename(u32),
    /// A frame is to get another title.
    Title(u32),
    /// A block is to be added at a place of the world.
    Add(Point),
    /// A block is to be put into a link.
    Insert(u32, Point),
    /// A menu is wanted, at a place of the view.
    Menu(On, Point),
}

/// What is drawn otherwise than the scene alone says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The selected cards, sorted.
    pub selected: Vec<u32>,
    /// The selected link.
    pub link: Option<u32>,
    /// While a link is drawn: the cards that can take it, sorted; the others are pale.
    pub fitting: Option<Vec<u32>>,
    /// Cards that move with the pointer, sorted: they are drawn above everything else.
    pub lifted: Vec<u32>,
}

impl Look {
    /// Whether a card is selected.
    #[must_use]
    pub fn is_selected(&self, card: u32) -> bool {
        self.selected.binary_search(&card).is_ok()
    }

    /// Whether a card moves with the pointer.
    #[must_use]
    pub fn is_lifted(&self, card: u32) -> bool {
        self.lifted.binary_search(&card).is_ok()
    }

    /// Whether a link moves with the pointer, at one end at least.
    #[must_use]
    pub fn lifts(&self, link: &Link) -> bool {
        !self.lifted.is_empty() && (self.is_lifted(link.from) || self.is_lifted(link.to))
    }
}

/// What is shown above the drawing for a moment; places are of the world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Over {
    /// The rubber band.
    pub band: Option<Rect>,
    /// A link that is being drawn.
    pub wire: Option<(Curve, Family)>,
    /// Where that link would end.
    pub target: Option<Point>,
    /// Lines to which what moves has snapped.
    pub guides: Vec<(Point, Point)>,
    /// Where something would lie that is held over the drawing.
    pub ghost: Option<Rect>,
    /// The link that it would be put into.
    pub into: Option<u32>,
}

/// The stage.
#[derive(Debug, Default)]
pub struct Stage {
    /// What there is.
    pub scene: Scene,
    /// Where the view looks.
    pub camera: Camera,
    /// How far the zoom goes.
    pub limits: Limits,
    /// What drags and wheels do.
    pub preset: Preset,
    /// Whether cards snap to the grid and to each other.
    pub snaps: bool,
    /// Whether anything may be moved or wired.
    pub may_edit: bool,
    /// The view's size.
    pub view: Size,
    /// The key that makes any drag pan is held.
    pub pan_key: bool,
    look: Look,
    over: Over,
    gesture: Gesture,
    /// The camera as it was fitted to the drawing; another one means that somebody looks elsewhere.
    fitted: Option<Camera>,
    /// The last press, for what is pressed twice.
    last_press: Option<(Point, f64)>,
}

impl Stage {
    /// A stage that shows a scene.
    #[must_use]
    pub fn new(scene: Scene) -> Self {
        Self { scene, snaps: true, may_edit: true, ..Self::default() }
    }

    /// What is drawn otherwise than the scene says.
    #[must_use]
    pub const fn look(&self) -> &Look {
        &self.look
    }

    /// What is shown above the drawing.
    #[must_use]
    pub const fn over(&self) -> &Over {
        &self.over
    }

    /// What has to be drawn again since the last time it was asked.
    pub fn redraw(&mut self) -> Damage {
        self.scene.take_damage()
    }

    /// Shows another scene in the place of this one; what was going on ends, what is selected has to be said again.
    pub fn show(&mut self, scene: Scene) {
        self.cancel();
        self.scene = scene;
        self.look = Look::default();
        self.scene.touch_all();
    }

    /// Tells that the scene was changed. Where there are other cards, links or frames, what was going on ends, and what is
    /// selected has to be said again.
    pub fn changed(&mut self, structure: bool) {
        if structure {
            self.cancel();
            self.look = Look::default();
            self.scene.touch_all();
        } else {
            self.scene.settle();
        }
    }

    /// Selects these cards and nothing else; says whether that changes anything.
    pub fn select(&mut self, mut cards: Vec<u32>) -> bool {
        cards.sort_unstable();
        cards.dedup();
        let link = self.look.link.take();
        link.into_iter().for_each(|link| self.scene.touch_link(link));
        if cards == self.look.selected {
            return link.is_some();
        }
        let before = std::mem::replace(&mut self.look.selected, cards);
        let (old, new) = (&before, &self.look.selected);
        for id in old.iter().filter(|id| new.binary_search(id).is_err()) {
            self.scene.touch_card(*id);
        }
        for id in new.iter().filter(|id| old.binary_search(id).is_err()) {
            self.scene.touch_card(*id);
        }
        true
    }

    /// Selects a link and nothing else.
    pub fn select_link(&mut self, link: u32) -> bool {
        if self.look.link == Some(link) {
            return false;
        }
        self.select(Vec::new());
        self.look.link = Some(link);
        self.scene.touch_link(link);
        true
    }

    /// Moves the camera so that all cards are seen.
    pub fn fit(&mut self) {
        if let Some(bounds) = self.scene.bounds() {
            self.camera = Camera::fitting(bounds, self.view, self.limits);
            self.fitted = Some(self.camera);
        }
    }

    /// Whether the view is still as it was fitted: then it may be fitted again when the drawing grows by itself.
    #[must_use]
    pub fn is_fitted(&self) -> bool {
        self.fitted == Some(self.camera)
    }

    /// Moves the camera as little as needed to see a card.
    pub fn reveal(&mut self, card: u32) {
        if let Some(card) = self.scene.card(card) {
            self.camera = self.camera.revealing(card.rect(), self.view);
        }
    }

    /// The card to which an arrow key leads from another: the nearest in that direction, links first. Without one to come
    /// from the first of all.
    #[must_use]
    pub fn neighbour(&self, from: Option<u32>, towards: Point) -> Option<u32> {
        let Some(here) = from.and_then(|card| self.scene.card(card)) else {
            let mut all: Vec<u32> = (0..).take(self.scene.cards().len()).collect();
            let place = |id: &u32| self.scene.card(*id).map_or(f64::MAX, |card| card.at.x + card.at.y);
            flowdeck_spec::order::sort(&mut all, |a, b| place(a).total_cmp(&place(b)));
            return all.first().copied();
        };
        let middle = here.rect().centre();
        let mut best = None;
        let mut least = f64::INFINITY;
        for (id, card) in (0_u32..).zip(self.scene.cards()) {
            let by = card.rect().centre().minus(middle);
            let along = by.x * towards.x + by.y * towards.y;
            let aside = (by.x * towards.y).abs() + (by.y * towards.x).abs();
            if Some(id) == from || along <= 1.0 || aside > along * 3.0 {
                continue;
            }
            let far = along + aside * 2.0;
            if far < least {
                (best, least) = (Some(id), far);
            }
        }
        best
    }

    /// These cards, and all that links lead to from there, or from which links lead there.
    #[must_use]
    pub fn connected(&self, from: &[u32], side: Side) -> Vec<u32> {
        let mut seen = vec![false; self.scene.cards().len()];
        let mut open = from.to_vec();
        let mut all = Vec::new();
        while let Some(card) = open.pop() {
            if seen.get(card as usize).copied().unwrap_or(true) {
                continue;
            }
            seen[card as usize] = true;
            all.push(card);
            for id in self.scene.links_of(card) {
                let Some(link) = self.scene.links().get(*id as usize) else { continue };
                let (near, far) = if side == Side::Out { (link.from, link.to) } else { (link.to, link.from) };
                if near == card {
                    open.push(far);
                }
            }
        }
        all
    }

    /// Zooms by so many steps around the middle of the view.
    pub fn zoom_by(&mut self, steps: i32) {
        let middle = Point { x: self.view.width / 2.0, y: self.view.height / 2.0 };
        self.camera = self.camera.zoomed(self.camera.zoom * ZOOM_STEP.powi(steps), middle, self.limits);
    }

    /// Zooms to a zoom around the middle of the view.
    pub fn zoom_to(&mut self, zoom: f64) {
        let middle = Point { x: self.view.width / 2.0, y: self.view.height / 2.0 };
        self.camera = self.camera.zoomed(zoom, middle, self.limits);
    }
}

#[cfg(test)]
mod tests;
