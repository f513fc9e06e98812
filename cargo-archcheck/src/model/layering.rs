//! Decides for each module which layer it is in.

use std::collections::BTreeMap;

use govern_diagnostics::Diagnostic;
use govern_workspace::Workspace;

use crate::{
    model::architecture::{Architecture, Module, Package},
    path::segments,
    policy::{
        Decision, LayerId, Policy,
        selector::{Candidate, Selector},
    },
};

/// What was noticed.
#[derive(Debug, Default)]
pub(crate) struct Layering {
    /// Selectors that contradict each other.
    pub(crate) mistakes: Vec<Diagnostic>,
    /// The selectors of the project, with how many modules each selects.
    pub(crate) selectors: Vec<(Selector, usize)>,
}

/// Decides for each module which layer it is in, and whether it is excluded. A module is in the layer of the nearest
/// module around it that some selector selects; itself first.
pub(crate) fn assign(workspace: &Workspace, architecture: &mut Architecture) -> Layering {
    let Architecture {
        policy,
        modules,
        packages,
        ..
    } = architecture;
    let mut matched: Vec<Vec<usize>> = policy
        .layers
        .iter()
        .map(|layer| vec![0; layer.selectors.len()])
        .collect();
    let mut excluded = vec![0; policy.exclude.len()];
    let mut clashes: BTreeMap<Vec<(LayerId, usize)>, Vec<String>> = BTreeMap::new();
    let mut settled = vec![false; modules.len()];
    for row in 0..modules.len() {
        // Parents come first.
        let (before, rest) = modules.split_at_mut(row);
        let module = &mut rest[0];
        let parent = module.parent.map(|parent| &before[parent.index()]);
        let path = segments(&module.path);
        let mut candidate = candidate(workspace, packages, module, parent, &path);
        settled[row] = match module.parent {
            Some(parent) => settled[parent.index()],
            None => policy.names_crate(candidate),
        };
        candidate.settled = settled[row];
        let mut out = parent.is_some_and(|parent| parent.excluded);
        for (count, selector) in excluded.iter_mut().zip(&policy.exclude) {
            if selector.selects(candidate) {
                *count += 1;
                out = true;
            }
        }
        let layer = match policy.decide(candidate, &mut matched) {
            Decision::Inherit => parent.and_then(|parent| parent.layer),
            Decision::Layer(layer) => Some(layer),
            Decision::Ambiguous(selectors) => {
                clashes
                    .entry(selectors)
                    .or_default()
                    .push(module.path.clone());
                None
            }
        };
        (module.excluded, module.layer) = (out, layer);
    }
    let mistakes = clashes
        .into_iter()
        .map(|(selectors, paths)| clash(policy, &selectors, &paths));
    let layers = policy.layers.iter().zip(matched);
    let selectors = layers.flat_map(|(layer, counts)| layer.selectors.iter().cloned().zip(counts));
    let selectors = selectors.chain(policy.exclude.iter().cloned().zip(excluded));
    Layering {
        mistakes: mistakes.collect(),
        selectors: selectors.filter(|(selector, _)| !selector.preset).collect(),
    }
}

fn candidate<'a>(
    workspace: &'a Workspace,
    packages: &'a [Package],
    module: &Module,
    parent: Option<&Module>,
    path: &'a [&'a str],
) -> Candidate<'a> {
    Candidate {
        package: &packages[module.package.index()].name,
        krate: path[0],
        path,
        file: workspace.path(module.file),
        parent_file: parent.map(|parent| workspace.path(parent.file)),
        settled: false,
    }
}

/// Selectors of several layers that select the same modules, and none is narrower.
fn clash(policy: &Policy, selectors: &[(LayerId, usize)], paths: &[String]) -> Diagnostic {
    let layers = policy.names(&selectors.iter().map(|(layer, _)| *layer).collect());
    let more = match paths.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let mut mistake = Diagnostic::config(format!(
        "the module `{}`{more} is in several layers: {layers}",
        paths[0]
    ));
    for &(layer, row) in selectors {
        let layer = policy.layer(layer);
        let selector = &layer.selectors[row];
        mistake = match (selector.span, mistake.span) {
            (Some(span), None) => mistake
                .at(span)
                .label(format!("selects it for `{}`", layer.name)),
            (Some(span), Some(_)) => mistake.related(
                span,
                format!("selects it for `{}`, just as narrowly", layer.name),
            ),
            (None, _) => mistake.note(format!(
                "the preset selects it for `{}` by the {} `{}`",
                layer.name,
                selector.kind(),
                selector.text
            )),
        };
    }
    mistake.help(format!(
        "add a narrower selector to one of them: `modules = [\"{}\"]`",
        paths[0]
    ))
}

