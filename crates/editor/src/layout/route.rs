//! Phase 5: the drawing. Columns get their x, links their curves: out of a node's right side, level through the
//! columns they pass, into the left side of their target. Links that run back go around below everything.
use super::order::Layers;
use super::proper::Proper;
use super::rank::{Course, Ranked};
use super::{Layout, Path, Point, Rect, Size, Spacing};
use std::collections::HashMap;

/// The distance of two links on one side of a node, at most.
const LINK_GAP: f64 = 14.0;
/// A node's side stays free of links this far from its corners.
const CORNER: f64 = 10.0;
/// The distance of backward links from each other below the drawing.
const BACK_GAP: f64 = 14.0;

pub(super) fn draw(
    proper: &Proper,
    ranked: &Ranked,
    layers: &Layers,
    centres: &[f64],
    sizes: &[Size],
    edges: &[(usize, usize)],
    spacing: Spacing,
) -> Layout {
    let columns = columns(proper, layers, sizes, spacing);
    let nodes = nodes(proper, layers, centres, sizes, spacing);
    let bottom = nodes.iter().map(|node| node.y + node.height).fold(spacing.margin, f64::max);
    let (starts, ends) = ports(proper, ranked, centres, &nodes, edges);
    let mut back = 0;
    let paths = edges
        .iter()
        .enumerate()
        .map(|(edge, &(from, to))| match ranked.course[edge] {
            Course::Broken => Path::default(),
            Course::Forward => {
                let mut points = vec![starts[edge]];
                for &waypoint in &proper.via[edge] {
                    let (left, width) = columns[proper.rank[waypoint]];
                    let y = spacing.margin + centres[waypoint];
                    curve(&mut points, Point { x: left, y });
                    curve(&mut points, Point { x: left + width, y });
                }
                curve(&mut points, ends[edge]);
                Path { points }
            }
            Course::Loop => around(
                starts[edge],
                ends[edge],
                nodes[from].y + nodes[from].height + spacing.row / 2.0,
                spacing.column / 4.0,
            ),
            Course::Back => {
                back += 1;
                let lane = bottom + BACK_GAP * f64::from(back);
                debug_assert!(nodes[to].x <= nodes[from].x, "an edge that runs back runs to the left");
                around(starts[edge], ends[edge], lane, spacing.column / 3.0)
            }
        })
        .collect();
    let right = columns.last().map_or(spacing.margin, |(left, width)| left + width);
    Layout {
        nodes,
        edges: paths,
        width: right + spacing.margin,
        height: bottom + BACK_GAP * f64::from(back) + spacing.margin,
    }
}

/// The places of the nodes.
pub(super) fn nodes(
    proper: &Proper,
    layers: &Layers,
    centres: &[f64],
    sizes: &[Size],
    spacing: Spacing,
) -> Vec<Rect> {
    let columns = columns(proper, layers, sizes, spacing);
    let place = |(node, size): (usize, &Size)| {
        let (left, width) = columns[proper.rank[node]];
        Rect {
            x: left + (width - size.width) / 2.0,
            y: spacing.margin + centres[node] - size.height / 2.0,
            width: size.width,
            height: size.height,
        }
    };
    sizes.iter().enumerate().map(place).collect()
}

/// The left edge and width of each column.
fn columns(proper: &Proper, layers: &Layers, sizes: &[Size], spacing: Spacing) -> Vec<(f64, f64)> {
    let mut left = spacing.margin;
    layers
        .iter()
        .map(|layer| {
            let widths = layer.iter().filter(|&&vertex| !proper.is_waypoint(vertex));
            let width = widths.map(|&node| sizes[node].width).fold(0.0, f64::max);
            let column = (left, width);
            left += width + spacing.column;
            column
        })
        .collect()
}

/// Where each edge leaves and enters: along the sides, in the order of where they come from and go to.
fn ports(
    proper: &Proper,
    ranked: &Ranked,
    centres: &[f64],
    nodes: &[Rect],
    edges: &[(usize, usize)],
) -> (Vec<Point>, Vec<Point>) {
    let mut leaving: Vec<Vec<(f64, usize)>> = vec![Vec::new(); nodes.len()];
    let mut entering: Vec<Vec<(f64, usize)>> = vec![Vec::new(); nodes.len()];
    for (edge, &(from, to)) in edges.iter().enumerate() {
        let (next, last) = match ranked.course[edge] {
            Course::Broken => continue,
            // They go around below.
            Course::Loop | Course::Back => (f64::INFINITY, f64::INFINITY),
            Course::Forward => (
                centres[proper.via[edge].first().copied().unwrap_or(to)],
                centres[proper.via[edge].last().copied().unwrap_or(from)],
            ),
        };
        leaving[from].push((next, edge));
        entering[to].push((last, edge));
    }
    let mut starts = vec![Point::default(); edges.len()];
    let mut ends = starts.clone();
    for (node, rect) in nodes.iter().enumerate() {
        // Links that share their first waypoint leave as one.
        let trunk = |edge: usize| proper.via[edge].first().copied();
        for (edge, y) in spread(&mut leaving[node], rect, trunk) {
            starts[edge] = Point { x: rect.x + rect.width, y };
        }
        for (edge, y) in spread(&mut entering[node], rect, |_| None) {
            ends[edge] = Point { x: rect.x, y };
        }
    }
    (starts, ends)
}

/// Heights along one side of a node. Edges with the same `shared` vertex get the same.
fn spread(
    links: &mut Vec<(f64, usize)>,
    rect: &Rect,
    shared: impl Fn(usize) -> Option<usize>,
) -> Vec<(usize, f64)> {
    flowdeck_spec::order::sort(links, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut slots: HashMap<usize, usize> = HashMap::new();
    let mut count = 0_usize;
    let placed: Vec<(usize, usize)> = links
        .iter()
        .map(|&(_, edge)| {
            let slot = match shared(edge) {
                Some(vertex) => *slots.entry(vertex).or_insert(count),
                None => count,
            };
            count = count.max(slot + 1);
            (edge, slot)
        })
        .collect();
    let room = (rect.height - 2.0 * CORNER).max(0.0);
    let step = if count > 1 { LINK_GAP.min(room / (count - 1) as f64) } else { 0.0 };
    let top = rect.y + (rect.height - step * count.saturating_sub(1) as f64) / 2.0;
    placed.into_iter().map(|(edge, slot)| (edge, top + step * slot as f64)).collect()
}

/// Adds a segment that leaves and arrives level.
fn curve(points: &mut Vec<Point>, end: Point) {
    let Some(&start) = points.last() else { return };
    let half = (end.x - start.x) / 2.0;
    points.push(Point { x: start.x + half, y: start.y });
    points.push(Point { x: end.x - half, y: end.y });
    points.push(end);
}

/// From a right side to a left side that lies further left, below both.
fn around(start: Point, end: Point, lane: f64, reach: f64) -> Path {
    let bend = |points: &mut Vec<Point>, outward: f64, from: Point, to: Point| {
        points.push(Point { x: from.x + outward, y: from.y });
        points.push(Point { x: to.x + outward, y: to.y });
        points.push(to);
    };
    let (right, left) = (Point { x: start.x, y: lane }, Point { x: end.x, y: lane });
    let mut points = vec![start];
    bend(&mut points, reach, start, right);
    curve(&mut points, left);
    bend(&mut points, -reach, left, end);
    Path { points }
}
