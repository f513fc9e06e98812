//! The rows that a report consists of, which every format writes in its own way.
//!
//! Both directions are in it: each criterion with what shows it, and each test and scenario with the criteria it is for.

use serde::Serialize;

/// All that a report says.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Whether results of tests were looked at. If not, nothing is known but what the source links.
    pub results: bool,
    /// The stories, in the order of the ledgers.
    pub stories: Vec<StoryRow>,
    /// The tests and scenarios, by name.
    pub tests: Vec<TestRow>,
}

/// A story.
#[derive(Debug, Serialize)]
pub struct StoryRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How it stands: as the worst of its criteria.
    pub status: Status,
    /// Where the ledger has it.
    pub place: Option<Place>,
    /// Its requirements.
    pub requirements: Vec<RequirementRow>,
}

/// A requirement.
#[derive(Debug, Serialize)]
pub struct RequirementRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How binding it is.
    pub priority: &'static str,
    /// Where in its life it is.
    pub state: &'static str,
    /// How it stands: as the worst of its criteria.
    pub status: Status,
    /// Where the ledger has it.
    pub place: Option<Place>,
    /// Its criteria.
    pub criteria: Vec<CriterionRow>,
}

/// A criterion.
#[derive(Debug, Serialize)]
pub struct CriterionRow {
    /// Its row in the model.
    #[serde(skip)]
    pub(crate) row: usize,
    /// Its id.
    pub id: String,
    /// What must be seen.
    pub text: String,
    /// How binding it is.
    pub priority: &'static str,
    /// Where in its life it is.
    pub state: &'static str,
    /// The levels it needs: each of these, by any of its alternatives.
    pub needs: Vec<Vec<&'static str>>,
    /// How it stands.
    pub status: Status,
    /// Why it stands like that.
    pub reasons: Vec<String>,
    /// Where the ledger has it.
    pub place: Option<Place>,
    /// Why it need not be shown for the time being.
    pub waiver: Option<WaiverRow>,
    /// What it is linked to.
    pub links: Vec<LinkRow>,
    /// The code that says that it is there for it.
    pub code: Vec<Place>,
    /// What it takes to hold before it can, by ids.
    #[serde(skip)]
    pub depends_on: Vec<String>,
}

/// That a criterion need not be shown for the time being.
#[derive(Debug, Serialize)]
pub struct WaiverRow {
    /// Why.
    pub reason: String,
    /// The last day of that: `YYYY-MM-DD`.
    pub until: String,
}

/// Something that a criterion is linked to, with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LinkRow {
    /// What kind of evidence it is.
    pub level: &'static str,
    /// What it is: `test`, `scenario`, `file`, `attestation`; `absent`, if it is not there; `result`, if a result names the criterion itself.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// Which part of it, if it has several.
    pub part: Option<String>,
    /// What is known about it, in a word.
    pub evidence: &'static str,
    /// Whether it shows that the criterion holds.
    pub proof: bool,
    /// Why results that are there count for nothing.
    pub stale: Option<String>,
    /// Where it is.
    pub place: Option<Place>,
    /// Where it is linked.
    pub link: Option<Place>,
    /// The results that say so.
    pub results: Vec<ResultRow>,
    /// Its row among the tests.
    #[serde(skip)]
    pub(crate) test: Option<usize>,
}

/// A result that says what became of something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ResultRow {
    /// Where it stands.
    pub place: Option<Place>,
    /// What it says about a failure.
    pub said: Option<String>,
}

/// A test or a scenario.
#[derive(Debug, Serialize)]
pub struct TestRow {
    /// `test` or `scenario`.
    pub kind: &'static str,
    /// What it is called.
    pub name: String,
    /// What kind of evidence it is.
    pub level: &'static str,
    /// Where it is.
    pub place: Option<Place>,
    /// The worst that is known about it; nothing, if it is for no criterion.
    pub evidence: Option<&'static str>,
    /// The criteria it is for.
    pub criteria: Vec<TestedRow>,
}

/// A criterion that a test is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TestedRow {
    /// Its id.
    pub id: String,
    /// How it stands.
    pub status: Status,
    /// Its row in the model.
    #[serde(skip)]
    pub(crate) row: usize,
}

/// How something stands, and what that comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Status {
    /// The verdict in a word: by results `verified`, `failing` …, by the source alone `tested`, `untested` ….
    pub verdict: &'static str,
    /// What it comes to: `good`, `linked`, `doubtful`, `unshown`, `broken`, `failing`, or `outside` of what is asked for.
    pub grade: &'static str,
}

/// A place in a file: lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file, from the root of the workspace.
    pub path: String,
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl Report {
    /// All criteria with their requirements and stories.
    pub fn criteria(&self) -> impl Iterator<Item = (&StoryRow, &RequirementRow, &CriterionRow)> {
        self.stories.iter().flat_map(|story| {
            let requirements = story.requirements.iter();
            requirements.flat_map(move |requirement| {
                let criteria = requirement.criteria.iter();
                criteria.map(move |criterion| (story, requirement, criterion))
            })
        })
    }
}

impl CriterionRow {
    /// Why it does not stand better; what is well is told by its links alone.
    pub fn troubles(&self) -> &[String] {
        match self.status.grade {
            "good" | "linked" => &[],
            _ => &self.reasons,
        }
    }
}

impl LinkRow {
    /// What it is, with its part.
    pub fn title(&self) -> String {
        match &self.part {
            Some(part) if self.name.is_empty() => part.clone(),
            Some(part) => format!("{}, {part}", self.name),
            None => self.name.clone(),
        }
    }
}
