//! The form on the wire may depend on functions in other files: a change in one of them is never taken as fine unless it was
//! computed what it does, and a change beside them says nothing.

#![cfg(feature = "cli")]

mod support;

use std::collections::BTreeSet;

use govern_testing::{Repository, run_program};
use serde_json::Value;
use support::repository;

/// One way to depend on something far away, in which the only `7` decides.
struct Case {
    name: &'static str,
    /// The type, in `src/lib.rs`.
    lib: &'static str,
    /// What its attributes name, in `src/codec.rs`.
    codec: &'static str,
    /// What that depends on, in `src/deep/mod.rs`.
    deep: &'static str,
}

const fn case(
    name: &'static str,
    lib: &'static str,
    codec: &'static str,
    deep: &'static str,
) -> Case {
    Case {
        name,
        lib,
        codec,
        deep,
    }
}

const SCALE: &str = "pub fn scale(v: u64) -> u64 { if v > 7 { v } else { v.rotate_left(3) } }";

const CASES: &[Case] = &[
    case(
        "with a module",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(with = "codec::seconds")] pub ttl: u64 }"#,
        "pub mod seconds {
            use serde::{Deserialize, Deserializer, Serializer};
            pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(crate::deep::scale(*v)) }
            pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { u64::deserialize(d) }
        }",
        SCALE,
    ),
    case(
        "a getter of a remote type",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(with = "codec::PointDef")] pub at: codec::Point }"#,
        r#"use serde::{Deserialize, Serialize};
        pub struct Point(u64);
        #[derive(Serialize, Deserialize)] #[serde(remote = "Point")]
        pub struct PointDef { #[serde(getter = "x_of")] x: u64 }
        fn x_of(point: &Point) -> u64 { crate::deep::scale(point.0) }
        impl From<PointDef> for Point { fn from(def: PointDef) -> Point { Point(def.x) } }"#,
        SCALE,
    ),
    case(
        "what makes a remote type",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(with = "codec::PointDef")] pub at: codec::Point }"#,
        r#"use serde::{Deserialize, Serialize};
        pub struct Point(u64);
        impl Point { pub fn x(&self) -> u64 { self.0 } }
        #[derive(Serialize, Deserialize)] #[serde(remote = "Point")]
        pub struct PointDef { #[serde(getter = "Point::x")] x: u64 }
        impl From<PointDef> for Point { fn from(def: PointDef) -> Point { Point(crate::deep::scale(def.x)) } }"#,
        SCALE,
    ),
    case(
        "a module that is re-exported",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(with = "codec::seconds")] pub ttl: u64 }"#,
        "pub use crate::deep::inner as seconds;",
        "pub mod inner {
            use serde::{Deserialize, Deserializer, Serializer};
            pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.rotate_left(7)) }
            pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { u64::deserialize(d) }
        }",
    ),
    case(
        "functions that are re-exported one by one",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(with = "codec")] pub ttl: u64 }"#,
        "pub use crate::deep::{read as deserialize, write as serialize};",
        "use serde::{Deserialize, Deserializer, Serializer};
        pub fn write<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.rotate_left(7)) }
        pub fn read<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { u64::deserialize(d) }",
    ),
    case(
        "functions that a glob brings",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(with = "codec")] pub ttl: u64 }"#,
        "pub use crate::deep::*;",
        "use serde::{Deserialize, Deserializer, Serializer};
        pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.rotate_left(7)) }
        pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { u64::deserialize(d) }",
    ),
    case(
        "a module that hands on to another",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(with = "codec")] pub ttl: u64 }"#,
        "use crate::deep as other;
        use serde::{Deserializer, Serializer};
        pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { other::serialize(v, s) }
        pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { other::deserialize(d) }",
        "use serde::{Deserialize, Deserializer, Serializer};
        pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.rotate_left(7)) }
        pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { u64::deserialize(d) }",
    ),
    case(
        "a method of the field's type",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(serialize_with = "codec::cents")] pub price: deep::Money }"#,
        "pub fn cents<S: serde::Serializer>(v: &crate::deep::Money, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.cents()) }",
        "#[derive(serde::Serialize, serde::Deserialize)] pub struct Money(pub u64);
        impl Money { pub fn cents(&self) -> u64 { self.0.rotate_left(7) } }",
    ),
    case(
        "an implementation that a function asks for by its bounds",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(serialize_with = "codec::scaled")] pub price: deep::Money }"#,
        "pub trait Scaled { fn scaled(&self) -> u64; }
        pub fn scaled<T: Scaled, S: serde::Serializer>(v: &T, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.scaled()) }",
        "#[derive(serde::Serialize, serde::Deserialize)] pub struct Money(pub u64);
        impl crate::codec::Scaled for Money { fn scaled(&self) -> u64 { self.0.rotate_left(7) } }",
    ),
    case(
        "what a trait itself provides",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(serialize_with = "codec::scaled")] pub price: u64 }"#,
        "use crate::deep::Scaled;
        pub fn scaled<S: serde::Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(v.scaled()) }",
        "pub trait Scaled { fn own(&self) -> u64; fn scaled(&self) -> u64 { self.own().rotate_left(7) } }
        impl Scaled for u64 { fn own(&self) -> u64 { *self } }",
    ),
    case(
        "a text by Display",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(serialize_with = "codec::shown")] pub level: deep::Level }"#,
        "pub fn shown<S: serde::Serializer>(v: &crate::deep::Level, s: S) -> Result<S::Ok, S::Error> { s.collect_str(v) }",
        r#"#[derive(serde::Serialize, serde::Deserialize)] pub struct Level(pub u64);
        impl std::fmt::Display for Level { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { write!(f, "level 7 {}", self.0) } }"#,
    ),
    case(
        "a text by FromStr",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(deserialize_with = "codec::parsed")] pub level: deep::Level }"#,
        "use serde::Deserialize;
        pub fn parsed<'de, D: serde::Deserializer<'de>>(d: D) -> Result<crate::deep::Level, D::Error> {
            String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
        }",
        r#"#[derive(serde::Serialize, serde::Deserialize)] pub struct Level(pub u64);
        impl std::str::FromStr for Level { type Err = String; fn from_str(s: &str) -> Result<Self, String> { if s.len() > 7 { Err(String::new()) } else { Ok(Level(s.len() as u64)) } } }"#,
    ),
    case(
        "when a field is left out, and what stands for it",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { pub id: u64, #[serde(default = "codec::start", skip_serializing_if = "codec::is_quiet")] pub noise: u64 }"#,
        "pub fn start() -> u64 { 0 }
        pub fn is_quiet(v: &u64) -> bool { *v < crate::deep::LIMIT }",
        "pub const LIMIT: u64 = 7;",
    ),
    case(
        "the default of a field that may be left out",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { pub id: u64, #[serde(default = "codec::start", skip_serializing_if = "codec::is_quiet")] pub noise: u64 }"#,
        "pub fn start() -> u64 { crate::deep::start().rotate_left(2) }
        pub fn is_quiet(v: &u64) -> bool { *v == start() }",
        "pub fn start() -> u64 { 7u64.rotate_left(1) }",
    ),
    case(
        "a method of that name is not that of the library",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { pub id: u64, #[serde(default, skip_serializing_if = "deep::Names::is_empty")] pub names: deep::Names }"#,
        "",
        "#[derive(Default, serde::Serialize, serde::Deserialize)] pub struct Names(pub Vec<u64>);
        impl Names { pub fn is_empty(&self) -> bool { self.0.len() < 7 } }",
    ),
    case(
        "a function of that name is not that of the library",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { pub id: u64, #[serde(default, skip_serializing_if = "codec::is_none")] pub note: Option<u64> }"#,
        "pub use crate::deep::is_none;",
        "pub fn is_none(v: &Option<u64>) -> bool { v.is_none_or(|v| v < 7) }",
    ),
    case(
        "the default of the whole",
        r#"#[derive(Serialize, Deserialize)] #[serde(default)] pub struct Msg { pub id: u64, #[serde(skip_serializing_if = "Option::is_none")] pub note: Option<u64> }"#,
        "impl Default for crate::Msg { fn default() -> Self { crate::Msg { id: 0, note: crate::deep::note() } } }",
        "pub fn note() -> Option<u64> { Some(7u64.rotate_left(1)) }",
    ),
    case(
        "from",
        r#"#[derive(Clone, Serialize, Deserialize)] #[serde(from = "codec::Wire", into = "codec::Wire")] pub struct Msg { pub ttl: u64 }"#,
        "use crate::deep::scale;
        #[derive(serde::Serialize, serde::Deserialize)] pub struct Wire { pub ttl: u64 }
        impl From<Wire> for crate::Msg { fn from(w: Wire) -> Self { crate::Msg { ttl: scale(w.ttl) } } }
        impl From<crate::Msg> for Wire { fn from(m: crate::Msg) -> Self { Wire { ttl: m.ttl } } }",
        SCALE,
    ),
    case(
        "into",
        r#"#[derive(Clone, Serialize, Deserialize)] #[serde(from = "codec::Wire", into = "codec::Wire")] pub struct Msg { pub ttl: u64 }"#,
        "use crate::deep::scale;
        #[derive(serde::Serialize, serde::Deserialize)] pub struct Wire { pub ttl: u64 }
        impl From<Wire> for crate::Msg { fn from(w: Wire) -> Self { crate::Msg { ttl: w.ttl } } }
        impl From<crate::Msg> for Wire { fn from(m: crate::Msg) -> Self { Wire { ttl: scale(m.ttl) } } }",
        SCALE,
    ),
    case(
        "try_from",
        r#"#[derive(Clone, Serialize, Deserialize)] #[serde(try_from = "String", into = "String")] pub struct Msg(String);"#,
        "impl TryFrom<String> for crate::Msg { type Error = String; fn try_from(s: String) -> Result<Self, String> { if crate::deep::is_valid(&s) { Ok(crate::Msg(s)) } else { Err(s) } } }
        impl From<crate::Msg> for String { fn from(m: crate::Msg) -> Self { m.0 } }",
        "pub fn is_valid(s: &str) -> bool { s.bytes().filter(|b| b.is_ascii_digit()).count() < 7 }",
    ),
    case(
        "an implementation by hand",
        "#[derive(Serialize, Deserialize)] pub struct Msg { pub code: codec::Code }",
        "use crate::deep::Coded;
        pub struct Code(pub u64);
        impl serde::Serialize for Code { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(&self.code()) } }
        impl<'de> serde::Deserialize<'de> for Code { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { d.deserialize_str(crate::deep::CodeVisitor) } }",
        r#"pub trait Coded { fn code(&self) -> String; }
        impl Coded for crate::codec::Code { fn code(&self) -> String { format!("C7-{}", self.0) } }
        pub struct CodeVisitor;
        impl<'de> serde::de::Visitor<'de> for CodeVisitor { type Value = crate::codec::Code; }"#,
    ),
    case(
        "the visitor of an implementation by hand",
        "#[derive(Serialize, Deserialize)] pub struct Msg { pub code: codec::Code }",
        "#[derive(serde::Serialize)]
        pub struct Code(pub u64);
        impl<'de> serde::Deserialize<'de> for Code { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { d.deserialize_u64(crate::deep::CodeVisitor) } }",
        "pub struct CodeVisitor;
        impl<'de> serde::de::Visitor<'de> for CodeVisitor {
            type Value = crate::codec::Code;
            fn visit_u64<E>(self, v: u64) -> Result<Self::Value, E> { Ok(crate::codec::Code(v.rotate_left(7))) }
        }",
    ),
    case(
        "what a macro makes of a function",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(serialize_with = "codec::scaled")] pub price: u64 }"#,
        "pub fn scaled<S: serde::Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(crate::scaled!(*v)) }",
        "#[macro_export] macro_rules! scaled { ($v:expr) => { ($v).rotate_left(7) } }",
    ),
    case(
        "an implementation that a macro makes",
        "#[derive(Serialize, Deserialize)] pub struct Msg { pub code: codec::Code }",
        "#[derive(serde::Deserialize)]
        pub struct Code(pub u64);
        crate::written!(Code);",
        "#[macro_export] macro_rules! written { ($t:ident) => {
            impl serde::Serialize for $t { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(self.0.rotate_left(7)) } }
        } }",
    ),
    case(
        "a module that a macro of another crate makes",
        r#"#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(with = "deep::stamp")] pub at: u64 }"#,
        "",
        r#"serde::format_description!(stamp, u64, "[year] 7 [month]");"#,
    ),
    case(
        "a type that a macro of another crate makes",
        "#[derive(Serialize, Deserialize)] pub struct Msg { pub flags: deep::Flags }",
        "",
        "serde::flags! { pub struct Flags: u8 { const A = 7; } }",
    ),
    case(
        "a trait object",
        "#[derive(Serialize, Deserialize)] pub struct Msg { pub event: Box<dyn codec::Event> }",
        "pub trait Event { fn name(&self) -> String; }",
        r#"#[derive(serde::Serialize, serde::Deserialize)] pub struct Placed { #[serde(rename = "id7")] pub id: u64 }
        impl crate::codec::Event for Placed { fn name(&self) -> String { "placed".to_owned() } }"#,
    ),
    case(
        "an adapter of the project",
        r#"#[serde_with::serde_as] #[derive(Serialize, Deserialize)] pub struct Msg { #[serde_as(as = "codec::Scaled")] pub price: u64 }"#,
        "pub struct Scaled;
        impl serde_with::SerializeAs<u64> for Scaled { fn serialize_as<S: serde::Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_u64(crate::deep::scale(*v)) } }
        impl<'de> serde_with::DeserializeAs<'de, u64> for Scaled { fn deserialize_as<D: serde::Deserializer<'de>>(d: D) -> Result<u64, D::Error> { <u64 as serde::Deserialize>::deserialize(d) } }",
        SCALE,
    ),
];

