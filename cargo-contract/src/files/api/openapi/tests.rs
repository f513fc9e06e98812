//! A document as people write it, changed in one place at a time.

use std::sync::Arc;

use govern_gate::Date;

use crate::changes::Meets;
use crate::files::api::compare;
use crate::files::change::Invalid;
use crate::files::config::Kind;
use crate::files::schema::Pair;

const ORDERS: &str = include_str!("orders.yaml");

fn run(old: &str, new: &str) -> Result<Vec<String>, Vec<String>> {
    let pair = Pair {
        old: "api/orders.yaml".to_owned(),
        new: "api/orders.yaml".to_owned(),
    };
    let common: &str = include_str!("common.yaml");
    let read = |own: &str| {
        let own: Arc<str> = own.into();
        move |path: &str| match path {
            "api/orders.yaml" => Some(own.clone()),
            "api/common.yaml" => Some(common.into()),
            _ => None,
        }
    };
    let today = Date::new(2026, 11, 28).unwrap();
    let (changes, invalid) = compare(Kind::OpenApi, (&[pair], &[]), &read(old), &read(new), today);
    if !invalid.is_empty() {
        let shown = |it: Invalid| {
            format!(
                "{} {}: {}",
                it.at.path,
                u32::from(it.at.range.start()),
                it.message
            )
        };
        return Err(invalid.into_iter().map(shown).collect());
    }
    let mut told: Vec<String> = changes
        .into_iter()
        .map(|(_, it)| {
            let way = if it.meets == Meets::NewDocuments {
                "answers"
            } else {
                "calls"
            };
            format!("{} {} {way} {}", it.rule, it.place, it.verdict.word())
        })
        .collect();
    told.sort();
    Ok(told)
}

/// What is told of the document with one text changed.
fn told(from: &str, to: &str) -> Vec<String> {
    assert!(ORDERS.contains(from), "{from}");
    run(ORDERS, &ORDERS.replacen(from, to, 1))
        .unwrap_or_else(|wrong| panic!("{from} -> {to}: {wrong:?}"))
}

#[track_caller]
fn check(from: &str, to: &str, expected: &[&str]) {
    assert_eq!(told(from, to), expected, "{from} -> {to}");
}

#[test]
fn a_document_is_fine_beside_itself() {
    assert_eq!(run(ORDERS, ORDERS), Ok(Vec::new()));
    let three = ORDERS.replace("openapi: 3.1.0", "openapi: 3.0.3");
    assert_eq!(run(&three, &three), Ok(Vec::new()));
}

#[test]
fn what_may_change_may_change() {
    for (from, to) in [
        // What a parameter of the path is called is not in any request.
        (
            "/orders/{orderId}:\n    parameters:\n      - name: orderId",
            "/orders/{id}:\n    parameters:\n      - name: id",
        ),
        ("summary: Places an order", "summary: Orders something"),
        // New: an optional parameter, a property that may be sent, one that comes back, a value that is accepted.
        (
            "- name: limit",
            "- { name: page, in: query, schema: { type: integer } }\n        - name: limit",
        ),
        (
            "        note: { type: string }",
            "        note: { type: string }\n        gift: { type: boolean }",
        ),
        (
            "        total: { type: integer }",
            "        total: { type: integer }\n        tax: { type: integer }",
        ),
        ("maxItems: 50", "maxItems: 100"),
        // A failure more: what it is, the first digit says.
        (
            "        '404':",
            "        '409': { description: too late }\n        '404':",
        ),
        // One more way to say it.
        (
            "          application/json:\n            schema: { $ref: '#/components/schemas/NewOrder' }",
            "          application/json:\n            schema: { $ref: '#/components/schemas/NewOrder' }\n          application/cbor:\n            schema: { $ref: '#/components/schemas/NewOrder' }",
        ),
        // Where it runs is not what it is.
        ("https://api.example.org/v1", "https://eu.example.org/v1"),
        // The same path, said in another place.
        (
            "servers:\n  - url: https://api.example.org/v1\n",
            "servers:\n  - url: /v1/\n",
        ),
        (
            "security:\n  - key: []\n",
            "security:\n  - key: []\n  - token: [orders]\n",
        ),
        ("maximum: 100", "maximum: 1000"),
        ("x-team: desk", "x-team: kitchen"),
    ] {
        check(from, to, &[]);
    }
}

