//! Orders and their rules. Not `std::fs::read`.

use std::io::{self, Read};
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;

use crate::shared::Moment;

static NAMES: [&str; 2] = ["open", "shipped"];

pub const EPOCH: Moment = Moment::UNIX_EPOCH;

pub fn is_late(due: Moment, grace: Duration, now: Moment) -> bool {
    due + grace < now
}

pub fn toss(generator: &mut impl dice::Rng) -> usize {
    let _ = generator;
    NAMES.len()
}

pub fn parse(mut input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub fn source(_: IpAddr, _: &Path) -> &'static str {
    env!("CARGO_PKG_VERSION")
}

#[cfg(test)]
mod tests {
    static RUNS: std::sync::Mutex<u32> = std::sync::Mutex::new(0);

    #[test]
    fn nothing_is_there() {
        *RUNS.lock().unwrap() += 1;
        assert!(std::fs::read("nowhere").is_err());
    }
}
