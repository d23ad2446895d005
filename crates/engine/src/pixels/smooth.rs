//! Lines whose edges fade, as OpenCV draws them for text.
use super::shapes::{HALF, ONE, Pen, Point, SHIFT, clip};

/// How dark a line of a slope is, of 256: steeper ones cover more of each column.
const SLOPES: [i64; 32] = [
    181, 181, 181, 182, 182, 183, 184, 185, 187, 188, 190, 192, 194, 196, 198, 201, 203, 206, 209, 211, 214,
    218, 221, 224, 227, 231, 235, 238, 242, 246, 250, 254,
];
/// How dark a pixel is by its distance from the middle of the line, in parts of 32.
const FADE: [i64; 64] = [
    168, 177, 185, 194, 202, 210, 218, 224, 231, 236, 241, 246, 249, 252, 254, 254, 254, 254, 252, 249, 246,
    241, 236, 231, 224, 218, 210, 202, 194, 185, 177, 168, 158, 149, 140, 131, 122, 114, 105, 97, 89, 82, 75,
    68, 62, 56, 50, 45, 40, 36, 32, 28, 25, 22, 19, 16, 14, 12, 11, 9, 8, 7, 5, 5,
];

impl Pen<'_> {
    /// A thin line with fading edges between places that have bits behind the point.
    pub(super) fn smooth_line(&mut self, from: Point, to: Point) {
        let (width, height) = self.size();
        let Some((from, to)) = clip((width << SHIFT, height << SHIFT), from, to) else { return };
        let is_flat = (to.0 - from.0).abs() > (to.1 - from.1).abs();
        // Along the longer side, as if that were across.
        let turn = |point: Point| if is_flat { point } else { (point.1, point.0) };
        let (mut from, mut to) = (turn(from), turn(to));
        if to.0 < from.0 {
            (from, to) = (to, from);
        }
        let step = ((to.1 - from.1) << SHIFT) / ((to.0 - from.0) | 1);
        let last = to.0 + ONE;
        let mut left = (last >> SHIFT) - (from.0 >> SHIFT);
        let mut across = from.1 + ((step * -(from.0 & (ONE - 1))) >> SHIFT) + HALF;
        let ends = End::new(step, (from.0 >> (SHIFT - 7)) & 0x78, (last >> (SHIFT - 7)) & 0x78);
        let (mut along, mut done) = (from.0 >> SHIFT, 0);
        while left >= 0 {
            let share = ends.share(done, left);
            let middle = (across >> SHIFT) - 1;
            let part = ((across >> (SHIFT - 5)) & 31) as usize;
            for (offset, fade) in [(0, FADE[part + 32]), (1, FADE[part]), (2, FADE[63 - part])] {
                let (x, y) = turn((along, middle + offset));
                self.tint(x, y, ((share * fade) >> 8) & 0xff);
            }
            along += 1;
            across += step;
            done += 1;
            left -= 1;
        }
    }
}

/// How much of a line's darkness its first and last pixels have.
struct End([i64; 9]);

impl End {
    /// `first` and `last` say how far within their pixels the ends are, in parts of 128.
    fn new(step: i64, first: i64, last: i64) -> Self {
        let slope = (step >> (SHIFT - 5)) & 0x3f;
        let slope = if step < 0 { slope ^ 0x3f } else { slope };
        let slope = if slope & 0x20 == 0 { SLOPES[(slope & 31) as usize] } else { 0x100 };
        let part = |parts: i64| ((parts * slope) >> 8) & 0x1ff;
        let whole = slope << 7;
        let from = ((0x78 - first) | 4) * slope;
        let to = (last | 4) * slope;
        let both = part(((last - first) & 0x78) | 4);
        let cut = |sum: i64| (sum >> 8) & 0x1ff;
        Self([
            0,
            both,
            cut(from),
            both,
            part(((last - first) + 0x80) | 4),
            cut(from + whole),
            cut(to),
            cut(to + whole),
            slope,
        ])
    }

    fn share(&self, done: i64, left: i64) -> i64 {
        let place = |count: i64| (i64::from(count >= 2) + 1) & (count | 2);
        self.0.get((place(done) * 3 + place(left)) as usize).copied().unwrap_or(0)
    }
}
