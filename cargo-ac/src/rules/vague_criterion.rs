//! `vague_criterion`: a criterion uses words by which nobody can tell whether it holds.

use std::collections::BTreeSet;

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// A criterion uses words by which nobody can tell whether it holds.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "vague_criterion",
        summary: "a criterion uses words by which nobody can tell whether it holds",
        level: Level::Allow,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

/// Words and phrases that say nothing that could be seen, sorted.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "acceptable", "adequate", "adequately", "and so on", "appropriate", "appropriately", "as appropriate", "as far as possible",
    "as needed", "as required", "as soon as possible", "easily", "easy", "efficient", "efficiently", "etc", "fast", "flexible",
    "if necessary", "if possible", "intuitive", "nice", "properly", "quick", "quickly", "reasonable", "reasonably", "robust",
    "seamless", "seamlessly", "slow", "smooth", "smoothly", "sufficient", "sufficiently", "tbd", "timely", "user friendly",
];

const DOCS: &str = r#"### What it does

Finds criteria in force with words such as "fast", "appropriate", "easily", "as needed" or "etc.", as whole words.

### Why is this bad?

Two people can look at the same program, and one says that it holds and the other that it does not. A test has to decide for
itself what was meant.

### Example

```yaml
criteria:
  - { id: AC-PAY-001, text: A payment is answered quickly. }
```

### Use instead

```yaml
criteria:
  - { id: AC-PAY-001, text: A payment is answered within 200 ms in 99 of 100 cases. }
```

### Limits

Words have no meaning here: a criterion may speak of a "fast lane" by that name. So the rule is off unless it is asked for, and
it knows English only.
"#;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(model.why_no_ledger().unwrap_or("no criterion is in force"));
    for criterion in model.criteria.iter().filter(|it| it.state.is_in_force()) {
        findings.checked(1);
        let found = vague(&criterion.text);
        if found.is_empty() {
            continue;
        }
        let id = &criterion.id;
        let message = format!("criterion `{id}` is vague: {}", found.join(", "));
        findings
            .report(criterion.span, id, message)
            .label("when does it hold?")
            .help("say what can be seen or measured");
    }
}

/// The vague words in a text, in the order of the list, in quotes.
fn vague(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let mut found = BTreeSet::new();
    for (at, first) in words.iter().enumerate() {
        // The list is sorted: those that begin with a word stand together.
        let from = WORDS.partition_point(|vague| vague < first);
        let same = WORDS[from..].iter();
        for vague in same.take_while(|vague| vague.starts_with(*first)) {
            let mut following = words[at..].iter();
            if vague
                .split(' ')
                .all(|word| following.next().is_some_and(|it| *it == word))
            {
                found.insert(*vague);
            }
        }
    }
    found.iter().map(|vague| format!("\"{vague}\"")).collect()
}

#[cfg(test)]
mod tests {
    use super::{RULE, WORDS, vague};
    use crate::testing::{found, ledger};

    #[test]
    fn phrases_are_found_by_their_first_word() {
        assert!(WORDS.is_sorted());
        assert_eq!(
            vague("Fast and, as needed, easy as possible"),
            ["\"as needed\"", "\"easy\"", "\"fast\""]
        );
        assert_eq!(vague("As far as it is necessary, and so it is"), [""; 0]);
    }

    #[test]
    fn whole_words_count() {
        let ledger = ledger(&[
            "{ id: AC-1, text: 'It is Fast, user-friendly, etc.' }",
            "{ id: AC-2, text: Breakfast is uneasy about the nicety of a fasting quicksand. }",
            "{ id: AC-3, text: It is fast., state: draft }",
        ]);
        assert_eq!(
            found(&RULE, &[("specs/spec_ledger.yaml", &ledger)]),
            [
                "AC-1: criterion `AC-1` is vague: \"etc\", \"fast\", \"user friendly\"\n  help: say what can be seen or measured"
            ]
        );
    }
}
