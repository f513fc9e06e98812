//! Schema 2, our own shape: priorities, needed levels, waivers and attestations, inherited from the top down.

use super::model::{
    Criterion, Evidence, Ledger, Level, Priority, Requirement, Retired, Spanned, State, Story,
    Target, Waiver,
};
use super::shape::{Field, Object, Shape, optional, required};
use super::take::{Fields, list, spanned};
use super::yaml::Node;
use crate::ids::IdKind;

pub(super) static LEDGER: Object = Object {
    name: "a ledger",
    fields: &[
        required("schema", Shape::Exactly("2")),
        required("stories", Shape::List(&Shape::Object(&STORY))),
        optional("$schema", Shape::Text),
        optional("namespace", Shape::Text),
        optional("title", Shape::Text),
        optional("imports", Shape::List(&Shape::Object(&IMPORT))),
        optional("defaults", Shape::Object(&POLICY)),
        optional("adrs", Shape::OneOrList(&Shape::Text)),
        DOCS,
        optional("retired", Shape::List(&Shape::Object(&RETIRED))),
    ],
    any_of: None,
};

static IMPORT: Object = Object {
    name: "an import",
    fields: &[
        required("namespace", Shape::Text),
        required("path", Shape::Text),
    ],
    any_of: None,
};

const ADRS: Field = optional("adrs", Shape::OneOrList(&Shape::Text));
const DOCS: Field = optional("docs", Shape::OneOrList(&Shape::Text));
const TAGS: Field = optional("tags", Shape::List(&Shape::Text));
const OWNER: Field = optional("owner", Shape::Text);
const STATE: Field = optional("state", Shape::OneOf(State::NAMES));
const PRIORITY: Field = optional("priority", Shape::OneOf(Priority::NAMES));
const LEVEL: Shape = Shape::OneOf(Level::NAMES);
const NEEDS: Field = optional("needs", Shape::Needs(&LEVEL));
const NEEDS_CODE: Field = optional("needs_code", Shape::Bool);
const MIN_SCENARIOS: Field = optional("min_scenarios", Shape::Count);

static POLICY: Object = Object {
    name: "`defaults`",
    fields: &[PRIORITY, STATE, NEEDS, NEEDS_CODE, MIN_SCENARIOS],
    any_of: None,
};

static RETIRED: Object = Object {
    name: "a retired id",
    fields: &[
        required("id", Shape::AnyId),
        required("reason", Shape::Text),
        optional("since", Shape::Date),
        optional("replaced_by", Shape::List(&Shape::AnyId)),
    ],
    any_of: None,
};

static STORY: Object = Object {
    name: "a story",
    fields: &[
        required("id", Shape::Id(IdKind::Story)),
        required("title", Shape::Text),
        required("requirements", Shape::List(&Shape::Object(&REQUIREMENT))),
        optional("text", Shape::Text),
        optional("as_a", Shape::AnyText),
        optional("i_want", Shape::AnyText),
        optional("so_that", Shape::AnyText),
        optional("defaults", Shape::Object(&POLICY)),
        TAGS,
        ADRS,
        DOCS,
        OWNER,
    ],
    any_of: None,
};

static REQUIREMENT: Object = Object {
    name: "a requirement",
    fields: &[
        required("id", Shape::Id(IdKind::Requirement)),
        required("title", Shape::Text),
        required("criteria", Shape::List(&Shape::Object(&CRITERION))),
        optional("text", Shape::Text),
        optional("rationale", Shape::AnyText),
        optional("source", Shape::AnyText),
        optional("derives_from", Shape::List(&Shape::AnyId)),
        optional("derived", Shape::Bool),
        optional("integrity", Shape::AnyText),
        optional("commands", Shape::List(&Shape::Text)),
        STATE,
        PRIORITY,
        NEEDS,
        TAGS,
        ADRS,
        DOCS,
        OWNER,
    ],
    any_of: None,
};

static CRITERION: Object = Object {
    name: "a criterion",
    fields: &[
        required("id", Shape::Id(IdKind::Criterion)),
        optional("text", Shape::Text),
        optional("given", Shape::AnyText),
        optional("when", Shape::AnyText),
        optional("then", Shape::AnyText),
        optional("note", Shape::AnyText),
        optional("depends_on", Shape::List(&Shape::AnyId)),
        optional("waiver", Shape::Object(&WAIVER)),
        optional("evidence", Shape::List(&Shape::Object(&EVIDENCE))),
        STATE,
        PRIORITY,
        NEEDS,
        NEEDS_CODE,
        MIN_SCENARIOS,
        TAGS,
        ADRS,
        DOCS,
    ],
    any_of: Some((&[&["text"], &["when", "then"]], "text` or `when` and `then")),
};