fn write(repository: &Repository, case: &Case, deep: &str) {
    let lib = format!(
        "use serde::{{Deserialize, Serialize}};\n#[macro_use]\nmod deep;\nmod codec;\n{}\n",
        case.lib
    );
    repository
        .write("src/lib.rs", &lib)
        .write("src/codec.rs", case.codec)
        .write("src/deep/mod.rs", deep);
}

/// The findings of a run against the last commit.
fn found(repository: &Repository) -> Vec<String> {
    let (_, out, err) = run_program(
        env!("CARGO_BIN_EXE_cargo-contract"),
        repository.directory(),
        &["contract", "check", "--against", "HEAD", "--format", "json"],
    );
    let mut found = Vec::new();
    let mut lines = 0;
    for line in out.lines() {
        let object: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{out}{err}"));
        lines += 1;
        if object["kind"] == "diagnostic" {
            found.push(format!("{}: {}", object["code"], object["message"]));
        }
    }
    assert!(lines > 0, "{err}");
    found
}

const ODD: &str = "pub mod odd {
    use serde::{Deserialize, Deserializer, Serializer};
    pub fn serialize<S: Serializer>(v: &u64, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(&v.to_string()) }
    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<u64, D::Error> { d.deserialize_any(Any) }
}";

const KEYED: &str = "#[derive(PartialEq, Eq, Hash)] pub struct Name(pub String);
impl serde::Serialize for Name { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(&self.0.trim()) } }
impl<'de> serde::Deserialize<'de> for Name { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { let s = String::deserialize(d)?; Ok(Name(s.trim().to_owned())) } }";

