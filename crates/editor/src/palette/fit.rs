//! What a wire can go to: which property of a block takes what an output gives, and which output gives what a property
//! takes. The engine's rule is [`KindSet::meets`]; here is also what is likely meant.
use super::fuzzy::Target;
use super::{Entry, What};
use flowdeck_spec::catalogue::{Block, Catalogue, KindSet};

/// What the new item is to be wired to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing: it stands by itself.
    Anything,
    /// It takes data of these kinds.
    TakerOf(KindSet),
    /// It gives data of these kinds.
    GiverOf(KindSet),
    /// It takes data of the first kinds and gives some of the second: it goes between two that do not meet.
    Between(KindSet, KindSet),
    /// It is a step that another one decides about.
    Step,
}

/// A property or output that a wire can be tied to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Port {
    place: u16,
    kinds: KindSet,
    /// What the block is for, as against settings and bookkeeping.
    is_main: bool,
}

/// How an entry fits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fit {
    pub(super) port: Option<u16>,
    /// By its main port, and by a kind that both sides name.
    pub(super) is_main: bool,
}

/// Kinds of plain values: what settings hold and parameters can be.
const PLAIN: &[&str] = &[
    "string",
    "integer",
    "float",
    "float_zero_to_one",
    "boolean",
    "list_of_values",
    "dictionary",
    "zone",
    "point",
    "rgb_color",
    "secret",
    "roboflow_api_key",
    "roboflow_model_id",
    "roboflow_project",
    "roboflow_solution",
    "ROBOFLOW_MANAGED_KEY",
    "timestamp",
    "bytes",
];
/// Kinds that say where a result comes from.
pub(crate) const BOOKKEEPING: &[&str] =
    &["inference_id", "parent_id", "prediction_type", "roboflow_model_id"];

fn set(catalogue: &Catalogue, names: &[&str]) -> KindSet {
    let known = names.iter().filter_map(|name| catalogue.kinds.find(name));
    known.fold(KindSet::NONE, |set, kind| set.with(KindSet::of(kind)))
}

/// All kinds but these and the wildcard.
fn others(catalogue: &Catalogue, names: &[&str]) -> KindSet {
    let all: Vec<&str> = catalogue.kinds.iter().skip(1).filter(|name| !names.contains(name)).collect();
    set(catalogue, &all)
}

/// Whether and how an entry fits what is wanted. Of several ports the best is taken, and of equal ones the first.
pub(super) fn fit(entry: &Entry, wanted: Wanted) -> Option<Fit> {
    let (ports, kinds) = match wanted {
        Wanted::Anything => return Some(Fit { port: None, is_main: true }),
        Wanted::Step => {
            let is_step = matches!(entry.what, What::Block(_));
            return is_step.then_some(Fit { port: None, is_main: true });
        }
        Wanted::Between(given, taken) => {
            return between(entry, given, taken).map(|(port, _)| Fit { port: Some(port), is_main: true });
        }
        Wanted::TakerOf(kinds) => (&entry.takers, kinds),
        Wanted::GiverOf(kinds) => (&entry.givers, kinds),
    };
    let mut best: Option<(u8, Port)> = None;
    for port in ports.iter().filter(|port| port.kinds.meets(kinds)) {
        let is_named = !port.kinds.is_any() && !kinds.is_any();
        let worth = u8::from(is_named) * 2 + u8::from(port.is_main);
        if best.is_none_or(|(known, _)| worth > known) {
            best = Some((worth, *port));
        }
    }
    // Of a source that may be anything nothing more is known: the main port it is.
    let least = if kinds.is_any() { 1 } else { 3 };
    best.map(|(worth, port)| Fit { port: Some(port.place), is_main: worth >= least })
}

/// The port of a block that takes data of the first kinds, and the one that gives some of the second; by what the block is
/// for, and by kinds that both sides name.
pub(super) fn between(entry: &Entry, given: KindSet, taken: KindSet) -> Option<(u16, u16)> {
    let named = |ports: &[Port], kinds: KindSet| {
        let fits = |port: &&Port| port.is_main && !port.kinds.is_any() && port.kinds.meets(kinds);
        ports.iter().find(fits).map(|port| port.place)
    };
    let is_block = matches!(entry.what, What::Block(_));
    named(&entry.takers, given).zip(named(&entry.givers, taken)).filter(|_| is_block)
}

