//! Adding: what is taken from the palette becomes a card, with the wire that waited for it.
use super::desk::{Adding, Desk, Waiting};
use crate::components::editor::palette::Taken;
use crate::store::{Msg, document, settings};
use flowdeck_editor::command::{Command, InputKind};
use flowdeck_editor::geometry::{Point, Rect, Size};
use flowdeck_editor::item::Item;
use flowdeck_editor::palette::{NOTE, OUTPUT};
use flowdeck_spec::catalogue::KindSet;
use flowdeck_spec::{Catalogue, Node};

/// What is done in several steps is one entry of the history.
const ADD: &str = "add";
/// How large a new note is.
const NOTE_SIZE: Size = Size { width: 220.0, height: 110.0 };

impl Desk {
    /// Adds what was taken.
    pub(super) fn add(&self, taken: &Taken, adding: &Adding) {
        let Some(catalogue) = self.catalogue() else { return };
        self.tell(document::Msg::Close);
        self.send(Msg::Settings(settings::Msg::Used(taken.key.clone())));
        let at = adding.at;
        match (&*taken.key, InputKind::of(&taken.key)) {
            (_, Some(kind)) => {
                self.act_with(Command::AddInput { kind, name: None, at }, ADD);
                self.wire_new(adding, "");
            }
            (OUTPUT, _) => {
                let selector = match &adding.wire {
                    Waiting::From(source, _) => Some(source.clone()),
                    _ => self.selected().first().and_then(|item| self.first_output(item)),
                };
                match selector {
                    Some(selector) => self.act_with(Command::AddOutput { selector, name: None, at }, ADD),
                    None => {
                        self.say("Select the step whose result is to be given back, then add the output.");
                    }
                }
            }
            (NOTE, _) => {
                let corner = at.unwrap_or_else(|| self.free_spot(NOTE_SIZE));
                let note = Command::AddNote {
                    at: Rect::at(corner, NOTE_SIZE),
                    text: String::new(),
                    color: String::new(),
                };
                self.act_with(note, ADD);
                if let Some(note) = self.selected().first() {
                    self.rename(note);
                }
            }
            (block, None) => self.add_step(block, taken.port, adding, &catalogue),
        }
        if adding.at.is_some() {
            self.place(Vec::new(), ADD);
        }
        self.tell(document::Msg::Close);
        self.reveal_selected();
    }

    fn add_step(&self, block: &str, port: Option<u16>, adding: &Adding, catalogue: &Catalogue) {
        let known = catalogue.block(block);
        if let Waiting::Within(wire) = &adding.wire {
            self.act_with(
                Command::InsertBlock {
                    source: wire.selector.clone(),
                    item: wire.item.clone(),
                    path: wire.path.clone(),
                    block: block.into(),
                    at: adding.at,
                },
                ADD,
            );
            return;
        }
        if let Waiting::Between(source, item, path, wanted) = &adding.wire {
            self.put_between(block, source, (item, path), *wanted);
            return;
        }
        if let Waiting::Replaces(item) = &adding.wire {
            self.act_with(Command::ReplaceBlock { item: item.clone(), block: block.into() }, ADD);
            return;
        }
        let mut properties = Vec::new();
        if let (Waiting::From(source, _), Some(known), Some(port)) = (&adding.wire, known, port)
            && let Some(field) = known.fields.get(usize::from(port))
        {
            properties.push((String::from(field.name()), Node::string(source)));
        }
        let near = match &adding.wire {
            Waiting::None => self.selected().first().cloned(),
            _ => None,
        };
        self.act_with(
            Command::AddStep { block: block.into(), name: None, at: adding.at, properties, near },
            ADD,
        );
        let output = known.zip(port).and_then(|(known, port)| known.outputs.get(usize::from(port)));
        self.wire_new(adding, output.map_or("", |output| &output.name));
    }

    /// Draws the wire that leads from what was just added to where it was wanted.
    fn wire_new(&self, adding: &Adding, output: &str) {
        let Waiting::To(item, path, _) = &adding.wire else { return };
        let Some(new) = self.selected().first().cloned() else { return };
        let mut source = String::from(new.as_str());
        if !output.is_empty() {
            source.push('.');
            source.push_str(output);
        }
        self.act_with(Command::Connect { source, item: item.clone(), path: path.clone() }, ADD);
        self.select(vec![new]);
    }

    /// The selector of the first output of a step, or of an input.
    pub(super) fn first_output(&self, item: &Item) -> Option<String> {
        self.output(self.card(item)?, KindSet::ANY)
    }

    /// Where something so large covers no card: in the middle of what is seen, or below.
    fn free_spot(&self, size: Size) -> Point {
        let middle = self.middle().minus(Point::new(size.width / 2.0, size.height / 2.0));
        let board = self.board();
        board.map_or(middle, |board| board.read(|stage| stage.scene.free_below(Rect::at(middle, size))))
    }

    /// The middle of what is seen.
    pub(super) fn middle(&self) -> Point {
        let seen = self.board().map(|board| board.read(|stage| stage.camera.shown(stage.view).centre()));
        seen.unwrap_or_default()
    }
}
