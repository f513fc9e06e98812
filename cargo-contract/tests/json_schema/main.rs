//! Verdicts on pairs of JSON Schemas against a validator: what it accepts is the truth.

mod pairs;
mod random;
mod work;

use cargo_contract::compat::Verdict;
use cargo_contract::files::schema::compare_schemas;
use serde_json::{Value, json};

/// What came of many pairs, by direction.
#[derive(Debug, Default)]
struct Tally {
    ok: usize,
    breaks: usize,
    unknown: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// Judges both directions of a pair.
    fn judge(&mut self, old: &Value, new: &Value, instances: &[Value]) {
        let Ok(verdict) = compare_schemas(&old.to_string(), &new.to_string()) else {
            self.wrong
                .push(format!("{old} and {new} cannot be compared"));
            return;
        };
        self.direction(
            (old, new),
            verdict.backward,
            &verdict.backward_witnesses,
            instances,
        );
        self.direction(
            (new, old),
            verdict.forward,
            &verdict.forward_witnesses,
            instances,
        );
    }

    fn direction(
        &mut self,
        (writer, reader): (&Value, &Value),
        verdict: Verdict,
        witnesses: &[String],
        instances: &[Value],
    ) {
        let is_valid = |schema: &Value| {
            let validator = jsonschema::options().build(schema);
            validator.unwrap_or_else(|error| panic!("{schema} is no schema: {error}"))
        };
        let (writer_says, reader_says) = (is_valid(writer), is_valid(reader));
        let shows = |it: &Value| writer_says.is_valid(it) && !reader_says.is_valid(it);
        for witness in witnesses {
            let witness: Value = serde_json::from_str(witness).expect("a witness is JSON");
            if !shows(&witness) {
                self.wrong
                    .push(format!("{witness} shows nothing: {writer} -> {reader}"));
            }
        }
        match verdict {
            Verdict::Ok => {
                self.ok += 1;
                if let Some(counterexample) = instances.iter().find(|it| shows(it)) {
                    self.wrong.push(format!(
                        "not ok, see {counterexample}: {writer} -> {reader}"
                    ));
                }
            }
            Verdict::Breaks => {
                self.breaks += 1;
                if witnesses.is_empty() {
                    self.wrong
                        .push(format!("breaks without a witness: {writer} -> {reader}"));
                }
            }
            _ => self.unknown += 1,
        }
    }
}

#[test]
fn systematic_pairs_have_the_verdicts_of_a_validator() {
    let instances = random::instances(1, 600);
    let mut tally = Tally::default();
    let mut differing = Vec::new();
    for pair in pairs::all() {
        tally.judge(&pair.old, &pair.new, &instances);
        let told = compare_schemas(&pair.old.to_string(), &pair.new.to_string()).unwrap();
        let told = (told.backward, told.forward);
        if told != (pair.backward, pair.forward) {
            differing.push(format!(
                "{}: {told:?}\n  {}\n  {}",
                pair.name, pair.old, pair.new
            ));
        }
    }
    assert!(tally.wrong.is_empty(), "{}", tally.wrong.join("\n"));
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(tally.ok + tally.breaks + tally.unknown >= 300, "{tally:?}");
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "how many pairs there are is asked for from outside"
)]
fn random_pairs_are_never_wrongly_ok() {
    let sweep = std::env::var("SCHEMA_PAIRS")
        .ok()
        .and_then(|it| it.parse().ok());
    let mut tally = Tally::default();
    for seed in 0..sweep.unwrap_or(400) {
        let (old, new) = random::pair(seed);
        tally.judge(&old, &new, &random::instances(seed + 1_000_000, 120));
    }
    println!(
        "{} ok, {} breaks, {} unknown",
        tally.ok, tally.breaks, tally.unknown
    );
    assert!(tally.wrong.is_empty(), "{}", tally.wrong.join("\n"));
    let all = tally.ok + tally.breaks + tally.unknown;
    assert!(
        tally.unknown * 100 <= all * 6,
        "{} of {all} are unknown",
        tally.unknown
    );
    assert!(
        tally.ok * 10 > all && tally.breaks * 10 > all,
        "{} {}",
        tally.ok,
        tally.breaks
    );
}

