//! What was observed, and how the criteria stand by it.

pub mod age;

use std::collections::BTreeMap;

use govern_diagnostics::Span;

use crate::ledger::Level;
use crate::results::{ResultFile, TestResult};
use crate::verdict::{Evidence, Verdict};
use crate::what::What;
use age::{Age, Members};

/// Results as they were read, before they are joined to anything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Results {
    /// The files.
    pub files: Vec<ResultFile>,
    /// How old each file is.
    pub ages: Vec<Age>,
    /// Globs that match no file.
    pub missing: Vec<MissingResults>,
    /// Whether results must be there.
    pub required: bool,
    /// Which sources the tests of a package depend on.
    pub members: Members,
}

/// A glob that matches no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingResults {
    /// The glob.
    pub glob: String,
    /// Where it stands in the configuration.
    pub span: Option<Span>,
}

/// A result: its file, and its row in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResultRef {
    /// The row of the file.
    pub file: usize,
    /// The row of the result.
    pub row: usize,
}

/// A result that may be that of several things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// The result.
    pub result: ResultRef,
    /// What it may be the result of.
    pub candidates: Vec<What>,
}

/// Results by what they are results of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Joined {
    /// Those of tests, by the row of the test and of its place; without a place where it has several, and which it was in
    /// is not said.
    pub tests: BTreeMap<(usize, Option<usize>), Vec<ResultRef>>,
    /// Those of scenarios, by the row of the scenario and the line.
    pub scenarios: BTreeMap<(usize, u32), Vec<ResultRef>>,
    /// Feature files that a runner could not read.
    pub features: BTreeMap<usize, Vec<ResultRef>>,
    /// Those that may be of several things.
    pub ambiguous: Vec<Ambiguity>,
    /// Those of nothing that the source has.
    pub strangers: Vec<ResultRef>,
}

/// What was observed, and how the criteria stand by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The results.
    pub results: Results,
    /// What they are results of.
    pub joined: Joined,
    /// How each criterion stands, in the order of the criteria.
    pub judged: Vec<Judged>,
}

/// How a criterion stands, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// How it stands.
    pub verdict: Verdict,
    /// What it is linked to, with what is known about each.
    pub links: Vec<Link>,
}

/// Something that a criterion is linked to, with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What kind of evidence it is.
    pub level: Level,
    /// What it is; nothing of the source, if a result names the criterion itself or what is named is not there.
    pub what: Option<What>,
    /// Which part of it: the binary of a test that has several, the line of a row.
    pub part: Option<String>,
    /// Where it is linked.
    pub span: Option<Span>,
    /// What is known.
    pub evidence: Evidence,
    /// Whether it is no more than a file that is there.
    pub is_file: bool,
    /// The results that say so.
    pub results: Vec<ResultRef>,
    /// Why results that are there count for nothing.
    pub stale: Option<String>,
}

impl Joined {
    /// What may be something's results and those of something else.
    pub fn ambiguous_of(&self, what: &What) -> Vec<ResultRef> {
        self.ambiguous
            .iter()
            .filter(|ambiguity| ambiguity.candidates.contains(what))
            .map(|ambiguity| ambiguity.result)
            .collect()
    }
}

impl Observed {
    /// A result.
    pub fn result(&self, at: ResultRef) -> (&ResultFile, &TestResult) {
        let file = &self.results.files[at.file];
        (file, &file.results[at.row])
    }

    /// Where a result stands.
    pub fn span(&self, at: ResultRef) -> Span {
        let (file, result) = self.result(at);
        Span::new(file.file, result.range)
    }

    /// Whether anything is there to look at: the configuration asks for results, and there are some or there must be.
    pub fn is_looked_at(&self) -> bool {
        !self.results.files.is_empty() || self.results.required
    }

    /// How requirements, or stories, stand: by the id that `of` gives to each criterion.
    pub fn above<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> BTreeMap<&'a str, Verdict> {
        let mut verdicts: BTreeMap<&str, Vec<Verdict>> = BTreeMap::new();
        for (id, judged) in ids.into_iter().zip(&self.judged) {
            verdicts.entry(id).or_default().push(judged.verdict);
        }
        verdicts
            .into_iter()
            .filter_map(|(id, verdicts)| Some((id, crate::verdict::worst(verdicts)?)))
            .collect()
    }
}
