//! Paths in expressions, patterns and types.

use ra_ap_parser::SyntaxKind::*;

use super::{Extractor, first_node};
use crate::tree::Tree;
use crate::{Extent, MethodCall, Name, PathId, PathKind, PathRef, Run};

/// What a path turned out to be.
pub(super) enum Head {
    /// A path whose first segment has to be looked up.
    Recorded(PathId),
    /// A local variable, or `self`.
    Local,
    /// A generic parameter, and the segments behind it.
    Param(Name, Run),
    /// `Self`, and the segments behind it.
    SelfType(Run),
    /// `<T as Trait>` (the node), and the segments behind it.
    Qualified(usize, Run),
    /// No path.
    Broken,
}

impl Extractor {
    pub(super) fn value_path(&mut self, tree: &Tree<'_>, at: usize) {
        let kind = if self.callee == at {
            PathKind::Call
        } else {
            PathKind::Value
        };
        self.child_path(tree, at, kind);
    }

    pub(super) fn type_path(&mut self, tree: &Tree<'_>, at: usize) {
        let kind = if self.bound == at {
            PathKind::Bound
        } else {
            PathKind::Type
        };
        self.child_path(tree, at, kind);
    }

    /// Records the path that is a child of a node.
    pub(super) fn child_path(&mut self, tree: &Tree<'_>, at: usize, kind: PathKind) {
        if let Some(path) = tree.child(at, PATH) {
            self.path(tree, path, kind);
        }
    }

    /// Records a path. The paths in its generic arguments are not: they are nodes of their own.
    pub(super) fn path(&mut self, tree: &Tree<'_>, path: usize, kind: PathKind) -> Head {
        let mut global = false;
        let mut anchor = None;
        let first = self.facts.segments.len();
        // Where it begins, and where its last name ends: generic arguments can make the rest long.
        let mut extent = tree.extent(path);
        // Qualifiers nest to the left, the last segment is the outermost.
        let mut at = path;
        loop {
            let mut qualifier = None;
            for child in tree.children(at) {
                match tree.kind(child) {
                    PATH => qualifier = Some(child),
                    PATH_SEGMENT => {
                        for part in tree.children(child) {
                            match tree.kind(part) {
                                COLON2 => global = true,
                                TYPE_ANCHOR => anchor = Some(part),
                                NAME_REF => {
                                    if self.facts.segments.len() == first {
                                        extent.end = tree.extent(part).end;
                                    }
                                    let name = self.name(tree, part);
                                    self.facts.segments.push(name);
                                }
                                _ => {}
                            }
                        }
                    }
                    _ => {}
                }
            }
            match qualifier {
                Some(qualifier) => at = qualifier,
                None => break,
            }
        }
        self.facts.segments[first..].reverse();
        if let Some(anchor) = anchor {
            return Head::Qualified(anchor, self.segments_from(first));
        }
        self.head(path, global, first, kind, extent)
    }

    /// Records the path whose names are the segments from `first` on, unless its head is local.
    pub(super) fn head(
        &mut self,
        at: usize,
        global: bool,
        first: usize,
        mut kind: PathKind,
        extent: Extent,
    ) -> Head {
        let names = &self.facts.segments[first..];
        let Some(&head) = names.first() else {
            return Head::Broken;
        };
        let single = names.len() == 1;
        if !global
            && !matches!(
                kind,
                PathKind::Macro | PathKind::Attribute | PathKind::Derive
            )
        {
            if head == Name::SELF_TYPE {
                return Head::SelfType(self.segments_from(first + 1));
            }
            if self.generics[self.generics_floor..].contains(&head) {
                return Head::Param(head, self.segments_from(first + 1));
            }
            if single
                && (head == Name::SELF || may_be_variable(kind) && self.bindings.is_local(at, head))
            {
                if kind != PathKind::Value || !self.is_capital(head) {
                    self.facts.segments.truncate(first);
                    return Head::Local;
                }
                // As in the pattern that may have declared it.
                kind = PathKind::PatternName;
            }
        }
        let segments = self.segments_from(first);
        let id = PathId(self.facts.paths.len() as u32);
        let scope = self.scope();
        self.facts.paths.push(PathRef {
            segments,
            global,
            kind,
            scope,
            extent,
            expanded: false,
        });
        Head::Recorded(id)
    }

    fn segments_from(&self, first: usize) -> Run {
        Run {
            start: first as u32,
            end: self.facts.segments.len() as u32,
        }
    }

    pub(super) fn segments(&mut self, names: &[Name]) -> Run {
        let start = self.facts.segments.len();
        self.facts.segments.extend_from_slice(names);
        self.segments_from(start)
    }

    /// The name in a `NAME` or `NAME_REF`, without `r#`.
    pub(super) fn name(&mut self, tree: &Tree<'_>, at: usize) -> Name {
        let text = tree.text_of(at);
        self.intern(text.strip_prefix("r#").unwrap_or(text))
    }

    /// A name in a pattern: a new variable, or a constant or variant. Only resolution can tell for sure; style can tell
    /// almost always, and where it is wrong the constant is still seen where the pattern's other uses are.
    pub(super) fn ident_pattern(&mut self, tree: &Tree<'_>, at: usize) {
        let Some(node) = tree.child(at, NAME) else {
            return;
        };
        let name = self.name(tree, node);
        let plain =
            tree.after(at) == tree.after(node) && tree.nodes[at].first == tree.nodes[node].first;
        if plain && self.is_capital(name) {
            let first = self.facts.segments.len();
            self.facts.segments.push(name);
            self.head(at, false, first, PathKind::PatternName, tree.extent(node));
        }
        self.bindings.declare(at, name);
    }

    fn is_capital(&self, name: Name) -> bool {
        let text = self.interner.get(name);
        text.starts_with(|c: char| c.is_uppercase())
    }

    pub(super) fn method_call(&mut self, tree: &Tree<'_>, at: usize) {
        let receiver = first_node(tree, at);
        let mut method = None;
        let mut args = 0usize;
        for child in tree.children(at).filter(|&child| child > receiver) {
            match tree.kind(child) {
                NAME_REF => method = Some(child),
                ARG_LIST => {
                    args = tree
                        .children(child)
                        .filter(|&arg| !tree.is_token(arg))
                        .count()
                }
                _ => {}
            }
        }
        let Some(method) = method else { return };
        let name = self.name(tree, method);
        let scope = self.scope();
        self.facts.method_calls.push(MethodCall {
            name,
            extent: tree.extent(method),
            args: args.min(u8::MAX as usize) as u8,
            in_macro: false,
            scope,
        });
    }
}

fn may_be_variable(kind: PathKind) -> bool {
    matches!(
        kind,
        PathKind::Value | PathKind::Call | PathKind::MacroArgument
    )
}
