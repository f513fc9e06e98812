//! The rules, one in each file.

mod dependency_cycle;
mod forbidden_dependency;
mod layer_violation;
mod unclassified_component;

use govern_gate::Rule;

use crate::architecture::Architecture;

/// All rules, sorted by name.
pub static RULES: &[&Rule<Architecture>] = &[
    &dependency_cycle::RULE,
    &forbidden_dependency::RULE,
    &layer_violation::RULE,
    &unclassified_component::RULE,
];

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "a test reads the folder of the rules"
    )]
    fn every_file_is_a_rule_of_its_name_and_the_list_is_sorted() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
        let entries = std::fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> = names
            .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
            .collect();
        files.retain(|name| name != "mod");
        files.sort();
        let rules: Vec<&str> = RULES.iter().map(|rule| rule.info.name).collect();
        assert_eq!(rules, files);
    }

    #[test]
    fn every_rule_has_a_page_with_the_same_headings() {
        for rule in RULES {
            let headings = rule
                .info
                .docs
                .lines()
                .filter(|line| line.starts_with("### "));
            let headings: Vec<&str> = headings.collect();
            let all = [
                "### What it does",
                "### Why is this bad?",
                "### Example",
                "### Use instead",
                "### Limits",
            ];
            assert!(
                headings == all || headings == all[..4],
                "{}: {headings:?}",
                rule.info.name
            );
            assert_eq!(rule.info.gate, "archcheck");
        }
    }
}
