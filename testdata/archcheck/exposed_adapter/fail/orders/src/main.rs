//! The program.

use orders_adapters::bus::Bus;

fn main() {
    let bus = Bus::default();
    bus.send("one");
    let _ = &bus.limits;
}
