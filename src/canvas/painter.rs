//! What is painted stays: on a surface with a margin around the view, which panning only moves. A second one is painted a few
//! strips a frame when the zoom has changed, and takes the first one's place when it is done; until then the first is
//! stretched. What moves with the pointer is on a third, above. Surfaces that are not needed hold no memory.
use super::ink::Inks;
use super::paint::{Kit, path};
use super::words::Words;
use crate::browser::pen::{Fixed, Surface};
use crate::browser::preview::Picture;
use crate::browser::{JsError, style};
use flowdeck_editor::camera::Camera;
use flowdeck_editor::geometry::{Point, Rect, Size};
use flowdeck_editor::scene::{Damage, Scene};
use flowdeck_editor::stage::{Look, Over};
use web_sys::Element;

/// How far what is painted reaches beyond the view, in CSS pixels.
const MARGIN: f64 = 160.0;
/// How wide a strip is, in device pixels. Strips are upright: links run from left to right, so few cross an edge.
const STRIP: f64 = 64.0;
/// How much is painted in one frame while the zoom changes, in cards with ports.
const WORK: f64 = 40.0;
/// After so many milliseconds without a change of zoom, what is seen is painted at its own.
const SETTLED: f64 = 90.0;
/// By how much what is painted may be stretched or shrunk.
const STRETCH: f64 = 1.34;
/// A frame of a zoom that comes so many milliseconds after the one before it is late; after a pause it is the first.
const LATE: std::ops::Range<f64> = 20.0..80.0;
/// After so many late frames what is stretched is shown coarsely: a browser without a GPU takes most of a frame to do it well.
const MANY_LATE: u32 = 2;
/// The distance of the paper's dots, in pixels at zoom 1.
const DOTS: f64 = 24.0;

/// One of the two painted surfaces.
#[derive(Debug)]
struct Sheet {
    surface: Surface,
    /// The zoom at which it is painted.
    zoom: f64,
    /// Where the world's origin is on it, in device pixels.
    x: f64,
    y: f64,
}

/// Paints.
#[derive(Debug)]
pub(super) struct Painter {
    host: Element,
    kit: Kit,
    sheet: Sheet,
    next: Sheet,
    over: Surface,
    is_over: bool,
    view: Size,
    ratio: f64,
    /// Whether the sheet shows the scene.
    is_fresh: bool,
    /// How far the next sheet is painted, from its left.
    strip: Option<f64>,
    /// The next sheet holds memory that is not needed until the zoom changes again.
    is_spare: bool,
    zoom: f64,
    zoomed_at: f64,
    /// When a frame was stretched last, in milliseconds, and how many of those came late.
    stretched_at: f64,
    late: u32,
}

impl Painter {
    /// A painter that appends its surfaces to `host`.
    ///
    /// # Errors
    /// The browser cannot draw.
    pub(super) fn new(host: &Element) -> Result<Self, JsError> {
        let sheet = || {
            let surface = Surface::new(host, "fd-canvas__sheet", true)?;
            Ok::<_, JsError>(Sheet { surface, zoom: 1.0, x: 0.0, y: 0.0 })
        };
        let (sheet, next) = (sheet()?, sheet()?);
        let over = Surface::new(host, "fd-canvas__over", false)?;
        let words = Words::new(over.pen(), &style::token(host, "--fd-font"));
        Ok(Self {
            host: host.clone(),
            kit: Kit::new(Inks::of(host), words)?,
            sheet,
            next,
            over,
            is_over: false,
            view: Size::default(),
            ratio: 1.0,
            is_fresh: false,
            strip: None,
            is_spare: false,
            zoom: 0.0,
            zoomed_at: 0.0,
            stretched_at: 0.0,
            late: 0,
        })
    }

    /// Sets the view's size in CSS pixels, and how many device pixels one is.
    pub(super) fn resize(&mut self, view: Size, ratio: f64) {
        if view == self.view && (ratio - self.ratio).abs() < f64::EPSILON {
            return;
        }
        (self.view, self.ratio) = (view, ratio);
        self.sheet.surface.drop_content();
        self.next.surface.drop_content();
        self.over.drop_content();
        self.over.show(false);
        self.is_over = false;
        self.stale();
    }

