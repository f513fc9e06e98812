//! `--since REV`: only findings that were not there at a git revision.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Diagnostic, NotRun, Sources};

use crate::{
    Gate, Options, Session,
    baseline::{Baseline, Id},
    plan::{Plan, UseBaseline},
    run::checked,
};

/// What was found at a revision.
#[derive(Debug)]
pub(crate) struct Before {
    revision: String,
    /// How often each finding was there.
    counts: BTreeMap<Id, usize>,
    /// The gates that could be run there.
    complete: BTreeSet<&'static str>,
    /// What could not be looked at there.
    not_run: Vec<NotRun>,
}

impl Before {
    /// Runs gates over the workspace as it is at a revision, with the configuration that it has there: the same pipe, over
    /// other sources. Mistakes are those that make the question one without an answer.
    pub(crate) fn new(
        gates: &[&dyn Gate],
        session: &Session,
        revision: &str,
    ) -> Result<Before, Vec<Diagnostic>> {
        let workspace = session
            .workspace()
            .as_of_revision(revision)
            .map_err(|error| crate::Error::from(error).diagnostics(&mut Sources::default()))?;
        let options = Options {
            since: None,
            ..session.options.clone()
        };
        let old = Session::new(workspace, options);
        let plan = Plan::new(gates, &old, UseBaseline::No).map_err(|mistakes| {
            mistakes
                .into_iter()
                .map(|mistake| told_of(revision, &mistake))
                .collect::<Vec<_>>()
        })?;
        let checked = checked(&plan, &old);
        let counts = Baseline::accepting(&checked.findings).entries.into_iter();
        let not_run = checked.not_run.into_iter().map(|part| NotRun {
            what: format!("at `{revision}`: {}", part.what),
            why: part.why,
            // What is not known to have been there is shown: nothing is missed.
            failed: false,
        });
        Ok(Before {
            revision: revision.to_owned(),
            counts: counts.map(|(id, entry)| (id, entry.count)).collect(),
            complete: checked.complete,
            not_run: not_run.collect(),
        })
    }

    /// Leaves out the findings that were there. Of findings that are one but for their lines, all are left out or none: which
    /// of them are new cannot be known without lines.
    pub(crate) fn leave_out(
        self,
        findings: Vec<Diagnostic>,
        not_run: &mut Vec<NotRun>,
    ) -> Vec<Diagnostic> {
        let now = Baseline::accepting(&findings).entries;
        let all = findings.len();
        let mut left = Vec::with_capacity(all);
        for mut finding in findings {
            let known = Id::of(&finding).and_then(|id| {
                let before = *self.counts.get(&id)?;
                let complete = self.complete.contains(id.gate.as_str());
                complete.then(|| (before, now[&id].count))
            });
            match known {
                Some((before, now)) if now <= before => {}
                Some((before, now)) => {
                    finding.notes.push(format!(
                        "at `{}` there were {before} of these, and now there are {now}",
                        self.revision
                    ));
                    left.push(finding);
                }
                None => left.push(finding),
            }
        }
        let count = all - left.len();
        not_run.extend(self.not_run);
        if count > 0 {
            let noun = if count == 1 { "finding" } else { "findings" };
            not_run.push(NotRun {
                what: format!("{count} {noun} left out"),
                why: format!("they were there at `{}` already", self.revision),
                failed: false,
            });
        }
        left
    }
}

/// A mistake at the revision: its place is in a file that nobody can open.
fn told_of(revision: &str, mistake: &Diagnostic) -> Diagnostic {
    let mut told = Diagnostic::config(format!(
        "`--since {revision}` cannot be answered: at this revision, {}",
        mistake.message
    ));
    told.help.push(
        "take a revision whose configuration can be read, or a baseline: `baseline` accepts what there is now".to_owned(),
    );
    told
}
