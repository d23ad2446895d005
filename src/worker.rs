//! The live preview, in a worker of its own: an order comes in (a specification, values, new images), and what each step
//! came to goes out, with the images that are new. One order at a time: the page sends the next after the answer.
mod order;

use crate::browser::preview::READY;
use crate::browser::worker_scope::{Bitmap, Scope};
use crate::browser::{JsError, codes, files};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flowdeck_engine::preview::{Fate, Frame, Preview, Report, reads_codes};
use flowdeck_engine::{CodeReader, Options};
use order::{Order, Source};
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::rc::Rc;

/// The largest image that is decoded, pixels: what it takes in memory is six times that many bytes.
const MOST_PIXELS: f64 = 50_000_000.0;

/// What reads codes, once it is loaded.
const CODES: CodeReader = CodeReader {
    qr: |gray, width, height| read(codes::qr(gray, width, height)),
    bar: |gray, width, height| read(codes::bar(gray, width, height)),
};

fn read(codes: Result<String, JsError>) -> Result<Vec<([f64; 4], String)>, String> {
    let codes = codes.map_err(|error| format!("codes cannot be read: {error}"))?;
    serde_json::from_str(&codes).map_err(|error| format!("codes cannot be read: {error}"))
}

/// Listens for orders until the page ends the worker.
pub fn start() {
    let scope = Scope::new();
    let preview = Rc::new(RefCell::new(Preview::default()));
    let to_page = scope.clone();
    scope.listen(move |text| {
        let (preview, scope) = (Rc::clone(&preview), to_page.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let (answer, bitmaps) = carry_out(&preview, &scope, &text).await;
            scope.send(&answer.to_string(), bitmaps);
        });
    });
    scope.send(READY, Vec::new());
}

async fn carry_out(preview: &RefCell<Preview>, scope: &Scope, text: &str) -> (Value, Vec<Bitmap>) {
    let order = match Order::read(text) {
        Ok(order) => order,
        Err(why) => return (json!({"id": 0, "error": why}), Vec::new()),
    };
    let mut options = Options { now: scope.iso_now(), seed: 1, ..Options::default() };
    // Where it cannot be fetched, its steps say that nothing reads codes here; the next order asks again.
    if reads_codes(&order.specification) && codes::load().await.is_ok() {
        options.codes = Some(CODES);
    }
    let begun = scope.now();
    for (input, sources) in &order.images {
        let mut frames = Vec::new();
        for source in sources {
            match decoded(scope, source, order.longest).await {
                Ok(frame) => frames.push(frame),
                Err(why) => return (json!({"id": order.id, "error": why}), Vec::new()),
            }
        }
        preview.borrow_mut().set_images(input, frames);
    }
    if let Some(answers) = &order.answers {
        preview.borrow_mut().set_answers(answers);
    }
    let outcome = preview.borrow_mut().run(&order.specification, &order.values, &options);
    let reports = match outcome {
        Ok(reports) => reports,
        Err(failure) => return (json!({"id": order.id, "error": failure.message}), Vec::new()),
    };
    let ran = scope.now() - begun;
    let mut bitmaps = Vec::new();
    let told = |report: &Report| told(report, &order, &preview.borrow(), &mut bitmaps);
    let steps: Vec<Value> = reports.iter().map(told).collect();
    (json!({"id": order.id, "ms": ran.round() as u32, "steps": steps}), bitmaps)
}

/// A step's report. The pictures that go along are the first of each output that is new, small; of the step in the
/// foreground large, and also where it has just come there.
fn told(report: &Report, order: &Order, preview: &Preview, bitmaps: &mut Vec<Bitmap>) -> Value {
    let (fate, why) = match &report.fate {
        Fate::Ran => ("ran", None),
        Fate::Kept => ("kept", None),
        Fate::Skipped => ("skipped", None),
        Fate::Waits(why) => ("waits", Some(why)),
        Fate::NeedsServer => ("server", None),
        Fate::Answered => ("answered", None),
        Fate::Failed { why, .. } => ("failed", Some(why)),
    };
    let is_front = order.front.as_deref() == Some(report.step.as_str());
    let is_wanted = report.fate == Fate::Ran || order.is_first || (is_front && order.is_turned);
    let longest = if is_front { order.large } else { order.small };
    let mut images = Map::new();
    for (output, count) in &report.images {
        let selector = format!("$steps.{}.{output}", report.step);
        let mut image = json!({"count": count});
        if is_wanted
            && let Some(frame) = preview.frame(&selector)
            // Where the browser has no room for it, the page goes on showing none.
            && let Ok(bitmap) = Bitmap::of(&frame.rgba, frame.width, frame.height, longest)
        {
            image =
                json!({"count": count, "at": bitmaps.len(), "width": frame.width, "height": frame.height});
            bitmaps.push(bitmap);
        }
        images.insert(output.clone(), image);
    }
    let values: Map<String, Value> = report.values.iter().cloned().collect();
    json!({"name": report.step, "fate": fate, "why": why, "images": images, "values": values})
}

async fn decoded(scope: &Scope, source: &Source, longest: u32) -> Result<Frame, String> {
    let broken = |error: JsError| format!("The image cannot be shown here: {error}");
    let file = match source {
        Source::Address(address) => scope.fetch(address).await.map_err(broken)?,
        Source::Base64(text) => {
            let bytes = STANDARD.decode(text).map_err(|_| "The image's text is no base64.")?;
            files::blob(&bytes, "application/octet-stream").map_err(broken)?
        }
    };
    let image = scope.decode(&file, longest, MOST_PIXELS).await.map_err(broken)?;
    Ok(Frame { width: image.width, height: image.height, rgba: image.rgba })
}
