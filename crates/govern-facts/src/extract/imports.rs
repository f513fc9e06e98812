//! `use` trees, taken apart into leaves.

use ra_ap_parser::SyntaxKind::*;

use super::Extractor;
use crate::tree::Tree;
use crate::{CfgId, Extent, Import, Name, Visibility};

/// What all leaves of one `use` share.
struct Shared {
    item_extent: Extent,
    visibility: Visibility,
    cfg: Option<CfgId>,
}

impl Extractor {
    pub(super) fn imports(&mut self, tree: &Tree<'_>, at: usize) {
        let cfg = self.outer_attrs(tree, at).cfg;
        let visibility = self.visibility(tree, at);
        let shared = Shared {
            item_extent: tree.extent(at),
            visibility,
            cfg,
        };
        if let Some(root) = tree.child(at, USE_TREE) {
            self.use_tree(tree, root, &[], false, &shared);
        }
    }

    fn use_tree(
        &mut self,
        tree: &Tree<'_>,
        at: usize,
        prefix: &[Name],
        global: bool,
        shared: &Shared,
    ) {
        let mut names = prefix.to_vec();
        let mut global = global;
        let mut glob = false;
        let mut list = None;
        let mut alias = None;
        for child in tree.children(at) {
            match tree.kind(child) {
                PATH => global |= self.use_path(tree, child, &mut names),
                // `use ::*` and `use ::{…}`: the first token, before any path.
                COLON2 if names.is_empty() => global = true,
                STAR => glob = true,
                USE_TREE_LIST => list = Some(child),
                RENAME => {
                    alias = Some(match tree.child(child, NAME) {
                        Some(name) => self.name(tree, name),
                        None => Name::UNDERSCORE,
                    });
                }
                _ => {}
            }
        }
        if let Some(list) = list {
            let trees: Vec<usize> = tree
                .children(list)
                .filter(|&child| tree.kind(child) == USE_TREE)
                .collect();
            for inner in trees {
                self.use_tree(tree, inner, &names, global, shared);
            }
            return;
        }
        // `a::{self}`; but `use self::…` and `use self as x` begin with it.
        let is_self = names.len() > 1 && names.last() == Some(&Name::SELF);
        if is_self {
            names.pop();
        }
        if names.is_empty() && !glob {
            return;
        }
        let name = match (glob, alias) {
            (true, _) => Name::EMPTY,
            (false, Some(alias)) => alias,
            (false, None) => names.last().copied().unwrap_or(Name::EMPTY),
        };
        let segments = self.segments(&names);
        let scope = self.scope();
        self.facts.imports.push(Import {
            segments,
            global,
            glob,
            is_self,
            name,
            extent: tree.extent(at),
            item_extent: shared.item_extent,
            scope,
            visibility: shared.visibility,
            cfg: shared.cfg,
            in_macro: self.in_macro,
        });
    }

    /// Appends the names of a path, and tells whether it begins with `::`.
    fn use_path(&mut self, tree: &Tree<'_>, path: usize, names: &mut Vec<Name>) -> bool {
        let mut global = match tree.child(path, PATH) {
            Some(qualifier) => self.use_path(tree, qualifier, names),
            None => false,
        };
        if let Some(segment) = tree.child(path, PATH_SEGMENT) {
            for part in tree.children(segment) {
                match tree.kind(part) {
                    COLON2 => global = true,
                    NAME_REF => {
                        let name = self.name(tree, part);
                        names.push(name);
                    }
                    _ => {}
                }
            }
        }
        global
    }
}