    /// Reads the colours again, after a change of theme.
    pub(super) fn recolour(&mut self) {
        self.kit.inks = Inks::of(&self.host);
        self.stale();
    }

    /// Shows these pictures below cards; the scene knows where.
    pub(super) fn hang(&mut self, mut pictures: Vec<(u32, Picture)>) {
        pictures.sort_by_key(|(card, _)| *card);
        self.kit.pictures = pictures;
    }

    /// Everything has to be painted anew.
    pub(super) fn stale(&mut self) {
        self.is_fresh = false;
        self.strip = None;
    }

    /// The size of the sheets, in device pixels.
    fn extent(&self) -> Size {
        Size {
            width: ((self.view.width + 2.0 * MARGIN) * self.ratio).round(),
            height: ((self.view.height + 2.0 * MARGIN) * self.ratio).round(),
        }
    }

    /// Paints anew what looks otherwise: at once where that is little.
    pub(super) fn repaint(&mut self, scene: &Scene, look: &Look, damage: Damage) {
        if damage.all {
            return self.stale();
        }
        if !self.is_fresh {
            return;
        }
        let parts: Vec<Rect> = damage.areas.into_iter().filter_map(|area| self.part(area)).collect();
        let extent = self.extent();
        let size: f64 = parts.iter().map(|part| part.width * part.height).sum();
        if size > extent.width * extent.height {
            return self.stale();
        }
        for part in parts {
            // The other one may have been there already.
            self.strip = None;
            paint(&mut self.kit, &self.sheet, self.ratio, scene, look, part);
        }
    }

    /// The part of the sheet on which a part of the world is painted, in whole device pixels.
    fn part(&self, area: Rect) -> Option<Rect> {
        let scale = self.sheet.zoom * self.ratio;
        let left = (area.x * scale + self.sheet.x).floor() - 2.0;
        let top = (area.y * scale + self.sheet.y).floor() - 2.0;
        let right = (area.right() * scale + self.sheet.x).ceil() + 2.0;
        let bottom = (area.bottom() * scale + self.sheet.y).ceil() + 2.0;
        let extent = self.extent();
        let (left, top) = (left.max(0.0), top.max(0.0));
        let (right, bottom) = (right.min(extent.width), bottom.min(extent.height));
        let part = Rect { x: left, y: top, width: right - left, height: bottom - top };
        (right > left && bottom > top).then_some(part)
    }

    /// Shows the scene as the camera sees it; `now` in milliseconds. Says whether another frame is wanted.
    pub(super) fn frame(
        &mut self,
        scene: &Scene,
        look: &Look,
        over: &Over,
        camera: Camera,
        now: f64,
    ) -> bool {
        if self.view.width < 1.0 || self.view.height < 1.0 {
            return false;
        }
        if (camera.zoom - self.zoom).abs() > f64::EPSILON {
            (self.zoom, self.zoomed_at) = (camera.zoom, now);
        }
        if !self.is_fresh {
            self.paint_all(scene, look, camera);
            self.spare();
        }
        let is_same_zoom = (camera.zoom - self.sheet.zoom).abs() < f64::EPSILON;
        let wants_more = if is_same_zoom {
            self.strip = None;
            self.pan(scene, look, camera);
            false
        } else {
            self.stretch(scene, look, camera, now)
        };
        self.draw_over(scene, look, over, camera);
        wants_more
    }

    /// Where the world's origin is in the view, in whole device pixels: what is painted stays sharp.
    fn origin(&self, camera: Camera) -> Point {
        Point { x: (camera.x * self.ratio).round(), y: (camera.y * self.ratio).round() }
    }

