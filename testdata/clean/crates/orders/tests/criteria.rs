//! Orders as their users see them.

use orders::application::place;
use orders::domain::{Line, Refused};
use orders::port::Store;

struct Nowhere;

impl Store for Nowhere {
    fn keep(&mut self, _lines: Vec<Line>) {}

    fn count(&self) -> usize {
        0
    }
}

/// AC: AC-2
#[test]
fn an_order_without_lines_is_refused() {
    assert_eq!(place(Vec::new(), &mut Nowhere), Err(Refused::NoLines));
}
