//! Pieces of schemas.

use serde_json::{Map, Value, json};

/// The members of a schema; of `true` and `false`, those that say the same.
pub(super) fn object(schema: &mut Value) -> &mut Map<String, Value> {
    if !schema.is_object() {
        *schema = match schema {
            Value::Bool(false) => json!({ "not": {} }),
            _ => json!({}),
        };
    }
    match schema {
        Value::Object(members) => members,
        _ => unreachable!("it was made an object"),
    }
}

/// The schema with a comment, behind one that is there.
pub(super) fn commented(mut schema: Value, comment: &str) -> Value {
    let members = object(&mut schema);
    let text = match members.get("$comment").and_then(Value::as_str) {
        Some(before) => format!("{before}; {comment}"),
        None => comment.to_owned(),
    };
    members.insert("$comment".to_owned(), json!(text));
    schema
}

/// Any of the schemas; constants are one `enum`.
pub(super) fn any_of(schemas: Vec<Value>) -> Value {
    let mut all: Vec<Value> = Vec::new();
    let mut constants: Vec<Value> = Vec::new();
    for schema in schemas {
        match constants_of(&schema) {
            Some(more) => {
                for constant in more {
                    if !constants.contains(constant) {
                        constants.push(constant.clone());
                    }
                }
            }
            None if schema == Value::Bool(false) || all.contains(&schema) => {}
            None => all.push(schema),
        }
    }
    if !constants.is_empty() {
        all.insert(0, json!({ "enum": constants }));
    }
    if all.iter().any(is_open) {
        return json!({});
    }
    match all.len() {
        0 => json!(false),
        1 => all.swap_remove(0),
        _ => json!({ "anyOf": all }),
    }
}

/// Whether every document is valid, and nothing is said of why.
fn is_open(schema: &Value) -> bool {
    *schema == Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty)
}

fn constants_of(schema: &Value) -> Option<&Vec<Value>> {
    let members = schema.as_object()?;
    match members.len() {
        1 => members.get("enum")?.as_array(),
        _ => None,
    }
}

/// All of the schemas.
pub(super) fn all_of(schemas: Vec<Value>) -> Value {
    let mut all: Vec<Value> = Vec::new();
    for schema in schemas {
        if !is_open(&schema) && !all.contains(&schema) {
            all.push(schema);
        }
    }
    match all.len() {
        0 => json!({}),
        1 => all.swap_remove(0),
        _ => json!({ "allOf": all }),
    }
}

/// Any of the strings or numbers.
pub(super) fn one_of<T: Into<Value>>(values: impl IntoIterator<Item = T>) -> Value {
    let values: Vec<Value> = values.into_iter().map(Into::into).collect();
    match values.is_empty() {
        true => json!(false),
        false => json!({ "enum": values }),
    }
}

/// The schema, or null.
pub(super) fn nullable(schema: Value) -> Value {
    let plain = ["enum", "const", "anyOf", "allOf", "$ref"];
    if let Value::Object(members) = &schema
        && let Some(Value::String(ty)) = members.get("type")
        && !plain.iter().any(|keyword| members.contains_key(*keyword))
    {
        if ty == "null" {
            return schema;
        }
        let both = json!([ty, "null"]);
        let mut schema = schema;
        object(&mut schema).insert("type".to_owned(), both);
        return schema;
    }
    any_of(vec![json!({ "type": "null" }), schema])
}

/// A list of any length.
pub(super) fn list(item: Value) -> Value {
    json!({ "type": "array", "items": item })
}

/// A list of exactly these, of which the last ones may be missing.
pub(super) fn tuple(items: Vec<Value>, least: usize) -> Value {
    if items.is_empty() {
        return json!({ "type": "array", "maxItems": 0 });
    }
    json!({ "type": "array", "prefixItems": items, "items": false, "minItems": least })
}

/// A map.
pub(super) fn map(keys: Value, values: Value) -> Value {
    let mut schema = json!({ "type": "object", "additionalProperties": values });
    if !is_open(&keys) {
        object(&mut schema).insert("propertyNames".to_owned(), keys);
    }
    schema
}
