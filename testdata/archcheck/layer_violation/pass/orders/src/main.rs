//! Puts everything together.

use orders::{adapter::Bus, application::Place, domain::Order};

fn main() {
    Place::new(Bus::default()).place(&Order::default());
}
