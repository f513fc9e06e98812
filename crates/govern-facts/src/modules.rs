//! Which files the `mod` declarations of a file ask for.

use crate::{Extent, FileFacts, ItemId, ItemKind, ScopeId, ScopeKind};

/// A `mod name;` and where its file may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleFile {
    /// The declaration.
    pub item: ItemId,
    /// Where the declaration's name stands.
    pub extent: Extent,
    /// Candidates in order of preference, relative to the declaring file's directory, with `/`; the flag tells whether
    /// the file, if it is this one, looks for its own modules in its own directory (`mod.rs`) or in one named after it.
    pub candidates: Vec<Candidate>,
}

/// A place where a module's file may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Path relative to the declaring file's directory.
    pub path: String,
    /// Whether modules of that file stand in its own directory (crate roots, `mod.rs` and files named by `#[path]`).
    pub owns_directory: bool,
}

/// The files that the `mod` declarations of a file ask for, under every `cfg`.
///
/// `stem` is the file's name without `.rs`; `owns_directory` tells whether it is a crate root, a `mod.rs` or named by
/// `#[path]`: then its modules are its siblings, otherwise they are in the directory `stem`.
///
/// Both readings of `#[cfg_attr(…, path = "…")]` are candidates of the declaration, the conditional ones first; which
/// of them holds is for the linker to decide by the condition.
pub fn module_files(facts: &FileFacts, stem: &str, owns_directory: bool) -> Vec<ModuleFile> {
    let mut files = Vec::new();
    for (index, item) in facts.items.iter().enumerate() {
        if !matches!(item.kind, ItemKind::Module { inline: false }) {
            continue;
        }
        let name = facts.names.get(item.name);
        let inline = inline_directories(facts, item.scope);
        let mut candidates = Vec::new();
        for attr in facts.attrs_of(item.attrs) {
            let Some(path) = facts.attr_string(attr, "path") else {
                continue;
            };
            // Rust resolves `#[path]` against the file's directory; inside inline modules against the directory of
            // those, which for a file that does not own its directory starts with the file's stem.
            let base = if inline.is_empty() {
                String::new()
            } else {
                directory(stem, owns_directory, &inline)
            };
            candidates.push(Candidate {
                path: format!("{base}{path}"),
                owns_directory: true,
            });
        }
        let unconditional_path = facts
            .attrs_of(item.attrs)
            .any(|attr| attr.cfg.is_none() && facts.attr_string(attr, "path").is_some());
        if !unconditional_path {
            let base = directory(stem, owns_directory, &inline);
            candidates.push(Candidate {
                path: format!("{base}{name}.rs"),
                owns_directory: false,
            });
            candidates.push(Candidate {
                path: format!("{base}{name}/mod.rs"),
                owns_directory: true,
            });
        }
        files.push(ModuleFile {
            item: ItemId(index as u32),
            extent: item.name_extent,
            candidates,
        });
    }
    files
}

/// Directory names of the inline modules around `scope`, outermost first.
fn inline_directories(facts: &FileFacts, scope: ScopeId) -> Vec<String> {
    let mut directories = Vec::new();
    let mut at = Some(scope);
    while let Some(id) = at {
        let scope = facts.scope(id);
        if scope.kind == ScopeKind::Module
            && let Some(item) = scope.item
        {
            let item = facts.item(item);
            let path = facts
                .attrs_of(item.attrs)
                .find_map(|attr| facts.attr_string(attr, "path"));
            directories.push(
                path.unwrap_or_else(|| facts.names.get(item.name))
                    .to_owned(),
            );
        }
        at = scope.parent;
    }
    directories.reverse();
    directories
}

fn directory(stem: &str, owns_directory: bool, inline: &[String]) -> String {
    let mut base = if owns_directory {
        String::new()
    } else {
        format!("{stem}/")
    };
    for name in inline {
        base.push_str(name);
        base.push('/');
    }
    base
}
