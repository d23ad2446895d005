//! The picture: an image of the browser's own, moved and stretched by transforms, and what was found painted over it. A
//! gesture moves what is painted; it is painted again when the gesture ends or leaves what was painted.
use super::paint::{Drawing, Inks, Scene};
use crate::browser::frame::Frame;
use crate::browser::listener::Listener;
use crate::browser::observe::ResizeWatch;
use crate::browser::pen::Surface;
use crate::browser::timer::Timer;
use crate::browser::{JsError, dom, number, style};
use flowdeck_editor::camera::{Camera, Limits, ZOOM_STEP};
use flowdeck_editor::geometry::{Point, Rect, Size};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use web_sys::{Element, Event, HtmlImageElement};

/// How far what is painted reaches beyond the view, in pixels of the view.
const MARGIN: f64 = 160.0;
/// After so many milliseconds without a change, what is seen is painted at its own zoom.
const SETTLED: u32 = 110;
/// How much larger than itself a small image is shown where there is room.
const MOST_FITTED: f64 = 4.0;
/// How large a pixel can be made.
const MOST: f64 = 40.0;
/// The longest side of a picture that is saved, and the most pixels: browsers have limits.
const LONGEST_SAVED: f64 = 8_192.0;

/// What a picture tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tell {
    /// The pointer is over something, or no longer.
    Over(Option<usize>),
    /// Something was clicked, or nothing.
    Chose(Option<usize>),
    /// The zoom, in percent, and whether all of the image is seen.
    Zoom(i64, bool),
}

pub(super) struct Inner {
    pub(super) host: Element,
    /// What holds the image.
    photo: Element,
    sheet: Surface,
    over: Surface,
    inks: Inks,
    scene: RefCell<Option<Scene>>,
    view: Cell<Size>,
    pub(super) camera: Cell<Camera>,
    /// The camera for which the sheet was painted; none when it must be painted anew.
    painted: Cell<Option<Camera>>,
    /// The zoom at which the browser has laid out the image.
    laid: Cell<f64>,
    /// Nothing has moved for a while: time for what takes longer.
    is_at_rest: Cell<bool>,
    /// The camera follows the size of the view.
    pub(super) is_fitted: Cell<bool>,
    here: Cell<Option<usize>>,
    pub(super) pointers: RefCell<Vec<(i32, Point)>>,
    pub(super) has_moved: Cell<bool>,
    pub(super) has_focus: Cell<bool>,
    frame: RefCell<Option<Frame>>,
    settle: RefCell<Option<Timer>>,
    pub(super) listeners: RefCell<Vec<Listener>>,
    watch: RefCell<Option<ResizeWatch>>,
    pub(super) tell: Box<dyn Fn(Tell)>,
}

/// The picture's handle; everything ends when the last one is dropped.
#[derive(Clone)]
pub(in crate::components::run) struct Picture(pub(super) Rc<Inner>);

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Picture")
    }
}

impl Picture {
    /// Mounts a picture: gestures are heard at `host`, surfaces come into `over`, `photo` holds the image.
    ///
    /// # Errors
    /// The browser cannot draw.
    pub(super) fn mount(
        host: &Element,
        photo: &Element,
        over: &Element,
        tell: impl Fn(Tell) + 'static,
    ) -> Result<Self, JsError> {
        let picture = Self(Rc::new(Inner {
            host: host.clone(),
            photo: photo.clone(),
            sheet: Surface::new(over, "fd-look__sheet", false)?,
            over: Surface::new(over, "fd-look__sheet", false)?,
            inks: Inks::new(&style::token(host, "--fd-font")),
            scene: RefCell::default(),
            view: Cell::default(),
            camera: Cell::default(),
            painted: Cell::default(),
            laid: Cell::new(0.0),
            is_at_rest: Cell::default(),
            is_fitted: Cell::new(true),
            here: Cell::default(),
            pointers: RefCell::default(),
            has_moved: Cell::default(),
            has_focus: Cell::default(),
            frame: RefCell::default(),
            settle: RefCell::default(),
            listeners: RefCell::default(),
            watch: RefCell::default(),
            tell: Box::new(tell),
        }));
        picture.listen()?;
        let inner = picture.weak();
        let watch = ResizeWatch::new(host, move |width, height| {
            if let Some(inner) = inner.upgrade() {
                Self(inner).resize(Size { width, height });
            }
        })?;
        *picture.0.watch.borrow_mut() = Some(watch);
        Ok(picture)
    }

    pub(super) fn weak(&self) -> Weak<Inner> {
        Rc::downgrade(&self.0)
    }

    fn resize(&self, view: Size) {
        self.0.view.set(view);
        self.0.painted.set(None);
        self.0.is_at_rest.set(true);
        if self.0.is_fitted.get() { self.fit() } else { self.wake() }
    }

    /// Shows other things, or others of them.
    pub(super) fn show(&self, scene: Scene) {
        let is_same = self.0.scene.borrow().as_ref().is_some_and(|before| before.size == scene.size);
        *self.0.scene.borrow_mut() = Some(scene);
        self.0.painted.set(None);
        if is_same {
            self.wake();
        } else {
            self.0.laid.set(0.0);
            self.fit();
        }
    }

