//! Pairs of schemas with the verdict that each must have: one for each way that a keyword can change.

use cargo_contract::compat::Verdict::{self, Breaks, Ok, Unknown};
use serde_json::{Value, json};

/// A change of a schema, and what comes of it.
pub(crate) struct Pair {
    pub(crate) name: String,
    pub(crate) old: Value,
    pub(crate) new: Value,
    /// The new schema, old documents.
    pub(crate) backward: Verdict,
    /// The old schema, new documents.
    pub(crate) forward: Verdict,
}

/// All pairs: each change at the root, of a property, and of items.
pub(crate) fn all() -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (row, (old, new, backward, forward)) in changes().into_iter().enumerate() {
        type Wrap = fn(Value) -> Value;
        let places: [(&str, Wrap); 4] = [
            ("root", |it| it),
            (
                "property",
                |it| json!({"type": "object", "properties": {"a": it, "b": {"type": "string"}}, "required": ["b"]}),
            ),
            (
                "items",
                |it| json!({"type": "array", "items": it, "maxItems": 3}),
            ),
            (
                "nullable",
                |it| json!({"type": "object", "additionalProperties": {"anyOf": [it, {"const": "only here"}]}}),
            ),
        ];
        for (place, wrap) in places {
            // References are from the root, and dialects are of all of the document.
            let whole = ["$ref", "$schema"]
                .iter()
                .any(|it| old.to_string().contains(it));
            if place != "root" && whole {
                continue;
            }
            pairs.push(Pair {
                name: format!("{row} {place}"),
                old: wrap(old.clone()),
                new: wrap(new.clone()),
                backward,
                forward,
            });
        }
    }
    pairs
}

