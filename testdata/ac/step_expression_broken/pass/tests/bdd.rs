//! The features of the shop.

use cucumber::{World as _, given, then, when};

#[derive(Debug, Default, cucumber::World)]
pub struct World;

#[given(expr = "an order worth {int} EUR")]
fn ordered(_: &mut World, worth: u64) {}

#[when(regex = r"^(\d+) EUR are paid$")]
fn pays(_: &mut World, paid: u64) {}

#[when("nothing else happens")]
fn waits(_: &mut World) {}

#[then(expr = "{int} EUR is/are open")]
fn is_open(_: &mut World, open: u64) {}

fn main() {
    futures::executor::block_on(World::run("features"));
}
