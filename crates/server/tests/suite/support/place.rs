//! Where a test's store is: a file, or a database of a real PostgreSQL when `FLOWDECK_TEST_STORE=postgres` says so.
use super::postgres;
use flowdeck_server::db::{Database, Store};

/// A place for one store, which can be opened again, or more than once.
pub(crate) enum Place {
    /// A directory, which goes when the test is over.
    File(tempfile::TempDir),
    /// The address of a database.
    Database(String),
}

impl Place {
    /// An empty one.
    pub(crate) fn new() -> Self {
        match std::env::var("FLOWDECK_TEST_STORE").as_deref() {
            Err(_) => Self::File(tempfile::tempdir().unwrap()),
            Ok("postgres") => Self::Database(postgres::cluster().unwrap().database()),
            Ok(other) => panic!("no store is called {other}"),
        }
    }

    pub(crate) async fn open(&self) -> Store {
        match self {
            Self::File(dir) => Store::open(&dir.path().join("workspace.sqlite")).await.unwrap(),
            Self::Database(address) => Store::connect(&Database::read(address).unwrap()).await.unwrap(),
        }
    }
}
