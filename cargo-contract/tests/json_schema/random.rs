//! Random schemas, edits of them, and documents: small alphabets, so that they meet.

use serde_json::{Map, Value, json};

/// A sequence of numbers that is the same for the same seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1)
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.roll(list.len() as u64) as usize]
    }
}

const NAMES: [&str; 4] = ["a", "b", "ab", "x"];

/// A schema and an edit of it, or another one.
pub(crate) fn pair(seed: u64) -> (Value, Value) {
    let mut dice = Dice::new(seed);
    let old = schema(&mut dice, 3);
    let mut new = old.clone();
    if dice.roll(8) == 0 {
        new = schema(&mut dice, 3);
    } else {
        for _ in 0..=dice.roll(2) {
            edit(&mut dice, &mut new);
        }
    }
    (old, new)
}

/// Documents.
pub(crate) fn instances(seed: u64, count: usize) -> Vec<Value> {
    let mut dice = Dice::new(seed);
    (0..count).map(|_| instance(&mut dice, 3)).collect()
}

fn instance(dice: &mut Dice, depth: u32) -> Value {
    match dice.roll(if depth == 0 { 7 } else { 12 }) {
        0 => Value::Null,
        1 => json!(dice.roll(2) == 0),
        2 | 3 => json!(dice.roll(14) as i64 - 3),
        4 => json!((dice.roll(28) as f64 - 6.0) / 2.0),
        5 | 6 => json!(text(dice)),
        7 | 8 => (0..dice.roll(5))
            .map(|_| instance(dice, depth - 1))
            .collect(),
        _ => {
            let mut members = Map::new();
            for _ in 0..dice.roll(5) {
                members.insert((*dice.pick(&NAMES)).to_owned(), instance(dice, depth - 1));
            }
            Value::Object(members)
        }
    }
}

fn text(dice: &mut Dice) -> String {
    (0..dice.roll(5)).map(|_| *dice.pick(&['a', 'b'])).collect()
}

fn schema(dice: &mut Dice, depth: u32) -> Value {
    if dice.roll(25) == 0 {
        return json!(dice.roll(3) != 0);
    }
    let mut keywords = Map::new();
    let kinds = if depth == 0 { 4 } else { 7 };
    match dice.roll(kinds) {
        0 => {
            keywords.insert(
                "type".into(),
                json!(dice.pick(&["integer", "number", "string", "boolean", "null"])),
            );
        }
        1 => {
            keywords.insert("type".into(), json!("integer"));
            number(dice, &mut keywords);
        }
        2 => {
            keywords.insert("type".into(), json!("string"));
            string(dice, &mut keywords);
        }
        3 => {
            let list: Vec<Value> = (0..=dice.roll(3)).map(|_| instance(dice, 0)).collect();
            keywords.insert("enum".into(), json!(list));
        }
        4 => {
            if dice.roll(5) > 0 {
                keywords.insert("type".into(), json!("array"));
            }
            array(dice, depth, &mut keywords);
        }
        _ => {
            if dice.roll(5) > 0 {
                keywords.insert("type".into(), json!("object"));
            }
            object(dice, depth, &mut keywords);
        }
    }
    if depth > 0 && dice.roll(4) == 0 {
        combined(dice, depth, &mut keywords);
    }
    Value::Object(keywords)
}

fn number(dice: &mut Dice, keywords: &mut Map<String, Value>) {
    let words = [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ];
    for _ in 0..=dice.roll(2) {
        let word = *dice.pick(&words);
        let value = match word {
            "multipleOf" => json!(dice.pick(&[1.0, 2.0, 3.0, 4.0, 0.5])),
            _ if dice.roll(6) == 0 => json!(dice.roll(8) as f64 + 0.5),
            _ => json!(dice.roll(11) as i64 - 2),
        };
        keywords.insert(word.into(), value);
    }
}

fn string(dice: &mut Dice, keywords: &mut Map<String, Value>) {
    match dice.roll(4) {
        0 => {
            keywords.insert("minLength".into(), json!(dice.roll(4)));
        }
        1 => {
            keywords.insert("maxLength".into(), json!(dice.roll(5)));
        }
        2 => {
            keywords.insert("pattern".into(), json!(dice.pick(&["^a", "b$", "^[ab]*$"])));
        }
        _ => {}
    }
}

fn array(dice: &mut Dice, depth: u32, keywords: &mut Map<String, Value>) {
    for _ in 0..=dice.roll(2) {
        match dice.roll(7) {
            0 => drop(keywords.insert("minItems".into(), json!(dice.roll(3)))),
            1 => drop(keywords.insert("maxItems".into(), json!(dice.roll(4)))),
            2 => drop(keywords.insert("uniqueItems".into(), json!(true))),
            3 => {
                keywords.insert("contains".into(), schema(dice, depth - 1));
                if dice.roll(2) == 0 {
                    keywords.insert("minContains".into(), json!(dice.roll(3)));
                }
                if dice.roll(3) == 0 {
                    keywords.insert("maxContains".into(), json!(1 + dice.roll(2)));
                }
            }
            4 => {
                let list: Vec<Value> = (0..=dice.roll(2))
                    .map(|_| schema(dice, depth - 1))
                    .collect();
                keywords.insert("prefixItems".into(), json!(list));
            }
            _ => drop(keywords.insert("items".into(), schema(dice, depth - 1))),
        }
    }
}

