//! Wires: drawn where the engine would take them, refused with the reason elsewhere, and cut.
use super::property::property;
use super::refusal::{Refusal, Why, no_place, no_source, refuse};
use super::{Before, Outcome, say, short};
use crate::item::{Item, Section};
use crate::wiring::{Change, Facts, Taker, Takes, kinds_words, rewrite, taker, waits_for};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::Place;
use flowdeck_spec::json::pointer_token;
use flowdeck_spec::selector::Selector;

impl Before<'_> {
    pub(super) fn connect(self, source: &str, item: &Item, path: &str) -> Result<Outcome, Refusal> {
        let (section, index, entry) = self.find(item)?;
        let facts = Facts::of(&self.document.specification, self.catalogue);
        let place = taker(self.catalogue, section, entry, path);
        let selector = Selector::parse(source).ok_or_else(|| no_source(source))?;
        let ends = Ends { before: self, facts: &facts, source, selector, item, place: &place };
        let takes = ends.check(section == Section::Outputs)?;
        let (path, value) = ends.value(entry, takes)?;
        if section == Section::Steps {
            ends.check_order(index)?;
        }
        let from = source.split_once('.').map_or(source, |(_, from)| from);
        let title = say(&["Connect ", &short(from), " to ", &short(item.label())]);
        self.put(item, &path, &value, title)
    }

    pub(super) fn disconnect(self, item: &Item, path: &str) -> Result<Outcome, Refusal> {
        let (section, index, entry) = self.find(item)?;
        let changed =
            rewrite(section, entry, &mut |at, _| if at == path { Change::Drop } else { Change::Keep });
        let mut draft = self.draft();
        draft.put(section, index, changed.ok_or_else(|| no_place(item, path))?);
        Ok(draft.done(say(&["Disconnect ", &short(property(path)), " of ", &short(item.label())])))
    }
}

/// Both ends of a new wire.
struct Ends<'a> {
    before: Before<'a>,
    facts: &'a Facts<'a>,
    source: &'a str,
    selector: Selector<'a>,
    item: &'a Item,
    place: &'a Taker,
}

impl Ends<'_> {
    /// Whether the wire may be drawn, cycles aside; where in the property wires stand.
    fn check(&self, is_output: bool) -> Result<Option<Place>, Refusal> {
        let kinds = self.facts.kinds(self.selector).ok_or_else(|| no_source(self.source))?;
        let is_step = matches!(self.selector, Selector::Step(_));
        match self.place.takes {
            Takes::Nothing | Takes::Values => {
                let parts = ["“", &self.place.key, "” of “", &short(self.item.label()), "” takes no wires: "];
                let end = "set its value in the form instead.";
                Err(refuse(Why::NotWired, &[&say(&parts), end]))
            }
            Takes::Steps(place) if is_step => Ok(Some(place)),
            Takes::Data(..) if is_step && !is_output => {
                Err(self.misfit("a step itself", "choose one of its outputs"))
            }
            Takes::Steps(_) => Err(self.misfit(&kinds_words(self.before.catalogue, kinds), "choose a step")),
            Takes::Data(wanted, place) => {
                let all_of_it = matches!(self.selector, Selector::StepOutput(_, "*"));
                if is_step || (all_of_it && !is_output) {
                    return Err(self.misfit("all of a step", "choose one of its outputs"));
                }
                if !wanted.meets(kinds) {
                    let words = kinds_words(self.before.catalogue, kinds);
                    return Err(self.misfit(&words, "choose another source"));
                }
                Ok(Some(place))
            }
            Takes::Anything => Ok(None),
        }
    }

    fn misfit(&self, gives: &str, advice: &str) -> Refusal {
        let takes = self.place.takes.words(self.before.catalogue);
        let end = [" takes ", &*takes, ": ", advice, "."].concat();
        let parts = [
            &*short(self.source),
            " gives ",
            gives,
            "; “",
            &self.place.key,
            "” of “",
            &short(self.item.label()),
            "”",
            &end,
        ];
        refuse(Why::Kinds, &parts)
    }

    /// What is put where.
    fn value(&self, entry: &Node, place: Option<Place>) -> Result<(String, Node), Refusal> {
        let own = Node::string(self.source);
        let mut path = say(&["/", &pointer_token(&self.place.key)]);
        let rest = &*self.place.rest;
        let held = entry.get(&self.place.key);
        match place {
            None => Ok((path + rest, own)),
            Some(Place::Whole) if rest.is_empty() => Ok((path, own)),
            Some(Place::Whole) => Err(no_place(self.item, &(path + rest))),
            Some(Place::Items) => {
                let held_alone = held.filter(|held| matches!(held, Node::String(_)));
                let items = held_alone
                    .map_or_else(|| held.map(Node::items).unwrap_or_default(), std::slice::from_ref);
                let number = rest.strip_prefix('/').filter(|rest| *rest != "-");
                let index = match number {
                    None => items.len(),
                    Some(number) => number
                        .parse()
                        .ok()
                        .filter(|index| *index <= items.len())
                        .ok_or_else(|| no_place(self.item, &say(&[&path, rest])))?,
                };
                if items.iter().enumerate().any(|(other, item)| *item == own && other != index) {
                    let parts = [
                        &*short(self.source),
                        " leads to “",
                        &self.place.key,
                        "” of “",
                        &short(self.item.label()),
                        "” already.",
                    ];
                    return Err(refuse(Why::Twice, &parts));
                }
                let mut list = items.to_vec();
                match list.get_mut(index) {
                    Some(slot) => *slot = own,
                    None => list.push(own),
                }
                Ok((path, Node::Array(std::rc::Rc::new(list))))
            }
            Some(Place::Values) => {
                let key = rest.strip_prefix('/').filter(|key| !key.is_empty() && !key.contains('/'));
                let Some(_) = key else {
                    let parts = ["“", &*self.place.key, "” holds values by name: give this one a name."];
                    return Err(refuse(Why::NeedsKey, &parts));
                };
                // One wire for all of them makes room for a name.
                if held.is_some_and(|held| !matches!(held, Node::Object(_))) {
                    let name = rest.trim_start_matches('/').replace("~1", "/").replace("~0", "~");
                    let entries = vec![(flowdeck_spec::json::Text::new(&name), own)];
                    return Ok((path, Node::Object(std::rc::Rc::new(entries))));
                }
                path.push_str(rest);
                Ok((path, own))
            }
        }
    }

    /// Whether no step would wait for itself.
    fn check_order(&self, index: usize) -> Result<(), Refusal> {
        let (name, is_gate) = match self.selector {
            Selector::Input(_) => return Ok(()),
            Selector::StepOutput(name, _) => (name, false),
            Selector::Step(name) => (name, true),
        };
        let Some(other) = self.facts.index(Section::Steps, name) else { return Ok(()) };
        let (step, first) = if is_gate { (index, other) } else { (other, index) };
        if waits_for(&self.before.document.specification, self.facts, step, first) {
            let own = short(self.item.label());
            let parts = if other == index {
                say(&["“", &own, "” would wait for itself: choose another step."])
            } else {
                let (later, earlier) = if is_gate { (own, short(name)) } else { (short(name), own) };
                say(&[
                    "“",
                    &later,
                    "” waits for “",
                    &earlier,
                    "” already: this wire would close a circle, and neither would run.",
                ])
            };
            return Err(refuse(Why::Cycle, &[&parts]));
        }
        Ok(())
    }
}
