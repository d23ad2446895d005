//! A workflow up to one of its steps: that step and what it needs, with what it gives as the outputs. It is run to look
//! at one step without waiting for those behind it.
use flowdeck_spec::Node;
use flowdeck_spec::graph::{self, Graph, GraphNode, Role};
use flowdeck_spec::selector::Selector;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The specification cut to the step of this name and what it needs: the steps that it takes data from, those that
/// decide whether it runs, and the inputs of all of them. `gives` names the step's outputs; without any, all that it
/// gives is one output. None where there is no such step.
#[must_use]
pub fn up_to(specification: &Node, step: &str, gives: &[&str]) -> Option<Node> {
    let graph = graph::of(specification);
    let items = |list: &str| specification.get(list).map(Node::items).unwrap_or_default();
    let needed = needed(&graph, items("steps"), step)?;
    let pointers: HashSet<&str> = needed.iter().map(|node| node.pointer.as_str()).collect();
    let names: HashSet<&str> =
        needed.iter().filter(|node| node.role == Role::Step).map(|node| node.name.as_str()).collect();
    let kept = |list: &str| {
        let is_kept = |at: &usize| pointers.contains(format!("/{list}/{at}").as_str());
        let items = items(list).iter().enumerate();
        items.filter(move |(at, _)| is_kept(at)).map(|(_, item)| item.clone()).collect::<Vec<Node>>()
    };
    let steps = kept("steps").iter().map(|step| without_others(step, &names)).collect();
    let output = |name: &str, field: &str| {
        Node::object([
            ("type", Node::string("JsonField")),
            ("name", Node::string(name)),
            ("selector", Node::string(&format!("$steps.{step}.{field}"))),
        ])
    };
    let outputs = match gives {
        [] => vec![output(step, "*")],
        gives => gives.iter().map(|name| output(name, name)).collect(),
    };
    let list = |items: Vec<Node>| Node::Array(Rc::new(items));
    Some(
        specification
            .with("inputs", list(kept("inputs")))
            .with("steps", list(steps))
            .with("outputs", list(outputs)),
    )
}

/// The nodes that a step needs, itself among them.
fn needed<'a>(graph: &'a Graph, steps: &[Node], wanted: &str) -> Option<Vec<&'a GraphNode>> {
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.role == Role::Step) {
        // Of two steps of one name the first is wired.
        by_name.entry(&node.name).or_insert(at);
    }
    let mut sources: HashMap<usize, Vec<usize>> = HashMap::new();
    for edge in &graph.edges {
        sources.entry(edge.to).or_default().push(edge.from);
    }
    let mut needed = HashSet::new();
    let mut open = vec![*by_name.get(wanted)?];
    while let Some(at) = open.pop() {
        if !needed.insert(at) {
            continue;
        }
        open.extend(sources.get(&at).into_iter().flatten());
        // A property that names one step alone cannot do without it.
        let place = graph.nodes.get(at).and_then(|node| node.pointer.strip_prefix("/steps/")?.parse().ok());
        let step = place.and_then(|place: usize| steps.get(place));
        open.extend(step.into_iter().flat_map(Node::entries).filter_map(|(_, value)| {
            let text = value.as_str()?;
            let Selector::Step(name) = Selector::parse(&text)? else { return None };
            by_name.get(name).copied()
        }));
    }
    Some(graph.nodes.iter().enumerate().filter(|(at, _)| needed.contains(at)).map(|(_, node)| node).collect())
}

