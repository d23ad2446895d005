//! Two copies of a server in one process, each with a memory of its own, and the proxy in front of them.
use crate::support::World;
use crate::support::ask::Ask;
use crate::support::place::Place;
use crate::support::postgres::Cluster;
use crate::support::world::KEY;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How soon the other copy must know: what users are promised.
pub(crate) const SOON: Duration = Duration::from_secs(1);

pub(crate) struct Pair {
    pub(crate) a: World,
    pub(crate) b: World,
    turn: AtomicUsize,
}

impl Pair {
    pub(crate) async fn new(cluster: &Cluster) -> Self {
        Self::on(cluster.database()).await
    }

    pub(crate) async fn on(address: String) -> Self {
        let a = World::at(Arc::new(Place::Database(address)), KEY, None, None).await;
        let b = a.copy().await;
        Self { a, b, turn: AtomicUsize::new(0) }
    }

    /// Each with something more.
    pub(crate) fn map(self, more: impl Fn(World) -> World) -> Self {
        Self { a: more(self.a), b: more(self.b), turn: self.turn }
    }

    /// A request through the proxy: to one copy and to the other in turn.
    pub(crate) fn ask(&self, line: &str) -> Ask {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        if turn.is_multiple_of(2) { self.a.ask(line) } else { self.b.ask(line) }
    }

    /// Lets both follow what the other writes, as the server does.
    pub(crate) fn follow(&self) {
        for world in [&self.a, &self.b] {
            let state = world.state.clone();
            tokio::spawn(async move { state.publications.follow(&state.store, &state.clock).await });
        }
    }
}

/// Asks again and again until it holds; fails when it does not within a time.
#[track_caller]
pub(crate) fn until(within: Duration, what: &str, mut holds: impl FnMut() -> bool) {
    let start = std::time::SystemTime::now();
    while !holds() {
        assert!(start.elapsed().unwrap() < within, "not within {within:?}: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The same for what has to be waited for.
pub(crate) async fn until_async<F: Future<Output = bool>>(
    within: Duration,
    what: &str,
    mut holds: impl FnMut() -> F,
) {
    let asking = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(within, asking).await.is_ok(), "not within {within:?}: {what}");
}
