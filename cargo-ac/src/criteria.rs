//! The model of the gate: every criterion with what shows that it holds, as far as the source tells.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{FileId, Span};
use govern_gate::Date;

use crate::decisions::Decisions;
use crate::feature::{FeatureFile, Scenario, TagUse};
use crate::ids::{IdKind, IdPrefixes};
use crate::ledger::{
    Evidence, Format, Ledger, Level, Priority, Problem, ProblemKind, State, Waiver,
};
use crate::lock::Reviews;
use crate::rust::{PlainFn, RustSource, Substance};
use crate::said::Commits;
use crate::standing::Base;
pub use crate::standing::Standing;
use crate::steps::{Matching, Steps};
use crate::threshold::Threshold;
use crate::verdicts::{Judged, Link, Observed};
pub use crate::what::What;

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceText {
    /// The file.
    pub file: FileId,
    /// Its path from the root of the workspace.
    pub path: String,
    /// All of it.
    pub text: std::sync::Arc<str>,
}

/// A ledger file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFile {
    /// The file.
    pub file: FileId,
    /// Its path from the root of the workspace.
    pub path: String,
    /// What it says.
    pub ledger: Ledger,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Every criterion with what shows that it holds.
#[derive(Debug)]
pub struct Criteria {
    /// How ids begin.
    pub prefixes: IdPrefixes,
    /// The ledgers.
    pub ledgers: Vec<LedgerFile>,
    /// Whether there is a ledger whose text could not be read.
    pub unreadable: bool,
    /// The feature files.
    pub features: Vec<FeatureFile>,
    /// What runs of them.
    pub scenarios: Vec<Scenario>,
    /// Whether a package uses cucumber-rs.
    pub cucumber: bool,
    /// What the Rust source says.
    pub rust: RustSource,
    /// Step functions and what runs them.
    pub steps: Steps,
    /// Which function each step of each feature runs.
    pub matching: Matching,
    /// The paths of the Rust files.
    pub rust_paths: BTreeMap<FileId, String>,
    /// All criteria in the order of the ledgers; one that is defined twice is here twice.
    pub criteria: Vec<Criterion>,
    /// Ids that are no longer in use.
    pub retired: BTreeMap<String, RetiredId>,
    /// What there is to tests, by their rows; of those that nobody looked at nothing is known.
    pub substance: BTreeMap<usize, Substance>,
    /// What there is to step functions with `#[then]`, by their rows, likewise.
    pub outcomes: BTreeMap<usize, Substance>,
    /// The day on which the model was made.
    pub today: Date,
    /// What became of the tests, if the configuration says where their results are.
    pub observed: Option<Observed>,
    /// What somebody has looked at, and what there is.
    pub reviews: Reviews,
    /// How many of some criteria must be tested or verified.
    pub thresholds: Vec<Threshold>,
    /// How the criteria stood before, if that is compared.
    pub base: Option<Base>,
    /// Records of decisions, and documents.
    pub decisions: Decisions,
    /// What commits say that they are for, if that is looked at.
    pub commits: Option<Commits>,
}

/// What became of something that a ledger names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is there: these.
    Found(Vec<What>),
    /// It is not there.
    Absent(Absence),
    /// Nothing in the repository can show whether it is there.
    Unknown,
}

/// Why something is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// There is no such file.
    NoFile {
        /// The file.
        path: String,
        /// What it would be a slip of the pen for.
        nearest: Option<String>,
    },
    /// The file is there, but it belongs to no target, or to none of the configured features.
    NotRead {
        /// The file.
        path: String,
    },
    /// There is no such test.
    NoTest {
        /// The test.
        name: String,
        /// Tests of that name in other places than named.
        elsewhere: Vec<usize>,
        /// A function of that name that is no test.
        function: Option<PlainFn>,
        /// The test that it would be a slip of the pen for.
        nearest: Option<String>,
    },
    /// No scenario has the tag or the name.
    NoScenario {
        /// The tag or the name.
        name: String,
        /// Scenarios with it in other files than named.
        elsewhere: Vec<usize>,
    },
}

