//! The report as a graph of Graphviz.

use std::fmt::Write as _;

use super::graph::{CLASSES, Graph, Kind};
use super::rows::Report;

/// The graph from left to right.
pub(super) fn graph(report: &Report) -> String {
    let graph = Graph::new(report);
    let mut text = String::from(
        "digraph criteria {\n  rankdir=LR;\n  node [fontname=\"sans-serif\" style=filled fontcolor=\"#1d2127\"];\n",
    );
    for (row, node) in graph.nodes.iter().enumerate() {
        let shape = match node.kind {
            Kind::Story => "oval",
            Kind::Requirement => "component",
            Kind::Criterion => "box",
            Kind::Evidence => "note",
        };
        let class = CLASSES.iter().find(|(class, ..)| *class == node.grade);
        let (class, fill, line) = class.unwrap_or(&CLASSES[CLASSES.len() - 1]);
        let (title, says) = (escaped(&node.title), escaped(&node.text));
        // A string takes everything.
        let _ = writeln!(
            text,
            "  n{row} [label=\"{title}\\n{says}\" shape={shape} class=\"{class}\" fillcolor=\"{fill}\" color=\"{line}\"];"
        );
    }
    for edge in &graph.edges {
        let (from, to) = (edge.from, edge.to);
        let _ = match edge.label {
            "" => writeln!(text, "  n{from} -> n{to};"),
            label => writeln!(text, "  n{from} -> n{to} [label=\"{label}\"];"),
        };
    }
    text.push_str("}\n");
    text
}

/// What stands in a string of Graphviz, without meaning: it reads `\n` there, and entities of HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '"' => escaped.push_str("\\\""),
            '&' => escaped.push_str("&amp;"),
            _ if character.is_control() => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::report::testing::{HOSTILE, report, reported};

    #[test]
    fn nodes_have_a_shape_by_their_kind_and_a_class_by_their_verdict() {
        let text = graph(&report());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            &lines[3..6],
            [
                "  n0 [label=\"US-1\\nStory\" shape=oval class=\"failing\" fillcolor=\"#ffd3d3\" color=\"#c4161c\"];",
                "  n1 [label=\"REQ-1\\nRequirement\" shape=component class=\"failing\" fillcolor=\"#ffd3d3\" color=\"#c4161c\"];",
                "  n2 [label=\"AC-1: partial\\nis paid\" shape=box class=\"unshown\" fillcolor=\"#ffdfc7\" color=\"#b04a00\"];",
            ]
        );
        assert_eq!(
            lines[lines.len() - 2..],
            ["  n3 -> n8 [label=\"unit\"];", "}"]
        );
    }

    #[test]
    fn no_text_leaves_its_string() {
        for text in HOSTILE {
            let graph = graph(&reported(text));
            let node = graph.lines().nth(5).expect("the criterion");
            let rest = node.strip_prefix("  n2 [label=\"").expect(node);
            let mut characters = rest.chars();
            // As Graphviz reads it: to the first quote that no backslash stands before.
            while let Some(character) = characters.next() {
                match character {
                    '\\' => drop(characters.next()),
                    '"' => break,
                    _ => {}
                }
            }
            let rest = characters.as_str();
            assert!(rest.starts_with(" shape=box class=\"good\" "), "{node}");
        }
    }
}
