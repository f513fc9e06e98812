//! Which breaks a version allows, as cargo reads versions.

use crate::lifecycle::version::Version;

/// What users of the old version are prepared for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Allowed {
    /// Nothing that breaks them.
    Patch,
    /// What comes with a minor version.
    Minor,
    /// Anything.
    Major,
}

/// What the step from one version to another allows. If there is none, the package is not released again yet, and it is the
/// smallest step that can come.
pub(super) fn allowed(old: &str, new: &str) -> Option<Allowed> {
    let (before, now) = (Version::parse(old)?, Version::parse(new)?);
    let without_build = |text: &'_ str| text.split('+').next().unwrap_or_default().to_owned();
    let (old, new) = (without_build(old), without_build(new));
    let ([major, minor, patch], now) = (before.numbers(), now.numbers());
    let is_pre_release = old.contains('-');
    Some(if old == new {
        match (is_pre_release, major, minor) {
            (true, ..) | (_, 0, 0) => Allowed::Major,
            (_, 0, _) => Allowed::Minor,
            _ => Allowed::Patch,
        }
    } else if now[0] != major {
        Allowed::Major
    } else if now[1] != minor {
        if major == 0 {
            Allowed::Major
        } else {
            Allowed::Minor
        }
    } else if now[2] != patch {
        match (major, minor) {
            (0, 0) => Allowed::Major,
            (0, _) => Allowed::Minor,
            _ => Allowed::Patch,
        }
    } else {
        // Only what is behind the numbers differs: a pre-release promises nothing.
        Allowed::Major
    })
}

#[cfg(test)]
mod tests {
    use super::{Allowed, allowed};

    #[test]
    fn versions_are_read_as_cargo_reads_them() {
        for (old, new, all) in [
            ("1.0.0", "1.0.0", Allowed::Patch),
            ("1.0.0", "1.0.1", Allowed::Patch),
            ("1.0.0", "1.1.0", Allowed::Minor),
            ("0.9.0", "1.0.0", Allowed::Major),
            ("0.1.0", "0.1.0", Allowed::Minor),
            ("0.1.0", "0.1.1", Allowed::Minor),
            ("0.1.0", "0.2.0", Allowed::Major),
            ("0.0.1", "0.0.1", Allowed::Major),
            ("0.0.1", "0.0.2", Allowed::Major),
            ("1.0.0-rc.1", "1.0.0-rc.1", Allowed::Major),
            ("1.0.0-rc.1", "1.0.0", Allowed::Major),
            ("1.0.0", "1.1.0-rc.1", Allowed::Minor),
            ("1.0.0+a", "1.0.0+b", Allowed::Patch),
        ] {
            assert_eq!(allowed(old, new), Some(all), "{old} {new}");
        }
        assert_eq!(allowed("unknown", "1.0.0"), None);
    }
}
