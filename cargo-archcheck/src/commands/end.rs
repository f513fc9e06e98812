//! What the ends of a question mean: `cargo archcheck why FROM TO`.

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, did_you_mean};

use crate::{
    model::architecture::{Architecture, ModuleRow, PackageRow, UseRow},
    path::{external_segments, std_head},
    policy::{LayerId, pattern::Pattern},
};

/// How an end says that it is a layer.
const LAYER: &str = "layer:";

/// What one end means: modules with all that is inside them, packages, a layer, or an external name.
pub(crate) struct End {
    /// As asked for.
    pub(crate) text: String,
    /// For each module whether it is meant; empty if none is.
    pub(crate) modules: Vec<bool>,
    pub(crate) packages: Vec<PackageRow>,
    /// Uses of an external name.
    pub(crate) items: Vec<UseRow>,
    /// Whether it is something in its one module, which has the name asked for.
    pub(crate) is_item: bool,
}

impl End {
    pub(crate) fn new(architecture: &Architecture, text: &str) -> Result<End, Error> {
        if let Some(name) = text.strip_prefix(LAYER) {
            return match layer(architecture, name) {
                Some(layer) => Ok(End::layer(architecture, text, layer)),
                None => Err(End::nothing(text).unknown(architecture)),
            };
        }
        let pattern = pattern(text)?;
        let contains = |path: &str| {
            let segments = external_segments(path);
            pattern.contains(&segments)
        };
        let named = |name: &str| pattern.matches(&[name.replace('-', "_").as_str()]);
        let module = |row| {
            let module = architecture.module(row);
            let package = architecture.package(module.package);
            architecture.counts(module.kind) && (contains(&module.path) || named(&package.name))
        };
        let packages = (0..architecture.packages.len() as u32)
            .map(PackageRow)
            .filter(|&row| {
                let package = architecture.package(row);
                named(&package.name) || named(&package.library)
            });
        let items = architecture.use_rows().filter(|&row| {
            let place = architecture.use_of(row);
            place.def.is_none()
                && architecture.counts(place.kind)
                && contains(architecture.text(place.item))
        });
        let end = End {
            modules: meant(architecture.module_rows().map(module).collect()),
            packages: packages.collect(),
            items: items.collect(),
            ..End::nothing(text)
        };
        match layer(architecture, text) {
            // The layer `core` is not hidden by the library of that name, which can be called `std`.
            Some(layer) if !end.is_inside() && (end.items.is_empty() || std_head(text) != text) => {
                Ok(End::layer(architecture, text, layer))
            }
            _ => Ok(end),
        }
    }

    fn nothing(text: &str) -> End {
        End {
            text: text.to_owned(),
            modules: Vec::new(),
            packages: Vec::new(),
            items: Vec::new(),
            is_item: false,
        }
    }

    /// The same, or if nothing is called so, something in the module that it would stand in.
    pub(crate) fn or_item(self, architecture: &Architecture) -> End {
        if self.is_inside() || !self.items.is_empty() {
            return self;
        }
        let mut around = self.text.as_str();
        while let Some((outer, _)) = around.rsplit_once("::") {
            around = outer;
            let path = around.replace('-', "_");
            let module = |row: ModuleRow| {
                let module = architecture.module(row);
                architecture.counts(module.kind) && module.path == path
            };
            let modules = meant(architecture.module_rows().map(module).collect());
            if !modules.is_empty() {
                return End {
                    modules,
                    is_item: true,
                    ..End::nothing(&self.text)
                };
            }
        }
        self
    }

    /// Its name in code: that of the library, where it is a package.
    pub(crate) fn name(&self, architecture: &Architecture) -> String {
        let library = match self.packages.as_slice() {
            [package] => &architecture.package(*package).library,
            _ => &self.text,
        };
        library.replace('-', "_")
    }

    /// Whether it means modules of the workspace, or something in one.
    pub(crate) fn is_module(&self) -> bool {
        !self.modules.is_empty()
    }

    fn layer(architecture: &Architecture, text: &str, layer: LayerId) -> End {
        let module = |row| {
            let module = architecture.module(row);
            architecture.counts(module.kind) && module.layer == Some(layer)
        };
        let packages = (0..architecture.packages.len() as u32).map(PackageRow);
        End {
            modules: meant(architecture.module_rows().map(module).collect()),
            packages: packages
                .filter(|&row| architecture.package(row).layer == Some(layer))
                .collect(),
            ..End::nothing(text)
        }
    }

    /// Whether a module is meant, by its row.
    pub(crate) fn has(&self, module: usize) -> bool {
        self.modules.get(module).copied().unwrap_or(false)
    }

    /// Whether it means something that is a module or package.
    pub(crate) fn is_inside(&self) -> bool {
        !self.modules.is_empty() || !self.packages.is_empty()
    }

    /// That it means nothing.
    pub(crate) fn unknown(&self, architecture: &Architecture) -> Error {
        let mut mistake = Diagnostic::config(format!(
            "`{}` is no module, package or layer here",
            self.text
        ));
        let modules = architecture
            .modules
            .iter()
            .map(|module| module.path.as_str());
        let packages = architecture.packages.iter();
        let layers = architecture.policy.layers.iter();
        let known = modules
            .chain(packages.map(|package| package.name.as_str()))
            .chain(layers.map(|layer| layer.name.as_str()));
        let text = self.text.strip_prefix(LAYER).unwrap_or(&self.text);
        if let Some(near) = did_you_mean(text, known) {
            mistake = mistake.help(format!("did you mean `{near}`?"));
        }
        mistake.into()
    }
}

/// The pattern of a name; the standard library is one.
pub(crate) fn pattern(text: &str) -> Result<Pattern, Error> {
    let pattern = Pattern::parse(text)
        .map_err(|why| Diagnostic::config(format!("`{text}` names nothing: {why}")))?;
    Ok(pattern.with_first(&["core", "alloc"], "std"))
}

fn layer(architecture: &Architecture, name: &str) -> Option<LayerId> {
    let mut layers = architecture.policy.layers.iter();
    let row = layers.position(|layer| layer.name == name)?;
    Some(LayerId(row as u32))
}

fn meant(modules: Vec<bool>) -> Vec<bool> {
    if modules.contains(&true) {
        modules
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use crate::fixture::{run, session_with};

    #[test]
    fn a_layer_is_not_hidden_by_the_library_of_its_name() {
        let text = "
//- govern.toml
[archcheck.layers.core]
modules = [\"x::inner\"]
may-use = [\"*\"]
[archcheck.layers.serve]
modules = [\"x::serve\"]
may-use = []
//- x/src/lib.rs
pub mod inner { use crate::serve::S; use core::fmt::Debug; }
pub mod serve { pub struct S; }
";
        let why =
            |from: &str, to: &str| run("why", &session_with(text, [("from", from), ("to", to)]));
        assert_eq!(why("core", "serve"), why("layer:core", "serve"));
        assert!(
            why("core", "serve").contains("x::inner"),
            "{}",
            why("core", "serve")
        );
        // The library has another name, and parts.
        for to in ["std", "core::fmt"] {
            assert!(
                why("x::inner", to).contains("core::fmt::Debug"),
                "{}",
                why("x::inner", to)
            );
        }
    }
}
