//! Lines, polygons, circles and ellipses as OpenCV draws them: to the pixel, because people compare pictures. Places
//! within a pixel have 16 bits behind the point.
use image::{Rgb, RgbImage};

/// Bits behind the point.
pub(super) const SHIFT: u32 = 16;
pub(super) const ONE: i64 = 1 << SHIFT;
pub(super) const HALF: i64 = ONE / 2;
/// Beyond it nothing is seen, and sums stay far from their limits.
const FARTHEST: f64 = 16_777_216.0;
/// The thickest line, as in OpenCV.
pub(crate) const THICKEST: i64 = 32_767;

/// A place, in whole pixels or with bits behind the point.
pub(crate) type Point = (i64, i64);

/// A place from coordinates; what is no number is at zero.
pub(crate) fn place(x: f64, y: f64) -> Point {
    let whole = |value: f64| value.clamp(-FARTHEST, FARTHEST) as i64;
    (whole(x), whole(y))
}

/// Which way neighbours of a thin line may lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Touch {
    /// By sides alone.
    Sides,
    /// By corners too.
    Corners,
}

/// How a line is made of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stroke {
    /// From pixel to pixel.
    Plain,
    /// From place to place within pixels.
    Fine,
    /// The same, with fading edges.
    Smooth,
}

/// Draws in one colour. A thickness below zero fills.
#[derive(Debug)]
pub(crate) struct Pen<'a> {
    image: &'a mut RgbImage,
    color: Rgb<u8>,
    touch: Touch,
}

impl<'a> Pen<'a> {
    pub(crate) fn new(image: &'a mut RgbImage, color: [u8; 3]) -> Self {
        Self { image, color: Rgb(color), touch: Touch::Corners }
    }

    /// The same with thin lines that touch otherwise.
    pub(crate) fn touching(self, touch: Touch) -> Self {
        Self { touch, ..self }
    }

    pub(super) fn size(&self) -> Point {
        (i64::from(self.image.width()), i64::from(self.image.height()))
    }

    fn put(&mut self, x: i64, y: i64) {
        let (width, height) = self.size();
        if (0..width).contains(&x) && (0..height).contains(&y) {
            self.image.put_pixel(x as u32, y as u32, self.color);
        }
    }

    /// Mixes the colour into a pixel: twice a part of 256.
    pub(super) fn tint(&mut self, x: i64, y: i64, part: i64) {
        let (width, height) = self.size();
        if (0..width).contains(&x) && (0..height).contains(&y) {
            let ink = self.color.0;
            for (value, ink) in self.image.get_pixel_mut(x as u32, y as u32).0.iter_mut().zip(ink) {
                let mut mixed = i64::from(*value);
                for _ in 0..2 {
                    mixed += ((i64::from(ink) - mixed) * part + 127) >> 8;
                }
                *value = mixed as u8;
            }
        }
    }

    /// A row from `left` to `right`, both included.
    fn row(&mut self, y: i64, left: i64, right: i64) {
        let (width, height) = self.size();
        if (0..height).contains(&y) {
            for x in left.max(0)..=right.min(width - 1) {
                self.image.put_pixel(x as u32, y as u32, self.color);
            }
        }
    }

    /// A line between two pixels.
    pub(crate) fn line(&mut self, from: Point, to: Point, thickness: i64) {
        self.thick(fixed(from), fixed(to), thickness, [true, true], Stroke::Plain);
    }

    /// Lines from point to point, and back to the first if closed.
    pub(crate) fn path(&mut self, points: &[Point], is_closed: bool, thickness: i64) {
        let points: Vec<Point> = points.iter().copied().map(fixed).collect();
        self.join(&points, is_closed, thickness, Stroke::Plain);
    }

    /// An open path between places that have bits behind the point.
    pub(crate) fn fine_path(&mut self, points: &[Point], thickness: i64) {
        self.join(points, false, thickness, Stroke::Fine);
    }

