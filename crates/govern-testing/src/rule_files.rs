//! A rule is a file: the list of a gate's rules, and the folder they are in, say the same.

use std::{fs, path::Path};

use govern_diagnostics::RuleInfo;

/// The headings of a rule's page, in their order, and whether it must have them.
const HEADINGS: [(&str, bool); 6] = [
    ("What it does", true),
    ("Why is this bad?", true),
    ("Example", true),
    ("Use instead", true),
    ("Options", false),
    ("Limits", false),
];

/// Checks that a gate lists the rules that are files in its folder of rules, sorted, each named as its file, and that each
/// has a page with the headings that all have.
///
/// # Panics
///
/// If something is not so; with all that is not.
pub fn check_rule_files(folder: &Path, rules: &[RuleInfo]) {
    let wrong = mistakes(&stems(folder), rules);
    assert!(
        wrong.is_empty(),
        "{}:\n{}",
        folder.display(),
        wrong.join("\n")
    );
}

fn mistakes(files: &[String], rules: &[RuleInfo]) -> Vec<String> {
    let names: Vec<&str> = rules.iter().map(|info| info.name).collect();
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| !names.contains(&file.as_str())) {
        wrong.push(format!(
            "`{file}.rs` is in no list of rules, or its rule has another name"
        ));
    }
    for name in names
        .iter()
        .filter(|name| !files.iter().any(|file| file == *name))
    {
        wrong.push(format!("`{name}` has no file of its name"));
    }
    if !names.is_sorted() {
        wrong.push(format!("the list is not sorted: {}", names.join(", ")));
    }
    for info in rules {
        let texts = page(info.docs).into_iter().chain(style(info));
        wrong.extend(texts.map(|text| format!("`{info}`: {text}")));
    }
    wrong
}

fn stems(folder: &Path) -> Vec<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let rust = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let mut stems: Vec<String> = rust
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|stem| stem != "mod")
        .collect();
    stems.sort();
    stems
}

/// What is wrong with a page.
fn page(docs: &str) -> Option<String> {
    let written: Vec<&str> = docs
        .lines()
        .filter_map(|line| line.strip_prefix("### "))
        .collect();
    let mut expected = HEADINGS.to_vec();
    expected.retain(|(heading, required)| *required || written.contains(heading));
    let expected: Vec<&str> = expected.iter().map(|(heading, _)| *heading).collect();
    (written != expected)
        .then(|| format!("its headings are {written:?}, and should be {expected:?}"))
}

/// What is wrong with its summary and name.
fn style(info: &RuleInfo) -> Option<String> {
    let summary = info.summary;
    let is_snake = info
        .name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if summary.is_empty() || summary.ends_with('.') || summary.starts_with(char::is_uppercase) {
        return Some(format!(
            "its summary is not in the style of summaries: {summary}"
        ));
    }
    (!is_snake).then(|| "its name is not in snake case".to_owned())
}

#[cfg(test)]
mod tests {
    use govern_diagnostics::Level;

    use super::*;
    use crate::Directory;

    const PAGE: &str =
        "### What it does\n### Why is this bad?\n### Example\n### Use instead\n### Limits\n";

    fn info(name: &'static str, docs: &'static str) -> RuleInfo {
        RuleInfo {
            gate: "calls",
            name,
            summary: "something is called",
            level: Level::Deny,
            since: "0.1.0",
            docs,
        }
    }

    #[test]
    fn a_folder_is_its_rust_files() {
        let folder = Directory::with(&[
            ("mod.rs", ""),
            ("jump.rs", ""),
            ("call.rs", ""),
            ("notes.md", ""),
        ]);
        assert_eq!(stems(folder.path()), ["call", "jump"]);
    }

    #[test]
    fn list_and_folder_must_say_the_same() {
        let files = ["call".to_owned(), "jump".to_owned()];
        let wrong = |rules: &[RuleInfo]| mistakes(&files, rules).join("; ");
        let (call, jump) = (info("call", PAGE), info("jump", PAGE));
        assert_eq!(wrong(&[call, jump]), "");
        assert_eq!(
            wrong(&[call]),
            "`jump.rs` is in no list of rules, or its rule has another name"
        );
        assert_eq!(
            wrong(&[call, jump, info("walk", PAGE)]),
            "`walk` has no file of its name"
        );
        assert_eq!(wrong(&[jump, call]), "the list is not sorted: jump, call");
        assert!(
            wrong(&[call, info("jump", "### Example\n")])
                .starts_with("`calls::jump`: its headings are [\"Example\"]")
        );
        let shouting = RuleInfo {
            summary: "Something is called.",
            ..jump
        };
        assert!(wrong(&[call, shouting]).contains("not in the style of summaries"));
    }
}
