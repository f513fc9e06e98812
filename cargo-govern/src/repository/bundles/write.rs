//! The bundle as one Markdown text.

use std::fmt::Write as _;

use govern_gate::Session;

use super::{
    Asked,
    contents::{Chosen, File},
};
use crate::counted::counted;

/// How many files that were left out are named in the text; the manifest names all.
const NAMED: usize = 20;

/// What comes before the files: what the task is, and what there is to know about its criterion.
pub(crate) fn head(session: &Session, asked: &Asked<'_>) -> String {
    let workspace = session.workspace();
    let mut text = format!("# Task `{}`\n\n", asked.task.name);
    if let Some(description) = &asked.task.description {
        let _ = writeln!(text, "{}\n", description.trim());
    }
    let commit = workspace.head();
    let _ = match commit {
        Some(commit) => writeln!(text, "Commit {commit}."),
        None => writeln!(text, "No commit."),
    };
    if let Some(prompt) = &asked.task.prompt {
        let _ = writeln!(text, "\n{}", prompt.trim());
    }
    if let Some(seed) = &asked.seed {
        let _ = writeln!(text, "\n{}", seed.text.trim_end());
    }
    text.push('\n');
    text
}

/// A file.
pub(crate) fn section(file: &File) -> String {
    let fence = fence(&file.text);
    let end = if file.text.ends_with('\n') || file.text.is_empty() {
        ""
    } else {
        "\n"
    };
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let language = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| match ending {
            "rs" => "rust",
            "yml" => "yaml",
            "md" => "markdown",
            "feature" => "gherkin",
            other => other,
        });
    format!(
        "## `{}`\n\n{fence}{language}\n{}{end}{fence}\n\n",
        file.path, file.text
    )
}

/// A fence that no line of the text ends: longer than any run of backticks in it.
fn fence(text: &str) -> String {
    let (mut longest, mut run) = (0, 0);
    for byte in text.bytes() {
        run = if byte == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(3.max(longest + 1))
}

/// What comes behind the files: what was left out.
pub(crate) fn tail<'p>(left_out: impl Iterator<Item = &'p str>) -> String {
    let paths: Vec<&str> = left_out.collect();
    if paths.is_empty() {
        return String::new();
    }
    let mut text = format!("## Left out: {}\n\n", counted(paths.len(), "file"));
    for path in paths.iter().take(NAMED) {
        let _ = writeln!(text, "- `{path}`");
    }
    if paths.len() > NAMED {
        let _ = writeln!(text, "- and {} more", paths.len() - NAMED);
    }
    text
}

/// How long the end can be, whichever of these files are left out.
pub(crate) fn longest_tail<'p>(may_be_left: impl Iterator<Item = &'p str>) -> usize {
    let mut paths: Vec<&str> = may_be_left.collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    tail(paths.into_iter()).len()
}

/// All of it.
pub(crate) fn document(chosen: &Chosen) -> String {
    let mut text = chosen.head.clone();
    for file in &chosen.files {
        text.push_str(&section(file));
    }
    text.push_str(&chosen.tail);
    text
}

#[cfg(test)]
mod tests {
    use super::{fence, longest_tail, tail};

    #[test]
    fn a_fence_is_longer_than_what_is_in_the_text() {
        assert_eq!(fence("plain"), "```");
        assert_eq!(fence("a ``` b"), "````");
        assert_eq!(fence("`````\n``"), "``````");
    }

    #[test]
    fn room_is_kept_for_the_longest_end() {
        let paths: Vec<String> = (0..30).map(|n| "x".repeat(n)).collect();
        let all = longest_tail(paths.iter().map(String::as_str));
        for left in 0..=30 {
            for skip in [0, 1, 7] {
                let some = paths.iter().skip(skip).take(left).map(String::as_str);
                assert!(tail(some).len() <= all, "{left} after {skip}");
            }
        }
    }
}
