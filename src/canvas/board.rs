//! A stage on a page: listens to pointers, asks for frames, has the painter paint. Whoever mounts it hears of [`Act`]s.
use super::painter::Painter;
use crate::browser::frame::Frame;
use crate::browser::listener::Listener;
use crate::browser::observe::ResizeWatch;
use crate::browser::pointer;
use crate::browser::preview::Picture;
use crate::browser::timer::Timer;
use crate::browser::{JsError, clock, dom};
use flowdeck_editor::geometry::{Point, Size};
use flowdeck_editor::scene::Hanging;
use flowdeck_editor::stage::{Act, Button, Device, Stage};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use web_sys::{Element, Event};

/// After so many milliseconds a finger that is held still asks for the menu.
const HOLD: u32 = 500;

struct Inner {
    host: Element,
    stage: RefCell<Stage>,
    painter: RefCell<Painter>,
    frame: RefCell<Option<Frame>>,
    hold: RefCell<Option<Timer>>,
    listeners: RefCell<Vec<Listener>>,
    watch: RefCell<Option<ResizeWatch>>,
    /// The view's corner on the page.
    corner: Cell<Point>,
    tell: Box<dyn Fn(Act)>,
    /// Told after each frame, with the camera that it shows.
    seen: Box<dyn Fn(&Stage)>,
}

/// The stage's handle; everything ends when the last one is dropped.
#[derive(Clone)]
pub struct Board(Rc<Inner>);

impl fmt::Debug for Board {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Board")
    }
}

impl PartialEq for Board {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Board {
    /// Mounts a stage in an element. `tell` hears what gestures come to, `seen` after each frame.
    ///
    /// # Errors
    /// The browser cannot draw.
    pub fn mount(
        host: &Element,
        stage: Stage,
        tell: impl Fn(Act) + 'static,
        seen: impl Fn(&Stage) + 'static,
    ) -> Result<Self, JsError> {
        let board = Self(Rc::new(Inner {
            host: host.clone(),
            stage: RefCell::new(stage),
            painter: RefCell::new(Painter::new(host)?),
            frame: RefCell::default(),
            hold: RefCell::default(),
            listeners: RefCell::default(),
            watch: RefCell::default(),
            corner: Cell::default(),
            tell: Box::new(tell),
            seen: Box::new(seen),
        }));
        board.listen()?;
        let inner = Rc::downgrade(&board.0);
        let watch = ResizeWatch::new(host, move |width, height| {
            if let Some(inner) = inner.upgrade() {
                Self(inner).resize(width, height);
            }
        })?;
        *board.0.watch.borrow_mut() = Some(watch);
        let size = host.get_bounding_client_rect();
        board.resize(size.width(), size.height());
        Ok(board)
    }

    fn resize(&self, width: f64, height: f64) {
        let view = Size { width, height };
        let is_first = {
            let mut stage = self.0.stage.borrow_mut();
            std::mem::replace(&mut stage.view, view).width < 1.0
        };
        self.0.painter.borrow_mut().resize(view, dom::pixel_ratio());
        if is_first && width >= 1.0 {
            self.paint();
        } else {
            self.wake();
        }
    }

    fn listen(&self) -> Result<(), JsError> {
        let on = |kind: &'static str, run: fn(&Self, &Event)| {
            let inner: Weak<Inner> = Rc::downgrade(&self.0);
            Listener::new(&self.0.host, kind, move |event| {
                if let Some(inner) = inner.upgrade() {
                    run(&Self(inner), &event);
                }
            })
        };
        let listeners = [
            on("pointerdown", Self::on_press)?,
            on("pointermove", Self::on_move)?,
            on("pointerup", Self::on_release)?,
            on("pointercancel", |board, _| board.change(Stage::cancel))?,
            on("wheel", Self::on_wheel)?,
            on("contextmenu", Self::on_menu)?,
        ];
        *self.0.listeners.borrow_mut() = listeners.into();
        Ok(())
    }

    fn on_press(&self, event: &Event) {
        let Some(mut pressed) = pointer::read(event) else { return };
        if pressed.button == Button::Menu {
            return;
        }
        // Where the view is on the page is asked for once a gesture: asking makes the browser lay out.
        self.0.corner.set(self.corner());
        pressed.at = self.within(pressed.at);
        pointer::capture(&self.0.host, event);
        dom::focus(&self.0.host);
        event.prevent_default();
        let acts = self.0.stage.borrow_mut().press(pressed);
        if pressed.device == Device::Touch {
            let inner = Rc::downgrade(&self.0);
            let timer = Timer::after(HOLD, move || {
                if let Some(inner) = inner.upgrade() {
                    let acts = inner.stage.borrow_mut().hold();
                    Self(inner).done(acts);
                }
            });
            *self.0.hold.borrow_mut() = Some(timer);
        }
        self.done(acts);
    }

