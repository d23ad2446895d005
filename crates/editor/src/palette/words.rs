//! What people call the blocks: sections, other words for them, and the ones that most workflows have.
use flowdeck_spec::block::BlockType;
use flowdeck_spec::catalogue::Block;

/// The sections of the palette in their order; the first is that of the entries which are no blocks.
pub const SECTIONS: &[&str] = &[
    "Inputs and outputs",
    "Models",
    "Language models",
    "Text and codes",
    "Image processing",
    "Cut, filter, track",
    "Draw",
    "Measure and count",
    "Flow",
    "Compute and format",
    "Combine",
    "Send and store",
    "Your own",
    "Other",
];

/// The section of a block, as a place in [`SECTIONS`].
#[must_use]
pub fn section(block: &Block) -> usize {
    let name = BlockType::parse(block.full_type()).name;
    let has = |part: &str| name.contains(part);
    match &*block.family {
        // Four blocks of ten are models: they are told apart by what they give.
        "model" if has("ocr") || has("code_detector") => 3,
        "model" if block.fields.iter().any(|field| matches!(field.name(), "prompt" | "lmm_type")) => 2,
        "model" => 1,
        "classical_computer_vision" => 4,
        "transformation" => 5,
        "visualization" => 6,
        "analytics" | "video" => 7,
        "flow_control" => 8,
        "formatter" | "math" | "secrets_provider" => 9,
        "fusion" => 10,
        "sink" => 11,
        "custom" => 12,
        _ => 13,
    }
}

/// How early a block is offered: 1 for the first of those that most workflows have, none for the rest.
pub(super) fn popularity(name: &str) -> Option<u8> {
    let place = POPULAR.iter().position(|known| *known == name)?;
    u8::try_from(place + 1).ok()
}

const POPULAR: &[&str] = &[
    "roboflow_object_detection_model",
    "bounding_box_visualization",
    "label_visualization",
    "dynamic_crop",
    "detections_filter",
    "property_definition",
    "roboflow_classification_model",
    "roboflow_instance_segmentation_model",
    "ocr_model",
    "google_gemini",
    "continue_if",
    "expression",
    "trackers_bytetrack",
    "webhook_sink",
];

/// Other words for blocks whose names have one of these from the start of a word.
pub(super) const SYNONYMS: &[(&str, &str)] = &[
    ("ocr", "text read letters recognise scan document plate number"),
    ("qr_code_detector|barcode", "scan read code sku label ean inventory"),
    ("object_detection_model", "find boxes detect yolo rfdetr rf-detr people cars things locate"),
    ("yolo_world|visual_search", "open vocabulary zero shot words prompt find anything"),
    ("instance_seg|semantic_seg|sam|segment", "mask outline cut shape area contour sam"),
    ("classification_model|clip|classifier", "class category tag sort name label"),
    ("keypoint|pose", "pose skeleton body joints hands"),
    ("property_definition", "count length extract number get property how many classes"),
    ("line_counter", "count cross crossing in out pass traffic footfall"),
    ("time_in_zone", "dwell wait queue area polygon region loiter count duration"),
    ("polygon_zone|dynamic_zone", "area region polygon roi"),
    ("pixel_color|dominant_color", "colour count share hue"),
    ("size_measurement|distance|area_measurement", "measure length width centimetres calibrate dimension"),
    ("velocity", "speed fast measure movement"),
    ("path_dev", "route movement wrong way"),
    ("tracker|bytetrack|botsort|ocsort|trackers_sort", "follow track id object video identity mot"),
    ("stabilize", "smooth flicker jitter"),
    ("detections_filter", "keep remove class confidence only where select"),
    ("per_class", "filter keep confidence threshold"),
    ("crop", "cut region part roi zoom extract"),
    ("slicer|detections_stitch", "sahi tiles small objects large images"),
    ("image_preprocessing", "resize scale rotate turn flip mirror"),
    ("blur|pixelate", "hide faces privacy anonymise redact censor smooth"),
    ("grayscale", "grey gray black white colourless"),
    ("threshold", "binarise black white binary otsu"),
    ("contrast", "brightness dark clahe histogram normalise enhance"),
    ("morpholog", "erode dilate open close noise"),
    ("sift|template_matching|identify_changes|cosine", "compare same similar match difference"),
    ("background_sub|motion", "move movement change video alarm"),
    ("background_color|halo", "remove background cut out highlight"),
    ("bounding_box|corner|ellipse|circle|triangle|dot_vis", "draw box mark show rectangle marker"),
    ("label_vis|text_display", "draw write caption name annotate show"),
    ("trace|heatmap", "draw path history trail"),
    ("visualization", "draw show annotate overlay"),
    ("continue_if", "if condition branch when stop gate only"),
    ("switch_case|expression", "if else branch decision table rule condition logic pass fail"),
    ("rate_limiter|delta_filter|cooldown", "throttle slow once every debounce cooldown changed"),
    ("first_non_empty|dimension_collapse", "merge default fallback join flatten list"),
    ("webhook", "http post request url api call alert notify send"),
    ("email|sms|slack", "alert notify message send mail phone text notification"),
    ("dataset_upload|model_monitoring|vision_event", "active learning collect label retrain dashboard save"),
    ("local_file|s3_sink|cache", "save store write file disk log bucket export"),
    ("csv|json|template|aggregator", "table spreadsheet export report format join summary average"),
    ("onvif|plc|modbus|mqtt|opc", "camera ptz machine industrial controller"),
    ("gemini|gemma", "google vlm llm ask prompt caption describe multimodal"),
    ("open_ai|openai_c", "gpt chatgpt vlm llm ask prompt caption describe multimodal"),
    ("claude", "vlm llm ask prompt caption describe multimodal"),
    (
        "openrouter|qwen|florence|llama|moondream|smolvlm|cog_vlm|kimi|mistral|glm|zai_vlm|meta_vlm|spacexai|lmm|cosmos",
        "vlm llm ask prompt caption describe multimodal local",
    ),
    ("vlm_as", "parse answer llm boxes classes"),
    ("depth|gaze|camera_calib|perspective|camera_focus", "distance 3d lens warp correct sharp look"),
    ("inpainting|outpainting|image_gen", "generate create replace diffusion picture"),
    ("stitch_images|image_stack|buffer|frame_delay", "panorama join frames history past delay"),
    (
        "consensus|detections_merge|detections_combine|overlap",
        "merge join union ensemble vote agree nms inside",
    ),
    ("inner_workflow", "subflow nested reuse workflow function call"),
    ("current_time", "date now clock timestamp"),
    ("secrets", "password key environment variable token"),
];

/// The synonyms that a block goes by, as bits of the rows of [`SYNONYMS`].
pub(super) fn synonyms(name: &str) -> u128 {
    let starts = name.match_indices('_').filter_map(|(at, _)| name.get(at + 1..));
    let ends: Vec<&str> = std::iter::once(name).chain(starts).collect();
    let rows = SYNONYMS.iter().enumerate();
    rows.filter(|(_, (parts, _))| parts.split('|').any(|part| ends.iter().any(|end| end.starts_with(part))))
        .fold(0, |bits, (row, _)| bits | 1 << row)
}
