//! What is written about the suite is true: pages of rules are those of the rules, examples are read by the gates, and
//! every key that a gate knows is described.

#![expect(clippy::disallowed_methods, reason = "a test reads pages")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cargo_govern::{GATES, REPORTS, SECTIONS, route, selftest};
use govern_diagnostics::{Diagnostic, RuleInfo};
use govern_gate::{Catalogue, Date, Error, Gate, Options, Session};
use govern_workspace::Workspace;
use snapbox::{Data, assert_data_eq};

/// The headings of a rule's page in their order, and whether it must have them.
const HEADINGS: [(&str, bool); 5] = [
    ("What it does", true),
    ("Why is this bad?", true),
    ("Example", true),
    ("Use instead", true),
    ("Limits", false),
];

#[test]
fn pages_of_rules_are_generated() {
    let catalogue = catalogue();
    for &gate in catalogue.gates() {
        let path = format!("{}/../docs/rules/{gate}.md", env!("CARGO_MANIFEST_DIR"));
        let expected = Data::read_from(path.as_ref(), None).raw();
        assert_data_eq!(page(&catalogue, gate), expected);
    }
}

#[test]
fn rules_have_the_same_headings_in_the_same_order() {
    for rule in rules() {
        let written: Vec<&str> = rule
            .docs
            .lines()
            .filter_map(|line| line.strip_prefix("### "))
            .collect();
        let mut expected = HEADINGS.to_vec();
        expected.retain(|(heading, required)| *required || written.contains(heading));
        let expected: Vec<&str> = expected.iter().map(|(heading, _)| *heading).collect();
        assert_eq!(written, expected, "{rule}");
    }
}

#[test]
fn summaries_and_names_are_in_one_style() {
    let mut names = BTreeMap::new();
    for rule in rules() {
        assert!(!rule.summary.ends_with('.'), "{rule}: {}", rule.summary);
        assert!(
            !rule.summary.starts_with(char::is_uppercase),
            "{rule}: {}",
            rule.summary
        );
        let other = names.insert(rule.name, rule);
        assert_eq!(other, None, "two rules are called {}", rule.name);
    }
}

#[test]
fn gates_and_their_rules_are_sorted() {
    for gate in GATES {
        let names: Vec<&str> = gate.rules().iter().map(|rule| rule.name).collect();
        assert!(names.is_sorted(), "{}: {names:?}", gate.name());
    }
}

#[test]
fn examples_of_govern_toml_are_read() {
    let mut count = 0;
    for (place, example) in examples() {
        for gate in GATES {
            // Some examples name layers, which are another example's.
            let has_layers =
                |line: &str| line == "[archcheck]" || line.starts_with("[archcheck.layers");
            let mut example = example.clone();
            if !example.lines().any(has_layers) {
                example.push_str("\n[archcheck]\npreset = \"hexagonal\"\n");
            }
            let mistakes = mistakes(gate, &example);
            assert_eq!(mistakes, [], "{place}: {}: {example}", gate.name());
            let of_file = govern_gate::mistakes(&gates(), &session(&example));
            assert_eq!(of_file, [], "{place}: {example}");
            count += 1;
        }
        let section = session(&example).config::<selftest::config::Config>("selftest");
        assert!(section.is_ok(), "{place}: {section:?}");
        let section = session(&example).config::<Vec<route::config::RouteConfig>>("route");
        assert!(section.is_ok(), "{place}: {section:?}");
        let section = session(&example).config::<Vec<route::config::BoundaryConfig>>("boundary");
        assert!(section.is_ok(), "{place}: {section:?}");
    }
    assert!(count > 20, "only {count} examples were found");
}

#[test]
fn links_lead_somewhere() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    for page in [
        "README.md",
        "agents.md",
        "changes.md",
        "ci-and-editors.md",
        "configuration.md",
        "contracts.md",
        "getting-started.md",
        "selftest.md",
        "untrusted.md",
        "waivers-and-baselines.md",
    ] {
        let text = std::fs::read_to_string(docs.join(page)).expect("the page is there");
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { page } else { file };
            let is_there = link.contains("://")
                || std::fs::read_to_string(docs.join(file))
                    .is_ok_and(|text| has_heading(&text, heading));
            assert!(is_there, "{page} leads to {link}, which is not there");
        }
    }
}