    /// The menu's button, or its key; a finger that is held has been heard already.
    fn on_menu(&self, event: &Event) {
        event.prevent_default();
        let Some(mut pressed) = pointer::menu(event) else { return };
        self.0.corner.set(self.corner());
        pressed.at = self.within(pressed.at);
        let acts = self.0.stage.borrow_mut().press(pressed);
        self.done(acts);
    }

    fn on_move(&self, event: &Event) {
        let Some(mut moved) = pointer::read(event) else { return };
        moved.at = self.within(moved.at);
        let acts = self.0.stage.borrow_mut().drag(moved);
        if self.0.stage.borrow().is_busy() {
            self.0.hold.borrow_mut().take();
            self.done(acts);
        }
    }

    fn on_release(&self, event: &Event) {
        let Some(mut released) = pointer::read(event) else { return };
        released.at = self.within(released.at);
        self.0.hold.borrow_mut().take();
        let acts = self.0.stage.borrow_mut().release(released);
        self.done(acts);
    }

    fn on_wheel(&self, event: &Event) {
        let Some((mut at, by, is_zoom)) = pointer::wheel(event) else { return };
        event.prevent_default();
        self.0.corner.set(self.corner());
        at = self.within(at);
        self.change(|stage| stage.wheel(at, by, is_zoom));
    }

    /// Where a place of the page is in the view.
    fn within(&self, at: Point) -> Point {
        at.minus(self.0.corner.get())
    }

    /// Where the view's corner is on the page.
    #[must_use]
    pub fn corner(&self) -> Point {
        let place = self.0.host.get_bounding_client_rect();
        Point::new(place.x(), place.y())
    }

    /// Reads from the stage.
    pub fn read<T>(&self, look: impl FnOnce(&Stage) -> T) -> T {
        look(&self.0.stage.borrow())
    }

    /// Changes the stage; what has to be drawn again is.
    pub fn change<T>(&self, change: impl FnOnce(&mut Stage) -> T) -> T {
        let out = change(&mut self.0.stage.borrow_mut());
        self.done(Vec::new());
        out
    }

    /// Hangs pictures below cards.
    pub fn hang(&self, pictures: Vec<(Hanging, Picture)>) {
        self.change(|stage| {
            stage.scene.hang(pictures.iter().map(|(hanging, _)| *hanging).collect());
            let shown = pictures.into_iter().map(|(hanging, picture)| (hanging.card, picture)).collect();
            self.0.painter.borrow_mut().hang(shown);
        });
    }

    /// Reads the colours again.
    pub fn recolour(&self) {
        self.0.painter.borrow_mut().recolour();
        self.wake();
    }

    /// After a change: paints what can be painted at once, asks for a frame, tells.
    fn done(&self, acts: Vec<Act>) {
        {
            let mut stage = self.0.stage.borrow_mut();
            let damage = stage.redraw();
            self.0.painter.borrow_mut().repaint(&stage.scene, stage.look(), damage);
        }
        self.wake();
        for act in acts {
            (self.0.tell)(act);
        }
    }

    /// Asks for a frame, unless one is on its way.
    pub fn wake(&self) {
        if self.0.frame.borrow().is_some() {
            return;
        }
        let inner = Rc::downgrade(&self.0);
        let frame = Frame::next(move || {
            if let Some(inner) = inner.upgrade() {
                let board = Self(inner);
                board.0.frame.borrow_mut().take();
                board.paint();
            }
        });
        // A page that cannot have frames shows nothing anyway.
        *self.0.frame.borrow_mut() = frame.ok();
    }

    fn paint(&self) {
        let wants_more = {
            let mut stage = self.0.stage.borrow_mut();
            let is_moving = stage.tick();
            let mut painter = self.0.painter.borrow_mut();
            let stage = &*stage;
            painter.frame(&stage.scene, stage.look(), stage.over(), stage.camera, clock::now_ms())
                || is_moving
        };
        if wants_more {
            self.wake();
        }
        (self.0.seen)(&self.0.stage.borrow());
    }
}
