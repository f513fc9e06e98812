//! Canaries for `[[ac.gate]]`: criteria that are not shown, as many as make a gate ask for more; and such that are, as many as
//! make it ask for too few.

use govern_gate::{Edit, Error};

use super::code::{SOUND, append, test};
use super::homes::{Home, Says};
use super::results::{Not, junit, verifies};
use super::{NO_ROOT, Nest};
use crate::counting::Counted;
use crate::criteria::Criterion;
use crate::ids::IdKind;
use crate::ledger::Format;
use crate::ledger::edit::{Entered, apply};
use crate::ledger::editor::Editor;
use crate::ledger::{Level, Priority};
use crate::results::Hint;
use crate::threshold::{Kind, Measure, Threshold};

/// The most criteria that are put in for one gate.
const MOST: u64 = 200;

impl Nest<'_> {
    pub(super) fn thresholds(&mut self) -> Result<(), Error> {
        for threshold in &self.model.thresholds {
            for counted in threshold.count(self.model) {
                self.missed(threshold, &counted);
                if threshold.ratchet {
                    self.behind(threshold, &counted)?;
                }
            }
        }
        Ok(())
    }

    /// Criteria that nothing shows.
    fn missed(&mut self, threshold: &Threshold, counted: &Counted<'_>) {
        const RULE: &str = "threshold_missed";
        let (of, name) = (key(threshold, counted), &threshold.name);
        if self.said_by(RULE).iter().any(|key| key.starts_with(&of)) {
            return self.none(
                RULE,
                format!("gate `{name}` asks for more than there is as it is"),
            );
        }
        let (count, all, share) = (counted.count(), counted.all, counted.share);
        let Some(few) = (1..=MOST).find(|more| !share.is_met(count, all + more)) else {
            return self.none(RULE, format!("gate `{name}` asks for next to nothing"));
        };
        let Some((ids, edit)) = self.selected(threshold, few, None) else {
            return self.none(RULE, unselectable(name));
        };
        let what = format!("{} that nothing shows", listed(&ids));
        self.counted(RULE, of, what, vec![edit]);
    }

    /// Criteria that are shown.
    fn behind(&mut self, threshold: &Threshold, counted: &Counted<'_>) -> Result<(), Error> {
        const RULE: &str = "threshold_behind";
        let (of, name) = (key(threshold, counted), &threshold.name);
        if self.said_by(RULE).iter().any(|key| key.starts_with(&of)) {
            self.none(
                RULE,
                format!("gate `{name}` asks for less than there is as it is"),
            );
            return Ok(());
        }
        let (count, all, share) = (counted.count(), counted.all, counted.share);
        let enough = |more: &u64| share.is_exceeded(count + more, all + more);
        let Some(many) = (1..=MOST).find(enough) else {
            self.none(RULE, format!("gate `{name}` asks for all: more cannot be"));
            return Ok(());
        };
        let level = match counted.measure {
            Measure::Tested => Level::Unit,
            Measure::Verified => Level::Integration,
        };
        let Some((ids, edit)) = self.selected(threshold, many, Some(level)) else {
            self.none(RULE, unselectable(name));
            return Ok(());
        };
        let number = self.next();
        let shown = match (counted.measure, self.roots.first()) {
            (Measure::Tested, Some(root)) => {
                Ok(vec![edit, append(root, test(number, &ids, "", SOUND))])
            }
            (Measure::Tested, None) => Err(Not::Here(NO_ROOT)),
            (Measure::Verified, _) => {
                let text = junit("govern_canary", "sings", &verifies(&ids.join(",")));
                let of_level = |hint: &Hint| hint.level.is_none_or(|it| it == level);
                let made = self.results_with(number, &of_level, &text, vec![edit]);
                made.map(|(_, edits)| edits)
            }
        };
        match shown {
            Err(Not::Readable(error)) => return Err(error),
            Err(Not::Here(why)) => self.none(RULE, why),
            Ok(edits) => {
                let what = format!("{} that are {}", listed(&ids), counted.measure.word());
                self.counted(RULE, of, what, edits);
            }
        }
        Ok(())
    }

    fn counted(&mut self, rule: &'static str, of: String, what: String, edits: Vec<Edit>) {
        let edits = self.alone(edits);
        self.put(rule, what, edits);
        if let Some(canary) = self.canaries.made.last_mut() {
            canary.of = Some(of);
        }
    }

    /// So many criteria that a gate is about, which are shown at a level or not at all.
    fn selected(
        &mut self,
        threshold: &Threshold,
        count: u64,
        level: Option<Level>,
    ) -> Option<(Vec<String>, Edit)> {
        let by_place = [Kind::Story, Kind::Requirement, Kind::Criterion];
        let is_by_place = threshold
            .select
            .iter()
            .any(|it| by_place.contains(&it.kind));
        let numbers: Vec<usize> = (0..count).map(|_| self.next()).collect();
        if !is_by_place {
            let homes = self.homes;
            return homes
                .iter()
                .find_map(|home| self.anywhere(home, threshold, &numbers, level));
        }
        self.in_requirement(threshold, &numbers, level)
    }

    /// Criteria in a story of their own, with what the gate selects by.
    fn anywhere(
        &self,
        home: &Home,
        threshold: &Threshold,
        numbers: &[usize],
        level: Option<Level>,
    ) -> Option<(Vec<String>, Edit)> {
        let of_kind = |kind| threshold.select.iter().filter(move |it| it.kind == kind);
        let priority = of_kind(Kind::Priority).find_map(|it| Priority::named(&it.value));
        let tags: Vec<String> = of_kind(Kind::Tag)
            .take(1)
            .map(|it| it.value.trim_end_matches('*').to_owned())
            .collect();
        let mut says = match level {
            Some(level) => self.shown_at(home, level)?,
            None => Vec::new(),
        };
        if !tags.is_empty() {
            says.push(Says::Tags(tags));
        }
        let criteria: Vec<_> = numbers
            .iter()
            .map(|&number| {
                let mut criterion = self.criterion(number, priority.unwrap_or(Priority::May));
                criterion.says.clone_from(&says);
                criterion
            })
            .collect();
        let ids = criteria.iter().map(|it| it.id.clone()).collect();
        let story = self.story(*numbers.first()?, Vec::new(), criteria);
        Some((ids, home.with(&story)?))
    }

    /// Criteria of a requirement that is there, for gates that name it or its story.
    fn in_requirement(
        &self,
        threshold: &Threshold,
        numbers: &[usize],
        level: Option<Level>,
    ) -> Option<(Vec<String>, Edit)> {
        let id = |number: usize| self.id(IdKind::Criterion, number);
        let ids: Vec<String> = numbers.iter().map(|&number| id(number)).collect();
        let model = self.model;
        model.criteria.iter().find_map(|beside| {
            let mut ledgers = model.ledgers.iter();
            let file = ledgers.find(|file| file.file == beside.span.file)?;
            let new = self.new_beside(beside, &ids[0], file)?;
            // What they need is told by the requirement, as far as all of its criteria need the same.
            let those = model.criteria.iter();
            let mut those = those.filter(|it| it.requirement == beside.requirement);
            let is_shown = level.is_none_or(|level| {
                those.all(|it| it.needs.iter().all(|any_of| any_of.contains(&level)))
            });
            if !threshold.is_about(&new) || !is_shown {
                return None;
            }
            let mut text = self.text(&file.path);
            for id in &ids {
                let editor = Editor {
                    format: Format::of(&file.path),
                    text: &text,
                    ids: &model.prefixes,
                };
                let entered = Entered::Criterion(&beside.requirement);
                let edit = editor.enter(entered, id, &format!("{id} sings")).ok()?;
                text = apply(&text, &[edit]);
            }
            Some((
                ids.clone(),
                Edit::Write(file.path.clone(), text.into_bytes()),
            ))
        })
    }

    /// What a new criterion of the same requirement would be, as far as it is told by what is above it; none, if that is not in
    /// force.
    fn new_beside(
        &self,
        beside: &Criterion,
        id: &str,
        file: &crate::criteria::LedgerFile,
    ) -> Option<Criterion> {
        let mut stories = file.ledger.stories.iter();
        let story = stories.find(|it| it.id.text == beside.story)?;
        let mut requirements = story.requirements.iter();
        let above = requirements.find(|it| it.id.text == beside.requirement)?;
        above.state.is_in_force().then(|| Criterion {
            id: id.to_owned(),
            priority: above.priority,
            state: above.state,
            tags: [&story.tags[..], &above.tags].concat(),
            ..beside.clone()
        })
    }
}

/// How the findings about what a gate asks for begin.
fn key(threshold: &Threshold, counted: &Counted<'_>) -> String {
    format!("{}: {}", threshold.name, counted.measure.word())
}

fn unselectable(name: &str) -> String {
    format!("no ledger takes another criterion that gate `{name}` is about")
}

/// Some ids in words.
fn listed(ids: &[String]) -> String {
    match ids {
        [first, .., last] => format!("`{first}` to `{last}`: {} criteria", ids.len()),
        [one] => format!("criterion `{one}`"),
        [] => String::new(),
    }
}
