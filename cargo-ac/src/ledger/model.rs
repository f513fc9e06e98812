//! What a ledger says, whichever shape it has.

use govern_gate::Date;
use text_size::TextRange;

use crate::ids::IdKind;

/// A ledger: stories, their requirements, and the criteria of those.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// The stories in the order of the text.
    pub stories: Vec<Story>,
    /// Ids that were in use once and may never be defined again.
    pub retired: Vec<Retired>,
    /// Ids of other entries that entries refer to.
    pub references: Vec<Spanned>,
    /// Decisions and documents that entries name.
    pub mentions: Vec<Mention>,
}

/// A decision or a document that an entry names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The ids of what is around the entry, and its own as the last; none for the ledger as a whole.
    pub ids: Vec<String>,
    /// Which of the two it is.
    pub what: Mentioned,
    /// How it is named.
    pub text: Spanned,
}

/// What an entry names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mentioned {
    /// A record of a decision.
    Decision,
    /// A document.
    Document,
}

/// A piece of text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned {
    /// The text.
    pub text: String,
    /// Where it stands, quotes included.
    pub range: TextRange,
}

/// What somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Its id.
    pub id: Spanned,
    /// Its title.
    pub title: String,
    /// What it asks for.
    pub requirements: Vec<Requirement>,
    /// Words by which it is found.
    pub tags: Vec<String>,
}

/// What must hold so that a story is fulfilled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its id.
    pub id: Spanned,
    /// Its title.
    pub title: String,
    /// Whether it must have criteria that are tested.
    pub priority: Priority,
    /// Whether it says that itself.
    pub says_priority: bool,
    /// Where in its life it is.
    pub state: State,
    /// How to see that it holds.
    pub criteria: Vec<Criterion>,
    /// Where it says that it follows from none above it.
    pub derived: Option<TextRange>,
    /// Why it is there.
    pub rationale: String,
    /// What it follows from.
    pub derives_from: Vec<Spanned>,
    /// Words by which it is found.
    pub tags: Vec<String>,
}

/// How to see that a requirement holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its id.
    pub id: Spanned,
    /// What must be seen.
    pub text: String,
    /// Whether it must be tested; the weaker of its own and, in schema 1, its requirement's.
    pub priority: Priority,
    /// Where in its life it is.
    pub state: State,
    /// The levels at which it must be tested: each of these, by any of its alternatives. If empty, any test will do.
    pub needs: Vec<Vec<Level>>,
    /// Tests and other evidence that the ledger names.
    pub evidence: Vec<Evidence>,
    /// Why it need not be tested for the time being.
    pub waiver: Option<Waiver>,
    /// What it takes to hold before it can.
    pub depends_on: Vec<Spanned>,
    /// Whether there must be code that is linked to it.
    pub needs_code: bool,
    /// How many scenarios there must be.
    pub min_scenarios: usize,
    /// Where it says itself that it is in force.
    pub says_in_force: Option<TextRange>,
    /// Words by which it is found.
    pub tags: Vec<String>,
}

/// How binding something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// It may be tested.
    May,
    /// It should be tested.
    Should,
    /// It must be tested.
    Must,
}

/// Where in its life something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not yet in force.
    Draft,
    /// In force.
    Active,
    /// In force, and on its way out.
    Deprecated,
    /// No longer in force.
    Retired,
}

/// The kinds of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A test beside the code.
    Unit,
    /// A test of a crate from outside.
    Integration,
    /// A scenario.
    Bdd,
    /// An example in the documentation.
    Doctest,
    /// A test over random values.
    Property,
    /// A fuzz target.
    Fuzz,
    /// A test that something does not compile.
    CompileFail,
    /// A benchmark.
    Bench,
    /// A static check, such as a lint.
    Static,
    /// A job of continuous integration.
    Ci,
    /// A document.
    Docs,
    /// Somebody looked.
    Manual,
}

/// Evidence that a ledger names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// What kind of evidence it is.
    pub level: Level,
    /// What is named.
    pub target: Target,
    /// Where the ledger names it.
    pub range: TextRange,
}

/// What evidence is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A test function.
    Test {
        /// Its name, or a path that ends with it.
        name: Spanned,
        /// The module it is in: its whole path or the end of it.
        module: Option<Spanned>,
        /// The file it is in.
        file: Option<Spanned>,
    },
    /// The scenarios with a tag.
    Tag {
        /// The tag, with its `@`.
        tag: Spanned,
        /// The feature file they are in.
        file: Option<Spanned>,
    },
    /// Scenarios of a feature file.
    Scenario {
        /// The feature file.
        file: Spanned,
        /// The name or the line of the scenario; all of them if there is none.
        scenario: Option<String>,
    },
    /// A file that must be there: a workflow, a document, a record.
    File(Spanned),
    /// A lint that must be on.
    Lint(Spanned),
    /// Somebody vouched for it.
    Attested {
        /// Who.
        by: Spanned,
        /// When.
        date: Spanned,
        /// Until when it holds.
        expires: Option<Spanned>,
        /// Whether it was seen to hold.
        passed: bool,
    },
    /// A name that stands for nothing in the repository.
    Name(Spanned),
}

