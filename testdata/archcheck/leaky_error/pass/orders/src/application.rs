//! Use cases.

use crate::port::Publish;

pub fn run<P: Publish>(bus: &P) -> Result<(), P::Error> {
    bus.publish()
}
