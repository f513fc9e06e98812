//! Plans for small crates, and for many random ones.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{
    applied::apply,
    placement::Place,
    placing::plan,
    relations::signatures,
    things::{HeadType, Header, Kind, Part, Thing, Things, Usage},
};
use crate::{
    fixture::{run, session_with},
    policy::effects::Effect,
};

const MODULES: usize = 4;

/// What a random thing is: its kind, its module, its size, whether it does something, two others for a header.
type Drawn = (usize, usize, u32, bool, usize, usize);

/// A random crate: a root, and modules in it.
fn things(drawn: &[Drawn], uses: &[(usize, usize, bool)]) -> Things {
    let mut things = Things::default();
    for row in 0..MODULES {
        things.modules.push(Part {
            path: format!("m{row}"),
            parent: (row > 0).then_some(0),
            ..Part::default()
        });
    }
    let kinds = [
        Kind::Struct,
        Kind::Fn,
        Kind::Trait,
        Kind::Const,
        Kind::Impl,
        Kind::Method,
        Kind::Enum,
    ];
    for (row, &(kind, module, size, acts, one, other)) in drawn.iter().enumerate() {
        let kind = kinds[kind % kinds.len()];
        let mut thing = Thing {
            kind,
            name: format!("t{row}"),
            module: module % MODULES,
            size,
            ..Thing::default()
        };
        if acts && kind.runs() {
            thing.effects.insert(Effect::Io);
        }
        let type_at = |at: usize| {
            let at = at % drawn.len();
            kinds[drawn[at].0 % kinds.len()].is_type().then_some(at)
        };
        match kind {
            Kind::Method => match type_at(one) {
                Some(of) => thing.of = Some(of),
                None => thing.kind = Kind::Fn,
            },
            Kind::Impl => {
                let at = other % drawn.len();
                let of_trait = (kinds[drawn[at].0 % kinds.len()] == Kind::Trait).then_some(at);
                let types = vec![type_at(one).map_or(HeadType::Other, HeadType::Thing)];
                thing.header = Some(Header { of_trait, types });
            }
            _ => {}
        }
        things.list.push(thing);
    }
    let mut seen = BTreeSet::new();
    let mut add = |things: &mut Things, from: usize, to: usize, opens: bool| {
        let free = things.list[to].header.is_none();
        if from != to && free && seen.insert((from, to)) {
            let method = things.list[to].kind == Kind::Method;
            things.uses.push(Usage {
                from,
                to,
                opens: opens && !method,
                signature: opens && things.list[from].kind.runs(),
                ..Usage::default()
            });
        }
    };
    for row in 0..drawn.len() {
        if let Some(of) = things.list[row].of {
            add(&mut things, row, of, false);
        }
        if let Some(header) = &things.list[row].header {
            let named = header.types.iter().filter_map(|ty| match ty {
                HeadType::Thing(thing) => Some(*thing),
                _ => None,
            });
            let named: Vec<usize> = named.chain(header.of_trait).collect();
            for to in named {
                add(&mut things, row, to, false);
            }
        }
    }
    for &(from, to, opens) in uses {
        let (from, to) = (from % drawn.len(), to % drawn.len());
        add(&mut things, from, to, opens);
        // A path to a method names its type, too.
        if let Some(of) = things.list[to].of {
            add(&mut things, from, of, false);
        }
    }
    things.index();
    things
}

proptest! {
    #[test]
    fn what_holds_has_no_edge_back(
        drawn in prop::collection::vec((0usize..7, 0usize..MODULES, 1u32..50, any::<bool>(), 0usize..30, 0usize..30), 1..30),
        uses in prop::collection::vec((0usize..30, 0usize..30, any::<bool>()), 0..60),
    ) {
        let things = things(&drawn, &uses);
        let plan = plan(&things, 1);
        let applied = apply(&things, &plan, 1);
        // Said by the edges alone, without what the plan says of itself.
        let place = |thing: usize| plan.place[thing];
        let port = |thing: usize| {
            plan.ports.contains_key(&thing) || things.list[thing].of.is_some_and(|of| plan.ports.contains_key(&of))
        };
        let wrong = things.uses.iter().any(|usage| {
            let to = if place(usage.to) == Place::Old && !usage.opens && port(usage.to) { Place::New } else { place(usage.to) };
            matches!((place(usage.from), to), (Place::New | Place::Shared, Place::Old) | (Place::Shared, Place::New))
        });
        let named = signatures(&things, &plan);
        let named = named.iter().any(|usage| place(usage.to) == Place::Old && !port(usage.to));
        if applied.holds() {
            prop_assert!(!wrong && !named);
            let parted = things.methods.iter().flat_map(|(of, methods)| methods.iter().map(move |method| (*of, *method)));
            for (of, method) in parted {
                let stays = plan.extensions.contains(&method) || plan.ports.contains_key(&method);
                prop_assert!(place(of) == place(method) || (stays && place(method) == Place::Old));
            }
        }
        // Names are all known here: there is always a way.
        prop_assert!(applied.holds(), "{plan:?} {applied:?}");
        // What is in the module stays in it, and a port is no port that moves.
        for (row, thing) in things.list.iter().enumerate() {
            prop_assert!(thing.module != 1 || place(row) == Place::New);
        }
        prop_assert!(plan.ports.keys().all(|&port| place(port) == Place::Old));
    }
}

fn planned(code: &str, module: &str) -> serde_json::Value {
    let session = session_with(code, [("module", module), ("format", "json")]);
    serde_json::from_str(&run("extract-plan", &session)).unwrap()
}

/// What is proposed, by item.
fn proposals(plan: &serde_json::Value) -> Vec<String> {
    let targets = plan["targets"].as_array().unwrap().iter();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    targets
        .map(|target| format!("{} {}", text(&target["proposal"]), text(&target["item"])))
        .collect()
}

