//! One line of our own on what a property or block is for.
use crate::block::BlockType;

/// What a property of a step, input or output is for, where it has a common meaning.
#[must_use]
pub fn property(name: &str) -> Option<&'static str> {
    PROPERTIES.binary_search_by_key(&name, |(key, _)| key).ok().map(|at| PROPERTIES[at].1)
}

/// What a block does, by its type or its bare name, for the blocks that run without a model.
#[must_use]
pub fn block(type_name: &str) -> Option<&'static str> {
    let name = BlockType::parse(type_name).name;
    BLOCKS.binary_search_by_key(&name, |(key, _)| key).ok().map(|at| BLOCKS[at].1)
}

/// By name, sorted.
const PROPERTIES: &[(&str, &str)] = &[
    ("active_learning_target_dataset", "The project that collected images go to."),
    ("angle", "How far to turn, in degrees."),
    ("api_key", "The key of the outside service; wire it to an input rather than writing it here."),
    ("background_color", "The colour around what is kept."),
    ("blur_type", "How neighbouring pixels are mixed: average, gaussian, median or bilateral."),
    ("border_radius", "How round the corners are, in pixels."),
    ("class_agnostic_nms", "Whether boxes of different classes may push each other out."),
    ("class_filter", "The classes to keep; leave it out to keep all."),
    ("class_names", "The names of the classes, in the order of their numbers."),
    ("classes", "The classes to look for."),
    ("color", "The colour to draw with."),
    ("color_axis", "What decides a colour: the class, the position in the list, or the track."),
    ("color_clusters", "Into how many colours the image is sorted before the largest wins."),
    ("color_palette", "The set of colours to draw with."),
    ("comparator", "How the two sides are compared."),
    ("condition_statement", "The condition: what has to hold for the next steps to run."),
    ("confidence", "How sure the model must be, from 0 to 1; less sure results are left out."),
    ("confidence_mode", "Where the confidence limit comes from: the model's own best one, or one of yours."),
    ("cooldown_seconds", "How long to rest after sending before the next one may go out, in seconds."),
    ("coordinates_system", "Whether results count pixels in the whole image (parent) or in the crop (own)."),
    ("copy_image", "Draw on a copy, so that the image before stays clean."),
    ("custom_colors", "Your own colours, used in this order."),
    ("custom_confidence", "Your own confidence limit, from 0 to 1."),
    ("data", "What the step works on; each name can be used in its expressions."),
    ("data_operations", "What is done to each named value before it is used."),
    ("default", "What is given when everything before is empty."),
    ("default_value", "What the input is when a run does not give it."),
    ("detections", "What a model found, to be used here."),
    ("disable_active_learning", "Do not collect images of this step for training."),
    ("disable_sink", "Turns the step off: nothing is sent or stored."),
    ("equalization_type", "How contrast is spread: over the whole image or in tiles."),
    ("evaluation_parameters", "The values that the condition can name."),
    ("fire_and_forget", "Go on without waiting for the answer."),
    ("flip_type", "Mirror left to right, top to bottom, or both."),
    ("frame_rate", "How many frames a second."),
    ("height", "Height: pixels, or a share of the image where the block says relative."),
    ("image", "The image that the step works on."),
    ("images", "The images that the step works on."),
    ("inputs", "What a run has to bring."),
    ("iou_threshold", "How much two boxes may overlap before the weaker one is dropped, from 0 to 1."),
    ("kernel_size", "How far the effect reaches around each pixel; larger is stronger."),
    ("kind", "What a value is, so that only fitting ports connect."),
    ("line_segment", "The line that counts, as two points."),
    ("mask_opacity", "How strongly what lies outside the mask is covered, from 0 to 1."),
    ("max_candidates", "At most this many shapes are weighed before they are turned into results."),
    ("max_concurrent_requests", "How many questions may be under way at once."),
    ("max_detections", "At most this many results, the surest first."),
    ("max_image_size", "A larger image is made this small before it is sent, in pixels."),
    ("max_iterations", "How many rounds the search may take."),
    ("max_tokens", "The longest answer, in tokens."),
    ("max_value", "The value that pixels past the threshold get."),
    ("message", "The text to send."),
    ("metadata", "What is known of the video frame: its number, its time, its source."),
    ("mode", "Which of its ways the step works in."),
    ("model_id", "The model, as project and version."),
    ("model_version", "Which model of the family answers."),
    ("name", "How others refer to it; unique within its list."),
    ("next_steps", "The steps that run when the condition holds."),
    ("opacity", "How strongly the colour covers the image, from 0 to 1."),
    ("operations", "What is done to the value, one after the other."),
    ("operations_parameters", "The values that the operations can name."),
    ("output_structure", "The fields the answer should have, each with what belongs in it."),
    ("outputs", "What a run gives back."),
    ("palette_size", "How many colours the palette has."),
    ("points", "Places in the image, in pixels."),
    ("position", "Which point of the box counts."),
    ("predictions", "What a model found, to be used here."),
    ("privacy_level", "How much of the image may leave for the outside service."),
    ("prompt", "What the model is asked."),
    ("radius", "How large the circle is, in pixels."),
    ("reasoning_effort", "How long the model may think before it answers."),
    ("reference_image", "The image to compare with."),
    ("rotation_degrees", "How far to turn, in degrees."),
    ("roundness", "How round the corners of boxes are, from 0 to 1."),
    ("selector", "Which value is given back: $inputs.name or $steps.name.output."),
    ("steps", "What is done, each step by one block."),
    ("stop_delay", "How long to keep going after the condition stops holding, in seconds."),
    ("switch", "The cases: which result belongs to which condition."),
    ("system_prompt", "What the model is told before it is asked."),
    ("target_size", "The image is made this small before it is searched, in pixels."),
    ("task_type", "What the step is asked to do."),
    ("temperature", "How freely the model words its answer; 0 is the most repeatable."),
    ("text", "What the label says."),
    ("text_color", "The colour of the letters."),
    ("text_padding", "The space around the letters, in pixels."),
    ("text_position", "Where on the box the label sits."),
    ("text_scale", "The size of the letters; 1 is normal."),
    ("text_size_mode", "Whether letters keep their size or grow with the image."),
    ("text_thickness", "How bold the letters are, in pixels."),
    ("thickness", "How wide lines are drawn, in pixels."),
    ("thresh_value", "The brightness that divides dark from light, from 0 to 255."),
    ("threshold_type", "How the dividing brightness is found and what happens on each side."),
    ("tracker_id", "The number that follows an object from frame to frame."),
    ("triggering_anchor", "Which point of the box must cross or enter."),
    ("type", "Which block the step is, or what kind of input or output this is."),
    ("units", "What a number counts in."),
    ("value", "The value to work on or to store."),
    ("version", "The version of the language that this workflow is written in."),
    ("width", "Width: pixels, or a share of the image where the block says relative."),
    ("x_center", "Where the middle is from the left: pixels, or a share of the width."),
    ("y_center", "Where the middle is from the top: pixels, or a share of the height."),
    ("zone", "The area that counts, as a list of points."),
];

