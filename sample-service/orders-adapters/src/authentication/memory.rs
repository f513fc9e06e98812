//! Which messages were there already, as long as their signatures are good.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use orders::shared::Timestamp;

/// Codes of signatures that were seen, in two generations: the older one goes when no signature in it is good any more. Half of
/// each code is kept: who could make two signatures with the same half could make any. A generation has so many codes at most.
#[derive(Debug)]
pub(super) struct Seen {
    generations: Mutex<Generations>,
    most: usize,
}

/// What is known of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sighting {
    /// It was not there within the last two windows, and is remembered from now on.
    First,
    /// It was there.
    Again,
    /// It was not there, and there is no place for it.
    NoPlace,
}

#[derive(Debug, Default)]
struct Generations {
    since: Option<Timestamp>,
    young: HashSet<u128>,
    old: HashSet<u128>,
}

impl Seen {
    /// Remembers so many codes within two windows.
    pub(super) fn with_places(most: usize) -> Self {
        Self {
            generations: Mutex::default(),
            most,
        }
    }

    /// Whether the code was there within the last two windows; a signature is good for one on either side of its time.
    pub(super) fn look(&self, code: [u8; 32], now: Timestamp, window: Duration) -> Sighting {
        let code = half(code);
        let lifetime = u64::try_from(window.as_millis()).unwrap_or(u64::MAX);
        let lifetime = lifetime.saturating_mul(2);
        let mut seen = self
            .generations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let since = *seen.since.get_or_insert(now);
        let age = now.as_millis().saturating_sub(since.as_millis());
        if age > lifetime {
            seen.old = std::mem::take(&mut seen.young);
            seen.since = Some(now);
        }
        if age > lifetime.saturating_mul(2) {
            seen.old.clear();
        }
        if seen.old.contains(&code) || seen.young.contains(&code) {
            return Sighting::Again;
        }
        if seen.young.len() >= self.most {
            return Sighting::NoPlace;
        }
        seen.young.insert(code);
        Sighting::First
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

    const WINDOW: Duration = Duration::from_millis(10);

    fn look(seen: &Seen, number: u64, at: u64) -> Sighting {
        let mut code = [0; 32];
        code[..8].copy_from_slice(&u64::to_be_bytes(number));
        seen.look(code, Timestamp::from_millis(at), WINDOW)
    }

    /// AC: AC-SEC-003
    #[test]
    fn a_code_is_known_as_long_as_its_signature_is_good() {
        // Signed up to 10 ms ahead, so good until 20 ms after it came.
        for began in 0..50 {
            let seen = Seen::with_places(usize::MAX);
            assert_eq!(look(&seen, 0, 0), Sighting::First);
            assert_eq!(look(&seen, 1, began), Sighting::First);
            for later in began..=began + 20 {
                let again = look(&seen, 1, later);
                assert_eq!(again, Sighting::Again, "came at {began}, again at {later}");
            }
        }
    }

    #[test]
    fn what_is_long_over_is_forgotten() {
        let seen = Seen::with_places(usize::MAX);
        for at in 0..1000 {
            assert_eq!(look(&seen, at, at), Sighting::First);
        }
        let seen = seen.generations.into_inner().unwrap();
        assert!(seen.young.len() + seen.old.len() <= 43);
    }

    /// Whatever comes, and however fast: the memory has a bound, and nothing is forgotten to keep it.
    /// AC: AC-SEC-007
    #[test]
    fn what_has_no_place_is_not_let_in_and_what_has_one_is_not_forgotten() {
        let seen = Seen::with_places(8);
        let mut known = Vec::new();
        for number in 0..4000 {
            // Twenty in a millisecond.
            let at = number / 20;
            match look(&seen, number, at) {
                Sighting::First => known.push((number, at)),
                Sighting::NoPlace => {}
                Sighting::Again => panic!("{number} was never there"),
            }
            known.retain(|(_, came)| at <= came + 20);
            for (number, _) in &known {
                assert_eq!(look(&seen, *number, at), Sighting::Again);
            }
            let generations = seen.generations.lock().unwrap();
            assert!(generations.young.len() <= 8 && generations.old.len() <= 8);
        }
        assert!(
            known.iter().any(|(number, _)| *number > 3000),
            "it takes more in time"
        );
    }
}
