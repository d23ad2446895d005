//! What a person writes to run the workflow from elsewhere: code that works as it stands, with the inputs that are filled
//! in and never with a key or another secret, which come from the environment.
use super::{InputValue, Values, is_secret, read_text};
use flowdeck_spec::interface::Input;
use flowdeck_spec::json::Text;
use flowdeck_spec::{Node, decimal};

/// Where the workflow is run, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The execution endpoint, absolute.
    pub base: String,
    /// The workspace's slug.
    pub ws: String,
    /// The workflow's slug.
    pub url: String,
    /// The environment variable that holds the key.
    pub key: &'static str,
    /// The address of `embed.js`, where pages can embed the workflow.
    pub script: Option<String>,
    /// Another execution endpoint than the one beside `embed.js`.
    pub elsewhere: bool,
}

/// The ways to run it, by the keys of their tabs.
pub const WAYS: [(&str, &str); 5] =
    [("curl", "cURL"), ("python", "Python"), ("js", "JavaScript"), ("react", "React"), ("widget", "Element")];

/// What an input gets.
#[derive(Clone, Debug, PartialEq)]
enum Filled {
    /// An image of a file.
    File,
    Address(String),
    /// A secret, out of this variable.
    Secret(String),
    Value(Node),
}

/// The code for one of the ways; none where it cannot be run so.
#[must_use]
pub fn code(way: &str, target: &Target, inputs: &[Input], values: &Values) -> Option<String> {
    let filled: Vec<(&str, Filled)> =
        inputs.iter().filter_map(|input| Some((input.name.as_str(), filled(input, values)?))).collect();
    Some(match way {
        "curl" => curl(target, &filled),
        "python" => python(target, &filled),
        "js" => script(target, &filled),
        "react" => [
            "// In the page, once: ",
            &load(target.script.as_ref()?),
            "\nexport function Workflow() {\n  return ",
            &element(target),
            ";\n}\n",
        ]
        .concat()
        .replace("></flowdeck-runner>", " />"),
        _ => [&*load(target.script.as_ref()?), "\n", &element(target), "\n"].concat(),
    })
}

fn load(script: &str) -> String {
    ["<script type=\"module\" src=\"", script, "\"></script>"].concat()
}

fn element(target: &Target) -> String {
    let elsewhere =
        if target.elsewhere { [" execution-base=\"", &target.base, "\""].concat() } else { String::new() };
    ["<flowdeck-runner workflow=\"", &target.ws, "/", &target.url, "\"", &elsewhere, "></flowdeck-runner>"]
        .concat()
}

/// What an input gets; nothing where it has a default and nothing else is filled in.
fn filled(input: &Input, values: &Values) -> Option<Filled> {
    let value = values.get(input.name.as_str());
    if is_secret(input) {
        let name: String =
            input.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        return Some(Filled::Secret(name.to_ascii_uppercase()));
    }
    if input.is_image() {
        let image = match value {
            Some(InputValue::Images(images)) => images.first().filter(|image| image.base64.is_none()),
            _ => None,
        };
        return Some(image.map_or(Filled::File, |image| Filled::Address(image.name.clone())));
    }
    match value {
        Some(InputValue::Text(text)) if !text.is_empty() => {
            Some(Filled::Value(read_text(text, &input.kinds).unwrap_or_else(|_| Node::string(text))))
        }
        _ if input.default.is_some() => None,
        _ => Some(Filled::Value(Node::string("…"))),
    }
}

fn address(target: &Target) -> String {
    flowdeck_client::join(&target.base, &[&target.ws, "workflows", &target.url])
}

fn quoted(text: &str) -> String {
    Node::string(text).to_compact()
}

/// A command for a shell. What the shell would read in the text is escaped; key, secrets and the image are put in by it.
fn curl(target: &Target, inputs: &[(&str, Filled)]) -> String {
    let escaped = |text: &str| text.replace('\\', "\\\\").replace('$', "\\$").replace('`', "\\`");
    let one = |(name, filled): &(&str, Filled)| {
        let value = match filled {
            Filled::File => {
                String::from("{ \"type\": \"base64\", \"value\": \"$(base64 < image.jpg | tr -d '\\n')\" }")
            }
            Filled::Address(address) => {
                escaped(&["{ \"type\": \"url\", \"value\": ", &quoted(address), " }"].concat())
            }
            Filled::Secret(variable) => ["\"$", variable, "\""].concat(),
            Filled::Value(node) => escaped(&node.to_compact()),
        };
        ["    ", &escaped(&quoted(name)), ": ", &value].concat()
    };
    let inputs = block(inputs, one, "\n  }");
    [
        "curl -s \"",
        &address(target),
        "\" \\\n  -H \"Content-Type: application/json\" \\\n  --data-binary @- <<JSON\n{\n  \"api_key\": \"$",
        target.key,
        "\",\n  \"inputs\": ",
        &inputs,
        "\n}\nJSON\n",
    ]
    .concat()
}