#[test]
fn what_uses_the_module_itself_moves_along() {
    let code = "
//- x/src/lib.rs
pub mod m { pub struct Leaf; pub fn f(_: crate::tree::Tree) -> Leaf { Leaf } }
pub mod tree { pub struct Tree { pub leaf: crate::m::Leaf } pub fn g() -> Tree { todo!() } }
";
    let plan = planned(code, "x::m");
    assert_eq!(
        proposals(&plan),
        ["move-along x::tree::Tree", "move-along x::tree::g"]
    );
    assert_eq!(plan["score"]["cycle"], serde_json::json!(["x::tree"]));
    assert_eq!(plan["after"]["holds"], true);
}

#[test]
fn what_may_stay_by_the_orphan_rule_stays() {
    let code = "
//- x/src/lib.rs
pub mod m { pub struct A; pub struct B; pub fn f() -> A { A } }
pub mod rest {
    pub struct Own;
    pub trait Local {}
    impl Local for crate::m::A {}
    impl From<crate::m::A> for Own { fn from(_: crate::m::A) -> Own { Own } }
    impl From<Own> for crate::m::A { fn from(_: Own) -> crate::m::A { crate::m::f() } }
    impl Default for crate::m::B { fn default() -> crate::m::B { crate::m::B } }
}
";
    let plan = planned(code, "x::m");
    assert_eq!(
        proposals(&plan),
        ["move-along impl Default for crate::m::B"]
    );
    assert_eq!(plan["after"]["holds"], true);
}

#[test]
fn methods_in_the_rest_become_those_of_a_trait_if_they_need_it() {
    let code = "
//- x/src/lib.rs
pub mod m { pub struct A; }
pub mod rest {
    impl crate::m::A { pub fn light(&self) {} pub fn heavy(&self) -> Own { Own } }
    pub struct Own;
    pub fn h(_: Own) {}
}
";
    let plan = planned(code, "x::m");
    assert_eq!(
        proposals(&plan),
        [
            "move-along x::m::A::light",
            "keep-as-extension x::m::A::heavy"
        ]
    );
}

#[test]
fn names_that_a_macro_may_declare_are_an_edge_that_is_left() {
    let code = "
//- x: flags
//- x/src/lib.rs
pub mod m { pub fn f() { crate::rest::Flag; } }
pub mod rest { flags::flags! { Flag = 1 } }
";
    let plan = planned(code, "x::m");
    assert_eq!(plan["after"]["holds"], false);
    assert_eq!(plan["after"]["left"][0]["what"], "`crate::rest::Flag`");
    assert_eq!(plan["after"]["as_far_as_known"], true);
}

#[test]
fn macros_fields_and_tests_across_the_cut_are_said() {
    let code = "
//- x/src/lib.rs
macro_rules! both { () => {} }
pub mod m { both!(); pub struct S { pub(crate) a: u8 } fn inner() {} pub(super) fn seen() { both!() } }
pub mod rest { both!(); fn f() { crate::m::S { a: 1 }; } #[cfg(test)] mod tests { fn t() { crate::m::seen() } } }
";
    let plan = planned(code, "x::m");
    let conflicts: Vec<&str> = plan["conflicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|conflict| conflict["what"].as_str().unwrap())
        .collect();
    assert!(
        conflicts.contains(&"`both!` is called across the cut"),
        "{conflicts:?}"
    );
    assert!(
        conflicts.contains(&"tests in the rest use what is not `pub`, and moves"),
        "{conflicts:?}"
    );
    let face = plan["face"].as_array().unwrap();
    let of = |item: &str| face.iter().find(|face| face["item"] == item).unwrap();
    assert_eq!(of("x::m::S")["fields"], serde_json::json!(["a"]));
    assert_eq!(
        (&of("x::m::seen")["widen"], &of("x::m::seen")["tests_only"]),
        (&true.into(), &true.into())
    );
}

#[test]
fn without_users_the_other_direction_is_simpler() {
    let code = "
//- x/src/lib.rs
pub mod m { pub fn f() { crate::rest::g(); crate::rest::h(); } }
pub mod rest { pub fn g() { h() } pub fn h() { i() } fn i() { std::fs::read(\"\"); } pub fn j() { g() } }
";
    let text = run("extract-plan", &session_with(code, [("module", "x::m")]));
    assert!(
        text.contains("simpler: nothing of the rest uses it, so `x-m` may depend on `x`"),
        "{text}"
    );
}

#[test]
fn modules_are_compared_the_least_work_first() {
    let code = "
//- x/src/lib.rs
pub mod a { pub fn f() { crate::b::g() } pub mod inner {} }
pub mod b { pub fn g() { std::fs::read(\"\"); } pub fn h() { g() } }
";
    let table = run("extract-plan", &session_with(code, [("all", "")]));
    let names: Vec<&str> = table
        .lines()
        .filter_map(|line| line.split_whitespace().last())
        .collect();
    assert_eq!(names, ["module", "x::b", "x::a"]);
    let deeper = run("extract-plan", &session_with(code, [("depth", "2")]));
    assert!(deeper.contains("x::a::inner"), "{deeper}");
}

#[test]
fn what_is_no_single_module_is_an_error() {
    let error = |module: &str| {
        let session = session_with(
            "//- x/src/lib.rs\npub mod a {} pub mod b {}\n",
            [("module", module)],
        );
        (super::COMMAND.run)(&session, &mut Vec::new())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(error("x"), "`x` is a crate already");
    assert_eq!(error("x::c"), "`x::c` is no module, package or layer here");
    assert_eq!(
        error("x::*"),
        "`x::*` means several modules: `x::a`, `x::b`"
    );
}