    /// The same with fading edges.
    pub(crate) fn smooth_path(&mut self, points: &[Point], thickness: i64) {
        self.join(points, false, thickness, Stroke::Smooth);
    }

    fn join(&mut self, points: &[Point], is_closed: bool, thickness: i64, stroke: Stroke) {
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return };
        let rest = if is_closed { points } else { points.get(1..).unwrap_or_default() };
        let mut from = if is_closed { *last } else { *first };
        let mut caps = [!is_closed, true];
        for to in rest {
            self.thick(from, *to, thickness, caps, stroke);
            caps = [false, true];
            from = *to;
        }
    }

    /// A rectangle with the corners of both points.
    pub(crate) fn rectangle(&mut self, from: Point, to: Point, thickness: i64) {
        let corners = [from, (to.0, from.1), to, (from.0, to.1)];
        if thickness < 0 {
            self.fill_convex(&corners, 0, Stroke::Plain);
        } else {
            self.path(&corners, true, thickness);
        }
    }

    pub(crate) fn circle(&mut self, center: Point, radius: i64, thickness: i64) {
        if thickness > 1 {
            self.arc(center, (radius, radius), 0, 360, thickness);
        } else {
            self.thin_circle(center, radius, thickness < 0);
        }
    }

    /// A part of an upright ellipse, between two angles in degrees.
    pub(crate) fn arc(&mut self, center: Point, radii: Point, start: i64, end: i64, thickness: i64) {
        let points = arc_points(fixed(center), (radii.0.abs() << SHIFT, radii.1.abs() << SHIFT), start, end);
        self.fine_path(&points, thickness);
    }

    /// Fills everything that lies within an odd number of the outlines.
    pub(crate) fn fill(&mut self, outlines: &[Vec<Point>]) {
        let mut edges = Vec::new();
        for outline in outlines {
            self.edges(outline, &mut edges);
        }
        self.fill_edges(edges);
    }

    /// A line with round ends where `caps` has them.
    fn thick(&mut self, from: Point, to: Point, thickness: i64, caps: [bool; 2], stroke: Stroke) {
        if thickness <= 1 {
            return match stroke {
                Stroke::Smooth => self.smooth_line(from, to),
                Stroke::Fine if self.touch == Touch::Corners => self.fine_line(from, to),
                Stroke::Fine | Stroke::Plain => self.thin(rounded(from), rounded(to)),
            };
        }
        let thickness = thickness.min(THICKEST);
        let dx = (from.0 - to.0) as f64 / ONE as f64;
        let dy = (to.1 - from.1) as f64 / ONE as f64;
        let length = dx * dx + dy * dy;
        let half = thickness << (SHIFT - 1);
        if length > f64::EPSILON {
            let r = (half as f64 + (thickness & 1) as f64 * ONE as f64 * 0.5) / length.sqrt();
            let (x, y) = ((dy * r).round_ties_even() as i64, (dx * r).round_ties_even() as i64);
            let corners = [
                (from.0 + x, from.1 + y),
                (from.0 - x, from.1 - y),
                (to.0 - x, to.1 - y),
                (to.0 + x, to.1 + y),
            ];
            self.fill_convex(&corners, SHIFT, stroke);
        }
        for (end, has_cap) in [from, to].into_iter().zip(caps) {
            if has_cap && stroke == Stroke::Smooth {
                self.fill_convex(&arc_points(end, (half, half), 0, 360), SHIFT, stroke);
            } else if has_cap {
                self.thin_circle(rounded(end), (half + HALF) >> SHIFT, true);
            }
        }
    }

    fn thin(&mut self, from: Point, to: Point) {
        let Some((mut from, to)) = clip(self.size(), from, to) else { return };
        let (mut dx, mut dy) = (to.0 - from.0, to.1 - from.1);
        if dx < 0 {
            (dx, dy, from) = (-dx, -dy, to);
        }
        let step_y = if dy < 0 { -1 } else { 1 };
        dy = dy.abs();
        let is_steep = dy > dx;
        let (long, short) = if is_steep { (dy, dx) } else { (dx, dy) };
        let (along, across) = if is_steep { ((0, step_y), (1, 0)) } else { ((1, 0), (0, step_y)) };
        let by_sides = self.touch == Touch::Sides;
        let mut error = if by_sides { 0 } else { long - 2 * short };
        let (mut x, mut y) = from;
        let count = if by_sides { long + short } else { long };
        for _ in 0..=count {
            self.put(x, y);
            let turns = error < 0;
            error -= 2 * short;
            if turns {
                error += 2 * long + if by_sides { 2 * short } else { 0 };
                (x, y) = (x + across.0, y + across.1);
            }
            if !(turns && by_sides) {
                (x, y) = (x + along.0, y + along.1);
            }
        }
    }

    /// A thin line whose ends lie within pixels.
    fn fine_line(&mut self, from: Point, to: Point) {
        let (width, height) = self.size();
        let Some((mut from, mut to)) = clip((width << SHIFT, height << SHIFT), from, to) else { return };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let is_flat = dx.abs() > dy.abs();
        if (is_flat && dx < 0) || (!is_flat && dy < 0) {
            (from, to) = (to, from);
        }
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        self.put((to.0 + HALF) >> SHIFT, (to.1 + HALF) >> SHIFT);
        let (x, y) = (from.0 + HALF, from.1 + HALF);
        if is_flat {
            let step = (dy << SHIFT) / (dx | 1);
            for i in 0..=(dx >> SHIFT) {
                self.put((x >> SHIFT) + i, (y + i * step) >> SHIFT);
            }
        } else {
            let step = (dx << SHIFT) / (dy | 1);
            for i in 0..=(dy >> SHIFT) {
                self.put((x + i * step) >> SHIFT, (y >> SHIFT) + i);
            }
        }
    }

    fn thin_circle(&mut self, center: Point, radius: i64, is_filled: bool) {
        let (mut error, mut dx, mut dy) = (0, radius.clamp(0, FARTHEST as i64), 0);
        let (mut plus, mut minus) = (1, (dx << 1) - 1);
        let (x, y) = center;
        while dx >= dy {
            for (across, down) in [(dx, dy), (dy, dx)] {
                for line in [y - down, y + down] {
                    if is_filled {
                        self.row(line, x - across, x + across);
                    } else {
                        self.put(x - across, line);
                        self.put(x + across, line);
                    }
                }
            }
            dy += 1;
            error += plus;
            plus += 2;
            if error > 0 {
                error -= minus;
                dx -= 1;
                minus -= 2;
            }
        }
    }

    /// Fills a convex outline whose points have `shift` bits behind the point, and draws its edge.
    fn fill_convex(&mut self, points: &[Point], shift: u32, stroke: Stroke) {
        let is_smooth = stroke == Stroke::Smooth;
        let delta = (1 << shift) >> 1;
        let line_of = |y: i64| (y + delta) >> shift;
        let Some(mut before) = points.last().copied() else { return };
        for &point in points {
            if shift == 0 {
                self.thin(before, point);
            } else if is_smooth {
                self.smooth_line(before, point);
            } else {
                self.fine_line(before, point);
            }
            before = point;
        }
        let (width, height) = self.size();
        let count = points.len();
        let Some(top) = points.iter().map(|point| point.1).min() else { return };
        let Some(bottom) = points.iter().map(|point| line_of(point.1)).max() else { return };
        let first = points.iter().position(|point| point.1 == top).unwrap_or(0);
        let up = SHIFT - shift;
        let bottom = bottom.min(height - 1);
        // Two sides go down from the highest point: the one forwards, the other backwards along the outline.
        let mut sides = [Side::at(first, line_of(top), 1), Side::at(first, line_of(top), count - 1)];
        let mut edges = count;
        // What fades is drawn by the edge: the inside starts after it.
        let (inward, outward) = if is_smooth { (ONE - 1, 0) } else { (HALF, HALF) };
        for y in line_of(top)..=bottom {
            let turns = !is_smooth || y < bottom || y == line_of(top);
            for side in &mut sides {
                if turns && y >= side.until {
                    let (mut at, mut next) = (side.at, (side.at + side.step) % count);
                    while edges > 0 {
                        edges -= 1;
                        let until = line_of(points[next].1);
                        if until > y {
                            let (from, to) = (points[at].0 << up, points[next].0 << up);
                            side.slope = ((to - from) * 2 + (until - y)) / (2 * (until - y));
                            (side.until, side.x, side.at) = (until, from, next);
                            break;
                        }
                        (at, next) = (next, (next + side.step) % count);
                    }
                }
            }
            let (left, right) = (sides[0].x.min(sides[1].x), sides[0].x.max(sides[1].x));
            let (left, right) = ((left + inward) >> SHIFT, (right + outward) >> SHIFT);
            if right >= 0 && left < width {
                self.row(y, left, right);
            }
            for side in &mut sides {
                side.x += side.slope;
            }
        }
    }

    /// The sloping edges of an outline, which is drawn too.
    fn edges(&mut self, points: &[Point], edges: &mut Vec<Edge>) {
        let (width, height) = self.size();
        let Some(mut from) = points.last().copied() else { return };
        for &to in points {
            self.thin(from, to);
            let (mut start, mut end) = (fixed_x(from), fixed_x(to));
            let is_outside = |point: Point| !(0..width).contains(&point.0) || !(0..height).contains(&point.1);
            if is_outside(from) || is_outside(to) {
                // Where the clipped line is level, the edge keeps its own ends.
                if let Some((a, b)) = clip((width, height), from, to)
                    && a.1 != b.1
                {
                    (start, end) = (fixed_x(a), fixed_x(b));
                }
            }
            if from.1 != to.1 && start.1 != end.1 {
                let slope = (end.0 - start.0) / (end.1 - start.1);
                let (upper, lower, start) = if from.1 < to.1 { (from, to, start) } else { (to, from, end) };
                let x = start.0 + (upper.1 - start.1) * slope;
                edges.push(Edge { top: upper.1, bottom: lower.1, x, slope });
            }
            from = to;
        }
    }

    fn fill_edges(&mut self, mut edges: Vec<Edge>) {
        let (_, height) = self.size();
        edges.sort_by_key(|edge| (edge.top, edge.x, edge.slope));
        let Some(top) = edges.first().map(|edge| edge.top) else { return };
        let bottom = edges.iter().map(|edge| edge.bottom).max().unwrap_or(top).min(height);
        let mut waiting = edges.into_iter().peekable();
        let mut active: Vec<Edge> = Vec::new();
        for y in top..bottom {
            active.retain(|edge| edge.bottom != y);
            while let Some(edge) = waiting.next_if(|edge| edge.top == y) {
                let at = active.iter().position(|other| other.x >= edge.x).unwrap_or(active.len());
                active.insert(at, edge);
            }
            for pair in active.chunks_exact_mut(2) {
                let (left, right) = (pair[0].x.min(pair[1].x), pair[0].x.max(pair[1].x));
                // Pixels that lie within; those on the edge are drawn already.
                self.row(y, (left + ONE - 1) >> SHIFT, right >> SHIFT);
                pair.iter_mut().for_each(|edge| edge.x += edge.slope);
            }
            active.sort_by_key(|edge| edge.x);
        }
    }
}

