//! Puts the model together: what ledgers name is looked up, and what tags and links name is joined to the criteria.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{FileId, Span};
use govern_gate::Date;

use crate::criteria::{
    Criteria, Criterion, Idle, LedgerFile, Named, Outcome, Proof, RetiredId, SourceText, What,
};
use crate::decisions::Decisions;
use crate::feature::{self, FeatureFile};
use crate::ids::IdPrefixes;
use crate::ledger::{self, Evidence, Level, State};
use crate::lock::Reviews;
use crate::resolve::Resolver;
use crate::rust::{LinkEnd, RustSource};
use crate::steps::{Matching, Steps};

/// What the model is made of.
#[derive(Debug)]
pub struct Parts {
    /// How ids begin.
    pub prefixes: IdPrefixes,
    /// Tags of scenarios that are not to run.
    pub pending_tags: Vec<String>,
    /// The ledgers.
    pub ledgers: Vec<LedgerFile>,
    /// Whether there is a ledger whose text could not be read.
    pub unreadable: bool,
    /// The feature files.
    pub features: Vec<SourceText>,
    /// Whether a package uses cucumber-rs.
    pub cucumber: bool,
    /// What the Rust source says.
    pub rust: RustSource,
    /// Step functions and what runs them.
    pub steps: Steps,
    /// The paths of the Rust files.
    pub rust_paths: BTreeMap<FileId, String>,
    /// Those of the files that ledgers name which are there.
    pub existing: BTreeSet<String>,
    /// The day on which waivers and attestations are looked at.
    pub today: Date,
    /// The levels at which criteria must be tested, unless the ledger says otherwise.
    pub needs: Vec<Vec<Level>>,
}

impl Criteria {
    /// Puts the model together.
    pub fn new(parts: Parts) -> Criteria {
        let mut scenarios = Vec::new();
        let features: Vec<FeatureFile> = parts
            .features
            .iter()
            .enumerate()
            .map(|(row, source)| {
                feature::read(
                    source.file,
                    &source.path,
                    &source.text,
                    row,
                    parts.cucumber,
                    &mut scenarios,
                )
            })
            .collect();
        let matching = Matching::new(
            &parts.steps,
            &parts.pending_tags,
            features
                .iter()
                .map(|feature| (feature.path.as_str(), &feature.steps[..])),
        );
        let mut model = Criteria {
            prefixes: parts.prefixes,
            ledgers: parts.ledgers,
            unreadable: parts.unreadable,
            features,
            scenarios,
            cucumber: parts.cucumber,
            rust: parts.rust,
            steps: parts.steps,
            matching,
            rust_paths: parts.rust_paths,
            criteria: Vec::new(),
            retired: BTreeMap::new(),
            substance: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            today: parts.today,
            observed: None,
            reviews: Reviews::default(),
            thresholds: Vec::new(),
            base: None,
            decisions: Decisions::default(),
            commits: None,
        };
        model.retired = model.retired_ids();
        let mut criteria = model.named_criteria(&parts.existing, &parts.pending_tags);
        model.link(&mut criteria, &parts.pending_tags);
        for criterion in &mut criteria {
            if criterion.needs.is_empty() {
                criterion.needs.clone_from(&parts.needs);
            }
        }
        model.criteria = criteria;
        model
    }

    fn retired_ids(&self) -> BTreeMap<String, RetiredId> {
        let mut retired = BTreeMap::new();
        for file in &self.ledgers {
            for tombstone in &file.ledger.retired {
                let replaced_by = tombstone
                    .replaced_by
                    .iter()
                    .map(|id| id.text.clone())
                    .collect();
                let span = Span::new(file.file, tombstone.id.range);
                let id = RetiredId {
                    span,
                    reason: tombstone.reason.clone(),
                    replaced_by,
                };
                retired.entry(tombstone.id.text.clone()).or_insert(id);
            }
            for (_, _, criterion) in file
                .ledger
                .criteria()
                .filter(|(_, _, criterion)| criterion.state == State::Retired)
            {
                let span = Span::new(file.file, criterion.id.range);
                let id = RetiredId {
                    span,
                    reason: String::new(),
                    replaced_by: Vec::new(),
                };
                retired.entry(criterion.id.text.clone()).or_insert(id);
            }
        }
        retired
    }