/// Whether a newer version of the block is there that is not deprecated.
pub(crate) fn is_outdone(catalogue: &Catalogue, block: &Block) -> bool {
    let Some((base, own)) = version(block.full_type()) else { return false };
    catalogue.blocks().iter().filter(|other| !other.deprecated).any(|other| {
        other.full_type().starts_with(base)
            && version(other.full_type()).is_some_and(|(name, number)| name == base && number > own)
    })
}

fn version(full: &str) -> Option<(&str, u32)> {
    let (base, number) = full.rsplit_once("@v")?;
    Some((base, number.parse().ok()?))
}

/// The kinds of a catalogue that are more than settings and more than bookkeeping.
pub(super) struct Weighty {
    data: KindSet,
    results: KindSet,
}

impl Weighty {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        Self { data: others(catalogue, PLAIN), results: others(catalogue, BOOKKEEPING) }
    }
}

/// Notes the ports of a block.
pub(super) fn wire(entry: &mut Entry, weighty: &Weighty, block: &Block) {
    let mut takers = Vec::new();
    for (place, field) in block.fields.iter().enumerate() {
        let Some(reference) = field.reference.filter(|reference| !reference.is_step) else { continue };
        let is_main = field.default.is_none();
        takers.push(port(place, reference.kinds, is_main));
    }
    let mut givers = Vec::new();
    for (place, output) in block.outputs.iter().enumerate() {
        givers.push(port(place, output.kinds, output.kinds.meets(weighty.results)));
    }
    tie(entry, takers, givers, weighty.data);
}

fn port(place: usize, kinds: KindSet, is_main: bool) -> Port {
    Port { place: u16::try_from(place).unwrap_or(u16::MAX), kinds, is_main }
}

fn tie(entry: &mut Entry, takers: Vec<Port>, givers: Vec<Port>, data: KindSet) {
    let all = |ports: &[Port], keep: &dyn Fn(&Port) -> bool| {
        ports.iter().filter(|port| keep(port)).fold(KindSet::NONE, |set, port| set.with(port.kinds))
    };
    let is_data = |port: &Port| port.is_main && port.kinds.meets(data);
    entry.takes = all(&takers, &is_data);
    if entry.takes == KindSet::NONE {
        entry.takes = all(&takers, &|port| port.is_main);
    }
    entry.gives = all(&givers, &|port| port.is_main);
    // A word for a kind means those that name it, not those that take anything.
    let is_named = |port: &Port| port.is_main && !port.kinds.is_any();
    entry.kinds = all(&takers, &is_named).with(all(&givers, &is_named));
    entry.takers = takers.into();
    entry.givers = givers.into();
}

/// The entries that are no blocks.
pub(super) fn own(catalogue: &Catalogue, weighty: &Weighty) -> Vec<Entry> {
    let kind = |name: &str| set(catalogue, &[name]);
    let (plain, data) = (set(catalogue, PLAIN), weighty.data);
    let inputs = [
        ("WorkflowImage", "Image input", "A picture or video frame that each run is given.", kind("image")),
        ("WorkflowParameter", "Parameter", "A value that can be set for each run, with a default.", plain),
        (
            "WorkflowBatchInput",
            "Batch input",
            "A list of values of one kind, such as results made elsewhere.",
            KindSet::ANY,
        ),
        (
            "WorkflowVideoMetadata",
            "Video metadata",
            "Which video a frame is from, its number and its time.",
            kind("video_metadata"),
        ),
    ];
    let mut out = Vec::new();
    for (type_name, name, about, kinds) in inputs {
        let mut entry = Entry::new(What::Input(type_name), name, about, 0);
        tie(&mut entry, Vec::new(), vec![port(0, kinds, true)], data);
        out.push(entry);
    }
    let mut output =
        Entry::new(What::Output, "Output", "Gives a result back to whoever runs the workflow.", 0);
    tie(&mut output, vec![port(0, KindSet::ANY, true)], Vec::new(), data);
    out.push(output);
    out.push(Entry::new(What::Note, "Note", "A few words for people; the engine does not see it.", 0));
    for entry in &mut out {
        entry.type_name = Target::new(entry.key());
    }
    out
}
