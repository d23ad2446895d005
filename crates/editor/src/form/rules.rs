//! What the rules of a block mean for its form: fields that are demanded, limits, and choices that others narrow down.
use super::step::Reader;
use super::widget::{Pick, Slot, Widget, Wire};
use flowdeck_spec::catalogue::{Check, CodeRule, Condition, Rule, Value};

impl Reader<'_> {
    /// Whether a rule of the block demands the field as the step stands.
    pub(super) fn is_demanded(&self, place: usize) -> bool {
        let is_it = |field: &u16| usize::from(*field) == place;
        self.block.rules.iter().any(|rule| match &rule.check {
            Check::Needs(field) | Check::NeedsSome(field) => is_it(field) && self.holds(rule),
            Check::Code(CodeRule::InnerWorkflow) => {
                let saved = self.block.field_index("workflow_id").and_then(|place| self.given(place));
                self.block.field_index("workflow_definition") == Some(place) && saved.is_none()
            }
            _ => false,
        })
    }

    /// Whether a rule counts as the step stands; not where that is decided by a run.
    fn holds(&self, rule: &Rule) -> bool {
        rule.conditions.iter().all(|Condition { field, values, unless }| {
            self.has_one_of(usize::from(*field), values) == Some(!unless)
        })
    }

    /// Adds limits, and leaves out of a choice what the rules do not take as the step stands.
    pub(super) fn narrow(&self, place: usize, slot: &mut Slot) {
        let is_it = |field: u16| usize::from(field) == place;
        for rule in self.block.rules.iter().filter(|rule| self.holds(rule)) {
            match (&rule.check, &mut slot.literal) {
                (Check::SelectorText(field), _) if is_it(*field) => {
                    let reference = self.block.fields.get(place).and_then(|field| field.reference);
                    let kinds = reference.map_or(Wire::anything().kinds, |reference| reference.kinds);
                    *slot = Slot { literal: None, wire: Some(Wire { kinds, ..Wire::anything() }), ..*slot };
                }
                (Check::Limit { field, bounds, .. }, Some(Widget::Number { limits, .. }))
                    if is_it(*field) && rule.conditions.is_empty() =>
                {
                    super::decide::add(limits, bounds);
                }
                (Check::Only(field, taken), Some(Widget::Choice { values, .. })) if is_it(*field) => {
                    keep(values, &|value| taken.iter().any(|one| is_text(one, value)));
                }
                (Check::OtherThan(field, left), Some(Widget::Choice { values, .. })) if is_it(*field) => {
                    keep(values, &|value| !left.iter().any(|one| is_text(one, value)));
                }
                (Check::Pairs(first, second, pairs), Some(Widget::Choice { values, .. }))
                    if is_it(*second) =>
                {
                    if let Some(other) = self.text_of(usize::from(*first)) {
                        keep(values, &|value| pairs.iter().any(|(a, b)| **a == *other && **b == *value));
                    }
                }
                (Check::Levels { model, level, table }, Some(Widget::Choice { values, .. }))
                    if is_it(*level) =>
                {
                    let model = self.text_of(usize::from(*model)).unwrap_or_default();
                    if let Some((_, levels)) = table.iter().find(|(name, _)| **name == *model) {
                        keep(values, &|value| levels.iter().any(|level| **level == *value));
                    }
                }
                _ => {}
            }
        }
    }

    /// The text that a field holds, or holds when it is left out.
    fn text_of(&self, place: usize) -> Option<String> {
        if let Some((_, node)) = self.given(place) {
            return node.as_str().map(|text| text.into_owned());
        }
        self.block.fields.get(place)?.default.as_ref()?.to_node().as_str().map(|text| text.into_owned())
    }
}

/// Leaves those values in a choice that are taken; all where none would be left.
fn keep(values: &mut Vec<Pick>, is_taken: &dyn Fn(&str) -> bool) {
    let taken = |pick: &Pick| pick.value.as_str().is_some_and(|value| is_taken(&value));
    if values.iter().any(taken) {
        values.retain(taken);
    }
}

fn is_text(value: &Value, text: &str) -> bool {
    matches!(value, Value::Str(known) if **known == *text)
}