static WAIVER: Object = Object {
    name: "a waiver",
    fields: &[
        required("reason", Shape::Text),
        required("until", Shape::Date),
        optional("issue", Shape::AnyText),
        optional("levels", Shape::List(&LEVEL)),
        OWNER,
    ],
    any_of: None,
};

static EVIDENCE: Object = Object {
    name: "evidence",
    fields: &[
        required("level", LEVEL),
        optional("test", Shape::Text),
        optional("feature", Shape::Text),
        optional("path", Shape::Text),
        optional("workflow", Shape::Text),
        optional("job", Shape::Text),
        optional("lint", Shape::Text),
        optional("attested", Shape::Object(&ATTESTED)),
    ],
    any_of: Some((
        &[
            &["test"],
            &["feature"],
            &["workflow"],
            &["lint"],
            &["attested"],
            &["path"],
        ],
        "test`, `feature`, `workflow`, `lint`, `attested` or `path",
    )),
};

static ATTESTED: Object = Object {
    name: "an attestation",
    fields: &[
        required("by", Shape::Text),
        required("date", Shape::Date),
        required("result", Shape::OneOf(&["pass", "fail"])),
        optional("expires", Shape::Date),
        optional("record", Shape::Text),
        optional("fingerprint", Shape::AnyText),
    ],
    any_of: None,
};

/// What holds unless something below says otherwise.
#[derive(Clone)]
struct Policy {
    priority: Priority,
    state: State,
    needs: Vec<Vec<Level>>,
    needs_code: bool,
    min_scenarios: usize,
}

impl Policy {
    /// The policy with what the mapping says in place of what came from above.
    fn with(&self, fields: Fields<'_>) -> Policy {
        Policy {
            priority: Priority::named(&fields.string("priority")).unwrap_or(self.priority),
            state: State::named(&fields.string("state")).unwrap_or(self.state),
            needs: if fields.get("needs").is_some() {
                needs(fields)
            } else {
                self.needs.clone()
            },
            needs_code: fields.bool("needs_code").unwrap_or(self.needs_code),
            min_scenarios: fields.count("min_scenarios").unwrap_or(self.min_scenarios),
        }
    }

    fn with_defaults(&self, fields: Fields<'_>) -> Policy {
        fields
            .fields("defaults")
            .map_or_else(|| self.clone(), |defaults| self.with(defaults))
    }
}

/// The ledger that the tree is.
pub(super) fn ledger(root: &Node) -> Ledger {
    let fields = Fields::of(root);
    let policy = Policy {
        priority: Priority::Must,
        state: State::Active,
        needs: Vec::new(),
        needs_code: false,
        min_scenarios: 0,
    }
    .with_defaults(fields);
    Ledger {
        stories: fields
            .list("stories")
            .iter()
            .map(|node| story(node, &policy))
            .collect(),
        retired: fields.list("retired").iter().filter_map(retired).collect(),
        references: references(fields),
        mentions: Vec::new(),
    }
}

fn story(node: &Node, policy: &Policy) -> Story {
    let fields = Fields::of(node);
    let policy = policy.with_defaults(fields);
    let requirements = fields
        .list("requirements")
        .iter()
        .map(|node| requirement(node, &policy))
        .collect();
    Story {
        id: fields.id_or_none(node),
        title: fields.string("title"),
        requirements,
        tags: fields.texts("tags"),
    }
}

fn requirement(node: &Node, policy: &Policy) -> Requirement {
    let fields = Fields::of(node);
    let policy = policy.with(fields);
    let criteria = fields
        .list("criteria")
        .iter()
        .filter_map(|node| criterion(node, &policy))
        .collect();
    let (priority, state) = (policy.priority, policy.state);
    Requirement {
        id: fields.id_or_none(node),
        title: fields.string("title"),
        priority,
        says_priority: fields.get("priority").is_some(),
        state,
        criteria,
        derived: fields
            .get("derived")
            .filter(|_| fields.bool("derived") == Some(true))
            .map(|node| node.range),
        rationale: fields.string("rationale"),
        derives_from: fields
            .list("derives_from")
            .iter()
            .filter_map(spanned)
            .collect(),
        tags: fields.texts("tags"),
    }
}

