//! Many numbers in a word: how many, in which rows, from where to where.
use super::number;
use flowdeck_spec::Node;

/// How deep rows are nested.
const DEEPEST: usize = 8;
/// How many numbers are read.
const MOST: usize = 4_000_000;

/// Many numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// How long the lists are, the outermost first; of those within, the first one's length.
    pub sides: Vec<usize>,
    /// How many numbers there are.
    pub count: usize,
    /// The least.
    pub least: f64,
    /// The greatest.
    pub most: f64,
    /// Their mean.
    pub mean: f64,
}

impl Summary {
    /// Sums up a list that holds nothing but numbers, perhaps in lists; a null among them is passed over.
    pub(super) fn read(items: &[Node]) -> Option<Self> {
        let mut sums = Sums { count: 0, least: f64::INFINITY, most: f64::NEG_INFINITY, sum: 0.0 };
        sums.add(items, 0)?;
        let mut sides = vec![items.len()];
        let mut at = items;
        while let Some(Node::Array(inner)) = at.first() {
            sides.push(inner.len());
            at = inner;
        }
        (sums.count > 0).then(|| Self {
            sides,
            count: sums.count,
            least: sums.least,
            most: sums.most,
            mean: sums.sum / sums.count as f64,
        })
    }
}

struct Sums {
    count: usize,
    least: f64,
    most: f64,
    sum: f64,
}

impl Sums {
    fn add(&mut self, items: &[Node], depth: usize) -> Option<()> {
        if depth >= DEEPEST {
            return None;
        }
        for item in items {
            match item {
                Node::Array(inner) => self.add(inner, depth + 1)?,
                Node::Null => {}
                one => {
                    let one = number(one)?;
                    self.count += 1;
                    self.least = self.least.min(one);
                    self.most = self.most.max(one);
                    self.sum += one;
                }
            }
            if self.count > MOST {
                return None;
            }
        }
        Some(())
    }
}
