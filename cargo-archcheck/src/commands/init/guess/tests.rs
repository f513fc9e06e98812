//! Guesses over tiny workspaces; what is said of each is what the gate finds with it.

use std::collections::BTreeMap;

use super::*;
use crate::fixture::{outcome, session};
use crate::model::assembly::Assembly;

/// What is guessed; the gate finds with it what the guess says, and nothing is selected in vain.
fn guessed(fixture: &str) -> Guess {
    let guess = guess(&session(fixture)).unwrap();
    let session = session(&format!("{fixture}\n//- govern.toml\n{}", guess.text));
    let outcome = outcome(&session);
    assert_eq!(outcome.diagnostics, [], "{}", guess.text);
    let found = outcome
        .rules
        .iter()
        .filter(|rule| !rule.findings.is_empty());
    let found: BTreeMap<&str, usize> = found
        .map(|rule| (rule.info.name, rule.findings.len()))
        .collect();
    let said: BTreeMap<&str, usize> = guess
        .findings
        .iter()
        .map(|(rule, count)| (rule.name, *count))
        .collect();
    assert_eq!(found, said, "{}", guess.text);
    let vacuous = outcome.rules.iter();
    let vacuous = vacuous.filter(|rule| rule.checked == 0 && rule.idle.is_none());
    assert_eq!(vacuous.count(), guess.vacuous.len(), "{}", guess.text);
    let written = look(&session, &guess.text).unwrap();
    let counts = written.map(|looked| explain::counted(&looked)).unwrap();
    if !guess.text.contains("No layers were recognised") {
        assert!(guess.text.contains(&counts), "{counts} in {}", guess.text);
    }
    let (assembly, _) = Assembly::load(&session).unwrap();
    for (selector, matches) in &assembly.selectors {
        assert!(*matches > 0, "{} in {}", selector.text, guess.text);
    }
    guess
}

fn has(guess: &Guess, parts: &[&str]) {
    for part in parts {
        assert!(guess.text.contains(part), "{part} in {}", guess.text);
    }
}

#[test]
fn ports_and_adapters_are_the_preset_with_what_it_does_not_know() {
    let guess = guessed(
        "
//- shop/src/lib.rs
pub mod domain { pub struct Order; pub trait Keep { fn keep(&self, order: Order); } }
pub mod usecases { pub fn place(keep: &dyn crate::domain::Keep) { keep.keep(crate::domain::Order); } }
pub mod infrastructure { pub struct Db; impl crate::domain::Keep for Db { fn keep(&self, _: crate::domain::Order) {} } }
pub mod api { pub fn run() { crate::usecases::place(&crate::infrastructure::Db); } }
",
    );
    has(
        &guess,
        &[
            "# Ports and adapters, by the names of modules.\n# 4 of 4 modules are in a layer, ",
            "nothing is against it",
            "#   domain: one module: shop::domain\n",
            "preset = \"hexagonal\"\nclosed = true\n",
            // It uses what is behind the ports, so it is where all is put together.
            "[archcheck.layers.entrypoint]\nmodules = [\"shop::api\"]\n",
            "[archcheck.layers.adapter]\nmodules = [\"shop::infrastructure\"]\n",
            "[archcheck.layers.application]\nmodules = [\"shop::usecases\"]\n",
        ],
    );
}

#[test]
fn crates_say_more_than_modules_where_they_have_the_names() {
    let guess = guessed(
        "
//- shop-domain/src/lib.rs
pub struct Order;
//- a-infra: shop-domain
//- a-infra/src/lib.rs
pub fn f(_: shop_domain::Order) {}
pub mod infra {}
//- b-infra: shop-domain
//- b-infra/src/lib.rs
pub fn f(_: shop_domain::Order) {}
//- misc/src/lib.rs
pub fn f() {}
",
    );
    has(
        &guess,
        &[
            "# Ports and adapters, by the names of crates.\n# 3 of 4 modules are in a layer, 2 edges",
            "[archcheck.layers.adapter]\ncrates = [\"*-infra\"]\n",
            "# In no layer, and so free to use everything: misc.\n",
        ],
    );
    assert!(!guess.text.contains("closed"), "{}", guess.text);
}