/// By name without publisher and version, sorted.
const BLOCKS: &[(&str, &str)] = &[
    ("absolute_static_crop", "Cuts a fixed rectangle out of the image, measured in pixels."),
    ("barcode_detector", "Finds barcodes and reads them."),
    ("bounding_box_visualization", "Draws a box around each thing that was found."),
    ("continue_if", "Runs the next steps only if a condition holds."),
    ("contrast_equalization", "Spreads brightness so that faint detail shows."),
    ("convert_grayscale", "Takes the colour out of the image."),
    ("detections_filter", "Keeps the results that a condition asks for."),
    ("dominant_color", "Tells the colour that most of the image has."),
    ("dynamic_crop", "Cuts out each thing that was found, one image each."),
    ("expression", "Picks a result by cases: a small decision table."),
    ("first_non_empty_or_default", "Gives the first value that is there, else a default."),
    ("image_blur", "Smooths the image."),
    ("image_preprocessing", "Resizes, turns or mirrors the image."),
    ("label_visualization", "Writes a label at each thing that was found."),
    ("property_definition", "Takes one property out of a value, such as a count or a list of classes."),
    ("qr_code_detector", "Finds QR codes and reads them."),
    ("relative_statoic_crop", "Cuts a fixed rectangle out of the image, measured in shares of its size."),
    ("threshold", "Turns the image into black and white at a brightness."),
];

#[cfg(test)]
mod tests {
    use super::{BLOCKS, PROPERTIES, block, property};

    #[test]
    fn the_tables_are_sorted_so_that_each_entry_is_found() {
        for table in [PROPERTIES, BLOCKS] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0), "{table:?}");
        }
        assert!(property("kernel_size").is_some() && property("no_such_thing").is_none());
        assert_eq!(block("image_blur"), block("roboflow_core/image_blur@v1"));
        assert!(block("image_blur").is_some() && block("acme/thing@v1").is_none());
    }
}
