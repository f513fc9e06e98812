//! What there is to do, in its order.

use std::collections::{BTreeMap, BTreeSet};

use cargo_ac::commands::report::rows::{CriterionRow, RequirementRow, StoryRow};
use govern_diagnostics::{Acceptance, Code, Diagnostic, Severity};
use govern_gate::{Date, Session};

use super::Hint;
use crate::agents::{looked::Looked, place::Place};
use crate::selftest::Receipted;

/// How many days before something expires it is among what is to be done.
const SOON: u64 = 30;

/// How urgent something is, and what orders those that are alike.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Urgency {
    class: u8,
    /// A day, or a number that stands for none.
    when: String,
}

/// The classes, the most urgent first. Those of criteria come three times: for what must, should and may hold.
const INCOMPLETE: u8 = 0;
const MUST: u8 = 1;
const ERROR: u8 = 10;
const SHOULD: u8 = 11;
const EXPIRING: u8 = 20;
const WARNING: u8 = 21;
const MAY: u8 = 22;
const BASELINE: u8 = 30;
const DRAFT: u8 = 31;
const SELFTEST: u8 = 32;

/// Nothing sorts behind it.
const NEVER: &str = "9999-99-99";

#[derive(Default)]
struct Hints(BTreeSet<(Urgency, Hint)>);

impl Hints {
    fn add(&mut self, class: u8, when: &str, hint: Hint) {
        let when = when.to_owned();
        self.0.insert((Urgency { class, when }, hint));
    }
}

/// All that is to be done, the most urgent first.
pub(super) fn hints(session: &Session, looked: &Looked) -> Vec<Hint> {
    let mut hints = Hints::default();
    incomplete(looked, &mut hints);
    let told = criteria(looked, &mut hints);
    findings(looked, &told, &mut hints);
    expiring(session, looked, &mut hints);
    baseline(looked, &mut hints);
    selftest(looked, &mut hints);
    let hints = hints.0.into_iter().zip(1..);
    hints
        .map(|((_, hint), rank)| Hint { rank, ..hint })
        .collect()
}

/// What could not run, and what is wrong with what says what is to be checked.
fn incomplete(looked: &Looked, hints: &mut Hints) {
    let report = &looked.run.report;
    let hint = |subject: &str, reason: &str, target: Option<Place>| Hint {
        rank: 0,
        code: "could_not_run",
        subject: subject.to_owned(),
        reason: reason.to_owned(),
        target,
        command: "cargo govern".to_owned(),
        links: Vec::new(),
    };
    for part in report.not_run.iter().filter(|part| part.failed) {
        hints.add(INCOMPLETE, "1", hint(&part.what, &part.why, None));
    }
    for wrong in &report.diagnostics {
        if !matches!(wrong.code, Code::Rule { .. }) {
            let place = Place::of(&looked.run.sources, wrong.span);
            let subject = wrong.code.to_string();
            hints.add(INCOMPLETE, "0", hint(&subject, &wrong.message, place));
        }
    }
    if let Err(why) = &looked.criteria {
        hints.add(INCOMPLETE, "1", hint("criteria", why, None));
    }
}

/// What criteria ask for. The ids of those that are told.
fn criteria(looked: &Looked, hints: &mut Hints) -> BTreeSet<String> {
    let Ok(Some(report)) = &looked.criteria else {
        return BTreeSet::new();
    };
    let mut all: Vec<(&StoryRow, &RequirementRow, &CriterionRow)> = Vec::new();
    for story in &report.stories {
        for requirement in &story.requirements {
            let its = requirement.criteria.iter();
            all.extend(its.map(|criterion| (story, requirement, criterion)));
        }
    }
    let grades: BTreeMap<&str, &str> = all
        .iter()
        .map(|(.., criterion)| (criterion.id.as_str(), criterion.status.grade))
        .collect();
    let holds = |id: &String| matches!(grades.get(id.as_str()), Some(&("good" | "linked")));
    let mut told = BTreeSet::new();
    for (story, requirement, criterion) in all {
        let waits: Vec<&str> = criterion
            .depends_on
            .iter()
            .filter(|id| !holds(id))
            .map(String::as_str)
            .collect();
        let (code, step) = match criterion.status.verdict {
            "failing" => ("criterion_failing", 0),
            "broken" => ("criterion_broken", 1),
            "uncovered" | "untested" => ("criterion_unlinked", 2),
            "lacking" | "partial" | "unproven" => ("criterion_unproven", 3),
            "flaky" => ("criterion_flaky", 4),
            "suspect" => ("criterion_suspect", 5),
            "draft" => ("criterion_draft", 6),
            _ => continue,
        };
        let class = match criterion.priority {
            // What waits for something else is no work yet; the other is.
            _ if step == 6 && !waits.is_empty() => continue,
            _ if step == 6 => DRAFT,
            "must" => MUST + step,
            "should" => SHOULD + step,
            _ => MAY + step,
        };
        let mut reason = match criterion.status.verdict {
            "draft" => "it is not in force yet, and all that it depends on holds".to_owned(),
            verdict => {
                let why = criterion.troubles().first();
                let why = why.map_or(String::new(), |why| format!(": {why}"));
                format!("it is {verdict}{why}")
            }
        };
        if !waits.is_empty() {
            reason.push_str(&format!("; before it comes {}", waits.join(", ")));
        }
        let command = match step {
            0 | 1 | 3 | 4 => format!("cargo ac run {}", criterion.id),
            5 => format!("cargo ac review {}", criterion.id),
            _ => format!("cargo govern brief {}", criterion.id),
        };
        told.insert(criterion.id.clone());
        // What others wait for comes before what waits.
        let when = if waits.is_empty() { "0" } else { "1" };
        let hint = Hint {
            rank: 0,
            code,
            subject: criterion.id.clone(),
            reason,
            target: criterion.place.as_ref().map(Place::from),
            command,
            links: vec![requirement.id.clone(), story.id.clone()],
        };
        hints.add(class, when, hint);
    }
    told
}

