//! `unknown_criterion`: a tag or a link that names a criterion that no ledger has.

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;
use crate::ids::{IdKind, nearest, same};

/// A tag or a link that names a criterion that no ledger has.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "unknown_criterion",
        summary: "a tag or a link names a criterion that no ledger has",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Finds tags of feature files, links in Rust source and references between entries of the ledger that name an id which no
ledger has, which is retired, or which is a misspelling of one (`@ac-001`, `@AC_001`, `@AC-001,`). An id is a whole token:
`@AC-10` does not name `AC-1`.

### Why is this bad?

The test is there, and it counts for nothing: the criterion that it was written for looks untested, or was renamed and
nobody saw that its test was left behind.

### Example

```gherkin
@AC-PAY-011
Scenario: paying twice
```

where the ledger has `AC-PAY-001`.

### Use instead

The id as the ledger has it, or a new criterion in the ledger.

### Limits

A lower-case tag such as `@ac-dc` is taken for a misspelling only if an id of the ledger differs from it in nothing but
case and dashes. References into other ledgers (`core:AC-001`) are not followed.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    if let Some(why) = model.why_no_ledger() {
        return findings.idle(why);
    }
    let checker = Checker {
        model,
        ids: model.ids().into_iter().collect(),
    };
    findings.idle("nothing names a criterion");
    for feature in &model.features {
        for tag in &feature.tags {
            if let Some(id) = tag
                .name
                .strip_prefix('@')
                .filter(|id| model.means_criterion(id))
            {
                checker.criterion(id, tag.span, &feature.path, findings);
            }
        }
    }
    for link in &model.rust.links {
        let path = model
            .rust_paths
            .get(&link.span.file)
            .map_or("", String::as_str);
        checker.criterion(&link.id, link.span, path, findings);
    }
    for file in &model.ledgers {
        let defined = defined(model);
        for reference in &file.ledger.references {
            findings.checked(1);
            let id = reference.text.as_str();
            if id.contains(':') || defined.contains(&id) {
                continue;
            }
            let span = Span::new(file.file, reference.range);
            let finding = findings.report(
                span,
                format!("{id} in {}", file.path),
                format!("no ledger has `{id}`"),
            );
            let in_use = defined
                .iter()
                .copied()
                .filter(|id| !model.retired.contains_key(*id));
            if let Some(nearest) = nearest(id, in_use) {
                finding.help(format!("did you mean `{nearest}`?"));
            }
        }
    }
}

