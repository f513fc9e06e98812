//! `use` trees, taken apart into leaves.

use ra_ap_parser::SyntaxKind::*;

use super::Extractor;
use crate::tree::Tree;
use crate::{CfgId, Extent, Import, Name, Run, Visibility};

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
            self.use_tree(tree, root, false, &shared);
        }
    }

    fn use_tree(&mut self, tree: &Tree<'_>, at: usize, global: bool, shared: &Shared) {
        let before = self.use_prefix.len();
        let mut global = global;
        let mut glob = false;
        let mut list = None;
        let mut alias = None;
        for child in tree.children(at) {
            match tree.kind(child) {
                PATH => global |= self.use_path(tree, child),
                // `use ::*` and `use ::{…}`: the first token, before any path.
                COLON2 if self.use_prefix.is_empty() => global = true,
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
        match list {
            Some(list) => {
                for inner in tree.children(list) {
                    if tree.kind(inner) == USE_TREE {
                        self.use_tree(tree, inner, global, shared);
                    }
                }
            }
            None => self.import(tree.extent(at), global, glob, alias, shared),
        }
        self.use_prefix.truncate(before);
    }

    fn import(
        &mut self,
        extent: Extent,
        global: bool,
        glob: bool,
        alias: Option<Name>,
        shared: &Shared,
    ) {
        // `a::{self}`; but `use self::…` and `use self as x` begin with it.
        let mut names = &self.use_prefix[..];
        let mut is_self = false;
        if let [before @ .., Name::SELF] = names
            && !before.is_empty()
            && !glob
        {
            (names, is_self) = (before, true);
        }
        if names.is_empty() && !glob {
            return;
        }
        let name = match (glob, alias) {
            (true, _) => Name::EMPTY,
            (false, Some(alias)) => alias,
            (false, None) => names.last().copied().unwrap_or(Name::EMPTY),
        };
        let start = self.facts.segments.len() as u32;
        self.facts.segments.extend_from_slice(names);
        let segments = Run {
            start,
            end: self.facts.segments.len() as u32,
        };
        let scope = self.scope();
        self.facts.imports.push(Import {
            segments,
            global,
            glob,
            is_self,
            name,
            extent,
            item_extent: shared.item_extent,
            scope,
            visibility: shared.visibility,
            cfg: shared.cfg,
            in_macro: self.in_macro,
            expanded: false,
        });
    }

    /// Appends the names of a path to the prefix, and tells whether it begins with `::`.
    fn use_path(&mut self, tree: &Tree<'_>, path: usize) -> bool {
        // Qualifiers come first, and only names and `::` are in it: its tokens are in order.
        let mut global = false;
        for (index, node) in (path..tree.after(path))
            .filter(|&node| tree.is_token(node))
            .enumerate()
        {
            match tree.kind(node) {
                COLON2 => global |= index == 0,
                IDENT | SELF_KW | SUPER_KW | CRATE_KW | SELF_TYPE_KW => {
                    let name = self.name(tree, node);
                    self.use_prefix.push(name);
                }
                _ => {}
            }
        }
        global
    }
}
