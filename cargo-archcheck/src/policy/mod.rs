//! The architecture as meant: layers with their selectors and what they may use, what is forbidden, which cycles count.

pub mod area;
pub mod effects;
pub mod interpret;
pub mod layer;
pub mod pattern;
pub mod preset;
pub mod project;
pub mod selector;

use std::collections::BTreeSet;

use govern_diagnostics::Span;
use govern_workspace::DependencyKind;

use crate::{
    config::CyclesConfig,
    path::segments,
    policy::{
        effects::Effect,
        pattern::Pattern,
        project::{Configuration, CustomRule, Guests, Interface, Placement, Required, Thinness},
        selector::{Candidate, Selector},
    },
};

pub use crate::policy::layer::LayerId;

/// The architecture as meant.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// The layers, sorted by name.
    pub layers: Vec<Layer>,
    /// Whether everything must be in a layer.
    pub closed: bool,
    /// Whether test code has to obey, too.
    pub tests: bool,
    /// What is not looked at.
    pub exclude: Vec<Selector>,
    /// What must not be used.
    pub forbidden: Vec<Forbidden>,
    /// Which cycles are looked for.
    pub cycles: CyclesConfig,
    /// Rules of the project.
    pub rules: Vec<CustomRule>,
    /// Faces of modules.
    pub interfaces: Vec<Interface>,
    /// What components of a kind must consist of.
    pub required: Vec<Required>,
    /// The names, in code, of crates that turn values into bytes or text, and back.
    pub serialization: BTreeSet<String>,
    /// Features that the core must not ask for.
    pub foreign_features: BTreeSet<String>,
    /// Where items belong.
    pub placements: Vec<Placement>,
    /// In which configurations it is looked at, besides the one that the workspace is loaded in.
    pub configurations: Vec<Configuration>,
    /// What is asked of ports.
    pub ports: Ports,
    /// External types that the domain may show.
    pub domain_types: Vec<Pattern>,
    /// Crates that are built for a platform of their own, if the project names some.
    pub guests: Option<Guests>,
    /// Crates that are libraries, and nothing else, besides those that are by the role of their layer.
    pub libraries: Vec<Selector>,
    /// What stands in for adapters in tests, if the project asks for it.
    pub doubles: Option<Doubles>,
    /// How much may stand in functions, if the project says so.
    pub thinness: Option<Thinness>,
}

/// What stands in for adapters in tests. Names that the project writes have a place.
#[derive(Debug, Clone, Default)]
pub struct Doubles {
    /// Modules, with what is inside them.
    pub modules: Vec<ForbiddenName>,
    /// Names of items.
    pub items: Vec<ForbiddenName>,
}

impl Doubles {
    /// Modules that are known, if the project names none.
    pub const MODULES: [&str; 3] = ["**::in_memory", "**::mock", "**::fake"];
    /// Names of items that are known, if the project names none.
    pub const ITEMS: [&str; 2] = ["Mock*", "Fake*"];

    /// The name by which a path leads to one.
    pub(crate) fn named(&self, path: &str) -> Option<&ForbiddenName> {
        let segments = segments(path);
        let mut modules = self.modules.iter();
        let mut items = self.items.iter();
        modules
            .find(|name| name.pattern.contains(&segments))
            .or_else(|| items.find(|name| segments.iter().any(|one| name.pattern.matches(&[one]))))
    }
}

/// What is asked of ports.
#[derive(Debug, Clone, Default)]
pub struct Ports {
    /// External types that their signatures may name.
    pub allow: Vec<Pattern>,
    /// Whether each must be usable as an object.
    pub object_safe: bool,
    /// Whether what stands behind one must be `Send` and `Sync`.
    pub send_sync: bool,
    /// How many methods one may have.
    pub max_methods: Option<usize>,
}

/// What a layer is among ports and adapters: what the rules about ports, adapters and the domain go by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Business rules and data, without technology.
    Domain,
    /// Use cases, which call the domain and its ports.
    Application,
    /// Traits that say what the core needs from outside.
    Port,
    /// What stands behind the ports, or drives the application.
    Adapter,
    /// What reads the configuration and puts everything together.
    Entrypoint,
    /// What all layers stand on.
    Shared,
}

impl Role {
    /// All roles, with the names that they have in the configuration.
    pub const ALL: [(&'static str, Role); 6] = [
        ("domain", Role::Domain),
        ("application", Role::Application),
        ("port", Role::Port),
        ("adapter", Role::Adapter),
        ("entrypoint", Role::Entrypoint),
        ("shared", Role::Shared),
    ];

    /// The role of a name.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, role)| *role)
    }

    /// Whether the code of such a layer is pure unless something else is said: domain, port.
    pub fn is_pure(self) -> bool {
        matches!(self, Role::Domain | Role::Port)
    }

    /// Whether a crate in such a layer is a library, and no program: all roles but adapter and entrypoint.
    pub fn is_library(self) -> bool {
        !matches!(self, Role::Adapter | Role::Entrypoint)
    }

    /// Whether it is part of the core: domain, application, port.
    pub fn is_core(self) -> bool {
        matches!(self, Role::Domain | Role::Application | Role::Port)
    }
}

