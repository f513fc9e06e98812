//! `govern.toml`: where it is, and which sections it may have.

use govern_diagnostics::Diagnostic;
use govern_workspace::Workspace;

use crate::{Error, document::Document, suggest};

/// The name of the file, at the workspace root.
pub const CONFIG_FILE: &str = "govern.toml";

/// Sections that are no gate's.
const SHARED_SECTIONS: [&str; 7] = [
    "boundary", "gates", "govern", "lints", "route", "selftest", "waiver",
];

/// The gates of the suite. A program that has one of them must tell the others' sections from slips of the pen.
pub(crate) const SUITE: [&str; 6] = [
    "ac",
    "archcheck",
    "contract",
    "patterns",
    "policy",
    "repository",
];

/// The gate whose rules come with every other one.
pub(crate) const OWN_GATE: &str = "govern";

/// Reads the file at `path`, which must be there, or else the usual one, which need not.
pub(crate) fn read(workspace: &Workspace, path: Option<&str>) -> Result<Document, Error> {
    let found = match path {
        Some(path) => Some(workspace.read(path).map_err(|error| {
            Diagnostic::config(format!("the configuration cannot be read: {error}"))
        })?),
        None => workspace.read_if_exists(CONFIG_FILE)?,
    };
    Ok(found
        .map(|(file, text)| Document::new(file, text))
        .unwrap_or_default())
}

/// What is wrong with the file as a whole: it does not parse, or has sections that nobody knows.
pub(crate) fn mistakes(config: &Document, gates: &[&'static str]) -> Vec<Diagnostic> {
    let (table, mistakes) = config.table();
    if !mistakes.is_empty() {
        return mistakes;
    }
    let mut known: Vec<&str> = SHARED_SECTIONS
        .iter()
        .chain(&SUITE)
        .chain(gates)
        .copied()
        .collect();
    known.sort_unstable();
    known.dedup();
    let unknown = table
        .keys()
        .filter(|name| !known.contains(&name.get_ref().as_ref()));
    unknown
        .map(|name| {
            let mut diagnostic =
                Diagnostic::config(format!("unknown section `{}`", name.get_ref()))
                    .at(config.span(name.span()))
                    .label("no gate reads this");
            diagnostic
                .help
                .extend(suggest::help_for(name.get_ref(), &known));
            diagnostic
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_of_nobody_are_mistakes() {
        let text = "[archchek]\n[contract]\n[mine]\n[lints]\n";
        let mistakes = mistakes(&Document::sample(text), &["mine"]);
        assert_eq!(mistakes.len(), 1);
        assert_eq!(mistakes[0].message, "unknown section `archchek`");
        assert_eq!(&text[mistakes[0].span.unwrap().range], "archchek");
        assert_eq!(mistakes[0].help, ["did you mean `archcheck`?"]);
    }
}
