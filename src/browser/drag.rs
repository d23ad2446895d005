//! Dragging something of ours from one part of the page to another.
use wasm_bindgen::JsValue;
use web_sys::DragEvent;

/// Gives a drag that begins its data, to be copied. Without the data the drop is refused: only the gesture is lost.
pub fn give(event: &DragEvent, kind: &str, data: &str) {
    if let Some(transfer) = event.data_transfer() {
        transfer.set_effect_allowed("copy");
        let _ = transfer.set_data(kind, data);
    }
}

/// Lets something of this kind be dropped where the event is; anything else is left to the browser. Says whether it is.
pub fn welcome(event: &DragEvent, kind: &str) -> bool {
    let transfer = event.data_transfer();
    let transfer = transfer.filter(|one| one.types().includes(&JsValue::from_str(kind), 0));
    if let Some(transfer) = &transfer {
        transfer.set_drop_effect("copy");
        event.prevent_default();
    }
    transfer.is_some()
}

/// What was dropped, if it is of this kind.
#[must_use]
pub fn dropped(event: &DragEvent, kind: &str) -> Option<String> {
    let data = event.data_transfer()?.get_data(kind).ok().filter(|data| !data.is_empty())?;
    event.prevent_default();
    Some(data)
}
