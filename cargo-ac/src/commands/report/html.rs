//! The report as a page: one file for auditors, which needs no network, and no script but to filter.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{CriterionRow, LinkRow, Place, Report, Status, TestRow};
use super::{ToLink, counts};
use crate::commands::line;

const STYLES: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// The page, with links to places if there is something to make them of.
pub(super) fn page(report: &Report, link: &ToLink<'_>) -> String {
    let writer = Page {
        report,
        link,
        priorities: report
            .criteria()
            .map(|(.., it)| (it.row, it.priority))
            .collect(),
    };
    let mut text = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Acceptance criteria</title>\n<style>\n",
    );
    text.push_str(STYLES);
    text.push_str("</style>\n</head>\n<body>\n");
    writer.header(&mut text);
    text.push_str("<main>\n");
    if !report.results {
        text.push_str("<p class=\"note\">No results of tests were looked at: this is what the source links.</p>\n");
    }
    writer.summary(&mut text);
    writer.criteria(&mut text);
    writer.tests(&mut text);
    text.push_str("</main>\n<script>\n\"use strict\";\n");
    text.push_str(SCRIPT);
    text.push_str("</script>\n</body>\n</html>\n");
    text
}

struct Page<'a> {
    report: &'a Report,
    link: &'a ToLink<'a>,
    priorities: BTreeMap<usize, &'static str>,
}

