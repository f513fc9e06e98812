//! The shape of a ledger as a JSON Schema, for editors and other tools.

use serde_json::{Map, Value, json};

use super::schema2::LEDGER;
use super::shape::{Object, Shape};
use crate::ids::{IdKind, IdPrefixes, MAX_LENGTH};

/// The JSON Schema of ledgers of schema 2, with ids that begin like that.
pub fn json_schema(ids: &IdPrefixes) -> Value {
    let mut definitions = Map::new();
    let root = object(&LEDGER, ids, &mut definitions);
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A ledger of cargo ac: stories, requirements and acceptance criteria",
        "$defs": definitions,
    });
    if let (Some(schema), Value::Object(root)) = (schema.as_object_mut(), root) {
        schema.extend(root);
    }
    schema
}

fn object(of: &Object, ids: &IdPrefixes, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    for field in of.fields {
        properties.insert(field.key.to_owned(), value(&field.shape, ids, definitions));
    }
    let required = of.fields.iter().filter(|field| field.required);
    let required: Vec<&str> = required.map(|field| field.key).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "patternProperties": { "^x-": true },
        "additionalProperties": false,
    });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if let Some((sets, _)) = of.any_of {
        let sets: Vec<Value> = sets
            .iter()
            .map(|keys| json!({ "required": keys }))
            .collect();
        schema["anyOf"] = json!(sets);
    }
    schema
}

fn value(shape: &Shape, ids: &IdPrefixes, definitions: &mut Map<String, Value>) -> Value {
    match shape {
        Shape::Text => json!({ "type": "string", "pattern": "[\\p{L}\\p{N}]" }),
        Shape::AnyText => json!({ "type": "string" }),
        Shape::Id(kind) => id(&[*kind], "", ids),
        Shape::AnyId => {
            let kinds = [IdKind::Story, IdKind::Requirement, IdKind::Criterion];
            // That of another ledger has a namespace before it.
            id(&kinds, "(?:[^:]*:)?", ids)
        }
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Count => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Shape::Date => {
            json!({ "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" })
        }
        Shape::OneOf(known) => json!({ "enum": known }),
        Shape::Exactly(text) => match text.parse::<u64>() {
            Ok(number) => json!({ "enum": [number, text] }),
            Err(_) => json!({ "const": text }),
        },
        Shape::List(of) => json!({ "type": "array", "items": value(of, ids, definitions) }),
        Shape::OneOrList(of) => {
            let of = value(of, ids, definitions);
            json!({ "anyOf": [of, { "type": "array", "items": of }] })
        }
        Shape::Needs(of) => {
            let of = value(of, ids, definitions);
            json!({ "type": "array", "items": { "anyOf": [of, { "type": "array", "items": of }] } })
        }
        Shape::Object(of) => {
            let name: String = of.name.chars().filter(|c| *c != '`').collect();
            let name = name
                .trim_start_matches("a ")
                .trim_start_matches("an ")
                .replace(' ', "-");
            if !definitions.contains_key(&name) {
                // Shapes hold no shape that is around them.
                let schema = object(of, ids, definitions);
                definitions.insert(name.clone(), schema);
            }
            json!({ "$ref": format!("#/$defs/{name}") })
        }
        Shape::Anything => json!(true),
    }
}

