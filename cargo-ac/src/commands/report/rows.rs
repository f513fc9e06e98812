//! The rows that a report consists of, which every format writes in its own way.
//!
//! Both directions are in it: each criterion with what shows it, and each test and scenario with the criteria it is for.

use serde::Serialize;

/// All that a report says.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// Whether results of tests were looked at. If not, nothing is known but what the source links.
    pub(crate) results: bool,
    pub(crate) stories: Vec<StoryRow>,
    pub(crate) tests: Vec<TestRow>,
}

#[derive(Debug, Serialize)]
pub(crate) struct StoryRow {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) status: Status,
    pub(crate) place: Option<Place>,
    pub(crate) requirements: Vec<RequirementRow>,
}

#[derive(Debug, Serialize)]
pub(crate) struct RequirementRow {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) priority: &'static str,
    pub(crate) state: &'static str,
    pub(crate) status: Status,
    pub(crate) place: Option<Place>,
    pub(crate) criteria: Vec<CriterionRow>,
}

#[derive(Debug, Serialize)]
pub(crate) struct CriterionRow {
    /// Its row in the model.
    #[serde(skip)]
    pub(crate) row: usize,
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) priority: &'static str,
    pub(crate) state: &'static str,
    /// The levels it needs: each of these, by any of its alternatives.
    pub(crate) needs: Vec<Vec<&'static str>>,
    pub(crate) status: Status,
    /// Why it stands like that.
    pub(crate) reasons: Vec<String>,
    pub(crate) place: Option<Place>,
    pub(crate) waiver: Option<WaiverRow>,
    pub(crate) links: Vec<LinkRow>,
    /// The code that says that it is there for it.
    pub(crate) code: Vec<Place>,
}

#[derive(Debug, Serialize)]
pub(crate) struct WaiverRow {
    pub(crate) reason: String,
    pub(crate) until: String,
}

/// Something that a criterion is linked to, with what is known about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct LinkRow {
    pub(crate) level: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// Which part of it, if it has several.
    pub(crate) part: Option<String>,
    pub(crate) evidence: &'static str,
    /// Whether it shows that the criterion holds.
    pub(crate) proof: bool,
    /// Why results that are there count for nothing.
    pub(crate) stale: Option<String>,
    /// Where it is.
    pub(crate) place: Option<Place>,
    /// Where it is linked.
    pub(crate) link: Option<Place>,
    pub(crate) results: Vec<ResultRow>,
    /// Its row among the tests.
    #[serde(skip)]
    pub(crate) test: Option<usize>,
}

/// A result that says what became of something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct ResultRow {
    pub(crate) place: Option<Place>,
    /// What it says about a failure.
    pub(crate) said: Option<String>,
}

/// A test or a scenario.
#[derive(Debug, Serialize)]
pub(crate) struct TestRow {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    pub(crate) level: &'static str,
    pub(crate) place: Option<Place>,
    /// The worst that is known about it; nothing, if it is for no criterion.
    pub(crate) evidence: Option<&'static str>,
    pub(crate) criteria: Vec<TestedRow>,
}

/// A criterion that a test is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct TestedRow {
    pub(crate) id: String,
    pub(crate) status: Status,
    /// Its row in the model.
    #[serde(skip)]
    pub(crate) row: usize,
}

/// How something stands, and what that comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Status {
    pub(crate) verdict: &'static str,
    pub(crate) grade: &'static str,
}

/// A place in a file: lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Report {
    /// All criteria with their requirements and stories.
    pub(crate) fn criteria(
        &self,
    ) -> impl Iterator<Item = (&StoryRow, &RequirementRow, &CriterionRow)> {
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
    pub(crate) fn troubles(&self) -> &[String] {
        match self.status.grade {
            "good" | "linked" => &[],
            _ => &self.reasons,
        }
    }
}

impl LinkRow {
    /// What it is, with its part.
    pub(crate) fn title(&self) -> String {
        match &self.part {
            Some(part) if self.name.is_empty() => part.clone(),
            Some(part) => format!("{}, {part}", self.name),
            None => self.name.clone(),
        }
    }
}
