//! What the schemas say that others publish for our formats, or we for our own.
//!
//! Those of SARIF (OASIS) and JUnit (Jenkins) are read from packages of the registry that carry them. reviewdog's is written down
//! here from its messages; `scripts/formats.sh` has a program of others read that format, too. GitLab publishes no schema for Code
//! Quality, but a table of the keys that it reads.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::{path::PathBuf, process::Command, sync::OnceLock};

use govern_diagnostics::Format;
use serde_json::{Value, json};

const OUTPUT: &str = include_str!("../../../../docs/schema/output.schema.json");

/// What is wrong with a text of a format, by the schema of that format.
pub(crate) fn mistakes(format: Format, text: &str) -> Vec<String> {
    match format {
        Format::Json => {
            let schema = serde_json::from_str(OUTPUT).unwrap();
            let lines = text.lines();
            let lines = lines.flat_map(|line| by_schema(&schema, &json_of(line)));
            let mut mistakes: Vec<String> = lines.collect();
            if text.is_empty() {
                mistakes.push("there is no line".to_owned());
            }
            mistakes
        }
        Format::Sarif => {
            // Two patterns of the schema hold a bracket that strict readers of patterns want escaped.
            let schema = of_package("serde-sarif", "src/schema.json");
            let schema = schema.replace("{2}]?$", r"{2}\\]?$");
            by_schema(&json_of(&schema), &json_of(text))
        }
        Format::Gitlab => by_schema(&gitlab(), &json_of(text)),
        Format::Rdjson => by_schema(&reviewdog(), &json_of(text)),
        Format::Junit => by_jenkins(text),
        other => panic!("nobody publishes what `{other}` is like"),
    }
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn by_schema(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap();
    let mistakes = validator.iter_errors(value);
    mistakes
        .map(|it| format!("{}: {it}", it.instance_path()))
        .collect()
}

fn by_jenkins(text: &str) -> Vec<String> {
    let schema = of_package("junit-report", "tests/JUnit.xsd");
    let schema = uppsala::parse(&schema).unwrap();
    let validator = uppsala::XsdValidator::from_schema(&schema).unwrap();
    let document = uppsala::parse(text).unwrap();
    let mistakes = validator.validate(&document);
    mistakes.iter().map(|it| format!("{it:?}")).collect()
}

/// The keys that GitLab reads, and that it must find.
fn gitlab() -> Value {
    json!({
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": { "type": "string", "minLength": 1 },
                "check_name": { "type": "string", "minLength": 1 },
                "fingerprint": { "type": "string", "minLength": 1 },
                "severity": { "enum": ["info", "minor", "major", "critical", "blocker"] },
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": { "type": "string", "pattern": "^[^/]" },
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": { "begin": { "type": "integer", "minimum": 1 } },
                        },
                    },
                },
            },
        },
    })
}

/// The messages of reviewdog's `DiagnosticResult`, with nothing that it does not know.
fn reviewdog() -> Value {
    let text = json!({ "type": "string" });
    let number = json!({ "type": "integer", "minimum": 1, "maximum": i32::MAX });
    let message = |properties: Value, required: &[&str]| {
        json!({
            "type": "object",
            "additionalProperties": false,
            "required": required,
            "properties": properties,
        })
    };
    let position = message(json!({ "line": number, "column": number }), &["line"]);
    let range = message(json!({ "start": position, "end": position }), &["start"]);
    let whole = message(
        json!({ "start": position, "end": position }),
        &["start", "end"],
    );
    let suggestion = message(json!({ "range": whole, "text": text }), &["range", "text"]);
    let location = message(json!({ "path": text, "range": range }), &["path"]);
    let source = message(json!({ "name": text, "url": text }), &["name"]);
    let related = message(
        json!({ "message": text, "location": location }),
        &["location"],
    );
    let severity = json!({ "enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"] });
    let diagnostic = message(
        json!({
            "message": text,
            "location": location,
            "severity": severity,
            "source": source,
            "code": message(json!({ "value": text, "url": text }), &["value"]),
            "suggestions": { "type": "array", "items": suggestion },
            "related_locations": { "type": "array", "items": related },
        }),
        &["message", "location"],
    );
    message(
        json!({
            "source": source,
            "severity": severity,
            "diagnostics": { "type": "array", "items": diagnostic },
        }),
        &["diagnostics"],
    )
}

/// A file of a package that carries the schemas of others: they are not ours to hand on.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads a file of a package"
)]
fn of_package(name: &str, path: &str) -> String {
    let packages = metadata()["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == name);
    let package = package.unwrap_or_else(|| panic!("the workspace does not depend on `{name}`"));
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    std::fs::read_to_string(manifest.with_file_name(path)).unwrap()
}

/// What cargo says of the workspace.
#[expect(
    clippy::disallowed_methods,
    reason = "a test asks cargo where packages are"
)]
fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let output = Command::new(env!("CARGO"))
            .args([
                "metadata",
                "--format-version=1",
                "--manifest-path",
                manifest,
            ])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        serde_json::from_slice(&output.stdout).unwrap()
    })
}
