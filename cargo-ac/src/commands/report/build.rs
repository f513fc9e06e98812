//! Makes the rows of a report: a pure function of what was read.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;

use super::rows::{
    CriterionRow, LinkRow, Place, Report, RequirementRow, ResultRow, Status, StoryRow, TestRow,
    TestedRow, WaiverRow,
};
use crate::commands::one_line;
use crate::commands::reason::{Reason, by_results, by_source};
use crate::commands::table::levels_in_words;
use crate::criteria::{Criteria, Criterion, LedgerFile, Standing, What};
use crate::ledger::{Level, Requirement};
use crate::verdict::{Evidence, Grade, Verdict, worst};
use crate::verdicts::{Judged, Link, Observed, ResultRef, Results};

/// What nobody asks for.
const NOTHING: Status = Status {
    verdict: "not in force",
    grade: "outside",
};

impl Report {
    /// The report on some criteria, by their rows, or on all. `locate` says where something is.
    pub(crate) fn new(
        model: &Criteria,
        chosen: Option<&BTreeSet<usize>>,
        locate: &dyn Fn(Span) -> Option<Place>,
    ) -> Report {
        let looked_at = model.observed.as_ref().filter(|it| it.is_looked_at());
        // Without results there is still what the source says about each link.
        let by_source;
        let observed = match looked_at {
            Some(observed) => observed,
            None => {
                by_source = Observed::new(model, Results::default(), &model.reviews.suspects());
                &by_source
            }
        };
        let writer = Writer {
            model,
            observed,
            results: looked_at.is_some(),
            locate,
            tests: tests(model, chosen),
        };
        let is_chosen = |row: &usize| chosen.is_none_or(|chosen| chosen.contains(row));
        let mut rows = 0..model.criteria.len();
        let mut stories = Vec::new();
        for file in &model.ledgers {
            for story in &file.ledger.stories {
                let mut requirements = Vec::new();
                for requirement in &story.requirements {
                    // The criteria of the model are those of the ledgers, in their order.
                    let its: Vec<usize> = rows.by_ref().take(requirement.criteria.len()).collect();
                    let its: Vec<usize> = its.into_iter().filter(is_chosen).collect();
                    if chosen.is_none() || !its.is_empty() {
                        requirements.push(writer.requirement(file, requirement, &its));
                    }
                }
                if chosen.is_none() || !requirements.is_empty() {
                    let statuses = requirements.iter().flat_map(|it| &it.criteria);
                    stories.push(StoryRow {
                        id: story.id.text.clone(),
                        title: one_line(&story.title),
                        status: writer.worst(statuses.map(|it| it.row)),
                        place: locate(Span::new(file.file, story.id.range)),
                        requirements,
                    });
                }
            }
        }
        Report {
            results: writer.results,
            tests: writer.tests(&stories),
            stories,
        }
    }
}

/// The tests and scenarios of a report, in its order.
fn tests(model: &Criteria, chosen: Option<&BTreeSet<usize>>) -> BTreeMap<What, usize> {
    let all: BTreeSet<What> = match chosen {
        None => {
            let tests = (0..model.rust.tests.len()).map(What::Test);
            tests
                .chain((0..model.scenarios.len()).map(What::Scenario))
                .collect()
        }
        Some(rows) => {
            let proofs = rows.iter().flat_map(|&row| &model.criteria[row].proofs);
            let whats = proofs.map(|proof| proof.what.clone());
            whats.filter(|what| model.place(what).is_some()).collect()
        }
    };
    let mut sorted: Vec<(String, What)> = all
        .into_iter()
        .map(|what| (name(model, &what), what))
        .collect();
    sorted.sort();
    let rows = sorted.into_iter().enumerate();
    rows.map(|(row, (_, what))| (what, row)).collect()
}

struct Writer<'a> {
    model: &'a Criteria,
    observed: &'a Observed,
    results: bool,
    locate: &'a dyn Fn(Span) -> Option<Place>,
    tests: BTreeMap<What, usize>,
}

