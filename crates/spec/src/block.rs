//! Block types: `roboflow_core/image_blur@v1` and what can be told from the name alone.
//! The full facts come with the catalogue; until then a family is guessed from the words of the type.

/// The parts of a block type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockType<'a> {
    /// The publisher, before the slash; empty in old short names.
    pub publisher: &'a str,
    /// The block's name.
    pub name: &'a str,
    /// The version after the `@`, such as `v1`; empty in old short names.
    pub version: &'a str,
}

impl<'a> BlockType<'a> {
    /// Takes a type apart. Every text has a reading.
    #[must_use]
    pub fn parse(text: &'a str) -> Self {
        let (publisher, rest) = text.rsplit_once('/').unwrap_or(("", text));
        let (name, version) = rest.rsplit_once('@').unwrap_or((rest, ""));
        Self { publisher, name, version }
    }

    /// The name for people: “Image blur”, “QR code detector”.
    #[must_use]
    pub fn label(self) -> String {
        let mut out = String::new();
        let words = words(self.name);
        // Half of the vendor's own blocks carry its name; it tells nothing apart.
        let from = usize::from(words.len() > 1 && words.first().is_some_and(|word| word == "roboflow"));
        for (index, word) in words.into_iter().skip(from).enumerate() {
            if index > 0 {
                out.push(' ');
            }
            match word.as_str() {
                "qr" | "ocr" | "vlm" | "lmm" | "gpt" | "ai" | "csv" | "json" | "sam" | "plc" | "mqtt"
                | "onvif" | "slam" | "clip" | "http" | "url" => out.push_str(&word.to_ascii_uppercase()),
                // The engine's own spelling of the type is a slip; people read the word.
                "statoic" => out.push_str("static"),
                _ if index == 0 => {
                    let mut letters = word.chars();
                    out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
                    out.push_str(letters.as_str());
                }
                _ => out.push_str(&word),
            }
        }
        out
    }

    /// The family, which gives the block its colour and icon.
    #[must_use]
    pub fn family(self) -> Family {
        let words = words(self.name);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        if has(&["continue", "condition", "limiter", "gate", "switch", "expression", "rate"]) {
            Family::Flow
        } else if has(&[
            "visualization",
            "blur",
            "grayscale",
            "threshold",
            "contrast",
            "preprocessing",
            "crop",
            "slicer",
            "stitch",
            "image",
            "images",
            "camera",
            "contours",
            "sift",
            "background",
            "morphological",
            "grid",
            "perspective",
        ]) {
            Family::Image
        } else if has(&[
            "ocr",
            "text",
            "gpt",
            "gemini",
            "claude",
            "openai",
            "florence",
            "vlm",
            "lmm",
            "llama",
            "qwen",
            "json",
            "csv",
            "string",
            "slack",
            "email",
            "webhook",
            "sms",
            "parser",
            "formatter",
        ]) {
            Family::Text
        } else if has(&[
            "model",
            "detector",
            "detection",
            "detections",
            "tracker",
            "tracking",
            "filter",
            "sort",
            "zone",
            "segmentation",
            "keypoint",
            "classification",
            "qr",
            "barcode",
            "byte",
            "overlap",
            "yolo",
            "sam",
        ]) {
            Family::Detections
        } else if has(&[
            "counter",
            "count",
            "measurement",
            "distance",
            "size",
            "velocity",
            "statistics",
            "cosine",
            "aggregator",
            "dominant",
            "color",
            "pixel",
        ]) {
            Family::Number
        } else {
            Family::Any
        }
    }
}

/// What a block is mostly about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Images in, images out.
    Image,
    /// Finds things, or works on what was found.
    Detections,
    /// Measures and counts.
    Number,
    /// Reads or writes text.
    Text,
    /// Decides what runs.
    Flow,
    /// Anything else.
    Any,
}

impl Family {
    /// The word for class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Detections => "detections",
            Self::Number => "number",
            Self::Text => "text",
            Self::Flow => "flow",
            Self::Any => "any",
        }
    }
}

/// The words of a name in snake or camel case, lower-cased.
fn words(name: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut start = true;
    let mut last_lower = false;
    for c in name.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() {
            start = true;
            continue;
        }
        if start || (c.is_ascii_uppercase() && last_lower) {
            out.push(String::new());
        }
        start = false;
        last_lower = !c.is_ascii_uppercase();
        if let Some(word) = out.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::BlockType;
    use expect_test::expect;

    #[test]
    fn types_are_taken_apart() {
        let block = BlockType::parse("roboflow_core/qr_code_detector@v1");
        assert_eq!((block.publisher, block.name, block.version), ("roboflow_core", "qr_code_detector", "v1"));
        assert_eq!(block.label(), "QR code detector");
        assert_eq!(BlockType::parse("DynamicCrop").label(), "Dynamic crop");
        assert_eq!(BlockType::parse("").label(), "");
    }

    #[test]
    fn families_follow_the_words() {
        let mut out = String::new();
        for name in [
            "roboflow_core/image_blur@v1",
            "roboflow_core/convert_grayscale@v1",
            "roboflow_core/threshold@v1",
            "roboflow_core/contrast_equalization@v1",
            "roboflow_core/image_preprocessing@v1",
            "roboflow_core/absolute_static_crop@v1",
            "roboflow_core/relative_statoic_crop@v1",
            "roboflow_core/dynamic_crop@v1",
            "roboflow_core/dominant_color@v1",
            "roboflow_core/qr_code_detector@v1",
            "roboflow_core/barcode_detector@v1",
            "roboflow_core/property_definition@v1",
            "roboflow_core/expression@v1",
            "roboflow_core/detections_filter@v1",
            "roboflow_core/continue_if@v1",
            "roboflow_core/first_non_empty_or_default@v1",
            "roboflow_core/bounding_box_visualization@v1",
            "roboflow_core/label_visualization@v1",
            "roboflow_core/roboflow_object_detection_model@v2",
            "roboflow_core/ocr_model@v1",
            "roboflow_core/line_counter@v2",
            "ObjectDetectionModel",
            "acme/thing@v1",
        ] {
            let block = BlockType::parse(name);
            out.push_str(&format!("{}: {}\n", block.label(), block.family().word()));
        }
        expect![[r#"
            Image blur: image
            Convert grayscale: image
            Threshold: image
            Contrast equalization: image
            Image preprocessing: image
            Absolute static crop: image
            Relative static crop: image
            Dynamic crop: image
            Dominant color: number
            QR code detector: detections
            Barcode detector: detections
            Property definition: any
            Expression: flow
            Detections filter: detections
            Continue if: flow
            First non empty or default: any
            Bounding box visualization: image
            Label visualization: image
            Object detection model: detections
            OCR model: text
            Line counter: number
            Object detection model: detections
            Thing: any
        "#]]
        .assert_eq(&out);
    }
}
