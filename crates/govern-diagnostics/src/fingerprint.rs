//! The identity of diagnostics across runs: rule and key, never lines.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::{Code, Diagnostic};

/// Gives every diagnostic of a report its fingerprint; those that share code and key are numbered in their order.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints<'d> {
    seen: BTreeMap<(Code, &'d str), u32>,
}

impl<'d> Fingerprints<'d> {
    pub(crate) fn of(&mut self, diagnostic: &'d Diagnostic) -> String {
        let seen = self
            .seen
            .entry((diagnostic.code, &diagnostic.key))
            .or_default();
        *seen += 1;
        // A byte that is in no name keeps code and key apart.
        let hash = xxh3_128(format!("{}\0{}", diagnostic.code, diagnostic.key).as_bytes());
        format!("{hash:032x}:{seen}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Severity;

    #[test]
    fn a_fingerprint_knows_code_and_key_and_nothing_else() {
        let code = Code::Rule {
            gate: "archcheck",
            name: "layer_violation",
        };
        let first = Diagnostic {
            key: "a -> b".to_owned(),
            ..Diagnostic::new(code, Severity::Error, "one text")
        };
        let again = Diagnostic {
            key: "a -> b".to_owned(),
            ..Diagnostic::new(code, Severity::Warning, "another")
        };
        let other = Diagnostic {
            key: "a -> c".to_owned(),
            ..Diagnostic::new(code, Severity::Error, "one text")
        };
        // The value is stored in other people's systems: it must not change.
        assert_eq!(
            Fingerprints::default().of(&first),
            "34642cabec0ed6e494d31a0cd268ab1d:1"
        );
        let mut fingerprints = Fingerprints::default();
        let (a, b, c) = (
            fingerprints.of(&first),
            fingerprints.of(&again),
            fingerprints.of(&other),
        );
        assert_eq!(a.split(':').next(), b.split(':').next());
        assert!(a.ends_with(":1") && b.ends_with(":2") && c.ends_with(":1"));
        assert_ne!(a, c);
    }
}
