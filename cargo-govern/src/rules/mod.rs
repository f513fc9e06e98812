//! The rules, by name.

use govern_gate::Rule;

use crate::patterns::{Panic, Patterns};

mod debug_macro;
mod todo_comment;
mod unsafe_without_safety_comment;
mod unwrap_in_production;

/// All of them, sorted by name.
pub(crate) static RULES: [&Rule<Patterns>; 4] = [
    &debug_macro::RULE,
    &todo_comment::RULE,
    &unsafe_without_safety_comment::RULE,
    &unwrap_in_production::RULE,
];

/// Calls that are no findings because they may be of methods that the workspace declares.
pub(crate) fn unknown_methods(patterns: &Patterns) -> impl Iterator<Item = &Panic> {
    unwrap_in_production::unknown(patterns)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::RULES;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the folder is this crate's own")]
    fn every_file_is_a_rule_of_its_name_and_the_list_is_sorted() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
            .filter(|name| name != "mod")
            .collect();
        files.sort();
        let names: Vec<&str> = RULES.iter().map(|rule| rule.info.name).collect();
        assert_eq!(names, files);
        for rule in RULES {
            assert_eq!(rule.info.gate, crate::NAME);
        }
    }
}
