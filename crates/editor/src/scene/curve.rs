//! The curve of a link: one cubic Bézier that leaves to the right and arrives from the left.
use crate::geometry::{Point, Rect};

/// The shortest reach of a curve's handles: so that even a link straight down is seen to leave and to arrive.
const REACH: f64 = 40.0;
/// The longest reach of the handles of a link that leads back.
const REACH_BACK: f64 = 240.0;
/// Into how many straight pieces a curve is cut to find what is near it.
const PIECES: u32 = 16;

/// A curve with its two handles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Curve {
    /// Where it begins.
    pub start: Point,
    /// The handle of the beginning.
    pub leave: Point,
    /// The handle of the end.
    pub arrive: Point,
    /// Where it ends.
    pub end: Point,
}

impl Curve {
    /// The curve between two ports.
    #[must_use]
    pub fn between(start: Point, end: Point) -> Self {
        let across = end.x - start.x;
        let reach = if across >= 0.0 {
            (across / 2.0).max(REACH)
        } else {
            // A link back swings out, further the longer it is.
            (REACH - across / 2.0).min(REACH_BACK)
        };
        Self {
            start,
            leave: Point { x: start.x + reach, y: start.y },
            arrive: Point { x: end.x - reach, y: end.y },
            end,
        }
    }

    /// A rectangle that holds the curve: the one around its handles.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        Rect::between(self.start, self.end).with(Rect::between(self.leave, self.arrive))
    }

    /// The point after a share of the way, from 0 to 1.
    #[must_use]
    pub fn point(&self, share: f64) -> Point {
        let rest = 1.0 - share;
        let (a, b) = (rest * rest * rest, 3.0 * rest * rest * share);
        let (c, d) = (3.0 * rest * share * share, share * share * share);
        let mix = |p: f64, q: f64, r: f64, s: f64| a * p + b * q + c * r + d * s;
        Point {
            x: mix(self.start.x, self.leave.x, self.arrive.x, self.end.x),
            y: mix(self.start.y, self.leave.y, self.arrive.y, self.end.y),
        }
    }

    /// How far a point is from the curve, squared.
    #[must_use]
    pub fn distance_squared(&self, point: Point) -> f64 {
        let mut least = f64::INFINITY;
        let mut from = self.start;
        for piece in 1..=PIECES {
            let to = self.point(f64::from(piece) / f64::from(PIECES));
            least = least.min(to_segment(point, from, to));
            from = to;
        }
        least
    }
}

/// How far a point is from a straight piece, squared.
fn to_segment(point: Point, from: Point, to: Point) -> f64 {
    let (along, there) = (to.minus(from), point.minus(from));
    let length = along.x * along.x + along.y * along.y;
    let share = if length > 0.0 { (along.x * there.x + along.y * there.y) / length } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    point.distance_squared(Point { x: from.x + along.x * share, y: from.y + along.y * share })
}