#[test]
fn layers_on_top_of_each_other_keep_their_names() {
    let guess = guessed(
        "
//- shop/src/lib.rs
pub mod controllers { pub fn show() { crate::services::load() } }
pub mod services { pub fn load() { crate::db::get(); crate::repository::get(); } }
pub mod db { pub fn get() -> crate::models::Order { crate::models::Order } }
pub mod repository { pub fn get() {} }
pub mod models { pub struct Order; fn f() { crate::services::load() } }
",
    );
    has(
        &guess,
        &[
            "order = [\"controllers\", \"services\", \"persistence\", \"models\"]\n",
            "# 2 modules\n[archcheck.layers.persistence]\nmodules = [\"shop::db\", \"shop::repository\"]\n",
            "5 of 5 modules are in a layer, 5 edges lead from one to another, one place is against it.\n",
            "# Against it:\n#   shop::models -> shop::services::load\n",
            "#   layer_violation: one finding\n",
        ],
    );
}

#[test]
fn slices_stand_side_by_side_on_what_they_share() {
    let guess = guessed(
        "
//- shop/src/lib.rs
pub mod features { pub mod cart { fn f() { crate::money::f() } } pub mod stock { pub fn f() { crate::money::f() } } }
pub mod money { pub fn f() {} }
pub mod menu { fn f() { crate::features::stock::f() } }
",
    );
    has(
        &guess,
        &[
            "[archcheck.layers.features]\nmodules = [\"shop::features::*\"]\nmay-use = [\"foundation\"]\nindependent = true\n",
            "[archcheck.layers.foundation]\nmodules = [\"shop::money\"]\nmay-use = []\n",
            "In no layer, and so free to use everything: shop::menu.",
        ],
    );
}

#[test]
fn without_names_the_graph_of_crates_says_the_layers() {
    let guess = guessed(
        "
//- app: x-a, x-b, low
//- app/src/lib.rs
pub use x_a::A;
//- x-a: low
//- x-a/src/lib.rs
pub use low::A;
//- x-b/src/lib.rs
use low::A;
//- x-b: low
//- low/src/lib.rs
pub struct A;
",
    );
    has(
        &guess,
        &[
            "Layers from what crates use today",
            "order = [\"app\", \"x\", \"low\"]\n",
            "# none of these uses another\n[archcheck.layers.x]\ncrates = [\"x-*\"]\nindependent = true\n",
            "closed = true",
            "`cargo archcheck` finds nothing with it today",
        ],
    );
}

#[test]
fn the_only_crate_has_layers_of_modules_and_circles_are_one() {
    let guess = guessed(
        "
//- x/src/lib.rs
pub mod top { fn f() { crate::a::f(); crate::shared::f() } }
pub mod a { pub mod inner { pub fn g() { crate::b::f() } } pub fn f() { crate::b::g() } }
pub mod b { pub fn f() {} pub fn g() { crate::a::f() } }
pub mod shared { pub fn f() {} }
#[cfg(test)] mod tests { fn f() { crate::top::f } }
",
    );
    has(
        &guess,
        &[
            "# these use each other in a circle, so they are one layer\n# cut the cheapest: x::b -> x::a, in one place\n[archcheck.layers.a]\nmodules = [\"x::a\", \"x::b\"]\nmay-use = []\n",
            "[archcheck.layers.shared]\nmodules = [\"x::shared\"]\nrole = \"none\"\nmay-use = []\n",
            "may-use = [\"a\", \"shared\"]\n",
            "#   dependency_cycle: one finding\n",
        ],
    );
}

