//! Words that the rules about ports and adapters share: which traits are ports, and how a name in a signature came there.

use govern_gate::{Finding, Findings};

use crate::{
    model::{
        architecture::{Architecture, ModuleRow},
        declarations::{DataType, Declarations, Means, Mention, Subject, Trait},
    },
    path::{head, last_segment, segments},
    policy::{Role, pattern::Pattern},
};

impl Architecture {
    /// The ports: traits in layers of ports that can be seen from outside of their layer.
    pub fn ports(&self) -> impl Iterator<Item = &Trait> {
        self.declarations
            .traits
            .iter()
            .filter(|one| one.visible && self.is_in_view(one.module))
            .filter(|one| self.role_of(one.module) == Some(Role::Port))
    }

    /// The ports that something outside could stand behind: they have methods that take `self`, and do not only add methods
    /// to what is another trait.
    pub(crate) fn served_ports(&self) -> impl Iterator<Item = &Trait> {
        self.ports()
            .filter(|port| port.is_served() && !is_extension(&self.declarations, port))
    }

    /// The types in layers with a role that can be seen from outside of their layer.
    pub(crate) fn visible_types(&self, role: Role) -> impl Iterator<Item = &DataType> {
        let types = self.declarations.types.iter();
        types.filter(move |one| {
            one.visible && self.is_in_view(one.module) && self.role_of(one.module) == Some(role)
        })
    }

    /// Whether some module of the program is in a layer with this role.
    pub(crate) fn has_modules_of(&self, role: Role) -> bool {
        self.module_rows()
            .any(|row| self.role_of(row) == Some(role) && self.is_in_view(row))
    }

    /// Says that a rule is idle if no module is in a layer with this role. Whether it is.
    pub(crate) fn idle_without(&self, role: Role, findings: &mut Findings) -> bool {
        let idle = !self.has_modules_of(role);
        if idle {
            let name = Role::ALL.iter().find(|(_, known)| *known == role);
            let name = name.map_or("", |(name, _)| *name);
            findings.idle(format!("no module is in a layer whose role is `{name}`"));
        }
        idle
    }

    /// Shows how an external name came to the place where it is mentioned: through aliases and re-exports.
    pub(crate) fn show_way(&self, module: ModuleRow, mention: &Mention, finding: &mut Finding) {
        for alias in &mention.aliases {
            finding.related(alias.span, format!("`{}` stands for it", alias.path));
        }
        if !mention.aliases.is_empty() {
            return;
        }
        let mut places = self.uses_in(module).iter();
        let Some(place) = places.find(|place| place.span == mention.span) else {
            return;
        };
        for import in self.chain(place) {
            if let Some(module) = import.module {
                let module = &self.module(module).path;
                let written = self.text(import.written);
                finding.related(
                    import.span,
                    format!("`{module}` re-exports it as `{written}`"),
                );
            }
        }
    }
}

/// Whether one of the patterns matches a path, or a path that it lies in.
pub(crate) fn allows(patterns: &[Pattern], path: &str) -> bool {
    let segments = segments(path);
    patterns.iter().any(|pattern| pattern.contains(&segments))
}

/// Whether an external name is that of an error, or of a result that brings one along.
pub(crate) fn is_error(path: &str) -> bool {
    let krate = head(path);
    matches!(krate, "anyhow" | "eyre" | "color_eyre" | "miette")
        || last_segment(path).ends_with("Error")
}

/// Whether a trait only adds methods to what is another trait of the workspace: `impl<T: Port> PortExt for T`.
pub(crate) fn is_extension(declarations: &Declarations, one: &Trait) -> bool {
    declarations.implementations_of(one).any(|implementation| {
        let bounds = implementation.bounds.iter();
        implementation.subject == Subject::Blanket
            && bounds
                .filter_map(|bound| match &bound.means {
                    Means::Item(path) => Some(path),
                    _ => None,
                })
                .any(|path| {
                    *path != one.path && declarations.traits.iter().any(|known| known.path == *path)
                })
    })
}
