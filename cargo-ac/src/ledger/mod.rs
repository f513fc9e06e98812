//! The ledger: stories, requirements and acceptance criteria, read from YAML with the place of everything.
//!
//! Two shapes are read. Schema 1 is the one that came first, with `metadata` and `must_have_ac`; schema 2 is our own.
//! A mistake is a [`Problem`] at its place, never a panic, and what is right in spite of it is still read.

pub mod edit;
pub mod editor;
mod json_schema;
mod markdown;
mod markdown_edit;
mod mentions;
mod model;
mod problem;
mod schema1;
mod schema2;
mod shape;
mod take;
mod yaml;
mod yaml_edit;

use text_size::{TextRange, TextSize};

pub use json_schema::json_schema;
pub use model::{
    Criterion, Evidence, Ledger, Level, Mention, Mentioned, Priority, Requirement, Retired,
    Spanned, State, Story, Target, Waiver,
};
pub use problem::{Problem, ProblemKind};

use crate::ids::IdPrefixes;
use shape::Shape;
use take::Fields;
use yaml::{Scalar, ScalarKind, Value};

/// What a ledger is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// YAML, of one of the two schemas.
    Yaml,
    /// Headings and lists.
    Markdown,
}

impl Format {
    /// The format of a file of that name.
    pub fn of(path: &str) -> Format {
        match path.rsplit_once('.') {
            Some((_, "md" | "markdown")) => Format::Markdown,
            _ => Format::Yaml,
        }
    }

    /// Reads a ledger. Problems are in the order of the text.
    pub fn read(self, text: &str, ids: &IdPrefixes) -> (Ledger, Vec<Problem>) {
        match self {
            Format::Yaml => read(text, ids),
            Format::Markdown if TextSize::try_from(text.len()).is_err() => {
                let problem = Problem::new(TextRange::default(), ProblemKind::TooLarge);
                (Ledger::default(), vec![problem])
            }
            Format::Markdown => markdown::read(text, ids),
        }
    }
}

