//! The browser as a transport.
use flowdeck::browser::{http::Http, location};
use flowdeck_client::{Method, Request, Transport, TransportError};
use wasm_bindgen_test::wasm_bindgen_test;

fn get(url: String, timeout_ms: u32) -> Request {
    Request { method: Method::Get, url, headers: vec![("X-Flowdeck", "1".into())], body: None, timeout_ms }
}

#[wasm_bindgen_test]
async fn an_answer_comes_with_its_status_whatever_it_is() {
    let missing =
        Http::default().send(get(location::resolve("/there/is/no/such/file").unwrap(), 5_000)).await.unwrap();
    assert_eq!(missing.status, 404);
    let page = Http::default().send(get(location::resolve("/").unwrap(), 5_000)).await.unwrap();
    assert!(page.status == 200 && page.body.contains("<html"), "{}", page.status);
}

#[wasm_bindgen_test]
async fn nobody_listening_is_no_answer() {
    // Port 9 of this machine: nothing serves there, and browsers refuse it besides.
    let outcome = Http::default().send(get(String::from("http://127.0.0.1:9/"), 5_000)).await;
    assert!(matches!(outcome, Err(TransportError::Unreachable(_))), "{outcome:?}");
}
