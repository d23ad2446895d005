//! Masks as COCO's run lengths: down the columns, first a run outside, then one inside, and so on.
use super::number;
use flowdeck_spec::Node;

/// The longest side of a mask.
const LONGEST: f64 = 65_535.0;
/// The most runs of one mask.
const MOST_RUNS: usize = 4_000_000;

/// A mask: which pixels belong to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// How many columns it has.
    pub width: u32,
    /// How many rows.
    pub height: u32,
    /// Where runs begin and end, in pixels counted down the columns; each begins behind the end of the one before.
    runs: Vec<(u32, u32)>,
}

/// A piece of a mask in one column of the screen: column, top, bottom, in pixels of the screen.
pub type Strip = (i32, f64, f64);

impl Mask {
    /// Reads `{size: [height, width], counts}`, where counts are numbers or COCO's text.
    #[must_use]
    pub fn read(value: &Node) -> Option<Self> {
        let [height, width] = value.get("size")?.items() else { return None };
        let side =
            |value| number(value).filter(|side| *side >= 1.0 && *side <= LONGEST).map(|side| side as u32);
        let (width, height) = (side(width)?, side(height)?);
        let counts = match value.get("counts")? {
            Node::String(text) => unpacked(text.value().as_bytes())?,
            Node::Array(items) if items.len() <= MOST_RUNS => {
                items.iter().map(|item| number(item).map(|count| count as i64)).collect::<Option<_>>()?
            }
            _ => return None,
        };
        let most = i64::from(width) * i64::from(height);
        let (mut at, mut runs) = (0_i64, Vec::new());
        for (index, count) in counts.into_iter().enumerate() {
            let end = at.checked_add(count).filter(|end| *end >= at)?.min(most);
            if index % 2 == 1 && end > at {
                // At most 65 535², which is below 2³².
                runs.push((at as u32, end as u32));
            }
            at = end;
        }
        Some(Self { width, height, runs })
    }

    /// How many pixels belong to it.
    #[must_use]
    pub fn area(&self) -> u64 {
        self.runs.iter().map(|(start, end)| u64::from(end - start)).sum()
    }

    /// Whether a pixel belongs to it.
    #[must_use]
    pub fn has(&self, x: f64, y: f64) -> bool {
        if x < 0.0 || y < 0.0 || x >= f64::from(self.width) || y >= f64::from(self.height) {
            return false;
        }
        let place = x as u32 * self.height + y as u32;
        let after = self.runs.partition_point(|(start, _)| *start <= place);
        after.checked_sub(1).and_then(|at| self.runs.get(at)).is_some_and(|(_, end)| place < *end)
    }

    /// The pieces that a screen shows: `columns` from and to in pixels of the screen, where a pixel of the mask is `scale`
    /// wide and high and its first one at `x` and `y`. One column of the mask is looked up for each of the screen, so what
    /// a large mask costs depends on the screen.
    pub fn strips(
        &self,
        columns: (i32, i32),
        scale: (f64, f64),
        x: f64,
        y: f64,
        mut draw: impl FnMut(Strip),
    ) {
        let (across, down) = scale;
        if across <= 0.0 || down <= 0.0 {
            return;
        }
        let from = columns.0.max(x.floor() as i32);
        let to = columns.1.min((x + across * f64::from(self.width)).ceil() as i32);
        for column in from..to {
            let place = ((f64::from(column) + 0.5 - x) / across).floor();
            if place < 0.0 || place >= f64::from(self.width) {
                continue;
            }
            let first = place as u32 * self.height;
            let last = first + self.height;
            let begin = self.runs.partition_point(|(_, end)| *end <= first);
            for (start, end) in self.runs.iter().skip(begin).take_while(|(start, _)| *start < last) {
                let (start, end) = ((*start).max(first) - first, (*end).min(last) - first);
                draw((column, y + f64::from(start) * down, y + f64::from(end) * down));
            }
        }
    }
}

/// COCO's text: each number in characters of five bits from `0` on, the lowest first, a sixth bit where more follow, the
/// sign in the last one's fifth bit; from the fourth number on what is told is the difference to the one before the last.
fn unpacked(text: &[u8]) -> Option<Vec<i64>> {
    let mut counts: Vec<i64> = Vec::new();
    let mut rest = text.iter();
    while !rest.as_slice().is_empty() {
        let (mut count, mut shift) = (0_i64, 0_u32);
        loop {
            let part = i64::from(rest.next()?.checked_sub(b'0').filter(|part| *part < 64)?);
            if shift > 50 {
                return None;
            }
            count |= (part & 0x1f) << shift;
            shift += 5;
            if part & 0x20 == 0 {
                if part & 0x10 != 0 {
                    count |= -1 << shift;
                }
                break;
            }
        }
        if let Some(before) = counts.len().checked_sub(2).filter(|before| *before > 0) {
            count = count.checked_add(*counts.get(before)?)?;
        }
        if counts.len() >= MOST_RUNS {
            return None;
        }
        counts.push(count);
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::Mask;
    use flowdeck_spec::{Node, json};

    fn mask(text: &str) -> Option<Mask> {
        Mask::read(&json::parse(text).root.unwrap())
    }

    #[test]
    fn plain_counts_go_down_the_columns() {
        let mask = mask(r#"{"size":[3,2],"counts":[1,3,2]}"#).unwrap();
        let rows: Vec<String> = (0..3)
            .map(|y| (0..2).map(|x| if mask.has(f64::from(x), f64::from(y)) { '#' } else { '.' }).collect())
            .collect();
        assert_eq!(rows, [".#", "#.", "#."]);
        assert_eq!(mask.area(), 3);
        assert!(!mask.has(-0.5, 0.0) && !mask.has(2.0, 0.0) && !mask.has(0.0, 3.0));
    }

    #[test]
    fn strips_show_what_the_mask_has_at_any_scale() {
        let mask = mask(r#"{"size":[3,2],"counts":[1,3,2]}"#).unwrap();
        let drawn = |columns, scale| {
            let mut strips = Vec::new();
            mask.strips(columns, (scale, scale), 0.0, 0.0, |strip| strips.push(strip));
            strips
        };
        assert_eq!(drawn((0, 99), 1.0), [(0, 1.0, 3.0), (1, 0.0, 1.0)]);
        assert_eq!(drawn((0, 3), 2.0), [(0, 2.0, 6.0), (1, 2.0, 6.0), (2, 0.0, 2.0)]);
        // Half the size: of two columns one is left.
        assert_eq!(drawn((0, 99), 0.5), [(0, 0.0, 0.5)]);
        assert_eq!(drawn((1, 1), 1.0), []);
    }

    #[test]
    fn what_is_no_mask_is_none() {
        for bad in [
            r#"{"size":[3,2]}"#,
            r#"{"size":[3],"counts":"1"}"#,
            r#"{"size":[-3,2],"counts":"1"}"#,
            r#"{"size":[99999999,99999999],"counts":"1"}"#,
            r#"{"size":[3,2],"counts":"é"}"#,
            r#"{"size":[3,2],"counts":"oooooooooooooooooo"}"#,
            r#"{"size":[3,2],"counts":[5,-3]}"#,
            r#"{"size":[3,2],"counts":[null]}"#,
            "[]",
        ] {
            assert_eq!(mask(bad), None, "{bad}");
        }
        // Longer than the image: cut at its end.
        assert_eq!(mask(r#"{"size":[3,2],"counts":[1,900000]}"#).unwrap().area(), 5);
        assert_eq!(Mask::read(&Node::Null), None);
    }
}
