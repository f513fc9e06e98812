//! What counts in which category.

use super::compare;
use crate::files::config::Category;

const OLD: &str = "syntax = \"proto3\";\npackage shop.v1;\n\
    message Order {\n  reserved 9, 20 to 22;\n  reserved \"gone\";\n  int32 id = 1;\n  string note = 2;\n  repeated Line lines = 3;\n\
      map<string, int32> tags = 4;\n  oneof pay { string card = 5; string bill = 6; }\n  State state = 7;\n  message Line { uint32 count = 1; }\n}\n\
    enum State { UNKNOWN = 0; PLACED = 1; }\n\
    enum More { UNKNOWN2 = 0; }\n\
    service Shop { rpc Put(Order) returns (Order); }\n";

/// Rules that speak, for WIRE, WIRE_JSON, PACKAGE and FILE.
fn told(new: &str) -> [String; 4] {
    [
        Category::Wire,
        Category::WireJson,
        Category::Package,
        Category::File,
    ]
    .map(|category| {
        let paths = ["a.proto".to_owned()];
        let (changes, invalid) = compare(category, &paths, &paths, &|_| Some(OLD.into()), &|_| {
            Some(new.into())
        });
        assert!(invalid.is_empty(), "{invalid:?}");
        let rules: Vec<&str> = changes
            .iter()
            .map(|(_, it)| it.rule.trim_start_matches("proto_"))
            .collect();
        rules.join(" ")
    })
}

#[test]
fn a_category_decides_what_counts() {
    let all = |rule: &'static str| [rule; 4];
    for (from, to, rules) in [
        (
            "int32 id",
            "int64 id",
            ["", "field_retyped", "field_retyped", "field_retyped"],
        ),
        (
            "int32 id",
            "uint32 id",
            ["", "", "field_retyped", "field_retyped"],
        ),
        ("int32 id", "sint32 id", all("field_retyped")),
        (
            "string note",
            "bytes note",
            ["", "field_retyped", "field_retyped", "field_retyped"],
        ),
        (
            "string note",
            "string text",
            ["", "field_renamed", "field_renamed", "field_renamed"],
        ),
        (
            "note = 2;",
            "note = 2 [json_name = \"n\"];",
            ["", "field_renamed", "field_renamed", "field_renamed"],
        ),
        ("  string note = 2;\n", "", all("field_removed")),
        (
            "  string note = 2;\n",
            "reserved 2;",
            ["", "field_removed", "field_removed", "field_removed"],
        ),
        (
            "  string note = 2;\n",
            "reserved 2; reserved \"note\";",
            ["", "", "field_removed", "field_removed"],
        ),
        (
            "int32 id",
            "optional int32 id",
            ["", "", "cardinality_changed", "cardinality_changed"],
        ),
        ("int32 id", "repeated int32 id", all("cardinality_changed")),
        (
            "map<string, int32>",
            "map<string, int64>",
            ["", "field_retyped", "field_retyped", "field_retyped"],
        ),
        (
            "string card = 5; string bill = 6; }",
            "string card = 5; } string bill = 6;",
            [
                "oneof_changed",
                "oneof_changed",
                "cardinality_changed oneof_changed",
                "cardinality_changed oneof_changed",
            ],
        ),
        ("PLACED = 1;", "", all("enum_value_removed")),
        (
            "PLACED = 1;",
            "reserved 1; reserved \"PLACED\";",
            ["", "", "enum_value_removed", "enum_value_removed"],
        ),
        (
            "PLACED = 1;",
            "MADE = 1;",
            [
                "",
                "enum_value_renamed",
                "enum_value_renamed",
                "enum_value_renamed",
            ],
        ),
        ("20 to 22", "20 to 21", all("reservation_removed")),
        (
            "reserved 9, 20 to 22;",
            "reserved 9 to 20; reserved 21 to 30;",
            all(""),
        ),
        ("reserved \"gone\";", "", all("reservation_removed")),
        (
            "enum More { UNKNOWN2 = 0; }\n",
            "",
            ["", "", "item_removed", "item_removed"],
        ),
        (
            "(Order) returns",
            "(stream Order) returns",
            all("method_changed"),
        ),
        (
            "rpc Put(Order) returns (Order);",
            "",
            ["", "", "item_removed", "item_removed"],
        ),
        (
            "package",
            "option java_package = \"x\";\npackage",
            ["", "", "", "option_changed"],
        ),
        ("message Order", "// Orders.\nmessage Order", all("")),
    ] {
        assert!(OLD.contains(from), "{from}");
        let is = told(&OLD.replace(from, to));
        assert_eq!(is, rules, "{from} -> {to}");
    }
    assert!(told(&OLD.replace("shop.v1", "shop.v2"))[0].starts_with("package_changed"));
}

#[test]
fn an_enum_may_become_a_larger_one_on_the_wire() {
    let larger = OLD.replace("State state", "Larger state")
        + "enum Larger { UNKNOWN = 0; PLACED = 1; PAID = 2; }";
    // Values of one scope have names of their own, but that is not looked at here.
    assert_eq!(told(&larger)[0], "");
    assert_eq!(told(&larger)[2], "field_retyped");
    assert_eq!(
        told(&OLD.replace("State state", "More state"))[0],
        "field_retyped"
    );
}

#[test]
fn mistakes_are_located() {
    let paths = ["a.proto".to_owned()];
    let (_, invalid) = compare(
        Category::Wire,
        &paths,
        &paths,
        &|_| Some(OLD.into()),
        &|_| Some("message {".into()),
    );
    assert_eq!(u32::from(invalid[0].at.range.start()), 8, "{invalid:?}");
}
