//! The token broker: single flight, refresh ahead, one retry, nothing kept after sign-out.
#[expect(dead_code, reason = "shared with the other tests, each of which uses a part")]
mod support;

use flowdeck_client::{Api, Error, TokenBroker};
use futures_executor::LocalPool;
use futures_util::task::LocalSpawnExt;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use support::{Fake, response};

type Broker = Rc<TokenBroker<Api<Fake>, Box<dyn Fn() -> f64>>>;

fn broker(fake: &Fake, now: &Rc<Cell<f64>>) -> Broker {
    let now = Rc::clone(now);
    let clock: Box<dyn Fn() -> f64> = Box::new(move || now.get());
    Rc::new(TokenBroker::new(Api::new(fake.clone(), "http://host/api"), clock))
}

fn token(text: &str, seconds: u32) -> String {
    format!(r#"{{"token":"{text}","expiresIn":{seconds},"expiresAt":"1999-01-01T00:00:00Z"}}"#)
}

#[test]
fn a_hundred_callers_make_one_request() {
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(0.0)));
    let gate = fake.later();
    let broker = broker(&fake, &now);
    let mut pool = LocalPool::new();
    let got = Rc::new(RefCell::new(Vec::new()));
    for _ in 0..100 {
        let (broker, got) = (Rc::clone(&broker), Rc::clone(&got));
        let job = async move {
            let outcome = broker.token("home", "w1").await;
            got.borrow_mut().push(outcome);
        };
        pool.spawner().spawn_local(job).unwrap();
    }
    pool.run_until_stalled();
    assert_eq!((fake.count(), got.borrow().len()), (1, 0));
    gate.send(Ok(response(200, &token("t", 300)))).unwrap();
    pool.run_until_stalled();
    assert_eq!((fake.count(), got.borrow().len()), (1, 100));
    assert!(got.borrow().iter().all(|outcome| outcome == &Ok(String::from("t"))));
}

#[test]
fn a_token_is_renewed_before_it_ends_whatever_the_clock_says() {
    // The server's dates are decades off; only the life in seconds counts.
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(3_600_000.0)));
    fake.answer(200, &token("a", 300)).answer(200, &token("b", 300));
    let broker = broker(&fake, &now);
    let mut pool = LocalPool::new();
    let start = now.get();
    for (seconds, expected, requests) in [(0.0, "a", 1), (239.0, "a", 1), (241.0, "b", 2)] {
        now.set(start + seconds * 1_000.0);
        assert_eq!(pool.run_until(broker.token("home", "w1")), Ok(String::from(expected)));
        assert_eq!(fake.count(), requests);
    }
}

#[test]
fn without_an_expiry_five_minutes_are_assumed() {
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(0.0)));
    fake.answer(200, r#"{"token":"a"}"#).answer(200, r#"{"token":"b"}"#);
    let broker = broker(&fake, &now);
    let mut pool = LocalPool::new();
    pool.run_until(broker.token("home", "w1")).unwrap();
    now.set(239_000.0);
    pool.run_until(broker.token("home", "w1")).unwrap();
    assert_eq!(fake.count(), 1);
    now.set(299_000.0);
    assert_eq!(pool.run_until(broker.token("home", "w1")), Ok(String::from("b")));
}

#[test]
fn a_refused_token_is_replaced_once() {
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(0.0)));
    fake.answer(200, &token("old", 300)).answer(200, &token("new", 300));
    let broker = broker(&fake, &now);
    let used = RefCell::new(Vec::new());
    let refused =
        || Error::Run(Box::new(flowdeck_client::dto::RunFailure { status: 401, ..Default::default() }));
    let outcome: Result<(), Error> = LocalPool::new().run_until(broker.with_token("home", "w1", |token| {
        used.borrow_mut().push(token);
        std::future::ready(Err(refused()))
    }));
    assert!(outcome.is_err_and(|error| error.is_unauthorized()));
    assert_eq!(*used.borrow(), ["old", "new"]);
    assert_eq!(fake.count(), 2);
}

#[test]
fn a_hundred_refused_callers_make_one_renewal() {
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(0.0)));
    fake.answer(200, &token("old", 300)).answer(200, &token("new", 300));
    let broker = broker(&fake, &now);
    let mut pool = LocalPool::new();
    let done = Rc::new(Cell::new(0));
    for _ in 0..100 {
        let (broker, done) = (Rc::clone(&broker), Rc::clone(&done));
        let job = async move {
            let outcome = broker
                .with_token("home", "w1", async |token| {
                    let refused = flowdeck_client::dto::RunFailure { status: 401, ..Default::default() };
                    if token == "new" { Ok(token) } else { Err(Error::Run(Box::new(refused))) }
                })
                .await;
            assert_eq!(outcome, Ok(String::from("new")));
            done.set(done.get() + 1);
        };
        pool.spawner().spawn_local(job).unwrap();
    }
    pool.run_until_stalled();
    assert_eq!((done.get(), fake.count()), (100, 2));
}

#[test]
fn when_the_leader_goes_away_another_caller_leads() {
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(0.0)));
    let _never = fake.later();
    fake.answer(200, &token("second", 300));
    let broker = broker(&fake, &now);
    let mut pool = LocalPool::new();
    let leader = {
        let broker = Rc::clone(&broker);
        pool.spawner().spawn_local_with_handle(async move { broker.token("home", "w1").await }).unwrap()
    };
    pool.run_until_stalled();
    let follower = {
        let broker = Rc::clone(&broker);
        pool.spawner().spawn_local_with_handle(async move { broker.token("home", "w1").await }).unwrap()
    };
    pool.run_until_stalled();
    drop(leader);
    assert_eq!(pool.run_until(follower), Ok(String::from("second")));
}

#[test]
fn a_failure_is_told_to_all_and_not_kept() {
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(0.0)));
    fake.answer(403, r#"{"error":"No."}"#).answer(200, &token("t", 300));
    let broker = broker(&fake, &now);
    let mut pool = LocalPool::new();
    assert!(pool.run_until(broker.token("home", "w1")).is_err());
    assert_eq!(pool.run_until(broker.token("home", "w1")), Ok(String::from("t")));
}

#[test]
fn after_sign_out_nothing_is_left_not_even_an_answer_under_way() {
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(0.0)));
    let gate = fake.later();
    fake.answer(200, &token("fresh", 300));
    let broker = broker(&fake, &now);
    let mut pool = LocalPool::new();
    let under_way = {
        let broker = Rc::clone(&broker);
        pool.spawner().spawn_local_with_handle(async move { broker.token("home", "w1").await }).unwrap()
    };
    pool.run_until_stalled();
    broker.forget_all();
    gate.send(Ok(response(200, &token("stale", 300)))).unwrap();
    pool.run_until(under_way).unwrap();
    assert_eq!(pool.run_until(broker.token("home", "w1")), Ok(String::from("fresh")));
    assert!(!format!("{broker:?}").contains("fresh"));
}

#[test]
fn a_lent_token_tells_the_life_that_is_left() {
    let (fake, now) = (Fake::default(), Rc::new(Cell::new(5_000.0)));
    fake.answer(200, &token("a", 300)).answer(200, r#"{"token":"b"}"#);
    let broker = broker(&fake, &now);
    let mut pool = LocalPool::new();
    for (seconds, text, left) in [(0.0, "a", 300), (200.5, "a", 99), (250.0, "b", 300)] {
        now.set(5_000.0 + seconds * 1_000.0);
        let lent = pool.run_until(broker.lend("home", "w1")).unwrap();
        assert_eq!((lent.token.as_str(), lent.expires_in), (text, Some(left)));
    }
}
