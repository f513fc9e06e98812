//! Criteria judged by what was observed: source says what there is, results say what became of it.

mod join;

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;

use crate::criteria::{Criteria, Criterion, Idle, Outcome, Proof, What};
use crate::results::{Seen, Subject};
use crate::verdict::{Evidence, Fact, Facts, verdict};
use crate::verdicts::{Judged, Link, Observed, ResultRef, Results};
use join::join;

impl Observed {
    /// Joins results to what the source has, and judges every criterion by them. `suspect` are the criteria of which
    /// nobody has looked at both ends since one of them changed.
    pub fn new(model: &Criteria, results: Results, suspect: &BTreeSet<String>) -> Observed {
        let joined = join(model, &results.files);
        let mut observed = Observed {
            results,
            joined,
            judged: Vec::new(),
        };
        let judge = Judge {
            model,
            observed: &observed,
            ids: ids(&observed.results),
        };
        let judged = model
            .criteria
            .iter()
            .map(|criterion| judge.criterion(criterion, suspect.contains(&criterion.id)))
            .collect();
        observed.judged = judged;
        observed
    }
}

/// The results that name each id themselves.
fn ids(results: &Results) -> BTreeMap<&str, Vec<ResultRef>> {
    let mut ids: BTreeMap<&str, Vec<ResultRef>> = BTreeMap::new();
    for (file, it) in results.files.iter().enumerate() {
        for (row, result) in it.results.iter().enumerate() {
            for id in &result.ids {
                ids.entry(id).or_default().push(ResultRef { file, row });
            }
        }
    }
    ids
}

struct Judge<'a> {
    model: &'a Criteria,
    observed: &'a Observed,
    ids: BTreeMap<&'a str, Vec<ResultRef>>,
}

/// What results say about one thing.
struct Said {
    evidence: Evidence,
    results: Vec<ResultRef>,
    stale: Option<String>,
}

