//! Local variables: from which node to which node a name in a pattern is visible.

use ra_ap_parser::SyntaxKind::*;
use rustc_hash::FxHashMap;

use crate::Name;
use crate::tree::Tree;

/// Where the variables of a pattern are visible; positions are indices of nodes.
#[derive(Clone, Copy)]
struct Binder {
    /// The binder applies to patterns before this node.
    end: usize,
    from: usize,
    to: usize,
}

/// The condition of an `if` or `while`; positions are indices of nodes.
#[derive(Clone, Copy)]
struct Condition {
    /// Behind the condition itself.
    end: usize,
    /// Behind the block that runs if it holds.
    guarded: usize,
}

/// The variables of the function that is being read.
#[derive(Default)]
pub(super) struct Bindings {
    /// For each name the stretches in which it is a variable, in the order of their patterns.
    visible: FxHashMap<Name, Vec<(u32, u32)>>,
    binders: Vec<Binder>,
    /// Ends of the open blocks.
    blocks: Vec<usize>,
    /// Conditions of open `if`s and `while`s.
    conditions: Vec<Condition>,
    /// Variables of patterns before this node belong to a function around the one being read.
    pub(super) floor: usize,
}

impl Bindings {
    /// Enters a node that has a pattern, or that guards a block with one.
    pub(super) fn enter(&mut self, tree: &Tree<'_>, at: usize) {
        let end = tree.after(at);
        let (from, to) = match tree.kind(at) {
            LET_STMT => (end, self.block_end(at, end)),
            LET_EXPR => (end, self.guarded_end(at, end)),
            MATCH_ARM | CLOSURE_EXPR => (at, end),
            FOR_EXPR => (tree.child(at, BLOCK_EXPR).unwrap_or(end), end),
            IF_EXPR | WHILE_EXPR => {
                let mut parts = tree.children(at).filter(|&child| {
                    !tree.is_token(child) && !matches!(tree.kind(child), ATTR | LABEL)
                });
                let condition = parts.next().map_or(end, |condition| tree.after(condition));
                let guarded = parts.next().map_or(end, |block| tree.after(block));
                self.conditions.push(Condition {
                    end: condition,
                    guarded,
                });
                return;
            }
            _ => return,
        };
        self.push(at, Binder { end, from, to });
    }

    /// Enters a function whose parameters are visible in its body.
    pub(super) fn enter_fn(&mut self, at: usize, body: usize, end: usize) {
        self.floor = at;
        self.push(
            at,
            Binder {
                end: body,
                from: body,
                to: end,
            },
        );
    }

    /// Enters an item other than a function: variables around it are not visible in it.
    pub(super) fn enter_item(&mut self, at: usize) {
        self.floor = at;
    }

    pub(super) fn enter_block(&mut self, tree: &Tree<'_>, at: usize) {
        while self.blocks.last().is_some_and(|&end| end <= at) {
            self.blocks.pop();
        }
        self.blocks.push(tree.after(at));
    }

    /// Declares a variable by the pattern at a node.
    pub(super) fn declare(&mut self, at: usize, name: Name) {
        while self.binders.last().is_some_and(|binder| binder.end <= at) {
            self.binders.pop();
        }
        let Some(binder) = self.binders.last() else {
            return;
        };
        self.visible
            .entry(name)
            .or_default()
            .push((binder.from as u32, binder.to as u32));
    }

    /// Whether `name` is a variable at a node. Nodes are asked for in order.
    pub(super) fn is_local(&mut self, at: usize, name: Name) -> bool {
        let Some(stretches) = self.visible.get_mut(&name) else {
            return false;
        };
        // Patterns nest as blocks do, so what has ended is at the back.
        while stretches.last().is_some_and(|&(_, to)| to as usize <= at) {
            stretches.pop();
        }
        let floor = self.floor;
        stretches
            .iter()
            .rev()
            .any(|&(from, to)| floor < from as usize && from as usize <= at && at < to as usize)
    }

    fn push(&mut self, at: usize, binder: Binder) {
        while self.binders.last().is_some_and(|open| open.end <= at) {
            self.binders.pop();
        }
        self.binders.push(binder);
    }

    fn block_end(&mut self, at: usize, end: usize) -> usize {
        while self.blocks.last().is_some_and(|&block| block <= at) {
            self.blocks.pop();
        }
        self.blocks.last().copied().unwrap_or(end)
    }

    fn guarded_end(&mut self, at: usize, end: usize) -> usize {
        while self
            .conditions
            .last()
            .is_some_and(|condition| condition.end <= at)
        {
            self.conditions.pop();
        }
        while self.binders.last().is_some_and(|binder| binder.end <= at) {
            self.binders.pop();
        }
        match (self.conditions.last(), self.binders.last()) {
            // The innermost of the two that are around it: a condition, or the guard of an arm.
            (Some(condition), Some(arm)) if arm.end < condition.end => arm.to,
            (Some(condition), _) => condition.guarded,
            (None, Some(arm)) => arm.to,
            (None, None) => end,
        }
    }
}
