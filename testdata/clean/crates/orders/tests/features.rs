//! What the steps of the features mean.

use cucumber::{World, then, when};
use orders::application::place;
use orders::domain::{Line, Refused};
use orders::port::Store;

/// What one scenario knows.
#[derive(Debug, Default, World)]
struct Desk {
    kept: Vec<Line>,
    reply: Option<Result<u32, Refused>>,
}

impl Store for Desk {
    fn keep(&mut self, lines: Vec<Line>) {
        self.kept = lines;
    }

    fn count(&self) -> usize {
        self.kept.len()
    }
}

#[when("an order without lines is placed")]
fn places_nothing(desk: &mut Desk) {
    desk.reply = Some(place(Vec::new(), desk));
}

#[then("it is refused")]
fn is_refused(desk: &mut Desk) {
    assert_eq!(desk.reply, Some(Err(Refused::NoLines)));
    assert_eq!(desk.count(), 0);
}

fn main() {
    cucumber::block_on(Desk::run("../../specs/features"));
}
