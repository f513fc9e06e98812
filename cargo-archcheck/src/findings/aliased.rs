//! Other names for external names, by type aliases and re-exports: one finding for each, however many use it.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_gate::{Finding, Findings};

use crate::{
    model::{
        architecture::{Architecture, ModuleRow},
        declarations::{Alias, Mention},
    },
    path::last_segment,
    policy::Role,
};

/// How many of those that use an alias are shown.
const SHOWN: usize = 5;

/// External names that are shown under aliases.
#[derive(Default)]
pub(crate) struct Aliased<'a> {
    /// By the path of the alias, where it begins, since conditions may choose between two, and what is the same.
    groups: BTreeMap<(String, u32, &'a str), Group<'a>>,
}

/// What is shown under one alias.
pub(crate) struct Group<'a> {
    alias: Alias,
    /// The full paths that it brings in, the outermost first.
    pub(crate) names: Vec<&'a str>,
    /// What shows it, and where: `the function`, its path.
    uses: Vec<(String, Span)>,
}

/// The name by which a module of the workspace passes on what a mention names, and that it goes through last: as an alias.
pub(crate) fn re_export(
    architecture: &Architecture,
    module: ModuleRow,
    mention: &Mention,
) -> Option<Alias> {
    let mut places = architecture.uses_in(module).iter();
    let place = places.find(|place| place.span == mention.span)?;
    let import = *architecture.chain(place).last()?;
    let module = import.module?;
    let written = architecture.text(import.written);
    let (path, name) = match written.split_once(" as ") {
        Some((path, name)) => (path, name),
        None => (written, last_segment(written)),
    };
    // What is inside of something that is passed on has no name of its own there.
    if last_segment(path) != last_segment(mention.foreign()?) {
        return None;
    }
    Some(Alias {
        module: Some(module),
        path: format!("{}::{name}", architecture.module(module).path),
        span: import.span,
    })
}

impl<'a> Aliased<'a> {
    /// Adds a name that something shows under an alias. What is the same by `of` is one finding: a crate, or an error.
    pub(crate) fn add(
        &mut self,
        alias: &Alias,
        name: &'a str,
        of: &'a str,
        (what, owner, span): (&str, &str, Span),
    ) {
        let key = (alias.path.clone(), alias.span.range.start().into(), of);
        let group = self.groups.entry(key).or_insert_with(|| Group {
            alias: alias.clone(),
            names: Vec::new(),
            uses: Vec::new(),
        });
        if !group.names.contains(&name) {
            group.names.push(name);
        }
        let user = format!("{what} `{owner}`");
        // One signature may name it several times: that it does is said once.
        if group.uses.last().is_none_or(|(known, _)| *known != user) {
            group.uses.push((user, span));
        }
    }

    /// The aliases, by their paths.
    pub(crate) fn groups(self) -> impl Iterator<Item = Group<'a>> {
        self.groups.into_values().map(|mut group| {
            group
                .uses
                .sort_by_key(|(_, span)| (span.file, span.range.start()));
            group
        })
    }
}

impl Group<'_> {
    /// The full path of the alias.
    pub(crate) fn path(&self) -> &str {
        &self.alias.path
    }

    /// Reports it: at the alias if that is in a layer of a role that has to do without, or else where it is used first.
    pub(crate) fn report<'f>(
        &self,
        architecture: &Architecture,
        findings: &'f mut Findings,
        has_to: impl Fn(Role) -> bool,
        (key, message): (String, String),
    ) -> &'f mut Finding {
        let is_own = self.alias.module.is_some_and(|module| {
            architecture.is_in_view(module) && architecture.role_of(module).is_some_and(has_to)
        });
        let first = self.uses.first().map_or(self.alias.span, |(_, span)| *span);
        if is_own {
            return findings.report(self.alias.span, key, message);
        }
        let finding = findings.report(first, key, message);
        finding.related(self.alias.span, "this is called so here");
        finding
    }

    /// Shows who uses it.
    pub(crate) fn show(&self, finding: &mut Finding) {
        for (user, span) in self.uses.iter().take(SHOWN) {
            finding.related(*span, format!("{user} shows it"));
        }
        if self.uses.len() > SHOWN {
            finding.note(format!("{} more show it", self.uses.len() - SHOWN));
        }
    }
}
