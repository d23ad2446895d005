//! What each command does, and when it cannot.
use super::arrange::{Line, cells, lines};
use super::desk::{Adding, Desk, Open, Part, Tab, Waiting};
use crate::browser::clipboard;
use crate::components::editor::palette::Taken;
use crate::route::Route;
use crate::store::{Effect, Msg, document};
use flowdeck_editor::clipboard::{copy, read};
use flowdeck_editor::command::Command;
use flowdeck_editor::geometry::Point;
use flowdeck_editor::item::{Item, Items, Section};
use flowdeck_editor::palette::NOTE;
use flowdeck_editor::picture::tidy;
use flowdeck_editor::scene::Side;
use flowdeck_editor::shortcut::Id;
use flowdeck_editor::stage::Stage;
use yew::prelude::AttrValue;

/// What commands on the selection need.
const SELECT: &str = "Select something first";

impl Desk {
    /// Why a command cannot be used now; none where it can.
    pub(super) fn reason(&self, id: Id) -> Option<AttrValue> {
        let selected = self.selected();
        let may_edit = self.read(|model, _| model.may_edit(&self.key().ws)).unwrap_or(false);
        let is_step = |item: &Item| item.section() == Some(Section::Steps);
        let gives_nothing = |item: &Item| matches!(item.section(), None | Some(Section::Outputs));
        let has_link = self.board().is_some_and(|board| board.read(|stage| stage.look().link.is_some()));
        let history = |last: bool| {
            self.read(|_, document| {
                let history = document.editor.history();
                if last { history.last().is_some() } else { history.next().is_some() }
            })
        };
        let line = lines(id);
        let moves = cells(id).is_some() || line.is_some();
        let changes = moves
            || matches!(
                id,
                Id::Cut
                    | Id::Paste
                    | Id::PasteApart
                    | Id::Duplicate
                    | Id::Delete
                    | Id::AddBlock
                    | Id::AddNote
                    | Id::AddOutput
                    | Id::Replace
                    | Id::Rename
                    | Id::Connect
                    | Id::Group
                    | Id::Ungroup
                    | Id::Tidy
                    | Id::FixAll
                    | Id::Undo
                    | Id::Redo
            );
        if changes && !may_edit {
            return Some("This workflow can only be looked at: fork it to change it".into());
        }
        match id {
            _ if matches!(line, Some(Line::Up(_))) && selected.len() < 2 => {
                Some("Select two cards first".into())
            }
            _ if matches!(line, Some(Line::Out(_))) && selected.len() < 3 => {
                Some("Select three cards first".into())
            }
            _ if moves && selected.is_empty() => Some(SELECT.into()),
            Id::FixAll if self.safe_fixes() == 0 => Some("Nothing can be mended without a choice".into()),
            Id::Undo if history(true) != Some(true) => Some("Nothing to undo".into()),
            Id::Redo if history(false) != Some(true) => Some("Nothing to do again".into()),
            Id::Delete if has_link => None,
            Id::Cut
            | Id::Copy
            | Id::Duplicate
            | Id::Delete
            | Id::CopyJson
            | Id::CopySelector
            | Id::Group
            | Id::Open
            | Id::Rename
            | Id::Connect
            | Id::SelectUpstream
            | Id::SelectDownstream
                if selected.is_empty() =>
            {
                Some(SELECT.into())
            }
            Id::Connect if selected.first().is_some_and(gives_nothing) => {
                Some("Nothing comes out of it: choose its source in the form".into())
            }
            Id::AddOutput | Id::Replace if !selected.first().is_some_and(is_step) => {
                Some("Select a step first".into())
            }
            Id::Ungroup if self.group_of_selected().is_none() => {
                Some("Select a card of a group first".into())
            }
            Id::RunUpToHere => Some("Running a part is not there yet".into()),
            Id::Stop | Id::Suggest => Some("Nothing runs".into()),
            Id::NextProblem | Id::PreviousProblem
                if self.read(|_, document| document.findings.is_empty()).unwrap_or(true) =>
            {
                Some("There are no problems".into())
            }
            _ => None,
        }
    }

