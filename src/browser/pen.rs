//! Drawing surfaces: a canvas element and the pen that draws on it.
use super::preview::Picture;
use super::{JsError, dom};
use futures_channel::oneshot;
use js_sys::JsString;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement, Path2d};

/// A canvas of its own, appended to an element; taken away when dropped.
#[derive(Debug)]
pub struct Surface {
    canvas: HtmlCanvasElement,
    pen: Pen,
    /// Where it was put last, and how large.
    placed: Cell<(f64, f64, f64)>,
}

impl Surface {
    /// A surface in `host`; an opaque one is quicker to show.
    ///
    /// # Errors
    /// The browser has no canvas.
    pub fn new(host: &Element, class: &str, is_opaque: bool) -> Result<Self, JsError> {
        let surface = Self::loose(is_opaque)?;
        surface.canvas.set_class_name(class);
        // The drawing has a twin for assistive technology.
        surface.canvas.set_attribute("aria-hidden", "true")?;
        host.append_child(&surface.canvas)?;
        Ok(surface)
    }

    /// A surface that is in no page: to be saved.
    ///
    /// # Errors
    /// The browser has no canvas.
    pub fn loose(is_opaque: bool) -> Result<Self, JsError> {
        let made = dom::document()?.create_element("canvas")?;
        let canvas: HtmlCanvasElement =
            made.dyn_into().map_err(|_| JsError::from("This browser has no canvas."))?;
        let options = js_sys::Object::new();
        js_sys::Reflect::set(&options, &"alpha".into(), &(!is_opaque).into())?;
        let context = canvas.get_context_with_context_options("2d", &options)?;
        let context = context.ok_or_else(|| JsError::from("This browser cannot draw on a canvas."))?;
        Ok(Self { canvas, pen: Pen(context.unchecked_into()), placed: Cell::new((0.0, 0.0, 1.0)) })
    }

    /// Sets its size in device pixels, and that size at `ratio` device pixels a CSS pixel; empties it.
    pub fn resize(&self, width: f64, height: f64, ratio: f64) {
        let pixels = |side: f64| side.round().clamp(1.0, 16_000.0);
        let (width, height) = (pixels(width), pixels(height));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped")]
        let whole = |side: f64| side as u32;
        self.canvas.set_width(whole(width));
        self.canvas.set_height(whole(height));
        super::style::set_pixels(&self.canvas, "width", width / ratio);
        super::style::set_pixels(&self.canvas, "height", height / ratio);
        self.pen.round_ends();
    }

    /// Gives it the memory for such a size, unless it has it already.
    pub fn make_content(&self, width: f64, height: f64, ratio: f64) {
        let has = (f64::from(self.canvas.width()), f64::from(self.canvas.height()));
        if (has.0 - width.round()).abs() > 0.5 || (has.1 - height.round()).abs() > 0.5 {
            self.resize(width, height, ratio);
        }
    }

    /// Gives its memory back: it shows nothing, until it gets some again.
    pub fn drop_content(&self) {
        self.canvas.set_width(1);
        self.canvas.set_height(1);
    }

    /// Puts it somewhere, scaled, without drawing anything anew.
    pub fn transform(&self, x: f64, y: f64, scale: f64) {
        if self.placed.replace((x, y, scale)) == (x, y, scale) {
            return;
        }
        let number = super::number::text;
        let mut text = ["translate(", &number(x), "px,", &number(y), "px)"].concat();
        if (scale - 1.0).abs() > f64::EPSILON {
            text = [&text, " scale(", &number(scale), ")"].concat();
        }
        super::style::set(&self.canvas, "transform", &text);
    }

    /// Shows or hides it. A hidden one takes no part in the page: what is drawn on it is not handed to the compositor.
    pub fn show(&self, is_shown: bool) {
        super::style::set(&self.canvas, "display", if is_shown { "block" } else { "none" });
    }

    /// Shows it in the quickest way where it is scaled, from now on: by whole pixels.
    pub fn show_coarsely(&self) {
        super::style::set(&self.canvas, "image-rendering", "pixelated");
    }

    /// What draws on it.
    #[must_use]
    pub const fn pen(&self) -> &Pen {
        &self.pen
    }