impl Writer<'_> {
    fn requirement(
        &self,
        file: &LedgerFile,
        requirement: &Requirement,
        rows: &[usize],
    ) -> RequirementRow {
        RequirementRow {
            id: requirement.id.text.clone(),
            title: one_line(&requirement.title),
            priority: requirement.priority.name(),
            state: requirement.state.name(),
            status: self.worst(rows.iter().copied()),
            place: (self.locate)(Span::new(file.file, requirement.id.range)),
            criteria: rows
                .iter()
                .map(|&row| self.criterion(row, requirement))
                .collect(),
        }
    }

    fn criterion(&self, row: usize, requirement: &Requirement) -> CriterionRow {
        let (criterion, judged) = (&self.model.criteria[row], &self.observed.judged[row]);
        let needs = criterion.needs.iter();
        let mut links: Vec<LinkRow> = judged.links.iter().map(|link| self.link(link)).collect();
        links.sort();
        let mut code: Vec<Place> = criterion
            .code
            .iter()
            .filter_map(|span| (self.locate)(*span))
            .collect();
        code.sort();
        let mut written = requirement.criteria.iter();
        let written = written.find(|it| it.id.text == criterion.id);
        let depends_on = written.into_iter().flat_map(|it| &it.depends_on);
        let depends_on = depends_on.map(|id| id.text.clone());
        let waiver = criterion.waiver.as_ref().map(|waiver| WaiverRow {
            reason: one_line(&waiver.reason),
            until: waiver.until.text.clone(),
        });
        CriterionRow {
            row,
            id: criterion.id.clone(),
            text: one_line(&criterion.text),
            priority: criterion.priority.name(),
            state: criterion.state.name(),
            needs: needs
                .map(|any_of| any_of.iter().map(|level| level.name()).collect())
                .collect(),
            status: self.status(row),
            reasons: self.reasons(criterion, judged),
            place: (self.locate)(criterion.span),
            waiver,
            links,
            code,
            depends_on: depends_on.collect(),
        }
    }

    fn link(&self, link: &Link) -> LinkRow {
        let what = link.what.as_ref();
        let place = what.and_then(|what| self.model.place(what));
        let mut results: Vec<ResultRow> = link.results.iter().map(|&at| self.result(at)).collect();
        results.sort();
        LinkRow {
            level: link.level.name(),
            kind: match what {
                Some(what) => kind(what),
                None if link.evidence == Evidence::Absent => "absent",
                None => "result",
            },
            name: what.map_or(String::new(), |what| name(self.model, what)),
            part: link.part.clone(),
            evidence: link.evidence.word(),
            proof: link.evidence.is_proof(),
            stale: link.stale.clone(),
            place: place.and_then(self.locate),
            link: link.span.and_then(self.locate),
            results,
            test: what.and_then(|what| self.tests.get(what)).copied(),
        }
    }

    fn result(&self, at: ResultRef) -> ResultRow {
        let (_, result) = self.observed.result(at);
        ResultRow {
            place: (self.locate)(self.observed.span(at)),
            said: result.said.as_deref().map(one_line),
        }
    }

    fn reasons(&self, criterion: &Criterion, judged: &Judged) -> Vec<String> {
        let today = self.model.today;
        let reasons = if self.results {
            by_results(criterion, judged, today)
        } else {
            by_source(criterion, &judged.links, today)
        };
        let text = |reason| match reason {
            Reason::Link(link) => self.reason(link),
            Reason::Waiver(waiver) => {
                format!(
                    "waived until {}: {}",
                    waiver.until.text,
                    one_line(&waiver.reason)
                )
            }
            Reason::Lacks(levels) => {
                format!("nothing is linked to it at {}", levels_in_words(&levels))
            }
            Reason::Nothing => "nothing is linked to it".to_owned(),
        };
        reasons.into_iter().map(text).collect()
    }

    fn reason(&self, link: &Link) -> String {
        let (level, what) = (link.level.name(), self.model.describe_link(link));
        // That there is no result says nothing where nobody looked for any.
        if !self.results && link.evidence == Evidence::NotRun {
            return format!("{level}: {what}");
        }
        let mut text = format!("{level}: {what} {}", link.evidence.says());
        let said = link.results.iter().find_map(|&at| {
            let (_, result) = self.observed.result(at);
            result.said.as_deref()
        });
        for more in [link.stale.as_deref(), said].into_iter().flatten() {
            text.push_str(": ");
            text.push_str(&one_line(more));
        }
        text
    }

    fn status(&self, row: usize) -> Status {
        if self.results {
            return of_verdict(self.observed.judged[row].verdict);
        }
        of_standing(&self.model.criteria[row].standing(self.model.today))
    }

    /// How something stands that consists of criteria: as the worst of those that are in force.
    fn worst(&self, rows: impl Iterator<Item = usize>) -> Status {
        if self.results {
            let verdicts = rows.map(|row| self.observed.judged[row].verdict);
            return worst(verdicts).map_or(NOTHING, of_verdict);
        }
        let standings = rows.map(|row| self.model.criteria[row].standing(self.model.today));
        let in_force = standings.filter(|it| it.rank() > 0);
        in_force
            .max_by_key(Standing::rank)
            .map_or(NOTHING, |it| of_standing(&it))
    }

    /// The tests with the criteria that they are for.
    fn tests(&self, stories: &[StoryRow]) -> Vec<TestRow> {
        let mut criteria: BTreeMap<usize, BTreeSet<TestedRow>> = BTreeMap::new();
        let mut evidence: BTreeMap<usize, Evidence> = BTreeMap::new();
        let requirements = stories.iter().flat_map(|story| &story.requirements);
        for criterion in requirements.flat_map(|it| &it.criteria) {
            for link in &self.observed.judged[criterion.row].links {
                let row = link.what.as_ref().and_then(|what| self.tests.get(what));
                let Some(&row) = row else { continue };
                criteria.entry(row).or_default().insert(TestedRow {
                    id: criterion.id.clone(),
                    status: criterion.status,
                    row: criterion.row,
                });
                let known = evidence.entry(row).or_insert(link.evidence);
                *known = link.evidence.max(*known);
            }
        }
        let mut rows: Vec<(usize, &What)> = self.tests.iter().map(|(it, row)| (*row, it)).collect();
        rows.sort();
        let test = |(row, what): (usize, &What)| TestRow {
            kind: kind(what),
            name: name(self.model, what),
            level: match what {
                What::Test(test) => self.model.rust.tests[*test].level.name(),
                _ => Level::Bdd.name(),
            },
            place: self.model.place(what).and_then(self.locate),
            evidence: evidence.get(&row).map(|it| it.word()),
            criteria: criteria.remove(&row).into_iter().flatten().collect(),
        };
        rows.into_iter().map(test).collect()
    }
}