#[rustfmt::skip]
fn changes() -> Vec<(Value, Value, Verdict, Verdict)> {
    vec![
        // Annotations say nothing.
        (json!({"type": "string", "title": "A", "default": 1}), json!({"type": "string", "description": "B", "examples": [2], "$comment": "c"}), Ok, Ok),
        (json!({"enum": [1, 2]}), json!({"enum": [2, 1.0]}), Ok, Ok),
        // Types.
        (json!({"type": "string"}), json!({"type": "integer"}), Breaks, Breaks),
        (json!({"type": "integer"}), json!({"type": "number"}), Ok, Breaks),
        (json!({"type": "string"}), json!({"type": ["string", "null"]}), Ok, Breaks),
        (json!({"type": ["string", "null"]}), json!({"anyOf": [{"type": "string"}, {"type": "null"}]}), Ok, Ok),
        (json!({"type": ["string", "null"]}), json!({"oneOf": [{"type": "null"}, {"type": "string"}]}), Ok, Ok),
        (json!({"type": "string"}), json!({}), Ok, Breaks),
        (json!({"type": "boolean"}), json!({"enum": [true, false]}), Ok, Ok),
        (json!({"type": "boolean"}), json!({"const": true}), Breaks, Ok),
        // Values.
        (json!({"enum": ["a", "b"]}), json!({"enum": ["a", "b", "c"]}), Ok, Breaks),
        (json!({"const": 1}), json!({"enum": [1, "a"]}), Ok, Breaks),
        (json!({"enum": ["a"]}), json!({"type": "string"}), Ok, Breaks),
        (json!({"enum": ["a", 5]}), json!({"type": "string"}), Breaks, Breaks),
        (json!({"type": "string", "enum": ["a", 5]}), json!({"const": "a"}), Ok, Ok),
        // Numbers.
        (json!({"type": "number", "minimum": 0}), json!({"type": "number", "minimum": 1}), Breaks, Ok),
        (json!({"type": "number", "minimum": 0}), json!({"type": "number", "exclusiveMinimum": 0}), Breaks, Ok),
        (json!({"type": "integer", "minimum": 1}), json!({"type": "integer", "exclusiveMinimum": 0}), Ok, Ok),
        (json!({"type": "integer", "maximum": 9}), json!({"type": "integer", "exclusiveMaximum": 9.5}), Ok, Ok),
        (json!({"type": "number", "maximum": 9}), json!({"type": "number", "maximum": 8.5}), Breaks, Ok),
        (json!({"type": "integer", "multipleOf": 6}), json!({"type": "integer", "multipleOf": 3}), Ok, Breaks),
        (json!({"type": "integer"}), json!({"type": "integer", "multipleOf": 0.5}), Ok, Ok),
        (json!({"type": "number", "multipleOf": 0.1}), json!({"type": "number", "multipleOf": 0.25}), Breaks, Breaks),
        (json!({"minimum": 5}), json!({"minimum": 4}), Ok, Breaks),
        // Strings.
        (json!({"type": "string", "minLength": 1}), json!({"type": "string"}), Ok, Breaks),
        (json!({"type": "string", "maxLength": 5}), json!({"type": "string", "maxLength": 4}), Breaks, Ok),
        (json!({"type": "string", "maxLength": 0}), json!({"const": ""}), Unknown, Ok),
        (json!({"type": "string", "pattern": "^[a-z]+$"}), json!({"type": "string", "pattern": "^[a-z]+$", "maxLength": 3}), Breaks, Ok),
        (json!({"type": "string", "pattern": "^a"}), json!({"type": "string", "pattern": "^a.*$"}), Unknown, Unknown),
        (json!({"type": "string", "pattern": "^a"}), json!({"type": "string"}), Ok, Breaks),
        (json!({"type": "string", "format": "email"}), json!({"type": "string", "format": "uri"}), Unknown, Unknown),
        (json!({"type": "string", "format": "email"}), json!({"type": "string"}), Ok, Unknown),
        (json!({"type": "string", "format": "uuid"}), json!({"type": "string", "format": "uuid", "maxLength": 10}), Breaks, Ok),
        // Arrays.
        (json!({"type": "array", "minItems": 1}), json!({"type": "array", "minItems": 2}), Breaks, Ok),
        (json!({"type": "array", "maxItems": 2}), json!({"type": "array", "maxItems": 3}), Ok, Breaks),
        (json!({"type": "array", "uniqueItems": true}), json!({"type": "array"}), Ok, Breaks),
        (json!({"type": "array", "maxItems": 1}), json!({"type": "array", "maxItems": 1, "uniqueItems": true}), Ok, Ok),
        (json!({"type": "array", "items": {"type": "integer"}}), json!({"type": "array", "items": {"type": "number"}}), Ok, Breaks),
        (json!({"type": "array", "items": false}), json!({"type": "array", "maxItems": 0}), Unknown, Ok),
        (json!({"type": "array", "prefixItems": [{"type": "string"}]}), json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}]}), Breaks, Ok),
        (json!({"type": "array", "prefixItems": [{"type": "string"}], "items": false}), json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}], "items": false}), Ok, Breaks),
        (json!({"type": "array", "contains": {"type": "string"}}), json!({"type": "array", "contains": {"type": "string"}, "minContains": 2}), Breaks, Ok),
        (json!({"type": "array", "contains": {"const": 1}}), json!({"type": "array", "contains": {"type": "integer"}}), Ok, Breaks),
        (json!({"type": "array", "contains": {"type": "string"}, "minContains": 0}), json!({"type": "array"}), Ok, Ok),
        (json!({"type": "array", "contains": {"type": "string"}, "maxContains": 2}), json!({"type": "array", "contains": {"type": "string"}}), Ok, Breaks),
        (json!({"type": "array", "minItems": 1, "items": {"type": "string"}}), json!({"type": "array", "contains": {"type": "string"}}), Ok, Breaks),
        // Objects.
        (json!({"type": "object"}), json!({"type": "object", "required": ["a"]}), Breaks, Ok),
        (json!({"type": "object", "required": ["a", "b"]}), json!({"type": "object", "required": ["a"]}), Ok, Breaks),
        (json!({"type": "object", "properties": {"a": {"type": "string"}}}), json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}), Breaks, Ok),
        (json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}), json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "additionalProperties": false}), Ok, Breaks),
        (json!({"type": "object", "properties": {"a": {}}}), json!({"type": "object", "properties": {"a": {}}, "additionalProperties": false}), Breaks, Ok),
        (json!({"type": "object", "properties": {"a": {}}}), json!({"type": "object"}), Ok, Ok),
        (json!({"type": "object", "additionalProperties": {"type": "integer"}}), json!({"type": "object", "additionalProperties": {"type": "number"}}), Ok, Breaks),
        (json!({"type": "object", "patternProperties": {"^x-": {"type": "string"}}}), json!({"type": "object", "patternProperties": {"^x-": {}}}), Ok, Breaks),
        (json!({"type": "object", "patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}), json!({"type": "object", "additionalProperties": {"type": "string"}}), Ok, Breaks),
        (json!({"type": "object", "propertyNames": {"maxLength": 3}}), json!({"type": "object", "propertyNames": {"maxLength": 4}}), Ok, Breaks),
        (json!({"type": "object", "properties": {"a": {}}, "additionalProperties": false}), json!({"type": "object", "propertyNames": {"enum": ["a", "b"]}}), Ok, Breaks),
        (json!({"type": "object", "minProperties": 1}), json!({"type": "object", "minProperties": 2}), Breaks, Ok),
        (json!({"type": "object", "required": ["a", "b"]}), json!({"type": "object", "required": ["a", "b"], "minProperties": 2}), Ok, Ok),
        (json!({"type": "object", "maxProperties": 3}), json!({"type": "object", "maxProperties": 2}), Breaks, Ok),
        (json!({"type": "object", "dependentRequired": {"a": ["b"]}}), json!({"type": "object", "dependentRequired": {"a": ["b", "c"]}}), Breaks, Ok),
        (json!({"type": "object", "required": ["b"]}), json!({"type": "object", "required": ["b"], "dependentRequired": {"a": ["b"]}}), Ok, Ok),
        (json!({"type": "object", "dependentSchemas": {"a": {"required": ["b"]}}}), json!({"type": "object", "dependentRequired": {"a": ["b"]}}), Ok, Ok),
        (json!({"type": "object", "dependentSchemas": {"a": {"properties": {"b": {"type": "string"}}}}}), json!({"type": "object"}), Ok, Breaks),
        // Combinations.
        (json!({"allOf": [{"type": "integer"}, {"minimum": 1}]}), json!({"type": "integer", "minimum": 1}), Ok, Ok),
        (json!({"allOf": [{"type": "integer"}, {"minimum": 1}]}), json!({"type": "integer", "minimum": 2}), Breaks, Ok),
        (json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}), json!({"anyOf": [{"type": "integer"}, {"type": "null"}, {"type": "string"}]}), Ok, Breaks),
        (json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}), json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}), Ok, Ok),
        (json!({"anyOf": [{"type": "integer"}, {"minimum": 3, "type": "number"}]}), json!({"oneOf": [{"type": "integer"}, {"minimum": 3, "type": "number"}]}), Breaks, Ok),
        (json!({"type": ["string", "integer"], "not": {"type": "string"}}), json!({"type": "integer"}), Ok, Ok),
        (json!({"not": {"type": "string"}}), json!({"not": {"type": ["string", "null"]}}), Breaks, Ok),
        (json!({"type": "object", "not": {"required": ["a"]}}), json!({"type": "object", "properties": {"a": false}}), Ok, Ok),
        (
            json!({"type": "object", "properties": {"k": {"enum": ["a", "b"]}}, "required": ["k"], "if": {"properties": {"k": {"const": "a"}}}, "then": {"required": ["x"]}}),
            json!({"type": "object", "properties": {"k": {"enum": ["a", "b"]}}, "required": ["k"], "if": {"properties": {"k": {"const": "a"}}}, "then": {"required": ["x", "y"]}}),
            Breaks, Ok,
        ),
        (
            json!({"oneOf": [{"type": "object", "properties": {"t": {"const": "a"}}, "required": ["t"]}, {"type": "object", "properties": {"t": {"const": "b"}, "n": {"type": "integer"}}, "required": ["t", "n"]}]}),
            json!({"oneOf": [{"type": "object", "properties": {"t": {"const": "b"}, "n": {"type": "number"}}, "required": ["t", "n"]}, {"type": "object", "properties": {"t": {"const": "a"}}, "required": ["t"]}]}),
            Ok, Breaks,
        ),
        (json!({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"type": "integer"}}), json!({"type": ["string", "integer"]}), Ok, Breaks),
        // References and recursion.
        (
            json!({"$ref": "#/$defs/A", "$defs": {"A": {"type": "string"}}}),
            json!({"type": "string"}),
            Ok, Ok,
        ),
        (
            json!({"$ref": "#/$defs/T", "$defs": {"T": {"type": "object", "properties": {"v": {"type": "integer"}, "next": {"$ref": "#/$defs/T"}}, "required": ["v"]}}}),
            json!({"$ref": "#/$defs/Node", "$defs": {"Node": {"type": "object", "properties": {"v": {"type": "number"}, "next": {"$ref": "#/$defs/Node"}}, "required": ["v"]}}}),
            Ok, Breaks,
        ),
        (
            json!({"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}, "name": {"type": "string"}}}),
            json!({"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}, "name": {"type": "string", "maxLength": 4}}}),
            Breaks, Ok,
        ),
        (
            json!({"$ref": "#a", "$defs": {"A": {"$anchor": "a", "type": "integer"}}}),
            json!({"$ref": "#/$defs/A", "$defs": {"A": {"type": ["integer", "null"]}}}),
            Ok, Breaks,
        ),
        // Dialects.
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}], "additionalItems": false, "definitions": {"unused": true}}),
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}], "additionalItems": {"type": "string"}}),
            Ok, Breaks,
        ),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": ["b"]}}),
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "dependencies": {"a": {"required": ["b"]}}}),
            Ok, Ok,
        ),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/A", "maximum": 3, "definitions": {"A": {"type": "integer"}}}),
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "integer"}),
            Ok, Ok,
        ),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "string"}),
            json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string"}),
            Unknown, Unknown,
        ),
        (
            json!({"unevaluatedProperties": false, "properties": {"a": {}}}),
            json!({"unevaluatedProperties": false, "properties": {"a": {}, "b": {}}}),
            Unknown, Unknown,
        ),
        (
            json!({"unevaluatedProperties": false, "properties": {"a": {}}}),
            json!({"unevaluatedProperties": false, "properties": {"a": {"title": "A"}}}),
            Ok, Ok,
        ),
        (json!(true), json!({}), Ok, Ok),
        (json!(false), json!({"type": "string"}), Ok, Breaks),
    ]
}
