//! Defects that are put in on purpose: each rule that is on finds its own, unless something keeps it from that.

mod support;

use support::Copy;

const CODE: &str = "/// Reads.\npub fn f() -> u32 {\n    0\n}\n";

/// AC: AC-GOVERN-CMD-CANARY
#[test]
fn every_rule_that_is_on_finds_what_is_put_in_and_no_file_is_changed() {
    let copy = Copy::of("clean");
    copy.write(".gitignore", "target\n");
    copy.git(&["init", "--quiet"]);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "-m", "all"]);
    let said = copy.govern(&["canary", "--all"]);
    said.ends_with(0)
        .says("\nfound   patterns::debug_macro: 5 of 5\n")
        .says("\nfound   patterns::custom_pattern `no-threads`: 5 of 5\n")
        .says("\nfound   repository::lock_file_missing: 1 of 1\n")
        .says("\noff     patterns::indexing_in_production\n")
        .says("\n0 of ");
    copy.git(&["diff", "--exit-code", "HEAD"]);
    copy.git(&["add", "."]);
    copy.git(&["diff", "--exit-code", "--cached", "HEAD"]);
}

/// AC: AC-GOVERN-CMD-CANARY
#[test]
fn what_keeps_a_rule_from_finding_anything_fails() {
    let silenced = [
        (
            "[patterns]\nexclude = [\"src/**\"]\n",
            "green   patterns::debug_macro: nothing was found of\n          \
             `fn govern_canary_debug_macro() { ::std::dbg!(); }` at the end of `src/lib.rs`\n",
        ),
        (
            "[patterns.debug_macro]\nexcept = { crates = [\"*\"] }\n",
            "green   patterns::debug_macro: nothing was found of\n",
        ),
        (
            "[[waiver]]\nrule = \"patterns::debug_macro\"\npath = \"**\"\nreason = \"all of it\"\n",
            "          accepted by the waiver at govern.toml:2\n",
        ),
    ];
    for (config, expected) in silenced {
        let copy = Copy::package(&[("src/lib.rs", CODE), ("govern.toml", config)]);
        copy.govern(&["canary", "debug_macro"])
            .ends_with(1)
            .says(expected)
            .says("1 of 1 rules stay green");
    }
    let copy = Copy::package(&[("src/lib.rs", CODE)]);
    copy.govern(&["canary", "debug_macro"])
        .ends_with(0)
        .says("0 of 1 rules stay green; 1 find every defect");
}

/// AC: AC-GOVERN-CMD-CANARY
#[test]
fn a_package_that_a_rule_leaves_out_is_shown_and_is_no_failure() {
    let member = |name: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
    };
    let copy = Copy::with(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"3\"\n",
        ),
        ("a/Cargo.toml", &member("a")),
        ("a/src/lib.rs", CODE),
        ("b/Cargo.toml", &member("b")),
        ("b/src/main.rs", "fn main() {}\n"),
        (
            "govern.toml",
            "[patterns.debug_macro]\nexcept = { crates = [\"b\"] }\n",
        ),
    ]);
    copy.govern(&["canary", "patterns::debug_macro"])
        .ends_with(0)
        .says("partly  patterns::debug_macro: 1 of 2 defects found, not\n")
        .says("at the end of `b/src/main.rs`");
}