impl Page<'_> {
    fn header(&self, text: &mut String) {
        text.push_str("<header>\n<h1>Acceptance criteria</h1>\n<span id=\"count\" class=\"quiet\" aria-live=\"polite\"></span>\n");
        let verdicts = counts(self.report);
        let verdicts = verdicts.iter().map(|(status, _)| status.verdict);
        let used: BTreeSet<&str> = self.priorities.values().copied().collect();
        let priorities = ["must", "should", "may"].into_iter();
        buttons(text, "verdict", verdicts);
        buttons(text, "priority", priorities.filter(|it| used.contains(it)));
        text.push_str("<input id=\"search\" type=\"search\" placeholder=\"Find\" aria-label=\"find\" autocomplete=\"off\" spellcheck=\"false\">\n</header>\n");
    }

    fn summary(&self, text: &mut String) {
        text.push_str("<table id=\"summary\">\n<thead><tr><th>verdict</th><th>must</th><th>should</th><th>may</th><th>all</th></tr></thead>\n<tbody>\n");
        for (status, all) in counts(self.report) {
            let of = |priority: &str| {
                let criteria = self.report.criteria().map(|(.., it)| it);
                criteria
                    .filter(|it| it.status == status && it.priority == priority)
                    .count()
            };
            let (must, should, may) = (of("must"), of("should"), of("may"));
            let verdict = shown(status);
            line(
                text,
                format_args!(
                    "<tr><td>{verdict}</td><td>{must}</td><td>{should}</td><td>{may}</td><td>{all}</td></tr>"
                ),
            );
        }
        text.push_str("</tbody>\n</table>\n");
    }

    fn criteria(&self, text: &mut String) {
        for story in &self.report.stories {
            text.push_str("<section data-part>\n");
            let (id, title, verdict) = (
                escaped(&story.id),
                escaped(&story.title),
                shown(story.status),
            );
            let place = self.at(story.place.as_ref());
            line(text, format_args!("<h2>{id} {title} {verdict}{place}</h2>"));
            for requirement in &story.requirements {
                let (id, title) = (escaped(&requirement.id), escaped(&requirement.title));
                let (verdict, place) = (
                    shown(requirement.status),
                    self.at(requirement.place.as_ref()),
                );
                line(
                    text,
                    format_args!("<section data-part>\n<h3>{id} {title} {verdict}{place}</h3>"),
                );
                if requirement.criteria.is_empty() {
                    text.push_str("<p>No criteria.</p>\n");
                } else {
                    text.push_str("<table class=\"matrix\">\n<thead><tr><th>criterion</th><th>what it says</th><th>verdict</th><th>why</th><th>shown by</th></tr></thead>\n<tbody>\n");
                    for criterion in &requirement.criteria {
                        self.criterion(text, criterion);
                    }
                    text.push_str("</tbody>\n</table>\n");
                }
                text.push_str("</section>\n");
            }
            text.push_str("</section>\n");
        }
    }

    fn criterion(&self, text: &mut String, criterion: &CriterionRow) {
        let (row, status) = (criterion.row, criterion.status);
        line(
            text,
            format_args!(
                "<tr id=\"c{row}\" data-kind=\"criterion\" data-grade=\"{}\" data-verdict=\"{}\" data-priority=\"{}\">",
                status.grade,
                token(status.verdict),
                criterion.priority
            ),
        );
        let (id, says) = (escaped(&criterion.id), escaped(&criterion.text));
        let place = self.at(criterion.place.as_ref());
        let needs: Vec<String> = criterion.needs.iter().map(|it| it.join(" or ")).collect();
        let needs = match needs.join(", ") {
            needs if needs.is_empty() => String::new(),
            needs => format!("<br><span class=\"quiet\">needs {needs}</span>"),
        };
        let reasons: Vec<String> = criterion.troubles().iter().map(|it| escaped(it)).collect();
        let mut shown_by: Vec<String> = criterion.links.iter().map(|it| self.link(it)).collect();
        let code = criterion.code.iter();
        shown_by.extend(code.map(|place| format!("code{}", self.at(Some(place)))));
        line(
            text,
            format_args!(
                "<td><strong>{id}</strong><br>{}{place}</td><td>{says}{needs}</td><td>{}</td><td>{}</td><td>{}</td>\n</tr>",
                criterion.priority,
                shown(status),
                list(&reasons),
                list(&shown_by),
            ),
        );
    }

    fn link(&self, it: &LinkRow) -> String {
        let title = format!("<code>{}</code>", escaped(&it.title()));
        let title = match it.test {
            Some(test) => format!("<a href=\"#t{test}\">{title}</a>"),
            None => title,
        };
        let outcome = outcome(it.evidence, self.report.results);
        let place = self.at(it.place.as_ref().or(it.link.as_ref()));
        let results: String = it
            .results
            .iter()
            .map(|result| self.at(result.place.as_ref()))
            .collect();
        format!("{}: {title} {outcome}{place}{results}", it.level)
    }

    fn tests(&self, text: &mut String) {
        text.push_str("<section data-part>\n<h2>Tests and scenarios</h2>\n");
        if self.report.tests.is_empty() {
            text.push_str("<p>None.</p>\n</section>\n");
            return;
        }
        text.push_str("<table class=\"tests\">\n<thead><tr><th>test</th><th>level</th><th>outcome</th><th>criteria</th></tr></thead>\n<tbody>\n");
        for (row, test) in self.report.tests.iter().enumerate() {
            self.test(text, row, test);
        }
        text.push_str("</tbody>\n</table>\n</section>\n");
    }

    fn test(&self, text: &mut String, row: usize, test: &TestRow) {
        let verdicts: BTreeSet<String> = test
            .criteria
            .iter()
            .map(|it| token(it.status.verdict))
            .collect();
        let verdicts: Vec<String> = verdicts.into_iter().collect();
        let priorities = test.criteria.iter();
        let priorities: BTreeSet<&str> = priorities
            .filter_map(|it| self.priorities.get(&it.row).copied())
            .collect();
        let priorities: Vec<&str> = priorities.into_iter().collect();
        let criteria: Vec<String> = test
            .criteria
            .iter()
            .map(|it| {
                let (id, verdict) = (escaped(&it.id), shown(it.status));
                format!("<a href=\"#c{}\">{id}</a> {verdict}", it.row)
            })
            .collect();
        let criteria = if criteria.is_empty() {
            "<span class=\"quiet\">none</span>".to_owned()
        } else {
            list(&criteria)
        };
        let (name, place) = (escaped(&test.name), self.at(test.place.as_ref()));
        let outcome = test
            .evidence
            .map_or_else(String::new, |it| outcome(it, self.report.results));
        let (kind, level) = (test.kind, test.level);
        let (verdicts, priorities) = (verdicts.join(" "), priorities.join(" "));
        line(
            text,
            format_args!(
                "<tr id=\"t{row}\" data-kind=\"{kind}\" data-grade=\"\" data-verdict=\"{verdicts}\" data-priority=\"{priorities}\">\
                 <td><code>{name}</code>{place}</td><td>{level}</td><td>{outcome}</td><td>{criteria}</td></tr>"
            ),
        );
    }

    /// A place, as something to follow if that can be.
    fn at(&self, place: Option<&Place>) -> String {
        let Some(place) = place else {
            return String::new();
        };
        let shown = escaped(&format!("{}:{}", place.path, place.line));
        match (self.link)(place) {
            Some(url) => {
                let url = escaped(&url);
                format!(" <a class=\"place\" href=\"{url}\" rel=\"noreferrer\">{shown}</a>")
            }
            None => format!(" <span class=\"place\">{shown}</span>"),
        }
    }
}

