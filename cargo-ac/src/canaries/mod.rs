//! Canaries of the gate: entries, tests, features, results and messages that its rules must find.
//!
//! What a canary needs besides its defect is its own: a criterion that need not be tested, and whatever is linked to it.
//! So nothing that is there changes, and no canary sings for another rule.

mod code;
mod documents;
mod entries;
mod features;
mod history;
mod homes;
mod places;
mod results;
mod steps;
#[cfg(test)]
mod tests;
mod thresholds;

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Canaries, Canary, Edit, Error, Findings};
use govern_workspace::Workspace;

use crate::config::{Section, Settings};
use crate::criteria::Criteria;
use crate::ids::IdKind;
use crate::ledger::{Level, Priority};
use crate::rules::RULES;
use homes::{Criterion, Home, Requirement, Says, Shape, Story};
use places::{Places, Root};

/// What each rule must find.
pub(crate) fn canaries(
    workspace: &Workspace,
    section: &Section,
    settings: &Settings,
    model: &Criteria,
) -> Result<Canaries, Error> {
    let ledgers = model.ledgers.iter();
    let homes: Vec<Home> = ledgers
        .filter_map(|file| Home::of(workspace, file, &model.prefixes))
        .collect();
    let mut nest = Nest {
        workspace,
        settings,
        model,
        homes: &homes,
        roots: &places::roots(workspace, model),
        places: &Places::of(workspace, section, settings, model)?,
        number: 0,
        canaries: Canaries::default(),
    };
    nest.without_ledger();
    nest.broken_links();
    nest.commits(section);
    if model.why_no_ledger().is_none() {
        nest.entries();
        nest.code();
        nest.features();
        nest.steps();
        nest.documents();
        nest.lock();
        nest.base();
        nest.results()?;
        nest.thresholds()?;
    }
    Ok(nest.canaries)
}

/// Where canaries are made.
struct Nest<'n> {
    workspace: &'n Workspace,
    settings: &'n Settings,
    model: &'n Criteria,
    /// The ledgers that take entries.
    homes: &'n [Home],
    /// Where code with its tests can be put.
    roots: &'n [Root],
    places: &'n Places,
    /// That of the last canary: they are told apart by their numbers.
    number: usize,
    canaries: Canaries,
}

impl<'n> Nest<'n> {
    fn put(&mut self, rule: &'static str, what: impl Into<String>, mut edits: Vec<Edit>) {
        // Whatever is put in needs the ledgers as they are: it is not in company with what takes something out of them.
        let ledgers = self.model.ledgers.iter().map(|file| &file.path);
        let is_touched = |ledger: &String| {
            edits.iter().any(|edit| match edit {
                Edit::Append(path, _) | Edit::Write(path, _) | Edit::Remove(path) => path == ledger,
            })
        };
        if !ledgers.clone().any(is_touched) {
            edits.extend(ledgers.map(|path| Edit::Append(path.clone(), String::new())));
        }
        self.canaries.made.push(Canary {
            rule,
            of: None,
            what: what.into(),
            edits,
        });
    }

    /// The canary, or the reason why there is none.
    fn tried(&mut self, rule: &'static str, made: Result<(String, Vec<Edit>), &'static str>) {
        match made {
            Ok((what, edits)) => self.put(rule, what, edits),
            Err(why) => self.none(rule, why),
        }
    }

    fn none(&mut self, rule: &'static str, why: impl Into<String>) {
        self.canaries.none(rule, why);
    }

    fn next(&mut self) -> usize {
        self.number += 1;
        self.number
    }

    fn id(&self, kind: IdKind, number: usize) -> String {
        format!("{}-CANARY-{number}", self.model.prefixes.of(kind))
    }

    /// A criterion that says nothing but its number.
    fn criterion(&self, number: usize, priority: Priority) -> Criterion {
        Criterion {
            id: self.id(IdKind::Criterion, number),
            text: format!("Canary {number} sings"),
            priority,
            says: Vec::new(),
        }
    }

    fn story(&self, number: usize, says: Vec<Says>, criteria: Vec<Criterion>) -> Story {
        let id = self.id(IdKind::Requirement, number);
        Story {
            id: self.id(IdKind::Story, number),
            requirement: Some(Requirement { id, says, criteria }),
        }
    }

