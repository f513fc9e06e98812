//! What all gates know as one graph, and what a change touches.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::agents::{clean, document};
use crate::support::Copy;

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key].as_array().expect("a list")
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// AC: AC-GOVERN-CMD-GRAPH
#[test]
fn one_graph_joins_what_the_gates_know() {
    let copy = clean();
    let said = copy.govern(&["graph", "--format", "json", "--offline"]);
    let graph = document("graph", said.ends_with(0));
    let ids: BTreeSet<&str> = list(&graph, "nodes")
        .iter()
        .map(|it| text(it, "id"))
        .collect();
    assert_eq!(
        ids.len(),
        list(&graph, "nodes").len(),
        "no two nodes are called alike"
    );
    for edge in list(&graph, "edges") {
        assert!(
            ids.contains(text(edge, "from")) && ids.contains(text(edge, "to")),
            "{edge}"
        );
    }
    let kinds: BTreeSet<&str> = list(&graph, "nodes")
        .iter()
        .map(|it| text(it, "kind"))
        .collect();
    for kind in [
        "crate",
        "module",
        "layer",
        "type",
        "contract",
        "subject",
        "stream",
        "story",
        "requirement",
        "criterion",
        "test",
        "scenario",
        "decision",
        "document",
    ] {
        assert!(kinds.contains(kind), "there is no {kind}");
    }
    assert!(!kinds.contains("item"));
    let edges = copy.govern(&["graph", "--offline"]);
    for line in [
        "crate orders-adapter depends on crate orders\n",
        "module orders::domain is in layer domain\n",
        "module orders::domain is part of crate orders\n",
        "module orders::application uses module orders::domain\n",
        "module orders::domain is there for criterion AC-1\n",
        "test orders::domain::tests::the_total_is_the_sum_over_the_lines is evidence of criterion AC-1\n",
        "test orders::domain::tests::the_total_is_the_sum_over_the_lines reaches module orders::domain\n",
        "criterion AC-1 is part of requirement REQ-1\n",
        "requirement REQ-1 names document README.md\n",
        "document README.md links to module orders::domain\n",
        "module orders_bus publishes to subject orders.v1.placed\n",
        "stream ORDERS keeps subject orders.v2.placed\n",
        "contract orders.placed@1 carries type orders_wire::adapter::Placed\n",
        "contract orders.placed@1 goes over subject orders.v1.placed\n",
        "type orders_wire::adapter::Placed is declared in module orders_wire::adapter\n",
    ] {
        assert!(edges.out.contains(line), "no line is {line}");
    }
    // Each edge has a place, and the same input gives the same bytes.
    let places = list(&graph, "edges")
        .iter()
        .map(|it| list(it, "places").len());
    assert_eq!(places.filter(|count| *count == 0).count(), 0);
    assert_eq!(copy.govern(&["graph", "--offline"]).out, edges.out);

    let near = ["graph", "--kind", "crate", "--kind", "module", "--focus"];
    let near = [&near[..], &["orders::domain", "--offline"]].concat();
    copy.govern(&near)
        .ends_with(0)
        .says("module orders::application uses module orders::domain\n");
    let drawn = [&near[..], &["--format", "mermaid"]].concat();
    copy.govern(&drawn)
        .ends_with(0)
        .says("flowchart LR\n")
        .says("-->|uses| ");
    let drawn = [&near[..], &["--format", "dot"]].concat();
    copy.govern(&drawn)
        .ends_with(0)
        .says("\"orders::application\" -> \"orders::domain\" [label = \"uses\"];");
    let items = [
        "graph",
        "--kind",
        "item",
        "--focus",
        "orders::domain::total",
        "--offline",
    ];
    copy.govern(&items)
        .ends_with(0)
        .says("item orders::domain::total_of uses item orders::domain::total\n");
    copy.govern(&["graph", "--focus", "orders::domian", "--offline"])
        .ends_with(2)
        .tells("did you mean `orders::domain`?");
}

/// The names of what is touched of a kind.
fn touched<'v>(impact: &'v Value, kind: &str) -> Vec<&'v str> {
    let rows = list(impact, "touched").iter();
    let rows = rows.filter(|row| row["kind"] == kind);
    rows.map(|row| text(row, "name")).collect()
}

