//! What a change does to the workflows: gates that are not run any more, or may fail unnoticed.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::Span;

use super::Weakened;
use crate::repository::{stages::Stage, workflows::Workflow};

/// A gate that a step runs.
struct Run<'w> {
    workflow: &'w str,
    stage: Stage,
    command: String,
    span: Span,
    /// Why nothing stops if it fails, or why it shows nothing.
    soft: Option<&'static str>,
}

impl Weakened {
    pub(super) fn workflows(&mut self, before: &[Workflow], now: &[Workflow]) {
        let hard = |runs: &[Run<'_>]| -> BTreeSet<String> {
            let hard = runs.iter().filter(|run| run.soft.is_none());
            hard.map(|run| run.command.clone()).collect()
        };
        let (was, is) = (runs(before), runs(now));
        let (hard_before, hard_now) = (hard(&was), hard(&is));
        self.compared += hard_before.len();
        for run in is.iter().filter(|run| !hard_now.contains(&run.command)) {
            let (Some(why), true) = (run.soft, hard_before.contains(&run.command)) else {
                continue;
            };
            let message = format!(
                "`{}` in `{}` stops nothing now ({why}), and did {}",
                run.command, run.workflow, self.base
            );
            let key = format!("workflow {} {}", run.workflow, run.command);
            self.add(key, message, false, Some(run.span));
        }
        // A gate that is there and stops nothing was told above, or was changed to that.
        let known: BTreeSet<Stage> = is.iter().map(|run| run.stage).collect();
        let gone: BTreeMap<Stage, &Run<'_>> = was
            .iter()
            .filter(|run| run.soft.is_none() && !known.contains(&run.stage))
            .rev()
            .map(|run| (run.stage, run))
            .collect();
        for (stage, run) in gone {
            let message = format!(
                "no workflow runs `{}` or anything else for `{}` any more, as `{}` did {}",
                run.command,
                stage.as_str(),
                run.workflow,
                self.base
            );
            self.add(
                format!("workflow {}", stage.as_str()),
                message,
                false,
                Some(run.span),
            );
        }
    }
}

fn runs(workflows: &[Workflow]) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    for workflow in workflows {
        for step in &workflow.steps {
            for gate in &step.gates {
                found.push(Run {
                    workflow: &workflow.path,
                    stage: gate.does.stage,
                    command: gate.words.join(" "),
                    span: gate.span,
                    soft: step.softness(gate),
                });
            }
        }
    }
    found
}
