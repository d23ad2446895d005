"""The validators of manifests, as data: what a block demands beyond the types of its fields.

Each is recognised by the name of its function; its constants are read from the module that defines it. One that is
not known here is listed in `unread`, and `cargo xtask catalog` fails.
"""

import inspect
import json
import typing

from roboflow_workflows.core_steps.common import openrouter

unread = set()


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


class Names:
    """The names that a validator's own module knows: a subclass may live in another one."""

    def __init__(self, function):
        function = inspect.unwrap(getattr(function, "__func__", function))
        self.__dict__.update(getattr(function, "__globals__", {}))


def decorated(manifest):
    """The validators of a manifest: name, mode, fields, function."""
    found = manifest.__pydantic_decorators__
    for name, validator in found.field_validators.items():
        yield name, validator.info.mode, validator.info.fields, validator.func
    for name, validator in found.model_validators.items():
        yield name, validator.info.mode, (), validator.func
    for name, validator in found.validators.items():
        yield name, "after", validator.info.fields, validator.func


def tasks(names, where, missing="needs"):
    """`FIELD` is required for these tasks."""
    for field, constant in names:
        if not hasattr(where, constant):
            if isinstance(where, Names):
                continue
            raise AttributeError(constant)
        listed = sorted(getattr(where, constant))
        if listed:
            yield f"if task_type in {compact(listed)} {missing} {field}"


TASK_FIELDS = (
    ("prompt", "TASKS_REQUIRING_PROMPT"),
    ("classes", "TASKS_REQUIRING_CLASSES"),
    ("output_structure", "TASKS_REQUIRING_OUTPUT_STRUCTURE"),
)


def levels(function, module):
    """The reasoning levels by model, as the validator's source names their fields and table."""
    source = inspect.getsource(function)
    if "validate_reasoning_level(" not in source:
        return
    call = source.split("validate_reasoning_level(")[1]
    part = lambda key: call.split(key + "=")[1].split(",")[0].strip()
    model, level = part("model").removeprefix("self."), part("level").removeprefix("self.")
    table = getattr(module, part("levels_by_model"))
    condition = 'if backend in ["openrouter"] ' if 'self.backend == "openrouter":\n' in source else ""
    yield f"{condition}levels {model} {level} {compact({key: list(value) for key, value in table.items()})}"


def validate(manifest, function):
    """`validate` of the models behind a prompt, of models with a confidence mode, and of answer parsers."""
    module, source = Names(function), inspect.getsource(function)
    if "INSTANCE_SEGMENTATION_DEFAULT_MODEL" in source:
        task, model = compact([module.INSTANCE_SEGMENTATION_TASK]), compact(module.INSTANCE_SEGMENTATION_DEFAULT_MODEL)
        yield f"if task_type in {task} default model_version {model}"
    if "REGISTERED_PARSERS" in source:
        pairs = sorted([list(map(str, pair)) for pair in module.REGISTERED_PARSERS])
        yield f"pairs model_type task_type {compact(pairs)}"
        yield 'unless model_type in ["florence-2"] needs classes'
        return
    if "confidence_mode" in source:
        yield 'if confidence_mode in ["custom"] needs custom_confidence'
        return
    if "gemini-4-argon" in source:
        yield 'if task_type in ["instance-segmentation"] only model_version ["gemini-4-argon"]'
    if "TASKS_REQUIRING_DETECTION_GROUNDING" in source:
        yield from tasks(TASK_FIELDS[:1], module)
        grounding = (("classes", "TASKS_REQUIRING_CLASSES"), ("grounding_detection", "TASKS_REQUIRING_DETECTION_GROUNDING"))
        yield from tasks(grounding, module, "needs-some")
        return
    if "validate_task_type_required_fields(" in source:
        yield from tasks(TASK_FIELDS, openrouter)
    elif "TASKS_REQUIRING_PROMPT" in source:
        yield from tasks(TASK_FIELDS, module)
    else:
        unread.add(f"{manifest.__module__} validate")
    if "extended_thinking" in source:
        yield "if extended_thinking in [true] lacks temperature"
        yield "if extended_thinking in [true] below thinking_budget_tokens max_tokens"
    if "TASKS_SUPPORTING_OUTPUT_CLASSES" in source:
        supporting = compact(sorted(module.TASKS_SUPPORTING_OUTPUT_CLASSES))
        yield f"unless task_type in {supporting} lacks output_classes"
        yield "labels classes output_classes"
    if "FINE_TUNED_NATIVE_LABEL" in source:
        label = compact([module.FINE_TUNED_NATIVE_LABEL])
        yield f'if backend in ["native"] if model_version in {label} needs-some fine_tuned_model_id'
    yield from levels(function, module)


