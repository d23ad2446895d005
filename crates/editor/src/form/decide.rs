//! Which widget a property gets: by what the engine takes in it, and by the few names whose meaning is known.
use super::widget::{Drawn, Part, Pick, Slot, Variant, Widget, Wire};
use super::{help_of, label};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::{
    Bound, Catalogue, Field, KindSet, Literal, Model, ModelId, Place, Reference, Shape, Size, Type, TypeId,
};

/// What is drawn on an image, by the property's name.
const DRAWN: [(&str, Drawn); 7] = [
    ("zone", Drawn::Zone),
    ("detection_zone", Drawn::Zone),
    ("perspective_polygons", Drawn::Quads),
    ("line_segment", Drawn::Line),
    ("reference_path", Drawn::Path),
    ("grounding_detection", Drawn::Box),
    ("points", Drawn::Marks),
];

/// Objects within objects are free JSON from here on.
const DEEPEST: u32 = 6;

/// Decides for the properties of one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decider<'a> {
    pub catalogue: &'a Catalogue,
    /// The block's full type: a few names mean something else in some blocks.
    pub block: &'a str,
}

/// What is known of a property beside its type.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct About<'a> {
    pub name: &'a str,
    pub reference: Option<Reference>,
    pub is_multiline: bool,
    pub is_secret: bool,
    pub depth: u32,
}

/// The members of a type, with what holds for all of them.
#[derive(Debug, Default)]
struct Taken<'a> {
    members: Vec<&'a Type>,
    shape: Option<Shape>,
    bounds: Vec<Bound>,
    least: usize,
    nullable: bool,
}

impl<'a> Decider<'a> {
    /// The slot of a property, or of what is inside of it.
    pub(super) fn slot(&self, about: About<'_>, kind: TypeId) -> Slot {
        let mut taken = Taken::default();
        self.gather(kind, 0, &mut taken);
        let reference = about.reference;
        let wire = taken
            .shape
            .map(|shape| Wire { shape, kinds: reference.map_or(KindSet::ANY, |reference| reference.kinds) });
        let literal = if about.depth > DEEPEST { Some(Widget::Json) } else { self.literal(about, &taken) };
        // A list of predictions is given by a model, not by hand.
        let is_only_wired = about.name == "reference_predictions" && wire.is_some();
        Slot { literal: literal.filter(|_| !is_only_wired), wire, nullable: taken.nullable }
    }

    fn gather(&self, kind: TypeId, depth: u32, out: &mut Taken<'a>) {
        if depth > 16 {
            return;
        }
        match self.catalogue.kind_of(kind) {
            Type::Null => out.nullable = true,
            Type::Never => {}
            Type::Selector(shape) => out.shape = Some(*shape),
            Type::Optional(inner) => {
                out.nullable = true;
                self.gather(*inner, depth + 1, out);
            }
            Type::Limited(inner, bound) => {
                // What stands further inside comes first in the text.
                self.gather(*inner, depth + 1, out);
                out.bounds.push(*bound);
            }
            Type::Filled(inner, least) => {
                out.least = *least;
                self.gather(*inner, depth + 1, out);
            }
            Type::Reserved(inner) => self.gather(*inner, depth + 1, out),
            Type::Union(members) => {
                for member in members {
                    self.gather(*member, depth + 1, out);
                }
            }
            other => out.members.push(other),
        }
    }

    fn literal(&self, about: About<'_>, taken: &Taken<'a>) -> Option<Widget> {
        let (mut has_text, mut has_toggle, mut picks) = (false, false, Vec::new());
        let (mut has_whole, mut has_fraction, mut limits) = (false, false, taken.bounds.clone());
        let mut others: Vec<(String, Widget)> = Vec::new();
        let mut other = |label: &str, widget: Widget| {
            if !others.iter().any(|(_, known)| *known == widget) {
                others.push((label.into(), widget));
            }
        };
        for member in &taken.members {
            match member {
                Type::Str => has_text = true,
                Type::Bool => has_toggle = true,
                Type::Int(bounds) => {
                    has_whole = true;
                    add(&mut limits, bounds);
                }
                Type::Float(bounds) => {
                    has_fraction = true;
                    add(&mut limits, bounds);
                }
                Type::Literal(literals) => picks.extend(literals.iter().map(pick)),
                Type::List(item, size) => {
                    let size = Size { least: size.least.max(taken.least), ..*size };
                    other("List", self.list(about, *item, size));
                }
                Type::Dict(_, value, size) => other("Names and values", self.map(about, *value, *size)),
                Type::Tuple(items) => {
                    let about = About { depth: about.depth + 1, reference: None, ..about };
                    other(
                        "Values",
                        Widget::Tuple(items.iter().map(|item| self.slot(about, *item)).collect()),
                    );
                }
                Type::Model(id) => {
                    if let Some(model) = self.catalogue.model(*id) {
                        other("Settings", self.model(model, about.depth));
                    }
                }
                Type::One(models) => other("One of these", self.one(models, about.depth)),
                _ => {
                    (has_text, has_fraction, has_toggle) = (true, true, true);
                    other("JSON", Widget::Json);
                }
            }
        }
        let is_colour = has_text && picks.is_empty() && about.name.contains("color");
        if is_colour {
            // Three numbers are a colour too, and any text is.
            return Some(Widget::Colour);
        }
        let mut ways: Vec<(String, Widget)> = Vec::new();
        if !picks.is_empty() {
            ways.push(("One of these".into(), Widget::Choice { values: picks, open: has_text }));
        } else if has_text && about.is_secret {
            ways.push(("Text".into(), Widget::Secret));
        } else if has_text {
            ways.push(("Text".into(), Widget::Text { multiline: about.is_multiline }));
        }
        if has_whole || has_fraction {
            ways.push(("Number".into(), Widget::Number { whole: !has_fraction, limits }));
        }
        if has_toggle {
            ways.push(("Yes or no".into(), Widget::Toggle));
        }
        // Of a list and a list of exactly so many the latter says more.
        let is_exact = others.iter().any(|(_, widget)| matches!(widget, Widget::Tuple(_)));
        others.retain(|(_, widget)| !is_exact || !matches!(widget, Widget::List { .. }));
        ways.append(&mut others);
        match ways.len() {
            0 | 1 => ways.pop().map(|(_, widget)| widget),
            _ => {
                let variants = ways.into_iter().map(|(label, widget)| Variant { label, tag: None, widget });
                Some(Widget::Variants(variants.collect()))
            }
        }
    }