/// A program with the vendor's own package.
fn python(target: &Target, inputs: &[(&str, Filled)]) -> String {
    let environment = |name: &str| ["os.environ[\"", name, "\"]"].concat();
    let one = |(name, filled): &(&str, Filled)| {
        let value = match filled {
            Filled::File => quoted("image.jpg"),
            Filled::Address(address) => quoted(address),
            Filled::Secret(variable) => environment(variable),
            Filled::Value(node) => literal(node),
        };
        ["        ", &quoted(name), ": ", &value].concat()
    };
    let part = |label: &str, is_image: bool| {
        let own: Vec<_> = inputs
            .iter()
            .filter(|(_, filled)| matches!(filled, Filled::File | Filled::Address(_)) == is_image)
            .cloned()
            .collect();
        if own.is_empty() {
            return String::new();
        }
        ["    ", label, "=", &block(&own, one, ",\n    }"), ",\n"].concat()
    };
    [
        "# pip install inference-sdk\nimport os\nfrom inference_sdk import InferenceHTTPClient\n\nclient = InferenceHTTPClient(api_url=",
        &quoted(&target.base), ", api_key=", &environment(target.key), ")\nresult = client.run_workflow(\n    workspace_name=",
        &quoted(&target.ws), ",\n    workflow_id=", &quoted(&target.url), ",\n",
        &part("images", true), &part("parameters", false), ")\nprint(result)\n",
    ]
    .concat()
}

/// A module for Node.js 18 and later.
fn script(target: &Target, inputs: &[(&str, Filled)]) -> String {
    let environment = |name: &str| ["process.env.", name].concat();
    let one = |(name, filled): &(&str, Filled)| {
        let value = match filled {
            Filled::File => String::from("{ type: \"base64\", value: image }"),
            Filled::Address(address) => ["{ type: \"url\", value: ", &quoted(address), " }"].concat(),
            Filled::Secret(variable) => environment(variable),
            Filled::Value(node) => node.to_compact(),
        };
        ["      ", &quoted(name), ": ", &value].concat()
    };
    let has_file = inputs.iter().any(|(_, filled)| *filled == Filled::File);
    let read = if has_file {
        "import { readFile } from \"node:fs/promises\";\n\nconst image = (await readFile(\"image.jpg\")).toString(\"base64\");\n"
    } else {
        ""
    };
    [
        read, "const answer = await fetch(", &quoted(&address(target)),
        ", {\n  method: \"POST\",\n  headers: { \"Content-Type\": \"application/json\" },\n  body: JSON.stringify({\n    api_key: ",
        &environment(target.key), ",\n    inputs: ", &block(inputs, one, ",\n    }"),
        ",\n  }),\n});\nif (!answer.ok) throw new Error(await answer.text());\nconsole.log(JSON.stringify((await answer.json()).outputs, null, 2));\n",
    ]
    .concat()
}

