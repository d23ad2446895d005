//! The blocks of data: detections, values, texts, and what decides which steps run.
use super::{
    Block, Depth, consensus, filters, flow, knowing, matching, merging, motion, plain, renaming, texts,
    values, zones,
};

pub(super) static ALL: &[Block] = &[
    knowing(
        &["roboflow_core/detections_filter@v1", "DetectionsFilter"],
        &[],
        &["predictions", "operations"],
        &["predictions"],
        filters::detections,
    ),
    knowing(
        &["roboflow_core/property_definition@v1", "PropertyDefinition", "PropertyExtraction"],
        &[],
        &["data", "operations"],
        &["output"],
        values::property,
    ),
    knowing(
        &["roboflow_core/expression@v1", "Expression"],
        &[],
        &["data", "switch"],
        &["output"],
        values::expression,
    ),
    Block {
        accepts_empty: true,
        ..knowing(
            &["roboflow_core/first_non_empty_or_default@v1", "FirstNonEmptyOrDefault"],
            &[],
            &["data"],
            &["output"],
            values::first,
        )
    },
    Block {
        is_flow: true,
        ..knowing(
            &["roboflow_core/continue_if@v1", "ContinueIf"],
            &[],
            &["condition_statement", "next_steps"],
            &[],
            flow::continue_if,
        )
    },
    knowing(
        &["roboflow_core/detections_transformation@v1", "DetectionsTransformation"],
        &[],
        &["predictions", "operations"],
        &["predictions"],
        filters::detections,
    ),
    plain(
        &["roboflow_core/detection_offset@v1", "DetectionOffset"],
        &[("offset_width", "offset_x"), ("offset_height", "offset_y")],
        &["predictions", "offset_width", "offset_height"],
        &["predictions"],
        merging::offset,
    ),
    plain(&["roboflow_core/detections_merge@v1"], &[], &["predictions"], &["predictions"], merging::merge),
    plain(
        &["roboflow_core/detections_combine@v1"],
        &[],
        &["prediction_one", "prediction_two"],
        &["predictions"],
        merging::combine,
    ),
    plain(
        &["roboflow_core/per_class_confidence_filter@v1"],
        &[],
        &["predictions", "class_thresholds"],
        &["predictions"],
        merging::by_class_confidence,
    ),
    plain(
        &["roboflow_core/overlap@v1"],
        &[],
        &["predictions", "overlap_class_name"],
        &["overlaps"],
        merging::over_class,
    ),
    Block {
        depth: Depth::Gathers(&["predictions"]),
        ..plain(
            &["roboflow_core/detections_stitch@v1"],
            &[],
            &["reference_image", "predictions"],
            &["predictions"],
            merging::stitch,
        )
    },
    Block {
        depth: Depth::Gathers(&["classification_predictions"]),
        accepts_empty: true,
        ..plain(
            &["roboflow_core/detections_classes_replacement@v1", "DetectionsClassesReplacement"],
            &[],
            &["object_detection_predictions", "classification_predictions"],
            &["predictions"],
            renaming::classes,
        )
    },
    plain(
        &["roboflow_core/detections_consensus@v1", "DetectionsConsensus"],
        &[("predictions_batches", "predictions")],
        &["predictions_batches", "required_votes"],
        &["predictions", "object_present", "presence_confidence"],
        consensus::consensus,
    ),
    plain(
        &["roboflow_core/detections_difference@v1", "DetectionsDifference"],
        &[],
        &["reference_predictions", "candidate_predictions"],
        &[
            "removed_detections",
            "persisted_detections",
            "new_detections",
            "removed_count",
            "new_count",
            "verified",
        ],
        matching::difference,
    ),
    plain(
        &["roboflow_core/overlap_analysis@v1", "OverlapAnalysis"],
        &[],
        &["reference_predictions", "candidate_predictions"],
        &["overlaps"],
        matching::overlaps,
    ),
    plain(
        &["roboflow_core/detections_nearest_neighbor@v1"],
        &[],
        &["query_predictions", "target_predictions"],
        &["query_predictions", "matched_query_detections", "matched_target_detections"],
        matching::nearest,
    ),
    plain(
        &["roboflow_core/distance_measurement@v1"],
        &[],
        &[
            "predictions",
            "object_1_class_name",
            "object_2_class_name",
            "reference_axis",
            "calibration_method",
        ],
        &["distance_cm", "distance_pixel"],
        matching::distance,
    ),
    plain(
        &["roboflow_core/size_measurement@v1"],
        &[],
        &["object_predictions", "reference_predictions", "reference_dimensions"],
        &["dimensions"],
        matching::sizes,
    ),
    Block {
        depth: Depth::Gathers(&["data"]),
        ..knowing(
            &["roboflow_core/dimension_collapse@v1", "DimensionCollapse"],
            &[],
            &["data"],
            &["output"],
            values::collapse,
        )
    },
    plain(
        &["roboflow_core/cosine_similarity@v1"],
        &[],
        &["embedding_1", "embedding_2"],
        &["similarity"],
        values::cosine_similarity,
    ),
    knowing(&["roboflow_core/cache_get@v1"], &[], &["image", "key"], &["output"], values::cache_get),
    knowing(&["roboflow_core/cache_set@v1"], &[], &["image", "key", "value"], &["output"], values::cache_set),
    Block {
        is_flow: true,
        leads_by: &["cases", "default_next_steps"],
        ..knowing(&["roboflow_core/switch_case@v1", "SwitchCase"], &[], &["value"], &[], flow::switch_case)
    },
    Block {
        is_flow: true,
        ..knowing(
            &["roboflow_core/delta_filter@v1"],
            &[],
            &["image", "value", "next_steps"],
            &[],
            flow::delta_filter,
        )
    },
    Block {
        is_flow: true,
        ..knowing(
            &["roboflow_core/rate_limiter@v1"],
            &[],
            &["depends_on", "next_steps"],
            &[],
            flow::rate_limiter,
        )
    },
    knowing(&["roboflow_core/string_template@v1"], &[], &["template"], &["output"], texts::template),
    Block {
        own_outputs: Some(texts::json_fields),
        ..plain(
            &["roboflow_core/json_parser@v1"],
            &[],
            &["raw_json", "expected_fields"],
            &["error_status"],
            texts::json,
        )
    },
    Block {
        depth: Depth::Whole(&["columns_data"]),
        ..knowing(&["roboflow_core/csv_formatter@v1"], &[], &["columns_data"], &["csv_content"], texts::csv)
    },
    knowing(
        &["roboflow_core/current_time@v1"],
        &[],
        &[],
        &["timestamp", "iso_string", "date", "time"],
        texts::current_time,
    ),
    plain(
        &["roboflow_core/vlm_as_classifier@v1", "roboflow_core/vlm_as_classifier@v2"],
        &[],
        &["image", "vlm_output", "classes"],
        &["error_status", "predictions", "inference_id"],
        texts::classifier,
    ),
    plain(
        &["roboflow_core/vlm_as_detector@v1", "roboflow_core/vlm_as_detector@v2"],
        &[],
        &["image", "vlm_output", "model_type", "task_type"],
        &["error_status", "predictions", "inference_id"],
        texts::detector_of_boxes,
    ),
    knowing(
        &["roboflow_core/time_in_zone@v1"],
        &[],
        &["metadata", "detections", "zone"],
        &["timed_detections"],
        zones::time_by_metadata,
    ),
    knowing(
        &["roboflow_core/time_in_zone@v2"],
        &[],
        &["image", "detections", "zone"],
        &["timed_detections"],
        zones::time_by_image,
    ),
    knowing(
        &["roboflow_core/time_in_zone@v3"],
        &[],
        &["image", "detections", "zone"],
        &["timed_detections"],
        zones::time_in_zones,
    ),
    knowing(
        &["roboflow_core/line_counter@v1"],
        &[],
        &["metadata", "detections", "line_segment"],
        &["count_in", "count_out"],
        zones::count_by_metadata,
    ),
    knowing(
        &["roboflow_core/line_counter@v2"],
        &[],
        &["image", "detections", "line_segment"],
        &["count_in", "count_out", "detections_in", "detections_out"],
        zones::count_by_image,
    ),
    knowing(
        &["roboflow_core/velocity@v1"],
        &[],
        &["image", "detections"],
        &["velocity_detections"],
        motion::velocity,
    ),
];
