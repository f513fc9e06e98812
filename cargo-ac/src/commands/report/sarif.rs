//! The report as SARIF: a result for each criterion, those that are well as well, with what shows it as related places.
//!
//! What is wrong with criteria, ledgers and tests is told by the rules of the gate (`cargo ac --format sarif`).

use serde_json::{Value, json};

use super::percent;
use super::rows::{CriterionRow, LinkRow, Place, Report, RequirementRow};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The one rule that all results are of.
const RULE: &str = "acceptance_criterion";

/// The report as JSON in the shape of SARIF 2.1.0.
pub(super) fn document(report: &Report) -> Result<String, serde_json::Error> {
    let results: Vec<Value> = report
        .criteria()
        .map(|(_, requirement, criterion)| result(requirement, criterion))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-ac",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": [{
                    "id": RULE,
                    "shortDescription": { "text": "a criterion, and whether something shows that it holds" },
                }],
            } },
            "automationDetails": { "id": "cargo-ac report/" },
            "originalUriBaseIds": { "%SRCROOT%": {
                "description": { "text": "the root of the workspace" },
            } },
            "columnKind": "unicodeCodePoints",
            "properties": { "results": report.results },
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log)?;
    text.push('\n');
    Ok(text)
}

fn result(requirement: &RequirementRow, criterion: &CriterionRow) -> Value {
    let (kind, level) = kind(criterion);
    let verdict = criterion.status.verdict;
    let mut message = format!("{} is {verdict}: {}", criterion.id, criterion.text);
    for reason in criterion.troubles() {
        message.push_str("\n- ");
        message.push_str(reason);
    }
    let related: Vec<Value> = (0..)
        .zip(criterion.links.iter().filter_map(related))
        .map(|(id, mut location): (u32, Value)| {
            location["id"] = json!(id);
            location
        })
        .collect();
    json!({
        "ruleId": RULE,
        "ruleIndex": 0,
        "kind": kind,
        "level": level,
        "message": { "text": message },
        "locations": criterion.place.as_ref().map(|place| vec![location(place)]).unwrap_or_default(),
        "relatedLocations": related,
        "partialFingerprints": { "criterion/v1": criterion.id },
        "properties": {
            "criterion": criterion.id,
            "requirement": requirement.id,
            "priority": criterion.priority,
            "state": criterion.state,
            "verdict": verdict,
        },
    })
}

/// What a verdict is in SARIF. Only what fails has a level.
fn kind(criterion: &CriterionRow) -> (&'static str, &'static str) {
    match (criterion.status.grade, criterion.status.verdict) {
        ("good", _) => ("pass", "none"),
        ("failing" | "broken", _) => ("fail", "error"),
        (_, "suspect") if criterion.priority == "must" => ("fail", "error"),
        ("unshown", _) => match criterion.priority {
            "must" => ("fail", "error"),
            "should" => ("fail", "warning"),
            _ => ("fail", "note"),
        },
        ("doubtful", _) => ("review", "none"),
        ("outside", _) => ("notApplicable", "none"),
        // Linked, and nobody has looked at results.
        _ => ("open", "none"),
    }
}

fn related(link: &LinkRow) -> Option<Value> {
    let mut location = location(link.place.as_ref()?);
    let text = format!("{}: {}: {}", link.level, link.title(), link.evidence);
    location["message"] = json!({ "text": text });
    Some(location)
}

fn location(place: &Place) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": percent(&place.path), "uriBaseId": "%SRCROOT%" },
        "region": { "startLine": place.line, "startColumn": place.column },
    } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::report::testing::{HOSTILE, report, reported, unobserved};

    fn results(report: &Report) -> Vec<Value> {
        let text = document(report).expect("JSON");
        let log: Value = serde_json::from_str(&text).expect("JSON");
        log["runs"][0]["results"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    fn kinds(report: &Report) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        results(report)
            .iter()
            .map(|it| {
                let id = &it["partialFingerprints"]["criterion/v1"];
                (text(id), text(&it["kind"]), text(&it["level"]))
            })
            .collect()
    }

    fn row(id: &str, kind: &str, level: &str) -> (String, String, String) {
        (id.to_owned(), kind.to_owned(), level.to_owned())
    }

    #[test]
    fn a_criterion_is_a_result_by_its_verdict() {
        assert_eq!(
            kinds(&report()),
            [
                row("AC-1", "fail", "error"),
                row("AC-2", "fail", "error"),
                row("AC-3", "fail", "warning"),
                row("AC-4", "notApplicable", "none"),
            ]
        );
        let failing = &results(&report())[1];
        assert_eq!(
            failing["message"]["text"],
            "AC-2 is failing: is shipped\n- unit: test `shop::two` failed: left is not right"
        );
        let test = &failing["relatedLocations"][0];
        assert_eq!(test["message"]["text"], "unit: shop::two: failed");
        assert_eq!(
            test["physicalLocation"]["artifactLocation"]["uri"],
            "src/lib.rs"
        );
        assert_eq!(test["physicalLocation"]["region"]["startLine"], 6);
    }

    #[test]
    fn without_results_nothing_passes() {
        let kinds = kinds(&unobserved());
        assert!(kinds.iter().all(|(_, kind, _)| kind != "pass"), "{kinds:?}");
        assert_eq!(kinds[0], row("AC-1", "open", "none"));
    }

    #[test]
    fn every_text_is_text_in_json() {
        for text in HOSTILE {
            let report = reported(text);
            let shown = &results(&report)[0]["message"]["text"];
            let said = format!(
                "AC-1 is verified: {}",
                report.stories[0].requirements[0].criteria[0].text
            );
            assert_eq!(shown, &json!(said));
        }
    }
}
