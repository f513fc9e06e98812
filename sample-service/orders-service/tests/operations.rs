//! The data of operations names what the program has, and all of it.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the test reads files beside the program"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use orders::domain::{self, Right};
use orders::port::{Kind, Metric};
use orders_service::{Config, Role};
use orders_wire::v1::subject;
use serde_json::Value;
use toml::Table;

fn deployed(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../deploy")
        .join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The text under the key in each of the tables.
fn texts(data: &Table, table: &str, key: &str) -> Vec<String> {
    let rows = data[table].as_array().unwrap();
    assert!(!rows.is_empty(), "{table}");
    rows.iter()
        .map(|row| row[key].as_str().unwrap().to_owned())
        .collect()
}

/// AC: AC-OPS-004
#[test]
fn what_the_data_of_operations_names_is_there() {
    let data: Table = deployed("operations.toml").parse().unwrap();
    for manifest in texts(&data, "deployable", "manifest") {
        assert!(!deployed(&manifest).is_empty());
    }

    let streams: Value = serde_json::from_str(&deployed("streams.json")).unwrap();
    let made: BTreeSet<_> = streams
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["config"]["name"].as_str())
        .map(str::to_owned)
        .collect();
    let described: BTreeSet<_> = texts(&data, "resource", "stream").into_iter().collect();
    assert_eq!(described, made, "each stream is described");
    for resource in data["resource"].as_array().unwrap() {
        let is_lost = resource["backup"].as_str() == Some("none");
        let source = resource["restored_from"].as_str().unwrap();
        assert_ne!(is_lost, source == "the backup", "{resource:?}");
        assert!(resource["personal"].is_bool(), "{resource:?}");
    }

    let runbooks = deployed("runbooks.md");
    let headings: BTreeSet<_> = runbooks
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .collect();
    for alert in data["alert"].as_array().unwrap() {
        let name = alert["metric"].as_str().unwrap();
        let metric = Metric::ALL.into_iter().find(|metric| metric.name() == name);
        let metric = metric.unwrap_or_else(|| panic!("nobody measures `{name}`"));
        let window = alert["window_s"].as_integer().unwrap();
        assert!(metric.kind() == Kind::Gauge || window >= 60, "{alert:?}");
        assert!(
            alert["above"].as_integer().is_some_and(|above| above >= 0),
            "{alert:?}"
        );
        let runbook = alert["runbook"].as_str().unwrap();
        assert!(headings.contains(runbook), "no runbook `{runbook}`");
    }
    let alerted: BTreeSet<_> = texts(&data, "alert", "metric").into_iter().collect();
    for metric in Metric::ALL {
        let is_lag = metric.name().ends_with("_lag");
        assert!(!is_lag || alerted.contains(metric.name()), "{metric:?}");
    }

    let variables: BTreeSet<_> = Config::VARIABLES.map(|(name, _)| name).into();
    let mut named = texts(&data, "flag", "variable");
    for topology in data["topology"].as_array().unwrap() {
        let nodes = topology["nodes"].as_array().unwrap();
        let roles = nodes.iter().flat_map(|roles| roles.as_array().unwrap());
        let mut roles: Vec<_> = roles
            .map(|role| Role::parse_list(role.as_str().unwrap()).unwrap())
            .collect::<Vec<_>>()
            .concat();
        roles.sort_unstable();
        assert_eq!(roles, Role::ALL, "each role runs once: {topology:?}");
        let needed = topology["variables"].as_array().unwrap();
        named.extend(needed.iter().map(|name| name.as_str().unwrap().to_owned()));
    }
    for name in named {
        assert!(variables.contains(name.as_str()), "nobody reads `{name}`");
    }
}

/// The table of rights is the same in the program, in the data of operations and in the specification.
/// AC: AC-SEC-004
#[test]
fn rights_are_those_that_are_written_down() {
    let data: Table = deployed("operations.toml").parse().unwrap();
    let written: Vec<_> = data["right"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let roles = row["roles"].as_array().unwrap().iter();
            let roles: Vec<_> = roles.map(|role| role.as_str().unwrap()).collect();
            (row["request"].as_str().unwrap(), roles)
        })
        .collect();
    let meant = Right::ALL.map(|right| {
        let roles = right.roles().iter().map(|role| role.name());
        (right.name(), roles.collect::<Vec<_>>())
    });
    assert_eq!(written, meant);

    let specification = Path::new(env!("CARGO_MANIFEST_DIR")).join("../SPEC.md");
    let specification = fs::read_to_string(specification).unwrap();
    let mut table = format!("| May | `{}` |\n", roles().join("` | `"));
    table += &format!("| --- |{}\n", " --- |".repeat(roles().len()));
    for right in Right::ALL {
        let cells = domain::Role::ALL.map(|role| {
            let may = right.roles().contains(&role);
            if may { " yes |" } else { " no |" }
        });
        table += &format!("| `{}` |{}\n", right.name(), cells.concat());
    }
    assert!(specification.contains(&table), "SPEC.md has not\n{table}");
    // What is asked for under a subject is called like the subject.
    let words = subject::REQUESTS.map(|subject| subject.rsplit('.').next().unwrap());
    assert_eq!(words, Right::ALL.map(Right::name));
}

fn roles() -> [&'static str; 3] {
    domain::Role::ALL.map(domain::Role::name)
}

/// The file says of each stream what code publishes to it, and nothing else.
/// AC: AC-OPS-004
#[test]
fn streams_keep_the_subjects_that_code_has_names_for() {
    let streams: Value = serde_json::from_str(&deployed("streams.json")).unwrap();
    let kept = |name: &str| -> Vec<String> {
        let mut streams = streams.as_array().unwrap().iter();
        let stream = streams.find(|entry| entry["config"]["name"] == name);
        let subjects =
            &stream.unwrap_or_else(|| panic!("no stream `{name}`"))["config"]["subjects"];
        let subjects = subjects.as_array().unwrap().iter();
        subjects.map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let events = subject::EVENTS.into_iter().chain(subject::TENANT_EVENTS);
    assert_eq!(kept("ORDERS_V1"), events.collect::<Vec<_>>());
    let stock = subject::STOCK_EVENTS
        .into_iter()
        .chain(subject::TENANT_STOCK_EVENTS);
    assert_eq!(kept("STOCK_V1"), stock.collect::<Vec<_>>());
    assert_eq!(
        kept("ORDERS_DEAD_V1"),
        [subject::DEAD_LETTERS, subject::DEAD_STOCK]
    );
}