def of(manifest):
    """The rules of a block, in the order in which the engine applies them."""
    for name, mode, fields, function in decorated(manifest):
        if mode == "before":
            continue
        module = Names(function)
        plain = {
            "_offset_must_be_in_range": lambda: [f"limit offset int >={-module.MAX_OFFSET} <=0"],
            "validate_stack_size": lambda: [f"limit stack_size int >=1 <={module.MAX_STACK_SIZE}"],
            "validate_resolution_width": lambda: [f"limit resolution_width int >=64 <={module.MAX_RESOLUTION_WIDTH}"],
            "validate_resolution_height": lambda: [f"limit resolution_height int >=64 <={module.MAX_RESOLUTION_HEIGHT}"],
            "validate_temperature": lambda: ["limit temperature number >=0 <=2"],
            "ensure_frequency_is_correct": lambda: ["limit frequency int >=1"],
            "ensure_model_id_is_correct": lambda: ["filled model_id"],
            "_validate_nms_iou_threshold": lambda: ["limit nms_iou_threshold number >=0 <=1"],
            "_validate_per_class_confidence_length": lambda: ["code per-class-confidence"],
            "_validate_points": lambda: ["code labelled-points"],
            "validate_tracking_mode": lambda: [
                'if tracking_mode in ["concept"] needs class_names',
                'if tracking_mode in ["visual"] needs-one points boxes',
                "code labelled-points",
            ],
            "ensure_tolerance_greater_than_zero": lambda: ["limit tolerance int >=1"],
            "validate_reattach_window_within_state_ttl": lambda: ["most reattach_window state_ttl"],
            "protect_timestamp_column": lambda: [f"forbidden {field} [\"timestamp\"]" for field in fields],
            "ensure_receiver_email_is_not_an_empty_list": lambda: ["nonempty receiver_email"],
            "ensure_max_entries_per_file_is_correct": lambda: [f"limit {field} int >=1" for field in fields],
            "validate_thickness_greater_than_zero": lambda: ["limit thickness int >=1"],
            "validate_custom_confidence": lambda: ['if confidence_mode in ["custom"] needs custom_confidence'],
            "validate_window_inputs": lambda: [
                "limit confidence number >=0 <=1",
                "limit stride_seconds number >0 finite",
            ],
            "ensure_cooldown_seconds_within_bounds": lambda: [f"limit cooldown_seconds int >=0 <={module.CACHE_EXPIRE_TIME}"],
            "ensure_length_limit_within_bounds": lambda: ["limit length_limit int >=1"],
            "ensure_file_name_is_safe": lambda: ["code bundle-file-name"],
            "validate_prompt": lambda: [
                'if task_type in ["custom"] needs-some prompt',
                *tasks(TASK_FIELDS[2:], module, "needs-some"),
            ],
            "validate_stages": lambda: ['if text_detection in ["none"] other-than text_recognition ["none"]'],
            "validate_segmentation": lambda: ["selector segmentation"],
            "validate_pixel_tolerance": lambda: ["limit pixel_tolerance int >=1 <=100"],
            "validate_sigma": lambda: ["limit sigma float >=0.01 <=10"],
            "validate_min_contour_area": lambda: ["limit min_contour_area float >=0 <=10000"],
            "validate_dilation_iterations": lambda: ["limit dilation_iterations int >=0 <=20"],
            "validate_boundary_band_width": lambda: ["limit boundary_band_width int >=1 <=100"],
            "validate_adaptive_window_size": lambda: ["limit adaptive_window_size int >=3 <=201"],
            "validate_mode_parameters": lambda: ['if mode in ["dynamic"] needs predictions'],
            "validate_targets_and_keys": lambda: ["code switch-targets"],
            "validate_workflow_or_reference": lambda: ["code inner-workflow"],
            "validate": lambda: validate(manifest, function),
        }.get(name)
        if plain is None:
            unread.add(f"{manifest.__module__} {name}")
            continue
        yield from (rule for rule in plain())
    yield from outputs(manifest)


def rewrites(manifest, field):
    """What is put in the place of a value before it is checked."""
    for name, mode, fields, function in decorated(manifest):
        if mode != "before" or field not in fields:
            continue
        module = Names(function)
        if name == "validate_model_version":
            table = getattr(module, "MODEL_ALIASES", None) or getattr(module, "GEMINI_MODEL_ALIASES")
            yield "~" + compact(table)
        elif name == "_coerce_font_family":
            from roboflow_workflows.core_steps.visualizations.common.fonts.schema import FONTS_REGISTRY

            yield "~" + compact({key: entry.display_name for key, entry in FONTS_REGISTRY.items()})
        elif name == "coerce_single_selector_to_list":
            yield "~[]"
        else:
            unread.add(f"{manifest.__module__} {name}")


def kinds_by_output(outputs):
    return {output.name: [kind.name for kind in output.kind] for output in outputs}


def outputs(manifest):
    """Outputs that depend on the values of fields."""
    from roboflow_workflows.prototypes.block import WorkflowBlockManifest

    function = manifest.get_actual_outputs
    if function is WorkflowBlockManifest.get_actual_outputs:
        return
    source = inspect.getsource(function)
    if "actual_vlm_prediction_outputs(" in source:
        described = kinds_by_output(manifest.describe_outputs())
        for task in sorted(typing.get_args(manifest.model_fields["task_type"].annotation)):
            # Asked of the manifest itself: a task that decodes nothing may keep fewer kinds than are described.
            actual = kinds_by_output(manifest.model_construct(task_type=task).get_actual_outputs())
            assert list(actual) == list(described), manifest
            for name in actual:
                if sorted(actual[name]) != sorted(described[name]):
                    yield f"gives task_type {task} {name} " + ",".join(actual[name])
    elif "json_output_format" in source or "self.json_output" in source:
        field = "json_output_format" if "json_output_format" in source else "json_output"
        yield f"gives-keys {field} *"
    elif "expected_fields" in source:
        yield "gives-items expected_fields *"
    elif "variables_storing_secrets" in source:
        yield "gives-only lower variables_storing_secrets secret"
    elif "aggregation_mode" in source:
        yield "gives-only aggregates data aggregation_mode"
    elif "REMOTE_DISPATCH" in source:
        yield "gives-only inner execution_mode"
    else:
        unread.add(f"{manifest.__module__} get_actual_outputs")