fn buttons<'a>(text: &mut String, filter: &str, values: impl Iterator<Item = &'a str>) {
    line(
        text,
        format_args!("<div class=\"tools\" role=\"group\" aria-label=\"{filter}\">"),
    );
    for value in values {
        let token = token(value);
        line(
            text,
            format_args!(
                "<button type=\"button\" data-filter=\"{filter}\" value=\"{token}\" aria-pressed=\"false\">{value}</button>"
            ),
        );
    }
    text.push_str("</div>\n");
}

/// A verdict as one word.
fn token(verdict: &str) -> String {
    verdict.replace(' ', "-")
}

fn shown(status: Status) -> String {
    format!(
        "<span class=\"verdict {}\">{}</span>",
        status.grade, status.verdict
    )
}

fn outcome(evidence: &str, results: bool) -> String {
    let (class, word) = match evidence {
        "not-run" if !results => return "<span class=\"quiet\">not looked at</span>".to_owned(),
        "passed" | "attested" => ("good", evidence),
        "flaky" => ("doubtful", evidence),
        "absent" | "ambiguous" => ("broken", evidence),
        "failed" => ("failing", evidence),
        _ => ("unshown", evidence),
    };
    format!("<span class=\"{class}\">{word}</span>")
}

fn list(items: &[String]) -> String {
    let items: String = items
        .iter()
        .map(|item| format!("<li>{item}</li>"))
        .collect();
    if items.is_empty() {
        items
    } else {
        format!("<ul>{items}</ul>")
    }
}

/// Text that is only text, between tags and in quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\0' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::report::testing::{HOSTILE, report, reported, unobserved};

    #[test]
    fn a_criterion_leads_to_its_test_and_the_test_to_its_criterion() {
        let text = page(&report(), &|_| None);
        let row = |id: &str| {
            let (_, rest) = text.split_once(&format!("<tr id=\"{id}\"")).expect(id);
            rest.split_once("</tr>").expect("it ends").0.to_owned()
        };
        let criterion = row("c1");
        assert!(
            criterion.contains("data-verdict=\"failing\" data-priority=\"must\"")
                && criterion.contains("unit: <a href=\"#t3\"><code>shop::two</code></a> <span class=\"failing\">failed</span>")
                && criterion.contains("<span class=\"place\">src/lib.rs:6</span>")
                && criterion.contains("code <span class=\"place\">src/lib.rs:9</span>")
                && criterion.contains("<li>unit: test `shop::two` failed: left is not right</li>"),
            "{criterion}"
        );
        let test = row("t3");
        assert!(
            test.contains("<code>shop::two</code>") && test.contains("<a href=\"#c1\">AC-2</a>"),
            "{test}"
        );
        assert!(row("t2").contains("<code>shop::three</code>") && row("t2").contains("none"));
    }

    #[test]
    fn places_lead_where_somebody_says() {
        let text = page(&report(), &|place| Some(format!("x:{}\"'<", place.path)));
        assert!(
            text.contains(
                "href=\"x:src/lib.rs&quot;&#39;&lt;\" rel=\"noreferrer\">src/lib.rs:6</a>"
            ),
            "{text}"
        );
        let text = page(&unobserved(), &|_| None);
        assert!(
            text.contains("No results of tests were looked at"),
            "{text}"
        );
        assert!(!text.contains("href=\"x"), "{text}");
    }

    #[test]
    fn the_page_asks_for_nothing_from_elsewhere_and_no_text_is_markup() {
        for text in HOSTILE {
            let text = page(&reported(text), &|_| None);
            for word in [
                "src=\"",
                "url(",
                "@import",
                "fetch(",
                "innerHTML",
                "eval(",
                "<img",
            ] {
                assert!(!text.contains(word), "{word}");
            }
            assert_eq!(text.matches("<script").count(), 1, "{text}");
            assert_eq!(text.matches("</script").count(), 1, "{text}");
            assert!(text.contains("default-src 'none'"), "{text}");
        }
    }
}