/// Whether a page has a heading, by what it is called in links.
fn has_heading(text: &str, name: &str) -> bool {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let mut names = headings.map(|line| {
        line.trim_start_matches('#')
            .trim()
            .to_lowercase()
            .replace(' ', "-")
    });
    name.is_empty() || names.any(|heading| heading == name)
}

#[test]
fn every_key_of_a_section_is_described() {
    let page = include_str!("../../docs/configuration.md");
    let of_gates = GATES
        .iter()
        .map(|gate| (gate.name(), gate.config_schema().unwrap_or("{}")));
    for (section, schema) in of_gates.chain(SECTIONS) {
        let schema: serde_json::Value = serde_json::from_str(schema).expect("schemas are JSON");
        for key in keys(&schema) {
            let described = page.contains(&format!("{key} ="))
                || page.contains(&format!(".{key}]"))
                || page.contains(&format!("`{key}`"));
            assert!(
                described,
                "docs/configuration.md does not say what `{key}` of [{section}] is"
            );
        }
    }
}

#[test]
fn schemas_have_the_keys_that_the_sections_have() {
    for gate in GATES {
        let Some(schema) = gate.config_schema() else {
            panic!("{} has no schema of its section", gate.name());
        };
        let schema: serde_json::Value = serde_json::from_str(schema).expect("schemas are JSON");
        let mut tables = Vec::new();
        closed_tables(&schema, vec![gate.name().to_owned()], &mut tables);
        assert!(!tables.is_empty(), "{}", gate.name());
        for (path, keys) in tables {
            // A key that is like no other is answered with all there are.
            let text = format!("[{}]\nqqqqqqqq = 1\n", path.join("."));
            let mistakes = mistakes(gate, &text);
            let help = mistakes
                .iter()
                .flat_map(|it| it.help.clone())
                .collect::<String>();
            let known: BTreeSet<String> = help
                .split('`')
                .skip(1)
                .step_by(2)
                .map(str::to_owned)
                .collect();
            assert_eq!(known, keys, "[{}]", path.join("."));
        }
    }
}

fn gates() -> Vec<&'static dyn Gate> {
    GATES.to_vec()
}

/// The rules of all gates, and those that watch over all of them.
fn rules() -> Vec<RuleInfo> {
    catalogue().rules().to_vec()
}

/// With what subcommands find besides.
fn catalogue() -> Catalogue {
    let others = REPORTS.iter().flat_map(|report| (report.rules)());
    Catalogue::new(&gates()).with(others)
}

fn page(catalogue: &Catalogue, gate: &str) -> String {
    let known = GATES.iter().find(|known| known.name() == gate);
    let intro = match (known, gate) {
        (Some(gate), _) => format!(
            "The gate {}. Levels are set in `[lints]` of `govern.toml`.",
            gate.summary()
        ),
        (None, "selftest") => "What `cargo govern selftest` finds besides what the gates find. Other programs judge here, so that \
             levels and exceptions are theirs: `#[expect]`, `deny.toml`, `.cargo/audit.toml`."
            .to_owned(),
        (None, _) => "The gate watches over every run: over its rules, its waivers and its baseline. Levels are set in `[lints]` of \
             `govern.toml`."
            .to_owned(),
    };
    let rules = || catalogue.rules().iter().filter(|rule| rule.gate == gate);
    let mut page = format!(
        "<!-- Generated from the rules: `SNAPSHOTS=overwrite cargo test -p cargo-govern --test docs`. -->\n\n\
         # Rules of `{gate}`\n\n\
         {intro}\n\n\
         | rule | level | what it says |\n|---|---|---|\n",
    );
    for rule in rules() {
        let anchor = rule.name;
        page.push_str(&format!(
            "| [`{anchor}`](#{anchor}) | {} | {} |\n",
            rule.level, rule.summary
        ));
    }
    for rule in rules() {
        page.push_str(&format!(
            "\n## {}\n\n`{rule}` · {} unless set otherwise · since {}\n\n{}\n",
            rule.name,
            rule.level,
            rule.since,
            rule.docs.trim()
        ));
    }
    page
}