/// What is legal and seldom: references in circles and by anchors, closed objects made of parts, choices that overlap.
#[test]
fn strange_schemas_have_no_verdict_that_a_validator_refutes() {
    let closed = json!({"additionalProperties": false});
    let pairs = [
        // An anchor that is looked for where the schema is used.
        (
            json!({"$dynamicRef": "#node", "$defs": {"n": {"$dynamicAnchor": "node", "type": "string"}}}),
            json!({"$dynamicRef": "#node", "$defs": {"n": {"$dynamicAnchor": "node", "type": "integer"}}}),
        ),
        (
            json!({"$ref": "#here", "$defs": {"n": {"$anchor": "here", "type": "string"}}}),
            json!({"$ref": "#here", "$defs": {"n": {"$anchor": "here", "type": "integer"}}}),
        ),
        // Circles.
        (
            json!({"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"v": {"type": "integer"}, "next": {"$ref": "#/$defs/n"}}}}}),
            json!({"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"v": {"type": "number"}, "next": {"$ref": "#/$defs/n"}}}}}),
        ),
        (
            json!({"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"items": {"$ref": "#/$defs/b"}}, "b": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/a"}]}}}),
            json!({"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"items": {"$ref": "#/$defs/b"}}, "b": {"anyOf": [{"type": "integer"}, {"$ref": "#/$defs/a"}]}}}),
        ),
        // What is closed does not see what other parts name.
        (
            json!({"properties": {"a": {}}, "additionalProperties": false}),
            json!({"allOf": [{"properties": {"a": {}}}, closed]}),
        ),
        (
            json!({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}], "unevaluatedProperties": false}),
            json!({"allOf": [{"properties": {"a": {}}}, {"properties": {"b": {"type": "string"}}}], "unevaluatedProperties": false}),
        ),
        (
            json!({"required": ["a"], "additionalProperties": false}),
            json!({"type": "string"}),
        ),
        // Beside a reference, more counts in newer dialects, and nothing in older ones.
        (
            json!({"$ref": "#/$defs/a", "maximum": 3, "$defs": {"a": {"type": "integer"}}}),
            json!({"type": "integer", "maximum": 5}),
        ),
        (
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a", "maximum": 3, "definitions": {"a": {"type": "integer"}}}),
            json!({"$schema": "http://json-schema.org/draft-07/schema#", "type": "integer", "maximum": 5}),
        ),
        // Choices that overlap.
        (
            json!({"type": "number"}),
            json!({"oneOf": [{"type": "integer"}, {"type": "number"}]}),
        ),
        (
            json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["v"]}}),
            json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}}),
        ),
        (json!({"not": {}}), json!({"type": "string"})),
        (
            json!({"not": {"type": "string"}}),
            json!({"not": {"enum": ["a", "b"]}}),
        ),
        // Numbers that are written otherwise.
        (json!({"enum": [1, 0]}), json!({"enum": [1.0, -0.0]})),
        (json!({"multipleOf": 0.1}), json!({"multipleOf": 0.01})),
        (json!({"multipleOf": 4}), json!({"multipleOf": 6})),
        // Names and numbers of what is inside.
        (
            json!({"patternProperties": {"^a": {"type": "string"}}, "properties": {"a": {"minLength": 1}}}),
            json!({"properties": {"a": {"type": "string", "minLength": 1}}}),
        ),
        (
            json!({"contains": {"type": "string"}, "minContains": 0}),
            json!({"contains": {"type": "string"}}),
        ),
        (
            json!({"propertyNames": {"enum": ["a", "b"]}}),
            json!({"propertyNames": {"maxLength": 1}}),
        ),
        (json!({"uniqueItems": true}), json!({"uniqueItems": false})),
        (
            json!({"prefixItems": [{"type": "string"}], "items": false}),
            json!({"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false}),
        ),
    ];
    let mut instances = random::instances(7, 400);
    let more = r#"["x", 1, 4, 5, 6, 12, 0.1, 0.25, 0.01, 1.5, null, true, [], {}, {"a": 1}, {"a": "x"}, {"a": ""}, {"b": 1}, {"v": 1.5},
        {"v": "x"}, {"a": 1, "b": 2}, {"ab": 1}, {"c": 1}, {"next": {"v": 1.5}}, {"next": {"next": {"v": "x"}}}, [["x"]], [[1]], [[["x"]]],
        ["x", 1], ["x", "x"], [1, 1], [1], ["x", 1, 2]]"#;
    instances.extend(serde_json::from_str::<Vec<Value>>(more).expect("it is a list"));
    let mut tally = Tally::default();
    for (old, new) in &pairs {
        tally.judge(old, new, &instances);
    }
    assert!(tally.wrong.is_empty(), "{}", tally.wrong.join("\n"));
    // What is not known is said of few.
    assert!(tally.unknown <= 8, "{tally:?}");
}

#[test]
fn schemas_that_say_the_same_are_the_same() {
    for seed in 0..200 {
        let (schema, _) = random::pair(seed);
        let told = compare_schemas(&schema.to_string(), &schema.to_string()).unwrap();
        assert_eq!(
            (told.backward, told.forward),
            (Verdict::Ok, Verdict::Ok),
            "{schema}"
        );
    }
}

#[test]
fn what_is_no_schema_is_located() {
    for (text, message) in [
        ("{", "expected a key in quotes, or `}`"),
        ("{\"type\": \"strng\"}", "a type is"),
        ("{\"minimum\": \"5\"}", "it must be a number"),
        ("{\"maxLength\": -1}", "it must be an integer, 0 or more"),
        ("{\"$ref\": \"#/$defs/A\"}", "`#/$defs/A` leads nowhere"),
        (
            "{\"$ref\": \"other.json\"}",
            "there is no file `other.json`",
        ),
        ("{\"properties\": {\"a\": 1}}", "a schema is an object"),
        ("{\"anyOf\": []}", "it must not be empty"),
        ("[]", "a schema is an object"),
    ] {
        let error = compare_schemas(text, "true").unwrap_err();
        assert!(error.contains(message), "{text}: {error}");
    }
    let deep = "{\"not\":".repeat(5_000);
    assert!(
        compare_schemas(&deep, "true")
            .unwrap_err()
            .contains("nested")
    );
    let circle = json!({"$ref": "#"}).to_string();
    assert_eq!(
        compare_schemas(&circle, "{\"type\": \"string\"}")
            .unwrap()
            .backward,
        Verdict::Unknown
    );
}
