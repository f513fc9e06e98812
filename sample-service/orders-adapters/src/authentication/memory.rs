//! Which messages were there already, as long as their signatures are good.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use orders::shared::Timestamp;

/// Codes of signatures that were seen, in two generations: the older one goes when no signature in it is good any more. Half of
/// each code is kept: who could make two signatures with the same half could make any.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Generations>);

#[derive(Debug, Default)]
struct Generations {
    since: Option<Timestamp>,
    young: HashSet<u128>,
    old: HashSet<u128>,
}

impl Seen {
    /// Whether the code was not there within the last two windows; a signature is good for one on either side of its time.
    pub(super) fn is_first(&self, code: [u8; 32], now: Timestamp, window: Duration) -> bool {
        let code = half(code);
        let lifetime = u64::try_from(window.as_millis()).unwrap_or(u64::MAX);
        let lifetime = lifetime.saturating_mul(2);
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = *seen.since.get_or_insert(now);
        let age = now.as_millis().saturating_sub(since.as_millis());
        if age > lifetime {
            seen.old = std::mem::take(&mut seen.young);
            seen.since = Some(now);
        }
        if age > lifetime.saturating_mul(2) {
            seen.old.clear();
        }
        !seen.old.contains(&code) && seen.young.insert(code)
    }
}

fn half(code: [u8; 32]) -> u128 {
    let (half, _) = code.split_at(16);
    half.iter()
        .fold(0, |all, byte| all << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// AC: AC-SEC-003
    #[test]
    fn a_code_is_known_as_long_as_its_signature_is_good() {
        let window = Duration::from_millis(10);
        // Signed up to 10 ms ahead, so good until 20 ms after it came.
        for began in 0..50 {
            let seen = Seen::default();
            let first = |code, at| seen.is_first([code; 32], Timestamp::from_millis(at), window);
            assert!(first(0, 0));
            assert!(first(1, began));
            for later in began..=began + 20 {
                assert!(!first(1, later), "came at {began}, again at {later}");
            }
        }
    }

    #[test]
    fn what_is_long_over_is_forgotten() {
        let seen = Seen::default();
        let window = Duration::from_millis(10);
        for at in 0..1000 {
            let mut code = [0; 32];
            code[..8].copy_from_slice(&u64::to_be_bytes(at));
            assert!(seen.is_first(code, Timestamp::from_millis(at), window));
        }
        let seen = seen.0.into_inner().unwrap();
        assert!(seen.young.len() + seen.old.len() <= 43);
    }
}