#[test]
fn what_the_code_is_not_like_is_only_an_alternative() {
    let uses = ["a", "b", "c", "d", "e", "f"];
    let uses: Vec<String> = uses
        .iter()
        .map(|name| format!("pub mod {name} {{ fn f() {{ crate::adapter::{name}() }} }}"))
        .collect();
    let adapter = ["a", "b", "c", "d", "e", "f"].map(|name| format!("pub fn {name}() {{}}"));
    let guess = guessed(&format!(
        "//- x/src/lib.rs\npub mod domain {{ {} }}\npub mod adapter {{ {} }}\n",
        uses.join(" "),
        adapter.join(" ")
    ));
    has(
        &guess,
        &[
            "[archcheck]\nclosed = true\norder = [\"domain\", \"adapter\"]\n",
            "[archcheck.layers.domain]\nmodules = [\"x::domain\"]\nrole = \"none\"\n",
            "# Names say something else, but the code is not like that (yet). Ports and adapters, by the names of modules:\n",
            "6 places are against it.\n# Against it:\n#   x::domain::a -> x::adapter::a\n",
            "\n# [archcheck]\n# preset = \"hexagonal\"\n",
        ],
    );
    // What is commented out can be taken as it is.
    let (_, other) = guess.text.split_once("#\n# [archcheck]").unwrap();
    let other = format!("# [archcheck]{other}").replace("# ", "");
    let looked = look(
        &session("//- x/src/lib.rs\npub mod domain {}\npub mod adapter {}\n"),
        &other,
    );
    assert!(looked.unwrap().is_some(), "{other}");
}

#[test]
fn what_is_one_knot_has_no_layers() {
    let guess = guessed(
        "//- x/src/lib.rs\npub mod a { use crate::b::B; pub struct A; }\npub mod b { use crate::a::A; pub struct B; }\n",
    );
    has(
        &guess,
        &[
            "# No layers were recognised",
            "all use each other in a circle",
            "cut the cheapest: x::a -> x::b, in one place",
            "\n[archcheck]\n",
        ],
    );
    let guess = guessed("//- x/src/lib.rs\npub fn f() {}\n");
    has(&guess, &["# No layers were recognised"]);
    assert_eq!(guess.findings, []);
}

#[test]
fn many_that_have_nothing_in_common_are_one_level() {
    let names = ["a", "b", "c", "d"];
    let low: Vec<String> = names
        .iter()
        .map(|name| format!("pub mod {name} {{ pub fn f() {{}} }}"))
        .collect();
    let guess = guessed(&format!(
        "//- x/src/lib.rs\n{}\nmod top {{ fn f() {{ crate::a::f() }} }}\n",
        low.join("\n")
    ));
    has(
        &guess,
        &[
            "# none of these uses another\n[archcheck.layers.level-0]\nmodules = [\"x::a\", \"x::b\", \"x::c\", \"x::d\"]\n",
            "order = [\"top\", \"level-0\"]",
        ],
    );
    // That they stand on the same level is no reason why it should stay so.
    assert!(!guess.text.contains("independent"), "{}", guess.text);
}

#[test]
fn inbound_and_outbound_are_adapters() {
    let guess = guessed(
        "
//- shop/src/lib.rs
pub mod config { pub struct Config; }
pub mod domain { pub mod models { pub struct Order; } pub mod ports { use super::models::Order; pub trait Keep { fn keep(&self, order: Order); } } }
pub mod inbound { pub mod http { pub mod gateway {} pub fn serve(keep: &dyn crate::domain::ports::Keep) { keep.keep(crate::domain::models::Order); } } }
pub mod outbound { pub mod sqlite { pub struct Db; impl crate::domain::ports::Keep for Db { fn keep(&self, _: crate::domain::models::Order) {} } } }
//- shop/src/main.rs
use shop::config::Config;
fn main() { Config; shop::inbound::http::serve(&shop::outbound::sqlite::Db); }
",
    );
    has(
        &guess,
        &[
            "# Ports and adapters, by the names of modules.\n# 6 of 6 modules are in a layer, ",
            "nothing is against it",
            "#   adapter: 2 modules: shop::inbound, shop::outbound\n",
            "closed = true\n",
            // Only the program reads it.
            "[archcheck.layers.entrypoint]\nmodules = [\"shop::config\"]\n",
            "[archcheck.layers.adapter]\nmodules = [\"shop::inbound\", \"shop::outbound\"]\n",
        ],
    );
    assert!(!guess.text.contains("role"), "{}", guess.text);
}

