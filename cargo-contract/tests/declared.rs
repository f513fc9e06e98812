//! What types with implementations by hand are on the wire, as `[contract.types."…"] wire` declares it.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program_on};
use support::repository;

const SOURCE: &str = "use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub total: Money,
}

pub struct Money(pub u64);

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        format!(\"{} EUR\", self.0).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Money(text.len() as u64))
    }
}
";

fn declared(wire: &str) -> String {
    format!("[contract]\n\n[contract.types.\"orders::Money\"]\nwire = \"{wire}\"\n")
}

const MONEY: &str = r#"{"type": "string", "pattern": "^[0-9]+ EUR$"}"#;

/// Declared by a schema, which stands in money.json.
fn by_schema() -> String {
    "[contract]\n\n[contract.types.\"orders::Money\"]\nschema = \"money.json\"\n".to_owned()
}

fn orders(config: &str) -> Repository {
    let repository = repository();
    repository
        .write("src/lib.rs", SOURCE)
        .write("govern.toml", config)
        .write("money.json", MONEY);
    repository.commit("first");
    repository
}

fn check(repository: &Repository) -> (Option<i32>, String) {
    let args = ["contract", "--format", "short", "--against", "HEAD"];
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let (status, out, err) =
        run_program_on(Some("2026-06-15"), program, repository.directory(), &args);
    (status, format!("{out}{err}"))
}

#[test]
fn a_change_of_the_code_is_fine_as_long_as_the_declaration_stays() {
    let changed = SOURCE.replace(" EUR", " €");
    for (config, status) in [("[contract]\n".to_owned(), 1), (declared("String"), 0)] {
        let repository = orders(&config);
        repository.write("src/lib.rs", &changed);
        let (is, told) = check(&repository);
        assert_eq!(is, Some(status), "{config}{told}");
        assert_eq!(told.contains("wire_shape_unknown"), status == 1, "{told}");
    }
}

#[test]
fn another_declaration_is_a_change_like_any_other() {
    for (from, to, rule) in [
        (declared("String"), declared("u64"), "field_retyped"),
        (declared("u32"), declared("u64"), "field_retyped"),
        (declared("String"), by_schema(), "wire_shape_unknown"),
        (by_schema(), declared("String"), "wire_shape_unknown"),
    ] {
        let repository = orders(&from);
        repository.write("govern.toml", &to);
        let (status, told) = check(&repository);
        assert_eq!(status, Some(1), "{from}{to}{told}");
        assert!(told.contains(rule), "{from}{to}{told}");
    }
    // The code is the same, so what comes first or goes is no change; if it is not, what was not known before is not known to
    // be that.
    let changed = SOURCE.replace(" EUR", " €");
    for (from, to) in [
        ("[contract]\n".to_owned(), declared("String")),
        (declared("String"), "[contract]\n".to_owned()),
        ("[contract]\n".to_owned(), by_schema()),
        (by_schema(), "[contract]\n".to_owned()),
    ] {
        let repository = orders(&from);
        repository
            .write("money.json", MONEY)
            .write("govern.toml", &to);
        let (status, told) = check(&repository);
        assert_eq!(status, Some(0), "{from}{to}{told}");
        repository.write("src/lib.rs", &changed);
        let (status, told) = check(&repository);
        assert_eq!(status, Some(1), "{from}{to}{told}");
        assert!(told.contains("wire_shape_unknown"), "{from}{to}{told}");
    }
    // The other way around nothing breaks for who only reads.
    let repository = orders(&declared("u32"));
    let more = "\n[contract.types.\"orders::*\"]\ndirection = \"consumes\"\n";
    repository.write("govern.toml", &format!("{}{more}", declared("u64")));
    let (status, told) = check(&repository);
    assert_eq!(status, Some(0), "{told}");
}

/// Code that is compiled here, and that is a version of the project.
macro_rules! version {
    ($name:ident, $text:ident, $($code:tt)*) => {
        mod $name {
            use serde::{Deserialize, Deserializer, Serialize, Serializer};
            $($code)*
        }
        const $text: &str = concat!(
            "use serde::{Deserialize, Deserializer, Serialize, Serializer};\n",
            stringify!($($code)*)
        );
    };
}

version! { whole, WHOLE,
    pub(crate) struct Code(pub(crate) u32);
    impl Serialize for Code {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let text = std::format!("C{}", self.0);
            serializer.collect_str(&text)
        }
    }
    impl<'de> Deserialize<'de> for Code {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = <std::borrow::Cow<'de, str> as Deserialize>::deserialize(deserializer)?;
            let digits = text.strip_prefix('C').ok_or_else(|| serde::de::Error::custom("no code"))?;
            digits.parse().map(Code).map_err(serde::de::Error::custom)
        }
    }
}

