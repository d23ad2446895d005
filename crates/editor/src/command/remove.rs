//! What goes, and what becomes of the wires that led to it.
use super::add::data_kinds;
use super::refusal::{Refusal, no_item, nothing};
use super::{Before, Outcome, title_of};
use crate::item::{Index, Item, Items, Section, find, name_of};
use crate::wiring::{Change, Facts, each, rewrite, target};
use flowdeck_spec::Node;
use flowdeck_spec::catalogue::KindSet;
use flowdeck_spec::selector::Selector;
use std::rc::Rc;

impl Before<'_> {
    pub(super) fn remove(self, items: &[Item], reconnect: bool) -> Result<Outcome, Refusal> {
        if items.is_empty() {
            return Err(nothing("delete"));
        }
        let spec = &self.document.specification;
        // A few are looked for; for many it is quicker to read all names once.
        let all = if items.len() > 8 { Some(Items::of(spec)) } else { None };
        let mut goes = Section::ALL.map(|section| vec![false; section.entries(spec).len()]);
        let mut gone: Vec<Item> = Vec::new();
        for item in items {
            let place = match &all {
                Some(all) => all.place(item),
                None => find(spec, item),
            };
            match place {
                Some((section, index)) => {
                    if let Some(slot) = goes[section as usize].get_mut(index) {
                        *slot = true;
                    }
                }
                None if self.document.has(item) => {}
                None => return Err(no_item(item)),
            }
            gone.push(item.clone());
        }
        let names = Section::ALL.map(|section| lost_names(section.entries(spec), &goes[section as usize]));
        let facts = Facts::of(spec, self.catalogue);
        let cut = Cut { before: self, facts: &facts, names: &names, reconnect };
        let mut draft = self.draft();
        if names.iter().any(|names| !names.is_empty()) {
            for section in [Section::Steps, Section::Outputs] {
                let places = goes[section as usize].clone();
                for (index, (entry, goes_too)) in section.entries(spec).iter().zip(places).enumerate() {
                    if goes_too {
                        continue;
                    }
                    let changed =
                        rewrite(section, entry, &mut |path, text| cut.change(section, entry, path, text));
                    let Some(changed) = changed else { continue };
                    if section == Section::Outputs && changed.get("selector").is_none() {
                        goes[2][index] = true;
                        gone.extend(crate::item::item_at(spec, section, index));
                    } else {
                        draft.put(section, index, changed);
                    }
                }
            }
        }
        for section in Section::ALL {
            let goes = &goes[section as usize];
            if goes.contains(&true) {
                let mut goes = goes.iter();
                draft.list(section).retain(|_| !goes.next().is_some_and(|goes| *goes));
            }
        }
        let drawing = draft.drawing.without(&gone);
        let title = title_of("Delete", items);
        let mut outcome = draft.done(title);
        outcome.renamed = shifted(spec, &outcome.document.specification, &goes);
        outcome.document.drawing = super::rename::follow(&drawing, &outcome.renamed);
        Ok(outcome)
    }
}

/// The names that nobody has any more.
fn lost_names(entries: &[Node], goes: &[bool]) -> Index {
    let mut out = Index::new();
    let named = |goes_now: bool| {
        entries
            .iter()
            .zip(goes)
            .filter(move |(_, goes)| **goes == goes_now)
            .filter_map(|(entry, _)| name_of(entry))
    };
    for name in named(true) {
        out.insert(Rc::from(&*name), 0);
    }
    if !out.is_empty() {
        for name in named(false) {
            out.remove(&*name);
        }
    }
    out
}

/// Entries without a name of their own go by another once some before them are gone.
fn shifted(before: &Node, after: &Node, goes: &[Vec<bool>; 3]) -> Vec<(Item, Item)> {
    let has_odd = Section::ALL.into_iter().any(|section| {
        let mut names = Index::new();
        section.entries(before).iter().any(|entry| match name_of(entry) {
            Some(name) => names.insert(Rc::from(&*name), 0).is_some(),
            None => true,
        })
    });
    if !has_odd {
        return Vec::new();
    }
    let (old, new) = (Items::of(before), Items::of(after));
    let mut pairs = Vec::new();
    for section in Section::ALL {
        let kept = old.of_section(section).iter().zip(&goes[section as usize]).filter(|(_, goes)| !**goes);
        let both = kept.map(|(old, _)| old).zip(new.of_section(section)).filter(|(old, new)| old != new);
        pairs.extend(both.map(|(old, new)| (old.clone(), new.clone())));
    }
    pairs
}

/// How wires to what goes are cut or led around it.
struct Cut<'a> {
    before: Before<'a>,
    facts: &'a Facts<'a>,
    /// The names that are lost, by section.
    names: &'a [Index; 3],
    reconnect: bool,
}

/// So many removed steps are followed for one wire.
const FARTHEST: usize = 64;

impl Cut<'_> {
    fn is_lost(&self, text: &str) -> bool {
        target(text).is_some_and(|(section, name)| self.names[section as usize].contains_key(name))
    }

    fn change(&self, section: Section, entry: &Node, path: &str, text: &str) -> Change {
        if !self.is_lost(text) {
            return Change::Keep;
        }
        let around = if self.reconnect { self.around(section, entry, path, text) } else { None };
        around.map_or(Change::Drop, Change::Put)
    }

    /// What a lost step took that can be taken in its place.
    fn around(&self, section: Section, entry: &Node, path: &str, text: &str) -> Option<String> {
        let Some(Selector::StepOutput(name, output)) = Selector::parse(text) else {
            return None;
        };
        if output == "*" {
            return None;
        }
        let place = data_kinds(self.before, section, entry, path)?;
        let was = self.facts.kinds(Selector::StepOutput(name, output)).unwrap_or(KindSet::ANY);
        let mut seen: Vec<String> = vec![String::from(name)];
        let mut open: Vec<String> = vec![String::from(name)];
        while let Some(name) = open.pop() {
            let Some(step) = self.facts.entry(Section::Steps, &name) else { continue };
            let mut found = None;
            let mut further = Vec::new();
            each(Section::Steps, step, &mut |_, text| {
                let Some(source) = Selector::parse(text) else { return };
                if matches!(source, Selector::Step(_) | Selector::StepOutput(_, "*")) {
                    return;
                }
                if let (true, Selector::StepOutput(name, _)) = (self.is_lost(text), source) {
                    if !seen.iter().any(|known| known == name) && seen.len() < FARTHEST {
                        seen.push(String::from(name));
                        further.push(String::from(name));
                    }
                    return;
                }
                let kinds = self.facts.kinds(source);
                let fits = |kinds: &KindSet| kinds.meets(place) && kinds.meets(was);
                if found.is_none() && !self.is_lost(text) && kinds.as_ref().is_some_and(fits) {
                    found = Some(String::from(text));
                }
            });
            if found.is_some() {
                return found;
            }
            open.extend(further.into_iter().rev());
        }
        None
    }
}