/// A layer.
#[derive(Debug, Clone)]
pub struct Layer {
    /// Its name.
    pub name: String,
    /// Its role, if it has one.
    pub role: Option<Role>,
    /// What it consists of.
    pub selectors: Vec<Selector>,
    /// What it may use, besides itself.
    pub may_use: MayUse,
    /// What its code must not do.
    pub pure: Purity,
    /// Whether its parts may not use each other.
    pub independent: bool,
    /// What all its parts may use, although it is one of them.
    pub common: Vec<Pattern>,
    /// Why it is a layer.
    pub because: Option<String>,
}

/// What the code of a layer must not do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purity {
    /// The effects.
    pub effects: BTreeSet<Effect>,
    /// Where the project says so; none if it follows from the role.
    pub span: Option<Span>,
}

/// What a layer may use, besides itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayUse {
    /// All layers.
    Everything,
    /// These.
    Only(BTreeSet<LayerId>),
}

/// Something that must not be used.
#[derive(Debug, Clone)]
pub struct Forbidden {
    /// The names.
    pub names: Vec<ForbiddenName>,
    /// Where.
    pub scope: Scope,
    /// In code of which kinds, and in which tables of the manifest.
    pub kinds: BTreeSet<DependencyKind>,
    /// Whether it is forbidden also to use something that uses them.
    pub transitive: bool,
    /// Why.
    pub because: Option<String>,
}

/// The name of something that must not be used, with all that is inside it.
#[derive(Debug, Clone)]
pub struct ForbiddenName {
    /// As written.
    pub text: String,
    /// Where; none if it comes from a preset.
    pub span: Option<Span>,
    /// What it matches.
    pub pattern: Pattern,
}

/// Where something is forbidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// In the whole workspace.
    Everywhere,
    /// In these layers.
    In(BTreeSet<LayerId>),
    /// Everywhere but in these layers.
    Except(BTreeSet<LayerId>),
}

/// Which layer a module is in by the selectors that select it as itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// None selects it: it is where the module around it is.
    Inherit,
    /// This layer.
    Layer(LayerId),
    /// Selectors of several layers select it, by layer and row, and none is narrower.
    Ambiguous(Vec<(LayerId, usize)>),
}

impl Policy {
    /// The layer.
    pub fn layer(&self, id: LayerId) -> &Layer {
        &self.layers[id.index()]
    }

    /// Whether some layer has a role.
    pub fn has_roles(&self) -> bool {
        self.layers.iter().any(|layer| layer.role.is_some())
    }

    /// Whether code in one layer may use code in another.
    pub fn allows(&self, from: LayerId, to: LayerId) -> bool {
        from == to
            || match &self.layer(from).may_use {
                MayUse::Everything => true,
                MayUse::Only(layers) => layers.contains(&to),
            }
    }

    /// What a layer may use, in words.
    pub fn allowed_text(&self, from: LayerId) -> String {
        let layer = self.layer(from);
        match &layer.may_use {
            MayUse::Everything => format!("`{}` may use everything", layer.name),
            MayUse::Only(layers) if layers.is_empty() => {
                format!("`{}` may use no other layer", layer.name)
            }
            MayUse::Only(layers) => format!("`{}` may use {}", layer.name, self.names(layers)),
        }
    }

    /// The names of some layers, as a list.
    pub fn names(&self, layers: &BTreeSet<LayerId>) -> String {
        let names: Vec<String> = layers
            .iter()
            .map(|&id| format!("`{}`", self.layer(id).name))
            .collect();
        names.join(", ")
    }

    /// Whether the project puts the root of a crate into a layer by the name of the crate.
    pub fn names_crate(&self, root: Candidate<'_>) -> bool {
        let selectors = self.layers.iter().flat_map(|layer| &layer.selectors);
        selectors.into_iter().any(|selector| {
            !selector.preset && selector.kind() == "crate" && selector.selects(root)
        })
    }

    /// Which layer a module is in by the selectors that select it as itself; how often each did is counted in `matched`,
    /// by layer and row.
    pub fn decide(&self, candidate: Candidate<'_>, matched: &mut [Vec<usize>]) -> Decision {
        let mut selecting: Vec<(LayerId, usize)> = Vec::new();
        for (row, layer) in self.layers.iter().enumerate() {
            for (number, selector) in layer.selectors.iter().enumerate() {
                if selector.selects(candidate) {
                    matched[row][number] += 1;
                    selecting.push((LayerId(row as u32), number));
                }
            }
        }
        let selector = |&(layer, number): &(LayerId, usize)| &self.layer(layer).selectors[number];
        let beaten = |one: &(LayerId, usize)| {
            selecting
                .iter()
                .any(|other| selector(other).outranks(selector(one)))
        };
        let best: Vec<(LayerId, usize)> = selecting
            .iter()
            .copied()
            .filter(|one| !beaten(one))
            .collect();
        match best.as_slice() {
            [] => Decision::Inherit,
            [(first, _), rest @ ..] if rest.iter().all(|(layer, _)| layer == first) => {
                Decision::Layer(*first)
            }
            _ => Decision::Ambiguous(best),
        }
    }
}