fn object(dice: &mut Dice, depth: u32, keywords: &mut Map<String, Value>) {
    let mut properties = Map::new();
    for _ in 0..dice.roll(4) {
        properties.insert((*dice.pick(&NAMES)).to_owned(), schema(dice, depth - 1));
    }
    keywords.insert("properties".into(), Value::Object(properties));
    let names = |dice: &mut Dice| -> Vec<&str> {
        let mut names: Vec<&str> = (0..dice.roll(3)).map(|_| *dice.pick(&NAMES)).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    let required = names(dice);
    if !required.is_empty() {
        keywords.insert("required".into(), json!(required));
    }
    match dice.roll(12) {
        0 | 1 => drop(keywords.insert("additionalProperties".into(), json!(false))),
        2 => drop(keywords.insert("additionalProperties".into(), schema(dice, depth - 1))),
        3 => drop(keywords.insert(
            "patternProperties".into(),
            json!({"^a": schema(dice, depth - 1)}),
        )),
        4 => drop(keywords.insert(
            "propertyNames".into(),
            json!({"maxLength": 1 + dice.roll(2)}),
        )),
        5 => drop(keywords.insert("minProperties".into(), json!(dice.roll(3)))),
        6 => drop(keywords.insert("maxProperties".into(), json!(1 + dice.roll(3)))),
        7 => drop(keywords.insert("dependentRequired".into(), json!({"a": names(dice)}))),
        8 => drop(keywords.insert(
            "dependentSchemas".into(),
            json!({"b": schema(dice, depth - 1)}),
        )),
        _ => {}
    }
}

fn combined(dice: &mut Dice, depth: u32, keywords: &mut Map<String, Value>) {
    let list = |dice: &mut Dice| -> Vec<Value> {
        (0..=1 + dice.roll(2))
            .map(|_| schema(dice, depth - 1))
            .collect()
    };
    match dice.roll(5) {
        0 => drop(keywords.insert("allOf".into(), json!(list(dice)))),
        1 => {
            keywords.clear();
            keywords.insert("anyOf".into(), json!(list(dice)));
        }
        2 => {
            keywords.clear();
            keywords.insert("oneOf".into(), json!(list(dice)));
        }
        3 => drop(keywords.insert("not".into(), schema(dice, depth - 1))),
        _ => {
            keywords.insert("if".into(), schema(dice, depth - 1));
            keywords.insert("then".into(), schema(dice, depth - 1));
            if dice.roll(2) == 0 {
                keywords.insert("else".into(), schema(dice, depth - 1));
            }
        }
    }
}

/// Changes something somewhere.
fn edit(dice: &mut Dice, value: &mut Value) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let keys: Vec<String> = members.keys().cloned().collect();
            let key = dice.pick(&keys).clone();
            let schemas = [
                "items",
                "not",
                "contains",
                "additionalProperties",
                "if",
                "then",
                "else",
            ];
            match key.as_str() {
                "properties" | "patternProperties" | "dependentSchemas" => {
                    if let Some(Value::Object(inner)) = members.get_mut(&key) {
                        let names: Vec<String> = inner.keys().cloned().collect();
                        match dice.roll(4) {
                            0 if !names.is_empty() => drop(inner.remove(dice.pick(&names))),
                            1 if key == "properties" => {
                                drop(
                                    inner.insert((*dice.pick(&NAMES)).to_owned(), schema(dice, 1)),
                                );
                            }
                            _ => {
                                if let Some(it) = names.first().and_then(|it| inner.get_mut(it)) {
                                    edit(dice, it);
                                }
                            }
                        }
                    }
                }
                "allOf" | "anyOf" | "oneOf" | "prefixItems" | "enum" => {
                    if let Some(Value::Array(list)) = members.get_mut(&key) {
                        let row = dice.roll(list.len() as u64) as usize;
                        match dice.roll(3) {
                            0 if list.len() > 1 => drop(list.remove(row)),
                            1 if key == "enum" => list.push(instance(dice, 0)),
                            1 => list.push(schema(dice, 1)),
                            _ if key == "enum" => {}
                            _ => edit(dice, &mut list[row]),
                        }
                    }
                }
                key if schemas.contains(&key) && dice.roll(3) > 0 => {
                    if let Some(it) = members.get_mut(key) {
                        edit(dice, it);
                    }
                }
                "type" => drop(members.insert(
                    "type".into(),
                    json!(dice.pick(&["integer", "number", "string", "object"])),
                )),
                _ if dice.roll(2) == 0 => drop(members.remove(&key)),
                "required" => drop(members.insert("required".into(), json!([dice.pick(&NAMES)]))),
                _ => match members.get_mut(&key) {
                    Some(Value::Number(number)) if key != "multipleOf" => {
                        let moved =
                            number.as_f64().unwrap_or_default() as i64 + dice.roll(5) as i64 - 2;
                        drop(members.insert(key, json!(moved.max(0))));
                    }
                    _ => drop(members.remove(&key)),
                },
            }
        }
        _ => *value = schema(dice, 1),
    }
}