const GUESS: &str =
    "#[derive(Serialize, Deserialize)] #[serde(untagged)] pub enum Msg { Link(Link), Custom(u64) }
#[derive(Serialize)] pub struct Link { pub target: String }";

/// AC: AC-CONTRACT-CMD-JUDGE
#[test]
fn what_is_not_understood_says_no_more_than_that() {
    let by_hand = "impl<'de> serde::Deserialize<'de> for Link { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { d.deserialize_any(Any) } }";
    let cases: &[(&str, String, String, &[&str])] = &[
        (
            "what did not change is no matter of a change beside it",
            format!("#[derive(Serialize, Deserialize)] pub struct Msg {{ #[serde(with = \"odd\")] pub ttl: u64 }} {ODD}"),
            format!("#[derive(Serialize, Deserialize)] pub struct Msg {{ #[serde(with = \"odd\")] pub ttl: u64, #[serde(default)] pub note: Option<u64> }} {ODD}"),
            &[],
        ),
        (
            "a field with a function of its own is not there or it is",
            "#[derive(Serialize, Deserialize)] pub struct Msg { pub id: u64 }".to_owned(),
            format!("#[derive(Serialize, Deserialize)] pub struct Msg {{ pub id: u64, #[serde(with = \"odd\")] pub ttl: u64 }} {ODD}"),
            &["field_added"],
        ),
        (
            "of keys that functions make it is not known what becomes of them",
            format!("#[derive(Serialize, Deserialize)] pub struct Msg {{ pub names: HashMap<Name, u64> }} {KEYED}"),
            format!("#[derive(Serialize, Deserialize)] pub struct Msg {{ pub names: HashMap<Name, u64> }} {}", KEYED.replace("trim()", "trim_start()")),
            &["meaning_unknown"],
        ),
        (
            "what is flattened and not understood may write any key",
            "#[derive(Serialize, Deserialize)] pub struct Msg { pub id: u64, pub name: String }".to_owned(),
            "#[derive(Serialize, Deserialize)] pub struct Msg { pub id: u64, #[serde(flatten)] pub rest: serde::Strange }".to_owned(),
            &["wire_shape_unknown"],
        ),
        (
            "nor is it known whether it writes the keys of a struct that is flattened now",
            "#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(flatten)] pub rest: serde::Strange }".to_owned(),
            "#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(flatten)] pub rest: Rest }
            #[derive(Serialize, Deserialize)] pub struct Rest { pub name: String }".to_owned(),
            &["wire_shape_unknown"],
        ),
        (
            "nor whether it writes a variant",
            "#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(flatten)] pub rest: serde::Strange }".to_owned(),
            "#[derive(Serialize, Deserialize)] pub struct Msg { #[serde(flatten)] pub rest: Rest }
            #[derive(Serialize, Deserialize)] #[serde(tag = \"t\", content = \"c\")] pub enum Rest { A(u64), B(u64) }".to_owned(),
            &["wire_shape_unknown"],
        ),
        (
            "what a variant that is read by hand reads is not known",
            format!("{GUESS} {by_hand}"),
            GUESS.replace("#[derive(Serialize)]", "#[derive(Serialize, Deserialize)]"),
            &["meaning_unknown", "wire_shape_unknown"],
        ),
        (
            "a type that is written by hand from now on is still there",
            "#[derive(Serialize, Deserialize)] pub struct Msg { pub id: u64 }".to_owned(),
            "pub struct Msg { pub id: u64 }
            impl serde::Serialize for Msg { fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { write(self, s) } }
            impl<'de> serde::Deserialize<'de> for Msg { fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> { d.deserialize_any(Any) } }".to_owned(),
            &["wire_shape_unknown"],
        ),
    ];
    let mut wrong = Vec::new();
    for (name, old, new, expected) in cases {
        let repository = repository();
        let write = |text: &str| {
            let lib = format!(
                "use std::collections::HashMap;\nuse serde::{{Deserialize, Serialize}};\n{text}\n"
            );
            repository.write("src/lib.rs", &lib);
        };
        write(old);
        repository.commit("first");
        write(new);
        let found = found(&repository);
        let rules: BTreeSet<&str> = found
            .iter()
            .filter_map(|it| it.split('"').nth(1)?.strip_prefix("contract::"))
            .collect();
        if rules != expected.iter().copied().collect() {
            wrong.push(format!("{name}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// AC: AC-CONTRACT-CMD-JUDGE
#[test]
fn what_functions_in_other_files_do_is_never_taken_as_fine() {
    let mut wrong = Vec::new();
    for case in CASES {
        assert_eq!(
            [case.lib, case.codec, case.deep]
                .concat()
                .matches('7')
                .count(),
            1,
            "{}: one thing decides",
            case.name
        );
        let repository = repository();
        write(&repository, case, case.deep);
        repository.commit("first");
        let mut expect = |what: &str, is_told: bool| {
            let found = found(&repository);
            if found.is_empty() == is_told {
                wrong.push(format!("{}, {what}: {found:?}", case.name));
            }
        };

        expect("nothing changed", false);

        write(&repository, case, &case.deep.replace('7', "8"));
        expect("it does something else", true);

        let beside = format!(
            "/* more */ {}\n\n/// Nobody asks for it.\npub fn beside() -> u64 {{ 8 }}\n",
            case.deep
        );
        write(&repository, case, &beside);
        expect("something else stands beside it", false);

        // The file moves, and is what it was.
        let moved = case.deep.to_owned();
        write(&repository, case, &moved);
        repository.remove("src/deep/mod.rs");
        repository.write("src/deep.rs", &moved);
        expect("the file moved", false);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
