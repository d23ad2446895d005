//! The curve of a link: it leaves to the right and arrives from the left, in one cubic Bézier, or in two with a level piece
//! between them where it goes around something.
use crate::geometry::{Point, Rect};

/// The shortest reach of a curve's handles: so that even a link straight down is seen to leave and to arrive.
const REACH: f64 = 40.0;
/// The longest reach of the handles of a link that leads back.
const REACH_BACK: f64 = 240.0;
/// Into how many straight pieces a curve is cut to find what is near it.
const PIECES: u32 = 16;

/// In how far a link has reached the height at which it runs level.
const TURN: f64 = 76.0;

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
    /// From where to where it runs level on its way.
    pub level: Option<(Point, Point)>,
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
            level: None,
        }
    }

    /// The curve between two ports that runs level at a height on its way from left to right.
    #[must_use]
    pub fn along(start: Point, end: Point, height: f64) -> Self {
        let turn = TURN.min((end.x - start.x) / 3.0);
        Self {
            start,
            leave: Point { x: start.x + turn / 2.0, y: start.y },
            arrive: Point { x: end.x - turn / 2.0, y: end.y },
            end,
            level: Some((Point { x: start.x + turn, y: height }, Point { x: end.x - turn, y: height })),
        }
    }

    /// Its Béziers, each with its two ends and the handles between them; between two of them it is straight.
    #[must_use]
    pub fn pieces(&self) -> ([Point; 4], Option<[Point; 4]>) {
        let Some((first, last)) = self.level else {
            return ([self.start, self.leave, self.arrive, self.end], None);
        };
        let (down, up) = (Point { x: self.leave.x, y: first.y }, Point { x: self.arrive.x, y: last.y });
        ([self.start, self.leave, down, first], Some([last, up, self.arrive, self.end]))
    }

    /// Whether it runs through a rectangle, as far as is seen by looking at some of its points.
    #[must_use]
    pub fn crosses(&self, rect: Rect) -> bool {
        self.bounds().meets(rect)
            && (0..=2 * PIECES).any(|at| rect.contains(self.point(f64::from(at) / f64::from(2 * PIECES))))
    }

    /// A rectangle that holds the curve: the one around its handles.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        let ends = Rect::between(self.start, self.end).with(Rect::between(self.leave, self.arrive));
        self.level.map_or(ends, |(first, last)| ends.with(Rect::between(first, last)))
    }

    /// The point after a share of the way, from 0 to 1.
    #[must_use]
    pub fn point(&self, share: f64) -> Point {
        match self.pieces() {
            (whole, None) => on(&whole, share),
            // The level piece is the middle third of the way.
            (first, _) if share <= 1.0 / 3.0 => on(&first, share * 3.0),
            (_, Some(last)) if share >= 2.0 / 3.0 => on(&last, share * 3.0 - 2.0),
            (first, Some(last)) => {
                let (share, from, to) = (share * 3.0 - 1.0, first[3], last[0]);
                Point { x: from.x + (to.x - from.x) * share, y: from.y }
            }
        }
    }

    /// How far a point is from the curve, squared.
    #[must_use]
    pub fn distance_squared(&self, point: Point) -> f64 {
        let mut least = f64::INFINITY;
        let mut from = self.start;
        let pieces = if self.level.is_some() { 3 * PIECES } else { PIECES };
        for piece in 1..=pieces {
            let to = self.point(f64::from(piece) / f64::from(pieces));
            least = least.min(to_segment(point, from, to));
            from = to;
        }
        least
    }
}

/// The point of a Bézier after a share of it.
fn on([start, leave, arrive, end]: &[Point; 4], share: f64) -> Point {
    let rest = 1.0 - share;
    let (a, b) = (rest * rest * rest, 3.0 * rest * rest * share);
    let (c, d) = (3.0 * rest * share * share, share * share * share);
    let mix = |p: f64, q: f64, r: f64, s: f64| a * p + b * q + c * r + d * s;
    Point { x: mix(start.x, leave.x, arrive.x, end.x), y: mix(start.y, leave.y, arrive.y, end.y) }
}

/// How far a point is from a straight piece, squared.
fn to_segment(point: Point, from: Point, to: Point) -> f64 {
    let (along, there) = (to.minus(from), point.minus(from));
    let length = along.x * along.x + along.y * along.y;
    let share = if length > 0.0 { (along.x * there.x + along.y * there.y) / length } else { 0.0 };
    let share = share.clamp(0.0, 1.0);
    point.distance_squared(Point { x: from.x + along.x * share, y: from.y + along.y * share })
}
