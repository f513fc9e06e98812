//! Groups wrong uses by what brought them in, so that one mistake is one finding.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::Finding;

use crate::model::architecture::{Architecture, ImportRow, ModuleRow, Use, UseRow};
use crate::path::last_segment;

/// How many further places of a finding are shown.
const SHOWN: usize = 5;

/// Wrong uses by the module they stand in and the full path of what it should not have named; variants and constants of a
/// type belong to it. A use that goes through an import of its own module, which is wrong itself, belongs to that import.
pub(crate) fn by_cause<'a>(
    architecture: &'a Architecture,
    wrong: &BTreeSet<UseRow>,
) -> BTreeMap<(ModuleRow, &'a str), Vec<UseRow>> {
    let mut imports: BTreeMap<ImportRow, UseRow> = BTreeMap::new();
    for &row in wrong {
        if let Some(import) = architecture.use_of(row).import {
            imports.entry(import).or_insert(row);
        }
    }
    let mut causes: BTreeMap<_, Vec<UseRow>> = BTreeMap::new();
    for &row in wrong {
        let mut cause = row;
        // Imports of one module that go through each other in a circle do not resolve: the bound is for safety only.
        for _ in 0..8 {
            let own = architecture.own_import(architecture.use_of(cause));
            match own.and_then(|own| imports.get(&own)) {
                Some(&import) if import != cause => cause = import,
                _ => break,
            }
        }
        let cause = architecture.use_of(cause);
        causes
            .entry((cause.from, without_variant(architecture.text(cause.item))))
            .or_default()
            .push(row);
    }
    causes
}

/// The type that a variant or constant belongs to: what begins with a capital inside what does.
fn without_variant(path: &str) -> &str {
    let is_capital = |name: &str| name.starts_with(char::is_uppercase);
    let Some((of, name)) = path.rsplit_once("::") else {
        return path;
    };
    let of_name = last_segment(of);
    match is_capital(name) && is_capital(of_name) {
        true => of,
        false => path,
    }
}

/// Shows how a name came: the re-exports on its way, then the other places of the group.
pub(crate) fn show_sites(architecture: &Architecture, finding: &mut Finding, uses: &[UseRow]) {
    let Some((&first, others)) = uses.split_first() else {
        return;
    };
    let first = architecture.use_of(first);
    for import in architecture.chain(first) {
        let Some(module) = import.module else {
            continue;
        };
        let module = &architecture.module(module).path;
        finding.related(
            import.span,
            format!(
                "`{module}` re-exports it as `{}`",
                architecture.text(import.written)
            ),
        );
    }
    let mut places: Vec<&Use> = others.iter().map(|&row| architecture.use_of(row)).collect();
    places.retain(|place| place.span != first.span);
    places.dedup_by_key(|place| place.span);
    for place in places.iter().take(SHOWN) {
        finding.related(place.span, "used here, too");
    }
    if places.len() > SHOWN {
        finding.note(format!(
            "{} more places in this module use it",
            places.len() - SHOWN
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::without_variant;

    #[test]
    fn variants_and_constants_belong_to_their_type() {
        for (path, of) in [
            ("serde_json::Value::Null", "serde_json::Value"),
            ("mio::Interest::READABLE", "mio::Interest"),
            ("orders::State::Open", "orders::State"),
            ("std::time::Instant::now", "std::time::Instant::now"),
            ("std::f64::consts::PI", "std::f64::consts::PI"),
            ("orders::State", "orders::State"),
            ("Orders", "Orders"),
        ] {
            assert_eq!(without_variant(path), of);
        }
    }
}
