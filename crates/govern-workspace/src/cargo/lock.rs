//! Lock files: which versions of which packages there are, and what each of them depends on.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

/// How lock files name the registry whose sources we know where to find.
const REGISTRY: [&str; 2] = [
    "registry+https://github.com/rust-lang/crates.io-index",
    "sparse+https://index.crates.io/",
];

/// The packages of a lock file.
#[derive(Debug)]
pub(crate) struct Lock {
    /// In the order of the file.
    pub(super) packages: Vec<Locked>,
    by_name: BTreeMap<String, Vec<usize>>,
}

/// A package of a lock file.
#[derive(Debug)]
pub(super) struct Locked {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) source: Option<String>,
    /// `name`, or where there are several of it `name version` or `name version (source)`.
    pub(super) dependencies: Vec<String>,
}

impl Locked {
    /// Whether it comes from the registry whose sources we know where to find.
    pub(super) fn is_of_registry(&self) -> bool {
        let source = self.source.as_deref();
        source.is_some_and(|source| REGISTRY.contains(&source))
    }
}

impl Lock {
    /// Reads a lock file. None for what is none, or is of a version with other tables.
    pub(crate) fn parse(text: &str) -> Option<Lock> {
        let document = DeTable::parse(text).ok()?;
        let rows = document.get_ref().get("package")?.get_ref().as_array()?;
        let package = |row: &DeValue<'_>| {
            let table = row.as_table()?;
            let dependencies = table.get("dependencies");
            let dependencies = dependencies.and_then(|it| it.get_ref().as_array());
            let names = dependencies.into_iter().flatten();
            Some(Locked {
                name: text_of(table, "name")?,
                version: text_of(table, "version")?,
                source: text_of(table, "source"),
                dependencies: names
                    .filter_map(|it| Some(it.get_ref().as_str()?.to_owned()))
                    .collect(),
            })
        };
        let packages = rows.iter().map(|row| package(row.get_ref()));
        let packages: Vec<Locked> = packages.collect::<Option<_>>()?;
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, package) in packages.iter().enumerate() {
            by_name.entry(package.name.clone()).or_default().push(row);
        }
        Some(Lock { packages, by_name })
    }

    /// The rows of all versions of a package.
    pub(super) fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The row that an entry of `dependencies` means. None if it is none, or not exactly one.
    pub(super) fn meant(&self, dependency: &str) -> Option<usize> {
        let mut words = dependency.splitn(3, ' ');
        let name = words.next()?;
        let (version, source) = (words.next(), words.next());
        let fits = |&&row: &&usize| {
            let package = &self.packages[row];
            version.is_none_or(|version| version == package.version)
                && source.is_none_or(|source| {
                    let source = source.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
                    source == package.source.as_deref()
                })
        };
        let fitting: Vec<usize> = self.named(name).iter().filter(fits).copied().collect();
        let is_local = |row: &&usize| self.packages[**row].source.is_none();
        match &fitting[..] {
            [row] => Some(*row),
            // One that is here has no source that could be named.
            several if source.is_none() => {
                match several.iter().filter(is_local).collect::<Vec<_>>()[..] {
                    [row] => Some(*row),
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// A text of a table.
pub(super) fn text_of(table: &DeTable<'_>, key: &str) -> Option<String> {
    Some(table.get(key)?.get_ref().as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_means_one_package() {
        let text = r#"version = 4

[[package]]
name = "a"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "a"
version = "2.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "a"
version = "2.0.0"
source = "git+https://example.org/a#1234"

[[package]]
name = "b"
version = "0.1.0"

[[package]]
name = "b"
version = "0.1.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
"#;
        let lock = Lock::parse(text).unwrap();
        let registry = "(registry+https://github.com/rust-lang/crates.io-index)";
        assert_eq!(lock.meant("b 0.1.0"), Some(3));
        assert_eq!(lock.meant(&format!("b 0.1.0 {registry}")), Some(4));
        assert_eq!(lock.meant("a 1.0.0"), Some(0));
        assert_eq!(lock.meant(&format!("a 2.0.0 {registry}")), Some(1));
        // Several, and none.
        assert_eq!(lock.meant("a"), None);
        assert_eq!(lock.meant("a 2.0.0"), None);
        assert_eq!(lock.meant("a 3.0.0"), None);
        assert_eq!(lock.meant("c"), None);
        assert!(lock.packages[0].is_of_registry());
        assert!(!lock.packages[2].is_of_registry() && !lock.packages[3].is_of_registry());
    }
}
