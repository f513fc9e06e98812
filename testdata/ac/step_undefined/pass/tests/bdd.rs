//! The features of the shop.

use cucumber::{World as _, given, then, when};

#[derive(Debug, Default, cucumber::World)]
pub struct World {
    open: u64,
}

#[given(expr = "an order worth {int} EUR")]
fn ordered(world: &mut World, worth: u64) {
    world.open = worth;
}

#[when(regex = r"^(\d+) EUR are paid$")]
fn pays(world: &mut World, paid: u64) {
    world.open -= paid;
}

#[when("nothing else happens")]
fn waits(_: &mut World) {}

#[then(expr = "{int} EUR is/are open")]
fn is_open(world: &mut World, open: u64) {
    assert_eq!(world.open, open);
}

fn main() {
    futures::executor::block_on(World::run("features"));
}
