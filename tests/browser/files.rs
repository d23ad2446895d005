//! Files in and out.
use flowdeck::browser::files::{ObjectUrl, base64_of, blob, bytes, data_url, text};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::File;

#[wasm_bindgen_test]
async fn bytes_come_back_as_they_went_in() {
    let content: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let made = blob(&content, "image/png").unwrap();
    assert_eq!((made.size(), made.type_().as_str()), (100_000.0, "image/png"));
    assert_eq!(bytes(&made).await.unwrap(), content);
    let address = data_url(&blob(b"\xff\x00hi", "image/png").unwrap()).await.unwrap();
    assert_eq!((address.as_str(), base64_of(&address)), ("data:image/png;base64,/wBoaQ==", "/wBoaQ=="));
    assert_eq!(data_url(&blob(b"", "image/png").unwrap()).await.map(|url| base64_of(&url).len()), Ok(0));
}

#[wasm_bindgen_test]
async fn a_file_that_is_no_text_is_refused_by_name() {
    let file = |content: &[u8]| {
        let parts = Array::of1(&JsValue::from(js_sys::Uint8Array::from(content)));
        File::new_with_u8_array_sequence(&parts, "notes.json").unwrap()
    };
    assert_eq!(text(&file("zwölf".as_bytes())).await.as_deref(), Ok("zwölf"));
    assert_eq!(text(&file(&[0xff, 0xfe, 0x00])).await.unwrap_err().0, "“notes.json” is not UTF-8 text.");
}

#[wasm_bindgen_test]
async fn an_object_address_ends_with_its_owner() {
    let fetch = |address: String| {
        let window = web_sys::window().unwrap();
        async move { JsFuture::from(window.fetch_with_str(&address)).await.is_ok() }
    };
    let owner = ObjectUrl::of(&blob(b"hi", "text/plain").unwrap().unchecked_into()).unwrap();
    let address = String::from(owner.as_str());
    assert!(fetch(address.clone()).await);
    drop(owner);
    assert!(!fetch(address).await);
}
