//! JUnit's XML: a suite for each gate and a case for each rule, so that what shows tests shows when a rule went red.

use std::{collections::BTreeMap, io};

use super::{counted, one_line, short};
use crate::{
    Code, Diagnostic, NotRun, Report, RuleReport, Sources,
    junit::{Case, Document, Outcome, Suite},
};

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut found = BTreeMap::<Code, Vec<&Diagnostic>>::new();
    for diagnostic in &report.diagnostics {
        found.entry(diagnostic.code).or_default().push(diagnostic);
    }
    let mut suites = BTreeMap::<&str, Vec<Case>>::new();
    for rule in &report.rules {
        let found = found.remove(&rule.info.code()).unwrap_or_default();
        let case = of_rule(report, sources, rule, &found);
        suites.entry(rule.info.gate).or_default().push(case);
    }
    // What is wrong with the project itself, or belongs to a rule that is not in the report.
    let mut run: Vec<Case> = found
        .iter()
        .map(|(code, found)| of_code(report, sources, *code, found))
        .collect();
    run.extend(report.not_run.iter().map(not_run));
    let suites = suites
        .into_iter()
        .map(|(gate, cases)| suite(&format!("{} {gate}", report.tool.command), cases));
    let mut suites: Vec<Suite> = suites.collect();
    if !run.is_empty() {
        suites.insert(0, suite(&report.tool.command, run));
    }
    let document = Document {
        name: report.tool.name.clone(),
        suites,
    };
    document.write(out)
}

fn suite(name: &str, cases: Vec<Case>) -> Suite {
    Suite {
        name: name.to_owned(),
        properties: Vec::new(),
        cases,
    }
}

/// A case fails by the findings that fail the run; what is only warned of is its output.
fn of_rule(report: &Report, sources: &Sources, rule: &RuleReport, found: &[&Diagnostic]) -> Case {
    let (failing, warned) = parted(report, found);
    let outcome = if !failing.is_empty() {
        Outcome::Failed {
            kind: rule.level.to_string(),
            message: format!(
                "{}: {}",
                counted(failing.len(), "finding"),
                rule.info.summary
            ),
            details: texts(&failing, sources),
        }
    } else if let (0, Some(why)) = (rule.checked, &rule.idle) {
        Outcome::Skipped {
            message: one_line(why),
        }
    } else {
        Outcome::Passed
    };
    case(
        rule.info.gate,
        rule.info.name,
        outcome,
        texts(&warned, sources),
    )
}

fn of_code(report: &Report, sources: &Sources, code: Code, found: &[&Diagnostic]) -> Case {
    let (failing, warned) = parted(report, found);
    let outcome = match failing.first() {
        Some(first) => Outcome::Error {
            kind: code.to_string(),
            message: one_line(&first.message),
            details: texts(&failing, sources),
        },
        None => Outcome::Passed,
    };
    case("run", &code.to_string(), outcome, texts(&warned, sources))
}

/// What fails the run, and what does not.
fn parted<'d>(
    report: &Report,
    found: &[&'d Diagnostic],
) -> (Vec<&'d Diagnostic>, Vec<&'d Diagnostic>) {
    found.iter().partition(|it| report.fails(it))
}

fn not_run(part: &NotRun) -> Case {
    let message = one_line(&part.why);
    let outcome = if part.failed {
        Outcome::Error {
            kind: "not run".to_owned(),
            details: message.clone(),
            message,
        }
    } else {
        Outcome::Skipped { message }
    };
    case("run", &one_line(&part.what), outcome, String::new())
}

fn case(class: &str, name: &str, outcome: Outcome, output: String) -> Case {
    Case {
        class: class.to_owned(),
        name: name.to_owned(),
        place: None,
        properties: Vec::new(),
        outcome,
        output,
    }
}

/// One line each, and below it why and what to do.
fn texts(diagnostics: &[&Diagnostic], sources: &Sources) -> String {
    let mut lines = Vec::new();
    for diagnostic in diagnostics {
        lines.push(short::line(diagnostic, sources));
        let notes = diagnostic.notes.iter().map(|text| ("note", text));
        let help = diagnostic.help.iter().map(|text| ("help", text));
        lines.extend(
            notes
                .chain(help)
                .map(|(word, text)| format!("    {word}: {}", one_line(text))),
        );
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Level, RuleInfo, Severity};

    #[test]
    fn a_warning_fails_a_case_only_where_it_fails_the_run() {
        let info = RuleInfo {
            gate: "g",
            name: "r",
            summary: "s",
            level: Level::Warn,
            since: "0.1.0",
            docs: "",
        };
        let rule = RuleReport {
            info,
            bookkeeping: false,
            level: Level::Warn,
            checked: 1,
            shown: 1,
            waived: 0,
            baselined: 0,
            idle: None,
        };
        let warning = Diagnostic::new(info.code(), Severity::Warning, "m");
        let mut report = Report {
            diagnostics: vec![warning],
            rules: vec![rule],
            ..Report::default()
        };
        let mut rendered = |fail_on| {
            report.fail_on = fail_on;
            let mut bytes = Vec::new();
            render(&report, &Sources::default(), &mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        };
        let passes = rendered(Some(Severity::Error));
        assert!(
            passes.contains("failures=\"0\"") && passes.contains("<system-out>warning[g::r]: m")
        );
        assert_eq!(passes, rendered(None));
        let fails = rendered(Some(Severity::Warning));
        assert!(
            fails.contains("<failure type=\"warn\" message=\"1 finding: s\">warning[g::r]: m<")
        );
    }
}
