//! The small map beside the drawing: painted when it looks otherwise, its frame moved with the camera. A press goes there.
//! Most edits change a setting, which no map shows: they must not make the browser lay out or paint one.
use super::ink::Inks;
use crate::browser::listener::Listener;
use crate::browser::observe::ResizeWatch;
use crate::browser::pen::Surface;
use crate::browser::style::Placed;
use crate::browser::{JsError, dom, pointer};
use flowdeck_editor::geometry::{Point, Rect, Size};
use flowdeck_editor::minimap::Minimap;
use flowdeck_editor::stage::{Button, Stage};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use web_sys::{Element, Event};

struct Inner {
    host: Element,
    frame: Element,
    surface: Surface,
    inks: RefCell<Inks>,
    size: Cell<Size>,
    /// Where the frame is.
    framed: Placed,
    /// What is painted.
    map: RefCell<Option<Minimap>>,
    is_pressed: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
    watch: RefCell<Option<ResizeWatch>>,
    /// Told which point of the world is to be in the middle of the view.
    go: Box<dyn Fn(Point)>,
}

/// A map on the page.
#[derive(Clone)]
pub struct Map(Rc<Inner>);

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Map")
    }
}

impl Map {
    /// Puts a map into an element; `frame` is the element in it that shows what is seen. `go` is told which point of the
    /// world is to be in the middle of the view, `resized` that the map has another size and is to be drawn.
    ///
    /// # Errors
    /// The browser cannot draw.
    pub fn mount(
        host: &Element,
        frame: &Element,
        go: impl Fn(Point) + 'static,
        resized: impl Fn() + 'static,
    ) -> Result<Self, JsError> {
        let map = Self(Rc::new(Inner {
            host: host.clone(),
            frame: frame.clone(),
            surface: Surface::new(host, "fd-map__sheet", false)?,
            inks: RefCell::new(Inks::of(host)),
            size: Cell::default(),
            framed: Placed::default(),
            map: RefCell::default(),
            is_pressed: Cell::default(),
            listeners: RefCell::default(),
            watch: RefCell::default(),
            go: Box::new(go),
        }));
        let on = |kind: &'static str, run: fn(&Self, &Event)| {
            let inner: Weak<Inner> = Rc::downgrade(&map.0);
            Listener::new(host, kind, move |event| {
                if let Some(inner) = inner.upgrade() {
                    run(&Self(inner), &event);
                }
            })
        };
        let listeners = [
            on("pointerdown", |map, event| {
                if pointer::read(event).is_some_and(|pressed| pressed.button == Button::Main) {
                    pointer::capture(&map.0.host, event);
                    map.0.is_pressed.set(true);
                    map.follow(event);
                }
            })?,
            on("pointermove", Self::follow)?,
            on("pointerup", |map, _| map.0.is_pressed.set(false))?,
            on("pointercancel", |map, _| map.0.is_pressed.set(false))?,
        ];
        *map.0.listeners.borrow_mut() = listeners.into();
        let inner = Rc::downgrade(&map.0);
        let watch = ResizeWatch::new(host, move |width, height| {
            if let Some(inner) = inner.upgrade() {
                inner.size.set(Size { width, height });
                resized();
            }
        })?;
        *map.0.watch.borrow_mut() = Some(watch);
        Ok(map)
    }

    fn follow(&self, event: &Event) {
        let Some(pointed) = pointer::read(event).filter(|_| self.0.is_pressed.get()) else { return };
        event.prevent_default();
        let corner = self.0.host.get_bounding_client_rect();
        let at = pointed.at.minus(Point::new(corner.x(), corner.y()));
        let world = self.0.map.borrow().as_ref().map(|map| map.to_world(at));
        if let Some(world) = world {
            (self.0.go)(world);
        }
    }

    /// Reads the colours again.
    pub fn recolour(&self, stage: &Stage) {
        *self.0.inks.borrow_mut() = Inks::of(&self.0.host);
        self.0.map.take();
        self.draw(stage);
    }

    /// Shows what there is, and the frame. A map that is not shown, for want of room, is not painted.
    pub fn draw(&self, stage: &Stage) {
        let size = self.0.size.get();
        if size.width < 1.0 {
            return;
        }
        let map = Minimap::of(&stage.scene, size);
        if map == *self.0.map.borrow() {
            return;
        }
        let ratio = dom::pixel_ratio();
        self.0.surface.resize(size.width * ratio, size.height * ratio, ratio);
        let pen = self.0.surface.pen();
        pen.reset(ratio, 0.0, 0.0);
        let inks = self.0.inks.borrow();
        for speck in map.iter().flat_map(|map| &map.specks) {
            pen.fill_with(if speck.is_bad { &inks.bad } else { inks.kind(speck.family) });
            let Rect { x, y, width, height } = speck.rect;
            pen.fill_rect(x, y, width, height);
        }
        self.0.map.replace(map);
        self.look(stage);
    }

    /// Moves the frame to what the view shows.
    pub fn look(&self, stage: &Stage) {
        let shown = self.0.map.borrow().as_ref().map(|map| map.shown(stage.camera, stage.view));
        let Some(shown) = shown else { return };
        let size = self.0.size.get();
        // The frame ends at the map's edge.
        let within = |at: f64, side: f64| at.min(side).max(0.0);
        let (left, top) = (within(shown.x, size.width), within(shown.y, size.height));
        let (right, bottom) = (within(shown.right(), size.width), within(shown.bottom(), size.height));
        let frame = Rect { x: left, y: top, width: right - left, height: bottom - top };
        self.0.framed.put(&self.0.frame, frame);
    }
}