/// The TOML examples in the pages of docs/ and in those of the rules, with where they stand.
fn examples() -> Vec<(String, String)> {
    let pages = [
        (
            "configuration.md",
            include_str!("../../docs/configuration.md"),
        ),
        ("changes.md", include_str!("../../docs/changes.md")),
        ("selftest.md", include_str!("../../docs/selftest.md")),
        (
            "waivers-and-baselines.md",
            include_str!("../../docs/waivers-and-baselines.md"),
        ),
        (
            "ci-and-editors.md",
            include_str!("../../docs/ci-and-editors.md"),
        ),
    ];
    let mut examples = Vec::new();
    // The other examples of that gate are baselines, and pieces of sections.
    let mut rules = rules();
    rules.retain(|rule| rule.gate != "govern" || rule.name.starts_with("waiver"));
    let texts = pages
        .iter()
        .map(|(name, text)| ((*name).to_owned(), *text))
        .chain(rules.iter().map(|rule| (rule.to_string(), rule.docs)));
    for (name, text) in texts {
        let mut lines = text.lines().enumerate();
        while let Some((row, line)) = lines.next() {
            if line.trim_start() != "```toml" {
                continue;
            }
            let example: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| line.trim_start() != "```")
                .collect();
            examples.push((format!("{name}:{}", row + 1), example.join("\n")));
        }
    }
    examples
}

/// The mistakes that a gate sees in a `govern.toml`.
fn mistakes(gate: &dyn Gate, config: &str) -> Vec<Diagnostic> {
    let session = session(config);
    let diagnostics = match gate.check(&session) {
        Err(Error::Diagnosed(diagnostics)) => diagnostics,
        // The revision that an example compares with is not there.
        Err(Error::Workspace(_)) => Vec::new(),
        Err(error) => panic!("{error}"),
        Ok(outcome) => outcome.diagnostics,
    };
    let here = diagnostics.into_iter().filter(|diagnostic| {
        let file = diagnostic.span.map(|span| span.file);
        file.is_some() && file == session.config_file()
    });
    here.collect()
}

/// A small workspace with this `govern.toml`.
fn session(config: &str) -> Session {
    let manifest = "[package]\nname = \"orders\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let files = [
        ("Cargo.toml", manifest),
        ("src/lib.rs", "pub mod domain {}\n"),
        ("govern.toml", config),
        ("schemas/placed.json", "{}"),
        ("schemas/amount.json", "{}"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let workspace = Workspace::from_memory(files.into()).expect("the fixture is a workspace");
    let today = Date::new(2026, 1, 1).expect("the day exists");
    Session::new(workspace, Options::new(today))
}

/// All keys that a schema names.
fn keys(schema: &serde_json::Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    match schema {
        serde_json::Value::Object(object) => {
            if let Some(serde_json::Value::Object(properties)) = object.get("properties") {
                found.extend(properties.keys().cloned());
            }
            found.extend(object.values().flat_map(keys));
        }
        serde_json::Value::Array(values) => found.extend(values.iter().flat_map(keys)),
        _ => {}
    }
    found
}

/// The tables of a schema that have fixed keys, by their path. Tables in arrays and under free names are left out.
fn closed_tables(
    schema: &serde_json::Value,
    path: Vec<String>,
    tables: &mut Vec<(Vec<String>, BTreeSet<String>)>,
) {
    let Some(properties) = schema.get("properties").and_then(|it| it.as_object()) else {
        return;
    };
    tables.push((path.clone(), properties.keys().cloned().collect()));
    for (name, schema) in properties {
        let mut path = path.clone();
        path.push(name.clone());
        closed_tables(schema, path, tables);
    }
}
