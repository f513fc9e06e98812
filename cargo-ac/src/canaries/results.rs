//! Canaries that are results of tests.

use std::collections::BTreeMap;

use govern_gate::{Edit, Error};

use super::code::{SOUND, append, test, test_name, test_path};
use super::features::NO_FEATURE;
use super::places::other_root;
use super::{NO_ROOT, Nest};
use crate::ids::IdKind;
use crate::ledger::{Level, Priority};
use crate::observed::{hash, record, sources};
use crate::results::{Hint, Kind};
use crate::verdicts::age::RecordedRun;

/// Why there are no results.
const NO_RESULTS: &str =
    "`results` in `[ac]` takes no file of which it would be known whose results these are";

/// Why there is no canary.
pub(super) enum Not {
    /// There is no place for it here.
    Here(&'static str),
    /// The workspace cannot be read.
    Readable(Error),
}

impl From<&'static str> for Not {
    fn from(why: &'static str) -> Not {
        Not::Here(why)
    }
}

impl From<govern_workspace::Error> for Not {
    fn from(error: govern_workspace::Error) -> Not {
        Not::Readable(error.into())
    }
}

/// A defect in words, and what makes it.
type Made = Result<(String, Vec<Edit>), Not>;
type Make<'n> = fn(&mut Nest<'n>) -> Made;

impl<'n> Nest<'n> {
    pub(super) fn results(&mut self) -> Result<(), Error> {
        if self.settings.results.globs.is_empty() {
            return Ok(());
        }
        let rules: [(&'static str, Make<'n>); 7] = [
            ("criterion_failing", Self::failing),
            ("criterion_unproven", Self::unproven),
            ("flaky_test", Self::flaky),
            ("pending_scenario_passes", Self::pending),
            ("result_ambiguous", Self::whose),
            ("results_missing", Self::no_result),
            ("results_unreadable", Self::no_results),
        ];
        for (rule, make) in rules {
            match make(self) {
                Ok((what, edits)) => self.put(rule, what, edits),
                Err(Not::Here(why)) => self.none(rule, why),
                Err(Not::Readable(error)) => return Err(error),
            }
        }
        Ok(())
    }

    fn no_result(&mut self) -> Made {
        let number = self.next();
        let (path, edits) = self.results_with(number, &|_| true, "<testsuites/>\n", Vec::new())?;
        Ok((format!("a file without a result: `{path}`"), edits))
    }

    fn no_results(&mut self) -> Made {
        let number = self.next();
        let (path, edits) = self.results_with(number, &|_| true, "no results\n", Vec::new())?;
        Ok((format!("a file that is none of results: `{path}`"), edits))
    }

    /// A test that failed.
    fn failing(&mut self) -> Made {
        let number = self.next();
        let root = self.roots.first().ok_or(NO_ROOT)?;
        let priorities = [Priority::Should, Priority::Must];
        let (id, entry) = self.enter_shown_at(number, &priorities, Level::Unit, None)?;
        let code = test(number, std::slice::from_ref(&id), "", SOUND);
        let inside = format!("{}<failure message=\"canary\"/>", verifies(&id));
        let text = junit(&root.binary, &test_path(number), &inside);
        let edits = vec![entry, append(root, code)];
        let (path, edits) = self.results_with(number, &|_| true, &text, edits)?;
        let at = &root.path;
        Ok((
            format!("a failure in `{path}` of a test for `{id}` in `{at}`"),
            edits,
        ))
    }

    /// A test without a result, beside one that has one: else it would be said of all that nothing counts.
    fn unproven(&mut self) -> Made {
        let (number, other) = (self.next(), self.next());
        let root = self.roots.first().ok_or(NO_ROOT)?;
        let (id, entry) =
            self.enter_shown_at(number, &[Priority::Must], Level::Unit, Some(other))?;
        let shown = self.id(IdKind::Criterion, other);
        let code = test(number, std::slice::from_ref(&id), "", SOUND);
        let text = junit("govern_canary", &test_name(other), &verifies(&shown));
        let edits = vec![entry, append(root, code)];
        let (path, edits) = self.results_with(number, &|_| true, &text, edits)?;
        let at = &root.path;
        Ok((
            format!("a test for `{id}` in `{at}`, of which `{path}` says nothing"),
            edits,
        ))
    }

