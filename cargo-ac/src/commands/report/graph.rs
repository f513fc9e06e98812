//! The report as a graph: story → requirement → criterion → test.

use std::collections::BTreeSet;

use super::rows::{LinkRow, Report};

/// The graph: edges are between rows of nodes.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: BTreeSet<Edge>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// What it is called, and what it says.
    pub(super) title: String,
    pub(super) text: String,
    /// What it comes to.
    pub(super) grade: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Story,
    Requirement,
    Criterion,
    Evidence,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub(super) from: usize,
    pub(super) to: usize,
    /// The level of a link.
    pub(super) label: &'static str,
}

/// The classes that nodes are of, with their fill and their line.
pub(super) const CLASSES: [(&str, &str, &str); 7] = [
    ("good", "#d3f0d9", "#1a7f37"),
    ("linked", "#d6e6fb", "#0b57b0"),
    ("doubtful", "#fff1c2", "#8a6100"),
    ("unshown", "#ffdfc7", "#b04a00"),
    ("broken", "#f3d3f0", "#8c2b83"),
    ("failing", "#ffd3d3", "#c4161c"),
    ("outside", "#e9eaec", "#68707c"),
];

impl Graph {
    pub(super) fn new(report: &Report) -> Graph {
        let mut graph = Graph::default();
        // What shows something may show it for several criteria, and is there once.
        let mut shown: Vec<(&'static str, String)> = Vec::new();
        let mut links: Vec<(usize, usize, &LinkRow)> = Vec::new();
        for story in &report.stories {
            let node = graph.node(Kind::Story, &story.id, &story.title, story.status.grade);
            for requirement in &story.requirements {
                let (id, title) = (&requirement.id, &requirement.title);
                let grade = requirement.status.grade;
                let below = graph.node(Kind::Requirement, id, title, grade);
                graph.edge(node, below, "");
                for criterion in &requirement.criteria {
                    let verdict = criterion.status;
                    let title = format!("{}: {}", criterion.id, verdict.verdict);
                    let text = &criterion.text;
                    let it = graph.node(Kind::Criterion, &title, text, verdict.grade);
                    graph.edge(below, it, "");
                    for link in &criterion.links {
                        let key = (link.kind, link.title_without_part());
                        let row = shown.iter().position(|known| *known == key);
                        let row = row.unwrap_or_else(|| {
                            shown.push(key);
                            shown.len() - 1
                        });
                        links.push((it, row, link));
                    }
                }
            }
        }
        let first = graph.nodes.len();
        for (row, (kind, title)) in shown.into_iter().enumerate() {
            let its = || links.iter().filter(|(_, its, _)| *its == row);
            let worst = its().map(|(.., link)| grade(link, report.results));
            let worst = worst.max().map_or("outside", |(_, grade)| grade);
            graph.node(Kind::Evidence, &title, kind, worst);
        }
        for (criterion, row, link) in links {
            graph.edge(criterion, first + row, link.level);
        }
        graph
    }

    fn node(&mut self, kind: Kind, title: &str, text: &str, grade: &'static str) -> usize {
        self.nodes.push(Node {
            kind,
            title: title.to_owned(),
            text: text.to_owned(),
            grade,
        });
        self.nodes.len() - 1
    }

    fn edge(&mut self, from: usize, to: usize, label: &'static str) {
        self.edges.insert(Edge { from, to, label });
    }
}

impl LinkRow {
    fn title_without_part(&self) -> String {
        if self.name.is_empty() {
            self.title()
        } else {
            self.name.clone()
        }
    }
}

/// What the evidence of a link comes to, with how bad that is.
fn grade(link: &LinkRow, results: bool) -> (u8, &'static str) {
    match link.evidence {
        "passed" | "attested" => (0, "good"),
        "flaky" => (2, "doubtful"),
        "not-run" if !results => (1, "linked"),
        "absent" | "ambiguous" => (4, "broken"),
        "failed" => (5, "failing"),
        _ => (3, "unshown"),
    }
}
