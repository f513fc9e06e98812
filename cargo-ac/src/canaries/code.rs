//! Canaries that are Rust: tests that are linked to a criterion of their own, and links that lead nowhere.

use govern_gate::Edit;

use super::homes::Says;
use super::places::Root;
use super::{NO_HOME, NO_ROOT, Nest};
use crate::ids::IdKind;
use crate::ledger::Priority;

/// A body that asserts something of code that is not the test's own.
pub(super) const SOUND: &str = "assert!(::std::path::Path::new(\"Cargo.toml\").exists());";
/// A body that fails if something does not work, and asserts nothing.
pub(super) const WORKS: &str = "let _one: u8 = \"1\".parse().unwrap();";

/// The name of a test that is put in.
pub(super) fn test_name(number: usize) -> String {
    format!("canary_{number}")
}

/// The path of that test in its crate.
pub(super) fn test_path(number: usize) -> String {
    format!("govern_canary_{number}::{}", test_name(number))
}

/// A test in a module of its own, linked to the criteria.
pub(super) fn test(number: usize, ids: &[String], attributes: &str, body: &str) -> String {
    let link = match ids {
        [] => String::new(),
        ids => format!("    /// AC: {}\n", ids.join(", ")),
    };
    let name = test_name(number);
    format!(
        "\n#[cfg(test)]\nmod govern_canary_{number} {{\n{link}    #[test]\n{attributes}    fn {name}() {{\n        {body}\n    }}\n}}\n"
    )
}

impl Nest<'_> {
    pub(super) fn code(&mut self) {
        let bodies = [
            ("assertion_cannot_fail", "", "assert!(true);"),
            ("hollow_test", "", "let one = 1;\n        let _ = one;"),
            (
                "self_fulfilling_test",
                "",
                "let one = 1;\n        assert_eq!(one + 1, 2);",
            ),
            ("ignored_test", "    #[ignore]\n", SOUND),
        ];
        for (rule, attributes, body) in bodies {
            for root in self.roots {
                let number = self.next();
                let made = self.enter_optional(number).map(|(id, entry)| {
                    let shown = format!("{attributes}{body}");
                    let shown: Vec<&str> = shown.split_whitespace().collect();
                    let code = test(number, std::slice::from_ref(&id), attributes, body);
                    let (path, shown) = (&root.path, shown.join(" "));
                    let what = format!("a test for `{id}` in `{path}`: `{shown}`");
                    (what, vec![entry, append(root, code)])
                });
                self.tried(rule, made);
            }
            if self.roots.is_empty() {
                self.none(rule, NO_ROOT);
            }
        }
        self.unknown_links();
        self.ambiguous();
    }

    /// A line that says that something verifies, at what is no test.
    pub(super) fn broken_links(&mut self) {
        for root in self.roots {
            let number = self.next();
            let id = self.id(IdKind::Criterion, number);
            let code = format!("\n/// Verifies: {id}\nfn govern_canary_{number}() {{}}\n");
            let what = format!("`Verifies: {id}` at a function in `{}`", root.path);
            self.put("broken_link", what, vec![append(root, code)]);
        }
        if self.roots.is_empty() {
            self.none("broken_link", NO_ROOT);
        }
    }

    fn unknown_links(&mut self) {
        for root in self.roots {
            let number = self.next();
            let id = self.id(IdKind::Criterion, number);
            let code = test(number, std::slice::from_ref(&id), "", SOUND);
            let what = format!("a test for `{id}`, which no ledger has, in `{}`", root.path);
            self.put("unknown_criterion", what, vec![append(root, code)]);
        }
        if self.roots.is_empty() {
            self.none("unknown_criterion", NO_ROOT);
        }
    }

    /// Two tests of the name that the ledger names.
    fn ambiguous(&mut self) {
        const RULE: &str = "test_ambiguous";
        let number = self.next();
        let mut criterion = self.criterion(number, Priority::May);
        criterion.says = vec![Says::Test(test_name(number))];
        let story = self.story(number, Vec::new(), vec![criterion]);
        let entry = self.homes.iter().find_map(|home| home.with(&story));
        match (self.roots.first(), entry) {
            (None, _) => self.none(RULE, NO_ROOT),
            (_, None) => self.none(RULE, NO_HOME),
            (Some(root), Some(entry)) => {
                let one = test(number, &[], "", SOUND);
                let again = format!("mod govern_canary_{number}_again");
                let two = one.replace(&format!("mod govern_canary_{number}"), &again);
                let what = format!(
                    "a criterion with the test `{}`, and two of that name in `{}`",
                    test_name(number),
                    root.path
                );
                self.put(RULE, what, vec![entry, append(root, one + &two)]);
            }
        }
    }

    /// Criteria are named, and the ledgers are gone.
    pub(super) fn without_ledger(&mut self) {
        const RULE: &str = "ledger_missing";
        let model = self.model;
        if model.is_incomplete() || !self.said_by(RULE).is_empty() {
            return self.none(RULE, "as it is there is no ledger that can be read");
        }
        let Some(root) = self.roots.first() else {
            return self.none(RULE, NO_ROOT);
        };
        let number = self.next();
        let id = self.id(IdKind::Criterion, number);
        let code = test(number, std::slice::from_ref(&id), "", SOUND);
        let mut edits = vec![append(root, code)];
        edits.extend(
            model
                .ledgers
                .iter()
                .map(|file| Edit::Remove(file.path.clone())),
        );
        let what = match model.ledgers.len() {
            0 => format!("a test for `{id}` in `{}`, without a ledger", root.path),
            _ => format!(
                "a test for `{id}` in `{}`, and all ledgers removed",
                root.path
            ),
        };
        self.put(RULE, what, edits);
    }
}

pub(super) fn append(root: &Root, code: String) -> Edit {
    Edit::Append(root.path.clone(), code)
}
