//! Where policies are, and which files there are what.

use super::documents::Parser;

/// The directory of policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its path from the workspace root.
    pub directory: String,
}

impl Place {
    /// The directory, unless it is said.
    pub const USUAL: &str = "policy";

    /// That of a path, as it is written.
    pub fn new(path: &str) -> Place {
        Place {
            directory: path.trim_end_matches('/').to_owned(),
        }
    }

    /// The path of a file from the directory of policies, if it is in there.
    pub fn inside<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.directory.as_str())?
            .strip_prefix('/')
    }

    /// Whether a file is there to try policies on.
    pub fn is_fixture(&self, path: &str) -> bool {
        self.inside(path)
            .is_some_and(|path| path.starts_with("testdata/"))
    }

    /// Whether a file is a module of policies.
    pub fn is_module(&self, path: &str) -> bool {
        path.ends_with(".rego") && self.inside(path).is_some() && !self.is_fixture(path)
    }

    /// What policies can look up in a file: the directory that it is in, from that of policies, and how it is read.
    pub fn data<'p>(&self, path: &'p str) -> Option<(&'p str, Parser)> {
        let inside = self.inside(path).filter(|_| !self.is_fixture(path))?;
        let (directory, name) = inside.rsplit_once('/').unwrap_or(("", inside));
        let parser = Parser::of(name).filter(|_| name.starts_with("data."))?;
        Some((directory, parser))
    }
}
