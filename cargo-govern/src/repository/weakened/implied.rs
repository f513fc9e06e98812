//! What holds of a configuration although it is not written: so that a key that comes or goes can be compared with what was there
//! without it.

use std::ops::Range;

use cargo_archcheck::policy::{Doubles, Role, effects::Effect};

use super::value::{Entry, Table, Value};

/// The configuration of one side with what holds besides, as far as the other side has a word about it.
pub(super) fn implied(side: &Table, other: &Table) -> Table {
    let mut side = side.clone();
    gates(&mut side);
    purity(&mut side, other);
    test_doubles(&mut side);
    side
}

/// A gate runs unless it is switched off.
fn gates(side: &mut Table) {
    let switches = side.entry("gates".to_owned());
    let switches = switches.or_insert_with(|| Entry::new(Value::Table(Table::new())));
    if let Value::Table(switches) = &mut switches.value {
        for gate in crate::GATES {
            let switch = switches.entry(gate.name().to_owned());
            switch.or_insert_with(|| Entry::new(Value::Flag(true)));
        }
    }
}

/// What the code of layers must not do goes by their roles where `pure` is not written, and the role by the name. Only layers are
/// looked at that say `pure` on one side.
fn purity(side: &mut Table, other: &Table) {
    let layers = |of: &Table| -> Vec<String> {
        let layers = of.get("archcheck").and_then(|it| it.value.get("layers"));
        let Some(Value::Table(layers)) = layers.map(|it| &it.value) else {
            return Vec::new();
        };
        let written = layers
            .iter()
            .filter(|(_, it)| it.value.get("pure").is_some());
        written.map(|(name, _)| name.clone()).collect()
    };
    let names: Vec<String> = layers(side).into_iter().chain(layers(other)).collect();
    if names.is_empty() {
        return;
    }
    let Some(archcheck) = inside(side, "archcheck") else {
        return;
    };
    // The layers of a preset are called like their roles.
    let has_preset = archcheck.contains_key("preset");
    let Some(written) = inside(archcheck, "layers") else {
        return;
    };
    for name in names {
        let range = written.get(&name).map_or(0..0, |it| it.range.clone());
        if !(written.contains_key(&name) || has_preset && Role::named(&name).is_some()) {
            // Nothing was asked of a layer that was not there.
            continue;
        }
        let Some(layer) = inside(written, &name) else {
            continue;
        };
        let role = match layer.get("role").map(|it| &it.value) {
            Some(Value::Text(role)) => Role::named(role),
            _ => Role::named(&name),
        };
        match layer.get_mut("pure") {
            Some(pure) => plainly(pure),
            None => {
                let is_pure = role.is_some_and(Role::is_pure);
                layer.insert("pure".to_owned(), at(range, Value::Flag(is_pure)));
            }
        }
    }
}

/// A list of all effects is the same as `true`, one of none as `false`.
fn plainly(pure: &mut Entry) {
    let Value::List(effects) = &pure.value else {
        return;
    };
    let names = |name: &str| {
        let is_it = |it: &Entry| matches!(&it.value, Value::Text(text) if text == name);
        effects.iter().any(is_it)
    };
    if effects.is_empty() {
        pure.value = Value::Flag(false);
    } else if Effect::ALL.iter().all(|(name, _)| names(name)) {
        pure.value = Value::Flag(true);
    }
}

/// What stands in for adapters has names that are known, once the table is there.
fn test_doubles(side: &mut Table) {
    let archcheck = side.get_mut("archcheck").map(|it| &mut it.value);
    let Some(Value::Table(archcheck)) = archcheck else {
        return;
    };
    let Some(table) = archcheck.get_mut("test-doubles") else {
        return;
    };
    let range = table.range.clone();
    let Value::Table(table) = &mut table.value else {
        return;
    };
    for (key, known) in [
        ("modules", &Doubles::MODULES[..]),
        ("items", &Doubles::ITEMS[..]),
    ] {
        table.entry(key.to_owned()).or_insert_with(|| {
            let known = known
                .iter()
                .map(|text| at(range.clone(), Value::Text((*text).to_owned())));
            at(range.clone(), Value::List(known.collect()))
        });
    }
}

/// A table in a table, made if it is not there; none if something else is there.
fn inside<'t>(table: &'t mut Table, name: &str) -> Option<&'t mut Table> {
    let entry = table.entry(name.to_owned());
    let entry = entry.or_insert_with(|| Entry::new(Value::Table(Table::new())));
    match &mut entry.value {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

fn at(range: Range<usize>, value: Value) -> Entry {
    Entry { value, range }
}