/// The way to something, in words.
fn way(impact: &Value, name: &str) -> String {
    let mut rows = list(impact, "touched").iter();
    let row = rows.find(|row| row["name"] == name).expect("it is touched");
    let steps = list(row, "path").iter();
    let steps: Vec<String> = steps
        .map(|step| format!("{} {}", text(step, "how"), text(step, "name")))
        .collect();
    steps.join(", ")
}

fn impact(copy: &Copy, arguments: &[&str]) -> Value {
    let arguments = [&["impact", "--json", "--offline"], arguments].concat();
    document("impact", copy.govern(&arguments).ends_with(0))
}

/// AC: AC-GOVERN-CMD-IMPACT
#[test]
fn a_change_touches_what_uses_it_and_each_result_has_a_way() {
    let copy = clean();
    let nothing = impact(&copy, &[]);
    assert_eq!(list(&nothing, "changed").len(), 0);
    assert_eq!(list(&nothing, "touched").len(), 0);

    // Comments, layout and further imports are no changes.
    let path = "crates/orders/src/domain.rs";
    let before = copy.read(path);
    copy.write(path, format!("// New.\nuse std::fmt;\n{before}"));
    let same = impact(&copy, &[]);
    assert_eq!(list(&same, "touched").len(), 0, "{same}");
    assert_eq!(same["unknown"][0]["paths"][0], path);
    // What else stands around items may change all that is in the file.
    copy.write(
        path,
        before.replace(
            "impl Priced for Line",
            "#[rustfmt::skip]\nimpl Priced for Line",
        ),
    );
    let around = impact(&copy, &[]);
    assert_eq!(around["changed"][0]["name"], "orders::domain", "{around}");
    let mut rows = list(&around, "touched").iter();
    let test = rows
        .find(|row| row["kind"] == "test")
        .expect("one is touched");
    assert_eq!(test["sure"], false);

    copy.write(
        path,
        before.replace("line.quantity * line.price).sum()", "line.price).sum()"),
    );
    let found = impact(&copy, &[]);
    assert_eq!(found["changed"][0]["name"], "orders::domain::total");
    assert_eq!(found["changed"][0]["how"], "changed");
    let modules = touched(&found, "module");
    assert!(modules.starts_with(&["orders::domain"]), "{modules:?}");
    assert!(modules.contains(&"orders::application"), "{modules:?}");
    assert!(!modules.contains(&"orders_bus"), "{modules:?}");
    assert!(touched(&found, "crate").contains(&"orders-adapter"));
    assert_eq!(
        way(&found, "orders::application"),
        "changed orders::domain::total, is used by orders::domain::total_of, \
         is used by orders::application::place, is declared in orders::application"
    );
    assert!(touched(&found, "criterion").contains(&"AC-1"));
    assert!(touched(&found, "document").contains(&"README.md"));
    let test = "orders::domain::tests::the_total_is_the_sum_over_the_lines";
    assert!(touched(&found, "test").contains(&test));
    let run = found["run"]["sure"][0].as_str().expect("a command");
    assert!(
        run.starts_with("cargo nextest run -p orders ")
            && run.contains("test(=domain::tests::the_total_is_the_sum_over_the_lines)"),
        "{run}"
    );
    // What `cargo ac impact` finds is among it.
    copy.govern(&["ac", "impact", "--offline"])
        .ends_with(0)
        .says("AC-1: ");
    copy.govern(&["impact", "--offline"])
        .ends_with(0)
        .says("changed since HEAD\n  changed  item orders::domain::total (crates/orders/src/domain.rs:30:4)\n")
        .says("    `orders::domain::total` (changed) -> is used by `orders::domain::total_of`")
        .says("\nto run\n  cargo nextest run ");

    // What is staged, whatever is in the work tree.
    let staged = impact(&copy, &["--staged"]);
    assert_eq!(staged["changed"], serde_json::json!([]), "nothing is");
    copy.git(&["add", path]);
    copy.write(path, &before);
    assert_eq!(impact(&copy, &[])["changed"], serde_json::json!([]));
    let staged = impact(&copy, &["--staged"]);
    assert_eq!(staged["staged"], true);
    assert_eq!(staged["changed"], found["changed"]);
    assert_eq!(staged["touched"], found["touched"]);
    copy.govern(&["impact", "--staged", "--offline"])
        .ends_with(0)
        .says("staged\n  changed  item orders::domain::total ");
    copy.govern(&["impact", "--staged", "--since", "HEAD", "--offline"])
        .ends_with(2)
        .tells("nothing else can be named");
    copy.git(&["reset", "--quiet"]);

    // What is gone is told, and so is what nobody knows anything of.
    copy.write(
        path,
        before.replace("NoLines,\n}", "NoLines,\n}\n\n/// New.\npub struct Fresh;"),
    );
    copy.write("notes.txt", "x\n");
    let found = impact(&copy, &[]);
    assert_eq!(found["changed"][0]["name"], "orders::domain::Fresh");
    assert_eq!(found["changed"][0]["how"], "new");
    assert_eq!(
        found["unknown"][0]["paths"],
        serde_json::json!(["notes.txt"])
    );
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "--message", "fresh"]);
    copy.write(path, &before);
    let found = impact(&copy, &[]);
    assert_eq!(found["changed"][0]["how"], "gone");
    assert_eq!(
        impact(&copy, &["--since", "HEAD~1"])["changed"],
        serde_json::json!([])
    );
}

