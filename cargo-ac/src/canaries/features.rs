//! Canaries that are scenarios.

use govern_gate::Edit;

use super::Nest;
use super::places::Place;
use crate::gherkin;
use crate::ids::IdKind;

/// The tag by which cucumber-rs takes a scenario that lacks steps.
const SKIPPED: &str = "@allow.skipped";
/// Why there is no scenario.
pub(super) const NO_FEATURE: &str = "`features` in `[ac]` takes no new file, and no feature that is there takes a scenario as it is";

impl Nest<'_> {
    pub(super) fn features(&mut self) {
        if self.model.features.is_empty() {
            return;
        }
        self.scenario(
            "scenario_without_criterion",
            "a scenario without a criterion",
            |_| SKIPPED.to_owned(),
        );
        self.scenario(
            "unknown_criterion",
            "a scenario for a criterion that no ledger has",
            |id| format!("@{id} {SKIPPED}"),
        );
        if self.model.cucumber {
            self.read_differently();
        }
    }

    fn scenario(&mut self, rule: &'static str, what: &str, tags: impl Fn(&str) -> String) {
        let number = self.next();
        let tags = tags(&self.id(IdKind::Criterion, number));
        match self.with_scenario(number, &tags, "Given a canary") {
            Some((path, edit)) => self.put(rule, format!("{what} in `{path}`"), vec![edit]),
            // Code names criteria, too.
            None if rule == "unknown_criterion" => {}
            None => self.none(rule, NO_FEATURE),
        }
    }

    /// Text that cucumber-rs takes for a keyword.
    fn read_differently(&mut self) {
        const RULE: &str = "gherkin_read_differently";
        let number = self.next();
        let (id, entry) = match self.enter_optional(number) {
            Ok(entered) => entered,
            Err(why) => return self.none(RULE, why),
        };
        let tags = format!("@{id} {SKIPPED}");
        match self.with_scenario(number, &tags, "Scenarios are text\n    Given a canary") {
            None => self.none(RULE, NO_FEATURE),
            Some((path, edit)) => {
                let what = format!("text that begins with a keyword in a scenario of `{path}`");
                self.put(RULE, what, vec![entry, edit]);
            }
        }
    }

    /// A scenario with these tags and steps in the first place that takes it.
    pub(super) fn with_scenario(
        &self,
        number: usize,
        tags: &str,
        steps: &str,
    ) -> Option<(String, Edit)> {
        let mut places = self.places.features.iter();
        places.find_map(|place| self.scenario_at(place, number, tags, steps))
    }

    /// A scenario in a new feature, or at the end of one that is there. What stands there must have no say in it: no tags of
    /// the feature, no rule, no mistake.
    pub(super) fn scenario_at(
        &self,
        place: &Place,
        number: usize,
        tags: &str,
        steps: &str,
    ) -> Option<(String, Edit)> {
        let path = place.path(number);
        let scenario = format!("\n  {tags}\n  Scenario: Canary {number}\n    {steps}\n");
        if let Place::New(_) = place {
            let text = format!("Feature: Canary {number}\n{scenario}");
            return Some((path.clone(), Edit::Write(path, text.into_bytes())));
        }
        let scenario = format!("\n{scenario}");
        let parsed = gherkin::parse(&format!("{}{scenario}", self.text(&path)));
        let feature = parsed.document.feature.as_ref()?;
        let is_last = feature
            .scenarios
            .last()
            .is_some_and(|it| it.name == format!("Canary {number}"));
        let takes_it = feature.tags.is_empty() && feature.background.is_none() && is_last;
        (takes_it && parsed.errors.is_empty()).then(|| (path.clone(), Edit::Append(path, scenario)))
    }

    /// The line of the scenario that [`Nest::scenario_at`] puts into a file.
    pub(super) fn line_of(&self, edit: &Edit, number: usize) -> Option<u32> {
        let text = match edit {
            Edit::Append(path, more) => format!("{}{more}", self.text(path)),
            Edit::Write(_, bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Edit::Remove(_) => return None,
        };
        let title = format!("Scenario: Canary {number}");
        let row = text.lines().position(|line| line.trim() == title)?;
        u32::try_from(row + 1).ok()
    }
}