    /// The criteria of the ledgers, with what the ledgers name for them.
    fn named_criteria(&self, existing: &BTreeSet<String>, pending: &[String]) -> Vec<Criterion> {
        let resolver = Resolver::new(self, existing);
        let mut criteria = Vec::new();
        for file in &self.ledgers {
            for (story, requirement, criterion) in file.ledger.criteria() {
                let mut entry = Criterion {
                    id: criterion.id.text.clone(),
                    span: Span::new(file.file, criterion.id.range),
                    text: criterion.text.trim().to_owned(),
                    requirement: requirement.id.text.clone(),
                    story: story.id.text.clone(),
                    priority: criterion.priority,
                    state: criterion.state,
                    needs: criterion.needs.clone(),
                    waiver: criterion.waiver.clone(),
                    named: Vec::new(),
                    proofs: Vec::new(),
                    code: Vec::new(),
                    needs_code: criterion.needs_code,
                    min_scenarios: criterion.min_scenarios,
                    tags: [&story.tags[..], &requirement.tags, &criterion.tags].concat(),
                };
                for evidence in &criterion.evidence {
                    let span = Span::new(file.file, evidence.range);
                    let outcome = resolver.resolve(evidence);
                    if let Outcome::Found(found) = &outcome {
                        for what in found {
                            self.prove(
                                &mut entry,
                                evidence.level,
                                what.clone(),
                                span,
                                Some(evidence),
                                pending,
                            );
                        }
                    }
                    entry.named.push(Named {
                        evidence: evidence.clone(),
                        span,
                        outcome,
                    });
                }
                criteria.push(entry);
            }
        }
        criteria
    }

    /// Adds what tags, comments and attributes link.
    fn link(&self, criteria: &mut [Criterion], pending: &[String]) {
        let mut rows: BTreeMap<String, usize> = BTreeMap::new();
        for (row, criterion) in criteria.iter().enumerate() {
            rows.entry(criterion.id.clone()).or_insert(row);
        }
        for (row, scenario) in self.scenarios.iter().enumerate() {
            for tag in &scenario.tags {
                if let Some(&criterion) = tag.name.strip_prefix('@').and_then(|id| rows.get(id)) {
                    self.prove(
                        &mut criteria[criterion],
                        Level::Bdd,
                        What::Scenario(row),
                        tag.span,
                        None,
                        pending,
                    );
                }
            }
        }
        for link in &self.rust.links {
            let Some(&criterion) = rows.get(&link.id) else {
                continue;
            };
            let criterion = &mut criteria[criterion];
            match &link.end {
                LinkEnd::Code => criterion.code.push(link.span),
                LinkEnd::Tests(tests) => {
                    for &test in tests {
                        self.prove(
                            criterion,
                            self.rust.tests[test].level,
                            What::Test(test),
                            link.span,
                            None,
                            pending,
                        );
                    }
                }
            }
        }
    }

    fn prove(
        &self,
        criterion: &mut Criterion,
        level: Level,
        what: What,
        link: Span,
        evidence: Option<&Evidence>,
        pending: &[String],
    ) {
        if criterion
            .proofs
            .iter()
            .any(|proof| proof.level == level && proof.what == what)
        {
            return;
        }
        let idle = self.idle(&what, evidence, pending);
        criterion.proofs.push(Proof {
            level,
            what,
            link,
            idle,
        });
    }

    /// Why something that is there shows nothing.
    fn idle(&self, what: &What, evidence: Option<&Evidence>, pending: &[String]) -> Option<Idle> {
        match what {
            What::Test(row) => {
                let test = &self.rust.tests[*row];
                if !test.built {
                    return Some(Idle::NotBuilt);
                }
                test.ignored.map(Idle::Ignored)
            }
            What::Scenario(row) => {
                let scenario = &self.scenarios[*row];
                let tag = scenario.tags.iter().find(|tag| pending.contains(&tag.name));
                match tag {
                    Some(tag) => Some(Idle::Pending(tag.clone())),
                    None if scenario.steps == 0 => Some(Idle::NoSteps),
                    None if scenario.runs == 0 => Some(Idle::NoRows),
                    None => None,
                }
            }
            What::File(_) => None,
            What::Attested(..) => match evidence.map(|evidence| &evidence.target) {
                Some(ledger::Target::Attested { passed: false, .. }) => Some(Idle::Failed),
                Some(ledger::Target::Attested {
                    expires: Some(expires),
                    ..
                }) if Date::parse(&expires.text).is_some_and(|day| day < self.today) => {
                    Some(Idle::Expired(expires.text.clone()))
                }
                _ => None,
            },
        }
    }
}
