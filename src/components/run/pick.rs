//! From the files that a person chose to images of the form: looked at, turned, made smaller where that is wanted.
use crate::browser::{files, picture::Picture};
use crate::run::head::{self, Head, Kind};
use crate::run::{ImageValue, MOST_IMAGES};
use flowdeck_editor::whole;
use web_sys::{Blob, File, FileList};
use yew::Callback;

/// The largest file that is looked at, megabytes.
const LARGEST_FILE: f64 = 40.0;
/// The largest file that is sent as it is, megabytes: base64 makes it a third larger, and the server takes 16 MB.
const LARGEST_SENT: f64 = 11.0;
/// The most pixels: a browser needs four bytes for each to decode them.
const MOST_PIXELS: u64 = 100_000_000;
/// A PNG whose text is longer than this becomes a JPEG.
const LONGEST_PNG: usize = 6 * 1024 * 1024;

/// Reads the files and hands on the images, no longer than `longest` on their longer side; the first that cannot be used
/// says why instead.
pub(super) fn read_files(
    list: &FileList,
    longest: Option<u32>,
    onset: Callback<Vec<ImageValue>>,
    onreject: Callback<String>,
) {
    let most = u32::try_from(MOST_IMAGES).unwrap_or(u32::MAX);
    if list.length() > most {
        onreject.emit(format!("{} images at once are too many: choose {most} at most.", list.length()));
        return;
    }
    let files: Vec<File> = (0..list.length()).filter_map(|index| list.get(index)).collect();
    if files.is_empty() {
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let mut images = Vec::new();
        for file in files {
            match read(&file, file.name(), longest).await {
                Ok(image) => images.push(image),
                Err(why) => {
                    onreject.emit(why);
                    return;
                }
            }
        }
        onset.emit(images);
    });
}

/// An image that is no longer than `longest` on its longer side, and stands as it was taken.
async fn read(file: &Blob, name: String, longest: Option<u32>) -> Result<ImageValue, String> {
    let megabytes = file.size() / 1_048_576.0;
    if megabytes > LARGEST_FILE {
        return Err(format!("“{name}” is {} MB: choose an image of 40 MB at most.", whole(megabytes)));
    }
    let unreadable = |why: String| format!("“{name}” cannot be read: {why}");
    let start = file
        .slice_with_i32_and_i32(0, head::ENOUGH.cast_signed())
        .map_err(|_| unreadable(String::from("the browser gives no part of it.")))?;
    let head = head::head(&files::bytes(&start).await.map_err(|error| unreadable(error.0))?);
    if let Some(why) = refusal(&head) {
        return Err(format!("“{name}” {why}"));
    }
    let decoded = Picture::of(file).await.map_err(|_| {
        format!("“{name}” is damaged, or no image: choose a PNG, JPEG, WebP, GIF or BMP file.")
    })?;
    let size = decoded.size();
    if is_huge(size) {
        return Err(format!("“{name}” {HUGE}"));
    }
    let target = head::within(size, longest);
    let is_as_it_should = target == size && !head.is_turned && head.kind != Kind::Other;
    if is_as_it_should && megabytes <= LARGEST_SENT {
        // A data address rather than an object address: a value of the store has no end at which to free it.
        let content = files::data_url(file).await.map_err(|error| unreadable(error.0))?;
        return Ok(ImageValue::by_content(name, &content));
    }
    if longest.is_none() && megabytes > LARGEST_SENT {
        return Err(format!(
            "“{name}” is {} MB, and 11 MB can be sent: choose a largest size below, to send it smaller.",
            whole(megabytes)
        ));
    }
    let encoded = encode(&decoded, target, head.kind).map_err(|error| unreadable(error.0))?;
    let original = (target != size).then_some(size);
    Ok(ImageValue { original, ..ImageValue::by_content(name, &encoded) })
}

/// Photos become JPEGs; what has sharp edges stays without loss while it is not too much.
fn encode(picture: &Picture, size: (u32, u32), kind: Kind) -> Result<String, crate::browser::JsError> {
    if !matches!(kind, Kind::Jpeg | Kind::Other) {
        let png = picture.data_url(size, "image/png")?;
        if png.len() <= LONGEST_PNG {
            return Ok(png);
        }
    }
    picture.data_url(size, "image/jpeg")
}

const HUGE: &str = "has more than 100 million pixels: make it smaller first.";

fn is_huge((width, height): (u32, u32)) -> bool {
    u64::from(width) * u64::from(height) > MOST_PIXELS
}

/// Why a file is not even decoded.
fn refusal(head: &Head) -> Option<&'static str> {
    match head.kind {
        Kind::Heic => Some(
            "is a HEIC photo, which engines cannot read: save it as a JPEG first. An iPhone takes JPEGs when Settings, \
             Camera, Formats is set to Most Compatible.",
        ),
        Kind::Svg => Some("is an SVG drawing, not a picture of pixels: export it as a PNG first."),
        _ if head.size.is_some_and(is_huge) => Some(HUGE),
        _ => None,
    }
}
