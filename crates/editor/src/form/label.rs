//! Names of properties and values of choices, as people read them.

/// How words are spelt that are not written like others.
const SPELT: [(&str, &str); 26] = [
    ("ai", "AI"),
    ("api", "API"),
    ("aws", "AWS"),
    ("cc", "CC"),
    ("clahe", "CLAHE"),
    ("cmc", "CMC"),
    ("csv", "CSV"),
    ("fov", "field of view"),
    ("fps", "FPS"),
    ("gpt", "GPT"),
    ("http", "HTTP"),
    ("id", "ID"),
    ("iou", "IoU"),
    ("ip", "IP"),
    ("json", "JSON"),
    ("jpeg", "JPEG"),
    ("lmm", "LMM"),
    ("nms", "NMS"),
    ("ocr", "OCR"),
    ("plc", "PLC"),
    ("qc", "QC"),
    ("rgb", "RGB"),
    ("smtp", "SMTP"),
    ("ttl", "lifetime"),
    ("url", "URL"),
    ("vlm", "VLM"),
];

/// A property's name for people: `kernel_size` is “Kernel size”.
#[must_use]
pub fn of_property(name: &str) -> String {
    sentence(name.split(['_', '-']))
}

/// A choice's value for people: `left_to_right` is “Left to right”. Names with digits or letters of both sizes, such
/// as those of models and fonts, stay as they are.
#[must_use]
pub fn of_value(value: &str) -> String {
    let has = |test: fn(&u8) -> bool| value.bytes().any(|byte| test(&byte));
    let is_short = value.len() < 5 && !has(|byte| *byte == b'_');
    let (upper, lower) = (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase));
    let is_kept = has(u8::is_ascii_digit) || (upper && (lower || is_short)) || !value.is_ascii();
    if is_kept || value.is_empty() { value.into() } else { sentence(value.split(['_', '-', ' '])) }
}

fn sentence<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        let small = word.to_ascii_lowercase();
        let spelt = SPELT.iter().find(|(key, _)| *key == small).map_or(small.as_str(), |(_, spelt)| spelt);
        if out.is_empty() {
            let mut letters = spelt.chars();
            out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            out.push_str(letters.as_str());
        } else {
            out.push(' ');
            out.push_str(spelt);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{of_property, of_value};

    #[test]
    fn names_become_words() {
        for (name, label) in [
            ("kernel_size", "Kernel size"),
            ("iou_threshold", "IoU threshold"),
            ("class_agnostic_nms", "Class agnostic NMS"),
            ("model_id", "Model ID"),
            ("_", ""),
        ] {
            assert_eq!(of_property(name), label);
        }
        for (value, label) in [
            ("left_to_right", "Left to right"),
            ("CENTER_OF_MASS", "Center of mass"),
            ("object-detection", "Object detection"),
            ("gpt-5-mini", "gpt-5-mini"),
            ("Matplotlib Viridis", "Matplotlib Viridis"),
            ("HSV", "HSV"),
            ("ocr", "OCR"),
            ("", ""),
        ] {
            assert_eq!(of_value(value), label);
        }
    }
}