/// A step without the steps in its lists that are not there any more.
fn without_others(step: &Node, names: &HashSet<&str>) -> Node {
    let mut cut = step.clone();
    for (name, value) in step.entries() {
        let Node::Array(items) = value else { continue };
        let is_gone = |item: &Node| {
            let text = item.as_str();
            let selector = text.as_deref().and_then(Selector::parse);
            matches!(selector, Some(Selector::Step(name)) if !names.contains(name))
        };
        if items.iter().any(is_gone) {
            let left = items.iter().filter(|item| !is_gone(item)).cloned().collect();
            cut = cut.with(&name.value(), Node::Array(Rc::new(left)));
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::up_to;
    use flowdeck_spec::{Node, config};

    /// Two branches behind a gate, and a step that nobody needs.
    const WORKFLOW: &str = r#"{"version":"1.0","dynamic_blocks_definitions":[],
        "inputs":[{"type":"WorkflowImage","name":"image"},{"type":"WorkflowParameter","name":"limit"},
            {"type":"WorkflowParameter","name":"unused"}],
        "steps":[
            {"type":"a","name":"blur","image":"$inputs.image"},
            {"type":"gate","name":"gate","evaluation_parameters":{"x":"$inputs.limit"},
                "next_steps":["$steps.left","$steps.right"]},
            {"type":"b","name":"left","image":"$steps.blur.image"},
            {"type":"c","name":"right","image":"$steps.blur.image"},
            {"type":"d","name":"end","data":{"l":"$steps.left.out","r":"$steps.right.out"}}],
        "outputs":[{"type":"JsonField","name":"all","selector":"$steps.end.*"}]}"#;

    fn cut(text: &str, step: &str, gives: &[&str]) -> Option<Node> {
        up_to(&config::read(text).unwrap(), step, gives)
    }

    fn names(part: &Node, list: &str) -> Vec<String> {
        let name = |item: &Node| item.get("name").unwrap().as_str().unwrap().into_owned();
        part.get(list).unwrap().items().iter().map(name).collect()
    }

    #[test]
    fn a_step_comes_with_what_it_needs_and_nothing_else() {
        let part = cut(WORKFLOW, "blur", &["image"]).unwrap();
        assert_eq!(
            (names(&part, "inputs"), names(&part, "steps")),
            (vec!["image".into()], vec!["blur".into()])
        );
        let outputs = part.get("outputs").unwrap().to_compact();
        assert_eq!(outputs, r#"[{"type":"JsonField","name":"image","selector":"$steps.blur.image"}]"#);
        assert!(part.get("version").is_some() && part.get("dynamic_blocks_definitions").is_some());
        assert_eq!(names(&cut(WORKFLOW, "end", &[]).unwrap(), "steps").len(), 5);
        assert_eq!(cut(WORKFLOW, "nobody", &[]), None);
    }

    #[test]
    fn what_decides_whether_it_runs_comes_too_and_names_only_what_is_left() {
        let part = cut(WORKFLOW, "left", &[]).unwrap();
        assert_eq!(names(&part, "steps"), ["blur", "gate", "left"]);
        assert_eq!(names(&part, "inputs"), ["image", "limit"]);
        let gate = part.pointer("/steps/1/next_steps").unwrap();
        assert_eq!(gate.to_compact(), r#"["$steps.left"]"#);
        let outputs = part.get("outputs").unwrap().to_compact();
        assert!(outputs.contains(r#""name":"left","selector":"$steps.left.*""#), "{outputs}");
    }

    #[test]
    fn a_step_that_a_property_names_alone_stays() {
        let text = r#"{"inputs":[],"steps":[{"type":"ab","name":"split","a_step":"$steps.a","b_step":"$steps.b"},
            {"type":"x","name":"a"},{"type":"x","name":"b"}],"outputs":[]}"#;
        assert_eq!(names(&cut(text, "a", &[]).unwrap(), "steps"), ["split", "a", "b"]);
    }

    #[test]
    fn a_circle_ends() {
        let text = r#"{"steps":[{"name":"a","x":"$steps.b.y"},{"name":"b","x":"$steps.a.y"},{"name":5}]}"#;
        assert_eq!(names(&cut(text, "a", &[]).unwrap(), "steps"), ["a", "b"]);
        assert_eq!(cut("{}", "a", &[]), None);
        assert_eq!(cut(r#"{"steps":7}"#, "a", &[]), None);
    }

    #[test]
    fn an_inner_workflow_keeps_its_own_names() {
        let text = r#"{"inputs":[],"steps":[{"type":"inner","name":"w","workflow_definition":
            {"steps":[{"type":"gate","name":"g","next_steps":["$steps.h"]},{"name":"h"}]}},{"name":"h"}],"outputs":[]}"#;
        let part = cut(text, "w", &[]).unwrap();
        assert_eq!(names(&part, "steps"), ["w"]);
        assert!(part.to_compact().contains(r#"["$steps.h"]"#));
    }
}
