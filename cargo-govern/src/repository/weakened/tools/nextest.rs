//! The configuration of nextest, made comparable: what a profile does not say, another one says.

use std::collections::BTreeSet;

use crate::repository::weakened::compare::list;
use crate::repository::weakened::value::{Entry, Table, Value};

/// The profile that all others have the rest from.
const DEFAULT: &str = "default";

/// What is compared of a profile, and of an override.
const KEYS: [&str; 3] = ["retries", "default-filter", "flaky-result"];

pub(super) fn plain(before: &mut Table, now: &mut Table) {
    let (was, is) = (profiles(before), profiles(now));
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let (mut plain_before, mut plain_now) = (Table::new(), Table::new());
    for name in names {
        let written = |profiles: &Table, key: &str| {
            profiles
                .get(name)
                .is_some_and(|it| it.value.get(key).is_some())
        };
        let mut sides = (Table::new(), Table::new());
        for key in KEYS {
            if written(&was, key) || written(&is, key) {
                sides
                    .0
                    .extend(of_profile(&was, name, key).map(|it| (key.to_owned(), it)));
                sides
                    .1
                    .extend(of_profile(&is, name, key).map(|it| (key.to_owned(), it)));
            }
        }
        let overrides = (overridden(&was, name), overridden(&is, name));
        let filters: BTreeSet<&String> = overrides.0.keys().chain(overrides.1.keys()).collect();
        let mut plain = (Table::new(), Table::new());
        for filter in filters {
            for (side, profiles, into) in [
                (&overrides.0, &was, &mut plain.0),
                (&overrides.1, &is, &mut plain.1),
            ] {
                let mut table = Table::new();
                for key in KEYS {
                    let own = side.get(filter).and_then(|it| it.value.get(key));
                    // Without one, a test has what the profile says.
                    let entry = match (own, key) {
                        (Some(entry), _) => comparable(key, entry),
                        (None, "default-filter") => None,
                        (None, _) => of_profile(profiles, name, key),
                    };
                    table.extend(entry.map(|entry| (key.to_owned(), entry)));
                }
                into.insert(filter.clone(), Entry::new(Value::Table(table)));
            }
        }
        for (mut side, overrides, into) in [
            (sides.0, plain.0, &mut plain_before),
            (sides.1, plain.1, &mut plain_now),
        ] {
            side.insert("overrides".to_owned(), Entry::new(Value::Table(overrides)));
            into.insert(name.clone(), Entry::new(Value::Table(side)));
        }
    }
    for (side, plain) in [(before, plain_before), (now, plain_now)] {
        *side = Table::from([("profile".to_owned(), Entry::new(Value::Table(plain)))]);
    }
}

fn profiles(side: &Table) -> Table {
    match side.get("profile").map(|it| &it.value) {
        Some(Value::Table(profiles)) => profiles.clone(),
        _ => Table::new(),
    }
}

/// What holds in a profile: its own, or that of the one that it has the rest from.
fn of_profile(profiles: &Table, name: &str, key: &str) -> Option<Entry> {
    let mut name = name;
    // No longer than there are profiles: they may be in a circle.
    for _ in 0..=profiles.len() {
        let profile = profiles.get(name);
        if let Some(entry) = profile.and_then(|it| it.value.get(key)) {
            return comparable(key, entry);
        }
        if name == DEFAULT {
            break;
        }
        name = profile
            .and_then(|it| it.value.text("inherits"))
            .unwrap_or(DEFAULT);
    }
    match key {
        "retries" => Some(Entry::new(Value::Number(0))),
        "flaky-result" => Some(Entry::new(Value::Text("pass".to_owned()))),
        _ => None,
    }
}

/// Retries are a number, or a table with one; a filter of all is none.
fn comparable(key: &str, entry: &Entry) -> Option<Entry> {
    match (key, &entry.value) {
        ("retries", Value::Table(table)) => table.get("count").cloned(),
        ("default-filter", Value::Text(filter)) if filter.trim() == "all()" => None,
        _ => Some(entry.clone()),
    }
}

/// The overrides of a profile by what they are for. Of several for the same, the first one counts.
fn overridden(profiles: &Table, name: &str) -> Table {
    let mut found = Table::new();
    let overrides = profiles.get(name).and_then(|it| it.value.get("overrides"));
    for entry in list(overrides) {
        let filter = entry.value.text("filter").map(str::to_owned);
        let platform = entry.value.get("platform").map(|it| it.value.to_string());
        let words: Vec<String> = filter.into_iter().chain(platform).collect();
        found
            .entry(words.join(" on "))
            .or_insert_with(|| entry.clone());
    }
    found
}
