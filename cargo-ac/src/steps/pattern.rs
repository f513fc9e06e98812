//! What a step function matches: a text, a regular expression, or a Cucumber expression.

use std::collections::HashMap;

use cucumber_expressions::{Expression, SingleExpression};
use regex::Regex;

/// The parameters that every expression may have.
const PARAMETERS: [&str; 5] = ["int", "float", "word", "string", ""];

const KNOWN: &str = "a parameter that is not `{int}`, `{float}`, `{word}`, `{string}` or `{}` is the type of an argument";

/// The argument of an attribute of a step function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// `"…"`: this text and no other.
    Literal(String),
    /// `regex = "…"`.
    Regex(String),
    /// `expr = "…"`.
    Expression(String),
    /// Something else, as written.
    Other(String),
}

/// What a pattern matches.
#[derive(Debug, Clone)]
pub enum Matcher {
    /// What this matches.
    Regex(Box<Regex>),
    /// Nothing: it is none, and does not compile.
    Broken {
        /// Why.
        why: String,
        /// What is there to know besides.
        notes: Vec<String>,
    },
    /// Nobody knows what.
    Unknown,
}

/// What is known about the argument of a function that takes a parameter of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// Its type is a parameter, matched by a regular expression. The name is none if it is not known for certain.
    Parameter {
        /// As it is named in braces.
        name: Option<String>,
        /// What it matches.
        regex: String,
    },
    /// Its type is no parameter.
    NoParameter,
    /// Nobody knows what its type matches.
    Unknown,
}

impl Pattern {
    /// The text of it.
    pub fn text(&self) -> &str {
        match self {
            Pattern::Literal(text)
            | Pattern::Regex(text)
            | Pattern::Expression(text)
            | Pattern::Other(text) => text,
        }
    }

    /// What it matches, for a function with these arguments behind the first.
    pub fn compile(&self, arguments: &[Argument]) -> Matcher {
        match self {
            Pattern::Literal(text) => regex(&format!("^{}$", regex::escape(text))),
            Pattern::Regex(text) => regex(text),
            Pattern::Expression(text) => expression(text, arguments),
            Pattern::Other(_) => Matcher::Broken {
                why: "a step is a text, `regex = \"…\"` or `expr = \"…\"`".to_owned(),
                notes: Vec::new(),
            },
        }
    }
}

fn regex(text: &str) -> Matcher {
    match Regex::new(text) {
        Ok(regex) => Matcher::Regex(Box::new(regex)),
        Err(error) => Matcher::Broken {
            why: "this is no regular expression".to_owned(),
            notes: vec![last_line(&error.to_string())],
        },
    }
}

/// What is wrong comes last: before it, the expression is shown with marks under it.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default().trim();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