    /// Does what a command says.
    pub(super) fn choose(&self, id: Id) {
        let route = |make: fn(String, String) -> Route| {
            let key = self.key();
            self.send(Msg::Do(Effect::Go(make(key.ws.clone(), key.url.clone()))));
        };
        match id {
            Id::Save => self.tell(document::Msg::Save),
            Id::Run => route(|ws, url| Route::Run { ws, url }),
            Id::Undo => self.tell(document::Msg::Undo),
            Id::Redo => self.tell(document::Msg::Redo),
            Id::Cut => self.copy_selected(Self::delete),
            Id::Copy | Id::CopyJson => self.copy_selected(|_| {}),
            Id::CopySelector => {
                if let Some(item) = self.selected().first() {
                    self.copy(item.as_str(), |desk| desk.say("Selector copied."));
                }
            }
            Id::Paste => self.paste(true),
            Id::PasteApart => self.paste(false),
            Id::Duplicate => self.act(Command::Duplicate { items: self.selected() }),
            Id::Delete => self.delete(),
            Id::SelectAll => {
                if let Some(document) = self.document() {
                    let mut all = Items::of(&document.specification).all().to_vec();
                    all.extend(document.drawing.notes().iter().map(|note| Item::of_note(&note.id)));
                    self.select(all);
                }
            }
            Id::AddBlock => {
                let at = self.on_page(self.middle());
                self.open(Open::Add(Point::new(at.x - 160.0, at.y - 160.0), Adding::default()));
            }
            Id::AddNote => self.add(&Taken { key: NOTE.into(), port: None }, &Adding::default()),
            Id::AddOutput => {
                if let Some(selector) = self.selected().first().and_then(|item| self.first_output(item)) {
                    self.act(Command::AddOutput { selector, name: None, at: None });
                }
            }
            Id::Rename => {
                if let Some(item) = self.selected().first() {
                    self.rename(item);
                }
            }
            Id::Open => match self.selected().first().filter(|item| item.note().is_some()) {
                Some(note) => self.rename(note),
                None => self.open_form(),
            },
            Id::Connect => self.begin_wire(),
            Id::Group => {
                self.act(Command::Group { items: self.selected(), name: String::from("Group") });
                // It wants a title of its own.
                if let Some(id) = self.group_of_selected() {
                    self.rename(&Item::of_group(&id));
                }
            }
            Id::FixAll => self.fix_all(),
            Id::Ungroup => {
                if let Some(id) = self.group_of_selected() {
                    self.act(Command::Ungroup { id });
                }
            }
            Id::Tidy => {
                let places = self.board().and_then(|board| {
                    board.read(|stage| self.with_picture(|picture| tidy(picture, &stage.scene)))
                });
                if let Some(places) = places {
                    self.act(Command::Tidy { places });
                    self.on_board(Stage::fit);
                }
            }
            Id::Fit => self.on_board(Stage::fit),
            Id::ActualSize => self.on_board(|stage| stage.zoom_to(1.0)),
            Id::ZoomIn => self.on_board(|stage| stage.zoom_by(1)),
            Id::ZoomOut => self.on_board(|stage| stage.zoom_by(-1)),
            Id::ShowJson => self.toggle(Part::Text),
            Id::Minimap => self.toggle(Part::Map),
            Id::ShowProblems => self.turn_to(Tab::Problems),
            Id::ShowOutline => self.turn_to(Tab::Outline),
            Id::ShowHistory => self.turn_to(Tab::History),
            Id::WalkLeft => self.walk(-1.0, 0.0),
            Id::WalkRight => self.walk(1.0, 0.0),
            Id::WalkUp => self.walk(0.0, -1.0),
            Id::WalkDown => self.walk(0.0, 1.0),
            Id::SelectUpstream => self.spread(Side::In),
            Id::SelectDownstream => self.spread(Side::Out),
            Id::NextProblem => self.next_problem(1),
            Id::PreviousProblem => self.next_problem(-1),
            Id::Cancel => self.cancel(),
            Id::Palette => self.open(Open::Commands),
            Id::Help => self.open(Open::Help),
            Id::Find => self.turn_to(Tab::Outline),
            Id::Replace => {
                if let Some(item) = self.selected().first().cloned() {
                    let at = self.on_page(self.middle());
                    self.open(Open::Add(at, Adding { at: None, wire: Waiting::Replaces(item) }));
                }
            }
            id => {
                if let Some(by) = cells(id) {
                    self.shift(by);
                } else if let Some(line) = lines(id) {
                    self.line_up(line);
                }
            }
        }
    }

