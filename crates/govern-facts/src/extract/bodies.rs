//! How much stands in the body of a function.

use ra_ap_parser::SyntaxKind::*;

use super::declares;
use crate::BodySize;
use crate::tree::{Tree, is_token};

/// Counts what stands in a body. Items inside of it are passed over: functions among them have bodies of their own.
pub(super) fn size(tree: &Tree<'_>, body: usize) -> BodySize {
    let mut size = BodySize::default();
    let end = tree.after(body);
    let mut at = body;
    while at < end {
        let kind = tree.kind(at);
        if declares(kind) {
            at = tree.after(at);
            continue;
        }
        match kind {
            STMT_LIST => size.statements += statements(tree, at),
            IF_EXPR | LET_ELSE | MATCH_GUARD => size.ifs += 1,
            MATCH_ARM_LIST => size.arms += arms(tree, at).saturating_sub(1),
            FOR_EXPR | WHILE_EXPR | LOOP_EXPR => size.loops += 1,
            _ => {}
        }
        at += 1;
    }
    size
}

/// The statements right in a block, with the value at its end: all that is no item, attribute or stray token.
fn statements(tree: &Tree<'_>, list: usize) -> u32 {
    let kinds = tree.children(list).map(|child| tree.kind(child));
    let counts = kinds.filter(|&kind| !is_token(kind) && !declares(kind));
    counts.filter(|kind| !matches!(kind, ATTR | ERROR)).count() as u32
}

fn arms(tree: &Tree<'_>, list: usize) -> u32 {
    let kinds = tree.children(list).map(|child| tree.kind(child));
    kinds.filter(|&kind| kind == MATCH_ARM).count() as u32
}