/// A criterion with what shows that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// Where it is defined.
    pub span: Span,
    /// What must be seen.
    pub text: String,
    /// The id of its requirement.
    pub requirement: String,
    /// The id of its story.
    pub story: String,
    /// Whether it must be tested.
    pub priority: Priority,
    /// Where in its life it is.
    pub state: State,
    /// The levels at which it must be tested.
    pub needs: Vec<Vec<Level>>,
    /// Why it need not be tested for the time being.
    pub waiver: Option<Waiver>,
    /// What the ledger names, and what became of it.
    pub named: Vec<Named>,
    /// What was found to show that it holds.
    pub proofs: Vec<Proof>,
    /// The code that is there for it.
    pub code: Vec<Span>,
    /// Whether there must be such code.
    pub needs_code: bool,
    /// How many scenarios there must be.
    pub min_scenarios: usize,
    /// The tags of it, its requirement and its story.
    pub tags: Vec<String>,
}

/// Evidence that the ledger names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What is named.
    pub evidence: Evidence,
    /// Where.
    pub span: Span,
    /// What became of it.
    pub outcome: Outcome,
}

/// Something that shows that a criterion holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What kind of evidence it is.
    pub level: Level,
    /// What it is.
    pub what: What,
    /// Where it is linked to the criterion.
    pub link: Span,
    /// Why it shows nothing after all.
    pub idle: Option<Idle>,
}

/// Why evidence that is there shows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Idle {
    /// The test is marked `#[ignore]`.
    Ignored(Span),
    /// No build has the test.
    NotBuilt,
    /// The scenario has a tag that keeps it from running.
    Pending(TagUse),
    /// The scenario has no steps.
    NoSteps,
    /// The table of examples has no rows.
    NoRows,
    /// The attestation was good until a day that is over.
    Expired(String),
    /// Somebody looked, and it did not hold.
    Failed,
}

/// An id that is no longer in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredId {
    /// Where the ledger says so.
    pub span: Span,
    /// Why.
    pub reason: String,
    /// What is to be used in its place.
    pub replaced_by: Vec<String>,
}

impl LedgerFile {
    /// Reads a ledger.
    pub fn read(source: &SourceText, prefixes: &IdPrefixes) -> LedgerFile {
        let (ledger, problems) = Format::of(&source.path).read(&source.text, prefixes);
        LedgerFile {
            file: source.file,
            path: source.path.clone(),
            ledger,
            problems,
        }
    }

    /// Whether something is wrong with it that hides what it says.
    pub fn is_unreadable(&self) -> bool {
        let hides = |kind: &ProblemKind| {
            use ProblemKind::{
                Empty, SecondDocument, Syntax, TooDeep, TooLarge, UnknownSchema, UnsupportedSchema,
            };
            matches!(
                kind,
                Syntax { .. }
                    | TooDeep(_)
                    | TooLarge
                    | Empty
                    | UnknownSchema
                    | UnsupportedSchema(_)
                    | SecondDocument
            )
        };
        self.problems.iter().any(|problem| hides(&problem.kind))
    }
}

impl Criteria {
    /// The criterion of that id; of several, the one that is defined first.
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The ids of all criteria in use.
    pub fn ids(&self) -> BTreeSet<&str> {
        self.criteria
            .iter()
            .map(|criterion| criterion.id.as_str())
            .filter(|id| !self.retired.contains_key(*id))
            .collect()
    }

    /// The ids of criteria that ledgers define or say to be retired.
    pub fn remembered(&self) -> BTreeSet<&str> {
        let defined = self.criteria.iter().map(|it| it.id.as_str());
        let retired = self.retired.keys().map(String::as_str);
        defined.chain(retired).collect()
    }

    /// Whether a ledger could not be read as a whole, so that nobody knows which criteria there are.
    pub fn is_incomplete(&self) -> bool {
        self.unreadable || self.ledgers.iter().any(LedgerFile::is_unreadable)
    }

