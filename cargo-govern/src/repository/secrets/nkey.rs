//! Seeds of NATS: `S`, a letter for whose it is, 32 random bytes and a check sum, in base 32.

use std::ops::Range;

use data_encoding::BASE32_NOPAD;

use super::{Secret, SecretKind, run};

/// A byte of prefix shifted left three bits is the first letter of what it begins.
const SEED: u8 = 18 << 3;

/// Whose a key is, by the prefix of its public half.
const KINDS: [(u8, &str); 6] = [
    (0, "an account"),
    (2 << 3, "a cluster"),
    (13 << 3, "a server"),
    (14 << 3, "an operator"),
    (20 << 3, "a user"),
    (23 << 3, "a curve key"),
];

/// A seed that begins here, if its check sum is right.
pub(super) fn seed(text: &str, word: Range<usize>) -> Option<Secret> {
    if !super::begins_word(text, word.start) {
        return None;
    }
    let value = run(text, word.start, is_base32);
    let whose = whose_seed(&text[value.clone()])?;
    let why = format!("its prefix and its check sum are right: it is the seed of {whose}");
    Some(Secret::at(SecretKind::NatsSeed, value, why))
}

/// Whose seed a text is; none if it is no seed.
pub(super) fn whose_seed(text: &str) -> Option<&'static str> {
    let bytes = checked(text, 58)?;
    let [first, second, ..] = bytes[..] else {
        return None;
    };
    let public = (first & 0b111) << 5 | second >> 3;
    let kind = KINDS.iter().find(|(prefix, _)| *prefix == public)?;
    (first & 0b1111_1000 == SEED).then_some(kind.1)
}

/// Whether a text is the public half of a key.
pub(super) fn is_public(text: &str) -> bool {
    let is_known = |bytes: Vec<u8>| {
        KINDS
            .iter()
            .any(|(prefix, _)| bytes.first() == Some(prefix))
    };
    checked(text, 56).is_some_and(is_known)
}

/// The bytes of a key of this length in base 32, without the check sum if that is right.
fn checked(text: &str, length: usize) -> Option<Vec<u8>> {
    if text.len() != length {
        return None;
    }
    let mut bytes = BASE32_NOPAD.decode(text.as_bytes()).ok()?;
    let sum = bytes.split_off(bytes.len() - 2);
    (crc16(&bytes).to_le_bytes() == sum[..]).then_some(bytes)
}

fn is_base32(byte: u8) -> bool {
    byte.is_ascii_uppercase() || matches!(byte, b'2'..=b'7')
}

/// CRC-16/XMODEM.
pub(super) fn crc16(bytes: &[u8]) -> u16 {
    let mut crc = 0_u16;
    for &byte in bytes {
        crc ^= u16::from(byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 == 0 {
                crc << 1
            } else {
                crc << 1 ^ 0x1021
            };
        }
    }
    crc
}
