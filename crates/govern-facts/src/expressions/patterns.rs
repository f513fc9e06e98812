//! What patterns bind.

use ra_ap_parser::SyntaxKind::*;

use super::Pat;
use crate::extract::plain;
use crate::script::is_pattern;
use crate::tree::Tree;

/// Patterns nested deeper bind nothing that anybody follows.
const DEEPEST: u32 = 32;

/// The pattern right inside a node: of a parameter, a `let`, an arm.
pub(super) fn inside(tree: &Tree<'_>, node: usize) -> Option<Pat> {
    let pattern = tree.children(node).find(|&it| is_pattern(tree.kind(it)))?;
    Some(pattern_at(tree, pattern, DEEPEST))
}

/// All patterns right inside a node.
fn all(tree: &Tree<'_>, node: usize, depth: u32) -> Vec<Pat> {
    let children = tree.children(node);
    let patterns = children.filter(|&it| is_pattern(tree.kind(it)));
    patterns.map(|it| pattern_at(tree, it, depth)).collect()
}

fn pattern_at(tree: &Tree<'_>, node: usize, depth: u32) -> Pat {
    let other = || Pat::Other(tree.text_of(node).to_owned());
    let Some(depth) = depth.checked_sub(1) else {
        return other();
    };
    let within = || all(tree, node, depth);
    let only = || within().pop().unwrap_or_else(other);
    match tree.kind(node) {
        IDENT_PAT => match tree.child(node, NAME) {
            Some(name) => Pat::Name {
                name: plain(tree.text_of(name)).to_owned(),
                is_mut: tree.child(node, MUT_KW).is_some(),
                inner: within().pop().map(Box::new),
            },
            None => other(),
        },
        TUPLE_PAT => Pat::Tuple(within()),
        TUPLE_STRUCT_PAT => Pat::TupleStruct(path_of(tree, node), within()),
        RECORD_PAT => {
            let list = tree.child(node, RECORD_PAT_FIELD_LIST);
            let fields = list.map(|list| fields(tree, list, depth));
            Pat::Record(path_of(tree, node), fields.unwrap_or_default())
        }
        REF_PAT | PAREN_PAT | BOX_PAT => only(),
        OR_PAT | SLICE_PAT => Pat::Several(within()),
        _ => other(),
    }
}

fn fields(tree: &Tree<'_>, list: usize, depth: u32) -> Vec<(String, Pat)> {
    let fields = tree.children(list);
    let fields = fields.filter(|&it| tree.kind(it) == RECORD_PAT_FIELD);
    fields
        .filter_map(|field| {
            let pattern = all(tree, field, depth).pop()?;
            let name = match (tree.child(field, NAME_REF), &pattern) {
                (Some(name), _) => plain(tree.text_of(name)).to_owned(),
                (None, Pat::Name { name, .. }) => name.clone(),
                _ => return None,
            };
            Some((name, pattern))
        })
        .collect()
}

/// The names of the path right inside a node, generic arguments left out.
pub(super) fn path_of(tree: &Tree<'_>, node: usize) -> Vec<String> {
    let Some(path) = tree.child(node, PATH) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    let mut at = Some(path);
    while let Some(path) = at {
        if let Some(segment) = tree.child(path, PATH_SEGMENT) {
            let name = tree.child(segment, NAME_REF);
            names.push(name.map_or_else(
                || tree.text_of(segment).to_owned(),
                |name| plain(tree.text_of(name)).to_owned(),
            ));
        }
        at = tree.child(path, PATH);
    }
    names.reverse();
    names
}