    fn pan(&mut self, scene: &Scene, look: &Look, camera: Camera) {
        let margin = MARGIN * self.ratio;
        let origin = self.origin(camera);
        // How far the view is from the middle of the sheet.
        let mut by = Point { x: origin.x + margin - self.sheet.x, y: origin.y + margin - self.sheet.y };
        if by.x.abs() > margin || by.y.abs() > margin {
            let extent = self.extent();
            if by.x.abs() < extent.width && by.y.abs() < extent.height {
                self.sheet.surface.scroll(by.x, by.y);
                self.sheet.x += by.x;
                self.sheet.y += by.y;
                let side = Rect {
                    x: if by.x > 0.0 { 0.0 } else { extent.width + by.x },
                    y: 0.0,
                    width: by.x.abs(),
                    height: extent.height,
                };
                let edge = Rect {
                    x: 0.0,
                    y: if by.y > 0.0 { 0.0 } else { extent.height + by.y },
                    width: extent.width,
                    height: by.y.abs(),
                };
                for part in [side, edge] {
                    if part.width > 0.0 && part.height > 0.0 {
                        paint(&mut self.kit, &self.sheet, self.ratio, scene, look, part);
                    }
                }
            } else {
                self.paint_all(scene, look, camera);
            }
            by = Point::default();
        }
        let place = |by: f64| (by - margin) / self.ratio;
        self.sheet.surface.transform(place(by.x), place(by.y), 1.0);
    }

    fn stretch(&mut self, scene: &Scene, look: &Look, camera: Camera, now: f64) -> bool {
        if LATE.contains(&(now - std::mem::replace(&mut self.stretched_at, now))) {
            self.late += 1;
            if self.late == MANY_LATE {
                self.sheet.surface.show_coarsely();
                self.next.surface.show_coarsely();
            }
        }
        let by = camera.zoom / self.sheet.zoom;
        let origin = self.origin(camera);
        let (x, y) = (origin.x - self.sheet.x * by, origin.y - self.sheet.y * by);
        let extent = self.extent();
        let is_bare = x > 0.0
            || y > 0.0
            || x + extent.width * by < self.view.width * self.ratio
            || y + extent.height * by < self.view.height * self.ratio;
        let is_settled = now - self.zoomed_at > SETTLED;
        if self.strip.is_none() && (is_bare || is_settled || !(1.0 / STRETCH..=STRETCH).contains(&by)) {
            self.start(camera);
        }
        if self.strip.is_some() {
            self.work(scene, look);
        }
        if self.strip.is_none() && (camera.zoom - self.sheet.zoom).abs() < f64::EPSILON {
            self.spare();
            self.pan(scene, look, camera);
            return false;
        }
        let by = camera.zoom / self.sheet.zoom;
        let place = |origin: f64, sheet: f64| (origin - sheet * by) / self.ratio;
        self.sheet.surface.transform(place(origin.x, self.sheet.x), place(origin.y, self.sheet.y), by);
        true
    }

    /// Begins to paint the next sheet at the present camera.
    fn start(&mut self, camera: Camera) {
        let Size { width, height } = self.extent();
        self.next.surface.make_content(width, height, self.ratio);
        let origin = self.origin(camera);
        self.next.zoom = camera.zoom;
        self.next.x = origin.x + MARGIN * self.ratio;
        self.next.y = origin.y + MARGIN * self.ratio;
        self.strip = Some(0.0);
    }

    /// Lets go of the sheet that is not shown, once the zoom rests.
    fn spare(&mut self) {
        if std::mem::take(&mut self.is_spare) {
            self.next.surface.drop_content();
        }
    }

    /// Paints the whole next sheet at once.
    fn paint_all(&mut self, scene: &Scene, look: &Look, camera: Camera) {
        self.start(camera);
        while self.strip.is_some() {
            self.work(scene, look);
        }
    }

    /// Paints strips of the next sheet for one frame's share of work; shows it when it is done.
    fn work(&mut self, scene: &Scene, look: &Look) {
        let extent = self.extent();
        let mut done = 0.0;
        while let Some(at) = self.strip {
            let width = STRIP.min(extent.width - at);
            let part = Rect { x: at, y: 0.0, width, height: extent.height };
            done += paint(&mut self.kit, &self.next, self.ratio, scene, look, part);
            if at + width < extent.width {
                self.strip = Some(at + width);
            } else {
                self.strip = None;
                std::mem::swap(&mut self.sheet, &mut self.next);
                self.sheet.surface.show(true);
                self.next.surface.show(false);
                self.is_fresh = true;
                self.is_spare = true;
            }
            if done > WORK {
                return;
            }
        }
    }