/// What the gates find, but for what is told of criteria already.
fn findings(looked: &Looked, told: &BTreeSet<String>, hints: &mut Hints) {
    for found in &looked.run.report.diagnostics {
        let Code::Rule { gate, name } = found.code else {
            continue;
        };
        let is_told = gate == "ac"
            && matches!(
                name,
                "criterion_failing" | "criterion_unproven" | "criterion_untested"
            )
            && told.contains(&found.key);
        if is_told {
            continue;
        }
        let (class, code) = match found.severity {
            Severity::Error => (ERROR, "finding_error"),
            Severity::Warning => (WARNING, "finding_warning"),
        };
        let place = Place::of(&looked.run.sources, found.span);
        hints.add(class, "", finding(found, place, code));
    }
}

fn finding(found: &Diagnostic, target: Option<Place>, code: &'static str) -> Hint {
    let rule = found.code.to_string();
    Hint {
        rank: 0,
        code,
        subject: format!("{rule} {}", found.key),
        reason: match found.help.first() {
            Some(help) => format!("{}; {help}", found.message),
            None => found.message.clone(),
        },
        target,
        command: command(found.code),
        links: vec![rule],
    }
}

/// The command that shows what a rule finds.
fn command(code: Code) -> String {
    match code {
        Code::Rule { gate, .. } if gate != "govern" => format!("cargo govern {gate}"),
        _ => "cargo govern".to_owned(),
    }
}

/// Waivers that expire soon.
fn expiring(session: &Session, looked: &Looked, hints: &mut Hints) {
    let soon = session.today().after(SOON).to_string();
    for accepted in &looked.run.report.accepted {
        let Acceptance::Waiver {
            expires: Some(expires),
            owner,
            span,
            ..
        } = &accepted.by
        else {
            continue;
        };
        if *expires > soon {
            continue;
        }
        let rule = accepted.diagnostic.code;
        let owner = owner.as_ref();
        let owner = owner.map_or(String::new(), |owner| format!(", {owner} answers for it"));
        let hint = Hint {
            rank: 0,
            code: "waiver_expiring",
            subject: format!("{rule} {}", accepted.diagnostic.key),
            reason: format!("it is waived until {expires}{owner}"),
            target: Place::of(&looked.run.sources, Some(*span)),
            command: command(rule),
            links: vec![rule.to_string()],
        };
        hints.add(EXPIRING, expires, hint);
    }
}

/// What the baseline accepts: the oldest first, then what nobody knows the age of, by the day on which it expires.
fn baseline(looked: &Looked, hints: &mut Hints) {
    for (entry, written) in &looked.baseline {
        let rule = format!("{}::{}", entry.gate, entry.rule);
        let since = written.map(|it| Date::from_unix(it).to_string());
        let until = entry.expires.map(|day| day.to_string());
        let mut reason = format!("the baseline accepts {} of it", entry.count);
        for (word, day) in [("since", &since), ("until", &until)] {
            if let Some(day) = day {
                reason.push_str(&format!(" {word} {day}"));
            }
        }
        let when = [&since, &until].map(|day| day.as_deref().unwrap_or(NEVER));
        let mut accepted = looked.run.report.accepted.iter();
        let its = accepted.find(|it| {
            it.by == Acceptance::Baseline && entry.accepts(it.diagnostic.code, &it.diagnostic.key)
        });
        let place = its.and_then(|it| Place::of(&looked.run.sources, it.diagnostic.span));
        let hint = Hint {
            rank: 0,
            code: "baseline_debt",
            subject: format!("{rule} {}", entry.key),
            reason,
            target: place.or_else(|| Place::of(&looked.sources, entry.span)),
            command: "cargo govern baseline".to_owned(),
            links: vec![rule],
        };
        hints.add(BASELINE, &when.join(" "), hint);
    }
}

/// That nobody knows whether all builds and passes.
fn selftest(looked: &Looked, hints: &mut Hints) {
    let standing = &looked.receipt;
    let reason = match standing.state {
        Receipted::Verified => return,
        Receipted::Missing => "no selftest has left a receipt here".to_owned(),
        Receipted::NotVerified | Receipted::Unknown => match standing.differences.first() {
            Some((what, why)) => {
                format!("the receipt does not show that all is well: {what}: {why}")
            }
            None => "the receipt does not show that all is well".to_owned(),
        },
    };
    let hint = Hint {
        rank: 0,
        code: "selftest_not_verified",
        subject: "selftest".to_owned(),
        reason,
        target: None,
        command: "cargo govern selftest --receipt".to_owned(),
        links: Vec::new(),
    };
    hints.add(SELFTEST, "", hint);
}
