//! Types that exist only with features: compared where the features are on in both versions, counted where they are off.

#![cfg(feature = "cli")]

mod support;

use govern_testing::{Repository, run_program_on};
use support::repository;

const MANIFEST: &str = "[package]
name = \"orders\"
version = \"0.1.0\"
edition = \"2024\"
publish = false

[features]
wire = [\"dep:serde\"]
spare = []

[dependencies]
serde = { path = \"vendor/serde\", optional = true }

[workspace]
exclude = [\"vendor\"]
";

/// What is said of a package with this source and this module `by_hand`, after the published `total` was renamed.
fn said(manifest: &str, source: &str, by_hand: &str, args: &[&str]) -> (Option<i32>, String) {
    let repository: Repository = repository();
    let file = "src/by_hand.rs";
    repository
        .write("Cargo.toml", manifest)
        .write("src/lib.rs", source)
        .write(file, by_hand);
    repository.commit("published");
    repository
        .write("src/lib.rs", &source.replace("total", "sum"))
        .write(file, &by_hand.replace("total", "sum"));
    let args = [
        &["contract", "--format", "short", "--against", "HEAD", "-v"],
        args,
    ]
    .concat();
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let (status, out, err) =
        run_program_on(Some("2026-06-15"), program, repository.directory(), &args);
    (status, format!("{out}{err}"))
}

const DERIVED: [&str; 4] = [
    // The attribute waits for the feature, the type, its module, or the file that it is in.
    "#[cfg_attr(feature = \"wire\", derive(serde::Serialize, serde::Deserialize))]\npub struct Placed { pub total: u32 }\n",
    "#[cfg(feature = \"wire\")]\n#[derive(serde::Serialize, serde::Deserialize)]\npub struct Placed { pub total: u32 }\n",
    "#[cfg(feature = \"wire\")]\npub mod v1 {\n    use serde::{Deserialize, Serialize};\n    #[derive(Serialize, Deserialize)]\n    pub struct Placed { pub total: u32 }\n}\n",
    "#[cfg(feature = \"wire\")]\nmod by_hand;\n",
];
const FILE: &str = "use serde::{Deserialize, Serialize};\n#[derive(Serialize, Deserialize)]\npub struct Placed { pub total: u32 }\n";
const OFF: &str = "only with features that are off";

#[test]
fn with_the_feature_both_versions_are_compared() {
    for source in DERIVED {
        for args in [&["--all-features"][..], &["--features", "wire"]] {
            let (status, told) = said(MANIFEST, source, FILE, args);
            assert_eq!(status, Some(1), "{source}{told}");
            assert!(told.contains("field_renamed"), "{source}{told}");
            assert!(!told.contains(OFF), "{source}{told}");
        }
    }
}

#[test]
fn without_it_the_types_are_counted() {
    for source in DERIVED {
        for args in [&[][..], &["--features", "spare"]] {
            let (status, told) = said(MANIFEST, source, FILE, args);
            assert_eq!(status, Some(0), "{source}{told}");
            assert!(
                told.contains(&format!("1 type of serde that exists {OFF}")),
                "{source}{told}"
            );
            assert!(told.contains("Placed`"), "{source}{told}");
        }
    }
}

#[test]
fn implementations_by_hand_are_counted_too() {
    let source = "pub struct Placed { pub total: u32 }\n#[cfg(feature = \"wire\")]\nmod by_hand;\n";
    let by_hand = "impl serde::Serialize for crate::Placed {\n    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_u32(self.total) }\n}\n";
    let (status, told) = said(MANIFEST, source, by_hand, &[]);
    assert_eq!(status, Some(0), "{told}");
    assert!(
        told.contains(&format!("1 type of serde that exists {OFF}")),
        "{told}"
    );
}

#[test]
fn nothing_is_said_where_no_feature_brings_a_type() {
    // Types of tests, of other platforms, of another trait with the name, and with the feature on by default.
    for source in [
        "#[cfg(test)]\nmod tests {\n    #[derive(serde::Serialize)]\n    struct Placed { total: u32 }\n}\n",
        "#[cfg(windows)]\n#[derive(serde::Serialize)]\npub struct Placed { pub total: u32 }\n",
        "#[cfg(feature = \"wire\")]\nmod mine {\n    trait Serialize {}\n    struct Placed;\n    impl Serialize for Placed {}\n}\n",
    ] {
        let (status, told) = said(MANIFEST, source, "", &[]);
        assert_eq!(status, Some(0), "{source}{told}");
        assert!(!told.contains(OFF), "{source}{told}");
    }
    let on = MANIFEST.replace("[features]\n", "[features]\ndefault = [\"wire\"]\n");
    let (status, told) = said(&on, DERIVED[0], "", &[]);
    assert_eq!(status, Some(1), "{told}");
    assert!(!told.contains(OFF), "{told}");
}

#[test]
fn what_is_no_contract_is_not_counted() {
    let repository = repository();
    repository
        .write("Cargo.toml", MANIFEST)
        .write("src/lib.rs", DERIVED[1])
        .write(
            "govern.toml",
            "[contract]\nexclude = [\"orders::Placed\"]\n",
        );
    repository.commit("published");
    let program = env!("CARGO_BIN_EXE_cargo-contract");
    let args = ["contract", "--format", "short", "--against", "HEAD", "-v"];
    let (_, out, err) = run_program_on(Some("2026-06-15"), program, repository.directory(), &args);
    assert!(!format!("{out}{err}").contains(OFF), "{out}{err}");
}