/// One of the two sides of a convex shape while it is filled downwards.
struct Side {
    at: usize,
    step: usize,
    x: i64,
    slope: i64,
    until: i64,
}

impl Side {
    fn at(at: usize, until: i64, step: usize) -> Self {
        Self { at, step, x: -ONE, slope: 0, until }
    }
}

/// An edge of a shape that is filled: from line `top` to the one before `bottom`.
struct Edge {
    top: i64,
    bottom: i64,
    x: i64,
    slope: i64,
}

fn fixed(point: Point) -> Point {
    (point.0 << SHIFT, point.1 << SHIFT)
}

fn fixed_x(point: Point) -> Point {
    (point.0 << SHIFT, point.1)
}

fn rounded(point: Point) -> Point {
    ((point.0 + HALF) >> SHIFT, (point.1 + HALF) >> SHIFT)
}

/// The part of a line within a picture of a size.
pub(super) fn clip(size: Point, from: Point, to: Point) -> Option<(Point, Point)> {
    let (right, bottom) = (size.0 - 1, size.1 - 1);
    if right < 0 || bottom < 0 {
        return None;
    }
    let ((mut x1, mut y1), (mut x2, mut y2)) = (from, to);
    let beside = |x: i64| (x < 0, x > right);
    let below = |y: i64| (y < 0, y > bottom);
    let share = |part: i64, whole: i64, of: i64| (part as f64 * whole as f64 / of as f64) as i64;
    if (y1 < 0 && y2 < 0) || (y1 > bottom && y2 > bottom) || (x1 < 0 && x2 < 0) || (x1 > right && x2 > right)
    {
        return None;
    }
    if below(y1) != (false, false) {
        let edge = if y1 < 0 { 0 } else { bottom };
        x1 += share(edge - y1, x2 - x1, y2 - y1);
        y1 = edge;
    }
    if below(y2) != (false, false) {
        let edge = if y2 < 0 { 0 } else { bottom };
        x2 += share(edge - y2, x2 - x1, y2 - y1);
        y2 = edge;
    }
    if (x1 < 0 && x2 < 0) || (x1 > right && x2 > right) {
        return None;
    }
    if beside(x1) != (false, false) {
        let edge = if x1 < 0 { 0 } else { right };
        y1 += share(edge - x1, y2 - y1, x2 - x1);
        x1 = edge;
    }
    if beside(x2) != (false, false) {
        let edge = if x2 < 0 { 0 } else { right };
        y2 += share(edge - x2, y2 - y1, x2 - x1);
        x2 = edge;
    }
    Some(((x1, y1), (x2, y2)))
}