    fn group_of_selected(&self) -> Option<String> {
        let document = self.document()?;
        let item = self.selected().first().cloned()?;
        document.drawing.group_of(&item).map(|group| group.id.clone())
    }

    fn copy_selected(&self, then: fn(&Self)) {
        let (Some(document), items) = (self.document(), self.selected()) else { return };
        if !items.is_empty() {
            self.copy(&copy(&document, &items), then);
        }
    }

    /// Copies a text; what comes after it is done only if the browser let it.
    fn copy(&self, text: &str, then: fn(&Self)) {
        let desk = self.clone();
        clipboard::write(text, move |outcome| match outcome {
            Ok(()) => then(&desk),
            Err(_) => {
                desk.say("This browser does not let the page copy: allow it for this page, then try again.");
            }
        });
    }

    fn paste(&self, keep_wires: bool) {
        let desk = self.clone();
        clipboard::read(move |text| match text {
            Ok(text) => desk.paste_text(&text, keep_wires),
            Err(why) => desk.say(&why.0),
        });
    }

    /// Puts in what a text holds: a clip of ours, a workflow, or steps as documentation shows them.
    pub(super) fn paste_text(&self, text: &str, keep_wires: bool) {
        match read(text) {
            Ok(clip) => {
                self.act(Command::Paste { clip, at: None, keep_wires });
                self.reveal_selected();
            }
            Err(why) => self.say(&why),
        }
    }

    fn delete(&self) {
        let link = self.board().and_then(|board| board.read(|stage| stage.look().link));
        if let Some(link) = link {
            if let Some(wire) = self.wire(link) {
                self.act(Command::Disconnect { item: wire.item, path: wire.path });
            }
            return;
        }
        let items = self.selected();
        if !items.is_empty() {
            self.act(Command::Remove { items, reconnect: true });
        }
    }

    /// Shows where a wire from what is selected may lead.
    fn begin_wire(&self) {
        let Some(item) = self.selected().first().cloned() else { return };
        let Some(card) = self.card(&item) else { return };
        let place = self.board().and_then(|board| {
            board.read(|stage| stage.scene.card(card).map(|card| card.port_place(Side::Out, 0)))
        });
        if let Some(at) = place {
            self.open(Open::Connect(item, self.on_page(at).plus(Point::new(12.0, -12.0))));
        }
    }

    /// Goes to the nearest card in a direction.
    fn walk(&self, x: f64, y: f64) {
        let Some(board) = self.board() else { return };
        let from = self.selected().first().and_then(|item| self.card(item));
        let next = board.read(|stage| stage.neighbour(from, Point::new(x, y)));
        if let Some(item) = next.and_then(|card| self.item(card)) {
            self.select(vec![item]);
            self.reveal_selected();
        }
    }

    /// Adds all cards to the selection that links lead to from there, or from.
    fn spread(&self, side: Side) {
        let Some(board) = self.board() else { return };
        let from: Vec<u32> = self.selected().iter().filter_map(|item| self.card(item)).collect();
        let all = board.read(|stage| stage.connected(&from, side));
        self.select(all.into_iter().filter_map(|card| self.item(card)).collect());
    }

    /// Ends the first that there is: what floats, a gesture, the selection.
    fn cancel(&self) {
        self.open(Open::Nothing);
        let Some(board) = self.board() else { return };
        if board.read(Stage::is_busy) {
            board.change(Stage::cancel);
        } else {
            self.select(Vec::new());
            board.change(|stage| stage.select(Vec::new()));
        }
    }
}
