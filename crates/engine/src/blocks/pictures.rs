//! The table of the blocks that look at images, change them, or draw on them.
use super::{Block, crops, draw, images, measures, plain};

const IMAGE: &[(&str, &str)] = &[("image", "images")];
/// The fields of a block that draws detections.
const FOUND: &[&str] = &["image", "predictions"];
const MADE: &[&str] = &["image"];

/// A block that makes an image of an image.
const fn image(types: &'static [&'static str], run: super::Run) -> Block {
    plain(types, IMAGE, &["image"], MADE, run)
}

/// A block that draws detections on an image.
const fn drawing(types: &'static [&'static str], run: super::Run) -> Block {
    plain(types, IMAGE, FOUND, MADE, run)
}

/// Looking at images and changing them.
pub(super) static ALL: &[Block] = &[
    image(&["roboflow_core/image_blur@v1"], images::blur),
    image(&["roboflow_core/convert_grayscale@v1"], images::grayscale),
    plain(&["roboflow_core/threshold@v1"], IMAGE, &["image", "thresh_value"], MADE, images::threshold),
    image(&["roboflow_core/contrast_equalization@v1"], images::equalize),
    image(&["roboflow_core/contrast_enhancement@v1"], images::contrast),
    image(&["roboflow_core/morphological_transformation@v1"], images::morphology),
    image(&["roboflow_core/morphological_transformation@v2"], images::morphology_colored),
    plain(
        &["roboflow_core/image_preprocessing@v1"],
        IMAGE,
        &["image", "task_type"],
        MADE,
        images::preprocess,
    ),
    plain(&["roboflow_core/dominant_color@v1"], IMAGE, &["image"], &["rgb_color"], images::dominant_color),
    plain(
        &["roboflow_core/camera_focus@v1"],
        IMAGE,
        &["image"],
        &["image", "focus_measure"],
        measures::focus,
    ),
    plain(
        &["roboflow_core/contours_detection@v1"],
        IMAGE,
        &["image"],
        &["image", "contours", "hierarchy", "number_contours"],
        measures::contours,
    ),
    plain(
        &["roboflow_core/pixel_color_count@v1"],
        IMAGE,
        &["image", "target_color"],
        &["matching_pixels_count"],
        measures::color_count,
    ),
    plain(
        &["roboflow_core/template_matching@v1"],
        &[("image", "images"), ("template", "templates")],
        &["image", "template"],
        &["predictions", "number_of_matches"],
        measures::template,
    ),
    Block {
        raises: true,
        ..plain(&["roboflow_core/image_slicer@v1"], IMAGE, &["image"], &["slices"], crops::slices)
    },
    Block {
        raises: true,
        ..plain(&["roboflow_core/image_slicer@v2"], IMAGE, &["image"], &["slices"], crops::slices_equal)
    },
];

/// Drawing on images.
pub(super) static DRAWING: &[Block] = &[
    drawing(&["roboflow_core/bounding_box_visualization@v1", "BoundingBoxVisualization"], draw::marks::boxes),
    drawing(&["roboflow_core/corner_visualization@v1", "CornerVisualization"], draw::marks::corners),
    drawing(&["roboflow_core/circle_visualization@v1", "CircleVisualization"], draw::marks::circles),
    drawing(&["roboflow_core/dot_visualization@v1", "DotVisualization"], draw::marks::dots),
    drawing(&["roboflow_core/ellipse_visualization@v1", "EllipseVisualization"], draw::marks::ellipses),
    drawing(&["roboflow_core/triangle_visualization@v1", "TriangleVisualization"], draw::marks::triangles),
    drawing(&["roboflow_core/label_visualization@v1", "LabelVisualization"], draw::labels::labels),
    drawing(&["roboflow_core/label_visualization@v2"], draw::labels::labels_sized),
    drawing(&["roboflow_core/color_visualization@v1", "ColorVisualization"], draw::areas::colors),
    drawing(
        &["roboflow_core/background_color_visualization@v1", "BackgroundColorVisualization"],
        draw::areas::background,
    ),
    drawing(&["roboflow_core/blur_visualization@v1", "BlurVisualization"], draw::areas::blurred),
    drawing(&["roboflow_core/pixelate_visualization@v1", "PixelateVisualization"], draw::areas::pixelated),
    drawing(&["roboflow_core/crop_visualization@v1", "CropVisualization"], draw::areas::crops),
    drawing(&["roboflow_core/mask_visualization@v1", "MaskVisualization"], draw::areas::masks),
    drawing(&["roboflow_core/polygon_visualization@v1", "PolygonVisualization"], draw::marks::polygons),
    drawing(&["roboflow_core/polygon_visualization@v2"], draw::marks::polygons_whole),
    drawing(&["roboflow_core/halo_visualization@v1", "HaloVisualization"], draw::areas::halos),
    drawing(&["roboflow_core/halo_visualization@v2"], draw::areas::halos_soft),
    plain(
        &["roboflow_core/polygon_zone_visualization@v1"],
        IMAGE,
        &["image", "zone"],
        MADE,
        draw::zones::polygon,
    ),
    plain(
        &["roboflow_core/line_counter_visualization@v1"],
        IMAGE,
        &["image", "zone"],
        MADE,
        draw::zones::line,
    ),
    plain(
        &["roboflow_core/reference_path_visualization@v1"],
        IMAGE,
        &["image", "reference_path"],
        MADE,
        draw::zones::path,
    ),
    plain(&["roboflow_core/grid_visualization@v1"], &[], &["images"], MADE, draw::zones::grid),
];
