//! Each rule finds its canaries where the project asks for it, and what keeps it from that is noticed.

use govern_gate::{Heard, Song, canary};

use crate::{GATE, fixture::session, rules::RULES};

/// What became of the rules, a line for each.
fn songs(text: &str, rules: &[&str]) -> Vec<String> {
    let asked: Vec<String> = rules.iter().map(|rule| (*rule).to_owned()).collect();
    let songs = canary(&[&GATE], &session(text), &asked).expect("the fixture can be checked");
    songs.iter().map(line).collect()
}

fn line(song: &Song) -> String {
    let rule = song.rule.to_string();
    let rule = rule.trim_start_matches("archcheck::");
    let of = song.of.as_ref().map(|of| format!(" {of}"));
    let heard = match &song.heard {
        Heard::Found { of, silent } => format!("{} of {of}", of - silent.len()),
        Heard::Green(silent) => {
            let what: Vec<&str> = silent.iter().map(|it| it.what.as_str()).collect();
            format!("green: {}", what.join("; "))
        }
        Heard::Off => "off".to_owned(),
        Heard::Idle(why) => format!("idle: {why}"),
        Heard::None(why) => format!("none: {}", why.as_deref().unwrap_or("none is known")),
    };
    format!("{rule}{}: {heard}", of.unwrap_or_default())
}

/// A project that asks for everything.
const SHOP: &str = r#"
//- govern.toml
[lints]
archcheck.adapter_without_port = "deny"
archcheck.unresolved_name = "deny"

[archcheck]
preset = "hexagonal"
closed = true

[archcheck.layers.adapter]
independent = true
forbid = ["std::os"]

[archcheck.layers.entrypoint]
crates = ["shop-desk"]

[archcheck.layers.tools]
crates = ["shop-tools"]
may-use = ["adapter"]

[archcheck.core]
features = ["guest"]

[archcheck.ports]
max-methods = 3
object-safe = true
send-sync = true

[archcheck.libraries]
crates = ["shop"]

[archcheck.test-doubles]

[archcheck.thinness]
for = "layer:adapter"
statements = 5
branches = 2

[archcheck.guest]
crates = ["shop"]
native = ["zmq", "std::env::args"]

[[archcheck.forbid]]
names = ["std::println!", "tokio", "aws-*", "**::internal", "shop::domain::secret"]
except = ["entrypoint"]

[[archcheck.forbid]]
names = ["proptest"]
kinds = ["dev"]

[[archcheck.forbid]]
names = ["bindgen"]
kinds = ["build"]

[[archcheck.rule]]
name = "goods-apart"
from = "shop::domain::{goods}"
to = "shop::domain::{!goods}"
because = "each is sold alone"

[[archcheck.rule]]
name = "no-files"
from = "layer:application"
to = ["std::fs", "crate:sled"]
because = "it is used in the browser"

[[archcheck.rule]]
name = "desk-alone"
kind = "allowed"
from = "crate:shop-desk"
to = ["crate:shop", "crate:shop-adapters"]
external = ["serde"]
because = "it is small"

[[archcheck.rule]]
name = "adapters-know-ports"
kind = "required"
from = "shop_adapters::*"
to = "shop::port"
because = "that is what they are for"

[[archcheck.interface]]
module = "shop::domain"

[[archcheck.interface]]
module = "shop::application"
users = ["shop_desk"]

[[archcheck.required]]
for = "crate:shop"
files = ["README.md"]
modules = ["domain", "port"]
forbidden-files = ["build.rs"]

[[archcheck.placement]]
implements = "shop::port"
must-be-in = ["layer:adapter", "layer:tools"]

[[archcheck.placement]]
items = ["enum"]
in = "shop::domain"
must-be-named = "*Kind"

[[archcheck.placement]]
attribute = "serde::Serialize"
must-be-in = "layer:adapter"

