//! No image and no setting makes the engine panic; sizes are as the blocks promise.
#![expect(clippy::unwrap_used, reason = "what a test does not expect stops it")]
#[expect(dead_code, reason = "shared with the other tests, each of which uses a part")]
mod support;

use image::{DynamicImage, RgbImage};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{decoded, go, image_input, png, spec};

fn small_image() -> impl Strategy<Value = RgbImage> {
    (1_u32..14, 1_u32..14).prop_flat_map(|(width, height)| {
        prop::collection::vec(any::<u8>(), (width * height * 3) as usize)
            .prop_map(move |bytes| RgbImage::from_raw(width, height, bytes).unwrap())
    })
}

fn setting() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        (-40_i64..600).prop_map(|n| json!(n)),
        (-2.0..2.0_f64).prop_map(|n| json!(n)),
        prop::sample::select(vec![
            "average",
            "gaussian",
            "median",
            "bilateral",
            "binary",
            "otsu",
            "adaptive_mean",
            "adaptive_gaussian",
            "resize",
            "rotate",
            "flip",
            "both",
            "Contrast Stretching",
            "Histogram Equalization",
            "Adaptive Equalization",
            "5",
            "x",
        ])
        .prop_map(|text| json!(text)),
    ]
}

const PROPERTIES: &[(&str, &[&str])] = &[
    ("roboflow_core/image_blur@v1", &["blur_type", "kernel_size"]),
    ("roboflow_core/threshold@v1", &["threshold_type", "thresh_value", "max_value"]),
    ("roboflow_core/contrast_equalization@v1", &["equalization_type"]),
    (
        "roboflow_core/image_preprocessing@v1",
        &["task_type", "width", "height", "rotation_degrees", "flip_type"],
    ),
    ("roboflow_core/dominant_color@v1", &["color_clusters", "max_iterations", "target_size"]),
    ("roboflow_core/absolute_static_crop@v1", &["x_center", "y_center", "width", "height"]),
    ("roboflow_core/relative_statoic_crop@v1", &["x_center", "y_center", "width", "height"]),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_panics(image in small_image(), block in 0..PROPERTIES.len(), settings in prop::collection::vec(setting(), 5)) {
        let (kind, names) = PROPERTIES[block];
        let mut step = json!({"type": kind, "name": "s", "image": "$inputs.image"});
        for (name, value) in names.iter().zip(settings) {
            step[*name] = value;
        }
        let spec = spec(image_input(), json!([step]), &[("all", "$steps.s.*")]);
        if let Err(failure) = go(&spec, json!({"image": png(&DynamicImage::ImageRgb8(image))})) {
            prop_assert!(!failure.message.is_empty() && failure.status >= 400);
        }
    }

    #[test]
    fn smoothing_keeps_the_size_and_a_plain_image(
        size in 1_i64..20, kind in prop::sample::select(vec!["average", "gaussian", "median", "bilateral"]),
        width in 1_u32..20, height in 1_u32..20, level in any::<u8>(),
    ) {
        let step = json!({"type": "roboflow_core/image_blur@v1", "name": "s", "image": "$inputs.image", "blur_type": kind, "kernel_size": size});
        let spec = spec(image_input(), json!([step]), &[("out", "$steps.s.image")]);
        let image = RgbImage::from_pixel(width, height, image::Rgb([level; 3]));
        let out = go(&spec, json!({"image": png(&DynamicImage::ImageRgb8(image))})).unwrap();
        let out = decoded(&out[0]["out"]);
        prop_assert_eq!(out.dimensions(), (width, height));
        prop_assert!(out.pixels().all(|pixel| pixel.0.iter().all(|value| value.abs_diff(level) <= 3)));
    }

    #[test]
    fn hostile_specifications_are_refused_in_a_sentence(text in "[\\[\\]{}:,\"a-z$.0-9]{0,60}") {
        if let Ok(value) = serde_json::from_str::<Value>(&text)
            && let Err(failure) = flowdeck_engine::validate(&value) {
                prop_assert!(!failure.message.is_empty());
            }
    }
}
