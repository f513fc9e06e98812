//! `Cargo.lock`: which versions cargo chose, read as it is written.

use govern_diagnostics::{FileId, Span};
use toml::de::{DeTable, DeValue};

use super::manifests::span;

/// A lock file.
#[derive(Debug, Default)]
pub struct Lock {
    /// Its packages, in their order.
    pub packages: Vec<Locked>,
}

/// A package of a lock file.
#[derive(Debug)]
pub struct Locked {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Where it comes from; none for what lies in the workspace or beside it.
    pub source: Option<String>,
    /// Where its name stands.
    pub place: Span,
    /// What it depends on, as written: a name, with a version and a source where the name alone is not enough.
    pub dependencies: Vec<String>,
}

impl Lock {
    /// Reads one; none if it is not TOML, or not of the form that cargo writes.
    pub fn read(file: FileId, text: &str) -> Option<Lock> {
        let document = DeTable::parse(text).ok()?;
        let Some(packages) = document.get_ref().get("package") else {
            // That of a workspace that depends on nothing, and has no package.
            return Some(Lock::default());
        };
        let packages = packages.get_ref().as_array()?.iter();
        let package = |value: &toml::Spanned<DeValue<'_>>| {
            let table = value.get_ref().as_table()?;
            let text = |name: &str| Some(table.get(name)?.get_ref().as_str()?.to_owned());
            let list = table.get("dependencies");
            let list = list.and_then(|it| it.get_ref().as_array()).into_iter();
            let list = list.flatten().filter_map(|it| it.get_ref().as_str());
            Some(Locked {
                name: text("name")?,
                version: text("version")?,
                source: text("source"),
                place: span(file, table.get("name")?.span()),
                dependencies: list.map(str::to_owned).collect(),
            })
        };
        let packages = packages.map(package).collect::<Option<Vec<Locked>>>()?;
        Some(Lock { packages })
    }

    /// The packages of this name.
    pub fn named<'l>(&'l self, name: &'l str) -> impl Iterator<Item = &'l Locked> {
        self.packages.iter().filter(move |it| it.name == name)
    }

    /// The packages of a name that a package depends on.
    pub fn used<'l>(&'l self, by: &'l Locked, name: &'l str) -> impl Iterator<Item = &'l Locked> {
        self.named(name).filter(move |package| {
            by.dependencies.iter().any(|written| {
                let mut parts = written.split(' ');
                parts.next() == Some(name)
                    && parts.next().is_none_or(|it| it == package.version)
                    && parts.next().is_none_or(|it| {
                        let it = it.trim_matches(['(', ')']);
                        package
                            .source
                            .as_deref()
                            .is_some_and(|source| same(source, it))
                    })
            })
        })
    }
}

/// Whether two sources are one: in a package, one of git has its commit behind it.
fn same(source: &str, written: &str) -> bool {
    source == written || source.split('#').next() == written.split('#').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_exact_as_they_have_to_be() {
        let text = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\
            dependencies = [\"b 2.0.0\", \"c\", \"d 1.0.0 (git+https://x?rev=1)\"]\n\
            [[package]]\nname = \"b\"\nversion = \"1.0.0\"\n[[package]]\nname = \"b\"\nversion = \"2.0.0\"\n\
            [[package]]\nname = \"c\"\nversion = \"3.0.0\"\n\
            [[package]]\nname = \"d\"\nversion = \"1.0.0\"\nsource = \"git+https://x?rev=1#abc\"\n\
            [[package]]\nname = \"d\"\nversion = \"1.0.0\"\nsource = \"registry+https://y\"\n";
        let lock = Lock::read(FileId(0), text).expect("a lock file");
        let used = |name: &'static str| -> Vec<(&str, Option<&str>)> {
            let used = lock.used(&lock.packages[0], name);
            used.map(|it| (it.version.as_str(), it.source.as_deref()))
                .collect()
        };
        assert_eq!(used("b"), [("2.0.0", None)]);
        assert_eq!(used("c"), [("3.0.0", None)]);
        assert_eq!(used("d"), [("1.0.0", Some("git+https://x?rev=1#abc"))]);
        assert_eq!(used("e"), []);
        assert!(Lock::read(FileId(0), "package = 1\n").is_none());
        assert!(Lock::read(FileId(0), "<<<<<<<\n").is_none());
    }
}
