//! `--since REV`: only findings that were not there at a git revision.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{Diagnostic, NotRun};

use crate::baseline::{Baseline, Id};

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
    /// From what gates found at a revision, and which of them could be run there.
    pub(crate) fn new(
        revision: &str,
        findings: &[Diagnostic],
        complete: BTreeSet<&'static str>,
        not_run: Vec<NotRun>,
    ) -> Before {
        let counts = Baseline::accepting(findings).entries.into_iter();
        let not_run = not_run.into_iter().map(|part| NotRun {
            what: format!("at `{revision}`: {}", part.what),
            why: part.why,
            // What is not known to have been there is shown: nothing is missed.
            failed: false,
        });
        Before {
            revision: revision.to_owned(),
            counts: counts.map(|(id, entry)| (id, entry.count)).collect(),
            complete,
            not_run: not_run.collect(),
        }
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
pub(crate) fn told_of(revision: &str, mistake: &Diagnostic) -> Diagnostic {
    let mut told = Diagnostic::config(format!(
        "`--since {revision}` cannot be answered: at this revision, {}",
        mistake.message
    ));
    told.help.push(
        "take a revision whose configuration can be read, or a baseline: `baseline` accepts what there is now".to_owned(),
    );
    told
}
