//! What a change does to the workflows: gates that are not run any more, or may fail unnoticed.

use std::collections::BTreeSet;

use govern_diagnostics::Span;

use super::Weakened;
use crate::repository::{stages::Stage, workflows::Workflow};

/// Flags that make a gate look at more, as they are told.
const WIDER: [&str; 5] = [
    "--workspace",
    "--all-features",
    "--all-targets",
    "--include-ignored",
    "-D warnings",
];

/// Flags that make a gate look away from what is named behind them.
const LAXER: [&str; 5] = ["-A", "--allow", "--exclude", "--skip", "--ignore"];

/// Events that stop a change before it is in.
const TRIGGERS: [&str; 4] = ["pull_request", "pull_request_target", "merge_group", "push"];

/// A gate that a step runs.
struct Run<'w> {
    workflow: &'w str,
    stage: Stage,
    command: String,
    flags: BTreeSet<&'static str>,
    /// What it looks away from, flags and values.
    laxer: BTreeSet<String>,
    triggers: &'w BTreeSet<String>,
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
        let of_stage = |runs: &'_ [Run<'_>], stage| -> Vec<usize> {
            let rows = runs.iter().enumerate();
            let those = rows.filter(|(_, run)| run.soft.is_none() && run.stage == stage);
            those.map(|(row, _)| row).collect()
        };
        for stage in Stage::ALL {
            let (before, now) = (of_stage(&was, stage), of_stage(&is, stage));
            let Some(&first) = before.first() else {
                continue;
            };
            if let Some(&row) = now.first() {
                let before = before.iter().map(|&row| &was[row]);
                let now: Vec<&Run<'_>> = now.iter().map(|&row| &is[row]).collect();
                self.narrower(stage, before.collect(), &now, is[row].span);
                continue;
            }
            let run = &was[first];
            let soft = is.iter().find(|run| run.stage == stage);
            if let Some((soft, why)) = soft.and_then(|run| Some((run, run.soft?))) {
                // The same command was told above.
                if !hard_before.contains(&soft.command) {
                    let message = format!(
                        "of `{}` only `{}` in `{}` is left, which stops nothing ({why}); `{}` did {}",
                        stage.as_str(),
                        soft.command,
                        soft.workflow,
                        run.command,
                        self.base
                    );
                    let key = format!("workflow {}", stage.as_str());
                    self.add(key, message, false, Some(soft.span));
                }
                continue;
            }
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

impl Weakened {
    /// Flags and events that a gate had anywhere, and has nowhere now.
    fn narrower(&mut self, stage: Stage, was: Vec<&Run<'_>>, is: &[&Run<'_>], place: Span) {
        for flag in WIDER {
            let has = |runs: &[&Run<'_>]| runs.iter().any(|run| run.flags.contains(flag));
            if has(&was) && !has(is) {
                let with = was.iter().find(|run| run.flags.contains(flag));
                let command = with.map_or("", |run| run.command.as_str());
                let message = format!(
                    "no workflow runs `{}` with `{flag}` any more, as `{command}` did {}",
                    stage.as_str(),
                    self.base
                );
                let key = format!("workflow {} {flag}", stage.as_str());
                self.add(key, message, true, Some(place));
            }
        }
        let lax = |runs: &[&Run<'_>]| -> BTreeSet<String> {
            runs.iter().flat_map(|run| run.laxer.clone()).collect()
        };
        for pair in lax(is).difference(&lax(&was)) {
            let with = is.iter().find(|run| run.laxer.contains(pair));
            let (command, span) = with.map_or(("", place), |run| (&run.command, run.span));
            let message = format!(
                "`{command}` leaves out what `{pair}` says, and nothing did for `{}` {}",
                stage.as_str(),
                self.base
            );
            let key = format!("workflow {} {pair}", stage.as_str());
            self.add(key, message, true, Some(span));
        }
        for event in TRIGGERS {
            let has = |runs: &[&Run<'_>]| runs.iter().any(|run| run.triggers.contains(event));
            if has(&was) && !has(is) {
                let message = format!(
                    "no workflow runs `{}` on `{event}` any more, and one did {}",
                    stage.as_str(),
                    self.base
                );
                let key = format!("workflow {} on {event}", stage.as_str());
                self.add(key, message, true, Some(place));
            }
        }
    }
}

/// The flags of a command that make it look at more.
fn flags(words: &[String]) -> BTreeSet<&'static str> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let has = |flag: &str| match flag {
        "--workspace" => words.contains(&"--workspace") || words.contains(&"--all"),
        "-D warnings" => {
            let denies = |pair: &[&str]| matches!(pair, ["-D" | "--deny", "warnings"]);
            words.windows(2).any(denies) || words.contains(&"-Dwarnings")
        }
        // The other form of it is `-- --ignored` beside a run of all others.
        "--include-ignored" => words.contains(&flag) || words.contains(&"--ignored"),
        flag => words.contains(&flag),
    };
    WIDER.into_iter().filter(|flag| has(flag)).collect()
}

/// What a command looks away from: a flag and what is behind it.
fn laxer(words: &[String]) -> BTreeSet<String> {
    let pairs = words.windows(2).filter_map(|pair| match pair {
        [flag, what] if LAXER.contains(&flag.as_str()) => Some(format!("{flag} {what}")),
        _ => None,
    });
    pairs.collect()
}

fn runs(workflows: &[Workflow]) -> Vec<Run<'_>> {
    let mut found = Vec::new();
    for workflow in workflows {
        for step in &workflow.steps {
            for gate in &step.gates {
                let mut flags = flags(&gate.words);
                let compiles = matches!(gate.does.stage, Stage::Clippy | Stage::Build | Stage::Doc);
                if step.denies_warnings && compiles {
                    flags.insert("-D warnings");
                }
                found.push(Run {
                    workflow: &workflow.path,
                    stage: gate.does.stage,
                    command: gate.words.join(" "),
                    flags,
                    laxer: laxer(&gate.words),
                    triggers: &workflow.triggers,
                    span: gate.span,
                    soft: step.softness(gate),
                });
            }
        }
    }
    found
}
