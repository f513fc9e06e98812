//! Schema 1, the shape of the ledgers that came first: `metadata`, `stories`, `must_have_ac`, `tests`.

use super::model::{
    Criterion, Evidence, Ledger, Level, Priority, Requirement, Spanned, State, Story, Target,
};
use super::shape::{Field, Object, Shape, optional, required};
use super::take::Fields;
use super::yaml::Node;
use crate::ids::IdKind;

pub(super) static LEDGER: Object = Object {
    name: "a ledger",
    fields: &[
        required("metadata", Shape::Object(&METADATA)),
        required("stories", Shape::List(&Shape::Object(&STORY))),
    ],
    any_of: None,
};

static METADATA: Object = Object {
    name: "`metadata`",
    fields: &[
        required("schema_version", Shape::AnyText),
        optional("template_version", Shape::AnyText),
        optional("last_updated", Shape::AnyText),
        optional("description", Shape::AnyText),
        optional("adrs", Shape::OneOrList(&Shape::Text)),
    ],
    any_of: None,
};

const ADR: Field = optional("adr", Shape::OneOrList(&Shape::Text));
const ADRS: Field = optional("adrs", Shape::OneOrList(&Shape::Text));
const TAGS: Field = optional("tags", Shape::OneOrList(&Shape::Text));
const DOCS: Field = optional("docs", Shape::Anything);
const DESCRIPTION: Field = optional("description", Shape::AnyText);
const RATIONALE: Field = optional("rationale", Shape::AnyText);
const NOTE: Field = optional("note", Shape::AnyText);
const STATUS: Field = optional("status", Shape::OneOf(State::ALL_NAMES));
const MUST_HAVE_AC: Field = optional("must_have_ac", Shape::Bool);

static STORY: Object = Object {
    name: "a story",
    fields: &[
        required("id", Shape::Id(IdKind::Story)),
        required("title", Shape::Text),
        required("requirements", Shape::List(&Shape::Object(&REQUIREMENT))),
        DESCRIPTION,
        RATIONALE,
        NOTE,
        TAGS,
        ADR,
        ADRS,
        DOCS,
        STATUS,
    ],
    any_of: None,
};

static REQUIREMENT: Object = Object {
    name: "a requirement",
    fields: &[
        required("id", Shape::Id(IdKind::Requirement)),
        required("title", Shape::Text),
        required(
            "acceptance_criteria",
            Shape::List(&Shape::Object(&CRITERION)),
        ),
        MUST_HAVE_AC,
        DESCRIPTION,
        RATIONALE,
        NOTE,
        TAGS,
        ADR,
        ADRS,
        DOCS,
        STATUS,
        optional("ci_workflows", Shape::OneOrList(&Shape::Text)),
    ],
    any_of: None,
};

static CRITERION: Object = Object {
    name: "a criterion",
    fields: &[
        required("id", Shape::Id(IdKind::Criterion)),
        required("text", Shape::Text),
        optional("tests", Shape::List(&Shape::Object(&TEST))),
        MUST_HAVE_AC,
        DESCRIPTION,
        RATIONALE,
        NOTE,
        TAGS,
        ADR,
        ADRS,
        DOCS,
        STATUS,
    ],
    any_of: None,
};

static TEST: Object = Object {
    name: "a test",
    fields: &[
        required("type", Shape::OneOf(Level::TYPES)),
        required("tag", Shape::Text),
        optional("file", Shape::Text),
        optional("module", Shape::Text),
        optional("workflow", Shape::Text),
        NOTE,
    ],
    any_of: None,
};

/// The ledger that the tree is.
pub(super) fn ledger(root: &Node) -> Ledger {
    let stories = Fields::of(root).list("stories").iter().map(story).collect();
    Ledger {
        stories,
        retired: Vec::new(),
        references: Vec::new(),
        mentions: Vec::new(),
    }
}

fn story(node: &Node) -> Story {
    let fields = Fields::of(node);
    let requirements = fields
        .list("requirements")
        .iter()
        .map(requirement)
        .collect();
    Story {
        id: fields.id_or_none(node),
        title: fields.string("title"),
        requirements,
        tags: fields.texts("tags"),
    }
}

fn requirement(node: &Node) -> Requirement {
    let fields = Fields::of(node);
    let priority = priority(fields);
    let state = state(fields);
    let criterion = |node: &Node| criterion(node, priority, state);
    let criteria = fields
        .list("acceptance_criteria")
        .iter()
        .filter_map(criterion)
        .collect();
    Requirement {
        id: fields.id_or_none(node),
        title: fields.string("title"),
        priority,
        says_priority: fields.get("must_have_ac").is_some(),
        state,
        criteria,
        derived: None,
        rationale: String::new(),
        derives_from: Vec::new(),
        tags: fields.texts("tags"),
    }
}

fn criterion(node: &Node, above: Priority, state_above: State) -> Option<Criterion> {
    let fields = Fields::of(node);
    let own = state(fields);
    let state = if state_above.is_in_force() {
        own
    } else {
        state_above
    };
    Some(Criterion {
        id: fields.id()?,
        text: fields.string("text"),
        priority: priority(fields).min(above),
        state,
        needs: Vec::new(),
        evidence: fields.list("tests").iter().filter_map(test).collect(),
        waiver: None,
        depends_on: Vec::new(),
        needs_code: false,
        min_scenarios: 0,
        says_in_force: fields
            .get("status")
            .filter(|_| own.is_in_force())
            .map(|node| node.range),
        tags: fields.texts("tags"),
    })
}

fn priority(fields: Fields<'_>) -> Priority {
    if fields.bool("must_have_ac").unwrap_or(true) {
        Priority::Must
    } else {
        Priority::May
    }
}

fn state(fields: Fields<'_>) -> State {
    State::named(&fields.string("status")).unwrap_or(State::Active)
}

fn test(node: &Node) -> Option<Evidence> {
    let fields = Fields::of(node);
    let level = Level::named(&fields.text("type")?.text)?;
    Some(Evidence {
        level,
        target: target(level, fields, fields.text("tag")?),
        range: node.range,
    })
}

/// What is named depends on the level, but a tag is a tag also where `type: integration` stands before it.
fn target(level: Level, fields: Fields<'_>, tag: Spanned) -> Target {
    let file = fields.text("file");
    if tag.text.starts_with('@') {
        return Target::Tag { tag, file };
    }
    let in_feature = file
        .as_ref()
        .is_some_and(|file| file.text.ends_with(".feature"));
    match level {
        _ if in_feature => with_sign(tag, file),
        Level::Bdd => with_sign(tag, file),
        Level::Unit
        | Level::Integration
        | Level::Property
        | Level::Doctest
        | Level::CompileFail
        | Level::Fuzz
        | Level::Bench => Target::Test {
            name: tag,
            module: fields.text("module"),
            file,
        },
        Level::Ci => match fields.text("workflow") {
            Some(workflow) => Target::File(workflow),
            None => file.map_or(Target::Name(tag), Target::File),
        },
        Level::Static | Level::Docs | Level::Manual => file.map_or(Target::Name(tag), Target::File),
    }
}

/// A tag that is written without its sign.
fn with_sign(tag: Spanned, file: Option<Spanned>) -> Target {
    let tag = Spanned {
        text: format!("@{}", tag.text),
        range: tag.range,
    };
    Target::Tag { tag, file }
}