#[test]
fn operations_may_not_go() {
    check(
        "    delete:\n      summary: Cancels it",
        "    patch:\n      summary: Cancels it",
        &["openapi_operation_removed #/paths/~1orders~1{orderId}/delete calls breaks"],
    );
    check(
        "  /orders/{orderId}:",
        "  /purchases/{orderId}:",
        &[
            "openapi_operation_removed #/paths/~1orders~1{orderId}/delete calls breaks",
            "openapi_operation_removed #/paths/~1orders~1{orderId}/get calls breaks",
        ],
    );
    // All of them are somewhere else now.
    let moved = told("https://api.example.org/v1", "https://api.example.org/v2");
    assert_eq!(moved.len(), 4, "{moved:?}");
    // The day that was told has passed, for one of two.
    check(
        "  /legacy:\n    get:\n      deprecated: true\n      x-sunset: 2026-06-30\n",
        "  /new:\n    get:\n",
        &[],
    );
    check(
        "  /legacy:\n    get:\n      deprecated: true\n      x-sunset: 2026-06-30\n      responses: { '204': { description: nothing } }\n",
        "",
        &[],
    );
    let late = ORDERS.replace("2026-06-30", "2027-06-30");
    let gone = ORDERS.replace("  /legacy:\n", "  /new:\n");
    assert_eq!(
        run(&late, &gone),
        Ok(vec![
            "openapi_operation_removed #/paths/~1legacy/get calls breaks".to_owned()
        ])
    );
}

#[test]
fn parameters_are_what_callers_say() {
    check(
        "- name: limit",
        "- { name: shop, in: query, required: true, schema: { type: string } }\n        - name: limit",
        &["openapi_parameter_required #/paths/~1orders/get/parameters/0 calls breaks"],
    );
    check(
        "- name: limit\n          in: query",
        "- name: limit\n          required: true\n          in: query",
        &["openapi_parameter_required #/paths/~1orders/get/parameters/0 calls breaks"],
    );
    check(
        "- name: limit\n          in: query",
        "- name: limit\n          in: header",
        &["openapi_parameter_changed #/paths/~1orders/get/parameters/0 calls breaks"],
    );
    check(
        "- name: limit",
        "- name: most",
        &["openapi_parameter_changed #/paths/~1orders/get/parameters/0 calls lossy"],
    );
    check(
        "maximum: 100",
        "maximum: 10",
        &["schema_narrowed #/paths/~1orders/get/parameters/0/schema/maximum calls breaks"],
    );
    check(
        "explode: false",
        "explode: true",
        &["openapi_parameter_changed #/paths/~1orders/get/parameters/1 calls breaks"],
    );
}

#[test]
fn requests_are_read_and_responses_are_written() {
    check(
        "required: [lines]",
        "required: [lines, note]",
        &["schema_narrowed #/components/schemas/NewOrder/required calls breaks"],
    );
    check(
        "        note: { type: string }\n",
        "",
        &["schema_property_dropped #/components/schemas/NewOrder/properties/note calls lossy"],
    );
    check(
        "required: [id, state, total]",
        "required: [id, total]",
        &["schema_widened #/components/schemas/Order/required answers breaks"],
    );
    check(
        "enum: [open, paid]",
        "enum: [open, paid, sent]",
        &["schema_widened #/components/schemas/Order/properties/state/enum answers breaks"],
    );
    check("enum: [open, paid]", "enum: [open]", &[]);
    check(
        "          application/json:\n            schema: { $ref: '#/components/schemas/NewOrder' }",
        "          application/xml:\n            schema: { $ref: '#/components/schemas/NewOrder' }",
        &[
            "openapi_request_changed #/paths/~1orders/post/requestBody/content/application~1json calls breaks",
        ],
    );
    check(
        "        '201':",
        "        '200':",
        &[
            "openapi_response_changed #/paths/~1orders/post/responses/200 answers breaks",
            "openapi_response_changed #/paths/~1orders/post/responses/201 answers breaks",
        ],
    );
    check(
        "            Location: { required: true, schema: { type: string } }\n",
        "            Place: { schema: { type: string } }\n",
        &[
            "openapi_response_changed #/paths/~1orders/post/responses/201/headers/Location answers breaks",
        ],
    );
    // In another file.
    check(
        "./common.yaml#/components/schemas/Problem",
        "./common.yaml#/components/schemas/Short",
        &["schema_widened #/components/schemas/Problem/required answers breaks"],
    );
}