#[test]
fn what_is_under_a_name_is_not_what_its_own_common_name_says() {
    // The gateway in the domain is what the domain needs: a trait.
    let guess = guessed(
        "
//- shop/src/lib.rs
pub mod domain { pub mod gateway { pub trait Keep {} } fn f(_: &dyn gateway::Keep) {} }
pub mod outer { pub mod gateway { pub struct Db; impl crate::domain::gateway::Keep for Db {} } }
pub mod driven { pub mod gateway { pub struct Q; impl crate::domain::gateway::Keep for Q {} } }
",
    );
    has(
        &guess,
        &[
            "4 of 4 modules are in a layer",
            "[archcheck.layers.adapter]\nmodules = [\"shop::driven\", \"shop::outer::gateway\"]\n",
        ],
    );
}

#[test]
fn a_core_is_the_domain_only_beside_adapters() {
    let guess = guessed(
        "
//- shop/src/lib.rs
pub mod core { pub struct Order; }
pub mod persistence { pub fn f(_: crate::core::Order) {} }
",
    );
    has(
        &guess,
        &[
            "[archcheck.layers.adapter]\nmodules = [\"shop::persistence\"]\n",
            "[archcheck.layers.domain]\nmodules = [\"shop::core\"]\n",
        ],
    );
    let guess = guessed(
        "
//- shop/src/lib.rs
pub mod core { pub struct Order; }
pub mod menu { pub fn f(_: crate::core::Order) {} }
",
    );
    assert!(!guess.text.contains("hexagonal"), "{}", guess.text);
}

/// A clean architecture whose crates have modules that are called like layers, too.
const CLEAN: &str = "
//- domain/src/lib.rs
pub mod order { pub struct Order; }
pub mod repository { pub trait Keep { fn keep(&self, order: super::order::Order); } }
//- application: domain
//- application/src/lib.rs
pub mod usecase { pub fn place(keep: &dyn domain::repository::Keep) { keep.keep(domain::order::Order); } }
//- infrastructure: domain
//- infrastructure/src/lib.rs
pub mod repository { pub struct Db; impl domain::repository::Keep for Db { fn keep(&self, _: domain::order::Order) {} } }
//- presentation: application, infrastructure
//- presentation/src/lib.rs
pub mod api { pub fn run() { application::usecase::place(&infrastructure::repository::Db); } }
";

#[test]
fn crates_of_a_clean_architecture_say_all() {
    let guess = guessed(CLEAN);
    has(
        &guess,
        &[
            "# Ports and adapters, by the names of crates.\n# 5 of 5 modules are in a layer, ",
            "nothing is against it",
            "closed = true\n",
            "[archcheck.layers.entrypoint]\ncrates = [\"presentation\"]\n",
            "[archcheck.layers.adapter]\ncrates = [\"infrastructure\"]\n",
        ],
    );
    // A presentation that is given its adapters is one of them.
    let driven = CLEAN.replace("application, infrastructure", "application, domain");
    let driven = driven.replace(
        "pub fn run() { application::usecase::place(&infrastructure::repository::Db); }",
        "pub fn run(keep: &dyn domain::repository::Keep) { application::usecase::place(keep); }",
    );
    has(
        &guessed(&driven),
        &["[archcheck.layers.adapter]\ncrates = [\"infrastructure\", \"presentation\"]\n"],
    );
}

