//! Type aliases of external names: one finding for the alias, however many use it.

use std::collections::BTreeMap;

use govern_diagnostics::Span;
use govern_gate::{Finding, Findings};

use crate::{architecture::Architecture, declarations::Alias, policy::Role};

/// How many of those that use an alias are shown.
const SHOWN: usize = 5;

/// External names that are shown under aliases.
#[derive(Default)]
pub(crate) struct Aliased<'a> {
    /// By the path of the alias, where it begins, since conditions may choose between two, and what is the same.
    groups: BTreeMap<(&'a str, u32, &'a str), Group<'a>>,
}

/// What is shown under one alias.
pub(crate) struct Group<'a> {
    alias: &'a Alias,
    /// The full paths that it brings in, the outermost first.
    pub(crate) names: Vec<&'a str>,
    /// What shows it, and where: `the function`, its path.
    uses: Vec<(String, Span)>,
}

impl<'a> Aliased<'a> {
    /// Adds a name that something shows under an alias. What is the same by `of` is one finding: a crate, or an error.
    pub(crate) fn add(
        &mut self,
        alias: &'a Alias,
        name: &'a str,
        of: &'a str,
        (what, owner, span): (&str, &str, Span),
    ) {
        let key = (alias.path.as_str(), alias.span.range.start().into(), of);
        let group = self.groups.entry(key).or_insert_with(|| Group {
            alias,
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
        finding.related(self.alias.span, "the alias");
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
