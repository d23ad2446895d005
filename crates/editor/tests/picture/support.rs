//! Documents, and pictures as text.
use flowdeck_editor::document::Document;
use flowdeck_editor::picture::{Basis, Picture};
use flowdeck_editor::scene::{Port, PortShape, Scene};
use flowdeck_spec::compile::compile;
use flowdeck_spec::json::parse;
use flowdeck_spec::{Catalogue, Diagnostic};
use std::fmt::Write;
use std::sync::OnceLock;

/// The engine's own blocks.
pub(crate) fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    let read = || Catalogue::parse(include_str!("../../../../static/catalogue.txt")).unwrap();
    CATALOGUE.get_or_init(read)
}

pub(crate) fn document(text: &str) -> Document {
    let parsed = parse(text);
    Document::from_config(&parsed.root.unwrap_or_else(|| panic!("{text}: {:?}", parsed.error))).unwrap()
}

/// A stored file of the app.
pub(crate) fn stored(path: &str) -> Document {
    let path = format!("{}/../../static/{path}", env!("CARGO_MANIFEST_DIR"));
    read(&std::fs::read_to_string(path).unwrap())
}

/// Of a text as the server stores it, or of a specification alone.
pub(crate) fn read(text: &str) -> Document {
    let file = parse(text).root.unwrap();
    Document::from_config(file.get("config").unwrap_or(&file)).unwrap()
}

pub(crate) fn with<T>(document: &Document, act: impl FnOnce(&Basis<'_>) -> T) -> T {
    let (compiled, found) = compile(&document.specification, catalogue());
    act(&Basis { document, catalogue: catalogue(), compiled: &compiled, found: &found })
}

pub(crate) fn draw(document: &Document) -> (Picture, Scene) {
    with(document, Picture::of)
}

/// A picture with other findings than the compiler's.
pub(crate) fn draw_with(document: &Document, found: &[Diagnostic]) -> (Picture, Scene) {
    with(document, |basis| Picture::of(&Basis { found, ..*basis }))
}

fn port(port: &Port) -> String {
    let shape = match port.shape {
        PortShape::Value => "",
        PortShape::Batch => "[]",
        PortShape::Nested => "[[]]",
    };
    let missing = if port.is_missing { "!" } else { "" };
    let control = if port.is_control { " ctrl" } else { "" };
    format!("{}:{}{shape}{missing}{control}", port.name, port.family.word())
}

/// A picture: a line for each card, one for each of its sides, then the links with what holds them.
pub(crate) fn told(picture: &Picture, scene: &Scene, with_places: bool) -> String {
    let mut out = String::new();
    for (id, card) in (0..).zip(scene.cards()) {
        let item = picture.item(id).unwrap();
        assert_eq!(picture.card(item), Some(id), "{item:?}");
        write!(
            out,
            "{:?} {item:?} {} — {} [{:?} {}]",
            card.role,
            card.name,
            card.detail,
            card.icon,
            card.family.word()
        )
        .unwrap();
        if with_places {
            write!(out, " at {} {}", card.at.x, card.at.y).unwrap();
        }
        if card.marks.errors + card.marks.warnings > 0 {
            write!(out, " {} errors {} warnings", card.marks.errors, card.marks.warnings).unwrap();
        }
        out.push('\n');
        for (sign, ports) in [("<", &card.ports.inputs), (">", &card.ports.outputs)] {
            if !ports.is_empty() {
                writeln!(out, "  {sign} {}", ports.iter().map(port).collect::<Vec<_>>().join(", ")).unwrap();
            }
        }
    }
    for (id, link) in (0..).zip(scene.links()) {
        let wire = picture.wire(id).unwrap();
        let control = if link.is_control { " ctrl" } else { "" };
        writeln!(
            out,
            "{}.{} → {}.{} {}{control}: {:?}{} = {}",
            link.from,
            link.output,
            link.to,
            link.input,
            link.family.word(),
            wire.item,
            wire.path,
            wire.selector
        )
        .unwrap();
    }
    out
}
