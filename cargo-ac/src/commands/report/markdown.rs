//! The report as Markdown: for a page, a summary of a job, a comment.

use super::rows::{CriterionRow, LinkRow, Place, Report, Status};
use super::{ToLink, counts};
use crate::commands::line;

/// The report, with links to places if there is something to make them of.
pub(super) fn document(report: &Report, link: &ToLink<'_>) -> String {
    let mut text = String::from("# Acceptance criteria\n\n");
    if !report.results {
        text.push_str("No results of tests were looked at: this is what the source links.\n\n");
    }
    text.push_str("| verdict | criteria |\n|---|---|\n");
    for (status, count) in counts(report) {
        line(&mut text, format_args!("| {} | {count} |", shown(status)));
    }
    for story in &report.stories {
        let (id, title, verdict) = (&story.id, plain(&story.title), shown(story.status));
        line(&mut text, format_args!("\n## {id} {title}: {verdict}"));
        for requirement in &story.requirements {
            let (id, title) = (&requirement.id, plain(&requirement.title));
            let verdict = shown(requirement.status);
            line(&mut text, format_args!("\n### {id} {title}: {verdict}\n"));
            if requirement.criteria.is_empty() {
                text.push_str("No criteria.\n");
                continue;
            }
            text.push_str("| criterion | what it says | priority | verdict | why | shown by |\n|---|---|---|---|---|---|\n");
            for criterion in &requirement.criteria {
                row(&mut text, criterion, report.results, link);
            }
        }
    }
    text.push_str("\n## Tests and scenarios\n\n");
    let (linked, rest): (Vec<_>, Vec<_>) = report
        .tests
        .iter()
        .partition(|test| !test.criteria.is_empty());
    if !linked.is_empty() {
        text.push_str("| test | level | outcome | criteria |\n|---|---|---|---|\n");
    }
    for test in linked {
        let name = code(&test.name);
        let place = at(test.place.as_ref(), link);
        let outcome = outcome(test.evidence.unwrap_or_default(), report.results);
        let criteria: Vec<&str> = test.criteria.iter().map(|it| it.id.as_str()).collect();
        let (level, criteria) = (test.level, criteria.join(", "));
        line(
            &mut text,
            format_args!("| {name}{place} | {level} | {outcome} | {criteria} |"),
        );
    }
    if !rest.is_empty() {
        line(
            &mut text,
            format_args!("\nFor no criterion: {}.", rest.len()),
        );
    }
    text
}

fn row(text: &mut String, criterion: &CriterionRow, results: bool, link: &ToLink<'_>) {
    let (id, says) = (&criterion.id, plain(&criterion.text));
    let place = at(criterion.place.as_ref(), link);
    let reasons: Vec<String> = criterion.troubles().iter().map(|it| plain(it)).collect();
    let links = criterion.links.iter();
    let mut shown_by: Vec<String> = links.map(|it| linked(it, results, link)).collect();
    let code = criterion.code.iter();
    shown_by.extend(code.map(|place| format!("code{}", at(Some(place), link))));
    line(
        text,
        format_args!(
            "| {id}{place} | {says} | {} | {} | {} | {} |",
            criterion.priority,
            shown(criterion.status),
            reasons.join("<br>"),
            shown_by.join("<br>"),
        ),
    );
}

fn linked(it: &LinkRow, results: bool, link: &ToLink<'_>) -> String {
    let (name, place) = (code(&it.title()), at(it.place.as_ref(), link));
    // Where nobody looked for results, there is nothing to say about them.
    match outcome(it.evidence, results) {
        "not looked at" => format!("{}: {name}{place}", it.level),
        outcome => format!("{}: {name}{place} {outcome}", it.level),
    }
}

fn outcome(evidence: &str, results: bool) -> &str {
    match (evidence, results) {
        ("not-run", false) => "not looked at",
        _ => evidence,
    }
}

/// A verdict; what is wrong stands out.
fn shown(status: Status) -> String {
    match status.grade {
        "unshown" | "broken" | "failing" => format!("**{}**", status.verdict),
        _ => status.verdict.to_owned(),
    }
}

fn at(place: Option<&Place>, link: &ToLink<'_>) -> String {
    let Some(place) = place else {
        return String::new();
    };
    let shown = code(&format!("{}:{}", place.path, place.line));
    match link(place) {
        Some(url) => {
            let url = url
                .replace('<', "%3C")
                .replace('>', "%3E")
                .replace('|', "%7C");
            format!(" ([{shown}](<{url}>))")
        }
        None => format!(" ({shown})"),
    }
}

/// Text in a cell that means nothing in Markdown or HTML.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '|' | '`' | '*' | '[' | ']' | '_' | '~' | '#' | '!' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ if character.is_control() => escaped.push(' '),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// A name in a cell, as code. HTML does that for whatever is in it.
fn code(text: &str) -> String {
    format!("<code>{}</code>", plain(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::report::testing::{HOSTILE, report, reported, unobserved};

    fn rows(text: &str) -> Vec<&str> {
        let lines = text.lines().filter(|line| line.starts_with("| AC-"));
        lines.collect()
    }

    #[test]
    fn criteria_have_reasons_and_tests_have_criteria() {
        let text = document(&report(), &|place| {
            Some(format!("x/{}#{}", place.path, place.line))
        });
        assert_eq!(
            rows(&text)[1],
            "| AC-2 ([<code>specs/spec\\_ledger.yaml:10</code>](<x/specs/spec_ledger.yaml#10>)) | is shipped | must | **failing** | unit: test \\`shop::two\\` failed: left is not right | unit: <code>shop::two</code> ([<code>src/lib.rs:6</code>](<x/src/lib.rs#6>)) failed<br>code ([<code>src/lib.rs:9</code>](<x/src/lib.rs#9>)) |"
        );
        assert!(
            text.contains("| **failing** | 1 |\n| **partial** | 1 |\n"),
            "{text}"
        );
        assert!(
            text.contains("| <code>shop::two</code> ([<code>src/lib.rs:6</code>](<x/src/lib.rs#6>)) | unit | failed | AC-2 |"),
            "{text}"
        );
        assert!(text.ends_with("\nFor no criterion: 1.\n"), "{text}");
    }

    #[test]
    fn without_results_it_says_so() {
        let text = document(&unobserved(), &|_| None);
        assert!(
            text.contains("No results of tests were looked at"),
            "{text}"
        );
        assert!(text.contains("| tested | 2 |"), "{text}");
        assert!(text.contains("| unit | not looked at | AC-2 |"), "{text}");
        assert!(!text.contains("has no result"), "{text}");
    }

    #[test]
    fn every_text_stays_in_its_cell() {
        for text in HOSTILE {
            let document = document(&reported(text), &|_| None);
            let [row] = rows(&document)[..] else {
                panic!("{document}")
            };
            let bare = row.replace("\\\\", "").replace("\\|", "");
            assert_eq!(bare.matches('|').count(), 7, "{row}");
            assert!(!row.contains("<script") && !row.contains("<img"), "{row}");
        }
    }
}
