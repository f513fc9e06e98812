//! External names in what the core shows: found and reported alike for ports and for the domain.

use std::collections::BTreeMap;

use govern_gate::Findings;

use crate::{
    model::{
        architecture::{Architecture, ModuleRow},
        declarations::Mention,
        ports::{allows, is_error},
    },
    policy::pattern::Pattern,
};

/// Something that is shown, and to whom.
pub(crate) struct Shown<'a> {
    /// What it is: `the port`.
    pub(crate) what: &'a str,
    /// Its full path.
    pub(crate) path: &'a str,
    /// Where it is declared.
    pub(crate) module: ModuleRow,
    /// The table of the configuration that allows names.
    pub(crate) table: &'a str,
    /// What that allows.
    pub(crate) allow: &'a [Pattern],
    /// Why it should not name them.
    pub(crate) why: &'a str,
}

/// Reports the names of external crates among mentions, each once. Errors have a rule of their own.
pub(crate) fn report_foreign<'m>(
    architecture: &Architecture,
    findings: &mut Findings,
    shown: &Shown<'_>,
    mentions: impl Iterator<Item = &'m Mention>,
) {
    let mut found: BTreeMap<&str, Vec<&Mention>> = BTreeMap::new();
    for mention in mentions {
        if let Some(path) = mention.foreign()
            && !is_error(path)
            && !allows(shown.allow, path)
        {
            found.entry(path).or_default().push(mention);
        }
    }
    let Shown {
        what, path: owner, ..
    } = shown;
    for (path, mut mentions) in found {
        mentions.sort_by_key(|mention| mention.span.range.start());
        mentions.dedup_by_key(|mention| mention.span);
        let message = format!("{what} `{owner}` names `{path}`, which is of an external crate");
        let finding = findings.report(mentions[0].span, format!("{owner} -> {path}"), message);
        finding.label("a type of a technology");
        architecture.show_way(shown.module, mentions[0], finding);
        for other in &mentions[1..] {
            finding.related(other.span, "named here, too");
        }
        finding.note(shown.why);
        finding.help(format!(
            "say it in a type of the core, and let adapters convert; or allow it: `[archcheck.{}] allow = [\"{path}\"]`",
            shown.table
        ));
    }
}