/// AC: AC-GOVERN-CMD-IMPACT
#[test]
fn a_wire_type_touches_contracts_subjects_and_who_hears_them() {
    let copy = clean();
    let main = "crates/orders-bus/src/main.rs";
    let listen = "\n/// Hears.\npub async fn listen(client: Client) -> Result<(), Error> {\n    client.subscribe(\"orders.v1.*\").await?;\n    Ok(())\n}\n";
    copy.write(main, copy.read(main) + listen);
    let found = impact(&copy, &["orders_wire::adapter::Placed"]);
    assert_eq!(found["since"], Value::Null);
    let contracts = ["orders.archive@1", "orders.placed@1"];
    assert_eq!(touched(&found, "contract"), contracts);
    assert_eq!(
        way(&found, "orders.placed@1"),
        "named orders_wire::adapter::Placed, is carried by orders.placed@1"
    );
    let mut rows = list(&found, "touched").iter();
    let contract = rows
        .find(|row| row["name"] == contracts[1])
        .expect("it is touched");
    assert_eq!(contract["note"], "publishes, deprecated");
    assert_eq!(contract["title"], "of @orders");
    assert_eq!(contract["consumers"][0]["name"], "orders_bus::listen");
    assert!(touched(&found, "module").contains(&"orders_bus"));
    assert_eq!(
        way(&found, "orders_bus"),
        "named orders_wire::adapter::Placed, is carried by orders.placed@1, goes over orders.v1.placed, \
         is heard by orders_bus::listen, is declared in orders_bus"
    );

    // The same by a place; the function that publishes touches who hears it, and no contract.
    let line = copy.read("crates/orders-wire/src/adapter.rs");
    let line = line
        .lines()
        .position(|it| it == "pub struct Placed {")
        .expect("it is there")
        + 1;
    let place = format!("crates/orders-wire/src/adapter.rs:{line}");
    assert_eq!(touched(&impact(&copy, &[&place]), "contract"), contracts);
    let found = impact(&copy, &["orders_bus::run"]);
    assert!(touched(&found, "subject").contains(&"orders.v1.placed"));
    assert_eq!(touched(&found, "contract"), [""; 0]);

    copy.govern(&["impact", "orders_bus::runn", "--offline"])
        .ends_with(2)
        .tells("did you mean `orders_bus::run`?");
    copy.govern(&["impact", &format!("{main}:9999"), "--offline"])
        .ends_with(2)
        .tells("has no line 9999");
    copy.govern(&["impact", main, "--since", "HEAD", "--offline"])
        .ends_with(2)
        .tells("something is named, or it is what differs `--since` a revision");
    copy.govern(&["impact", "--since", "nowhere", "--offline"])
        .ends_with(2);
}