    /// Lets one thing stand out.
    pub(super) fn point_at(&self, here: Option<usize>) {
        if self.0.here.replace(here) != here {
            self.wake();
        }
    }

    /// Brings a thing into view.
    pub(super) fn reveal(&self, at: usize) {
        let bounds =
            self.0.scene.borrow().as_ref().and_then(|scene| Some(scene.findings.list.get(at)?.bounds));
        let before = self.0.camera.get();
        let after = bounds.map(|bounds| before.revealing(bounds, self.0.view.get()));
        // Where it is seen already, a picture that fits its view goes on to do so.
        if let Some(camera) = after.filter(|_| !self.0.is_fitted.get()) {
            self.look(camera);
        }
    }

    fn size(&self) -> Size {
        let (width, height) = self.0.scene.borrow().as_ref().map_or((1.0, 1.0), |scene| scene.size);
        Size { width, height }
    }

    fn fitting(&self) -> Camera {
        let (size, view) = (self.size(), self.0.view.get());
        let zoom = (view.width / size.width).min(view.height / size.height).clamp(1e-4, MOST_FITTED);
        let middle = Point { x: size.width / 2.0, y: size.height / 2.0 };
        Camera { zoom, x: 0.0, y: 0.0 }.centred(middle, view)
    }

    /// Shows the whole image.
    pub(super) fn fit(&self) {
        self.0.is_fitted.set(true);
        self.turn(self.fitting());
    }

    /// Looks elsewhere, no farther than the image's edge is in the middle of the view.
    pub(super) fn look(&self, camera: Camera) {
        let (size, view) = (self.size(), self.0.view.get());
        let within = |at: f64, view: f64, side: f64| at.min(view / 2.0).max(view / 2.0 - side * camera.zoom);
        self.0.is_fitted.set(false);
        self.turn(Camera {
            x: within(camera.x, view.width, size.width),
            y: within(camera.y, view.height, size.height),
            ..camera
        });
    }

    fn turn(&self, camera: Camera) {
        let before = self.0.camera.replace(camera);
        if (before.zoom - camera.zoom).abs() > f64::EPSILON || self.0.laid.get() == 0.0 {
            let is_whole = camera.zoom <= self.fitting().zoom * 1.001;
            (self.0.tell)(Tell::Zoom(flowdeck_editor::whole(camera.zoom * 100.0), is_whole));
        }
        self.wake();
    }

    /// Zooms by a factor around a place of the view, or its middle.
    pub(super) fn zoom(&self, by: f64, place: Option<Point>) {
        let (camera, view) = (self.0.camera.get(), self.0.view.get());
        let place = place.unwrap_or(Point { x: view.width / 2.0, y: view.height / 2.0 });
        let limits = Limits { least: (self.fitting().zoom / 2.0).min(1.0), most: MOST };
        self.look(camera.zoomed(camera.zoom * by, place, limits));
    }

    /// One pixel of the image is one of the view.
    pub(super) fn actual(&self) {
        self.zoom(1.0 / self.0.camera.get().zoom, None);
    }

    /// What a key does; whether it does something.
    pub(super) fn key(&self, key: &str) -> bool {
        const STEP: f64 = 48.0;
        let pan = |x, y| self.look(self.0.camera.get().panned(Point { x, y }));
        match key {
            "+" | "=" => self.zoom(ZOOM_STEP, None),
            "-" => self.zoom(1.0 / ZOOM_STEP, None),
            "0" => self.fit(),
            "1" => self.actual(),
            "ArrowLeft" => pan(STEP, 0.0),
            "ArrowRight" => pan(-STEP, 0.0),
            "ArrowUp" => pan(0.0, STEP),
            "ArrowDown" => pan(0.0, -STEP),
            _ => return false,
        }
        true
    }

    /// What is at a place of the view.
    pub(super) fn hit(&self, place: Point) -> Option<usize> {
        let scene = self.0.scene.borrow();
        let scene = scene.as_ref()?;
        let camera = self.0.camera.get();
        scene.findings.hit(&scene.shown, camera.to_world(place), 3.0 / camera.zoom)
    }

    /// Asks for a frame, and for one more when nothing moves any longer.
    fn wake(&self) {
        if self.0.frame.borrow().is_none() {
            let inner = self.weak();
            let frame = Frame::next(move || {
                if let Some(inner) = inner.upgrade() {
                    *inner.frame.borrow_mut() = None;
                    Self(inner).draw();
                }
            });
            *self.0.frame.borrow_mut() = frame.ok();
        }
    }

