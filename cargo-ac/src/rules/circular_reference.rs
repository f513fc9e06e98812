//! `circular_reference`: entries of the ledger that depend on each other, or follow from each other, in a circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use govern_diagnostics::Span;
use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::criteria::Criteria;

/// Entries of the ledger that depend on each other, or follow from each other, in a circle.
pub(super) static RULE: Rule<Criteria> = Rule {
    info: RuleInfo {
        gate: "ac",
        name: "circular_reference",
        summary: "entries of the ledger depend on each other in a circle",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Follows `depends_on` of criteria and `derives_from` of requirements through all ledgers, and finds circles.

### Why is this bad?

None of them can be the first to hold, and none is the reason for the others.

### Example

```yaml
criteria:
  - { id: AC-PAY-001, text: A paid order is shipped., depends_on: [AC-PAY-002] }
  - { id: AC-PAY-002, text: A shipped order is paid., depends_on: [AC-PAY-001] }
```

### Use instead

Only the direction that is meant.

### Limits

A circle is reported once, by the shortest way around. Circles that share an entry with one that was reported are not reported
in the same run. References into other ledgers (`core:AC-001`) are not followed.
"#;

/// What each id refers to, and where.
type References<'a> = BTreeMap<&'a str, Vec<(&'a str, Span)>>;

fn check(model: &Criteria, findings: &mut Findings) {
    findings.idle(
        model
            .why_no_ledger()
            .unwrap_or("no entry of a ledger depends on another or derives from one"),
    );
    let references = references(model);
    findings.checked(references.values().map(Vec::len).sum());
    let left = without_ends(&references);
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for id in left.keys() {
        let Some(circle) = shortest_circle(&left, id) else {
            continue;
        };
        if circle.iter().any(|(id, _)| told.contains(id)) {
            continue;
        }
        told.extend(circle.iter().map(|(id, _)| *id));
        let [(first, span), rest @ ..] = &circle[..] else {
            continue;
        };
        let way: Vec<String> = [id]
            .into_iter()
            .chain(rest.iter().map(|(id, _)| id))
            .chain([id])
            .map(|id| format!("`{id}`"))
            .collect();
        let message = match rest {
            [] => format!("`{first}` refers to itself"),
            _ => format!("`{first}` refers to itself in a circle"),
        };
        let finding = findings.report(*span, *first, message);
        finding
            .label("the circle begins here")
            .note(way.join(" → "));
        for (id, span) in rest {
            finding.related(*span, format!("`{id}` goes on here"));
        }
        finding.help("take out the reference that is not meant");
    }
}

fn references(model: &Criteria) -> References<'_> {
    let mut all = References::new();
    for file in &model.ledgers {
        let requirements = file.ledger.requirements();
        let requirements = requirements.map(|it| (&it.id, &it.derives_from));
        let criteria = file
            .ledger
            .criteria()
            .map(|(_, _, it)| (&it.id, &it.depends_on));
        for (id, to) in requirements.chain(criteria) {
            let to = to
                .iter()
                .map(|to| (to.text.as_str(), Span::new(file.file, to.range)));
            all.entry(&id.text).or_default().extend(to);
        }
    }
    all.retain(|_, to| !to.is_empty());
    all
}

/// What is left when everything is taken out that leads to an end: circles, and what leads to them.
fn without_ends<'a>(references: &References<'a>) -> References<'a> {
    let mut from: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for (&id, to) in references {
        open.insert(id, to.len());
        for &(to, _) in to {
            from.entry(to).or_default().push(id);
        }
    }
    let mut ends: Vec<&str> = from
        .keys()
        .copied()
        .filter(|id| !open.contains_key(id))
        .collect();
    let mut gone: BTreeSet<&str> = BTreeSet::new();
    while let Some(end) = ends.pop() {
        gone.insert(end);
        for id in from.get(end).into_iter().flatten() {
            if let Some(count) = open.get_mut(id) {
                *count -= 1;
                if *count == 0 {
                    ends.push(id);
                }
            }
        }
    }
    let left = references.iter().filter(|(id, _)| !gone.contains(*id));
    left.map(|(&id, to)| {
        let to = to.iter().filter(|(to, _)| !gone.contains(to));
        (id, to.copied().collect())
    })
    .collect()
}

/// The shortest way from an entry back to it: each entry on it with the place where it refers to the next.
fn shortest_circle<'a>(
    references: &References<'a>,
    start: &'a str,
) -> Option<Vec<(&'a str, Span)>> {
    let mut before: BTreeMap<&str, (&'a str, Span)> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(id) = open.pop_front() {
        for &(to, span) in references.get(id).into_iter().flatten() {
            if before.contains_key(to) {
                continue;
            }
            before.insert(to, (id, span));
            if to != start {
                open.push_back(to);
                continue;
            }
            let mut way = Vec::new();
            let mut at = start;
            loop {
                let &(previous, span) = before.get(at)?;
                way.push((previous, span));
                if previous == start {
                    way.reverse();
                    return Some(way);
                }
                at = previous;
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::testing::{found, ledger};

    fn messages(criteria: &[&str]) -> Vec<String> {
        found(&RULE, &[("specs/spec_ledger.yaml", &ledger(criteria))])
    }

    #[test]
    fn a_circle_is_shown_once_by_the_shortest_way() {
        let circle = messages(&[
            "{ id: AC-1, text: a, depends_on: [AC-2] }",
            "{ id: AC-2, text: b, depends_on: [AC-3, AC-4] }",
            "{ id: AC-3, text: c, depends_on: [AC-4] }",
            "{ id: AC-4, text: d, depends_on: [AC-1] }",
            "{ id: AC-5, text: e, depends_on: [AC-1] }",
        ]);
        assert_eq!(
            circle,
            [
                "AC-2: `AC-1` refers to itself in a circle\n  AC-4: `AC-2` goes on here\n  AC-1: `AC-4` goes on here\n  note: `AC-1` → `AC-2` → `AC-4` → `AC-1`\n  help: take out the reference that is not meant"
            ]
        );
        let itself = messages(&["{ id: AC-1, text: a, depends_on: [AC-1] }"]);
        assert!(
            itself[0].starts_with("AC-1: `AC-1` refers to itself\n"),
            "{itself:?}"
        );
    }

    #[test]
    fn what_only_meets_again_is_no_circle() {
        assert_eq!(
            messages(&[
                "{ id: AC-1, text: a, depends_on: [AC-2, AC-3] }",
                "{ id: AC-2, text: b, depends_on: [AC-4] }",
                "{ id: AC-3, text: c, depends_on: [AC-4, 'core:AC-1'] }",
                "{ id: AC-4, text: d }",
            ]),
            [""; 0]
        );
    }

    #[test]
    fn requirements_that_follow_from_each_other_are_a_circle_too() {
        let text = "schema: 2\nstories: [{ id: US-1, title: t, requirements: [\n  { id: REQ-1, title: t, derives_from: [REQ-2], criteria: [] },\n  { id: REQ-2, title: t, derives_from: [REQ-1], criteria: [] }]}]\n";
        assert_eq!(found(&RULE, &[("specs/spec_ledger.yaml", text)]).len(), 1);
    }
}