    fn list(&self, about: About<'_>, item: TypeId, size: Size) -> Widget {
        let kind = self.catalogue.kind_of(item);
        let is_line = about.name == "zone" && self.block.contains("/line_");
        let drawn = DRAWN.iter().find(|(name, _)| *name == about.name).map(|(_, drawn)| *drawn);
        match (kind, drawn) {
            (Type::Any | Type::Int(_) | Type::Float(_), Some(drawn)) => {
                return Widget::Drawn(if is_line { Drawn::Line } else { drawn });
            }
            (Type::Any, _) if about.name == "edges" => {
                let end = || Slot {
                    literal: Some(Widget::Number { whole: true, limits: vec![Bound::Least(0.0)] }),
                    ..Slot::default()
                };
                let of = Slot { literal: Some(Widget::Tuple(vec![end(), end()])), ..Slot::default() };
                return Widget::List { of: Box::new(of), size };
            }
            (Type::One(models), _) if self.are_operations(models) => return Widget::Operations,
            (Type::Str, _) if about.name.contains("class") => return Widget::Classes,
            _ => {}
        }
        let reference = about.reference.filter(|reference| reference.place == Place::Items);
        let about = About { reference, depth: about.depth + 1, ..about };
        Widget::List { of: Box::new(self.slot(about, item)), size }
    }

    fn map(&self, about: About<'_>, value: TypeId, size: Size) -> Widget {
        if matches!(self.catalogue.kind_of(value), Type::Any) {
            match about.name {
                "workflow_definition" => return Widget::Workflow,
                "lookup_table" => {}
                _ => return Widget::Json,
            }
        }
        let reference = about.reference.filter(|reference| reference.place == Place::Values);
        let about = About { reference, depth: about.depth + 1, ..about };
        Widget::Map { of: Box::new(self.slot(about, value)), size }
    }

    fn one(&self, models: &[ModelId], depth: u32) -> Widget {
        let mut variants = Vec::new();
        for model in models.iter().filter_map(|id| self.catalogue.model(*id)) {
            for tag in &model.tags {
                let label = super::operations::name(tag);
                variants.push(Variant { label, tag: Some(tag.clone()), widget: self.model(model, depth) });
            }
        }
        Widget::Variants(variants)
    }

    fn model(&self, model: &Model, depth: u32) -> Widget {
        match &*model.name {
            "StatementGroup" => Widget::Condition,
            _ if depth >= DEEPEST => Widget::Json,
            _ => Widget::Model { tag: model.tags.first().cloned(), parts: self.parts(model, depth + 1) },
        }
    }

    /// The fields of a nested object, without the `type` that tells it from others.
    pub(super) fn parts(&self, model: &Model, depth: u32) -> Vec<Part> {
        let fields = model.fields.iter().filter(|field| field.name() != "type" || model.tags.is_empty());
        fields
            .map(|field| {
                let about =
                    About { name: field.name(), depth, is_secret: field.is_secret, ..About::default() };
                self.part(field, self.slot(about, field.kind))
            })
            .collect()
    }

    /// A field as a form shows it.
    pub(super) fn part(&self, field: &Field, slot: Slot) -> Part {
        Part {
            name: field.name().into(),
            label: label::of_property(field.name()),
            help: help_of(self.catalogue, field.name()),
            required: field.default.is_none(),
            default: field.default.as_ref().map(|value| value.to_node()),
            slot,
        }
    }

    fn are_operations(&self, models: &[ModelId]) -> bool {
        let has = |model: &Model| model.tags.iter().any(|tag| &**tag == "DetectionsFilter");
        models.iter().filter_map(|id| self.catalogue.model(*id)).any(has)
    }
}

/// Adds those limits that are not there yet.
pub(super) fn add(limits: &mut Vec<Bound>, more: &[Bound]) {
    for bound in more {
        if !limits.contains(bound) {
            limits.push(*bound);
        }
    }
}

fn pick(literal: &Literal) -> Pick {
    let (value, label) = match literal {
        Literal::Str(text) => (Node::string(text), label::of_value(text)),
        Literal::Int(number) => (Node::Number(number.to_string().into()), number.to_string()),
        Literal::Bool(value) => (Node::Bool(*value), String::from(if *value { "Yes" } else { "No" })),
        Literal::Null => (Node::Null, "Nothing".into()),
    };
    Pick { value, label }
}