fn criterion(node: &Node, above: &Policy) -> Option<Criterion> {
    let fields = Fields::of(node);
    let mut policy = above.with(fields);
    // What is under a requirement that is not in force is not in force.
    if !above.state.is_in_force() {
        policy.state = above.state;
    }
    let waiver = fields.fields("waiver").and_then(|waiver| {
        Some(Waiver {
            reason: waiver.string("reason"),
            until: waiver.text("until")?,
            levels: waiver
                .list("levels")
                .iter()
                .filter_map(|node| Level::named(&spanned(node)?.text))
                .collect(),
        })
    });
    Some(Criterion {
        id: fields.id()?,
        text: text(fields),
        priority: policy.priority,
        state: policy.state,
        needs: policy.needs,
        evidence: fields
            .list("evidence")
            .iter()
            .filter_map(evidence)
            .collect(),
        waiver,
        depends_on: fields
            .list("depends_on")
            .iter()
            .filter_map(spanned)
            .collect(),
        needs_code: policy.needs_code,
        min_scenarios: policy.min_scenarios,
        says_in_force: fields
            .text("state")
            .filter(|state| State::named(&state.text).is_some_and(State::is_in_force))
            .map(|state| state.range),
        tags: fields.texts("tags"),
    })
}

/// The text of a criterion, or the sentence that its parts make.
fn text(fields: Fields<'_>) -> String {
    if let Some(text) = fields.text("text") {
        return text.text;
    }
    let parts = [("Given", "given"), ("when", "when"), ("then", "then")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter_map(|(word, key)| fields.text(key).map(|part| format!("{word} {}", part.text)))
        .collect();
    parts.join(", ")
}

fn needs(fields: Fields<'_>) -> Vec<Vec<Level>> {
    let level = |node: &Node| spanned(node).and_then(|name| Level::named(&name.text));
    let any_of = |node: &Node| list(node).iter().filter_map(level).collect::<Vec<Level>>();
    fields
        .list("needs")
        .iter()
        .map(any_of)
        .filter(|levels| !levels.is_empty())
        .collect()
}

fn evidence(node: &Node) -> Option<Evidence> {
    let fields = Fields::of(node);
    let level = Level::named(&fields.text("level")?.text)?;
    Some(Evidence {
        level,
        target: target(fields)?,
        range: node.range,
    })
}

fn target(fields: Fields<'_>) -> Option<Target> {
    if let Some(name) = fields.text("test") {
        return Some(Target::Test {
            name,
            module: None,
            file: None,
        });
    }
    if let Some(feature) = fields.text("feature") {
        // A colon in the path of a feature would be a drive; a scenario's name may hold any.
        let (file, scenario) = match feature.text.split_once(".feature:") {
            Some((stem, scenario)) => (format!("{stem}.feature"), Some(scenario.trim().to_owned())),
            None => (feature.text, None),
        };
        return Some(Target::Scenario {
            file: Spanned {
                text: file,
                range: feature.range,
            },
            scenario,
        });
    }
    if let Some(file) = fields.text("workflow").or_else(|| fields.text("path")) {
        return Some(Target::File(file));
    }
    if let Some(lint) = fields.text("lint") {
        return Some(Target::Lint(lint));
    }
    let attested = fields.fields("attested")?;
    Some(Target::Attested {
        by: attested.text("by")?,
        date: attested.text("date")?,
        expires: attested.text("expires"),
        passed: attested.string("result") == "pass",
    })
}

/// The ids of other entries that entries refer to.
fn references(ledger: Fields<'_>) -> Vec<Spanned> {
    let mut found = Vec::new();
    let mut add =
        |fields: Fields<'_>, key: &str| found.extend(fields.list(key).iter().filter_map(spanned));
    for story in ledger.list("stories") {
        for requirement in Fields::of(story).list("requirements") {
            let requirement = Fields::of(requirement);
            add(requirement, "derives_from");
            for criterion in requirement.list("criteria") {
                add(Fields::of(criterion), "depends_on");
            }
        }
    }
    for retired in ledger.list("retired") {
        add(Fields::of(retired), "replaced_by");
    }
    found
}

fn retired(node: &Node) -> Option<Retired> {
    let fields = Fields::of(node);
    let replaced_by = fields
        .list("replaced_by")
        .iter()
        .filter_map(spanned)
        .collect();
    Some(Retired {
        id: fields.id()?,
        reason: fields.string("reason"),
        replaced_by,
    })
}
