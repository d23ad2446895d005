use super::{TextFix, check_text};
use crate::Catalogue;
use expect_test::{Expect, expect};
use std::sync::OnceLock;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::parse(include_str!("../../../../static/catalogue.txt")).unwrap())
}

#[expect(clippy::needless_pass_by_value, reason = "expect! gives values")]
fn check(text: &str, expected: Expect) {
    let mut out = String::new();
    for finding in check_text(text, catalogue()) {
        let place = text.get(finding.range.clone()).unwrap_or("?");
        out.push_str(&format!(
            "{} {} {:?} {}\n",
            finding.code,
            finding.severity.word(),
            place,
            finding.message
        ));
    }
    expected.assert_eq(&out);
}

#[test]
fn a_sound_workflow_has_nothing_to_say() {
    let text = r#"{"specification":{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],
        "steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.image","kernel_size":5}],
        "outputs":[{"type":"JsonField","name":"out","selector":"$steps.blur.image"}]},"flowdeck":{}}"#;
    check(text, expect![""]);
    check("{}", expect![""]);
}

#[test]
fn no_json_is_one_error_at_its_place() {
    check(
        "{\"a\": tru}",
        expect![[r#"
        FD0001 error "tru" “tru” is no JSON value: texts stand in double quotes.
    "#]],
    );
    check(
        "",
        expect![[r#"
        FD0001 error "" The text is empty: expected a JSON object, such as {}.
    "#]],
    );
    check(
        "[1,]",
        expect![[r#"
        FD0001 error "]" A comma before the end: remove it.
    "#]],
    );
}

#[test]
fn names_and_wiring() {
    let text = r#"{"version":1.0,"inputs":[{"type":"WorkflowImage","name":"image"},{"type":"WorkflowImage","name":"image"}],
        "steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.imge"},{"type":"roboflow_core/image_blur@v1","name":"more","image":"$steps.nope.image"},
                 {"type":"roboflow_core/image_blur@v1","name":"self","image":"$steps.self.image"},{"type":"roboflow_core/image_blur@v1","name":"it","image":"$steps.blur.imag"}],
        "outputs":[{"type":"JsonField","name":"a","selector":"$steps.blur"},{"type":"JsonField","name":"b","selector":"blur"}]}"#;
    check(
        text,
        expect![[r#"
            FD0005 error "1.0" “version” must be a text such as "1.0"; this is a number.
            FD0101 error "\"image\"" Two inputs are called “image” (numbers 1 and 2): rename one.
            FD0201 error "\"$inputs.imge\"" There is no input “imge”: did you mean $inputs.image?
            FD0201 error "\"$steps.nope.image\"" There is no step “nope”: did you mean $steps.more.image?
            FD0209 error "{\"type\":\"roboflow_core/image_blur@v1\",\"name\":\"self\",\"image\":\"$steps.self.image\"}" The step “self” refers to itself.
            FD0204 error "\"$steps.blur.imag\"" The step “blur” has no output “imag”: did you mean $steps.blur.image?
            FD0203 error "\"$steps.blur\"" “$steps.blur” names a step, not what it gives: write $steps.blur.* or one of its outputs.
            FD0203 error "\"blur\"" “blur” is no selector: write $inputs.name or $steps.name.output.
        "#]],
    );
}

#[test]
fn shapes() {
    check(
        r#"{"specification":5}"#,
        expect![[r#"
        FD0003 error "5" “specification” must be an object; this is a number.
    "#]],
    );
    check(
        r#"{"steps":[5,{"name":"a"}],"inputs":[{"type":"Foo","name":"x y"}]}"#,
        expect![[r#"
            FD0004 error "{\"steps\":[5,{\"name\":\"a\"}],\"inputs\":[{\"type\":\"Foo\",\"name\":\"x y\"}]}" The specification has no “version”: add "version": "1.0".
            FD0004 error "{\"steps\":[5,{\"name\":\"a\"}],\"inputs\":[{\"type\":\"Foo\",\"name\":\"x y\"}]}" The specification has no “outputs”: add "outputs": [].
            FD0006 error "5" Each step is an object with a name and a type; this is a number.
            FD0007 error "{\"name\":\"a\"}" This step has no “type”: add the type of its block.
            FD0008 error "\"Foo\"" “Foo” is no type of input: use WorkflowImage, WorkflowParameter, WorkflowBatchInput or WorkflowVideoMetadata.
            FD0102 warning "\"x y\"" No selector can reach “x y”: names that others refer to hold letters, digits, - and _ only.
        "#]],
    );
}

#[test]
fn a_key_given_twice_is_a_warning() {
    check(
        r#"{"version":"1.0","steps":[],"inputs":[],"outputs":[],"steps":[]}"#,
        expect![[r#"
        FD0002 warning "\"steps\"" “steps” is given twice in this object: only the last one counts.
    "#]],
    );
}

#[test]
fn a_fix_is_json_that_mends_its_finding() {
    let text = r#"{"version":1.10,"inputs":[{"type":"WorkflowImage","name":"image"}],
        "steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.imge"},{"type":"roboflow_core/image_blur@v1","name":"b","image":"$steps.blurr.image"}],
        "outputs":[{"type":"Json","name":"a","selector":"$steps.b"}]}"#;
    let findings = check_text(text, catalogue());
    assert_eq!(findings.len(), 5);
    let mut mended = String::from(text);
    for fix in findings.iter().rev().filter_map(|finding| finding.fixes.first()) {
        mended = TextFix::apply(fix, &mended);
    }
    assert_eq!(check_text(&mended, catalogue()), []);
    assert!(mended.contains(r#""version":"1.10""#) && mended.contains(r#""$steps.blur.image""#), "{mended}");
}

#[test]
fn what_is_added_is_laid_out_as_the_file_is() {
    let text = "{\r\n  \"version\": \"1.0\",\r\n  \"inputs\": [],\r\n  \"steps\": []\r\n}\r\n";
    let findings = check_text(text, catalogue());
    let mended = findings[0].fixes[0].apply(text);
    assert_eq!(mended, text.replace("\"steps\": []", "\"steps\": [],\r\n  \"outputs\": []"));
}

#[test]
fn each_change_of_the_text_is_judged() {
    let text = r#"{"specification":{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"},{"type":"WorkflowParameter","name":"spare"}],
        "steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.imag","kernel_size":null,"blur_type":"gausian","colour":"red"}],
        "outputs":[{"type":"JsonField","name":"a","selector":"$steps.blur.image"}]}}"#;
    let root = crate::config::read(text).unwrap();
    let mut out = String::new();
    for finding in check_text(text, catalogue()) {
        for (fix, applicability) in finding.judged_fixes(&root) {
            out.push_str(&format!("{} {} {}\n", finding.code, applicability.word(), fix.title));
        }
    }
    expect![[r#"
        FD0201 safe Replace with $inputs.image
        FD0303 safe Remove “kernel_size”: Image Blur has a default
        FD0303 safe Replace with "gaussian"
        FD0303 unsafe Remove “blur_type”: Image Blur has a default
        FD0708 unsafe Remove it
    "#]]
    .assert_eq(&out);
}

#[test]
fn problems_are_the_findings_in_the_engine_s_order() {
    let text = r#"{"specification":{"version":"1.0","inputs":[],"steps":[{"type":"roboflow_core/image_blur@v1","name":"a","image":"$inputs.x"},5],"outputs":[],"outputs":[]}}"#;
    let told = |text| -> Vec<_> {
        super::problems(text, catalogue()).into_iter().map(|one| (one.code, one.pointer)).collect()
    };
    let pointer = |rest: &str| format!("/specification/{rest}");
    assert_eq!(
        told(text),
        [("FD0006", pointer("steps/1")), ("FD0201", pointer("steps/0/image")), ("FD0002", String::new())]
    );
    assert_eq!(told("{"), [("FD0001", String::new())]);
    assert_eq!(told(r#"{"specification":5}"#), [("FD0003", String::from("/specification"))]);
    assert_eq!(told("{}"), []);
}

#[test]
fn a_fix_of_an_inner_workflow_changes_the_inner_workflow() {
    let text = r#"{"version":"1.0","inputs":[{"type":"WorkflowImage","name":"image"}],
        "steps":[{"type":"roboflow_core/inner_workflow@v1","name":"inner","parameter_bindings":{"image":"$inputs.image"},
            "workflow_definition":{"version":1,"inputs":[{"type":"WorkflowImage","name":"image"}],
                "steps":[{"type":"roboflow_core/image_blur@v1","name":"blur","image":"$inputs.image","kernel_size":"much"}],
                "outputs":[{"type":"JsonField","name":"image","selector":"$steps.blur.image"}]}}],
        "outputs":[{"type":"JsonField","name":"out","selector":"$steps.inner.image"}]}"#;
    let findings = check_text(text, catalogue());
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["FD0005", "FD0303"]);
    let mut mended = String::from(text);
    for fix in findings.iter().rev().filter_map(|finding| finding.fixes.first()) {
        mended = TextFix::apply(fix, &mended);
    }
    assert_eq!(
        mended,
        text.replace("\"version\":1,", "\"version\":\"1.0\",").replace(",\"kernel_size\":\"much\"", "")
    );
    assert_eq!(check_text(&mended, catalogue()), []);
}

#[test]
fn a_flood_of_findings_is_cut_and_counted() {
    let steps: Vec<String> = (0..100_000)
        .map(|n| format!(r#"{{"type":"roboflow_core/image_blur@v1","name":"step_{n}","image":"$steps.setp_{n}.image"}}"#))
        .collect();
    let text = format!(r#"{{"version":"1.0","inputs":[],"steps":[{}],"outputs":[]}}"#, steps.join(","));
    let findings = check_text(&text, catalogue());
    assert_eq!(findings.len(), 501);
    assert_eq!(findings[500].message, "99500 more findings are not listed: mend these first.");
    assert_eq!(&text[findings[499].range.clone()], "\"$steps.setp_499.image\"");
}
