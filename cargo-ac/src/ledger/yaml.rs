//! The YAML of a ledger: what readers may take differently is a mistake in it.

use govern_yaml::ProblemKind as Yaml;

pub(super) use govern_yaml::{Entry, Node, Scalar, ScalarKind, Value};

use super::problem::{Problem, ProblemKind};

/// Reads a document. Without a tree there is at least one problem; a text of blanks and comments has neither.
pub(super) fn read(text: &str) -> (Option<Node>, Vec<Problem>) {
    let (root, problems) = govern_yaml::read(text);
    let problems = problems.into_iter().map(|problem| Problem {
        range: problem.range,
        related: problem.related,
        kind: match problem.kind {
            Yaml::Syntax { message, tab } => ProblemKind::Syntax { message, tab },
            Yaml::DuplicateKey(key) => ProblemKind::DuplicateKey(key),
            Yaml::KeyNotText => ProblemKind::KeyNotText,
            // Aliases are not followed here, so they never stand for too much.
            Yaml::Alias | Yaml::TooMuch(_) => ProblemKind::Alias,
            Yaml::Tag(tag) => ProblemKind::Tag(tag),
            Yaml::SecondDocument => ProblemKind::SecondDocument,
            Yaml::TooDeep(depth) => ProblemKind::TooDeep(depth),
            Yaml::TooLarge => ProblemKind::TooLarge,
        },
    });
    (root, problems.collect())
}
