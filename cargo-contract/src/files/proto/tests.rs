//! What counts in which category.

use super::compare;
use crate::files::change::Change;
use crate::files::config::Category;

#[path = "../../../tests/witnesses/proto.rs"]
mod witnesses;

const CATEGORIES: [Category; 4] = [
    Category::Wire,
    Category::WireJson,
    Category::Package,
    Category::File,
];

const OLD: &str = "syntax = \"proto3\";\npackage shop.v1;\n\
    message Order {\n  reserved 9, 20 to 22;\n  reserved \"gone\";\n  int32 id = 1;\n  string note = 2;\n  repeated Line lines = 3;\n\
      map<string, int32> tags = 4;\n  oneof pay { string card = 5; string bill = 6; }\n  State state = 7;\n  message Line { uint32 count = 1; }\n}\n\
    enum State { UNKNOWN = 0; PLACED = 1; }\n\
    enum More { UNKNOWN2 = 0; }\n\
    service Shop { rpc Put(Order) returns (Order); }\n";

fn changes(category: Category, old: &str, new: &str) -> Vec<Change> {
    let paths = ["a.proto".to_owned()];
    let (changes, invalid) = compare(category, &paths, &paths, &|_| Some(old.into()), &|_| {
        Some(new.into())
    });
    assert!(invalid.is_empty(), "{invalid:?}\n{old}\n{new}");
    changes.into_iter().map(|(_, it)| it).collect()
}

/// Rules that speak, for WIRE, WIRE_JSON, PACKAGE and FILE.
fn told_of(old: &str, new: &str) -> [String; 4] {
    CATEGORIES.map(|category| {
        let changes = changes(category, old, new);
        let rules = changes.iter();
        let rules = rules.map(|it| it.rule.trim_start_matches("proto_"));
        rules.collect::<Vec<_>>().join(" ")
    })
}

fn told(new: &str) -> [String; 4] {
    told_of(OLD, new)
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
            ["", "", "option_changed", "option_changed"],
        ),
        ("message Order", "// Orders.\nmessage Order", all("")),
        // The name of a field of a map is no more on the wire than that of any other.
        (
            "tags = 4",
            "labels = 4",
            ["", "field_renamed", "field_renamed", "field_renamed"],
        ),
        (
            "map<string, int32> tags",
            "repeated Line tags",
            all("cardinality_changed"),
        ),
        (
            "repeated Line lines",
            "repeated Order lines",
            all("field_retyped"),
        ),
        // More of anything is no harm.
        (
            "State state = 7;",
            "State state = 7; string more = 8; optional Line line = 10;",
            all(""),
        ),
        (
            "string bill = 6;",
            "string bill = 6; bytes coin = 11;",
            all(""),
        ),
        ("PLACED = 1;", "PLACED = 1; PAID = 2;", all("")),
        (
            "service Shop {",
            "service Shop { rpc Get(Order) returns (Order);",
            all(""),
        ),
        ("int32 id = 1", "int32 id = 1 [deprecated = true]", all("")),
        ("Line lines = 3", "shop.v1.Order.Line lines = 3", all("")),
        (
            "uint32 count",
            ".google.protobuf.Any count",
            all("field_retyped"),
        ),
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

const TWO: &str = "syntax = \"proto2\";\npackage shop.v1;\n\
    message Order {\n  required int32 id = 1;\n  optional string note = 2;\n  optional State state = 3;\n\
      optional group Extra = 4 { optional int32 more = 1; }\n  extensions 100 to 199, 300;\n}\n\
    enum State { OPEN = 3; SHUT = 4; }\n\
    extend Order { optional int32 weight = 100; }\n";