fn id(kinds: &[IdKind], before: &str, ids: &IdPrefixes) -> Value {
    let prefixes: Vec<&str> = kinds.iter().map(|kind| ids.of(*kind)).collect();
    let pattern = format!("^{before}(?:{})(?:-[A-Z0-9]+)+$", prefixes.join("|"));
    match before {
        "" => json!({ "type": "string", "pattern": pattern, "maxLength": MAX_LENGTH }),
        _ => json!({ "type": "string", "pattern": pattern }),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test reads the fixtures")]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::super::yaml::{self, Node, ScalarKind, Value as Yaml};
    use super::*;
    use crate::ledger::read;

    /// A tree as JSON has it.
    fn json(node: &Node) -> Value {
        match &node.value {
            Yaml::List(nodes) => nodes.iter().map(json).collect(),
            Yaml::Map(entries) => {
                let entries = entries.iter().map(|it| (it.key.clone(), json(&it.value)));
                Value::Object(entries.collect())
            }
            Yaml::Scalar(scalar) => match scalar.kind {
                ScalarKind::Text => scalar.text.clone().into(),
                ScalarKind::Null => Value::Null,
                ScalarKind::Bool(value) => value.into(),
                ScalarKind::Number => match scalar.text.parse::<u64>() {
                    Ok(number) => number.into(),
                    Err(_) => scalar.text.parse::<f64>().unwrap_or(0.5).into(),
                },
            },
        }
    }

    fn ledgers(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                ledgers(&path, found);
            } else if path
                .extension()
                .is_some_and(|it| it == "yaml" || it == "yml")
                && path.components().any(|part| part.as_os_str() == "specs")
            {
                found.push(path);
            }
        }
    }

    /// Whether the schema takes a ledger, and whether the gate does.
    fn both(text: &str) -> (bool, bool) {
        let ids = IdPrefixes::default();
        let validator = jsonschema::validator_for(&json_schema(&ids)).expect("a schema");
        let root = yaml::read(text).0.expect("YAML");
        (
            validator.is_valid(&json(&root)),
            read(text, &ids).1.is_empty(),
        )
    }

    #[test]
    fn the_ledgers_of_the_fixtures_are_as_the_schema_says() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata");
        let mut found = Vec::new();
        ledgers(&root, &mut found);
        let mut count = 0;
        for path in found {
            let text = fs::read_to_string(&path).expect("a readable file");
            if !text.contains("schema: 2") {
                continue;
            }
            count += 1;
            assert_eq!(both(&text), (true, true), "{}", path.display());
        }
        assert!(count > 40, "only {count} ledgers were found");
    }

    #[test]
    fn what_the_gate_refuses_the_schema_refuses() {
        let ledger = |criterion: &str| {
            format!(
                "schema: 2\nstories: [{{ id: US-1, title: t, requirements: [{{ id: REQ-1, title: t, criteria: [{criterion}] }}] }}]\n"
            )
        };
        for good in [
            "{ id: AC-1, text: t }",
            "{ id: AC-1, when: w, then: t, needs: [unit, [bdd, ci]], x-own: [1] }",
            "{ id: AC-1, text: t, waiver: { reason: r, until: '2026-01-31' }, depends_on: ['core:AC-2'] }",
            "{ id: AC-1, text: t, min_scenarios: 3, needs_code: true, docs: a, adrs: [b] }",
            "{ id: AC-1, text: t, evidence: [{ level: unit, test: a }] }",
        ] {
            assert_eq!(both(&ledger(good)), (true, true), "{good}");
        }
        for bad in [
            "{ id: AC-1 }",
            "{ id: ac-1, text: t }",
            "{ id: REQ-1, text: t }",
            "{ id: AC-1, text: '' }",
            "{ id: AC-1, text: 1 }",
            "{ id: AC-1, text: t, txt: u }",
            "{ id: AC-1, text: t, priority: most }",
            "{ id: AC-1, text: t, needs: unit }",
            "{ id: AC-1, text: t, needs: [units] }",
            "{ id: AC-1, text: t, min_scenarios: -1 }",
            "{ id: AC-1, text: t, waiver: { reason: r } }",
            "{ id: AC-1, text: t, waiver: { reason: r, until: soon } }",
            "{ id: AC-1, text: t, evidence: [{ level: unit }] }",
            "{ id: AC-1, text: t, depends_on: [it] }",
            "nothing",
        ] {
            assert_eq!(both(&ledger(bad)), (false, false), "{bad}");
        }
        assert_eq!(both("schema: 3\nstories: []\n"), (false, false));
        assert_eq!(both("schema: 2\nstories: []\nstorys: []\n"), (false, false));
    }
}
