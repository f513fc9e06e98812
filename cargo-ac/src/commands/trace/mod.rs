//! `cargo ac trace`: which criteria a file, a line or what stands there is for, and by which tests.

mod claims;
mod place;
mod show;

use std::io;

use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

use crate::commands::asked::criteria;
use claims::claims;
use place::{Asked, Subject, subject};

/// `cargo ac trace`.
pub const COMMAND: Command = Command {
    name: "trace",
    summary: "say which criteria a file, or what stands at a line of it, is for, and through which tests",
    details: "`cargo ac trace src/orders.rs:42` looks at the function, type or test at that line, `cargo ac trace src/orders.rs` \
              at all of the file; of a feature file, at the scenario there. Criteria are found by links at the code, and through \
              the tests and steps that reach it, by the shortest way. Paths are followed to what they mean; which method is \
              called only types can tell, so ways over the name of a method begin with `perhaps`.",
    args: &[
        ArgSpec::positional("place", "PATH[:LINE]", "a Rust file or a feature file").required(),
        ArgSpec::option("format", "FORMAT", "how it is written [default: human]")
            .choices(&["human", "json"]),
    ],
    needs_workspace: true,
    run,
};

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let asked = Asked::read(session.args().value("place").unwrap_or_default());
    let (_, model) = criteria(session)?;
    let subject: Subject = subject(session, &model, &asked)?;
    let claims = claims(session, &model, &subject);
    let text = if session.args().value("format") == Some("json") {
        show::json(session, &model, &subject, &claims).map_err(io::Error::other)?
    } else {
        show::human(session, &model, &subject, &claims)
    };
    out.write_all(text.as_bytes())?;
    Ok(CommandOutcome::clean())
}

#[cfg(test)]
mod tests {
    //! AC: AC-AC-CMD-TRACE

    use super::*;
    use crate::testing::{BDD_MANIFEST, command, ledger};

    const LIBRARY: &str = "pub mod orders;\n";
    const ORDERS: &str = "\
pub struct Order { open: u8 }

impl Order {
    pub fn new(open: u8) -> Order { Order { open } }
    pub fn pay(&mut self) { self.open = round(self.open); }
}

/// Implements: AC-1
fn round(open: u8) -> u8 { open / LIMIT }

const LIMIT: u8 = 2;

fn unused() {}

#[cfg(test)]
mod tests {
    use super::*;

    fn order() -> Order { Order::new(4) }

    /// AC: AC-2
    #[test]
    fn is_new() { assert_eq!(order().open, 4); }

    /// AC: AC-3
    #[test]
    fn is_paid() { for mut order in [order()] { order.pay(); assert_eq!(order.open, 2); } }

    proptest::proptest! {
        /// AC: AC-4
        #[test]
        fn rounds(x in 0..9u8) { assert!(round(x) <= x); }
    }
}
";
    const STEPS: &str = "use cucumber::{World, given};\n#[derive(Default, World)]\nstruct Shop;\n#[given(\"an order\")]\nfn order(_: &mut Shop) { shop::orders::Order::new(1); }\n#[tokio::main]\nasync fn main() { Shop::run(\"features\").await; }\n";
    const FEATURE: &str = "Feature: f\n  @AC-5\n  Scenario: ordering\n    Given an order\n\n  Scenario: other\n    Given nothing\n";

    fn traced(place: &str) -> Vec<String> {
        let text = printed(&[("place", place)]);
        text.lines().map(str::to_owned).collect()
    }

    fn printed(args: &[(&str, &str)]) -> String {
        let criteria: Vec<String> = (1..=5)
            .map(|n| format!("{{ id: AC-{n}, text: it is {n} }}"))
            .collect();
        let criteria: Vec<&str> = criteria.iter().map(String::as_str).collect();
        let manifest =
            format!("{BDD_MANIFEST}proptest = \"1\"\n[[test]]\nname = \"bdd\"\nharness = false\n");
        let files = [
            ("Cargo.toml", manifest.as_str()),
            ("specs/spec_ledger.yaml", &ledger(&criteria)),
            ("src/lib.rs", LIBRARY),
            ("src/orders.rs", ORDERS),
            ("tests/bdd.rs", STEPS),
            ("features/a.feature", FEATURE),
        ];
        command(&COMMAND, &files, args).0
    }