    /// Why there may be nothing to look at for a rule that looks at the ledger.
    pub fn why_no_ledger(&self) -> Option<&'static str> {
        if self.is_incomplete() {
            Some("a ledger could not be read, so nobody knows which criteria there are")
        } else if self.ledgers.is_empty() {
            Some("there is no ledger")
        } else {
            None
        }
    }

    /// Why there may be nothing to look at for a rule that looks at results.
    pub fn why_no_results(&self) -> Option<&'static str> {
        match &self.observed {
            None => Some("`results` in `[ac]` names no results of tests"),
            Some(observed) if !observed.is_looked_at() => {
                Some("there are no results of tests yet, and `require-results` is not set")
            }
            Some(_) => self.why_no_ledger(),
        }
    }

    /// Why there may be nothing to look at for a rule that compares with what somebody has looked at.
    pub fn why_no_lock(&self) -> Option<&'static str> {
        if self.reviews.lock.file.is_none() {
            Some("there is no lock: `cargo ac review` writes one")
        } else {
            self.why_no_ledger()
        }
    }

    /// Why there may be no commits to look at.
    pub fn why_no_commits(&self) -> &'static str {
        self.why_no_ledger().unwrap_or(
            "neither `commits` nor `commit-messages` in `[ac]` nor `--commits` names any",
        )
    }

    /// Each criterion with how it stands by what was observed; none if there is nothing to look at.
    pub fn judged(&self) -> impl Iterator<Item = (&Observed, &Criterion, &Judged)> {
        let observed = self.observed.as_ref();
        let observed = observed.filter(|observed| observed.is_looked_at());
        observed.into_iter().flat_map(|observed| {
            let judged = self.criteria.iter().zip(&observed.judged);
            judged.map(move |(criterion, judged)| (observed, criterion, judged))
        })
    }

    /// What a criterion is linked to, in words.
    pub fn describe_link(&self, link: &Link) -> String {
        let what = link.what.as_ref().map(|what| self.describe(what));
        let parts: Vec<&str> = [what.as_deref(), link.part.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        parts.join(", ")
    }

    /// Whether a tag was meant for the id of a criterion.
    pub fn means_criterion(&self, name: &str) -> bool {
        self.prefixes.resembles(IdKind::Criterion, name)
    }

    /// Where something stands that shows that a criterion holds.
    pub fn place(&self, what: &What) -> Option<Span> {
        match what {
            What::Test(row) => Some(self.rust.tests[*row].span),
            What::Scenario(row) => Some(self.scenarios[*row].span),
            What::File(_) | What::Attested(..) => None,
        }
    }

    /// What shows that a criterion holds, in words.
    pub fn describe(&self, what: &What) -> String {
        match what {
            What::Test(row) => {
                let test = &self.rust.tests[*row];
                format!(
                    "test `{}`",
                    test.places
                        .first()
                        .map_or_else(|| test.name.clone(), |place| place.full_name())
                )
            }
            What::Scenario(row) => {
                let scenario = &self.scenarios[*row];
                format!(
                    "scenario \"{}\" in {}",
                    scenario.name, self.features[scenario.feature].path
                )
            }
            What::File(path) => format!("file {path}"),
            What::Attested(by, date) => format!("word of {by} of {date}"),
        }
    }
}

impl Criterion {
    /// What shows something.
    pub fn working(&self) -> impl Iterator<Item = &Proof> {
        self.proofs.iter().filter(|proof| proof.idle.is_none())
    }

    /// How things stand on a day.
    pub fn standing(&self, today: Date) -> Standing {
        match self.state {
            State::Retired => return Standing::Retired,
            State::Draft => return Standing::Draft,
            State::Active | State::Deprecated => {}
        }
        let levels: BTreeSet<Level> = self.working().map(|proof| proof.level).collect();
        let lacks: Vec<Vec<Level>> = self
            .needs
            .iter()
            .filter(|any_of| !any_of.iter().any(|level| levels.contains(level)))
            .cloned()
            .collect();
        // That a file is there shows something only to whoever asks for no more than a file.
        let is_shown = if self.needs.is_empty() {
            self.working()
                .any(|proof| !matches!(proof.what, What::File(_)))
        } else {
            lacks.is_empty()
        };
        if is_shown {
            return Standing::Tested;
        }
        if let Some(waiver) = &self.waiver
            && waiver.is_live(today)
        {
            return Standing::Waived(waiver.until.text.clone());
        }
        if self
            .working()
            .all(|proof| matches!(proof.what, What::File(_)))
        {
            Standing::Untested
        } else {
            Standing::Lacks(lacks)
        }
    }

    /// What the ledger names and nobody can find.
    pub fn absent(&self) -> impl Iterator<Item = (&Named, &Absence)> {
        self.named.iter().filter_map(|named| match &named.outcome {
            Outcome::Absent(absence) => Some((named, absence)),
            _ => None,
        })
    }
}
