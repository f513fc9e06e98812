//! Orders that nobody looks at yet.

#![allow(missing_docs)]
// <- allow_without_reason: `allow(missing_docs)` without a reason

#[expect(dead_code, reason = "")]
// <- allow_without_reason: `expect(dead_code)` with an empty reason
fn backlog() -> usize {
    #[allow(clippy::identity_op, unused_parens)]
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ allow_without_reason: `allow(clippy::identity_op, unused_parens)` without
    let all = (7 + 0);
    all
}

#[cfg_attr(not(test), allow(dead_code))]
// <- allow_without_reason: `allow(dead_code)` without a reason
pub fn total(prices: &[u64]) -> u64 {
    prices.iter().sum()
}
