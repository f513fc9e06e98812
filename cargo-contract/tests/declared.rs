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

fn orders(config: &str) -> Repository {
    let repository = repository();
    repository
        .write("src/lib.rs", SOURCE)
        .write("govern.toml", config);
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
        // What was not known before is not known to be that.
        (
            "[contract]\n".to_owned(),
            declared("String"),
            "wire_shape_unknown",
        ),
        (
            declared("String"),
            "[contract]\n".to_owned(),
            "wire_shape_unknown",
        ),
    ] {
        let repository = orders(&from);
        repository.write("govern.toml", &to);
        let (status, told) = check(&repository);
        assert_eq!(status, Some(1), "{from}{to}{told}");
        assert!(told.contains(rule), "{from}{to}{told}");
    }
    // The other way around nothing breaks for who only reads.
    let repository = orders(&declared("u32"));
    let more = "\n[contract.types.\"orders::*\"]\ndirection = \"consumes\"\n";
    repository.write("govern.toml", &format!("{}{more}", declared("u64")));
    let (status, told) = check(&repository);
    assert_eq!(status, Some(0), "{told}");
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
    ] {
        let repository = orders(&config);
        let (status, told) = check(&repository);
        assert_eq!(status, Some(2), "{told}");
        assert!(told.contains(why), "{told}");
    }
}