[[archcheck.placement]]
items = ["fn"]
named = "run_*"
must-be-in = "layer:entrypoint"
//- shop/README.md
Goods.
//- shop/src/lib.rs
pub mod application;
pub mod domain;
pub mod port;
//- shop/src/domain/mod.rs
pub mod book;
pub mod pen;
pub mod secret;
pub struct Goods(u8);
//- shop/src/domain/book.rs
pub struct Book(u8);
//- shop/src/domain/pen.rs
pub struct Pen(u8);
//- shop/src/domain/secret.rs
pub struct Secret(u8);
//- shop/src/application.rs
use crate::port::Store;
pub fn sell(store: &dyn Store) { store.keep(1) }
//- shop/src/port.rs
pub trait Store: Send + Sync { fn keep(&self, goods: u8); }
//- shop-adapters/Cargo.toml
[package]
name = "shop-adapters"
version = "0.1.0"
edition = "2024"
publish = false
[dependencies]
shop = { path = "../shop" }
//- shop-adapters/src/lib.rs
pub mod disk;
pub mod mock;
//- shop-adapters/src/disk.rs
pub struct Disk(u8);
impl shop::port::Store for Disk { fn keep(&self, _: u8) {} }
//- shop-adapters/src/mock.rs
pub struct Nothing(u8);
impl shop::port::Store for Nothing { fn keep(&self, _: u8) {} }
//- shop-desk: shop, shop-adapters
//- shop-desk/src/main.rs
use shop_adapters::disk::Disk;
fn main() { shop::application::sell(&Disk(1)) }
//- shop-tools: shop-adapters
//- shop-tools/src/lib.rs
pub fn tidy(_: shop_adapters::disk::Disk) {}
"#;

#[test]
fn every_rule_finds_its_canaries() {
    let songs = songs(SHOP, &[]);
    for rule in RULES {
        let name = rule.info.name;
        let is_of = |song: &&String| {
            let rest = song.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with([' ', ':']))
        };
        assert!(songs.iter().any(|song| is_of(&song)), "{name}: {songs:#?}");
    }
    for song in &songs {
        let (found, of) = song
            .rsplit_once(": ")
            .and_then(|(_, heard)| heard.split_once(" of "))
            .unwrap_or_else(|| panic!("{song}"));
        assert_eq!(found, of, "{song}");
    }
}

/// A crate whose layers are modules of one file.
fn inline(policy: &str) -> String {
    format!(
        "//- govern.toml\n[archcheck]\npreset = \"hexagonal\"\n{policy}\n//- shop/src/lib.rs\n{}",
        "pub mod domain { pub struct Goods(u8); pub mod book { pub struct Book(u8); } }\n\
         pub mod port { pub trait Store { fn keep(&self, goods: u8); } }\n\
         pub mod adapter { pub struct Disk(u8); impl crate::port::Store for Disk { fn keep(&self, _: u8) {} } }\n\
         pub mod entrypoint { pub fn start() {} }\n"
    )
}

#[test]
fn modules_need_no_files_of_their_own() {
    let songs = songs(
        &inline(""),
        &["layer_violation", "impure_domain", "stray_port"],
    );
    assert_eq!(
        songs,
        [
            "impure_domain: 18 of 18",
            "layer_violation: 3 of 3",
            "stray_port: 1 of 1"
        ]
    );
}

#[test]
fn what_is_not_asked_for_has_no_canary() {
    let songs = songs(
        &inline(""),
        &["fat_port", "custom_rule", "test_double_in_production"],
    );
    assert!(
        songs.iter().all(|song| song.contains(": idle: ")),
        "{songs:#?}"
    );
    assert_eq!(songs.len(), 3);
}

/// The rules that find nothing, without what they should have found.
fn green(policy: &str, rule: &str) -> Vec<String> {
    let songs = songs(&inline(policy), &[rule]);
    let green = songs.iter().filter_map(|song| song.split_once(": green: "));
    green.map(|(of, _)| of.to_owned()).collect()
}

#[test]
fn a_list_that_allows_everything_is_noticed() {
    let allow = "[archcheck.ports]\nallow = [\"**\"]";
    assert_eq!(
        green(allow, "foreign_type_in_port"),
        ["foreign_type_in_port"]
    );
    assert_eq!(green(allow, "leaky_error"), ["leaky_error"]);
    let allow = "[archcheck.ports]\nallow = [\"bytes\"]";
    assert_eq!(green(allow, "foreign_type_in_port"), [""; 0]);
}

#[test]
fn a_waiver_for_everything_is_noticed() {
    let waiver =
        "[[waiver]]\nrule = \"archcheck::layer_violation\"\npath = \"shop/**\"\nreason = \"later\"";
    assert_eq!(green(waiver, "layer_violation"), ["layer_violation"]);
}

#[test]
fn exceptions_from_a_rule_that_leave_nothing_of_it_are_noticed() {
    let rule = |more: &str| {
        format!(
            "[[archcheck.rule]]\nname = \"pure\"\nfrom = \"shop::domain\"\nto = [\"std::fs\", \"shop::adapter\"]\n\
             because = \"so\"\n{more}"
        )
    };
    for more in [
        "",
        "except = \"shop::domain::book\"",
        "to-except = \"std::fs::File\"",
    ] {
        assert_eq!(green(&rule(more), "custom_rule"), [""; 0], "{more}");
    }
    for more in ["except = \"shop\"", "to-except = [\"std\", \"shop\"]"] {
        assert_eq!(
            green(&rule(more), "custom_rule"),
            ["custom_rule pure: "],
            "{more}"
        );
    }
    let allowed = "[[archcheck.rule]]\nname = \"all\"\nkind = \"allowed\"\nfrom = \"shop::domain\"\nto = \"shop\"\nbecause = \"so\"";
    assert_eq!(green(allowed, "custom_rule"), ["custom_rule all: "]);
}

