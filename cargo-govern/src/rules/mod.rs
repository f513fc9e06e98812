//! The rules, by name.

use govern_gate::Rule;

use crate::patterns::{Panic, Patterns};

mod allow_without_reason;
mod custom_pattern;
mod debug_macro;
mod exit_outside_main;
mod hard_coded_endpoint;
mod ignored_result;
mod indexing_in_production;
mod logged_secret;
mod panic_in_decoder;
mod todo_comment;
mod unsafe_without_safety_comment;
mod unwrap_in_production;

/// Why a rule may have nothing to look at: most code has nothing of its kind.
const NOTHING: &str = "nothing of the kind that it looks at stands in the code";

/// All of them, sorted by name.
pub(crate) static RULES: [&Rule<Patterns>; 12] = [
    &allow_without_reason::RULE,
    &custom_pattern::RULE,
    &debug_macro::RULE,
    &exit_outside_main::RULE,
    &hard_coded_endpoint::RULE,
    &ignored_result::RULE,
    &indexing_in_production::RULE,
    &logged_secret::RULE,
    &panic_in_decoder::RULE,
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
