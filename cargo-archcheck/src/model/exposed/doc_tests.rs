//! Examples in documentation: they are crates of their own, and facts do not have them.

use std::collections::BTreeMap;

use govern_names::Names;
use govern_workspace::Workspace;

use super::Key;

/// Drops what an example names, in any file. Only read where something is left to be said.
pub(super) fn drop_named<V>(
    workspace: &Workspace,
    names: &Names,
    candidates: &mut BTreeMap<Key<'_>, V>,
) {
    if candidates.is_empty() {
        return;
    }
    for &file in workspace.files() {
        if names.instances_of(file).is_empty() {
            continue;
        }
        match workspace.text(file) {
            Ok(text) => {
                let words = words(&text);
                candidates.retain(|&(_, name), _| !words.contains(&name));
            }
            // What cannot be read may say anything.
            Err(_) => candidates.clear(),
        }
    }
}

/// The words of the examples in doc comments.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut is_example = false;
    for line in text.lines() {
        let line = line.trim_start();
        let comment = ["///", "//!", "*"]
            .iter()
            .find_map(|sign| line.strip_prefix(sign));
        let Some(comment) = comment else {
            is_example = false;
            continue;
        };
        if comment.trim_start().starts_with("```") {
            is_example = !is_example;
        } else if is_example {
            let is_word = |it: char| it.is_alphanumeric() || it == '_';
            words.extend(
                comment
                    .split(|it| !is_word(it))
                    .filter(|word| !word.is_empty()),
            );
        }
    }
    words
}