#[test]
fn what_only_proto2_has_counts() {
    let all = |rule: &'static str| [rule; 4];
    for (from, to, rules) in [
        (
            "  required int32 id = 1;\n",
            "  reserved 1; reserved \"id\";\n",
            all("field_removed"),
        ),
        (
            "required int32 id",
            "optional int32 id",
            all("cardinality_changed"),
        ),
        ("note = 2", "note = 2 [default = \"\"]", all("")),
        (
            "note = 2",
            "note = 2 [default = \"x\"]",
            all("option_changed"),
        ),
        (
            "required int32 id = 1",
            "required int32 id = 1 [default = 0x0]",
            all(""),
        ),
        ("state = 3", "state = 3 [default = OPEN]", all("")),
        (
            "state = 3",
            "state = 3 [default = SHUT]",
            all("option_changed"),
        ),
        (
            "OPEN = 3; SHUT = 4;",
            "SHUT = 4; OPEN = 3;",
            all("option_changed"),
        ),
        (
            "int32 weight = 100",
            "int64 weight = 100",
            ["", "field_retyped", "field_retyped", "field_retyped"],
        ),
        (
            "int32 weight = 100",
            "sint32 weight = 100",
            all("field_retyped"),
        ),
        (
            "extend Order { optional int32 weight = 100; }\n",
            "",
            ["", "", "item_removed", "item_removed"],
        ),
        (
            "100 to 199, 300",
            "100 to 199",
            ["", "", "item_removed", "item_removed"],
        ),
        ("100 to 199, 300", "100 to 120, 121 to 400", all("")),
        (
            "group Extra = 4 { optional int32 more = 1; }",
            "Extra extra = 4; message Extra { optional int32 more = 1; }",
            all("field_retyped"),
        ),
    ] {
        assert!(TWO.contains(from), "{from}");
        let is = told_of(TWO, &TWO.replace(from, to));
        assert_eq!(is, rules, "{from} -> {to}");
    }
}

#[test]
fn a_file_may_become_one_of_an_edition() {
    let three = "syntax = \"proto3\";\nmessage A { int32 a = 1; optional string b = 2; repeated int32 c = 3; reserved \"old\"; E e = 4; }\nenum E { X = 0; }\n";
    let same = "edition = \"2023\";\noption features.field_presence = IMPLICIT;\nmessage A { int32 a = 1; string b = 2 [features.field_presence = EXPLICIT]; repeated int32 c = 3; reserved old; E e = 4; }\nenum E { X = 0; }\n";
    let syntax = ["", "", "option_changed", "option_changed"];
    assert_eq!(told_of(three, same), syntax);
    let two =
        "syntax = \"proto2\";\nmessage A { required int32 a = 1; optional group B = 2 { } }\n";
    let same = "edition = \"2023\";\noption features = { json_format: LEGACY_BEST_EFFORT enum_type: CLOSED };\nmessage A { int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; message B {} B b = 2 [features.message_encoding = DELIMITED]; }\n";
    assert_eq!(told_of(two, same), syntax);
    for (from, to, rules) in [
        ("LEGACY_REQUIRED", "EXPLICIT", ["cardinality_changed"; 4]),
        ("DELIMITED", "LENGTH_PREFIXED", ["field_retyped"; 4]),
        ("json_format: LEGACY_BEST_EFFORT ", "", [""; 4]),
        ("LEGACY_REQUIRED]", "LEGACY_REQUIRED, default = 0]", [""; 4]),
        (
            "LEGACY_REQUIRED]",
            "LEGACY_REQUIRED, default = 5]",
            ["option_changed"; 4],
        ),
    ] {
        assert_eq!(
            told_of(same, &same.replace(from, to)),
            rules,
            "{from} -> {to}"
        );
    }
    let open = "edition = \"2023\"; enum E { X = 0; }";
    let closed = "edition = \"2023\"; enum E { option features.enum_type = CLOSED; X = 0; }";
    assert_eq!(
        told_of(open, closed),
        ["", "", "option_changed", "option_changed"]
    );
    let vague =
        "edition = \"2023\"; option features.json_format = LEGACY_BEST_EFFORT; enum E { X = 0; }";
    assert_eq!(
        told_of(open, vague),
        ["", "option_changed", "option_changed", "option_changed"]
    );
}

#[test]
fn what_no_file_declares_is_known_by_its_name() {
    let old = "syntax = \"proto3\"; package a.b; import \"m.proto\"; message A { c.Money m = 1; } service S { rpc P(c.Money) returns (A); }";
    assert_eq!(told_of(old, &old.replace("c.Money", "a.c.Money")), [""; 4]);
    assert_eq!(told_of(old, &old.replace("c.Money", ".a.c.Money")), [""; 4]);
    assert_eq!(
        told_of(old, &old.replace("c.Money m", "d.Money m")),
        ["field_retyped"; 4]
    );
}

