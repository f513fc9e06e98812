//! Canaries that are results of tests.

use std::collections::BTreeMap;

use govern_gate::{Edit, Error};

use super::code::{SOUND, append, test, test_name, test_path};
use super::places::other_root;
use super::{NO_ROOT, Nest};
use crate::ids::IdKind;
use crate::ledger::{Level, Priority};
use crate::observed::{hash, record, sources};
use crate::results::{Hint, Kind};
use crate::verdicts::age::RecordedRun;

/// Why there are no results.
pub(super) const NO_RESULTS: &str =
    "`results` in `[ac]` takes no file of which it would be known whose results these are";
const NO_LEVEL: &str = "no ledger takes a criterion for which one test is enough";

impl Nest<'_> {
    pub(super) fn results(&mut self) -> Result<(), Error> {
        if self.settings.results.globs.is_empty() {
            return Ok(());
        }
        self.files()?;
        self.failing()?;
        self.unproven()?;
        self.flaky()?;
        self.pending()?;
        self.whose()
    }

    fn files(&mut self) -> Result<(), Error> {
        let rules = [
            (
                "results_missing",
                "<testsuites/>\n",
                "a file without a result",
            ),
            (
                "results_unreadable",
                "no results\n",
                "a file that is none of results",
            ),
        ];
        for (rule, text, what) in rules {
            let number = self.next();
            match self.results_with(number, &|_| true, text, Vec::new())? {
                None => self.none(rule, NO_RESULTS),
                Some((path, edits)) => self.put(rule, format!("{what}: `{path}`"), edits),
            }
        }
        Ok(())
    }

    /// A test that failed.
    fn failing(&mut self) -> Result<(), Error> {
        const RULE: &str = "criterion_failing";
        let number = self.next();
        let Some(root) = self.roots.first() else {
            self.none(RULE, NO_ROOT);
            return Ok(());
        };
        let priorities = [Priority::Should, Priority::Must];
        let (id, entry) = match self.enter_shown_at(number, &priorities, Level::Unit, None) {
            Ok(entered) => entered,
            Err(_) => {
                self.none(RULE, NO_LEVEL);
                return Ok(());
            }
        };
        let code = test(number, std::slice::from_ref(&id), "", SOUND);
        let inside = format!("{}<failure message=\"canary\"/>", verifies(&id));
        let text = junit(&root.binary, &test_path(number), &inside);
        let edits = vec![entry, append(root, code)];
        match self.results_with(number, &|_| true, &text, edits)? {
            None => self.none(RULE, NO_RESULTS),
            Some((path, edits)) => {
                let what = format!(
                    "a failure in `{path}` of a test for `{id}` in `{}`",
                    root.path
                );
                self.put(RULE, what, edits);
            }
        }
        Ok(())
    }

    /// A test without a result, beside one that has one: else it would be said of all that nothing counts.
    fn unproven(&mut self) -> Result<(), Error> {
        const RULE: &str = "criterion_unproven";
        let number = self.next();
        let other = self.next();
        let Some(root) = self.roots.first() else {
            self.none(RULE, NO_ROOT);
            return Ok(());
        };
        let entered = self.enter_shown_at(number, &[Priority::Must], Level::Unit, Some(other));
        let Ok((id, entry)) = entered else {
            self.none(RULE, NO_LEVEL);
            return Ok(());
        };
        let shown = self.id(IdKind::Criterion, other);
        let code = test(number, std::slice::from_ref(&id), "", SOUND);
        let text = junit("govern_canary", &test_name(other), &verifies(&shown));
        let edits = vec![entry, append(root, code)];
        match self.results_with(number, &|_| true, &text, edits)? {
            None => self.none(RULE, NO_RESULTS),
            Some((path, edits)) => {
                let what = format!(
                    "a test for `{id}` in `{}`, of which `{path}` says nothing",
                    root.path
                );
                self.put(RULE, what, edits);
            }
        }
        Ok(())
    }

    /// A test that passed when it was tried again.
    fn flaky(&mut self) -> Result<(), Error> {
        const RULE: &str = "flaky_test";
        let number = self.next();
        let Some(root) = self.roots.first() else {
            self.none(RULE, NO_ROOT);
            return Ok(());
        };
        let (id, entry) = match self.enter_optional(number) {
            Ok(entered) => entered,
            Err(why) => {
                self.none(RULE, why);
                return Ok(());
            }
        };
        let code = test(number, std::slice::from_ref(&id), "", SOUND);
        let inside = "<flakyFailure message=\"canary\"/>";
        let text = junit(&root.binary, &test_path(number), inside);
        let of_nextest = |hint: &Hint| matches!(hint.kind, None | Some(Kind::Nextest));
        match self.results_with(number, &of_nextest, &text, vec![entry, append(root, code)])? {
            None => self.none(RULE, NO_RESULTS),
            Some((path, edits)) => {
                let what = format!(
                    "a second try in `{path}` of a test for `{id}` in `{}`",
                    root.path
                );
                self.put(RULE, what, edits);
            }
        }
        Ok(())
    }

    /// A scenario that is not to run, and passed.
    fn pending(&mut self) -> Result<(), Error> {
        const RULE: &str = "pending_scenario_passes";
        let Some(tag) = self.settings.pending_tags.first() else {
            self.none(
                RULE,
                "`pending-tags` in `[ac]` is empty: every scenario is to run",
            );
            return Ok(());
        };
        if self.model.features.is_empty() {
            return Ok(());
        }
        let number = self.next();
        let tags = format!("@{} {tag}", self.id(IdKind::Criterion, number));
        let feature = self.with_scenario(number, &tags, "Given a canary");
        let line = feature
            .as_ref()
            .and_then(|(_, edit)| self.line_of(edit, number));
        let (Some((path, edit)), Some(line)) = (feature, line) else {
            self.none(RULE, super::features::NO_FEATURE);
            return Ok(());
        };
        let (_, entry) = match self.enter_optional(number) {
            Ok(entered) => entered,
            Err(why) => {
                self.none(RULE, why);
                return Ok(());
            }
        };
        let text = serde_json::json!([{
            "uri": path,
            "elements": [{
                "type": "scenario",
                "id": format!("canary/{number}"),
                "line": line,
                "name": format!("Canary {number}"),
                "steps": [{ "line": line + 1, "result": { "status": "passed" } }],
            }],
        }]);
        let text = format!("{text}\n");
        match self.results_with(number, &|_| true, &text, vec![entry, edit])? {
            None => self.none(RULE, NO_RESULTS),
            Some((results, edits)) => {
                let what =
                    format!("a scenario with `{tag}` in `{path}`, which passed in `{results}`");
                self.put(RULE, what, edits);
            }
        }
        Ok(())
    }

    /// A result that may be that of either of two tests.
    fn whose(&mut self) -> Result<(), Error> {
        const RULE: &str = "result_ambiguous";
        let number = self.next();
        let first = self.roots.first();
        let second = first.and_then(|first| other_root(self.workspace, self.model, first));
        let (Some(first), Some(second)) = (first, second) else {
            self.none(
                RULE,
                "there are no two targets with tests that could be called the same",
            );
            return Ok(());
        };
        let (id, entry) = match self.enter_optional(number) {
            Ok(entered) => entered,
            Err(why) => {
                self.none(RULE, why);
                return Ok(());
            }
        };
        let linked = test(number, std::slice::from_ref(&id), "", SOUND);
        let edits = vec![
            entry,
            append(first, linked),
            append(&second, test(number, &[], "", SOUND)),
        ];
        let text = format!(
            "<testsuites><testsuite name=\"test\" package=\"test\"><testcase classname=\"govern_canary_{number}\" name=\"{}\"/></testsuite></testsuites>\n",
            test_name(number)
        );
        let of_libtest =
            |hint: &Hint| matches!(hint.kind, None | Some(Kind::Libtest)) && hint.package.is_none();
        match self.results_with(number, &of_libtest, &text, edits)? {
            None => self.none(RULE, NO_RESULTS),
            Some((path, edits)) => {
                let what = format!(
                    "a result in `{path}` of a test that `{}` and `{}` have",
                    first.path, second.path
                );
                self.put(RULE, what, edits);
            }
        }
        Ok(())
    }

    /// Edits with a file of results, and where that must be said, with a record that they are of the sources as they are with
    /// the edits.
    pub(super) fn results_with(
        &self,
        number: usize,
        accepts: &dyn Fn(&Hint) -> bool,
        text: &str,
        mut edits: Vec<Edit>,
    ) -> Result<Option<(String, Vec<Edit>)>, Error> {
        let mut places = self.places.results.iter();
        let Some(place) = places.find(|it| accepts(&it.hint)) else {
            return Ok(None);
        };
        let path = place.place.path(number);
        edits.push(Edit::Write(path.clone(), text.as_bytes().to_vec()));
        if self.settings.results.assume_fresh {
            return Ok(Some((path, edits)));
        }
        let mut files: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
        for edit in &edits {
            let (path, bytes) = match edit {
                Edit::Append(path, more) => {
                    let before = match files.remove(path) {
                        Some(bytes) => bytes.unwrap_or_default(),
                        None => self.text(path).into_bytes(),
                    };
                    (path, Some([before.as_slice(), more.as_bytes()].concat()))
                }
                Edit::Write(path, bytes) => (path, Some(bytes.clone())),
                Edit::Remove(path) => (path, None),
            };
            files.insert(path.clone(), bytes);
        }
        let edited = self.workspace.edited(files)?;
        let run = RecordedRun {
            results: BTreeMap::from([(path.clone(), hash(text.as_bytes()))]),
            sources: sources(&edited, self.settings)?,
        };
        // What is wrong with the record is said by the run.
        let known = record(self.workspace, self.settings, &mut Vec::new())?;
        let bytes = serde_json::to_vec(&known.with(run)).unwrap_or_default();
        edits.push(Edit::Write(self.settings.results.recorded.clone(), bytes));
        Ok(Some((path, edits)))
    }
}

/// One test as nextest has it.
pub(super) fn junit(binary: &str, name: &str, inside: &str) -> String {
    format!(
        "<testsuites><testsuite name=\"{binary}\"><testcase classname=\"{binary}\" name=\"{name}\">{inside}</testcase></testsuite></testsuites>\n"
    )
}

/// What says that a test is for a criterion.
pub(super) fn verifies(id: &str) -> String {
    format!("<properties><property name=\"ac\" value=\"{id}\"/></properties>")
}
