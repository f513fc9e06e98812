//! Documents made at random: each is compatible with itself, and its schemas with themselves.

use std::fmt::Write;
use std::sync::Arc;

use govern_gate::Date;
use serde_json::{Value, json};

use super::compare;
use crate::files::config::Kind;
use crate::files::schema::Pair;

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn schema(&mut self, depth: u32, modern: bool) -> Value {
        let last = if depth == 0 { 6 } else { 12 };
        match self.below(last) {
            0 => json!({"type": "integer", "minimum": self.below(5)}),
            1 => json!({"type": "string", "maxLength": self.below(30)}),
            2 => json!({"type": "boolean"}),
            3 => json!({"$ref": format!("#/components/schemas/S{}", self.below(3))}),
            4 => json!({"type": "string", "enum": ["a", "b"]}),
            5 => match modern {
                true => json!({"type": ["string", "null"], "format": "date-time"}),
                false => json!({"type": "string", "format": "date-time", "nullable": true}),
            },
            6 => json!({"type": "array", "items": self.schema(depth - 1, modern)}),
            7 => json!({"allOf": [self.object(depth - 1, modern), self.object(depth - 1, modern)]}),
            8 => {
                json!({"oneOf": [self.schema(depth - 1, modern), self.object(depth - 1, modern)], "discriminator": {"propertyName": "p0"}})
            }
            9 => json!({"anyOf": [self.schema(depth - 1, modern), self.schema(depth - 1, modern)]}),
            10 => json!({"type": "object", "additionalProperties": self.schema(depth - 1, modern)}),
            _ => self.object(depth - 1, modern),
        }
    }

    fn object(&mut self, depth: u32, modern: bool) -> Value {
        let mut properties = serde_json::Map::new();
        for row in 0..self.below(4) {
            let mut schema = self.schema(depth, modern);
            if let (Value::Object(schema), 0) = (&mut schema, self.below(4)) {
                let flag = ["readOnly", "writeOnly"][self.below(2) as usize];
                schema.insert(flag.to_owned(), Value::Bool(true));
            }
            properties.insert(format!("p{row}"), schema);
        }
        let mut object = json!({"type": "object", "properties": properties});
        match self.below(3) {
            0 => object["required"] = json!(["p0"]),
            1 => object["additionalProperties"] = Value::Bool(false),
            _ => {}
        }
        object
    }

    fn components(&mut self, modern: bool) -> Value {
        let schemas: serde_json::Map<String, Value> = (0..3)
            .map(|row| (format!("S{row}"), self.object(3, modern)))
            .collect();
        json!({"schemas": schemas})
    }
}

fn told(kind: Kind, document: &Value) -> String {
    let text: Arc<str> = document.to_string().into();
    let read = |path: &str| (path == "a.json").then(|| text.clone());
    let pair = Pair {
        old: "a.json".to_owned(),
        new: "a.json".to_owned(),
    };
    let today = Date::new(2026, 11, 28).unwrap();
    let (changes, invalid) = compare(kind, (&[pair], &[]), &read, &read, today);
    let mut told = String::new();
    for (_, it) in changes {
        writeln!(told, "{} {} {:?}", it.rule, it.place, it.detail).unwrap();
    }
    for it in invalid {
        writeln!(told, "{}", it.message).unwrap();
    }
    told
}

#[test]
fn every_document_is_compatible_with_itself() {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for row in 0..120 {
        let modern = row % 2 == 0;
        let content = |schema: Value| json!({"application/json": {"schema": schema}});
        let (taken, given) = (random.schema(3, modern), random.schema(3, modern));
        let open = json!({
            "openapi": if modern { "3.1.0" } else { "3.0.3" },
            "info": {"title": "t", "version": "1"},
            "paths": {"/a/{id}": {"post": {
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}},
                    {"name": "q", "in": "query", "schema": random.schema(1, modern)},
                ],
                "requestBody": {"content": content(taken.clone())},
                "responses": {"200": {"description": "d", "content": content(given.clone())}},
            }}},
            "components": random.components(modern),
        });
        assert_eq!(told(Kind::OpenApi, &open), "", "{open}");
        let message = |payload: &Value| json!({"m": {"payload": payload}});
        let asynchronous = json!({
            "asyncapi": "3.0.0",
            "info": {"title": "t", "version": "1"},
            "channels": {
                "a": {"address": "a", "messages": message(&taken)},
                "b": {"address": "b", "messages": message(&given)},
            },
            "operations": {
                "in": {"action": "receive", "channel": {"$ref": "#/channels/a"}},
                "out": {"action": "send", "channel": {"$ref": "#/channels/b"}},
            },
            "components": open["components"],
        });
        assert_eq!(told(Kind::AsyncApi, &asynchronous), "", "{asynchronous}");
    }
}
