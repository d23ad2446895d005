//! Selectors: texts such as `$inputs.image` and `$steps.model.predictions` that wire a workflow.
//! Shapes: engine contract §3 C (patterns) and E (targets).

/// A parsed selector, borrowing from its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selector<'a> {
    /// `$inputs.name`
    Input(&'a str),
    /// `$steps.name`: the step itself, as flow control uses it.
    Step(&'a str),
    /// `$steps.name.output`; the output may be `*`.
    StepOutput(&'a str, &'a str),
}

impl<'a> Selector<'a> {
    /// Reads a selector; any other text is none.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        if let Some(name) = text.strip_prefix("$inputs.") {
            return (!name.is_empty()).then_some(Self::Input(name));
        }
        let rest = text.strip_prefix("$steps.")?;
        match rest.split_once('.') {
            None if !rest.is_empty() => Some(Self::Step(rest)),
            Some((step, output)) if !step.is_empty() && !output.is_empty() => {
                Some(Self::StepOutput(step, output))
            }
            _ => None,
        }
    }

    /// The selector of the node it points to: `$inputs.x` or `$steps.x`.
    #[must_use]
    pub fn target(self) -> String {
        match self {
            Self::Input(name) => format!("$inputs.{name}"),
            Self::Step(name) | Self::StepOutput(name, _) => format!("$steps.{name}"),
        }
    }
}

/// Whether a text means to be a selector, right or wrong.
#[must_use]
pub fn looks_like_one(text: &str) -> bool {
    text.starts_with("$inputs.") || text.starts_with("$steps.")
}

#[cfg(test)]
mod tests {
    use super::Selector;

    #[test]
    fn the_three_shapes_and_nothing_else() {
        assert_eq!(Selector::parse("$inputs.image"), Some(Selector::Input("image")));
        assert_eq!(Selector::parse("$steps.a"), Some(Selector::Step("a")));
        assert_eq!(Selector::parse("$steps.a.*"), Some(Selector::StepOutput("a", "*")));
        for text in ["$inputs.", "$steps.", "$steps..x", "$steps.a.", "inputs.x", "$input.x", ""] {
            assert_eq!(Selector::parse(text), None, "{text}");
        }
    }
}