    fn draw(&self) {
        let inner = &*self.0;
        let (camera, view, ratio) = (inner.camera.get(), inner.view.get(), dom::pixel_ratio());
        let scene = inner.scene.borrow();
        let Some(scene) = scene.as_ref().filter(|_| view.width >= 1.0) else { return };
        // On whole pixels nothing has to be blended when it moves.
        let whole = |at: f64| (at * ratio).round() / ratio;
        let camera = Camera { x: whole(camera.x), y: whole(camera.y), ..camera };
        self.place_photo(scene, camera);
        if scene.findings.list.is_empty() {
            inner.sheet.show(false);
            inner.over.show(false);
            return;
        }
        let is_seen = |painted: Camera| {
            let is_stretched = (painted.zoom - camera.zoom).abs() > f64::EPSILON;
            is_stretched || (camera.x - painted.x).abs() <= MARGIN && (camera.y - painted.y).abs() <= MARGIN
        };
        let painted = inner.painted.get().filter(|painted| is_seen(*painted)).unwrap_or_else(|| {
            let part = Rect { x: 0.0, y: 0.0, width: view.width, height: view.height }.grown(MARGIN);
            inner.sheet.make_content((part.width * ratio).round(), (part.height * ratio).round(), ratio);
            inner.sheet.show(true);
            Drawing { pen: inner.sheet.pen(), inks: &inner.inks, scene, camera, ratio, part }.all();
            inner.painted.set(Some(camera));
            camera
        });
        let scale = camera.zoom / painted.zoom;
        let to = |now: f64, then: f64| now - scale * (MARGIN + then);
        inner.sheet.transform(to(camera.x, painted.x), to(camera.y, painted.y), scale);
        match inner.here.get() {
            Some(at) => {
                let part = Rect { x: 0.0, y: 0.0, width: view.width, height: view.height };
                inner.over.make_content((part.width * ratio).round(), (part.height * ratio).round(), ratio);
                inner.over.show(true);
                Drawing { pen: inner.over.pen(), inks: &inner.inks, scene, camera, ratio, part }.one(at);
            }
            None => inner.over.show(false),
        }
        if painted != camera {
            self.settle();
        }
    }

    /// Puts the image where the camera has it: laid out at the zoom of the last rest, stretched since.
    fn place_photo(&self, scene: &Scene, camera: Camera) {
        let inner = &*self.0;
        let is_settled = (inner.laid.get() - camera.zoom).abs() <= f64::EPSILON;
        let is_at_rest = inner.is_at_rest.take();
        if inner.laid.get() == 0.0 || is_at_rest && !is_settled {
            inner.laid.set(camera.zoom);
            style::set_pixels(&inner.photo, "width", scene.size.0 * camera.zoom);
            style::set_pixels(&inner.photo, "height", scene.size.1 * camera.zoom);
            // Where pixels are looked at one by one, they have edges.
            let look = if camera.zoom >= 6.0 { "pixelated" } else { "auto" };
            style::set(&inner.photo, "image-rendering", look);
        } else if !is_settled {
            self.settle();
        }
        let text = number::text;
        let (x, y, scale) = (text(camera.x), text(camera.y), text(camera.zoom / inner.laid.get()));
        style::set(
            &inner.photo,
            "transform",
            &["translate(", &x, "px,", &y, "px) scale(", &scale, ")"].concat(),
        );
    }

    fn settle(&self) {
        let inner = self.weak();
        let timer = Timer::after(SETTLED, move || {
            if let Some(inner) = inner.upgrade() {
                inner.painted.set(None);
                inner.is_at_rest.set(true);
                Self(inner).wake();
            }
        });
        *self.0.settle.borrow_mut() = Some(timer);
    }

    /// What is drawn, in the image's own size, as a surface to save.
    ///
    /// # Errors
    /// The browser cannot draw.
    pub(in crate::components::run) fn snapshot(
        &self,
        image: Option<&HtmlImageElement>,
    ) -> Result<Surface, JsError> {
        let scene = self.0.scene.borrow();
        let scene = scene.as_ref().ok_or_else(|| JsError::from("There is nothing to save yet."))?;
        let (width, height) = scene.size;
        let zoom = (LONGEST_SAVED / width.max(height)).min(1.0);
        let part = Rect { x: 0.0, y: 0.0, width: width * zoom, height: height * zoom };
        // Names and lines are made for a picture as large as on the screen.
        let ratio = (part.width / self.0.view.get().width.max(1.0)).max(1.0);
        let camera = Camera { x: 0.0, y: 0.0, zoom: zoom / ratio };
        let view = Rect { width: part.width / ratio, height: part.height / ratio, ..part };
        let surfaces = [Surface::loose(false)?, Surface::loose(false)?];
        for surface in &surfaces {
            surface.resize(part.width, part.height, 1.0);
        }
        let [whole, over] = surfaces;
        let drawing = Drawing { pen: over.pen(), inks: &self.0.inks, scene, camera, ratio, part: view };
        drawing.all();
        whole.pen().reset(1.0, 0.0, 0.0);
        if let Some(image) = image {
            whole.pen().image(image, part.width, part.height);
        }
        whole.pen().surface(&over);
        Ok(whole)
    }

    /// Where an event happened in the view.
    pub(super) fn place(&self, at: Point) -> Point {
        let corner = self.0.host.get_bounding_client_rect();
        at.minus(Point { x: corner.x(), y: corner.y() })
    }
}

/// A handler of the picture's events.
pub(super) type Handler = fn(&Picture, &Event);
