//! Versions of packages, as far as they say what may break.

use std::fmt;

/// A version without what comes behind its three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version([u64; 3]);

impl Version {
    /// Reads `1.2.3`; what comes behind `-` or `+` does not count.
    pub(crate) fn parse(text: &str) -> Option<Version> {
        let numbers = text.split(['-', '+']).next()?;
        let mut read = numbers.split('.').map(|number| number.parse().ok());
        let version = [read.next()??, read.next()??, read.next()??];
        read.next().is_none().then_some(Version(version))
    }

    /// The version that a heading of a changelog names: `## [1.2.0] - 2026-06-15`, `## v1.2.0`.
    pub(crate) fn in_heading(heading: &str) -> Option<Version> {
        heading
            .split(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ':'))
            .find_map(|word| Version::parse(word.trim_start_matches('v')))
    }

    /// Whether who asks for the old version does not get this one.
    pub(crate) fn breaks(self, old: Version) -> bool {
        self > old && self.kept() != old.kept()
    }

    /// The next one that may break.
    pub(crate) fn next_breaking(self) -> Version {
        let [major, minor, patch] = self.0;
        Version(match (major, minor) {
            (0, 0) => [0, 0, patch + 1],
            (0, _) => [0, minor + 1, 0],
            _ => [major + 1, 0, 0],
        })
    }

    /// The next one that has something more.
    pub(crate) fn next_compatible(self) -> Version {
        let [major, minor, patch] = self.0;
        Version(match major {
            0 => [0, minor, patch + 1],
            _ => [major, minor + 1, 0],
        })
    }

    /// Its three numbers.
    pub(crate) fn numbers(self) -> [u64; 3] {
        self.0
    }

    /// The numbers that stay the same as long as nothing breaks.
    fn kept(self) -> [u64; 3] {
        match self.0 {
            [0, 0, patch] => [0, 0, patch],
            [0, minor, _] => [0, minor, 0],
            [major, ..] => [major, 0, 0],
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn the_first_number_that_is_not_zero_breaks() {
        for (old, new, breaks) in [
            ("1.2.3", "2.0.0", true),
            ("1.2.3", "1.3.0", false),
            ("0.1.2", "0.2.0", true),
            ("0.1.2", "0.1.3", false),
            ("0.1.2", "1.0.0", true),
            ("0.0.1", "0.0.2", true),
            ("2.0.0", "1.0.0", false),
            ("2.0.0", "2.0.0", false),
        ] {
            assert_eq!(version(new).breaks(version(old)), breaks, "{old} {new}");
        }
        assert_eq!(version("0.1.2").next_breaking().to_string(), "0.2.0");
        assert_eq!(version("0.1.2").next_compatible().to_string(), "0.1.3");
        assert_eq!(version("1.1.2").next_breaking().to_string(), "2.0.0");
        assert_eq!(version("1.1.2").next_compatible().to_string(), "1.2.0");
    }

    #[test]
    fn headings_name_versions() {
        for heading in ["1.2.0", "[1.2.0] - 2026-06-15", "v1.2.0 (June)"] {
            assert_eq!(
                Version::in_heading(heading),
                Version::parse("1.2.0"),
                "{heading}"
            );
        }
        assert_eq!(Version::in_heading("Unreleased"), None);
        assert_eq!(Version::parse("1.2"), None);
        assert_eq!(Version::parse("1.2.3-rc.1"), Version::parse("1.2.3"));
    }
}
