//! Canaries of registries of error codes: their entries with another word.

use govern_gate::Error;

use super::tables::Table;
use super::{NAME, Nest};
use crate::build::Code;
use crate::errors::{Declared, Entry, Errors, Registry};

const RULES: &[&str] = &[
    "error_code_redefined",
    "error_code_removed",
    "error_code_reused",
    "error_code_undeclared",
    "error_code_unused",
];

pub(super) fn errors(nest: &mut Nest<'_>) -> Result<(), Error> {
    let ground = nest.ground;
    let past = ground.published.map(|it| (it.side.workspace, it.name));
    let (errors, _) = Errors::read(ground.session, ground.config, past)?;
    for registry in &errors.registries {
        // One whose code is borne by what it names, and which is in force.
        let entries = &registry.declared.entries;
        let Some(entry) = entries.iter().find(|it| is_borne(registry, it)) else {
            continue;
        };
        let code = &entry.code;
        let other = match code {
            Code::Number(_) => unused(&registry.declared).to_string(),
            Code::Text(_) => format!("\"{NAME}\""),
        };
        let what = format!("`{code}` is declared as `{other}`");
        let mut rules = vec!["error_code_undeclared", "error_code_unused"];
        let is_published = errors.pairs().any(|(before, now, _)| {
            now.name == registry.declared.name && before.entry(code).is_some()
        });
        if is_published {
            rules.push("error_code_removed");
        }
        for rule in rules {
            nest.replace(rule, &what, entry.span, &other);
        }
        if let Some(table) = Table::around(nest, entry.span) {
            let what = format!("`{code}` is retired");
            table.insert(nest, "error_code_reused", &what, "retired = \"0.0.0\"");
            let what = format!("`{code}` is declared for `{NAME}`");
            let line = format!("name = \"{NAME}\"");
            table.set(nest, "error_code_redefined", &what, "name", &line);
        }
    }
    nest.none(
        RULES,
        "no registry has a code that something bears as it says, or that was published",
    );
    Ok(())
}

fn is_borne(registry: &Registry, entry: &Entry) -> bool {
    let mut bearers = registry.bearers.iter();
    let mut unknown = registry.unknown.iter().map(|(name, ..)| name);
    !unknown.any(|name| entry.names.contains(name))
        && entry.retired.is_none()
        && bearers.any(|it| it.code == entry.code && entry.names.contains(&it.name))
}

/// A number that no entry has.
fn unused(declared: &Declared) -> u32 {
    let mut number = 4_242;
    let is_used = |number: u32| {
        let mut entries = declared.entries.iter();
        entries.any(|it| it.code.to_string() == number.to_string())
    };
    while is_used(number) {
        number += 1;
    }
    number
}