#[cfg(test)]
mod tests {
    use crate::fixture::{architecture, place, session};

    fn layers(config: &str, code: &str) -> Vec<(String, String)> {
        let session = session(&format!("//- govern.toml\n{config}\n{code}"));
        let architecture = architecture(&session);
        let name = |layer| match layer {
            Some(layer) => architecture.policy.layer(layer).name.clone(),
            None => "-".to_owned(),
        };
        let modules = architecture.modules.iter();
        modules
            .map(|module| (module.path.clone(), name(module.layer)))
            .collect()
    }

    fn pairs(layers: &[(String, String)]) -> Vec<(&str, &str)> {
        layers
            .iter()
            .map(|(path, layer)| (path.as_str(), layer.as_str()))
            .collect()
    }

    #[test]
    fn the_nearest_selection_decides() {
        let config = "
[archcheck]
order = [\"a\", \"b\", \"c\"]
layers.a.crates = [\"shop\"]
layers.b.modules = [\"**::inner\", \"*::x\"]
layers.c.modules = [\"shop::x\"]
layers.c.files = [\"shop/src/outer/inner/**\"]
";
        let code = "
//- shop/src/lib.rs
pub mod outer { pub mod inner; }
pub mod x { pub mod y {} }
//- shop/src/outer/inner.rs
pub mod deep;
//- shop/src/outer/inner/deep.rs
pub mod inner {}
";
        let layers = layers(config, code);
        let expected = [
            ("shop", "a"),
            ("shop::outer", "a"),
            ("shop::outer::inner", "b"),
            ("shop::outer::inner::deep", "c"),
            ("shop::outer::inner::deep::inner", "b"),
            ("shop::x", "c"),
            ("shop::x::y", "c"),
        ];
        assert_eq!(pairs(&layers), expected);
    }

    #[test]
    fn the_preset_goes_by_names_and_the_project_decides_over_it() {
        let config = "
[archcheck]
preset = \"hexagonal\"
layers.adapter.crates = [\"nats-domain\"]
layers.shared.modules = [\"orders\"]
layers.domain.modules = [\"**::core\"]
";
        let code = "
//- orders/src/lib.rs
pub mod domain { pub mod adapter {} }
pub mod domains {}
//- orders/src/main.rs
mod settings;
//- orders/src/settings.rs
//- orders-application/src/lib.rs
//- nats-domain/src/lib.rs
pub mod port {}
pub mod core {}
";
        let layers = layers(config, code);
        let expected = [
            ("nats_domain", "adapter"),
            ("nats_domain::core", "domain"),
            // A TCP port, say: the whole crate is an adapter.
            ("nats_domain::port", "adapter"),
            ("orders", "shared"),
            ("orders", "shared"),
            ("orders::domain", "domain"),
            ("orders::domain::adapter", "adapter"),
            ("orders::domains", "shared"),
            ("orders::settings", "shared"),
            ("orders_application", "application"),
        ];
        assert_eq!(pairs(&layers), expected);
    }

    #[test]
    fn selectors_that_contradict_each_other_are_a_mistake() {
        let text = "
//- govern.toml
[archcheck]
preset = \"hexagonal\"
[archcheck.layers.ui]
modules = [\"**::web\"]
may-use = [\"*\"]
[archcheck.layers.api]
modules = [\"**::web\", \"gone::x\"]
may-use = []
//- domain-shared/src/lib.rs
pub mod web {}
";
        let session = session(text);
        let outcome = crate::fixture::outcome(&session);
        let said: Vec<(String, &str)> = outcome
            .diagnostics
            .iter()
            .map(|mistake| (place(&session, mistake.span), mistake.message.as_str()))
            .collect();
        assert_eq!(
            said,
            [
                (
                    "govern.toml:7:`\"**::web\"`".to_owned(),
                    "the module `domain_shared::web` is in several layers: `api`, `ui`"
                ),
                (
                    "nowhere".to_owned(),
                    "the module `domain_shared` is in several layers: `domain`, `shared`"
                ),
            ]
        );
        assert_eq!(outcome.diagnostics[1].notes.len(), 2);
    }
}
