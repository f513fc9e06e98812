//! The identity of a contract: a name that all its versions share, and a number.

use std::fmt;

/// A contract's name and version, `orders.placed@2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// What all its versions are called.
    pub name: String,
    /// Which version it is, from 1.
    pub version: u32,
}

impl Id {
    /// Reads `name@2`.
    pub fn parse(text: &str) -> Option<Id> {
        let (name, version) = text.rsplit_once('@')?;
        let version = version.parse().ok().filter(|version| *version > 0)?;
        is_name(name).then(|| Id {
            name: name.to_owned(),
            version,
        })
    }

    /// Whether it is a later version of the same contract.
    pub fn is_later_than(&self, other: &Id) -> bool {
        self.name == other.name && self.version > other.version
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}@{}", self.name, self.version)
    }
}

/// Whether a text can name a contract: names are names of directories, too, on every system.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !text.ends_with('.')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

/// The subject without its version, and that version: `orders.v2.placed` is `orders.placed` in version 2.
pub(super) fn of_subject(subject: &str) -> (String, Option<u32>) {
    let version = |token: &str| token.strip_prefix('v')?.parse::<u32>().ok();
    let versions: Vec<u32> = subject.split('.').filter_map(version).collect();
    match versions[..] {
        [number] => {
            let rest: Vec<&str> = subject
                .split('.')
                .filter(|token| version(token).is_none())
                .collect();
            (rest.join("."), Some(number))
        }
        _ => (subject.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::{Id, is_name, of_subject};

    #[test]
    fn identities_are_read_as_they_are_written() {
        let id = Id::parse("orders.placed@12").unwrap();
        assert_eq!(
            (id.to_string().as_str(), id.version),
            ("orders.placed@12", 12)
        );
        for wrong in ["orders.placed", "@1", "orders@0", "orders@x", "../x@1"] {
            assert_eq!(Id::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_subject_says_its_version() {
        let of = |subject| of_subject(subject);
        assert_eq!(
            of("orders.v2.placed"),
            ("orders.placed".to_owned(), Some(2))
        );
        assert_eq!(of("orders.placed"), ("orders.placed".to_owned(), None));
        assert_eq!(of("v1.orders.v2"), ("v1.orders.v2".to_owned(), None));
        assert_eq!(of("orders.vat"), ("orders.vat".to_owned(), None));
    }

    #[test]
    fn names_are_names_of_directories() {
        for name in ["orders.placed", "Order-2", "a_b"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", ".hidden", "a/b", "orders.*", "orders.>", "a b", "a."] {
            assert!(!is_name(name), "{name}");
        }
    }
}
