//! The guess: of all layerings that names say, the one that explains most; without one, what the graph says.

use govern_diagnostics::RuleInfo;
use govern_gate::{Error, Session};

use super::explain;
use super::levels::{circle, levels};
use super::looked::{Looked, look};
use super::proposal::Proposal;
use super::slices;
use super::tried::{FEW, Tried, found};
use super::words::{Basis, hexagonal, layered};
use crate::architecture::Architecture;
use crate::assembly::assemble;
use crate::policy::Policy;

/// What was guessed.
#[derive(Debug)]
pub struct Guess {
    /// The section `[archcheck]`, with comments that explain it.
    pub text: String,
    /// What it is, in a line.
    pub summary: String,
    /// What the rules find with it, by rule; only where they find something.
    pub findings: Vec<(RuleInfo, usize)>,
    /// The rules that look at nothing with it, although something is asked of them.
    pub vacuous: Vec<RuleInfo>,
}

impl Guess {
    /// What is found with it, a line each.
    pub fn found(&self) -> Vec<String> {
        found(&self.findings, &self.vacuous)
    }
}

/// Guesses the architecture of a workspace, whatever `govern.toml` says.
pub fn guess(session: &Session) -> Result<Guess, Error> {
    let plain = assemble(session.workspace(), session.names(), Policy::default());
    let architecture = plain.architecture;
    let mut said: Vec<Tried> = Vec::new();
    for proposal in by_names(&architecture) {
        if let Some(tried) = attempt(session, proposal)? {
            said.push(tried);
        }
    }
    // The first of those that explain as much: in the order in which they were thought of.
    said.sort_by_key(|tried| {
        (
            usize::MAX - tried.looked.classified,
            tried.looked.against.len(),
        )
    });
    let best = said
        .iter()
        .position(|tried| explains(&tried.looked) && fits(&tried.looked));
    let (chosen, other) = match best {
        Some(best) => (Some(said.swap_remove(best)), None),
        None => {
            let mut chosen = None;
            for globs in [true, false] {
                let Some(proposal) = levels(&architecture, globs) else {
                    break;
                };
                chosen = attempt(session, proposal)?;
                if chosen.is_some() {
                    break;
                }
            }
            (chosen, (!said.is_empty()).then(|| said.swap_remove(0)))
        }
    };
    let Some(chosen) = chosen else {
        return nothing(session, &architecture, other.as_ref());
    };
    let problems = session.workspace().problems().len();
    let text = explain::section(&chosen, other.as_ref(), problems);
    // What is promised is what this very text comes to.
    let Some(looked) = look(session, &text)? else {
        return nothing(session, &architecture, other.as_ref());
    };
    Ok(Guess {
        text,
        summary: explain::summary(&chosen),
        findings: looked.findings,
        vacuous: looked.vacuous,
    })
}

/// All layerings that names say.
fn by_names(architecture: &Architecture) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for basis in Basis::ALL {
        proposals.extend(hexagonal(architecture, basis));
    }
    proposals.extend(slices::of_modules(architecture));
    proposals.extend(slices::of_crates(architecture));
    for basis in Basis::ALL {
        proposals.extend(layered(architecture, basis));
    }
    proposals
}

/// Checks a proposal; it is closed if it leaves nothing out. None if it is wrong.
fn attempt(session: &Session, mut proposal: Proposal) -> Result<Option<Tried>, Error> {
    let Some(looked) = look(session, &proposal.text(|_| None))? else {
        return Ok(None);
    };
    proposal.closed = looked.unclassified.is_empty();
    Ok(Some(Tried { proposal, looked }))
}

/// Whether it says something about at least half of the modules; the root of a crate may be anything.
fn explains(looked: &Looked) -> bool {
    looked.layers.len() > 1 && looked.classified * 2 >= looked.modules - looked.roots
}

/// Whether the code is as it says, but for a few places.
fn fits(looked: &Looked) -> bool {
    looked.against.len() <= FEW
}

/// There is nothing that could be a layer: only cycles are looked for.
fn nothing(
    session: &Session,
    architecture: &Architecture,
    other: Option<&Tried>,
) -> Result<Guess, Error> {
    let text = explain::no_layers(&circle(architecture), other);
    let looked = look(session, &text)?;
    let (findings, vacuous) =
        looked.map_or_else(Default::default, |looked| (looked.findings, looked.vacuous));
    Ok(Guess {
        text,
        summary: "no layers were recognised, so it looks for cycles".to_owned(),
        findings,
        vacuous,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::assembly::Assembly;
    use crate::fixture::{outcome, session};

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
                "[archcheck.layers.level-0]\nmodules = [\"x::a\", \"x::b\", \"x::c\", \"x::d\"]\nindependent = true\n",
                "order = [\"top\", \"level-0\"]",
            ],
        );
    }
}