/// Reads a ledger in YAML. Problems are in the order of the text.
pub fn read(text: &str, ids: &IdPrefixes) -> (Ledger, Vec<Problem>) {
    let (root, mut problems) = yaml::read(text);
    let Some(root) = root else {
        if problems.is_empty() {
            problems.push(Problem::new(TextRange::default(), ProblemKind::Empty));
        }
        return (Ledger::default(), problems);
    };
    let fields = Fields::of(&root);
    let version = fields
        .fields("metadata")
        .and_then(|metadata| metadata.get("schema_version"));
    let mut ledger = if fields.get("schema").is_some() {
        shape::check(&root, &Shape::Object(&schema2::LEDGER), ids, &mut problems);
        schema2::ledger(&root)
    } else if fields.get("metadata").is_some() {
        shape::check(&root, &Shape::Object(&schema1::LEDGER), ids, &mut problems);
        if let Some(version) = version
            && let Value::Scalar(Scalar {
                text,
                kind: ScalarKind::Text,
            }) = &version.value
            && text.split('.').next() != Some("1")
        {
            problems.push(Problem::new(
                version.range,
                ProblemKind::UnsupportedSchema(text.clone()),
            ));
        }
        schema1::ledger(&root)
    } else {
        problems.push(Problem::new(
            TextRange::at(root.range.start(), 0.into()),
            ProblemKind::UnknownSchema,
        ));
        Ledger::default()
    };
    ledger.mentions = mentions::mentions(&root);
    problems.sort_by_key(|problem| (problem.range.start(), problem.range.end()));
    (ledger, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPSTREAM: &str = r#"
metadata:
  schema_version: "1.0"
  template_version: "3.0.0"
  last_updated: "2026-01-02"
  adrs: [ADR-0001]
stories:
  - id: US-SHOP-001
    title: Somebody buys
    adr: ADR-0002
    requirements:
      - id: REQ-SHOP-PAY
        title: Orders are paid
        tags: [shop]
        must_have_ac: true
        adr: [ADR-0002, ADR-0003]
        docs:
          - design_doc: docs/pay.md
        acceptance_criteria:
          - id: AC-SHOP-001
            text: >
              An order that is paid
              is shipped.
            must_have_ac: true
            tests:
              - { type: bdd, tag: "@AC-SHOP-001", file: "features/pay.feature" }
              - { type: unit, tag: "paid_is_shipped", module: "orders::tests", file: "src/orders.rs" }
              - { type: integration, tag: "@AC-SHOP-001" }
              - { type: ci, tag: nightly, workflow: nightly.yml }
              - { type: manual, tag: looked_at, note: by hand }
            note: none
          - id: AC-SHOP-002
            text: A receipt is sent
            must_have_ac: false
      - id: REQ-SHOP-SOME-DAY
        title: Gifts
        must_have_ac: false
        acceptance_criteria:
          - { id: AC-SHOP-003, text: A gift is wrapped, must_have_ac: true, tests: [] }
          - { id: AC-SHOP-004, text: A gift is tagged, status: retired }
"#;

    fn read_default(text: &str) -> (Ledger, Vec<Problem>) {
        read(text, &IdPrefixes::default())
    }

    fn shown(text: &str) -> Vec<String> {
        read_default(text)
            .1
            .iter()
            .map(|problem| format!("{:?}: {}", &text[problem.range], problem.kind))
            .collect()
    }

    #[test]
    fn the_shape_that_came_first_is_read_unchanged() {
        let (ledger, problems) = read_default(UPSTREAM);
        assert_eq!(problems, []);
        let criteria: Vec<_> = ledger
            .criteria()
            .map(|(_, _, c)| (c.id.text.as_str(), c.priority, c.state))
            .collect();
        assert_eq!(
            criteria,
            [
                ("AC-SHOP-001", Priority::Must, State::Active),
                ("AC-SHOP-002", Priority::May, State::Active),
                ("AC-SHOP-003", Priority::May, State::Active),
                ("AC-SHOP-004", Priority::May, State::Retired),
            ]
        );
        let first = &ledger.stories[0].requirements[0].criteria[0];
        assert_eq!(first.text.trim_end(), "An order that is paid is shipped.");
        assert_eq!(&UPSTREAM[first.id.range], "AC-SHOP-001");
        let targets: Vec<_> = first
            .evidence
            .iter()
            .map(|evidence| (evidence.level, &evidence.target))
            .collect();
        assert!(matches!(
            targets[0],
            (Level::Bdd, Target::Tag { file: Some(_), .. })
        ));
        assert!(matches!(
            targets[1],
            (
                Level::Unit,
                Target::Test {
                    module: Some(_),
                    file: Some(_),
                    ..
                }
            )
        ));
        assert!(matches!(
            targets[2],
            (Level::Integration, Target::Tag { file: None, .. })
        ));
        assert!(matches!(targets[3], (Level::Ci, Target::File(_))));
        assert!(matches!(targets[4], (Level::Manual, Target::Name(_))));
    }

    #[test]
    fn priority_is_what_requirement_and_criterion_both_ask_for() {
        for (requirement, criterion, expected) in [
            (true, true, Priority::Must),
            (true, false, Priority::May),
            (false, true, Priority::May),
            (false, false, Priority::May),
        ] {
            let text = format!(
                "metadata: {{schema_version: '1.0'}}\nstories: [{{id: US-1, title: t, requirements: [{{id: REQ-1, title: t, \
                 must_have_ac: {requirement}, acceptance_criteria: [{{id: AC-1, text: t, must_have_ac: {criterion}}}]}}]}}]\n"
            );
            let (ledger, problems) = read_default(&text);
            assert_eq!(problems, []);
            assert_eq!(
                ledger.stories[0].requirements[0].criteria[0].priority,
                expected
            );
        }
    }

    #[test]
    fn policies_are_inherited_and_overridden() {
        let text = r#"
schema: 2
defaults: { priority: should, needs: [unit] }
stories:
  - id: US-1
    title: one
    defaults: { needs: [unit, [bdd, integration]] }
    requirements:
      - id: REQ-1
        title: one
        priority: must
        criteria:
          - { id: AC-1, text: inherits }
          - { id: AC-2, when: it is asked, then: it answers, priority: may, needs: [manual], evidence: [
              { level: manual, attested: { by: kim, date: "2026-01-02", result: pass } } ] }
      - id: REQ-2
        title: two
        state: draft
        criteria:
          - { id: AC-3, text: under a draft, state: active }
retired:
  - { id: AC-0, reason: split, replaced_by: [AC-1, AC-2] }
"#;
        let (ledger, problems) = read_default(text);
        assert_eq!(problems, []);
        let criteria: Vec<_> = ledger
            .criteria()
            .map(|(_, _, criterion)| criterion)
            .collect();
        assert_eq!(
            criteria[0].needs,
            [vec![Level::Unit], vec![Level::Bdd, Level::Integration]]
        );
        assert_eq!(criteria[0].priority, Priority::Must);
        assert_eq!(
            (criteria[1].priority, criteria[1].text.as_str()),
            (Priority::May, "when it is asked, then it answers")
        );
        assert!(matches!(
            &criteria[1].evidence[0].target,
            Target::Attested { passed: true, .. }
        ));
        assert_eq!(
            (criteria[2].state, criteria[2].priority),
            (State::Draft, Priority::Should)
        );
        assert_eq!(ledger.retired[0].replaced_by.len(), 2);
    }

    #[test]
    fn what_does_not_fit_is_found_where_it_is() {
        let text = r#"schema: 2
storys: []
stories:
  - id: 12
    title: true
    requirements:
      - id: req-1
        title: one
        priority: most
        needs: unit
        criteria:
          - { id: AC-1 }
          - { id: AC-2, text: "", txt: typo, waiver: { reason: later } }
          - nothing
          - { id: AC-3, text: t, evidence: [ { level: unit }, { level: units, test: a } ], x-own: { any: [thing] } }
"#;
        assert_eq!(
            shown(text),
            [
                "\"storys\": a ledger has no key `storys`",
                "\"12\": this must be text, and it is a number",
                "\"true\": this must be text, and it is `true` or `false`",
                "\"req-1\": `req-1` is not an id",
                "\"most\": `most` is not known here",
                "\"unit\": this must be a list, and it is text",
                "\"id\": a criterion lacks `text` or `when` and `then`",
                "\"\\\"\\\"\": this text says nothing",
                "\"txt\": a criterion has no key `txt`",
                "\"reason\": a waiver lacks `until`",
                "\"nothing\": this must be a mapping, and it is text",
                "\"level\": evidence lacks `test`, `feature`, `workflow`, `lint`, `attested` or `path`",
                "\"units\": `units` is not known here",
            ]
        );
        let helps: Vec<_> = read_default(text)
            .1
            .iter()
            .filter_map(|problem| problem.kind.help())
            .collect();
        assert!(
            helps.contains(&"did you mean `stories`?".to_owned()),
            "{helps:?}"
        );
        assert!(
            helps.contains(&"did you mean `must`?".to_owned()),
            "{helps:?}"
        );
        assert!(
            helps.contains(&"did you mean `text`?".to_owned()),
            "{helps:?}"
        );
        assert!(
            helps.contains(&"did you mean `unit`?".to_owned()),
            "{helps:?}"
        );
    }

    #[test]
    fn a_wrong_id_does_not_lose_what_is_under_it() {
        let text = "schema: 2\nstories: [{id: 1, title: t, requirements: [{title: t, criteria: [{id: 0x1, text: t}]}]}]\n";
        let (ledger, problems) = read_default(text);
        assert_eq!(problems.len(), 3);
        assert_eq!(
            ledger
                .criteria()
                .map(|(_, _, criterion)| criterion.id.text.as_str())
                .collect::<Vec<_>>(),
            ["0x1"]
        );
    }

    #[test]
    fn what_is_no_ledger_says_so() {
        assert_eq!(shown(""), ["\"\": the ledger is empty"]);
        assert_eq!(
            shown("a: b\n"),
            ["\"\": this is not a ledger: it says neither `schema` nor `metadata`"]
        );
        assert_eq!(
            shown("schema: 3\nstories: []\n"),
            ["\"3\": schema 3 of a ledger is not known"]
        );
        assert_eq!(
            shown("metadata: {schema_version: '2.0'}\nstories: []\n"),
            ["\"'2.0'\": schema 2.0 of a ledger is not known"]
        );
        assert_eq!(shown("schema: 2\nstories:\n\t- id: US-1\n").len(), 1);
    }
}
