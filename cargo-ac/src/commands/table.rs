//! The table of criteria as a file.
//!
//! It depends on nothing but what the ledgers, the features and the tests say, and on no clock. Its header has a hash of
//! each of these and one of the table itself.

use std::collections::BTreeMap;

use govern_diagnostics::FileId;
use xxhash_rust::xxh3::xxh3_64;

use crate::commands::line;
use crate::commands::one_line;
use crate::criteria::{Criteria, Criterion, Idle, Standing, What};
use crate::ledger::{Level, Priority};
use crate::verdict::{Grade, Verdict};

/// What the table is made of, in the order of the header.
pub(crate) const SOURCES: [&str; 3] = ["ledgers", "features", "tests"];

/// The file: header and table.
pub fn document(model: &Criteria) -> String {
    let body = body(model);
    let mut text = String::from(
        "<!-- Written by `cargo ac status --write`; change the ledger, the features or the tests instead.\n",
    );
    for (name, hash) in SOURCES.iter().zip(source_hashes(model)) {
        line(&mut text, format_args!("     {name}: {hash:016x}"));
    }
    line(
        &mut text,
        format_args!("     table: {:016x} -->", xxh3_64(body.as_bytes())),
    );
    text.push_str(&body);
    text
}

/// A hash of what each of the sources says, as far as the table tells it.
fn source_hashes(model: &Criteria) -> [u64; 3] {
    let mut ledgers = String::new();
    for file in &model.ledgers {
        line(&mut ledgers, format_args!("{:?}", file.path));
        for story in &file.ledger.stories {
            line(
                &mut ledgers,
                format_args!("{:?}", (&story.id.text, &story.title)),
            );
            for requirement in &story.requirements {
                line(
                    &mut ledgers,
                    format_args!("{:?}", (&requirement.id.text, &requirement.title)),
                );
            }
        }
    }
    for criterion in &model.criteria {
        let until = criterion.waiver.as_ref().map(|waiver| &waiver.until.text);
        let named = criterion
            .named
            .iter()
            .map(|named| named.evidence.level)
            .collect::<Vec<_>>();
        let said = (
            &criterion.id,
            &criterion.text,
            criterion.priority,
            criterion.state,
            &criterion.needs,
            until,
            named,
        );
        line(&mut ledgers, format_args!("{said:?}"));
    }
    let (mut features, mut tests) = (String::new(), String::new());
    for criterion in &model.criteria {
        for proof in &criterion.proofs {
            let source = match proof.what {
                What::Scenario(_) => &mut features,
                What::Test(_) => &mut tests,
                // The ledger alone tells of these.
                What::File(_) | What::Attested(..) => continue,
            };
            let what = (
                &criterion.id,
                proof.level,
                model.describe(&proof.what),
                proof.idle.is_some(),
            );
            line(source, format_args!("{what:?}"));
        }
    }
    [ledgers, features, tests].map(|text| xxh3_64(text.as_bytes()))
}

fn body(model: &Criteria) -> String {
    let mut text = String::from("\n# Feature status\n\n");
    summary(model, &mut text);
    let mut by_requirement: BTreeMap<(FileId, &str), Vec<&Criterion>> = BTreeMap::new();
    for criterion in &model.criteria {
        by_requirement
            .entry((criterion.span.file, &criterion.requirement))
            .or_default()
            .push(criterion);
    }
    for file in &model.ledgers {
        for story in &file.ledger.stories {
            line(
                &mut text,
                format_args!("\n## {} {}", story.id.text, cell(&story.title)),
            );
            for requirement in &story.requirements {
                line(
                    &mut text,
                    format_args!(
                        "\n### {} {}\n",
                        requirement.id.text,
                        cell(&requirement.title)
                    ),
                );
                let criteria = by_requirement.get(&(file.file, requirement.id.text.as_str()));
                let criteria = criteria.map_or(&[][..], Vec::as_slice);
                if criteria.is_empty() {
                    text.push_str("No criteria.\n");
                    continue;
                }
                text.push_str("| criterion | what it says | priority | status | shown by |\n|---|---|---|---|---|\n");
                for criterion in criteria {
                    row(model, criterion, &mut text);
                }
            }
        }
    }
    text
}

/// How everything stands by the results of tests, if there are any: on the screen only, for results come and go.
pub(crate) fn verdicts(model: &Criteria) -> Option<String> {
    let observed = model.observed.as_ref().filter(|it| it.is_looked_at())?;
    let requirements = observed.above(model.criteria.iter().map(|it| it.requirement.as_str()));
    let stories = observed.above(model.criteria.iter().map(|it| it.story.as_str()));
    let shown = |verdict: Option<&Verdict>| match verdict {
        Some(verdict) if verdict.grade() >= Grade::Unshown => format!("**{}**", verdict.word()),
        Some(verdict) => verdict.word().to_owned(),
        None => "no criterion in force".to_owned(),
    };
    let mut text =
        String::from("\n# By the results of tests\n\n| | priority | verdict |\n|---|---|---|\n");
    let (mut story, mut requirement) = ("", "");
    for (criterion, judged) in model.criteria.iter().zip(&observed.judged) {
        if criterion.story != story {
            story = &criterion.story;
            let verdict = shown(stories.get(story));
            line(&mut text, format_args!("| {story} | | {verdict} |"));
        }
        if criterion.requirement != requirement {
            requirement = &criterion.requirement;
            let verdict = shown(requirements.get(requirement));
            line(&mut text, format_args!("| {requirement} | | {verdict} |"));
        }
        let (id, priority) = (&criterion.id, criterion.priority.name());
        let verdict = shown(Some(&judged.verdict));
        line(&mut text, format_args!("| {id} | {priority} | {verdict} |"));
    }
    Some(text)
}