#[test]
fn crates_and_modules_say_it_together() {
    let package = |name: &str, needs: &[(&str, &str)]| {
        let needs: Vec<String> = needs
            .iter()
            .map(|(name, path)| format!("{name} = {{ path = \"{path}\" }}"))
            .collect();
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n{}\n",
            needs.join("\n")
        )
    };
    let core = ("x-core", "../../crates/core");
    let guess = guessed(&format!(
        "
//- crates/core/Cargo.toml
{}
//- crates/core/src/lib.rs
pub mod domain {{ pub mod entities {{ pub struct Order; }} pub mod ports {{ pub trait Keep {{ fn keep(&self, order: super::entities::Order); }} }} }}
pub mod services {{ pub fn place(keep: &dyn crate::domain::ports::Keep) {{ keep.keep(crate::domain::entities::Order); }} }}
//- crates/adapters/Cargo.toml
{}
//- crates/adapters/src/lib.rs
pub struct Db;
impl x_core::domain::ports::Keep for Db {{ fn keep(&self, _: x_core::domain::entities::Order) {{}} }}
//- apps/shop/Cargo.toml
{}
//- apps/shop/src/main.rs
fn main() {{ x_core::services::place(&x_adapters::Db); }}
",
        package("x-core", &[]),
        package("x-adapters", &[core]),
        package("shop", &[core, ("x-adapters", "../../crates/adapters")]),
    ));
    has(
        &guess,
        &[
            "# Ports and adapters, by the names of crates and modules.\n# 5 of 5 modules are in a layer, ",
            "nothing is against it",
            "#   adapter: one module: x_adapters\n",
            "#   domain: one module: x_core::domain\n",
            "#   entrypoint: one module: shop\n",
            "#   port: one module: x_core::domain::ports\n",
            "[archcheck.layers.application]\nmodules = [\"x_core::services\"]\n",
        ],
    );
}

#[test]
fn a_crate_that_is_nearly_all_is_split() {
    let guess = guessed(
        "
//- big/src/lib.rs
pub mod top { fn f() { crate::mid::f(); small::f() } pub mod a {} pub mod b { fn f() {} } }
pub mod mid { pub fn f() { crate::low::f() } }
pub mod low { pub fn f() {} }
//- big: small
//- small/src/lib.rs
pub fn f() {}
",
    );
    has(
        &guess,
        &[
            "# Layers from what crates and modules use today",
            "[archcheck.layers.top]\nmodules = [\"big::top\"]\nmay-use = [\"mid\", \"small\"]\n",
            "[archcheck.layers.mid]\nmodules = [\"big::mid\"]\nmay-use = [\"low\"]\n",
            "[archcheck.layers.small]\ncrates = [\"small\"]\nmay-use = []\n",
        ],
    );
    // Where its modules are one knot, there is nothing to be seen in it.
    let guess = guessed(
        "
//- big/src/lib.rs
pub mod a { pub fn f() { crate::b::f() } pub mod x { fn f() {} } pub mod y { fn f() {} } }
pub mod b { pub fn f() { crate::a::f(); small::f() } }
//- big: small
//- small/src/lib.rs
pub fn f() {}
",
    );
    has(
        &guess,
        &["crates = [\"big\"]\n", "order = [\"big\", \"small\"]\n"],
    );
}

