//! From the files that a person chose to images of the form.
use crate::browser::files;
use crate::run::ImageValue;
use flowdeck_editor::whole;
use web_sys::{File, FileList};
use yew::Callback;

/// The largest file, bytes: base64 makes it a third larger, and the server takes 16 MB.
const LARGEST: f64 = 11.0 * 1024.0 * 1024.0;
/// The most files at once.
const MOST: u32 = 16;

/// Reads the files and hands on the images; the first that cannot be used says why instead.
pub(super) fn read_files(list: &FileList, onset: Callback<Vec<ImageValue>>, onreject: Callback<String>) {
    let files: Vec<File> = (0..list.length().min(MOST)).filter_map(|index| list.get(index)).collect();
    if files.is_empty() {
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let mut images = Vec::new();
        for file in files {
            match read(&file).await {
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

async fn read(file: &File) -> Result<ImageValue, String> {
    let name = file.name();
    let media = file.type_();
    if !matches!(media.as_str(), "image/png" | "image/jpeg" | "image/webp" | "image/gif" | "image/bmp") {
        return Err(format!(
            "“{name}” is no image that is taken here: choose a PNG, JPEG, WebP, GIF or BMP file."
        ));
    }
    if file.size() > LARGEST {
        return Err(format!(
            "“{name}” is {} MB: choose an image of 11 MB at most.",
            whole(file.size() / 1_048_576.0)
        ));
    }
    // A data address rather than an object address: a value of the store has no end at which to free it.
    let preview = files::data_url(file).await.map_err(|error| format!("“{name}” cannot be read: {error}"))?;
    let content = files::base64_of(&preview).into();
    Ok(ImageValue { name, preview: preview.into(), base64: Some(content) })
}