fn expression(text: &str, arguments: &[Argument]) -> Matcher {
    let broken = |why: String, notes: Vec<String>| Matcher::Broken { why, notes };
    let parsed = match Expression::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let notes = vec![one_line(&error.to_string())];
            return broken("this is no Cucumber expression".to_owned(), notes);
        }
    };
    let names = parsed.0.iter().filter_map(|part| match part {
        SingleExpression::Parameter(parameter) => Some(*parameter.input.fragment()),
        _ => None,
    });
    let mut regexes: HashMap<String, String> = HashMap::new();
    for (row, name) in names.enumerate() {
        if PARAMETERS.contains(&name) {
            continue;
        }
        match arguments.get(row) {
            None => {
                let why = format!("the function has no argument for `{{{name}}}`");
                return broken(why, vec![KNOWN.to_owned()]);
            }
            Some(Argument::NoParameter) => {
                let why =
                    format!("the argument for `{{{name}}}` is of a type that is no parameter");
                return broken(why, vec![KNOWN.to_owned()]);
            }
            Some(Argument::Unknown) => return Matcher::Unknown,
            Some(Argument::Parameter {
                name: Some(known), ..
            }) if known != name => {
                let why = format!(
                    "the argument for `{{{name}}}` is of a type that is called `{{{known}}}`"
                );
                return broken(why, Vec::new());
            }
            Some(Argument::Parameter { regex, .. }) => {
                regexes
                    .entry(name.to_owned())
                    .or_insert_with(|| regex.clone());
            }
        }
    }
    match Expression::regex_with_parameters(text, &regexes) {
        Ok(regex) => Matcher::Regex(Box::new(regex)),
        Err(error) => broken(
            "this is no Cucumber expression".to_owned(),
            vec![one_line(&error.to_string())],
        ),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &Pattern, text: &str) -> bool {
        match pattern.compile(&[]) {
            Matcher::Regex(regex) => regex.is_match(text),
            other => panic!("{pattern:?}: {other:?}"),
        }
    }

    fn why(pattern: &Pattern, arguments: &[Argument]) -> String {
        match pattern.compile(arguments) {
            Matcher::Broken { why, notes } => [vec![why], notes].concat().join("; "),
            other => panic!("{pattern:?}: {other:?}"),
        }
    }

    fn expr(text: &str) -> Pattern {
        Pattern::Expression(text.to_owned())
    }

    #[test]
    fn a_text_is_matched_as_a_whole_and_literally() {
        let pattern = Pattern::Literal("it costs 5.00 (net)".to_owned());
        assert!(matches(&pattern, "it costs 5.00 (net)"));
        assert!(!matches(&pattern, "it costs 5000 (net)"));
        assert!(!matches(&pattern, "and it costs 5.00 (net)"));
    }

    #[test]
    fn a_regular_expression_is_not_anchored_by_itself() {
        let pattern = Pattern::Regex(r"costs (\d+)".to_owned());
        assert!(matches(&pattern, "and it costs 5 EUR"));
        assert!(!matches(&pattern, "it costs"));
        // All of Unicode is known, as it is to cucumber-rs.
        assert!(matches(
            &Pattern::Regex(r"(?i)^\p{Greek}+é$".to_owned()),
            "λÉ"
        ));
    }

    #[test]
    fn expressions_have_parameters_options_and_alternatives() {
        let pattern = expr("{int} order(s) is/are worth {float} {word} {string} {}");
        assert!(matches(
            &pattern,
            "1 order is worth -0.5 EUR 'a b' and more"
        ));
        assert!(matches(&pattern, "-2 orders are worth 3 EUR \"\" x"));
        assert!(!matches(&pattern, "two orders are worth 3 EUR \"\" x"));
        assert!(!matches(&pattern, "1 order is worth 3 E UR 'a' x"));
        let escaped = expr(r"a \{int} in \(brackets) either\/or");
        assert!(matches(&escaped, "a {int} in (brackets) either/or"));
    }

    #[test]
    fn parameters_of_ones_own_are_those_of_the_arguments() {
        let color = Argument::Parameter {
            name: Some("color".to_owned()),
            regex: "red|(?:dark )?blue".to_owned(),
        };
        let pattern = expr("a {color} hat of {int}");
        let Matcher::Regex(regex) = pattern.compile(std::slice::from_ref(&color)) else {
            panic!("it compiles");
        };
        assert!(regex.is_match("a dark blue hat of 3"));
        assert!(!regex.is_match("a green hat of 3"));
        assert_eq!(
            why(&pattern, &[]),
            "the function has no argument for `{color}`; a parameter that is not `{int}`, `{float}`, `{word}`, `{string}` or `{}` is the type of an argument"
        );
        assert_eq!(
            why(&expr("a {colour} hat"), &[color]),
            "the argument for `{colour}` is of a type that is called `{color}`"
        );
        assert!(matches!(
            pattern.compile(&[Argument::Unknown]),
            Matcher::Unknown
        ));
    }

    #[test]
    fn what_does_not_compile_says_why() {
        assert_eq!(
            why(&Pattern::Regex("(a".to_owned()), &[]),
            "this is no regular expression; unclosed group"
        );
        let why = why(&expr("a {int"), &[]);
        assert!(why.starts_with("this is no Cucumber expression; "), "{why}");
        assert!(!why.contains('\n'), "{why}");
    }
}
