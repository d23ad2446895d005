//! The form of every block of the catalogue, in the page: each property has a control with a name.
use super::host::{CATALOGUE, Page, open};
use crate::stage::Stage;
use flowdeck_editor::form::{Widget, step};
use flowdeck_spec::json;
use std::collections::HashSet;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

const CONTROLS: &str = "input, select, textarea, button, [role=combobox]";
/// Of all properties so many in a hundred have a control of their own.
const SHARE: usize = 98;

fn all(within: &Element, selector: &str) -> Vec<Element> {
    let found = within.query_selector_all(selector).unwrap();
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// Whether assistive technology has a name for a control.
fn has_name(form: &Element, control: &Element) -> bool {
    let filled = |name: &str| control.get_attribute(name).is_some_and(|text| !text.trim().is_empty());
    let id = control.id();
    let has_label =
        || !id.is_empty() && form.query_selector(&format!("label[for='{id}']")).unwrap().is_some();
    // What is folded away has no inner text.
    let text = control.text_content().unwrap_or_default();
    let is_button = control.tag_name() == "BUTTON";
    filled("aria-label")
        || filled("aria-labelledby")
        || has_label()
        || (is_button && !text.trim().is_empty())
        || control.closest("label").unwrap().is_some()
}

#[wasm_bindgen_test]
async fn every_property_of_every_block_has_a_control_with_a_name() {
    let catalogue = CATALOGUE.with(std::rc::Rc::clone);
    let (mut blocks, mut fields, mut bare) = (0, 0, 0);
    for block in catalogue.blocks() {
        let entry = format!(r#"{{"type":"{}","name":"one"}}"#, block.full_type());
        let form = step(&catalogue, &json::parse(&entry).root.unwrap());
        let (stage, page) = (Stage::new(), Page::of(&entry));
        let handle = open(&stage, &page).await;
        let root: &Element = stage.element();
        for field in &form.fields {
            let what = format!("{} {}", block.full_type(), field.path);
            let row = root.query_selector(&format!("[data-path='{}']", field.path)).unwrap();
            let row = row.unwrap_or_else(|| panic!("{what} is not in the form"));
            assert!(row.text_content().unwrap().contains(&field.part.label), "{what} has no label");
            let controls = all(&row, CONTROLS);
            assert!(!controls.is_empty(), "{what} has no control");
            for control in controls {
                assert!(has_name(root, &control), "{what}: {} has no name", control.outer_html());
            }
            fields += 1;
            bare += usize::from(matches!(field.part.slot.literal, Some(Widget::Json)));
        }
        let ids: Vec<String> = all(root, "[id]").iter().map(Element::id).collect();
        let different: HashSet<&String> = ids.iter().collect();
        assert_eq!(different.len(), ids.len(), "{}: an id is there twice", block.full_type());
        blocks += 1;
        handle.destroy();
    }
    assert!(blocks >= 250 && (fields - bare) * 100 >= fields * SHARE, "{bare} of {fields} are bare JSON");
}
