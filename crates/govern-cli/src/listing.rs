//! What is known about rules: the list of them, and the page of one.

use std::io::{self, Write};

use govern_diagnostics::RuleInfo;
use govern_gate::{Catalogue, Lookup};

/// Writes the list of rules.
pub(crate) fn rules(catalogue: &Catalogue, out: &mut dyn Write) -> io::Result<()> {
    let width = catalogue
        .rules()
        .iter()
        .map(|info| info.to_string().len())
        .max()
        .unwrap_or_default();
    for info in catalogue.rules() {
        writeln!(
            out,
            "{:<width$}  {:<5}  {}",
            info.to_string(),
            info.level,
            info.summary
        )?;
    }
    Ok(())
}

/// Writes the page of a rule.
pub(crate) fn page(info: &RuleInfo, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {info}\n\n{}\n", info.summary)?;
    writeln!(out, "Level: {} · since {}\n", info.level, info.since)?;
    writeln!(out, "{}", info.docs.trim())
}

/// The rule of a name, or what to say if there is none.
pub(crate) fn find(catalogue: &Catalogue, name: &str) -> Result<RuleInfo, String> {
    let help = match catalogue.find(name) {
        Lookup::Rule(info) => return Ok(info),
        Lookup::Unknown(help) => help,
        Lookup::Elsewhere => catalogue
            .help_for(name)
            .filter(|_| !name.contains("::"))
            .or_else(|| Some("`cargo govern explain` knows those of all gates".to_owned())),
    };
    let help = help.unwrap_or_else(|| "the subcommand `rules` lists them".to_owned());
    Err(format!("unknown rule `{name}`; {help}"))
}
