//! SARIF 2.1.0, for code scanning and viewers.

use std::{collections::BTreeMap, io};

use serde::Serialize;
use serde_json::{Value, json};

use super::{RenderOptions, counted};
use crate::{
    Acceptance, Code, Diagnostic, Fix, Level, Location, Report, RuleInfo, Sources, Span, Verdict,
    fingerprint::Fingerprints,
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// GitHub refuses a file with more results than this in a run.
const MAX_RESULTS: usize = 25_000;

/// GitHub refuses a file that is larger than this when compressed; we stay below it without.
const MAX_BYTES: usize = 10_000_000;

/// Room that the results leave for the notifications.
const MAX_NOTIFICATIONS: usize = 1_000;

pub(super) fn render(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    write(
        report,
        sources,
        options,
        Limits {
            results: MAX_RESULTS,
            bytes: MAX_BYTES,
        },
        out,
    )
}

#[derive(Clone, Copy)]
struct Limits {
    results: usize,
    bytes: usize,
}

/// The members stand in the order in which they are read.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log {
    version: &'static str,
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Value,
    invocations: [Value; 1],
    automation_details: Value,
    original_uri_base_ids: Value,
    column_kind: &'static str,
    results: Vec<Value>,
}

fn write(
    report: &Report,
    sources: &Sources,
    options: &RenderOptions,
    limits: Limits,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let writer = Writer {
        report,
        sources,
        options,
    };
    let rules: Vec<Value> = report
        .rules
        .iter()
        .map(|rule| descriptor(&rule.info, rule.level))
        .collect();
    let fixed: usize = rules.iter().map(size).sum();
    let (results, cut) = writer.results(limits, fixed);
    let log = Log {
        version: "2.1.0",
        schema: SCHEMA,
        runs: [Run {
            tool: json!({ "driver": {
                "name": report.tool.name,
                "semanticVersion": report.tool.version,
                "rules": rules,
            } }),
            invocations: [writer.invocation(cut)],
            automation_details: json!({ "id": format!("{}/", report.tool.name) }),
            original_uri_base_ids: json!({ "%SRCROOT%": {
                "description": { "text": "the root of the repository" },
            } }),
            column_kind: "utf16CodeUnits",
            results,
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

struct Writer<'r> {
    report: &'r Report,
    sources: &'r Sources,
    options: &'r RenderOptions,
}

impl Writer<'_> {
    /// The results that fit, what is shown before what is accepted, errors before warnings; and how many do not fit.
    fn results(&self, limits: Limits, fixed: usize) -> (Vec<Value>, usize) {
        let rows: BTreeMap<Code, usize> = self
            .report
            .rules
            .iter()
            .enumerate()
            .map(|(row, rule)| (rule.info.code(), row))
            .collect();
        let shown = self
            .report
            .diagnostics
            .iter()
            .map(|diagnostic| (diagnostic, None));
        let accepted = self
            .report
            .accepted
            .iter()
            .filter(|_| self.options.show_suppressed)
            .map(|accepted| (&accepted.diagnostic, Some(&accepted.by)));
        let mut fingerprints = Fingerprints::default();
        let mut all: Vec<_> = shown
            .chain(accepted)
            .filter(|(diagnostic, _)| matches!(diagnostic.code, Code::Rule { .. }))
            .map(|(diagnostic, by)| (diagnostic, by, fingerprints.of(diagnostic)))
            .collect();
        // Stable: within a severity the order of the report remains.
        all.sort_by_key(|(diagnostic, by, _)| (by.is_some(), diagnostic.severity));
        let total = all.len();
        let mut bytes = fixed;
        let mut results = Vec::new();
        for (diagnostic, by, fingerprint) in all.into_iter().take(limits.results) {
            let result = self.result(
                diagnostic,
                by,
                fingerprint,
                rows.get(&diagnostic.code).copied(),
            );
            bytes += size(&result);
            if bytes > limits.bytes {
                break;
            }
            results.push(result);
        }
        let cut = total - results.len();
        (results, cut)
    }

    fn result(
        &self,
        diagnostic: &Diagnostic,
        by: Option<&Acceptance>,
        fingerprint: String,
        row: Option<usize>,
    ) -> Value {
        let mut result = json!({
            "ruleId": diagnostic.code.to_string(),
            "level": diagnostic.severity.as_str(),
            "message": { "text": plain(&text(diagnostic)) },
            // What has no place stands at the manifest: results without one are refused.
            "locations": [diagnostic.span.and_then(|span| self.location(span, diagnostic.label.as_deref()))
                .unwrap_or_else(|| self.manifest())],
            "partialFingerprints": { "governFingerprint/v1": fingerprint },
            "properties": { "key": diagnostic.key },
        });
        if let Some(row) = row {
            result["ruleIndex"] = json!(row);
        }
        let related: Vec<Value> = diagnostic
            .related
            .iter()
            .filter_map(|related| self.location(related.span, Some(&related.message)))
            .enumerate()
            .map(|(id, mut location)| {
                location["id"] = json!(id);
                location
            })
            .collect();
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
        if let Some(fix) = diagnostic.fix.as_ref().and_then(|fix| self.fix(fix)) {
            result["fixes"] = json!([fix]);
        }
        if let Some(by) = by {
            result["suppressions"] = json!([self.suppression(by)]);
        }
        result
    }

    fn location(&self, span: Span, message: Option<&str>) -> Option<Value> {
        let at = self.sources.locate(span)?;
        let mut location = json!({ "physicalLocation": {
            "artifactLocation": self.artifact(at.path),
            "region": region(&at),
        } });
        if let Some(message) = message {
            location["message"] = json!({ "text": plain(message) });
        }
        Some(location)
    }

    /// What a program may do: all of it, or nothing.
    fn fix(&self, fix: &Fix) -> Option<Value> {
        let mut changes: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for edit in &fix.edits {
            let at = self.sources.locate(edit.span)?;
            changes.entry(at.path).or_default().push(json!({
                "deletedRegion": region(&at),
                "insertedContent": { "text": edit.text },
            }));
        }
        let changes = changes.into_iter().map(|(path, replacements)| {
            json!({ "artifactLocation": self.artifact(path), "replacements": replacements })
        });
        Some(json!({
            "description": { "text": plain(&fix.title) },
            "artifactChanges": changes.collect::<Vec<_>>(),
        }))
    }

    fn manifest(&self) -> Value {
        json!({ "physicalLocation": { "artifactLocation": self.artifact("Cargo.toml") } })
    }

    fn artifact(&self, path: &str) -> Value {
        json!({ "uri": uri(&format!("{}{path}", self.options.path_prefix)), "uriBaseId": "%SRCROOT%" })
    }

    fn suppression(&self, by: &Acceptance) -> Value {
        match by {
            Acceptance::Baseline => json!({
                "kind": "external",
                "status": "accepted",
                "justification": "accepted in the baseline",
            }),
            Acceptance::Waiver {
                reason,
                owner,
                expires,
                span,
            } => {
                let in_config = self
                    .sources
                    .path(span.file)
                    .is_some_and(|path| path.ends_with(".toml"));
                let mut justification = reason.clone();
                if let Some(owner) = owner {
                    justification.push_str(&format!("; owner: {owner}"));
                }
                if let Some(expires) = expires {
                    justification.push_str(&format!("; expires: {expires}"));
                }
                let mut suppression = json!({
                    "kind": if in_config { "external" } else { "inSource" },
                    "status": "accepted",
                    "justification": justification,
                });
                if let Some(location) = self.location(*span, None) {
                    suppression["location"] = location;
                }
                suppression
            }
        }
    }

    fn invocation(&self, cut: usize) -> Value {
        let mut configuration = Vec::new();
        let mut execution = Vec::new();
        if cut > 0 {
            let results = counted(cut, "result");
            let text =
                format!("{results} left out: the file would be larger than code scanning takes");
            execution.push(notification("warning", &text));
        }
        let accepted = self.report.accepted.len();
        if accepted > 0 && !self.options.show_suppressed {
            let text = format!(
                "{} left out that waivers or the baseline accept; `--show-suppressed` has them",
                counted(accepted, "result")
            );
            execution.push(notification("note", &text));
        }
        for part in &self.report.not_run {
            let level = if part.failed { "error" } else { "note" };
            execution.push(notification(
                level,
                &format!("{} did not run: {}", part.what, part.why),
            ));
        }
        for opaque in self.report.opaque.iter().filter(|opaque| opaque.count > 0) {
            let text = format!("not known: {} ({})", opaque.counted(), opaque.gate);
            execution.push(notification("note", &text));
        }
        let mistakes = self
            .report
            .diagnostics
            .iter()
            .filter(|it| !matches!(it.code, Code::Rule { .. }));
        let total = mistakes.clone().count();
        for diagnostic in mistakes.take(MAX_NOTIFICATIONS) {
            let mut notification = notification(diagnostic.severity.as_str(), &text(diagnostic));
            if let Some(location) = diagnostic
                .span
                .and_then(|span| self.location(span, diagnostic.label.as_deref()))
            {
                notification["locations"] = json!([location]);
            }
            match diagnostic.code {
                Code::Config | Code::Workspace => configuration.push(notification),
                _ => execution.push(notification),
            }
        }
        if total > MAX_NOTIFICATIONS {
            let more = counted(total - MAX_NOTIFICATIONS, "more mistake");
            execution.push(notification("warning", &format!("{more} left out")));
        }
        let complete = self.report.verdict() != Verdict::Incomplete;
        let mut invocation = json!({ "executionSuccessful": complete });
        if !configuration.is_empty() {
            invocation["toolConfigurationNotifications"] = json!(configuration);
        }
        if !execution.is_empty() {
            invocation["toolExecutionNotifications"] = json!(execution);
        }
        invocation
    }
}

fn region(at: &Location<'_>) -> Value {
    json!({
        "startLine": at.start.line,
        "startColumn": at.start.utf16_column,
        "endLine": at.end.line,
        "endColumn": at.end.utf16_column,
    })
}

fn notification(level: &str, text: &str) -> Value {
    json!({ "level": level, "message": { "text": plain(text) } })
}

fn descriptor(info: &RuleInfo, level: Level) -> Value {
    let configuration = match level.severity() {
        Some(severity) => json!({ "level": severity.as_str() }),
        None => json!({ "enabled": false }),
    };
    json!({
        "id": info.to_string(),
        "name": info.name,
        "shortDescription": { "text": plain(info.summary) },
        "help": { "text": plain(info.docs.trim()), "markdown": info.docs.trim() },
        "defaultConfiguration": configuration,
        "properties": { "tags": [info.gate] },
    })
}

/// What, why and what to do.
fn text(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    for note in &diagnostic.notes {
        text.push_str(&format!("\nnote: {note}"));
    }
    for help in &diagnostic.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    text
}

/// Plain text as SARIF has it: `[text](target)` would be a link and `{0}` an argument.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(index) = rest.find(['[', '{', '}']) {
        plain.push_str(&rest[..index]);
        let after = &rest[index + 1..];
        match rest.as_bytes()[index] {
            b'[' if after
                .find(']')
                .is_some_and(|close| after[close + 1..].starts_with('(')) =>
            {
                plain.push_str("\\[");
            }
            b'[' => plain.push('['),
            b'{' => plain.push_str("{{"),
            _ => plain.push_str("}}"),
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// About as many bytes as it will take in the file; indentation is what compression removes.
fn size(value: &Value) -> usize {
    value.to_string().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{RuleReport, Severity};

    #[test]
    fn text_that_looks_like_a_link_or_an_argument_is_plain() {
        assert_eq!(
            plain("see [`x`](y) and a[1] in {0}"),
            "see \\[`x`](y) and a[1] in {{0}}"
        );
    }

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("../a b/ü#1.rs"), "../a%20b/%C3%BC%231.rs");
    }

    fn report(count: usize) -> Report {
        let info = RuleInfo {
            gate: "archcheck",
            name: "layer_violation",
            summary: "an inner layer depends on an outer one",
            level: Level::Deny,
            since: "0.1.0",
            docs: "",
        };
        let found = (0..count).map(|index| {
            let severity = if index % 2 == 0 {
                Severity::Warning
            } else {
                Severity::Error
            };
            Diagnostic {
                key: format!("key {index}"),
                ..Diagnostic::new(info.code(), severity, "found")
            }
        });
        let diagnostics = found.collect();
        let rule = RuleReport {
            info,
            bookkeeping: false,
            level: Level::Deny,
            checked: 1,
            shown: count,
            waived: 0,
            baselined: 0,
            idle: None,
        };
        Report {
            diagnostics,
            rules: vec![rule],
            ..Report::default()
        }
    }

    fn rendered(report: &Report, limits: Limits) -> Value {
        let mut bytes = Vec::new();
        write(
            report,
            &Sources::default(),
            &RenderOptions::default(),
            limits,
            &mut bytes,
        )
        .unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn what_is_too_much_is_cut_and_said() {
        let report = report(10);
        for limits in [
            Limits {
                results: 3,
                bytes: MAX_BYTES,
            },
            Limits {
                results: 100,
                bytes: 1_200,
            },
        ] {
            let run = &rendered(&report, limits)["runs"][0];
            let results = run["results"].as_array().unwrap();
            assert!(
                !results.is_empty() && results.len() < 10,
                "{}",
                results.len()
            );
            assert_eq!(results[0]["level"], "error");
            let said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
                .as_str()
                .unwrap();
            assert!(
                said.starts_with(&counted(10 - results.len(), "result")),
                "{said}"
            );
        }
        let whole = rendered(
            &report,
            Limits {
                results: MAX_RESULTS,
                bytes: MAX_BYTES,
            },
        );
        assert_eq!(whole["runs"][0]["results"].as_array().unwrap().len(), 10);
        assert!(whole["runs"][0]["invocations"][0]["toolExecutionNotifications"].is_null());
    }
}