/// AC: AC-GOVERN-CMD-IMPACT
#[test]
fn tests_that_start_a_program_are_perhaps_touched_by_what_it_does() {
    let copy = Copy::package(&[
        (
            "src/lib.rs",
            "/// Adds.\npub fn add(a: u32) -> u32 { a + 1 }\n\n/// Not.\npub fn other() {}\n",
        ),
        ("src/main.rs", "fn main() { orders::add(1); }\n"),
        (
            "tests/program.rs",
            "#[test]\nfn runs() {\n    std::process::Command::new(env!(\"CARGO_BIN_EXE_orders\"));\n}\n\n#[test]\nfn adds() {\n    assert_eq!(orders::add(1), 2);\n}\n\n#[test]\n#[ignore]\nfn sleeps() {\n    orders::add(1);\n}\n",
        ),
    ]);
    let found = impact(&copy, &["orders::add"]);
    assert_eq!(
        touched(&found, "test"),
        [
            "orders::program::adds",
            "orders::program::sleeps",
            "orders::program::runs"
        ]
    );
    assert_eq!(
        found["run"]["sure"],
        serde_json::json!([
            "cargo nextest run -p orders -E '(binary_id(=orders::program) & (test(=adds)))'"
        ])
    );
    assert_eq!(
        found["run"]["all"],
        serde_json::json!([
            "cargo nextest run -p orders -E '(binary_id(=orders::program) & (test(=adds) + test(=runs)))'"
        ])
    );
    assert_eq!(
        found["run"]["not_run"],
        serde_json::json!(["test `orders::program::sleeps` is ignored"])
    );
    assert_eq!(touched(&impact(&copy, &["orders::other"]), "test"), [""; 0]);
}

/// AC: AC-GOVERN-CMD-BRIEF
#[test]
fn a_brief_has_the_code_of_programs_that_tests_start() {
    let ledger = "schema: 2\nstories:\n  - id: US-1\n    title: Adding\n    requirements:\n      - id: REQ-1\n        title: Numbers\n        \
                  criteria:\n          - id: AC-1\n            text: it adds\n          - id: AC-2\n            text: it adds in the library\n";
    let copy = Copy::package(&[
        ("specs/ledger.yaml", ledger),
        ("govern.toml", "[ac]\nledgers = [\"specs/ledger.yaml\"]\n"),
        (
            "src/lib.rs",
            "/// Adds.\npub fn add(a: u32) -> u32 { a + 1 }\n\n/// Not.\npub fn other() {}\n",
        ),
        ("src/main.rs", "fn main() { orders::add(1); }\n"),
        (
            "tests/program.rs",
            "/// AC: AC-1\n#[test]\nfn runs() {\n    start();\n}\n\nfn start() {\n    std::process::Command::new(env!(\"CARGO_BIN_EXE_orders\"));\n}\n\n\
             /// AC: AC-2\n#[test]\nfn adds() {\n    assert_eq!(orders::add(1), 2);\n    start();\n}\n",
        ),
    ]);
    let code = |id: &str| -> Vec<(String, bool, u64)> {
        let said = copy.govern(&["brief", id, "--json", "--offline"]);
        let brief = document("brief", said.ends_with(0));
        let rows = list(&brief, "code").iter();
        let row = |it: &Value| {
            let sure = it["sure"].as_bool().unwrap_or_default();
            let steps = it["steps"].as_u64().unwrap_or_default();
            (text(it, "name").to_owned(), sure, steps)
        };
        rows.map(row).collect()
    };
    let row = |name: &str, sure: bool, steps: u64| (name.to_owned(), sure, steps);
    assert_eq!(
        code("AC-1"),
        [row("orders::main", false, 2), row("orders::add", false, 3)]
    );
    assert_eq!(
        code("AC-2"),
        [row("orders::add", true, 1), row("orders::main", false, 2)]
    );
    copy.govern(&["brief", "AC-1", "--offline"])
        .ends_with(0)
        .says("## Code that programs which its tests start perhaps run\n\n- `orders::main`");
}
