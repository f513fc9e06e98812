//! What a real server and real processes do to each other: after each fault nothing is lost, nothing was done twice, and all
//! counts and totals are exact.
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]
#![expect(
    clippy::disallowed_methods,
    reason = "the tests start the program and write files beside it"
)]

mod kills;
mod noise;
mod slow;
mod stock;
mod world;