/// The sine of whole degrees, with the seven digits that OpenCV's table has.
fn sine(degrees: i64) -> f64 {
    let exact = (degrees.rem_euclid(360) as f64).to_radians().sin();
    f64::from(((exact * 1e7).round() / 1e7) as f32)
}

/// Points along an ellipse, closer where it is large; all with bits behind the point.
fn arc_points(center: Point, radii: Point, start: i64, end: i64) -> Vec<Point> {
    let step = match (radii.0.max(radii.1) + HALF) >> SHIFT {
        ..3 => 90,
        3..10 => 30,
        10..15 => 18,
        _ => 5,
    };
    let (mut start, mut end) = (start.min(end), start.max(end));
    if end - start > 360 {
        (start, end) = (0, 360);
    }
    let turns = start.div_euclid(360) * 360;
    (start, end) = (start - turns, end - turns);
    if end > 360 {
        (start, end) = (start - 360, end - 360);
    }
    let mut points: Vec<Point> = Vec::new();
    let mut at = start;
    while at < end + step {
        let angle = at.min(end);
        let x = center.0 as f64 + radii.0 as f64 * sine(450 - angle);
        let y = center.1 as f64 + radii.1 as f64 * sine(angle);
        let point = (x.round_ties_even() as i64, y.round_ties_even() as i64);
        if points.last() != Some(&point) {
            points.push(point);
        }
        at += step;
    }
    if points.len() == 1 { vec![center; 2] } else { points }
}
