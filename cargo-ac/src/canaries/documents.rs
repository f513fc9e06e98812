//! Canaries that are records of decisions, and messages of commits.

use govern_gate::Edit;

use super::Nest;
use super::homes::Says;
use super::places::Place;
use crate::config::Section;
use crate::ids::IdKind;
use crate::ledger::Priority;

impl Nest<'_> {
    pub(super) fn documents(&mut self) {
        const NO_RECORD: &str = "`decisions` in `[ac]` takes no new file";
        let rules = ["one_sided_decision", "superseded_decision"];
        let Some(place) = &self.places.decisions else {
            for rule in rules {
                self.none(rule, NO_RECORD);
            }
            return;
        };
        self.one_sided(rules[0], place);
        self.superseded(rules[1], place);
    }

    /// A decision for a criterion that does not name it.
    fn one_sided(&mut self, rule: &'static str, place: &Place) {
        let number = self.next();
        let path = place.path(number);
        let made = self.enter_optional(number).map(|(id, entry)| {
            let record = format!("---\ncriteria: [{id}]\n---\n\n# Canary {number}\n");
            let what = format!("a decision in `{path}` for `{id}`, which does not name it");
            (what, vec![entry, Edit::Write(path, record.into_bytes())])
        });
        self.tried(rule, made);
    }

    /// A criterion that names a decision that does not hold any more.
    fn superseded(&mut self, rule: &'static str, place: &Place) {
        let number = self.next();
        let path = place.path(number);
        let mut criterion = self.criterion(number, Priority::May);
        criterion.says = vec![Says::Decision(path.clone())];
        let id = criterion.id.clone();
        match self.enter(number, criterion) {
            Err(_) => self.none(rule, "no ledger is of a schema that can name a decision"),
            Ok(entry) => {
                let record = format!(
                    "---\nstatus: superseded\ncriteria: [{id}]\n---\n\n# Canary {number}\n"
                );
                let what = format!("a criterion for the decision in `{path}`, which is superseded");
                let record = Edit::Write(path, record.into_bytes());
                self.put(rule, what, vec![entry, record]);
            }
        }
    }

    /// Messages of commits, if they are looked at in files.
    pub(super) fn commits(&mut self, section: &Section) {
        let unknown = self.id(IdKind::Criterion, 0);
        let rules = [
            ("commit_trailer_broken", "Canary\n\nSpec: none\n".to_owned()),
            ("commit_unknown_id", format!("Canary\n\nAC: {unknown}\n")),
            ("commit_without_criterion", "Canary\n".to_owned()),
        ];
        if self.model.commits.is_none() || self.model.is_incomplete() {
            return;
        }
        for (rule, message) in rules {
            let Some(place) = &self.places.messages else {
                let why = match section.commit_messages {
                    Some(_) => "`commit-messages` in `[ac]` takes no file",
                    None => "commits are in git, where none is put in",
                };
                self.none(rule, why);
                continue;
            };
            let number = self.next();
            let path = place.path(number);
            let shown = message.trim().replace("\n\n", ", ");
            let what = format!("the message `{shown}` in `{path}`");
            self.put(rule, what, vec![Edit::Write(path, message.into_bytes())]);
        }
    }
}
