//! Accepts what is found now: writes the baseline.

use govern_diagnostics::{Diagnostic, Report, Severity, Sources};

use crate::{
    Error, FailOn, Gate, Run, Session,
    baseline::Baseline,
    checked::checked,
    plan::{Plan, UseBaseline},
    run::{Waived, finish, refused, shown, waived},
};

/// What became of the wish for a new baseline.
#[derive(Debug)]
pub enum BaselineUpdate {
    /// It was written.
    Written {
        /// Where, relative to the workspace root.
        path: String,
        /// How many findings it accepts.
        findings: usize,
        /// How many the one before it accepted.
        before: usize,
    },
    /// It would have grown, and was not to.
    Grown(Box<Run>),
    /// The run was not complete: what it did not find may be there nevertheless.
    Incomplete(Box<Run>),
}

/// Accepts what the gates find now: writes the baseline. With `ratchet` it only ever shrinks.
pub fn update_baseline(
    gates: &[&dyn Gate],
    session: &Session,
    ratchet: bool,
) -> Result<BaselineUpdate, Error> {
    let refuse = |mistakes| {
        Ok(BaselineUpdate::Incomplete(Box::new(refused(
            gates,
            session,
            mistakes,
            "the configuration is wrong",
        ))))
    };
    let plan = match Plan::new(gates, session, UseBaseline::No) {
        Ok(plan) => plan,
        Err(mistakes) => return refuse(mistakes),
    };
    let path = session.baseline_path().to_owned();
    // A file that is to be written need not be there yet.
    let old = match session.workspace().read_if_exists(&path)? {
        None => Baseline::default(),
        Some(_) => match Baseline::read(session.workspace(), Some(&path)) {
            Ok(old) => old,
            Err(error) => return refuse(error.diagnostics(&mut Sources::default())),
        },
    };
    let mut checked = checked(&plan, session);
    let incomplete = checked.not_run.iter().any(|part| part.failed)
        || checked
            .mistakes
            .iter()
            .any(|mistake| mistake.severity == Severity::Error);
    if incomplete {
        return Ok(BaselineUpdate::Incomplete(Box::new(finish(
            session, checked, &plan, None,
        ))));
    }
    let complete = checked.complete.clone();
    let Waived { left, .. } = waived(session, &mut checked, &plan);
    let mut new = Baseline::accepting(&left);
    if ratchet {
        let grown: Vec<Diagnostic> = new.growth(&old, &left).into_iter().cloned().collect();
        if !grown.is_empty() {
            let report = Report {
                tool: session.tool().clone(),
                diagnostics: grown,
                ..Report::default()
            };
            let run = shown(
                session,
                report,
                Sources::default(),
                FailOn::Warning,
                Vec::new(),
                &checked.concealed,
            );
            return Ok(BaselineUpdate::Grown(Box::new(run)));
        }
    }
    new.keep_terms(&old);
    new.keep(&old, |id| complete.contains(id.gate.as_str()));
    session
        .workspace()
        .write_atomic(&path, new.to_text().as_bytes())?;
    Ok(BaselineUpdate::Written {
        path,
        findings: new.findings(),
        before: old.findings(),
    })
}
