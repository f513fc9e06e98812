//! Orders that are split.
//!
//! TODO: say how
//  ^^^^ todo_comment: `TODO` comment in `orders`

/* FIXME(anna) lines without a price */
// ^^^^^ todo_comment: `FIXME` comment in `orders`
pub fn split(lines: Vec<u64>) -> Vec<Vec<u64>> {
    // HACK: one part for each line
    // ^^^^ todo_comment: `HACK` comment in `orders::split`
    lines.into_iter().map(|line| vec![line]).collect()
}
