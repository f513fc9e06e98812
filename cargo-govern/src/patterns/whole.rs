//! What is asked of all files, whichever are looked at, and follows from what they declare: bodies of functions say nothing to it.

use std::collections::{BTreeMap, BTreeSet};

use bitcode::{Decode, Encode};
use govern_diagnostics::{FileId, Span};
use govern_facts::{ItemId, ItemKind};
use govern_workspace::Workspace;

use super::panics::{Method, OwnMethod};
use super::roles::file_roles;
use crate::role::Role;

/// Files are rows of [`Workspace::files`], so that it can be kept.
#[derive(Debug, Encode, Decode)]
pub(super) struct Whole {
    /// What imports rename: the name, and the new one. Sorted.
    renames: Vec<(String, String)>,
    /// Names of macros that are declared.
    macros: BTreeSet<String>,
    /// The first of the methods under each name that may be taken for one of `Option`.
    methods: Vec<KeptMethod>,
    /// The roles of files, by row of [`Role::ALL`].
    roles: Vec<(u32, u8)>,
}

#[derive(Debug, Encode, Decode)]
struct KeptMethod {
    /// Row of [`Method::ALL`].
    method: u8,
    holder: String,
    file: u32,
    item: u32,
}

impl Whole {
    /// Reads it off all files.
    pub(super) fn new(workspace: &Workspace) -> Whole {
        let mut renames = BTreeSet::new();
        let mut macros = BTreeSet::new();
        let mut methods: BTreeMap<Method, KeptMethod> = BTreeMap::new();
        for (row, &file) in (0_u32..).zip(workspace.files()) {
            let Some(facts) = workspace.facts(file) else {
                continue;
            };
            for import in &facts.imports {
                let real = facts.segments(import.segments).next_back();
                let alias = facts.text(import.name);
                renames.extend(
                    real.filter(|real| *real != alias && !import.glob)
                        .map(|real| (real, alias)),
                );
            }
            for (item_row, item) in (0_u32..).zip(&facts.items) {
                match item.kind {
                    ItemKind::MacroRules { .. } | ItemKind::MacroDef => {
                        macros.insert(facts.text(item.name).to_owned());
                    }
                    ItemKind::Fn { signature } => {
                        let signature = &facts.signatures[signature as usize];
                        let method = Method::named(facts.text(item.name)).filter(|method| {
                            signature.has_self && signature.params.len() == method.arity()
                        });
                        if let Some(method) = method {
                            methods.entry(method).or_insert_with(|| KeptMethod {
                                method: method as u8,
                                holder: facts.name_in_module(item.scope),
                                file: row,
                                item: item_row,
                            });
                        }
                    }
                    _ => {}
                }
            }
        }
        let roles = file_roles(workspace).into_iter();
        let renames = renames.into_iter();
        Whole {
            renames: renames
                .map(|(real, alias)| (real.to_owned(), alias.to_owned()))
                .collect(),
            macros,
            methods: methods.into_values().collect(),
            roles: roles
                .filter_map(|(file, role)| Some((workspace.row_of(file)?, role as u8)))
                .collect(),
        }
    }

    /// What imports of the workspace rename: the name, and the new one.
    pub(super) fn renames(&self) -> Vec<(&str, &str)> {
        let renames = self.renames.iter();
        renames.map(|(real, alias)| (&**real, &**alias)).collect()
    }

    /// Names of macros that the workspace declares.
    pub(super) fn macros(&self) -> &BTreeSet<String> {
        &self.macros
    }

    /// The role of each file, as [`file_roles`] says.
    pub(super) fn roles(&self, workspace: &Workspace) -> BTreeMap<FileId, Role> {
        let roles = self.roles.iter();
        let role = |(row, role): &(u32, u8)| {
            let role = *Role::ALL.get(usize::from(*role))?;
            Some((workspace.file_of_row(*row)?, role))
        };
        roles.filter_map(role).collect()
    }

    /// The methods that the workspace itself declares under names of those that panic: the first of each.
    pub(super) fn own_methods(&self, workspace: &Workspace) -> BTreeMap<&'static str, OwnMethod> {
        let methods = self.methods.iter();
        let own = methods.filter_map(|kept| {
            let method = *Method::ALL.get(usize::from(kept.method))?;
            let file = workspace.file_of_row(kept.file)?;
            let item = workspace.facts(file)?.item(ItemId(kept.item));
            let own = OwnMethod {
                name: format!("{}::{}", kept.holder, method.name()),
                span: Span {
                    file,
                    range: item.name_extent.range(),
                },
            };
            Some((method.name(), own))
        });
        own.collect()
    }
}