/// Why a criterion need not be tested for the time being.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The reason.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Spanned,
    /// The levels that it is for; if there are none, all of them.
    pub levels: Vec<Level>,
}

/// An id that is no longer in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// The id.
    pub id: Spanned,
    /// Why it is no longer in use.
    pub reason: String,
    /// What is to be used in its place.
    pub replaced_by: Vec<Spanned>,
}

impl Waiver {
    /// Whether it still holds on a day.
    pub fn is_live(&self, today: Date) -> bool {
        Date::parse(&self.until.text).is_some_and(|until| today <= until)
    }
}

impl Ledger {
    /// All criteria with their requirements and stories, in the order of the text.
    pub fn criteria(&self) -> impl Iterator<Item = (&Story, &Requirement, &Criterion)> {
        self.stories.iter().flat_map(|story| {
            let requirements = story.requirements.iter();
            requirements.flat_map(move |requirement| {
                requirement
                    .criteria
                    .iter()
                    .map(move |c| (story, requirement, c))
            })
        })
    }

    /// All requirements, in the order of the text.
    pub fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.stories.iter().flat_map(|story| &story.requirements)
    }

    /// The ids of stories, requirements and criteria with what they are, in the order of the text.
    pub fn entries(&self) -> impl Iterator<Item = (IdKind, &Spanned)> {
        self.stories.iter().flat_map(|story| {
            let below = story.requirements.iter().flat_map(|requirement| {
                let criteria = requirement.criteria.iter();
                let criteria = criteria.map(|criterion| (IdKind::Criterion, &criterion.id));
                std::iter::once((IdKind::Requirement, &requirement.id)).chain(criteria)
            });
            std::iter::once((IdKind::Story, &story.id)).chain(below)
        })
    }
}

impl State {
    /// Whether tests are asked for in this state.
    pub fn is_in_force(self) -> bool {
        matches!(self, State::Active | State::Deprecated)
    }

    /// The state as ledgers have it.
    pub fn name(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Active => "active",
            State::Deprecated => "deprecated",
            State::Retired => "retired",
        }
    }

    pub(super) fn named(name: &str) -> Option<State> {
        Some(match name {
            "draft" => State::Draft,
            "active" => State::Active,
            "deprecated" => State::Deprecated,
            "retired" => State::Retired,
            _ => return None,
        })
    }

    /// The names of the states that schema 2 has: there, what is retired stands under `retired`.
    pub(super) const NAMES: &'static [&'static str] = &["draft", "active", "deprecated"];
    /// The names of all states.
    pub(super) const ALL_NAMES: &'static [&'static str] =
        &["draft", "active", "deprecated", "retired"];
}

impl Priority {
    pub(super) const NAMES: &'static [&'static str] = &["must", "should", "may"];

    /// The priority as ledgers have it.
    pub fn name(self) -> &'static str {
        match self {
            Priority::Must => "must",
            Priority::Should => "should",
            Priority::May => "may",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Priority> {
        Some(match name {
            "must" => Priority::Must,
            "should" => Priority::Should,
            "may" => Priority::May,
            _ => return None,
        })
    }
}

impl Level {
    /// The levels that schema 2 has.
    pub(crate) const NAMES: &'static [&'static str] = &[
        "unit",
        "integration",
        "bdd",
        "doctest",
        "property",
        "fuzz",
        "compile-fail",
        "bench",
        "static",
        "ci",
        "manual",
    ];
    /// The types that schema 1 has, and the other levels.
    pub(super) const TYPES: &'static [&'static str] = &[
        "bdd",
        "unit",
        "integration",
        "ci",
        "manual",
        "docs",
        "doctest",
        "property",
        "fuzz",
        "compile-fail",
        "bench",
        "static",
    ];

    /// The level as ledgers have it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Unit => "unit",
            Level::Integration => "integration",
            Level::Bdd => "bdd",
            Level::Doctest => "doctest",
            Level::Property => "property",
            Level::Fuzz => "fuzz",
            Level::CompileFail => "compile-fail",
            Level::Bench => "bench",
            Level::Static => "static",
            Level::Ci => "ci",
            Level::Docs => "docs",
            Level::Manual => "manual",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Level> {
        use Level::{
            Bdd, Bench, Ci, CompileFail, Docs, Doctest, Fuzz, Integration, Manual, Property,
            Static, Unit,
        };
        [
            Unit,
            Integration,
            Bdd,
            Doctest,
            Property,
            Fuzz,
            CompileFail,
            Bench,
            Static,
            Ci,
            Docs,
            Manual,
        ]
        .into_iter()
        .find(|level| level.name() == name)
    }
}
