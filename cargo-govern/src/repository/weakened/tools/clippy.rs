//! The configuration of clippy, made comparable.

use crate::repository::weakened::value::{Entry, Table, Value};

/// Switches that have become names of lints in one list.
const IN_TESTS: [(&str, &[&str]); 7] = [
    ("allow-dbg-in-tests", &["dbg_macro"]),
    ("allow-expect-in-tests", &["expect_used"]),
    ("allow-indexing-slicing-in-tests", &["indexing_slicing"]),
    ("allow-panic-in-tests", &["panic"]),
    ("allow-print-in-tests", &["print_stderr", "print_stdout"]),
    ("allow-unwrap-in-tests", &["unwrap_used"]),
    ("allow-useless-vec-in-tests", &["useless_vec"]),
];

/// Names that are disallowed without a word.
const NAMES: [&str; 3] = ["foo", "baz", "quux"];

pub(super) fn plain(before: &mut Table, now: &mut Table) {
    for side in [before, now] {
        let keys: Vec<String> = side
            .keys()
            .filter(|key| key.contains('_'))
            .cloned()
            .collect();
        for key in keys {
            if let Some(entry) = side.remove(&key) {
                side.entry(key.replace('_', "-")).or_insert(entry);
            }
        }
        in_tests(side);
        for entry in side.values_mut() {
            paths(entry);
        }
        defaults(side);
        // Nesting has no limit then.
        if let Some(Value::Number(0)) = side.get("excessive-nesting-threshold").map(|it| &it.value)
        {
            side.remove("excessive-nesting-threshold");
        }
    }
}

fn in_tests(side: &mut Table) {
    let mut lints: Vec<Entry> = Vec::new();
    for (switch, names) in IN_TESTS {
        let Some(entry) = side.remove(switch) else {
            continue;
        };
        if let Value::Flag(true) = entry.value {
            lints.extend(names.iter().map(|name| Entry {
                value: Value::Text((*name).to_owned()),
                range: entry.range.clone(),
            }));
        }
    }
    let Some(first) = lints.first() else {
        return;
    };
    let range = first.range.clone();
    let list = side.entry("allow-in-tests".to_owned());
    let list = list.or_insert_with(|| Entry {
        value: Value::List(Vec::new()),
        range,
    });
    if let Value::List(list) = &mut list.value {
        list.extend(lints);
    }
}

/// What is disallowed is a path, or a table with a reason.
fn paths(entry: &mut Entry) {
    if let Value::List(entries) = &mut entry.value {
        for entry in entries {
            if let Some(path) = entry.value.text("path") {
                entry.value = Value::Text(path.to_owned());
            }
        }
    }
}

/// `..` stands for what holds without a word.
fn defaults(side: &mut Table) {
    let Some(Value::List(names)) = side.get_mut("disallowed-names").map(|it| &mut it.value) else {
        return;
    };
    let is_rest = |entry: &Entry| matches!(&entry.value, Value::Text(text) if text == "..");
    if names.iter().any(is_rest) {
        names.retain(|entry| !is_rest(entry));
        let all = NAMES.iter().map(|name| Value::Text((*name).to_owned()));
        names.extend(all.map(Entry::new));
    }
}