    #[test]
    fn code_is_for_what_is_linked_to_it_and_for_what_its_tests_show() {
        assert_eq!(
            traced("src/orders.rs:9"),
            [
                "`shop::orders::round` (src/orders.rs:9:4)",
                "AC-1: it is 1",
                "  code that is there for it (src/orders.rs:8:17)",
                "AC-4: it is 4",
                "  property: test `shop::orders::tests::rounds` (src/orders.rs:32:12): `rounds` -> `round`",
                "AC-3: it is 3",
                "  perhaps unit: test `shop::orders::tests::is_paid` (src/orders.rs:27:8): `is_paid` -> by its name `Order::pay` -> `round`",
            ]
        );
        // A constant is reached by what uses it, and documentation is part of what it stands at.
        assert_eq!(traced("src/orders.rs:11")[1], "AC-4: it is 4");
        assert_eq!(traced("src/orders.rs:8"), traced("src/orders.rs:9"));
    }

    #[test]
    fn associated_functions_are_reached_by_paths_also_from_steps() {
        assert_eq!(
            traced("src/orders.rs:4"),
            [
                "`shop::orders::Order::new` (src/orders.rs:4:12)",
                "AC-2: it is 2",
                "  unit: test `shop::orders::tests::is_new` (src/orders.rs:23:8): `is_new` -> `order` -> `Order::new`",
                "AC-3: it is 3",
                "  unit: test `shop::orders::tests::is_paid` (src/orders.rs:27:8): `is_paid` -> `order` -> `Order::new`",
                "AC-5: it is 5",
                "  bdd: scenario \"ordering\" in features/a.feature (features/a.feature:3:3): `order` -> `Order::new`",
            ]
        );
    }

    #[test]
    fn tests_scenarios_and_files_are_places_too() {
        assert_eq!(
            traced("src/orders.rs:22"),
            [
                "`shop::orders::tests::is_new` (src/orders.rs:23:8)",
                "AC-2: it is 2",
                "  unit: test `shop::orders::tests::is_new` (src/orders.rs:23:8)",
            ]
        );
        assert_eq!(
            traced("features/a.feature:4"),
            [
                "scenario \"ordering\" in features/a.feature (features/a.feature:3:3)",
                "AC-5: it is 5",
                "  bdd: scenario \"ordering\" in features/a.feature (features/a.feature:3:3)",
            ]
        );
        let file = traced("src/orders.rs");
        let ids: Vec<&str> = file
            .iter()
            .filter(|it| it.starts_with("AC-"))
            .map(|it| &it[..4])
            .collect();
        assert_eq!(ids, ["AC-1", "AC-2", "AC-3", "AC-4", "AC-5"]);
        assert_eq!(traced("features/a.feature")[0], "features/a.feature");
    }

    #[test]
    fn what_leads_nowhere_is_said() {
        assert_eq!(
            traced("src/orders.rs:13"),
            [
                "`shop::orders::unused` (src/orders.rs:13:4)",
                "it is for no criterion: no link stands at it, and no test of a criterion is seen to reach it",
            ]
        );
        assert_eq!(traced("features/a.feature:7").len(), 2);
        assert!(traced("src/order.rs")[0].contains("no target reads `src/order.rs`"));
        assert!(
            traced("src/orders.rs:12")[0].contains("nothing stands at line 12 of `src/orders.rs`")
        );
        assert!(traced("src/orders.rs:999")[0].contains("has no line 999"));
        assert!(traced("specs/spec_ledger.yaml")[0].contains("neither Rust nor a feature"));
    }

    #[test]
    fn json_says_the_same() {
        let text = printed(&[("place", "src/orders.rs:9"), ("format", "json")]);
        let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(document["subjects"][0]["name"], "`shop::orders::round`");
        let claims: Vec<(&str, bool, &str, u64)> = document["claims"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|claim| {
                (
                    claim["criterion"].as_str().expect("an id"),
                    claim["sure"].as_bool().expect("yes or no"),
                    claim["by"].as_str().expect("a word"),
                    claim["place"]["line"].as_u64().expect("a line"),
                )
            })
            .collect();
        assert_eq!(
            claims,
            [
                ("AC-1", true, "link", 8),
                ("AC-4", true, "test", 32),
                ("AC-3", false, "test", 27),
            ]
        );
    }
}