version! { dotted, DOTTED,
    pub(crate) struct Code(pub(crate) u32);
    impl Serialize for Code {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let text = std::format!("C.{}", self.0);
            serializer.collect_str(&text)
        }
    }
    impl<'de> Deserialize<'de> for Code {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = <std::borrow::Cow<'de, str> as Deserialize>::deserialize(deserializer)?;
            let digits = text.strip_prefix('C').ok_or_else(|| serde::de::Error::custom("no code"))?;
            let digits = digits.strip_prefix('.').unwrap_or(digits);
            digits.parse().map(Code).map_err(serde::de::Error::custom)
        }
    }
}

/// What one version writes, and whether the other one reads that.
fn is_read<W: serde::Serialize, R: serde::de::DeserializeOwned>(of: impl Fn(u32) -> W) -> bool {
    [0, 7, u32::MAX].into_iter().all(|number| {
        let text = serde_json::to_string(&of(number)).expect("a text");
        serde_json::from_str::<R>(&text).is_ok()
    })
}

#[test]
fn schemas_say_what_serde_does_if_they_say_what_is_written_and_read() {
    // Both versions say exactly what they write; the newer one reads both.
    let plain = r#"{"type": "string", "pattern": "^C[0-9]{1,10}$"}"#;
    let dotted_too = r#"{"type": "string", "pattern": "^C[.][0-9]{1,10}$"}"#;
    let either = format!(r#"{{"anyOf": [{plain}, {dotted_too}]}}"#);
    let config = |direction: &str| {
        format!(
            "[contract.types.\"orders::Code\"]\nschema = \"code.json\"\ndirection = \"{direction}\"\n"
        )
    };
    let new_reads_old = is_read::<_, dotted::Code>(whole::Code);
    let old_reads_new = is_read::<_, whole::Code>(dotted::Code);
    assert_eq!((new_reads_old, old_reads_new), (true, false));
    for (direction, is_well) in [("consumes", new_reads_old), ("publishes", old_reads_new)] {
        let repository = repository();
        repository
            .write("src/lib.rs", WHOLE)
            .write("govern.toml", &config(direction))
            .write("code.json", plain);
        repository.commit("first");
        repository
            .write("src/lib.rs", DOTTED)
            .write("code.json", &either);
        let (status, told) = check(&repository);
        assert_eq!(status, Some(i32::from(!is_well)), "{direction}: {told}");
        assert_eq!(told.contains("field_retyped"), !is_well, "{told}");
        assert!(
            !told.contains("error[contract::wire_shape_unknown]"),
            "{told}"
        );
    }
}

#[test]
fn a_part_that_a_schema_declares_is_what_the_schema_says() {
    let repository = orders(&by_schema());
    let source = SOURCE.replace("text.len()", "text.len() + 0");
    repository.write("src/lib.rs", &source);
    assert_eq!(check(&repository).0, Some(0));
    // Wherever it stands, and whatever else changes around it.
    let more = source.replace(
        "pub total: Money",
        "pub total: Money, pub tax: Option<Money>",
    );
    repository.write("src/lib.rs", &more);
    let (status, told) = check(&repository);
    assert_eq!(status, Some(0), "{told}");
    for (schema, status, rule) in [
        (
            r#"{"pattern":"^[0-9]+ EUR$","type":"string","title":"Money"}"#,
            0,
            "",
        ),
        (r#"{"type":"string"}"#, 1, "field_retyped"),
        (r#"{"type":"integer"}"#, 1, "field_retyped"),
        (
            r#"{"type":"string","pattern":"^(?=a)b"}"#,
            1,
            "wire_shape_unknown",
        ),
    ] {
        repository.write("money.json", schema);
        let (is, told) = check(&repository);
        assert_eq!(is, Some(status), "{schema}{told}");
        assert!(told.contains(rule), "{schema}{told}");
    }
}

#[test]
fn types_of_other_crates_are_declared_by_their_paths() {
    let source = "use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub struct Placed {
    pub total: exotic::Money,
}
";
    let changed = source.replace("exotic::Money", "exotic::Amount");
    let manifest = "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\nserde = { path = \"vendor/serde\" }\nexotic = { path = \"vendor/exotic\" }\n\n[workspace]\nexclude = [\"vendor\"]\n";
    let config = |key: &str, value: &str| {
        format!(
            "[contract.types.\"exotic::Money\"]\n{key} = \"{value}\"\n[contract.types.\"exotic::Amount\"]\n{key} = \"{value}\"\n"
        )
    };
    for (config, status) in [
        ("[contract]\n".to_owned(), 1),
        (config("wire", "String"), 0),
        (config("schema", "money.json"), 0),
    ] {
        let repository = repository();
        repository
            .write("Cargo.toml", manifest)
            .write(
                "vendor/exotic/Cargo.toml",
                "[package]\nname = \"exotic\"\nversion = \"1.0.0\"\nedition = \"2024\"\n",
            )
            .write("vendor/exotic/src/lib.rs", "")
            .write("src/lib.rs", source)
            .write("money.json", MONEY)
            .write("govern.toml", &config);
        repository.remove("Cargo.lock");
        repository.commit("first");
        repository.write("src/lib.rs", &changed);
        let (is, told) = check(&repository);
        assert_eq!(is, Some(status), "{config}{told}");
        assert_eq!(told.contains("wire_shape_unknown"), status == 1, "{told}");
    }
}

/// A contract with a part by hand, and a schema of all of it.
fn contract(schema: &str) -> Repository {
    let repository = repository();
    repository
        .write("src/lib.rs", SOURCE)
        .write(
            "contracts/manifest.toml",
            "[[contract]]\nsubject = \"orders.v1.placed\"\npayload = \"orders::Placed\"\nschema = \"placed.json\"\n",
        )
        .write("placed.json", schema);
    repository
}

fn run(repository: &Repository, args: &[&str]) -> (Option<i32>, String) {
    let args = [&["contract"], args].concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let (status, out, err) =
        run_program_on(Some("2026-06-15"), program, repository.directory(), &args);
    (status, format!("{out}{err}"))
}

#[test]
fn the_schema_of_a_contract_settles_what_its_type_leaves_open() {
    let schema = |total: &str| {
        format!(
            r#"{{"type": "object", "properties": {{"total": {total}}}, "required": ["total"], "additionalProperties": false}}"#
        )
    };
    let euros = schema(MONEY);
    let repository = contract(&euros);
    let (status, told) = run(&repository, &["accept", "--reason", "first"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(!told.contains("not understood"), "{told}");
    // It is what somebody says, which no document shows so far.
    let (status, told) = run(&repository, &["--format", "short", "-v"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.contains("src/lib.rs:4:12: `orders.placed@1` is what it is declared to be, and no sample shows that"),
        "{told}"
    );

    // The code is another one; what it writes is declared to be the same.
    repository.write(
        "src/lib.rs",
        &SOURCE.replace("text.len()", "text.len() * 2"),
    );
    let (status, told) = run(&repository, &["accept", "--reason", "doubled"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.contains("which is compatible with what was accepted before"),
        "{told}"
    );

    // Another schema is compared with the one that was accepted.
    repository.write("placed.json", &schema(r#"{"type": "string"}"#));
    let (status, told) = run(&repository, &["--format", "short"]);
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("representation_changed"), "{told}");
    let (status, told) = run(&repository, &["accept", "--reason", "any"]);
    assert_eq!(status, Some(2), "{told}");
    repository.write("placed.json", &euros);

    // What the type itself shows is no matter of declarations.
    let source = SOURCE.replace("pub total: Money", "pub total: Money, pub id: u64");
    repository.write("src/lib.rs", &source);
    let (_, told) = run(&repository, &["--format", "short"]);
    assert!(told.contains("contract::field_added"), "{told}");
    assert!(!told.contains("wire_shape_unknown"), "{told}");
    repository.write("src/lib.rs", SOURCE);

    // Samples are held against it.
    let sample = "contracts/samples/orders.placed/v1/first.json";
    repository.write(sample, r#"{"total": "5 EUR"}"#);
    let (status, told) = run(&repository, &["--format", "short"]);
    assert!(!told.contains("not known"), "{told}");
    assert!(!told.contains("sample_rejected"), "{status:?}{told}");
    repository.write(sample, r#"{"total": "5 USD"}"#);
    let (status, told) = run(&repository, &["--format", "short"]);
    assert_eq!(status, Some(1), "{told}");
    assert!(
        told.contains("first.json:1:2: error[contract::sample_rejected]: `/total` of a sample of `orders.placed@1` is not what its schema says: `pattern` refuses it"),
        "{told}"
    );
}

#[test]
fn samples_are_held_against_the_schema_of_a_part() {
    let repository = contract("{}");
    repository
        .write(
            "contracts/manifest.toml",
            "[[contract]]\nsubject = \"orders.v1.placed\"\npayload = \"orders::Placed\"\n",
        )
        .write("money.json", MONEY)
        .write("govern.toml", &by_schema())
        .write(
            "contracts/samples/orders.placed/v1/good.json",
            r#"{"total": "5 EUR"}"#,
        )
        .write(
            "contracts/samples/orders.placed/v1/bad.json",
            r#"{"total": "five"}"#,
        );
    assert_eq!(
        run(&repository, &["accept", "--reason", "first"]).0,
        Some(0)
    );
    let (status, told) = run(&repository, &["--format", "short"]);
    assert_eq!(status, Some(1), "{told}");
    assert!(
        told.contains("bad.json:1:2: error[contract::sample_rejected]: `/total` of a sample of `orders.placed@1` is not read any more: `pattern` of the schema that declares it refuses it"),
        "{told}"
    );
    assert!(!told.contains("good.json"), "{told}");
    assert!(!told.contains("not known"), "{told}");

    // Those that are made have what the schema accepts, and so has what is described.
    let (status, told) = run(&repository, &["samples", "--write"]);
    assert_eq!(status, Some(0), "{told}");
    let made = repository
        .directory()
        .read("contracts/samples/orders.placed/v1/minimal.json");
    assert!(made.contains(" EUR\""), "{made}");
    let (status, told) = run(&repository, &["schema", "orders.placed"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("\"pattern\": \"^[0-9]+ EUR$\""), "{told}");
}

#[test]
fn a_schema_that_declares_nothing_is_a_mistake() {
    for (schema, why) in [
        (
            r#"{"type": "strng"}"#,
            "placed.json:1:10: error[config]: `placed.json` declares nothing",
        ),
        (r#"{"$ref": "other.json"}"#, "there is no file `other.json`"),
        (
            r#"{"$ref": "https://e.org/a"}"#,
            "leads out of the schema, which has to stand alone",
        ),
        ("type: string", "declares nothing"),
    ] {
        let repository = contract(schema);
        let (status, told) = run(&repository, &["--format", "short"]);
        assert_eq!(status, Some(2), "{told}");
        assert!(told.contains(why), "{told}");
        let (status, told) = run(&repository, &["accept", "--reason", "first"]);
        assert_eq!(status, Some(2), "{told}");
        assert!(!repository.path().join("contracts/accepted").exists());
    }
    let of_contract = |more: &str| {
        format!("[[contract]]\nname = \"placed\"\npayload = \"orders::Placed\"\n{more}\n")
    };
    for (manifest, why) in [
        (of_contract("schema = \"gone.json\""), "manifest.toml:4:10: error[config]: there is no file `gone.json`"),
        (
            of_contract("schema = \"placed.json\"\nformat = \"postcard\""),
            "`placed@1` is written as postcard, of which a JSON Schema says nothing",
        ),
        (
            format!(
                "{}{}",
                of_contract("schema = \"placed.json\""),
                of_contract("schema = \"other.json\"").replace("\"placed\"", "\"other\"")
            ),
            "manifest.toml:4:10: error[config]: `orders::Placed` is declared by two schemas",
        ),
        (
            "[[contract]]\nkind = \"cli\"\nname = \"desk\"\npayload = \"orders::Placed\"\nschema = \"placed.json\"\n".to_owned(),
            "`schema` says nothing about a command line",
        ),
    ] {
        let repository = contract("{}");
        repository.write("other.json", "{}").write("contracts/manifest.toml", &manifest);
        let (status, told) = run(&repository, &["--format", "short"]);
        assert_eq!(status, Some(2), "{told}");
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn a_declaration_that_means_nothing_is_a_mistake() {
    for (config, why) in [
        (
            declared("Txt"),
            "govern.toml:4:8: error[config]: there is no type `Txt`, seen from the crate of `orders::Money`",
        ),
        (declared("Money"), "there is no type `Money`"),
        (
            declared("String").replace("Money", "Placed"),
            "`orders::Placed` derives what it is on the wire, so `wire` says nothing about it",
        ),
        (
            by_schema().replace("Money", "Placed"),
            "`orders::Placed` derives what it is on the wire, so `schema` says nothing about it",
        ),
        (
            format!("{}schema = \"money.json\"\n", declared("String")),
            "govern.toml:5:10: error[config]: `wire` and `schema` both say what the type is",
        ),
        (
            declared("String").replace("Money", "Mony"),
            "there is no type `orders::Mony`",
        ),
        (
            declared("Txt").replace("orders::Money", "exotic::Money"),
            "there is no type `Txt`",
        ),
        (
            declared("String").replace("orders::Money", "uuid::Uuid"),
            "what `uuid::Uuid` is on the wire is known, so `wire` says nothing about it",
        ),
    ] {
        let repository = orders(&config);
        let (status, told) = check(&repository);
        assert_eq!(status, Some(2), "{told}");
        assert!(told.contains(why), "{told}");
    }
}