    /// The ledger that takes what any may take: where many entries can be put in together, if there is one.
    fn home(&self) -> Option<&'n Home> {
        let mut homes = self.homes.iter();
        homes.find(|home| home.appends).or(self.homes.first())
    }

    /// An edit that puts a criterion into some ledger; the reason, if none takes it.
    fn enter(&self, number: usize, criterion: Criterion) -> Result<Edit, &'static str> {
        let story = self.story(number, Vec::new(), vec![criterion]);
        let first = self.home().and_then(|home| home.with(&story));
        let any = || self.homes.iter().find_map(|home| home.with(&story));
        first.or_else(any).ok_or(NO_HOME)
    }

    /// A criterion that need not be tested, and the edit that puts it into a ledger.
    fn enter_optional(&self, number: usize) -> Result<(String, Edit), &'static str> {
        let criterion = self.criterion(number, Priority::May);
        let id = criterion.id.clone();
        Ok((id, self.enter(number, criterion)?))
    }

    /// A criterion that something of a level is enough for, and the edit that puts it into a ledger, with one that need not be
    /// tested if that has a number.
    fn enter_shown_at(
        &self,
        number: usize,
        priorities: &[Priority],
        level: Level,
        beside: Option<usize>,
    ) -> Result<(String, Edit), &'static str> {
        let ways = priorities.iter().flat_map(|&priority| {
            let homes = self.homes.iter();
            homes.map(move |home| (home, priority))
        });
        let mut ways = ways.filter_map(|(home, priority)| {
            let mut criterion = self.criterion(number, priority);
            criterion.says = self.shown_at(home, level)?;
            let id = criterion.id.clone();
            let beside = beside.map(|number| self.criterion(number, Priority::May));
            let criteria = std::iter::once(criterion).chain(beside).collect();
            let story = self.story(number, Vec::new(), criteria);
            Some((id, home.with(&story)?))
        });
        ways.next().ok_or(NO_LEVEL)
    }

    /// What a criterion must say so that something of a level is enough; none, if the ledger cannot say it.
    fn shown_at(&self, home: &Home, level: Level) -> Option<Vec<Says>> {
        if home.shape == Shape::Two {
            return Some(vec![Says::Needs(level)]);
        }
        let is_enough = |any_of: &Vec<Level>| any_of.contains(&level);
        self.settings.needs.iter().all(is_enough).then(Vec::new)
    }

    /// What a rule finds before canaries come, by its keys: that it would find again, and nobody could tell.
    fn said_by(&self, rule: &str) -> BTreeSet<String> {
        let mut findings = Findings::default();
        let rules = RULES.iter().filter(|it| it.info.name == rule);
        rules.for_each(|it| (it.check)(self.model, &mut findings));
        findings.found().iter().map(|it| it.key.clone()).collect()
    }

    /// What stands in a file before canaries come.
    fn text(&self, path: &str) -> String {
        let bytes = self.workspace.read_bytes(path).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Edits with which no others get into a ledger: for rules that count what is there.
    fn alone(&self, mut edits: Vec<Edit>) -> Vec<Edit> {
        let mut whole: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
        for file in &self.model.ledgers {
            whole.insert(&file.path, self.text(&file.path).into_bytes());
        }
        edits.retain(|edit| match edit {
            Edit::Append(path, more) => match whole.get_mut(path.as_str()) {
                Some(bytes) => {
                    bytes.extend_from_slice(more.as_bytes());
                    false
                }
                None => true,
            },
            Edit::Write(path, bytes) => match whole.get_mut(path.as_str()) {
                Some(before) => {
                    before.clone_from(bytes);
                    false
                }
                None => true,
            },
            Edit::Remove(_) => true,
        });
        let written = whole.into_iter();
        edits.extend(written.map(|(path, bytes)| Edit::Write(path.to_owned(), bytes)));
        edits
    }
}

/// Why nothing can be linked to a criterion of its own.
const NO_HOME: &str = "no ledger takes the criterion that it would be for";
/// Why no criterion can be shown.
const NO_LEVEL: &str = "no ledger takes a criterion for which one test is enough";
/// Why no test can be put in.
const NO_ROOT: &str = "no package has a library or a program that tests could stand in";
