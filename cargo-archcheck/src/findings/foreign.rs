//! External names in what the core shows: found and reported alike for ports and for the domain.

use std::collections::BTreeMap;

use govern_gate::Findings;

use crate::{
    findings::aliased::{Aliased, re_export},
    model::{
        architecture::{Architecture, ModuleRow},
        declarations::Mention,
        ports::{allows, is_error},
    },
    path::head,
    policy::{Role, pattern::Pattern},
};

/// What is asked of those who show something.
pub(crate) struct Asked<'a> {
    /// Their role.
    pub(crate) role: Role,
    /// Who shows it: `the domain shows`.
    pub(crate) shows: &'a str,
    /// The table of the configuration that allows names.
    pub(crate) table: &'a str,
    /// What that allows.
    pub(crate) allow: &'a [Pattern],
    /// Why they should not name others.
    pub(crate) why: &'a str,
}

/// Looks for names of external crates in what is shown. Errors have a rule of their own.
pub(crate) struct Search<'a, 'f> {
    architecture: &'a Architecture,
    findings: &'f mut Findings,
    asked: Asked<'a>,
    aliased: Aliased<'a>,
    checked: usize,
}

impl<'a, 'f> Search<'a, 'f> {
    pub(crate) fn new(
        architecture: &'a Architecture,
        findings: &'f mut Findings,
        asked: Asked<'a>,
    ) -> Self {
        Self {
            architecture,
            findings,
            asked,
            aliased: Aliased::default(),
            checked: 0,
        }
    }

    /// Reports the names of external crates among the mentions of something: each once, those in its arguments with it. What
    /// goes by an alias or a re-export is kept for the end.
    pub(crate) fn look_at(
        &mut self,
        what: &str,
        owner: &str,
        module: ModuleRow,
        mentions: impl Iterator<Item = &'a Mention>,
    ) {
        self.checked += 1;
        let mut found: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
        for mention in mentions {
            let Some(path) = mention.foreign() else {
                continue;
            };
            if is_error(path) || allows(self.asked.allow, path) {
                continue;
            }
            let user = (what, owner, mention.span);
            if let Some(alias) = mention.aliases.last() {
                self.aliased.add(alias, path, krate(path), user);
            } else if let Some(alias) = re_export(self.architecture, module, mention) {
                self.aliased.add(&alias, path, path, user);
            } else {
                found.entry(path).or_default().push(mention);
            }
        }
        let heads = found.clone();
        let is_argument = |path: &str, mention: &Mention| {
            let mut others = heads
                .iter()
                .filter(|(other, _)| krate(other) == krate(path));
            others.any(|(_, others)| others.iter().any(|it| mention.inside.contains(&it.span)))
        };
        for (path, mentions) in &mut found {
            mentions.retain(|mention| !is_argument(path, mention));
            mentions.sort_by_key(|mention| mention.span.range.start());
            mentions.dedup_by_key(|mention| mention.span);
        }
        for (path, mentions) in found.iter().filter(|(_, mentions)| !mentions.is_empty()) {
            let message = format!("{what} `{owner}` names `{path}`, which is of an external crate");
            let key = format!("{owner} -> {path}");
            let finding = self.findings.report(mentions[0].span, key, message);
            finding.label("a type of a technology");
            self.architecture.show_way(module, mentions[0], finding);
            for other in &mentions[1..] {
                finding.related(other.span, "named here, too");
            }
            finding.note(self.asked.why);
            let arguments = heads.iter().filter(|(other, inside)| {
                let is_inside = |mention: &&Mention| {
                    let around = mention.inside.iter();
                    mentions
                        .iter()
                        .any(|one| around.clone().any(|it| *it == one.span))
                };
                krate(other) == krate(path) && *other != path && inside.iter().any(is_inside)
            });
            let names: Vec<&str> = [*path]
                .into_iter()
                .chain(arguments.map(|it| *it.0))
                .collect();
            finding.help(self.asked.help(&names));
        }
    }

    /// Reports what goes by an alias, and how much was looked at, which is given back.
    pub(crate) fn finish(self) -> usize {
        let Self {
            architecture,
            findings,
            asked,
            aliased,
            checked,
        } = self;
        findings.checked(checked);
        for alias in aliased.groups() {
            let Some(name) = alias.names.first() else {
                continue;
            };
            let message = format!(
                "`{}`, which {}, stands for `{name}` of an external crate",
                alias.path(),
                asked.shows
            );
            let key = format!("{} -> {name}", alias.path());
            let finding = alias.report(
                architecture,
                findings,
                |role| role == asked.role,
                (key, message),
            );
            finding.label("a type of a technology");
            alias.show(finding);
            finding.note(asked.why);
            finding.help(asked.help(&alias.names));
        }
        checked
    }
}

impl Asked<'_> {
    fn help(&self, names: &[&str]) -> String {
        format!(
            "say it in a type of the core, and let adapters convert; or allow it: `[archcheck.{}] allow = [\"{}\"]`",
            self.table,
            names.join("\", \"")
        )
    }
}

fn krate(path: &str) -> &str {
    head(path)
}