fn of_verdict(verdict: Verdict) -> Status {
    Status {
        verdict: verdict.word(),
        grade: match verdict.grade() {
            Grade::Outside => "outside",
            Grade::Good => "good",
            Grade::Doubtful => "doubtful",
            Grade::Unshown => "unshown",
            Grade::Broken => "broken",
            Grade::Failing => "failing",
        },
    }
}

/// What the source links was not seen to pass: that is neither good nor bad.
fn of_standing(standing: &Standing) -> Status {
    let (verdict, grade) = match standing {
        Standing::Retired => ("retired", "outside"),
        Standing::Draft => ("draft", "outside"),
        Standing::Tested => ("tested", "linked"),
        Standing::Waived(_) => ("waived", "doubtful"),
        Standing::Lacks(_) => ("lacking", "unshown"),
        Standing::Untested => ("untested", "unshown"),
    };
    Status { verdict, grade }
}

pub(crate) fn kind(what: &What) -> &'static str {
    match what {
        What::Test(_) => "test",
        What::Scenario(_) => "scenario",
        What::File(_) => "file",
        What::Attested(..) => "attestation",
    }
}

/// What something is called, without saying what it is.
pub(crate) fn name(model: &Criteria, what: &What) -> String {
    match what {
        What::Test(row) => {
            let test = &model.rust.tests[*row];
            let place = test.places.first();
            place.map_or_else(|| test.name.clone(), |place| place.full_name())
        }
        What::Scenario(row) => {
            let scenario = &model.scenarios[*row];
            let path = &model.features[scenario.feature].path;
            format!("{path}: {}", one_line(&scenario.name))
        }
        What::File(path) => path.clone(),
        What::Attested(by, date) => format!("{by}, {date}"),
    }
}
