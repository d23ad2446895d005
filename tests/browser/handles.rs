//! Whatever is registered with the browser ends with its handle.
use crate::stage::{Stage, page, until};
use flowdeck::browser::frame::Frame;
use flowdeck::browser::listener::Listener;
use flowdeck::browser::observe::ResizeWatch;
use flowdeck::browser::timer::{Timer, pause};
use flowdeck::browser::{clock, location, number, storage};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Event;

fn counter() -> (Rc<Cell<u32>>, impl Fn() + Clone + 'static) {
    let count = Rc::new(Cell::new(0));
    let tick = {
        let count = Rc::clone(&count);
        move || count.set(count.get() + 1)
    };
    (count, tick)
}

#[wasm_bindgen_test]
fn a_dropped_listener_hears_nothing_and_one_may_fire_within_itself() {
    let (count, tick) = counter();
    let target = page().create_element("div").unwrap();
    let again = target.clone();
    let seen = Rc::clone(&count);
    let listener = Listener::new(&target, "ping", move |_| {
        tick();
        if seen.get() == 1 {
            // As `focus()` and `click()` do: a handler called while it runs.
            again.dispatch_event(&Event::new("ping").unwrap()).unwrap();
        }
    })
    .unwrap();
    target.dispatch_event(&Event::new("ping").unwrap()).unwrap();
    assert_eq!(count.get(), 2);
    drop(listener);
    target.dispatch_event(&Event::new("ping").unwrap()).unwrap();
    assert_eq!(count.get(), 2);
}

#[wasm_bindgen_test]
async fn dropped_timers_and_frames_do_not_run() {
    let (count, tick) = counter();
    drop(Timer::after(5, tick.clone()));
    drop(Frame::next(tick.clone()).unwrap());
    let (kept, frame_ran) = counter();
    let _timer = Timer::after(1, frame_ran.clone());
    let _frame = Frame::next(frame_ran).unwrap();
    until("a timer and a frame that are held have run", || kept.get() == 2).await;
    pause(20).await;
    assert_eq!(count.get(), 0);
}

#[wasm_bindgen_test]
async fn a_size_is_told_now_and_at_each_change_until_dropped() {
    let stage = Stage::sized(300, 200);
    let sizes = Rc::new(RefCell::new(Vec::new()));
    let watch = {
        let sizes = Rc::clone(&sizes);
        ResizeWatch::new(stage.element(), move |w, h| sizes.borrow_mut().push((w, h))).unwrap()
    };
    until("the first size", || sizes.borrow().last() == Some(&(300.0, 200.0))).await;
    stage.element().style().set_property("width", "120px").unwrap();
    until("the second size", || sizes.borrow().last() == Some(&(120.0, 200.0))).await;
    drop(watch);
    let told = sizes.borrow().len();
    stage.element().style().set_property("width", "80px").unwrap();
    pause(60).await;
    assert_eq!(sizes.borrow().len(), told);
}

#[wasm_bindgen_test]
fn small_services_of_the_browser() {
    assert!(storage::remember("flowdeck.test", "é1"));
    assert_eq!(storage::recall("flowdeck.test").as_deref(), Some("é1"));
    assert_eq!(storage::recall("flowdeck.never"), None);

    let noon = clock::parse("2026-11-25T12:00:00Z").unwrap();
    for (at, said) in [
        ("2026-11-25T11:59:50Z", "just now"),
        ("2026-11-25T11:56:00Z", "4 min ago"),
        ("2026-11-25T09:00:00Z", "3 h ago"),
        ("2026-11-13T12:00:00Z", "12 d ago"),
        ("2026-01-02T12:00:00Z", "2026-01-02"),
        // A clock that is behind the server's does not make the future.
        ("2026-11-25T13:00:00Z", "just now"),
    ] {
        assert_eq!(clock::ago(clock::parse(at).unwrap(), noon), said);
    }
    assert_eq!(clock::parse("yesterday"), None);

    let read = |text: &str| number::read(&flowdeck_spec::config::read(text).unwrap());
    assert_eq!(
        (read("1.50"), read("-2e3"), read("1e999"), read("\"1\"")),
        (Some(1.5), Some(-2000.0), None, None)
    );

    let there = location::resolve("api").unwrap();
    assert!(there.starts_with(&location::origin().unwrap()) && there.ends_with("/api"), "{there}");
    assert_eq!(location::resolve("https://h.example/x").as_deref(), Ok("https://h.example/x"));
}
