//! Runs before, in the browser's database: texts under names, where a workflow's runs share the beginning of theirs.
use super::JsError;
use futures_channel::oneshot;
use idb::{Database, DatabaseEvent, Factory, KeyRange, ObjectStoreParams, Query, Request, TransactionMode};
use js_sys::Array;
use wasm_bindgen::JsValue;

const NAME: &str = "flowdeck";
const VERSION: u32 = 1;
const RUNS: &str = "runs";

impl From<idb::Error> for JsError {
    fn from(error: idb::Error) -> Self {
        Self(error.to_string())
    }
}

/// Waits for an answer. (The crate's own way of waiting brings a runtime's channels along.)
async fn answered<R: Request>(request: &mut R) -> Result<JsValue, JsError> {
    let (give, given) = oneshot::channel();
    // Whichever comes first drops the other's end with the request.
    request.on_success(move |_| {
        let _ = give.send(());
    });
    let (fail, failed) = oneshot::channel::<()>();
    request.on_error(move |_| drop(fail));
    let is_there = crate::race::race(given, failed).await.is_some_and(|given| given.is_ok());
    if is_there { Ok(request.result()?) } else { Err(JsError::from("the browser's database refuses")) }
}

/// Another tab may delete or upgrade the database while nothing is under way: so it is opened for each piece of work.
async fn open() -> Result<Database, JsError> {
    let mut opening = Factory::new()?.open(NAME, Some(VERSION))?;
    opening.on_upgrade_needed(|event| {
        // What could not be made is missed when it is used, with a sentence.
        if let Ok(database) = event.database() {
            let _ = database.create_object_store(RUNS, ObjectStoreParams::new());
        }
    });
    answered(&mut opening).await?;
    Ok(opening.database()?)
}

/// Keeps a text under a name, in place of any other.
///
/// # Errors
/// The browser has no database, or no room.
pub async fn keep(name: &str, text: &str) -> Result<(), JsError> {
    let database = open().await?;
    let work = database.transaction(&[RUNS], TransactionMode::ReadWrite)?;
    let [name, text] = [name, text].map(JsValue::from_str);
    answered(&mut work.object_store(RUNS)?.put(&text, Some(&name))?).await?;
    database.close();
    Ok(())
}

/// All texts whose names begin so.
///
/// # Errors
/// As for [`keep`].
pub async fn all(beginning: &str) -> Result<Vec<String>, JsError> {
    let database = open().await?;
    let work = database.transaction(&[RUNS], TransactionMode::ReadOnly)?;
    let [first, last] = [beginning, &[beginning, "\u{ffff}"].concat()].map(JsValue::from_str);
    let range = KeyRange::bound(&first, &last, None, None)?;
    let found = answered(&mut work.object_store(RUNS)?.get_all(Some(Query::KeyRange(range)), None)?).await?;
    database.close();
    Ok(Array::from(&found).iter().filter_map(|text| text.as_string()).collect())
}

/// Forgets what is kept under these names.
///
/// # Errors
/// As for [`keep`].
pub async fn forget(names: &[String]) -> Result<(), JsError> {
    let database = open().await?;
    let work = database.transaction(&[RUNS], TransactionMode::ReadWrite)?;
    let runs = work.object_store(RUNS)?;
    let asked = names.iter().map(|name| runs.delete(Query::Key(JsValue::from_str(name))));
    for mut request in asked.collect::<Result<Vec<_>, _>>()? {
        answered(&mut request).await?;
    }
    database.close();
    Ok(())
}