#[test]
fn a_face_that_shows_all_is_noticed() {
    let face = |public: &str| {
        format!("[[archcheck.interface]]\nmodule = \"shop::domain\"\npublic = [\"{public}\"]")
    };
    assert_eq!(
        green(&face("shop::domain::book"), "private_module_used"),
        [""; 0]
    );
    let green = green(&face("shop::domain"), "private_module_used");
    let expected = "private_module_used shop -> shop::domain::govern_canary_";
    assert!(
        matches!(green.as_slice(), [one] if one.starts_with(expected)),
        "{green:?}"
    );
}

#[test]
fn a_placement_that_all_fits_is_noticed() {
    let placed = |place: &str| {
        format!("[[archcheck.placement]]\nimplements = \"shop::port\"\nmust-be-in = \"{place}\"")
    };
    assert_eq!(green(&placed("layer:adapter"), "misplaced_item"), [""; 0]);
    assert_eq!(green(&placed("crate:shop"), "misplaced_item").len(), 1);
}

#[test]
fn what_is_forbidden_nowhere_is_noticed() {
    let forbid = |names: &str, except: &str| {
        format!(
            "closed = true\n[archcheck.layers.shared]\ncrates = [\"shop\"]\n[[archcheck.forbid]]\nnames = [{names}]\nexcept = [{except}]"
        )
    };
    let all = r#""shared", "domain", "port", "adapter", "entrypoint", "application""#;
    assert_eq!(
        green(
            &forbid("\"std::fs\"", "\"adapter\""),
            "forbidden_dependency"
        ),
        [""; 0]
    );
    assert_eq!(
        green(&forbid("\"std::fs\"", all), "forbidden_dependency").len(),
        1
    );
}

#[test]
fn a_cycle_is_found_where_others_are_already() {
    let text = "
//- shop/src/lib.rs
mod a { pub struct A(crate::b::B); fn f(_: crate::c::C) {} }
mod b { pub struct B; fn f(_: crate::a::A) {} }
mod c { pub struct C; fn f(_: crate::d::D) {} }
mod d { pub struct D; fn f(_: crate::e::E, _: crate::a::A) {} }
mod e { pub struct E; }
mod f { pub struct F; }
mod g { pub struct G; }
";
    assert_eq!(
        songs(text, &["dependency_cycle"]),
        ["dependency_cycle: 1 of 1"]
    );
    let entangled = "
//- shop/src/lib.rs
mod a { pub struct A(crate::b::B); fn f(_: crate::c::C) {} }
mod b { pub struct B; fn f(_: crate::a::A) {} }
mod c { pub struct C; }
mod d { pub struct D; fn f(_: crate::a::A) {} }
";
    assert_eq!(
        songs(entangled, &["dependency_cycle"]),
        ["dependency_cycle: 1 of 1"]
    );
}

#[test]
fn what_packages_could_depend_on_is_used_without_a_cycle_of_packages() {
    let text = "
//- govern.toml
[archcheck.layers.low]
crates = [\"low\"]
may-use = []
[archcheck.layers.high]
crates = [\"high\"]
may-use = [\"low\"]
[archcheck.layers.other]
crates = [\"other\"]
may-use = [\"low\"]
//- low/src/lib.rs
pub struct Low;
//- high: low
//- high/src/lib.rs
pub fn f(_: low::Low) {}
//- other/src/lib.rs
pub struct Other;
";
    let made = crate::canaries::canaries(
        session(text).workspace(),
        &crate::fixture::architecture(&session(text)),
    )
    .made;
    let made = made
        .iter()
        .filter(|canary| canary.rule == "layer_violation");
    let what: Vec<&str> = made.map(|canary| canary.what.as_str()).collect();
    assert_eq!(what.len(), 3, "{what:#?}");
    // `low` is what `high` depends on, so it can only use `other`.
    assert!(
        what.iter()
            .all(|what| !what.contains("../high") || !what.contains("low/")),
        "{what:#?}"
    );
    assert_eq!(
        songs(text, &["layer_violation"]),
        ["layer_violation: 3 of 3"]
    );
}