impl Judge<'_> {
    fn criterion(&self, criterion: &Criterion, suspect: bool) -> Judged {
        let mut links = Vec::new();
        for proof in &criterion.proofs {
            self.proof(proof, &mut links);
        }
        for named in &criterion.named {
            if matches!(named.outcome, Outcome::Absent(_)) {
                let mut link = link(named.evidence.level, None, named.span, Evidence::Absent);
                link.part = Some("what the ledger names".to_owned());
                links.push(link);
            }
        }
        self.claims(criterion, &mut links);
        let waived = criterion
            .waiver
            .as_ref()
            .filter(|waiver| waiver.is_live(self.model.today));
        let facts = Facts {
            state: criterion.state,
            needs: criterion.needs.clone(),
            waived: waived.map(|waiver| waiver.levels.clone()),
            facts: links
                .iter()
                .map(|link| Fact {
                    level: link.level,
                    evidence: link.evidence,
                    is_file: link.is_file,
                })
                .collect(),
            suspect,
        };
        Judged {
            verdict: verdict(&facts),
            links,
        }
    }

    fn proof(&self, proof: &Proof, links: &mut Vec<Link>) {
        let (level, what) = (proof.level, Some(proof.what.clone()));
        match &proof.what {
            What::Test(row) => self.test(proof, *row, links),
            What::Scenario(row) => self.scenario(proof, *row, links),
            What::File(_) => {
                let mut link = link(level, what, proof.link, Evidence::Passed);
                link.is_file = true;
                links.push(link);
            }
            What::Attested(..) => {
                let evidence = match proof.idle {
                    None => Evidence::Attested,
                    Some(Idle::Failed) => Evidence::Failed,
                    Some(_) => Evidence::Stale,
                };
                links.push(link(level, what, proof.link, evidence));
            }
        }
    }

    /// A test, in each of the binaries that have it.
    fn test(&self, proof: &Proof, row: usize, links: &mut Vec<Link>) {
        let test = &self.model.rust.tests[row];
        let joined = &self.observed.joined;
        let anywhere = joined.tests.get(&(row, None));
        for (number, place) in test.places.iter().enumerate() {
            let mut results: Vec<ResultRef> = anywhere.into_iter().flatten().copied().collect();
            results.extend(joined.tests.get(&(row, Some(number))).into_iter().flatten());
            let package = place.binary.split("::").next();
            let mut said = self.said(&results, &proof.what, package);
            if said.evidence == Evidence::NotRun || said.evidence == Evidence::Skipped {
                match proof.idle {
                    Some(Idle::Ignored(_)) => said.evidence = Evidence::Ignored,
                    Some(Idle::NotBuilt) => said.evidence = Evidence::Unbuilt,
                    _ => {}
                }
            }
            let mut link = said.link(proof);
            if test.places.len() > 1 {
                link.part = Some(format!("in `{}`", place.binary));
            }
            links.push(link);
        }
    }

    /// A scenario, with each of its rows.
    fn scenario(&self, proof: &Proof, row: usize, links: &mut Vec<Link>) {
        let scenario = &self.model.scenarios[row];
        if proof.idle.is_some() {
            let what = Some(proof.what.clone());
            links.push(link(proof.level, what, proof.link, Evidence::Pending));
            return;
        }
        let joined = &self.observed.joined;
        let whole = joined.features.get(&scenario.feature);
        for line in &scenario.rows {
            let mut results: Vec<ResultRef> = whole.into_iter().flatten().copied().collect();
            results.extend(joined.scenarios.get(&(row, *line)).into_iter().flatten());
            let mut link = self.said(&results, &proof.what, None).link(proof);
            if scenario.examples.is_some() {
                link.part = Some(format!("row in line {line}"));
            }
            links.push(link);
        }
    }

    /// Results that name the criterion, or its requirement, themselves.
    fn claims(&self, criterion: &Criterion, links: &mut Vec<Link>) {
        let known: BTreeSet<ResultRef> = links
            .iter()
            .flat_map(|link| link.results.iter().copied())
            .collect();
        for id in [criterion.id.as_str(), criterion.requirement.as_str()] {
            for &at in self.ids.get(id).into_iter().flatten() {
                if known.contains(&at) {
                    continue;
                }
                let (file, result) = self.observed.result(at);
                let test = self.test_of(at);
                let level = test.map_or(result.level, |row| self.model.rust.tests[row].level);
                let what = test.map(What::Test);
                let package = test.and_then(|row| {
                    let place = self.model.rust.tests[row].places.first()?;
                    place.binary.split("::").next()
                });
                let stale = self.stale(at, package);
                links.push(Link {
                    evidence: match stale {
                        Some(_) => Evidence::Stale,
                        None => evidence(result.seen),
                    },
                    part: Some(format!("a result that names `{id}`")),
                    span: Some(Span::new(file.file, result.range)),
                    results: vec![at],
                    stale,
                    ..link(
                        level,
                        what,
                        Span::new(file.file, result.range),
                        Evidence::NotRun,
                    )
                });
            }
        }
    }

    /// The test that a result is of.
    fn test_of(&self, at: ResultRef) -> Option<usize> {
        let mut tests = self.observed.joined.tests.iter();
        tests
            .find(|(_, results)| results.contains(&at))
            .map(|(&(row, _), _)| row)
    }

    fn stale(&self, at: ResultRef, package: Option<&str>) -> Option<String> {
        let results = &self.observed.results;
        results.members.stale(&results.ages[at.file], package)
    }

    /// What results say about something. Those that are of other sources count only if there are no others; the same test
    /// may be in several files, and cases of it stand for themselves.
    fn said(&self, results: &[ResultRef], what: &What, package: Option<&str>) -> Said {
        let mut fresh = Vec::new();
        let mut stale = None;
        for &at in results {
            match self.stale(at, package) {
                None => fresh.push(at),
                Some(why) => stale = Some(why),
            }
        }
        let ambiguous: Vec<ResultRef> = self
            .observed
            .joined
            .ambiguous_of(what)
            .into_iter()
            .filter(|&at| self.stale(at, package).is_none())
            .collect();
        let known = self.known(&fresh);
        // Whichever it is the result of, it passed, and so did this.
        let harmless = |at: &ResultRef| self.observed.result(*at).1.seen == Seen::Passed;
        let is_proof = known.is_some_and(Evidence::is_proof);
        if !ambiguous.is_empty()
            && known != Some(Evidence::Failed)
            && !(is_proof && ambiguous.iter().all(harmless))
        {
            return Said {
                evidence: Evidence::Ambiguous,
                results: ambiguous,
                stale: None,
            };
        }
        match (known, stale) {
            (Some(evidence), _) => Said {
                evidence,
                results: fresh,
                stale: None,
            },
            (None, Some(why)) => Said {
                evidence: Evidence::Stale,
                results: results.to_vec(),
                stale: Some(why),
            },
            (None, None) => Said {
                evidence: Evidence::NotRun,
                results: Vec::new(),
                stale: None,
            },
        }
    }

    /// What results of the present sources come to. Of the same thing a failure counts most, and that it was passed over
    /// elsewhere least; of several things the worst.
    fn known(&self, fresh: &[ResultRef]) -> Option<Evidence> {
        let mut by_subject: BTreeMap<String, Evidence> = BTreeMap::new();
        for &at in fresh {
            let (_, result) = self.observed.result(at);
            let now = evidence(result.seen);
            let entry = by_subject.entry(key(&result.subject)).or_insert(now);
            *entry = match (*entry, now) {
                (Evidence::Skipped, other) | (other, Evidence::Skipped) => other,
                (a, b) => a.max(b),
            };
        }
        by_subject.into_values().max()
    }
}

impl Said {
    fn link(self, proof: &Proof) -> Link {
        Link {
            results: self.results,
            stale: self.stale,
            ..link(
                proof.level,
                Some(proof.what.clone()),
                proof.link,
                self.evidence,
            )
        }
    }
}

fn link(level: crate::ledger::Level, what: Option<What>, span: Span, evidence: Evidence) -> Link {
    Link {
        level,
        what,
        part: None,
        span: Some(span),
        evidence,
        is_file: false,
        results: Vec::new(),
        stale: None,
    }
}

/// What tells the cases of a test apart.
fn key(subject: &Subject) -> String {
    match subject {
        Subject::Test { paths, .. } => paths.join("|"),
        Subject::Scenario { .. } => String::new(),
        Subject::Feature { path } => path.clone(),
        Subject::Other(name) => name.clone(),
    }
}

fn evidence(seen: Seen) -> Evidence {
    match seen {
        Seen::Passed => Evidence::Passed,
        Seen::Flaky => Evidence::Flaky,
        Seen::Skipped => Evidence::Skipped,
        Seen::Failed => Evidence::Failed,
    }
}