/// All that two files with one field are to each other, in both directions, is shown by what one of them writes.
#[test]
fn each_other_type_is_shown_by_what_is_written() {
    let types = [
        "double",
        "float",
        "int32",
        "int64",
        "uint32",
        "uint64",
        "sint32",
        "sint64",
        "fixed32",
        "fixed64",
        "sfixed32",
        "sfixed64",
        "bool",
        "string",
        "bytes",
        "Line",
        "Spot",
        "State",
        "Mood",
        "map<string, int32>",
        "map<int32, Line>",
    ];
    let file = |ty: &str, label: &str| {
        format!(
            "syntax = \"proto3\";\nmessage Order {{ {label} {ty} it = 5; string other = 6; }}\n\
             message Line {{ int32 a = 1; }}\nmessage Spot {{ string a = 1; }}\n\
             enum State {{ UNKNOWN = 0; OPEN = 1; }}\nenum Mood {{ NEUTRAL = 0; GOOD = 1; }}\n"
        )
    };
    let mut shown = 0;
    for was in types {
        for is in types {
            for (label, then) in [
                ("", ""),
                ("repeated", "repeated"),
                ("", "optional"),
                ("optional", "repeated"),
            ] {
                let is_map = |ty: &str, label: &str| ty.starts_with("map") && !label.is_empty();
                if is_map(was, label) || is_map(is, then) {
                    continue;
                }
                let (old, new) = (file(was, label), file(is, then));
                for category in CATEGORIES {
                    for change in changes(category, &old, &new) {
                        let (Some(witness), Some(why)) = (&change.witness, &change.detail) else {
                            // In code, what reads the same may be another type.
                            panic!("{category:?} {label} {was} -> {then} {is}: {}", change.what);
                        };
                        witnesses::shows((&old, &new), "Order.it", witness, why).unwrap_or_else(
                            |error| panic!("{category:?} {label} {was} -> {then} {is}: {error}"),
                        );
                        shown += 1;
                    }
                }
            }
        }
    }
    assert!(shown > 4000, "{shown}");
}

#[test]
fn what_else_changes_is_shown_by_what_is_written() {
    let card = "oneof pay { string card = 5; string bill = 6; }";
    for (from, to) in [
        ("  string note = 2;\n", ""),
        ("  string note = 2;\n", "reserved 2;"),
        ("string note", "string text"),
        ("note = 2", "note = 2 [json_name = \"n\"]"),
        (card, "string card = 5; string bill = 6;"),
        (card, "oneof pay { string card = 5; } string bill = 6;"),
        (
            card,
            "oneof pay { string bill = 6; } oneof more { string card = 5; }",
        ),
        (
            "string note = 2;",
            "oneof text { string note = 2; int32 id = 1; }",
        ),
        ("PLACED = 1;", ""),
        ("PLACED = 1;", "MADE = 1;"),
        ("20 to 22", "20 to 21"),
        ("reserved \"gone\";", ""),
        ("enum More { UNKNOWN2 = 0; }\n", ""),
        ("(Order) returns", "(stream Order) returns"),
        ("(Order) returns", "(Order.Line) returns"),
        ("rpc Put(Order) returns (Order);", ""),
        ("shop.v1", "shop.v2"),
    ] {
        let mut new = OLD.replace(from, to);
        if to.contains("int32 id = 1") {
            new = new.replace("  int32 id = 1;\n", "");
        }
        for category in CATEGORIES {
            for change in changes(category, OLD, &new) {
                let (Some(witness), Some(why)) = (&change.witness, &change.detail) else {
                    assert_eq!(
                        change.rule, "proto_cardinality_changed",
                        "{from} -> {to}: {}",
                        change.what
                    );
                    continue;
                };
                witnesses::shows((OLD, &new), &change.place, witness, why)
                    .unwrap_or_else(|error| panic!("{category:?} {from} -> {to}: {error}"));
            }
        }
    }
    for (from, to) in [
        (
            "  required int32 id = 1;\n",
            "  reserved 1; reserved \"id\";\n",
        ),
        ("required int32 id", "optional int32 id"),
        ("optional string note", "required string note"),
        ("extensions", "required int32 added = 9; extensions"),
        ("note = 2", "note = 2 [default = \"x\"]"),
        ("extend Order { optional int32 weight = 100; }\n", ""),
    ] {
        let new = TWO.replace(from, to);
        for category in CATEGORIES {
            for change in changes(category, TWO, &new) {
                let (witness, why) = (change.witness.unwrap(), change.detail.unwrap());
                witnesses::shows((TWO, &new), &change.place, &witness, &why)
                    .unwrap_or_else(|error| panic!("{category:?} {from} -> {to}: {error}"));
            }
        }
    }
}