#[test]
fn what_is_only_read_or_only_written_is_so() {
    // Clients do not send it, whatever it is.
    check(
        "          readOnly: true\n",
        "          readOnly: true\n          minimum: 10\n",
        &[],
    );
    check(
        "          writeOnly: true\n",
        "          writeOnly: true\n          maxLength: 10\n",
        &["schema_narrowed #/components/schemas/NewOrder/properties/secret/maxLength calls breaks"],
    );
    check(
        "          writeOnly: true\n",
        "          readOnly: true\n",
        &["schema_property_dropped #/components/schemas/NewOrder/properties/secret calls lossy"],
    );
}

#[test]
fn who_was_let_in_still_is() {
    check(
        "security:\n  - key: []\n",
        "security:\n  - token: [orders]\n",
        &["openapi_security_changed #/security calls breaks"],
    );
    check(
        "      security: []\n",
        "",
        &["openapi_security_changed #/security calls breaks"],
    );
    check(
        "name: X-Key",
        "name: X-Api-Key",
        &["openapi_security_changed #/security calls breaks"],
    );
    // Another name of the same.
    let other = ORDERS
        .replace("- key: []", "- door: []")
        .replace("    key:\n", "    door:\n");
    assert_eq!(run(ORDERS, &other), Ok(Vec::new()));
}

#[test]
fn callbacks_go_the_other_way() {
    check(
        "                      required: [id]\n",
        "",
        &[
            "schema_widened #/paths/~1orders/post/callbacks/done/{$request.body#~1callback}/post/requestBody/content/application~1json/schema/required answers breaks",
        ],
    );
    check(
        "  orderLost:\n",
        "  orderFound:\n",
        &["openapi_operation_removed #/webhooks/orderLost/post answers breaks"],
    );
}

#[test]
fn what_is_not_understood_is_said() {
    check(
        "      summary: Places an order\n",
        "      summary: Places an order\n      idempotent: true\n",
        &["openapi_unknown #/paths/~1orders/post/idempotent calls unknown"],
    );
    check(
        "./common.yaml#/components/schemas/Problem",
        "https://example.org/problem.yaml",
        &[
            "schema_unknown #/paths/~1orders/post/responses/404/content/application~1json/schema answers unknown",
        ],
    );
}

#[test]
fn mistakes_are_located() {
    for (from, to, what) in [
        ("openapi: 3.1.0", "openapi: 4.0.0", "versions 3.0 and 3.1"),
        ("openapi: 3.1.0", "swagger: '2.0'", "Swagger"),
        ("  /orders:", "  orders:", "does not begin with `/`"),
        ("        '201':", "        created:", "no status"),
        ("in: query", "in: body", "a parameter is in"),
        (
            "$ref: '#/components/schemas/NewOrder'",
            "$ref: '#/components/schemas/Nothing'",
            "leads nowhere",
        ),
        ("./common.yaml", "../../secret.yaml", "no file"),
        ("- name: limit", "- title: limit", "has a `name`"),
        (
            "{ type: integer, maximum: 100 }",
            "{ type: int, maximum: 100 }",
            "a type is",
        ),
        ("name: orderId", "name: order", "the path has no"),
        ("  /orders:", "\t/orders:", "tab"),
    ] {
        assert!(ORDERS.contains(from), "{from}");
        let wrong = run(ORDERS, &ORDERS.replacen(from, to, 1)).expect_err(from);
        assert!(
            wrong.iter().any(|it| it.contains(what)),
            "{from}: {wrong:?}"
        );
    }
}
