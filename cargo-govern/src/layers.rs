//! The layers that `[archcheck]` declares, for rules that look at some of them.

use std::collections::BTreeMap;

use cargo_archcheck::model::architecture::Architecture;
use cargo_archcheck::model::assembly::Assembly;
use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session, did_you_mean};
use govern_names::CrateKind;

use crate::area::{LayerName, Reach};
use crate::patterns::Layers;
use crate::settings::Settings;

/// Whether the settings name layers.
pub(crate) fn are_named(settings: &Settings) -> bool {
    settings.reaches().flat_map(Reach::layers).next().is_some()
}

/// The layer of each module; nothing where the settings name no layer.
pub(crate) fn layers(session: &Session, settings: &Settings) -> Result<Layers, Error> {
    let asked: Vec<&LayerName> = settings.reaches().flat_map(Reach::layers).collect();
    if asked.is_empty() {
        return Ok(Layers::new());
    }
    // Mistakes in that section are told by the gate that it belongs to.
    let (assembly, _) = Assembly::load(session)?;
    let architecture = assembly.architecture;
    let declared: Vec<String> = architecture
        .policy
        .layers
        .iter()
        .map(|layer| layer.name.clone())
        .collect();
    let mistakes: Vec<Diagnostic> = asked
        .into_iter()
        .filter(|layer| !declared.contains(&layer.name))
        .map(|layer| unknown(layer, &declared))
        .collect();
    if !mistakes.is_empty() {
        return Err(Error::Diagnosed(mistakes));
    }
    Ok(of_modules(session, &architecture))
}

/// The layer of each module of the linked workspace that an architecture puts into one.
pub(crate) fn of_modules(session: &Session, architecture: &Architecture) -> Layers {
    let names = session.tree();
    let rows: BTreeMap<(&str, &str, CrateKind), &str> = architecture
        .modules
        .iter()
        .filter_map(|module| {
            let layer = architecture.policy.layer(module.layer?);
            let package = &architecture.package(module.package).name;
            let key = (module.path.as_str(), package.as_str(), module.target);
            Some((key, layer.name.as_str()))
        })
        .collect();
    let layers = names.modules().filter_map(|(id, module)| {
        let krate = names.krate(module.krate);
        let path = names.module_path(id);
        let layer = rows.get(&(path.as_str(), krate.package.as_str(), krate.kind))?;
        Some((id, (*layer).to_owned()))
    });
    layers.collect()
}

fn unknown(layer: &LayerName, declared: &[String]) -> Diagnostic {
    let mut diagnostic = Diagnostic::config(format!("unknown layer `{}`", layer.name))
        .at(layer.span)
        .label("`[archcheck]` declares no such layer");
    let names = declared.iter().map(String::as_str);
    diagnostic
        .help
        .push(match did_you_mean(&layer.name, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None if declared.is_empty() => {
                "declare layers in `[archcheck.layers]`, or name crates or files".to_owned()
            }
            None => format!("there are `{}`", declared.join("`, `")),
        });
    diagnostic
}
