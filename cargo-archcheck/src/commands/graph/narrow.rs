//! Parts of a graph: what is near something, what reaches it, and what it reaches.

use std::collections::VecDeque;

use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Args, Error, did_you_mean};

use super::Drawing;
use crate::{model::digraph::Digraph, path::segments, policy::pattern::Pattern};

/// `--focus`.
pub const FOCUS: ArgSpec = ArgSpec::option(
    "focus",
    "PATTERN",
    "only what this pattern names and what is up to `--depth` edges away, in any direction [default depth: 1]",
);

/// `--reach`.
pub const REACH: ArgSpec = ArgSpec::option(
    "reach",
    "PATTERN",
    "only what this pattern names, what reaches it, and what it reaches, in up to `--depth` edges",
);

/// `--depth`.
pub const DEPTH: ArgSpec =
    ArgSpec::option("depth", "N", "how many edges `--focus` and `--reach` go");

/// The part of a graph that `--focus`, `--reach` and `--depth` ask for; all of it, if they are not given. Of what is left, all
/// edges are.
pub(super) fn narrowed(drawing: Drawing, args: &Args) -> Result<Drawing, Error> {
    let depth = args.value("depth").map(depth).transpose()?;
    if depth.is_some() && !args.flag("focus") && !args.flag("reach") {
        let mistake = Diagnostic::config("`--depth` says nothing without `--focus` or `--reach`");
        return Err(mistake.into());
    }
    let graph = drawing.digraph();
    let backwards = Digraph::new(
        drawing.nodes.len(),
        drawing.edges.iter().map(|edge| (edge.to, edge.from)),
    );
    let mut kept = vec![true; drawing.nodes.len()];
    if let Some(pattern) = args.value("focus") {
        let starts = named(&drawing, pattern)?;
        let near = within(&[&graph, &backwards], &starts, depth.unwrap_or(1));
        keep(&mut kept, &near);
    }
    if let Some(pattern) = args.value("reach") {
        let starts = named(&drawing, pattern)?;
        let depth = depth.unwrap_or(usize::MAX);
        let mut reached = within(&[&graph], &starts, depth);
        let reaching = within(&[&backwards], &starts, depth);
        for (node, reaches) in reached.iter_mut().zip(reaching) {
            *node |= reaches;
        }
        keep(&mut kept, &reached);
    }
    Ok(only(drawing, &kept))
}

fn depth(text: &str) -> Result<usize, Error> {
    text.parse()
        .map_err(|_| Diagnostic::config(format!("`--depth {text}` is no number of edges")).into())
}

/// The nodes that a pattern names; there is at least one.
fn named(drawing: &Drawing, text: &str) -> Result<Vec<usize>, Error> {
    // What is called exactly like that is meant, whatever its name means as a pattern.
    let exact = (0..drawing.nodes.len()).filter(|&node| drawing.nodes[node].path == text);
    let exact: Vec<usize> = exact.collect();
    if !exact.is_empty() {
        return Ok(exact);
    }
    let pattern = Pattern::parse(text)
        .map_err(|why| Diagnostic::config(format!("`{text}` names nothing: {why}")))?;
    let names = |node: &usize| {
        let path = drawing.nodes[*node].path.replace('-', "_");
        pattern.contains(&segments(&path))
    };
    let found: Vec<usize> = (0..drawing.nodes.len()).filter(names).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let mut mistake = Diagnostic::config(format!("`{text}` is no {} here", drawing.level));
    let known = drawing.nodes.iter().map(|node| node.path.as_str());
    if let Some(near) = did_you_mean(text, known) {
        mistake = mistake.help(format!("did you mean `{near}`?"));
    }
    Err(mistake.into())
}

/// Which nodes are at most `depth` edges of some of the graphs away from the first ones.
fn within(graphs: &[&Digraph], starts: &[usize], depth: usize) -> Vec<bool> {
    let mut distance: Vec<Option<usize>> = vec![None; graphs[0].len()];
    let mut queue: VecDeque<usize> = VecDeque::new();
    for &start in starts {
        distance[start] = Some(0);
        queue.push_back(start);
    }
    while let Some(node) = queue.pop_front() {
        let Some(next) = distance[node].filter(|&far| far < depth).map(|far| far + 1) else {
            continue;
        };
        for &other in graphs.iter().flat_map(|graph| graph.successors(node)) {
            if distance[other].is_none() {
                distance[other] = Some(next);
                queue.push_back(other);
            }
        }
    }
    distance.into_iter().map(|far| far.is_some()).collect()
}

fn keep(kept: &mut [bool], other: &[bool]) {
    for (node, other) in kept.iter_mut().zip(other) {
        *node &= other;
    }
}

fn only(drawing: Drawing, kept: &[bool]) -> Drawing {
    let mut count = 0;
    let numbers: Vec<Option<usize>> = kept
        .iter()
        .map(|&kept| {
            count += usize::from(kept);
            kept.then(|| count - 1)
        })
        .collect();
    let nodes = drawing.nodes.into_iter().zip(kept);
    let edges = drawing.edges.into_iter().filter_map(|mut edge| {
        (edge.from, edge.to) = (numbers[edge.from]?, numbers[edge.to]?);
        Some(edge)
    });
    Drawing {
        nodes: nodes
            .filter(|(_, kept)| **kept)
            .map(|(node, _)| node)
            .collect(),
        edges: edges.collect(),
        ..drawing
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{run, session_with};

    const CHAIN: &str = "
//- x/src/lib.rs
pub mod a { use crate::b::B; }
pub mod b { pub struct B(crate::c::C); }
pub mod c { pub struct C(crate::d::D); }
pub mod d { pub struct D; }
pub mod e { use crate::c::C; }
pub mod far { pub struct F; }
";

    fn graph(args: &[(&str, &str)]) -> String {
        run("graph", &session_with(CHAIN, args.iter().copied()))
    }

    #[test]
    fn a_focus_is_what_is_near() {
        assert_eq!(graph(&[("focus", "x::b")]), "x::a -> x::b\nx::b -> x::c\n");
        let two = graph(&[("focus", "x::b"), ("depth", "2")]);
        assert_eq!(
            two,
            "x::a -> x::b\nx::b -> x::c\nx::c -> x::d\nx::e -> x::c\n"
        );
    }

    #[test]
    fn reach_goes_one_way_at_a_time() {
        // `e` uses `c`, but neither reaches `b` nor is reached by it.
        assert_eq!(
            graph(&[("reach", "**::b")]),
            "x::a -> x::b\nx::b -> x::c\nx::c -> x::d\n"
        );
        assert_eq!(
            graph(&[("reach", "x::d"), ("depth", "1")]),
            "x::c -> x::d\n"
        );
    }

    #[test]
    fn what_names_nothing_is_an_error() {
        let error = |args: &[(&str, &str)]| {
            let session = session_with(CHAIN, args.iter().copied());
            let error = (super::super::COMMAND.run)(&session, &mut Vec::new());
            error.unwrap_err().to_string()
        };
        assert_eq!(error(&[("focus", "x::q")]), "`x::q` is no module here");
        assert_eq!(
            error(&[("reach", "x"), ("depth", "some")]),
            "`--depth some` is no number of edges"
        );
        assert_eq!(
            error(&[("depth", "1")]),
            "`--depth` says nothing without `--focus` or `--reach`"
        );
    }
}