fn summary(model: &Criteria, text: &mut String) {
    text.push_str(
        "| priority | criteria | tested | waived | not tested |\n|---|---|---|---|---|\n",
    );
    for priority in [Priority::Must, Priority::Should, Priority::May] {
        let standings: Vec<Standing> = model
            .criteria
            .iter()
            .filter(|criterion| criterion.priority == priority && criterion.state.is_in_force())
            .map(|criterion| criterion.standing(model.today))
            .collect();
        let count =
            |is: fn(&Standing) -> bool| standings.iter().filter(|standing| is(standing)).count();
        let tested = count(|standing| *standing == Standing::Tested);
        let waived = count(|standing| matches!(standing, Standing::Waived(_)));
        let rest = standings.len() - tested - waived;
        line(
            text,
            format_args!(
                "| {} | {} | {tested} | {waived} | {rest} |",
                priority.name(),
                standings.len()
            ),
        );
    }
}

fn row(model: &Criteria, criterion: &Criterion, text: &mut String) {
    let status = standing(&criterion.standing(model.today));
    let mut shown: Vec<String> = criterion
        .proofs
        .iter()
        .map(|proof| {
            let why = match &proof.idle {
                None => "",
                Some(Idle::Ignored(_)) => ", ignored",
                Some(Idle::NotBuilt) => ", not built",
                Some(Idle::Pending(_)) => ", pending",
                Some(Idle::NoSteps) => ", without steps",
                Some(Idle::NoRows) => ", without rows",
                Some(Idle::Expired(_)) => ", expired",
                Some(Idle::Failed) => ", failed",
            };
            format!(
                "{}: {}{why}",
                proof.level.name(),
                cell(&model.describe(&proof.what))
            )
        })
        .collect();
    shown.sort();
    shown.extend(
        criterion
            .absent()
            .map(|(named, _)| format!("{}: named, and not found", named.evidence.level.name())),
    );
    let (id, says) = (&criterion.id, cell(&criterion.text));
    line(
        text,
        format_args!(
            "| {id} | {says} | {} | {status} | {} |",
            criterion.priority.name(),
            shown.join("<br>")
        ),
    );
}

/// How a criterion stands by what the source says, in Markdown.
fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Retired => "retired".to_owned(),
        Standing::Draft => "draft".to_owned(),
        Standing::Tested => "tested".to_owned(),
        Standing::Untested => "**not tested**".to_owned(),
        Standing::Waived(until) => format!("waived until {until}"),
        Standing::Lacks(levels) => format!("**lacks {}**", levels_in_words(levels)),
    }
}

/// Levels in words: `unit, bdd or integration`.
pub(crate) fn levels_in_words(levels: &[Vec<Level>]) -> String {
    let any_of = |levels: &Vec<Level>| {
        let names: Vec<&str> = levels.iter().map(|level| level.name()).collect();
        names.join(" or ")
    };
    levels.iter().map(any_of).collect::<Vec<_>>().join(", ")
}

/// Text that stays in its cell and means nothing in Markdown.
fn cell(text: &str) -> String {
    one_line(text)
        .replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use crate::testing::{CRITERIA, FEATURE, RUST, table as text};

    #[test]
    fn the_table_says_how_things_stand() {
        let text = text(CRITERIA, FEATURE, RUST);
        let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
        assert_eq!(
            rows,
            [
                "| priority | criteria | tested | waived | not tested |",
                "| must | 3 | 1 | 1 | 1 |",
                "| should | 1 | 0 | 0 | 1 |",
                "| may | 0 | 0 | 0 | 0 |",
                "| criterion | what it says | priority | status | shown by |",
                "| AC-1 | a \\| b &lt;c> | must | tested | bdd: scenario \"later\" in a.feature, pending<br>bdd: scenario \"pays \\| ships\" in a.feature |",
                "| AC-2 | two | must | **lacks bdd** | unit: test `shop::two` |",
                "| AC-3 | three | must | waived until 2026-12-31 |  |",
                "| AC-4 | four | must | draft |  |",
                "| AC-5 | five | should | **not tested** |  |",
            ]
        );
    }

    #[test]
    fn what_no_row_tells_changes_nothing() {
        let now = text(CRITERIA, FEATURE, RUST);
        assert_eq!(
            text(CRITERIA, &format!("# a comment\n{FEATURE}"), RUST),
            now
        );
        assert_eq!(
            text(
                CRITERIA,
                FEATURE,
                &format!("{RUST}#[test]\nfn for_nothing() {{}}\npub fn code() {{}}\n")
            ),
            now
        );
    }
}
