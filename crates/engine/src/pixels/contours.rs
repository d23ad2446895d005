//! The outer borders of what is not black, followed around as Suzuki and Abe do; runs in one direction are their two
//! ends.
use image::GrayImage;

/// The eight directions, counter-clockwise from the right.
const AROUND: [(i64, i64); 8] = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)];

/// The borders of areas that lie in no other one, the lowest first, as OpenCV lists them.
pub(crate) fn outer(image: &GrayImage) -> Vec<Vec<(i64, i64)>> {
    let (width, height) = (i64::from(image.width()), i64::from(image.height()));
    // A frame of nothing around the image saves every look beyond its edge.
    let stride = width + 2;
    let mut marks = vec![Mark::Nothing; (stride * (height + 2)) as usize];
    for (x, y, pixel) in image.enumerate_pixels() {
        if pixel.0[0] > 0 {
            marks[((i64::from(y) + 1) * stride + i64::from(x) + 1) as usize] = Mark::Fresh;
        }
    }
    let mut found = Vec::new();
    for y in 1..=height {
        // Whether the last border that was crossed was left to the outside.
        let mut is_outside = true;
        for x in 1..=width {
            let at = (y * stride + x) as usize;
            match marks[at] {
                Mark::Nothing => continue,
                Mark::Fresh if is_outside && marks[at - 1] == Mark::Nothing => {
                    found.push(follow(&mut marks, stride, (x, y)));
                }
                _ => {}
            }
            match marks[at] {
                Mark::Border => is_outside = false,
                Mark::RightBorder => is_outside = true,
                Mark::Nothing | Mark::Fresh => {}
            }
        }
    }
    found.reverse();
    found
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Nothing,
    Fresh,
    /// A border was followed here.
    Border,
    /// The same, and right of it there is nothing.
    RightBorder,
}

/// Follows one outer border from its first pixel.
fn follow(marks: &mut [Mark], stride: i64, start: (i64, i64)) -> Vec<(i64, i64)> {
    let index = |(x, y): (i64, i64)| (y * stride + x) as usize;
    let next = |(x, y): (i64, i64), direction: usize| (x + AROUND[direction].0, y + AROUND[direction].1);
    let is_set = |marks: &[Mark], place: (i64, i64)| marks[index(place)] != Mark::Nothing;
    // The first neighbour, clockwise from the left.
    let Some(first) = (1..8).map(|turn| (4 + 8 - turn) % 8).find(|d| is_set(marks, next(start, *d))) else {
        marks[index(start)] = Mark::RightBorder;
        return vec![(start.0 - 1, start.1 - 1)];
    };
    let last = next(start, first);
    let mut points = Vec::new();
    let (mut at, mut from) = (start, first);
    let mut before = first ^ 4;
    loop {
        // The next neighbour, counter-clockwise from the one that the border came from.
        let mut direction = from;
        for _ in 0..8 {
            direction = (direction + 1) % 8;
            if is_set(marks, next(at, direction)) {
                break;
            }
        }
        // Going past the right neighbour means that there is nothing there.
        if (direction.wrapping_sub(1)) < from {
            marks[index(at)] = Mark::RightBorder;
        } else if marks[index(at)] == Mark::Fresh {
            marks[index(at)] = Mark::Border;
        }
        if direction != before {
            points.push((at.0 - 1, at.1 - 1));
            before = direction;
        }
        let to = next(at, direction);
        if to == start && at == last {
            return points;
        }
        at = to;
        from = (direction + 4) % 8;
    }
}

#[cfg(test)]
mod tests {
    use super::outer;
    use image::{GrayImage, Luma};

    fn image(rows: &[&str]) -> GrayImage {
        GrayImage::from_fn(rows[0].len() as u32, rows.len() as u32, |x, y| {
            Luma([if rows[y as usize].as_bytes()[x as usize] == b'#' { 255 } else { 0 }])
        })
    }

    #[test]
    fn a_rectangle_has_four_corners_and_what_is_within_a_hole_is_left_out() {
        let rows = ["#####", "#...#", "#.#.#", "#...#", "#####"];
        assert_eq!(outer(&image(&rows)), [vec![(0, 0), (0, 4), (4, 4), (4, 0)]]);
    }

    #[test]
    fn single_pixels_and_the_order() {
        assert_eq!(outer(&image(&["#....", "...#.", ".#..."])), [vec![(1, 2)], vec![(3, 1)], vec![(0, 0)]]);
        assert!(outer(&image(&["..."])).is_empty());
    }
}
