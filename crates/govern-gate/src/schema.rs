//! The JSON Schema of `govern.toml`, for completion in editors: the sections of all gates, and those that are nobody's.

use govern_diagnostics::Level;
use serde_json::{Map, Value, json};

use crate::{Catalogue, FailOn, Gate};

/// The JSON Schema of `govern.toml` for a program with these gates, and sections with a schema that are no gate's.
///
/// # Panics
///
/// If the schema of a section is no JSON object.
pub fn config_schema(gates: &[&dyn Gate], others: &[(&str, &str)]) -> Value {
    let mut sections = Map::new();
    sections.insert("lints".to_owned(), lints(&Catalogue::new(gates)));
    sections.insert("waiver".to_owned(), waiver());
    sections.insert(
        "govern".to_owned(),
        table(
            "What concerns every run.",
            json!({
                "fail-on": {
                    "description": "What makes the exit status 1.",
                    "enum": FailOn::ALL.map(FailOn::as_str),
                    "default": FailOn::default().as_str(),
                },
            }),
        ),
    );
    let switch = |gate: &&dyn Gate| {
        let text = format!(
            "Whether `cargo govern` runs this gate: it {}.",
            gate.summary()
        );
        (
            gate.name().to_owned(),
            json!({ "description": text, "type": "boolean", "default": true }),
        )
    };
    let switches: Map<String, Value> = gates.iter().map(switch).collect();
    sections.insert(
        "gates".to_owned(),
        table("Which gates run.", Value::Object(switches)),
    );
    let of_gates = gates
        .iter()
        .filter_map(|gate| Some((gate.name(), gate.config_schema()?)));
    for (name, text) in of_gates.chain(others.iter().copied()) {
        let schema: Value = serde_json::from_str(text).expect("the schema of a section is JSON");
        let Value::Object(mut schema) = schema else {
            panic!("the schema of `{name}` is no object")
        };
        schema.remove("$schema");
        schema.remove("$id");
        let mut schema = Value::Object(schema);
        move_references(&mut schema, &format!("#/properties/{name}/"));
        sections.insert(name.to_owned(), schema);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "govern.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": sections,
    })
}

fn lints(catalogue: &Catalogue) -> Value {
    let mut gates = Map::new();
    for gate in catalogue.gates() {
        let rules = catalogue
            .rules()
            .iter()
            .filter(|info| info.gate == *gate)
            .map(|info| {
                let level = json!({
                    "description": info.summary,
                    "enum": Level::ALL.map(Level::as_str),
                    "default": info.level.as_str(),
                });
                (info.name.to_owned(), level)
            });
        gates.insert(
            (*gate).to_owned(),
            table(
                &format!("Levels of the rules of `{gate}`."),
                Value::Object(rules.collect()),
            ),
        );
    }
    table(
        "The levels of rules, by gate and name.",
        Value::Object(gates),
    )
}

fn waiver() -> Value {
    let text =
        |description: &str| json!({ "description": description, "type": "string", "minLength": 1 });
    let mut waiver = table(
        "A justified exception from a rule.",
        json!({
            "rule": text("The rule, by name or by gate and name."),
            "key": text("The key of the finding, as `--format json` shows it."),
            "path": text("A glob of the files that the findings are in."),
            "reason": text("Why."),
            "owner": text("Who answers for it."),
            "expires": text("The last day on which it holds: `YYYY-MM-DD`."),
            "count": {
                "description": "How many findings it is for.",
                "default": 1,
                "anyOf": [{ "type": "integer", "minimum": 1 }, { "const": "any" }],
            },
        }),
    );
    waiver["required"] = json!(["rule", "reason"]);
    waiver["anyOf"] = json!([{ "required": ["key"] }, { "required": ["path"] }]);
    json!({ "description": "Justified exceptions.", "type": "array", "items": waiver })
}

fn table(description: &str, properties: Value) -> Value {
    json!({
        "description": description,
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

/// References within a schema that becomes part of another.
fn move_references(schema: &mut Value, prefix: &str) {
    match schema {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(target) if name == "$ref" => {
                        if let Some(inside) = target.strip_prefix("#/") {
                            *target = format!("{prefix}{inside}");
                        }
                    }
                    _ => move_references(value, prefix),
                }
            }
        }
        Value::Array(values) => values
            .iter_mut()
            .for_each(|value| move_references(value, prefix)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config, document::Document, samples::Sample};

    static GATE: Sample = Sample::new("archcheck", &["layer_violation"]);

    #[test]
    fn the_schema_knows_the_sections_that_the_program_knows() {
        let schema = config_schema(&[&GATE], &[]);
        for section in ["lints", "waiver", "govern", "gates", "archcheck"] {
            assert!(schema["properties"][section].is_object(), "{section}");
            let written = if section == "waiver" {
                "[[waiver]]".to_owned()
            } else {
                format!("[{section}]")
            };
            assert_eq!(
                config::mistakes(&Document::sample(&written), &["archcheck"]),
                []
            );
        }
        let lints = &schema["properties"]["lints"]["properties"];
        assert_eq!(
            lints["archcheck"]["properties"]["layer_violation"]["default"],
            "deny"
        );
        assert_eq!(
            lints["govern"]["properties"]["waiver_unused"]["default"],
            "warn"
        );
    }

    #[test]
    fn references_go_along_when_a_schema_becomes_part_of_another() {
        let schema = config_schema(&[&GATE], &[]);
        let section = &schema["properties"]["archcheck"];
        assert_eq!(
            section["properties"]["names"]["items"]["$ref"],
            "#/properties/archcheck/definitions/name"
        );
        assert!(section["definitions"]["name"].is_object());
    }
}