    /// The canvas and what draws on it, for what has another size than that of a view.
    pub(super) const fn raw(&self) -> (&HtmlCanvasElement, &CanvasRenderingContext2d) {
        (&self.canvas, &self.pen.0)
    }

    /// What is drawn, as a PNG file.
    ///
    /// # Errors
    /// An image of another address is drawn on it, which that address does not give to pages.
    pub async fn png(&self) -> Result<Blob, JsError> {
        let (done, made) = oneshot::channel();
        let tell = Closure::once(move |blob: Option<Blob>| {
            // Nobody waits any more: then nobody misses it.
            let _ = done.send(blob);
        });
        self.canvas.to_blob(tell.as_ref().unchecked_ref()).map_err(|_| {
            JsError::from("The image comes from another address, which does not let pages save it.")
        })?;
        let blob = made.await.ok().flatten();
        blob.ok_or_else(|| JsError::from("The picture is too large for this browser to save."))
    }

    /// Moves all that is drawn by so many device pixels.
    pub fn scroll(&self, x: f64, y: f64) {
        self.pen.reset(1.0, 0.0, 0.0);
        // Drawing a canvas on itself cannot fail while it has a size.
        let _ = self.pen.0.set_global_composite_operation("copy");
        let _ = self.pen.0.draw_image_with_html_canvas_element(&self.canvas, x, y);
        let _ = self.pen.0.set_global_composite_operation("source-over");
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        self.canvas.remove();
    }
}

/// A text that is handed to the browser again and again: made once.
#[derive(Clone, Debug)]
pub struct Fixed(JsString);

impl Fixed {
    /// Such a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }
}

/// A shape that is drawn again and again.
#[derive(Clone, Debug)]
pub struct Shape(Path2d);

impl Shape {
    /// The shape of an SVG path's `d`.
    ///
    /// # Errors
    /// The browser does not know paths.
    pub fn new(path: &str) -> Result<Self, JsError> {
        Ok(Self(Path2d::new_with_path_string(path)?))
    }
}

/// Draws on a surface. Coordinates are those of the transform that was set last.
#[derive(Clone, Debug)]
pub struct Pen(CanvasRenderingContext2d);

impl Pen {
    /// Sets how coordinates become device pixels: `device = at × scale + offset`.
    pub fn reset(&self, scale: f64, x: f64, y: f64) {
        // Fails only for numbers that are none.
        let _ = self.0.set_transform(scale, 0.0, 0.0, scale, x, y);
    }

    /// Lines end and turn round from now on.
    fn round_ends(&self) {
        self.0.set_line_cap("round");
        self.0.set_line_join("round");
    }

    /// Keeps what is drawn next within a rectangle, until [`Pen::free`].
    pub fn clip(&self, x: f64, y: f64, width: f64, height: f64) {
        self.0.save();
        self.0.begin_path();
        self.0.rect(x, y, width, height);
        self.0.clip();
    }

    /// Ends what the last [`Pen::clip`] began.
    pub fn free(&self) {
        self.0.restore();
    }

    /// Makes a rectangle transparent again.
    pub fn clear(&self, x: f64, y: f64, width: f64, height: f64) {
        self.0.clear_rect(x, y, width, height);
    }

    /// The colour of what is filled next.
    #[expect(deprecated, reason = "a text that is made once is a tenth of the work of one made each time")]
    pub fn fill_with(&self, colour: &Fixed) {
        self.0.set_fill_style(&colour.0);
    }

    /// Colour and width of the lines that are drawn next.
    #[expect(deprecated, reason = "a text that is made once is a tenth of the work of one made each time")]
    pub fn line_with(&self, colour: &Fixed, width: f64) {
        self.0.set_stroke_style(&colour.0);
        self.0.set_line_width(width);
    }

    /// Lines are broken into dashes of this length from now on; 0 for whole lines.
    pub fn dash(&self, length: f64) {
        let pattern = js_sys::Array::new();
        if length > 0.0 {
            pattern.push(&length.into());
            pattern.push(&length.into());
        }
        // Fails only for what is no list of numbers.
        let _ = self.0.set_line_dash(&pattern);
    }

    /// How much of what is drawn next covers what is below, from 0 to 1.
    pub fn cover(&self, share: f64) {
        self.0.set_global_alpha(share);
    }

