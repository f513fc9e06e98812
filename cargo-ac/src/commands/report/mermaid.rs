//! The report as a graph of Mermaid.

use std::fmt::Write as _;

use super::graph::{CLASSES, Graph, Kind};
use super::rows::Report;

/// The graph from left to right.
pub(super) fn graph(report: &Report) -> String {
    let graph = Graph::new(report);
    let mut text = String::from("flowchart LR\n");
    for (row, node) in graph.nodes.iter().enumerate() {
        let label = format!("{}<br/>{}", entities(&node.title), entities(&node.text));
        let (open, close) = match node.kind {
            Kind::Story => ("([", "])"),
            Kind::Requirement => ("[[", "]]"),
            Kind::Criterion => ("[", "]"),
            Kind::Evidence => ("(", ")"),
        };
        // A string takes everything.
        let _ = writeln!(text, "  n{row}{open}\"{label}\"{close}:::{}", node.grade);
    }
    for edge in &graph.edges {
        let (from, to) = (edge.from, edge.to);
        let _ = match edge.label {
            "" => writeln!(text, "  n{from} --> n{to}"),
            label => writeln!(text, "  n{from} -->|{label}| n{to}"),
        };
    }
    for (class, fill, line) in CLASSES {
        let _ = writeln!(
            text,
            "  classDef {class} fill:{fill},stroke:{line},color:#1d2127"
        );
    }
    text
}

/// A text in which nothing means anything to Mermaid, Markdown or HTML: letters, digits and what is harmless stay, all else
/// is an entity, which begins with `#` there.
fn entities(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' ' | ',' | '.' | ':' | '-' | '_' | '/' | '(' | ')' | '\'' => escaped.push(character),
            _ if character.is_alphanumeric() => escaped.push(character),
            _ if character.is_control() => escaped.push(' '),
            _ => {
                let _ = write!(escaped, "#{};", u32::from(character));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::report::testing::{HOSTILE, chosen, report, reported, unobserved};

    fn lines(text: &str) -> Vec<&str> {
        let is_class = |line: &&str| line.trim_start().starts_with("classDef");
        text.lines().filter(|line| !is_class(line)).collect()
    }

    #[test]
    fn stories_lead_to_requirements_criteria_and_tests() {
        assert_eq!(
            lines(&graph(&report())),
            [
                "flowchart LR",
                "  n0([\"US-1<br/>Story\"]):::failing",
                "  n1[[\"REQ-1<br/>Requirement\"]]:::failing",
                "  n2[\"AC-1: partial<br/>is paid\"]:::unshown",
                "  n3[\"AC-2: failing<br/>is shipped\"]:::failing",
                "  n4[\"AC-3: uncovered<br/>is cancelled\"]:::unshown",
                "  n5[\"AC-4: draft<br/>is archived\"]:::outside",
                "  n6(\"a.feature: pays<br/>scenario\"):::unshown",
                "  n7(\"shop::one<br/>test\"):::good",
                "  n8(\"shop::two<br/>test\"):::failing",
                "  n0 --> n1",
                "  n1 --> n2",
                "  n1 --> n3",
                "  n1 --> n4",
                "  n1 --> n5",
                "  n2 -->|bdd| n6",
                "  n2 -->|unit| n7",
                "  n3 -->|unit| n8",
            ]
        );
    }

    #[test]
    fn without_results_nothing_is_good_and_what_was_not_chosen_is_not_there() {
        let text = graph(&unobserved());
        assert!(
            text.contains("n7(\"shop::one<br/>test\"):::linked"),
            "{text}"
        );
        assert!(!text.contains(":::good"), "{text}");
        let text = graph(&chosen(&[1]));
        assert_eq!(lines(&text).len(), 8, "{text}");
    }

    #[test]
    fn no_text_leaves_its_label() {
        for text in HOSTILE {
            let graph = graph(&reported(text));
            let criterion = lines(&graph)[3];
            let label = criterion
                .strip_prefix("  n2[\"AC-1: verified<br/>")
                .and_then(|rest| rest.strip_suffix("\"]:::good"))
                .unwrap_or_else(|| panic!("{criterion}"));
            let harmful = ['"', '<', '>', '[', ']', '`', '*', '|', '\\', '&', '='];
            assert!(!label.contains(harmful), "{label}");
        }
    }
}