    fn draw_over(&mut self, scene: &Scene, look: &Look, over: &Over, camera: Camera) {
        let is_over = !look.lifted.is_empty() || *over != Over::default();
        if is_over && self.is_over {
            let pen = self.over.pen();
            pen.reset(1.0, 0.0, 0.0);
            pen.clear(0.0, 0.0, self.view.width * self.ratio, self.view.height * self.ratio);
        }
        if is_over != self.is_over {
            if is_over {
                let Size { width, height } = self.view;
                self.over.make_content(width * self.ratio, height * self.ratio, self.ratio);
            } else {
                self.over.drop_content();
            }
            self.over.show(is_over);
            self.is_over = is_over;
        }
        if !is_over {
            return;
        }
        let origin = self.origin(camera);
        let pen = self.over.pen();
        pen.reset(camera.zoom * self.ratio, origin.x, origin.y);
        let shown = camera.shown(self.view);
        let mut links: Vec<u32> = look.lifted.iter().flat_map(|id| scene.links_of(*id)).copied().collect();
        links.sort_unstable();
        links.dedup();
        links.retain(|id| scene.curve(*id).bounds().meets(shown));
        self.kit.lifted(pen, scene, look, &links, shown, camera.zoom);
        let pixel = 1.0 / camera.zoom;
        let inks = &self.kit.inks;
        for (from, to) in &over.guides {
            pen.begin();
            pen.line(from.x, from.y, to.x, to.y);
            pen.line_with(&inks.bad, pixel);
            pen.stroke();
        }
        if let Some((curve, family)) = &over.wire {
            pen.begin();
            path(pen, curve);
            pen.line_with(inks.kind(*family), 2.0 * pixel.max(1.0));
            pen.stroke();
        }
        if let Some(place) = over.target {
            pen.begin();
            pen.circle(place.x, place.y, 9.0);
            pen.line_with(&inks.accent, 2.5);
            pen.stroke();
        }
        if let Some(link) = over.into {
            pen.begin();
            path(pen, &scene.curve(link));
            pen.line_with(&inks.accent, 4.0 * pixel.max(1.0));
            pen.stroke();
        }
        for area in [over.band, over.ghost].into_iter().flatten() {
            pen.fill_with(&inks.accent);
            pen.cover(0.1);
            pen.fill_rect(area.x, area.y, area.width, area.height);
            pen.cover(1.0);
            pen.line_with(&inks.accent, pixel);
            pen.edge_rect(area.x, area.y, area.width, area.height);
        }
    }
}

/// Paints a part of a sheet (device pixels on it): paper, then what lies there. Says how much work it was.
fn paint(kit: &mut Kit, sheet: &Sheet, ratio: f64, scene: &Scene, look: &Look, part: Rect) -> f64 {
    let pen = sheet.surface.pen();
    let scale = sheet.zoom * ratio;
    pen.reset(1.0, 0.0, 0.0);
    pen.clip(part.x, part.y, part.width, part.height);
    pen.fill_with(&kit.inks.paper);
    pen.fill_rect(part.x, part.y, part.width, part.height);
    dots(pen, &kit.inks.dot, sheet, scale, part);
    pen.reset(scale, sheet.x, sheet.y);
    let area = Rect {
        x: (part.x - sheet.x) / scale,
        y: (part.y - sheet.y) / scale,
        width: part.width / scale,
        height: part.height / scale,
    };
    let work = kit.area(pen, scene, look, area.grown(4.0), sheet.zoom);
    pen.free();
    work
}

/// The paper's dots, where they are far enough apart to be seen as such.
fn dots(pen: &crate::browser::pen::Pen, colour: &Fixed, sheet: &Sheet, scale: f64, part: Rect) {
    let apart = DOTS * scale;
    if apart < 14.0 {
        return;
    }
    pen.fill_with(colour);
    let first = |origin: f64, from: f64| origin + ((from - origin) / apart).floor() * apart;
    let mut x = first(sheet.x, part.x);
    while x <= part.right() {
        let mut y = first(sheet.y, part.y);
        while y <= part.bottom() {
            pen.fill_rect(x.round(), y.round(), 1.5, 1.5);
            y += apart;
        }
        x += apart;
    }
}