/// Entries in braces, a line each; `end` closes them.
fn block<'a>(inputs: &[(&'a str, Filled)], one: impl Fn(&(&'a str, Filled)) -> String, end: &str) -> String {
    if inputs.is_empty() {
        return String::from("{}");
    }
    ["{\n", &inputs.iter().map(one).collect::<Vec<_>>().join(",\n"), end].concat()
}

/// A value as Python writes it.
fn literal(node: &Node) -> String {
    match node {
        Node::Null => String::from("None"),
        Node::Bool(true) => String::from("True"),
        Node::Bool(false) => String::from("False"),
        // Python reads numbers as JSON writes them; what is none of either is a text.
        Node::Number(number) if decimal::read(number).is_some() => String::from(&**number),
        Node::Number(number) => quoted(number),
        Node::String(text) => quoted(&text.value()),
        Node::Array(items) => ["[", &items.iter().map(literal).collect::<Vec<_>>().join(", "), "]"].concat(),
        Node::Object(entries) => {
            let one = |(key, value): &(Text, Node)| [&*quoted(&key.value()), ": ", &literal(value)].concat();
            ["{", &entries.iter().map(one).collect::<Vec<_>>().join(", "), "}"].concat()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, WAYS, code};
    use crate::run::{ImageValue, InputValue, Values};
    use flowdeck_spec::interface::{Input, InputType};
    use flowdeck_spec::{Node, config};

    fn target() -> Target {
        Target {
            base: "http://127.0.0.1:8080/run".into(),
            ws: "home".into(),
            url: "dock".into(),
            key: "FLOWDECK_API_KEY",
            script: Some("http://127.0.0.1:8080/embed.js".into()),
            elsewhere: false,
        }
    }

    fn input(name: &str, kind: &str, default: Option<Node>) -> Input {
        let input_type = if kind == "image" { InputType::Image } else { InputType::Parameter };
        Input { name: name.into(), input_type, kinds: vec![kind.into()], default }
    }

    fn inputs() -> Vec<Input> {
        vec![
            input("image", "image", None),
            input("words", "string", None),
            input("list", "list_of_values", None),
            input("openai_api_key", "secret", None),
            input("level", "integer", Some(Node::Number("3".into()))),
        ]
    }

    fn values() -> Values {
        let mut values = Values::default();
        let text = |text: &str| InputValue::Text(text.into());
        values.insert("words".into(), text("say \"$HOME\" `id` \\n 'x'"));
        values.insert("list".into(), text("[true, null, 1.50, {\"a\": \"b\"}]"));
        values.insert("openai_api_key".into(), text("sk-CANARY"));
        values
    }

    #[test]
    fn no_way_holds_a_secret_and_each_names_the_workflow() {
        for (way, _) in WAYS {
            let made = code(way, &target(), &inputs(), &values()).unwrap();
            assert!(!made.contains("CANARY"), "{made}");
            assert!(made.contains("dock") && !made.contains("level"), "{made}");
        }
    }

    #[test]
    fn a_shell_reads_nothing_in_the_texts() {
        let made = code("curl", &target(), &inputs(), &values()).unwrap();
        let body = made.split("<<JSON\n").nth(1).unwrap().strip_suffix("\nJSON\n").unwrap();
        // What a shell does to a here-document: variables, commands, and a backslash before one of these.
        let out = std::process::Command::new("sh")
            .args(["-c", &format!("cat <<JSON\n{}\nJSON", body.replace("base64 < image.jpg", "printf aGk="))])
            .env("OPENAI_API_KEY", "given")
            .env("FLOWDECK_API_KEY", "key")
            .output()
            .unwrap();
        let sent = config::read(&String::from_utf8(out.stdout).unwrap()).unwrap();
        let at = |pointer: &str| sent.pointer(pointer).unwrap().to_compact();
        assert_eq!(at("/api_key"), "\"key\"");
        assert_eq!(at("/inputs/image/value"), "\"aGk=\"");
        assert_eq!(at("/inputs/words"), Node::string("say \"$HOME\" `id` \\n 'x'").to_compact());
        assert_eq!(at("/inputs/openai_api_key"), "\"given\"");
        assert_eq!(at("/inputs/list"), "[true,null,1.50,{\"a\":\"b\"}]");
    }

    #[test]
    fn values_are_written_as_the_language_writes_them() {
        let made = code("python", &target(), &inputs(), &values()).unwrap();
        assert!(made.contains("\"list\": [True, None, 1.50, {\"a\": \"b\"}]"), "{made}");
        assert!(made.contains("\"openai_api_key\": os.environ[\"OPENAI_API_KEY\"]"), "{made}");
        assert!(made.contains("images={\n        \"image\": \"image.jpg\",\n    }"), "{made}");
        let made = code("js", &target(), &inputs(), &values()).unwrap();
        assert!(made.contains("\"image\": { type: \"base64\", value: image }"), "{made}");
        assert!(made.contains("api_key: process.env.FLOWDECK_API_KEY"), "{made}");
    }

    #[test]
    fn an_image_by_address_needs_no_file_and_a_workflow_without_inputs_none_at_all() {
        let mut values = Values::default();
        let image = ImageValue::by_address("https://example.org/a.jpg");
        values.insert("image".into(), InputValue::Images(vec![image]));
        let made = code("js", &target(), &inputs()[..1], &values).unwrap();
        assert!(made.contains("{ type: \"url\", value: \"https://example.org/a.jpg\" }"), "{made}");
        assert!(!made.contains("readFile"), "{made}");
        assert!(code("curl", &target(), &[], &values).unwrap().contains("\"inputs\": {}"));
        assert!(!code("python", &target(), &[], &values).unwrap().contains("parameters"));
    }

    #[test]
    fn pages_embed_it_where_there_is_a_script_for_it() {
        let made = code("widget", &target(), &[], &Values::default()).unwrap();
        assert!(made.contains("<flowdeck-runner workflow=\"home/dock\"></flowdeck-runner>"), "{made}");
        let made = code("react", &target(), &[], &Values::default()).unwrap();
        assert!(made.contains("return <flowdeck-runner workflow=\"home/dock\" />;"), "{made}");
        let none = Target { script: None, ..target() };
        assert_eq!(code("react", &none, &[], &Values::default()), None);
    }
}