    /// A test that passed when it was tried again.
    fn flaky(&mut self) -> Made {
        let number = self.next();
        let root = self.roots.first().ok_or(NO_ROOT)?;
        let (id, entry) = self.enter_optional(number)?;
        let code = test(number, std::slice::from_ref(&id), "", SOUND);
        let inside = "<flakyFailure message=\"canary\"/>";
        let text = junit(&root.binary, &test_path(number), inside);
        let of_nextest = |hint: &Hint| matches!(hint.kind, None | Some(Kind::Nextest));
        let edits = vec![entry, append(root, code)];
        let (path, edits) = self.results_with(number, &of_nextest, &text, edits)?;
        let at = &root.path;
        Ok((
            format!("a second try in `{path}` of a test for `{id}` in `{at}`"),
            edits,
        ))
    }

    /// A scenario that is not to run, and passed.
    fn pending(&mut self) -> Made {
        const NO_TAG: &str = "`pending-tags` in `[ac]` is empty: every scenario is to run";
        let tag = self.settings.pending_tags.first().ok_or(NO_TAG)?;
        if self.model.features.is_empty() {
            return Err("there are no features".into());
        }
        let number = self.next();
        let (id, entry) = self.enter_optional(number)?;
        let scenario = self.with_scenario(number, &format!("@{id} {tag}"), "Given a canary");
        let (path, edit) = scenario.ok_or(NO_FEATURE)?;
        let line = self.line_of(&edit, number).ok_or(NO_FEATURE)?;
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
        let edits = vec![entry, edit];
        let (results, edits) = self.results_with(number, &|_| true, &format!("{text}\n"), edits)?;
        Ok((
            format!("a scenario with `{tag}` in `{path}`, which passed in `{results}`"),
            edits,
        ))
    }

    /// A result that may be that of either of two tests.
    fn whose(&mut self) -> Made {
        const NO_TWO: &str = "there are no two targets with tests that could be called the same";
        let number = self.next();
        let first = self.roots.first().ok_or(NO_TWO)?;
        let second = other_root(self.workspace, self.model, first).ok_or(NO_TWO)?;
        let (id, entry) = self.enter_optional(number)?;
        let linked = test(number, std::slice::from_ref(&id), "", SOUND);
        let alike = test(number, &[], "", SOUND);
        let edits = vec![entry, append(first, linked), append(&second, alike)];
        let text = format!(
            "<testsuites><testsuite name=\"test\" package=\"test\"><testcase classname=\"govern_canary_{number}\" name=\"{}\"/></testsuite></testsuites>\n",
            test_name(number)
        );
        let of_libtest =
            |hint: &Hint| matches!(hint.kind, None | Some(Kind::Libtest)) && hint.package.is_none();
        let (path, edits) = self.results_with(number, &of_libtest, &text, edits)?;
        let (one, two) = (&first.path, &second.path);
        Ok((
            format!("a result in `{path}` of a test that `{one}` and `{two}` have"),
            edits,
        ))
    }

    /// Edits with a file of results, and where that must be said, with a record that they are of the sources as they are with
    /// the edits.
    pub(super) fn results_with(
        &self,
        number: usize,
        accepts: &dyn Fn(&Hint) -> bool,
        text: &str,
        mut edits: Vec<Edit>,
    ) -> Made {
        let mut places = self.places.results.iter();
        let place = places.find(|it| accepts(&it.hint)).ok_or(NO_RESULTS)?;
        let path = place.place.path(number);
        edits.push(Edit::Write(path.clone(), text.as_bytes().to_vec()));
        if self.settings.results.assume_fresh {
            return Ok((path, edits));
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
        Ok((path, edits))
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