#[test]
fn only_what_is_of_one_kind_is_independent() {
    let low = ["edition", "intern", "paths", "profile", "stdx"];
    let crates: Vec<String> = low
        .iter()
        .map(|name| format!("//- {name}/src/lib.rs\npub fn f() {{}}\n"))
        .collect();
    let crates = crates.concat();
    let level = guessed(&format!(
        "{crates}//- app: edition\n//- app/src/lib.rs\nfn f() {{ edition::f() }}\n"
    ));
    has(
        &level,
        &["[archcheck.layers.level-0]\ncrates = [\n"].map(|part| part.trim_end_matches("[\n")),
    );
    assert!(!level.text.contains("independent"), "{}", level.text);
    let kinds = guessed(
        "
//- app: csv-plugin, xml-plugin
//- app/src/lib.rs
fn f() { csv_plugin::f(); xml_plugin::f() }
//- csv-plugin/src/lib.rs
pub fn f() {}
//- xml-plugin/src/lib.rs
pub fn f() {}
",
    );
    has(
        &kinds,
        &["[archcheck.layers.plugin]\ncrates = [\"*-plugin\"]\nindependent = true\n"],
    );
    // Crates of one product are not of one kind.
    let product = guessed(
        "
//- rt/src/lib.rs
pub fn f() {}
//- rt-io: rt
//- rt-io/src/lib.rs
fn f() { rt::f() }
//- rt-net: rt
//- rt-net/src/lib.rs
fn f() { rt::f() }
//- menu/src/lib.rs
pub fn f() {}
//- table/src/lib.rs
pub fn f() {}
//- chair/src/lib.rs
pub fn f() {}
",
    );
    has(&product, &["crates = [\"rt-*\"]\n"]);
    assert!(!product.text.contains("independent"), "{}", product.text);
}

#[test]
fn an_alternative_that_says_little_and_is_wrong_is_not_shown() {
    let plain: String = (0..30)
        .map(|number| format!("pub mod m{number} {{ pub fn f() {{}} }}\n"))
        .collect();
    let uses: String = (0..6)
        .map(|number| format!("pub mod u{number} {{ fn f() {{ crate::web::f() }} }} "))
        .collect();
    let guess = guessed(&format!(
        "//- x/src/lib.rs\n{plain}pub mod models {{ {uses} }}\npub mod web {{ pub fn f() {{ crate::db::f() }} }}\npub mod db {{ pub fn f() {{}} }}\n"
    ));
    assert!(
        !guess.text.contains("Names say something else"),
        "{}",
        guess.text
    );
}

#[test]
fn slices_that_are_crates_go_by_their_directory() {
    let package = |name: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nmoney = {{ path = \"../../money\" }}\n"
        )
    };
    let guess = guessed(&format!(
        "
//- features/cart/Cargo.toml
{}
//- features/cart/src/lib.rs
pub fn f() {{ money::f() }}
//- features/stock/Cargo.toml
{}
//- features/stock/src/lib.rs
pub fn f() {{ money::f() }}
//- money/src/lib.rs
pub fn f() {{}}
",
        package("cart"),
        package("stock")
    ));
    has(
        &guess,
        &[
            "# Vertical slices, by the names of crates: `features` do not use each other.\n# 3 of 3 modules are in a layer, 2 edges",
            "[archcheck.layers.features]\ncrates = [\"cart\", \"stock\"]\nmay-use = [\"foundation\"]\nindependent = true\n",
            "[archcheck.layers.foundation]\ncrates = [\"money\"]\nmay-use = []\n",
        ],
    );
}

#[test]
fn names_that_clash_are_told_apart() {
    // Two globs of the preset select it; the last word says what it is.
    let guess = guessed(
        "
//- domain-adapter: shop-domain
//- domain-adapter/src/lib.rs
pub fn f(_: shop_domain::Order) {}
//- shop-domain/src/lib.rs
pub struct Order;
",
    );
    has(
        &guess,
        &[
            "2 of 2 modules are in a layer",
            "[archcheck.layers.adapter]\ncrates = [\"domain-adapter\"]\n",
        ],
    );
    // A glob of packages would select a program of another package by its own name.
    let guess = guessed(
        "
//- a-plugin: low
//- a-plugin/src/lib.rs
pub fn f() { low::f() }
//- b-plugin: low
//- b-plugin/src/lib.rs
pub fn f() { low::f() }
//- low/src/lib.rs
pub fn f() {}
//- low/src/bin/c-plugin.rs
fn main() {}
",
    );
    has(&guess, &["crates = [\"a-plugin\", \"b-plugin\"]\n"]);
}