    /// Fills a rectangle.
    pub fn fill_rect(&self, x: f64, y: f64, width: f64, height: f64) {
        self.0.fill_rect(x, y, width, height);
    }

    /// Draws a picture into a rectangle.
    pub fn picture(&self, picture: &Picture, x: f64, y: f64, width: f64, height: f64) {
        // Only a picture that was closed fails, and this one is held.
        let _ = self.0.draw_image_with_image_bitmap_and_dw_and_dh(picture.bitmap(), x, y, width, height);
    }

    /// Draws the edge of a rectangle.
    pub fn edge_rect(&self, x: f64, y: f64, width: f64, height: f64) {
        self.0.stroke_rect(x, y, width, height);
    }

    /// Begins a path.
    pub fn begin(&self) {
        self.0.begin_path();
    }

    /// A rectangle with round corners, as part of the path.
    pub fn round_rect(&self, x: f64, y: f64, width: f64, height: f64, radius: f64) {
        // Fails only for numbers that are none.
        let _ = self.0.round_rect_with_f64(x, y, width, height, radius);
    }

    /// A circle, as part of the path.
    pub fn circle(&self, x: f64, y: f64, radius: f64) {
        self.0.move_to(x + radius, y);
        // Fails only for a negative radius.
        let _ = self.0.arc(x, y, radius, 0.0, std::f64::consts::TAU);
    }

    /// A curve with two handles, as part of the path.
    pub fn curve(&self, [start, leave, arrive, end]: [(f64, f64); 4]) {
        self.0.move_to(start.0, start.1);
        self.0.bezier_curve_to(leave.0, leave.1, arrive.0, arrive.1, end.0, end.1);
    }

    /// A straight line from where the path is, then a curve, as part of the path.
    pub fn curve_on(&self, [start, leave, arrive, end]: [(f64, f64); 4]) {
        self.0.line_to(start.0, start.1);
        self.0.bezier_curve_to(leave.0, leave.1, arrive.0, arrive.1, end.0, end.1);
    }

    /// A straight line, as part of the path.
    pub fn line(&self, x: f64, y: f64, to_x: f64, to_y: f64) {
        self.0.move_to(x, y);
        self.0.line_to(to_x, to_y);
    }

    /// A closed line from point to point, as part of the path.
    pub fn polygon(&self, points: &mut dyn Iterator<Item = (f64, f64)>) {
        if let Some((x, y)) = points.next() {
            self.0.move_to(x, y);
            for (x, y) in points {
                self.0.line_to(x, y);
            }
            self.0.close_path();
        }
    }

    /// Draws an image of the page.
    pub fn image(&self, image: &HtmlImageElement, width: f64, height: f64) {
        // Fails only for an image that was not loaded, which shows nothing.
        let _ = self.0.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height);
    }

    /// Draws what is on another surface, pixel by pixel.
    pub fn surface(&self, other: &Surface) {
        // Fails only for a surface without a size.
        let _ = self.0.draw_image_with_html_canvas_element(&other.canvas, 0.0, 0.0);
    }

    /// Fills the path.
    pub fn fill(&self) {
        self.0.fill();
    }

    /// Draws the path's lines.
    pub fn stroke(&self) {
        self.0.stroke();
    }

    /// Draws the lines of a shape.
    pub fn stroke_shape(&self, shape: &Shape) {
        self.0.stroke_with_path(&shape.0);
    }

    /// Moves and scales the coordinates until [`Pen::free`].
    pub fn within(&self, x: f64, y: f64, scale: f64) {
        self.0.save();
        // Fail only for numbers that are none.
        let _ = self.0.translate(x, y);
        let _ = self.0.scale(scale, scale);
    }

    /// The font of the texts that are drawn next.
    pub fn font(&self, font: &str) {
        self.0.set_font(font);
    }

    /// Draws a text from its left end on, on its base line.
    pub fn text(&self, text: &str, x: f64, y: f64) {
        // Fails only for numbers that are none.
        let _ = self.0.fill_text(text, x, y);
    }

    /// How wide a text would be in the present font.
    #[must_use]
    pub fn width(&self, text: &str) -> f64 {
        self.0.measure_text(text).map_or(0.0, |size| size.width())
    }
}
