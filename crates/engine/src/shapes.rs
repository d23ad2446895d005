//! Plane geometry of polygons and boxes.

/// Whether a point lies within a polygon by the even-odd rule; its outline is not within.
pub(crate) fn is_within(corners: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let mut inside = false;
    for (a, b) in edges(corners) {
        let ([x1, y1], [x2, y2]) = (a, b);
        let side = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
        let is_beside = x >= x1.min(x2) && x <= x1.max(x2) && y >= y1.min(y2) && y <= y1.max(y2);
        if side == 0.0 && is_beside {
            return false;
        }
        if (y1 > y) != (y2 > y) && (side > 0.0) == (y2 > y1) {
            inside = !inside;
        }
    }
    inside
}

/// Whether a pixel belongs to a polygon as it is painted: within, or where a line of one pixel along its outline goes.
pub(crate) fn covers_pixel(corners: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    if x < 0.0 || y < 0.0 {
        return false;
    }
    let is_on = |([x1, y1], [x2, y2]): ([f64; 2], [f64; 2])| {
        let (dx, dy) = (x2 - x1, y2 - y1);
        let is_beside =
            x >= x1.min(x2) - 0.5 && x <= x1.max(x2) + 0.5 && y >= y1.min(y2) - 0.5 && y <= y1.max(y2) + 0.5;
        let longest = dx.abs().max(dy.abs());
        is_beside && (dx * (y - y1) - dy * (x - x1)).abs() <= 0.5 * longest
    };
    is_within(corners, [x, y]) || edges(corners).any(is_on)
}

/// The edges of a polygon, the one back to the first corner too.
pub(crate) fn edges(corners: &[[f64; 2]]) -> impl Iterator<Item = ([f64; 2], [f64; 2])> + '_ {
    corners.iter().copied().zip(corners.iter().copied().cycle().skip(1))
}

/// How much two boxes share.
pub(crate) fn shared_area(a: [f64; 4], b: [f64; 4]) -> f64 {
    let width = a[2].min(b[2]) - a[0].max(b[0]);
    let height = a[3].min(b[3]) - a[1].max(b[1]);
    width.max(0.0) * height.max(0.0)
}

/// How much of two boxes together they share, from 0 to 1.
pub(crate) fn overlap(a: [f64; 4], b: [f64; 4]) -> f64 {
    let area = |side: [f64; 4]| (side[2] - side[0]) * (side[3] - side[1]);
    let shared = shared_area(a, b);
    let together = area(a) + area(b) - shared;
    if together > 0.0 { shared / together } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::{covers_pixel, is_within};

    #[test]
    fn an_outline_is_not_within() {
        let square = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]];
        let points = [[5.0, 5.0], [0.0, 5.0], [10.0, 5.0], [5.0, 0.0], [0.0, 0.0], [10.1, 5.0], [9.9, 0.1]];
        let found = points.map(|point| is_within(&square, point));
        assert_eq!(found, [true, false, false, false, false, false, true]);
        let turned: Vec<_> = square.iter().rev().copied().collect();
        assert_eq!(points.map(|point| is_within(&turned, point)), found);
        // As painted, the outline counts, and what a line of one pixel along it takes.
        assert_eq!(points.map(|point| covers_pixel(&square, point)), [true; 7]);
        assert!(!covers_pixel(&square, [11.0, 5.0]) && !covers_pixel(&square, [5.0, 11.0]));
    }
}