/// All ids that ledgers define or retire, of every kind.
fn defined(model: &Criteria) -> Vec<&str> {
    let mut ids: Vec<&str> = model.retired.keys().map(String::as_str).collect();
    for story in model.ledgers.iter().flat_map(|file| &file.ledger.stories) {
        ids.push(&story.id.text);
        for requirement in &story.requirements {
            ids.push(&requirement.id.text);
            ids.extend(
                requirement
                    .criteria
                    .iter()
                    .map(|criterion| criterion.id.text.as_str()),
            );
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

struct Checker<'a> {
    model: &'a Criteria,
    ids: Vec<&'a str>,
}

impl Checker<'_> {
    /// Looks at one mention of a criterion, in the file at `path`.
    fn criterion(&self, id: &str, span: Span, path: &str, findings: &mut Findings) {
        if self.ids.binary_search(&id).is_ok() {
            return findings.checked(1);
        }
        let key = format!("{id} in {path}");
        if let Some(retired) = self.model.retired.get(id) {
            findings.checked(1);
            let finding = findings.report(span, key, format!("criterion `{id}` is retired"));
            finding
                .label("named here")
                .related(retired.span, "retired here");
            if !retired.reason.is_empty() {
                finding.note(format!("the reason: {}", retired.reason));
            }
            if !retired.replaced_by.is_empty() {
                finding.help(format!(
                    "it is replaced by `{}`",
                    retired.replaced_by.join("`, `")
                ));
            }
            return;
        }
        let spelled = self.ids.iter().find(|known| same(id, known));
        let is_id = self.model.prefixes.is_id(IdKind::Criterion, id);
        let begins = id
            .strip_prefix(self.model.prefixes.of(IdKind::Criterion))
            .is_some_and(|rest| rest.starts_with('-'));
        if spelled.is_none() && !begins {
            return;
        }
        findings.checked(1);
        let message = if is_id {
            format!("no ledger has a criterion `{id}`")
        } else {
            format!("`{id}` is not spelled as an id is")
        };
        let finding = findings.report(span, key, message);
        finding.label("named here");
        match spelled
            .copied()
            .or_else(|| nearest(id, self.ids.iter().copied()))
        {
            Some(known) => finding.help(format!("did you mean `{known}`?")),
            None => finding.help("add it to the ledger, or remove it here"),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn in_feature(tags: &str) -> Vec<String> {
        let ledger = ledger(&[
            "{ id: AC-PAY-001, text: one }",
            "{ id: AC-PAY-002, text: two }",
        ]);
        let feature = format!("Feature: f\n  {tags}\n  Scenario: s\n    Given x\n");
        found(
            &RULE,
            &[("specs/spec_ledger.yaml", &ledger), ("a.feature", &feature)],
        )
    }

    #[test]
    fn known_ids_and_other_tags_are_fine() {
        assert_eq!(
            in_feature("@AC-PAY-001 @smoke @ac-dc @account @AC-PAY-002"),
            [""; 0]
        );
    }

    #[test]
    fn an_id_is_a_whole_token() {
        assert_eq!(
            in_feature("@AC-PAY-0010 @AC-PAY-001-A"),
            [
                "@AC-PAY-0010: no ledger has a criterion `AC-PAY-0010`\n  help: did you mean `AC-PAY-001`?",
                "@AC-PAY-001-A: no ledger has a criterion `AC-PAY-001-A`\n  help: did you mean `AC-PAY-001`?",
            ]
        );
    }

    #[test]
    fn misspellings_say_what_was_meant() {
        assert_eq!(
            in_feature("@ac-pay-001 @AC_PAY_002 @AC-PAY-001, @AC-PAY-001:v2"),
            [
                "@ac-pay-001: `ac-pay-001` is not spelled as an id is\n  help: did you mean `AC-PAY-001`?",
                "@AC_PAY_002: `AC_PAY_002` is not spelled as an id is\n  help: did you mean `AC-PAY-002`?",
                "@AC-PAY-001,: `AC-PAY-001,` is not spelled as an id is\n  help: did you mean `AC-PAY-001`?",
                "@AC-PAY-001:v2: `AC-PAY-001:v2` is not spelled as an id is\n  help: did you mean `AC-PAY-001`?",
            ]
        );
    }

    #[test]
    fn a_tag_that_many_inherit_is_one_finding() {
        let ledger = ledger(&["{ id: AC-1, text: one }"]);
        let feature = "@AC-2\nFeature: f\n  Scenario: s\n    Given x\n  Scenario: t\n    Given x\n";
        let found = found(
            &RULE,
            &[("specs/spec_ledger.yaml", &ledger), ("a.feature", feature)],
        );
        assert_eq!(
            found,
            ["@AC-2: no ledger has a criterion `AC-2`\n  help: did you mean `AC-1`?"]
        );
    }

    #[test]
    fn links_in_rust_and_retired_ids_are_looked_at() {
        let ledger = ledger(&["{ id: AC-1, text: one }"])
            + "retired: [{ id: AC-0, reason: split, replaced_by: [AC-1, AC-7] }]\n";
        let rust = "/// AC: AC-0\n#[cfg_attr(false, ac(\"AC-REFUND-9\"))]\n#[test]\nfn t() {}\n";
        assert_eq!(
            found(
                &RULE,
                &[("specs/spec_ledger.yaml", &ledger), ("src/lib.rs", rust)]
            ),
            [
                "AC-0: criterion `AC-0` is retired\n  AC-0: retired here\n  note: the reason: split\n  help: it is replaced by `AC-1`, `AC-7`",
                "\"AC-REFUND-9\": no ledger has a criterion `AC-REFUND-9`\n  help: add it to the ledger, or remove it here",
                "AC-7: no ledger has `AC-7`\n  help: did you mean `AC-1`?",
            ]
        );
    }

    #[test]
    fn with_half_a_ledger_nothing_is_called_unknown() {
        let feature = "@AC-2\nFeature: f\n";
        assert_eq!(
            found(
                &RULE,
                &[
                    ("specs/spec_ledger.yaml", "schema: 2\nstories: [\n"),
                    ("a.feature", feature)
                ]
            ),
            [""; 0]
        );
    }
}