/// AC: AC-GOVERN-CMD-CANARY
#[test]
fn each_rule_of_the_project_has_a_canary_of_its_own() {
    let rules = "\
[[patterns.rule]]
name = \"no-sleep\"
pattern = \"std::thread::sleep($d)\"
inside = [\"async fn $f($$$) { $$$ }\"]
because = \"a task that sleeps keeps its thread\"

[[patterns.rule]]
name = \"ids-are-types\"
pattern = \"struct $s { $$$, $id: String, $$$ }\"
where = { id = { name = \"*_id\" }, s = { not-name = \"*Row\" } }
because = \"identifiers of different things must not be mixed up\"

[[patterns.rule]]
name = \"no-numbers\"
pattern = \"$x.unwrap_or($n)\"
where.n = { name = \"[0-9]*\" }
because = \"numbers have names\"

[[patterns.rule]]
name = \"nowhere\"
pattern = \"$x.unwrap_or($n)\"
only = { crates = [\"other\"] }
because = \"it looks at nothing\"
";
    let copy = Copy::package(&[("src/lib.rs", CODE), ("govern.toml", rules)]);
    copy.govern(&["canary", "custom_pattern", "--all"])
        .ends_with(1)
        .says("found   patterns::custom_pattern `no-sleep`: 1 of 1")
        .says("found   patterns::custom_pattern `ids-are-types`: 1 of 1")
        .says("found   patterns::custom_pattern `no-numbers`: 1 of 1")
        .says("green   patterns::custom_pattern `nowhere`: nothing was found of");
}

/// AC: AC-GOVERN-CMD-CANARY
#[test]
fn what_cannot_be_tried_is_told() {
    let copy = Copy::package(&[("src/lib.rs", CODE)]);
    copy.govern(&["canary", "debug_macros"])
        .ends_with(2)
        .tells("there is no rule or gate `debug_macros`");
    copy.govern(&["canary", "logged_secret", "--all"])
        .ends_with(0)
        .says("idle    patterns::logged_secret: ");
    copy.write(
        "govern.toml",
        "[lints]\nrepository.duplicate_dependency = \"deny\"\n",
    );
    copy.govern(&["canary", "duplicate_dependency"])
        .ends_with(0)
        .says("none    repository::duplicate_dependency: no package is locked that could be there twice");
    let broken = Copy::package(&[
        ("src/lib.rs", CODE),
        ("govern.toml", "[patterns]\nexclud = []\n"),
    ]);
    broken
        .govern(&["canary"])
        .ends_with(2)
        .tells("govern.toml:2:1: unknown key `exclud` in `[patterns]`");
}

/// AC: AC-GOVERN-CMD-CANARY
#[test]
fn changes_of_wire_types_are_found() {
    let code = "\
//! Orders.

use serde::{Deserialize, Serialize};

/// Placed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Placed {
    /// Which.
    pub id: u64,
    /// How much.
    pub total: Vec<u32>,
}

/// What happened.
#[derive(Serialize, Deserialize)]
pub enum Event {
    /// It came.
    Came,
    /// It went.
    Went { at: u64 },
}
";
    let manifest = "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\nexclude = [\"serde\", \"published\"]\n\n\
        [dependencies]\nserde = { path = \"serde\", features = [\"derive\"] }\n";
    let serde = "[package]\nname = \"serde\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n[features]\nderive = []\n";
    let config = "[contract]\nagainst-directory = \"published\"\n";
    let copy = Copy::with(&[
        ("Cargo.toml", manifest),
        ("src/lib.rs", code),
        ("serde/Cargo.toml", serde),
        ("serde/src/lib.rs", ""),
        ("published/Cargo.toml", manifest),
        ("published/src/lib.rs", code),
        ("published/serde/Cargo.toml", serde),
        ("published/serde/src/lib.rs", ""),
        ("govern.toml", config),
    ]);
    let said = copy.govern(&["canary", "contract", "--all"]);
    said.ends_with(0);
    for (rule, count) in [
        ("field_added", 1),
        ("field_presence_changed", 1),
        ("field_removed", 1),
        ("field_renamed", 1),
        ("field_retyped", 1),
        ("representation_changed", 1),
        ("type_removed", 2),
        ("unreadable_by_itself", 1),
        ("variant_added", 1),
        ("variant_removed", 1),
        ("variant_renamed", 1),
        ("wire_shape_unknown", 1),
    ] {
        said.says(&format!("found   contract::{rule}: {count} of {count}\n"));
    }
    copy.write(
        "govern.toml",
        format!("{config}exclude = [\"orders::*\"]\n"),
    );
    copy.govern(&["canary", "field_removed"])
        .ends_with(0)
        .says("0 of 0 rules stay green");
}
