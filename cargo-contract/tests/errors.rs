//! Registries of error codes: what is wrong with them, and what of the code is not known.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program_on};
use support::repository;

const SOURCE: &str = "pub enum Error { NotFound, Locked(u32), Other(Box<Error>) }

impl Error {
    pub fn code(&self) -> u16 {
        match self {
            Error::NotFound => codes::NOT_FOUND,
            Self::Locked(1, ..) => 7,
            Self::Locked(since) if *since > 3 => 423,
            Self::Locked(_) => 424,
            Self::Other(inner) => inner.code(),
        }
    }

    pub fn text(&self) -> Option<&'static str> {
        if let Self::NotFound | Self::Locked(..) = self { Some(\"known\") } else { None }
    }

    pub fn of(&self, more: u8) -> u8 { more }
}

pub mod codes {
    pub const NOT_FOUND: u16 = 404;
    pub const ALL: &[u16] = &[NOT_FOUND];
}

pub struct Plain;
";

/// Exit status, and all that is said.
fn run(registries: &str, args: &[&str]) -> (Option<i32>, String) {
    let repository: Repository = repository();
    repository
        .write("src/lib.rs", SOURCE)
        .write("contracts/errors.toml", registries);
    let args = [&["contract", "--format", "short"], args].concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let (status, out, err) =
        run_program_on(Some("2026-06-15"), program, repository.directory(), &args);
    (status, format!("{out}{err}"))
}

fn registry(what: &str, codes: &[(&str, &str)]) -> String {
    let codes = codes.iter().map(|(code, name)| {
        format!("[[registry.code]]\ncode = {code}\nname = {name}\nmeaning = \"x\"\n")
    });
    format!(
        "[[registry]]\nname = \"orders\"\n{what}\n{}",
        codes.collect::<String>()
    )
}

#[test]
fn what_is_wrong_is_an_error_at_its_place() {
    let code = "enum = \"orders::Error\"\ncodes = \"code\"";
    for (text, why) in [
        (
            registry("enum = \"orders::Eror\"", &[]),
            "errors.toml:3:8: error[config]: there is no enum `orders::Eror`",
        ),
        (
            registry("enum = \"orders::Plain\"", &[]),
            "errors.toml:3:8: error[config]: `orders::Plain` gives no codes: it is no enum",
        ),
        (
            registry("enum = \"orders::Error\"\ncodes = \"codes\"", &[]),
            "it has no method `codes`",
        ),
        (
            registry("enum = \"orders::Error\"\ncodes = \"of\"", &[]),
            "`of` takes more than `self`",
        ),
        (
            registry("enum = \"orders::Error\"", &[]),
            "serde does not write the names of its variants",
        ),
        (
            registry("constants = \"orders::code\"", &[]),
            "errors.toml:3:13: error[config]: there are no constants in `orders::code`",
        ),
        (
            registry("constants = \"orders::codes\"\ncodes = \"serde\"", &[]),
            "constants are codes themselves",
        ),
        (
            registry("", &[]),
            "errors.toml:2:8: error[config]: a registry is of an `enum`, or of `constants`",
        ),
        (
            registry(code, &[("1", "\"A\""), ("1", "\"B\"")]),
            "errors.toml:10:8: error[config]: `1` is declared twice",
        ),
        (
            registry(code, &[("1", "\"A\""), ("2", "[\"B\", \"A\"]")]),
            "errors.toml:10:8: error[config]: `A` bears two codes",
        ),
        (
            registry(code, &[("1", "[]")]),
            "`1` has no name or no meaning",
        ),
        (
            registry(code, &[("1.5", "\"A\"")]),
            "a code is a number or a text",
        ),
        (
            registry(code, &[]).repeat(2),
            "two registries are called `orders`",
        ),
        (registry("kind = 1", &[]), "unknown key `kind`"),
    ] {
        let (status, told) = run(&text, &[]);
        assert_eq!(status, Some(2), "{text}{told}");
        assert!(told.contains(why), "{text}{told}");
    }
}

#[test]
fn methods_are_evaluated_for_each_variant() {
    let code = "enum = \"orders::Error\"\ncodes = \"code\"";
    let (status, told) = run(&registry(code, &[("404", "\"NotFound\"")]), &["--verbose"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.contains("not known: 2 errors whose code is not known"),
        "{told}"
    );
    for name in ["Locked", "Other"] {
        assert!(
            told.contains(&format!("`{name}`: its code is not a literal")),
            "{told}"
        );
    }
    // What may have a code is not said to have none.
    let codes = [
        ("404", "\"NotFound\""),
        ("423", "\"Locked\""),
        ("500", "\"Fault\""),
    ];
    let (status, told) = run(&registry(code, &codes), &[]);
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("nothing has the code `500`"), "{told}");
    assert!(!told.contains("nothing has the code `423`"), "{told}");

    let text = "enum = \"orders::Error\"\ncodes = \"text\"";
    let both = [("\"known\"", "[\"NotFound\", \"Locked\"]")];
    let (status, told) = run(&registry(text, &both), &["--verbose"]);
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("`Other`: it has none"), "{told}");
}

#[test]
fn constants_are_codes() {
    let constants = "constants = \"orders::codes\"";
    let (status, told) = run(
        &registry(constants, &[("404", "\"NOT_FOUND\"")]),
        &["--verbose"],
    );
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("`ALL`: its code is not a literal"), "{told}");
    let (status, told) = run(&registry(constants, &[]), &[]);
    assert_eq!(status, Some(1), "{told}");
    assert!(
        told.contains("src/lib.rs:22:15: error[contract::error_code_undeclared]"),
        "{told}"
    );
}
