//! Selectors: which crates, modules and files a layer consists of, and which of several selectors decides.

use globset::{GlobBuilder, GlobMatcher};
use govern_diagnostics::Span;

use crate::policy::pattern::Pattern;

/// A selector: it selects crates, modules or files, with all modules inside them.
#[derive(Debug, Clone)]
pub struct Selector {
    /// What it says, as written.
    pub text: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// Whether it comes from a preset.
    pub preset: bool,
    what: Selects,
}

#[derive(Debug, Clone)]
enum Selects {
    Crates(Pattern),
    Modules(Pattern),
    Files(GlobMatcher),
}

/// What a selector is compared with: a module.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The package.
    pub package: &'a str,
    /// The crate's name in code.
    pub krate: &'a str,
    /// The module's path in segments, the crate first.
    pub path: &'a [&'a str],
    /// Its file, relative to the workspace root.
    pub file: &'a str,
    /// The file of the module around it.
    pub parent_file: Option<&'a str>,
    /// Whether the project has put the crate around it into a layer by its name: then no preset looks into it.
    pub settled: bool,
}

impl Selector {
    /// Selects packages, by their name or that of one of their crates.
    pub fn crates(text: &str, span: Option<Span>) -> Result<Selector, String> {
        let pattern = Pattern::parse(text)?;
        if pattern.segments() > 1 {
            return Err(
                "a crate has a name of one segment; modules are selected by `modules`".to_owned(),
            );
        }
        Ok(Selector::new(text, span, Selects::Crates(pattern)))
    }

    /// Selects modules.
    pub fn modules(text: &str, span: Option<Span>) -> Result<Selector, String> {
        if text.starts_with("crate::") {
            return Err("a module is selected by its full path: it begins with the name of its crate, or with `**::`".to_owned());
        }
        Ok(Selector::new(
            text,
            span,
            Selects::Modules(Pattern::parse(text)?),
        ))
    }

    /// Selects files.
    pub fn files(text: &str, span: Option<Span>) -> Result<Selector, String> {
        let text_without_dot = text.strip_prefix("./").unwrap_or(text);
        if text_without_dot.is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        let glob = GlobBuilder::new(text_without_dot)
            .literal_separator(true)
            .build()
            .map_err(|error| error.kind().to_string())?;
        Ok(Selector::new(
            text,
            span,
            Selects::Files(glob.compile_matcher()),
        ))
    }

    fn new(text: &str, span: Option<Span>, what: Selects) -> Selector {
        Selector {
            text: text.to_owned(),
            span,
            preset: false,
            what,
        }
    }

    /// What it selects, in a word.
    pub fn kind(&self) -> &'static str {
        match self.what {
            Selects::Crates(_) => "crate",
            Selects::Modules(_) => "module",
            Selects::Files(_) => "file",
        }
    }

    /// Whether it selects this module as itself, not only as part of something that it selects.
    pub fn selects(&self, candidate: Candidate<'_>) -> bool {
        if self.preset && candidate.settled {
            return false;
        }
        match &self.what {
            Selects::Crates(pattern) => {
                let named = |name: &str| pattern.matches(&[name.replace('-', "_").as_str()]);
                candidate.path.len() == 1 && (named(candidate.package) || named(candidate.krate))
            }
            Selects::Modules(pattern) => pattern.matches(candidate.path),
            Selects::Files(glob) => {
                let inside = candidate
                    .parent_file
                    .is_some_and(|parent| glob.is_match(parent));
                !inside && glob.is_match(candidate.file)
            }
        }
    }

    /// Whether it selects a package by its name or that of its library.
    pub fn selects_package(&self, package: &str, library: &str) -> bool {
        self.selects(Candidate {
            package,
            krate: library,
            path: &[library],
            file: "",
            parent_file: None,
            settled: false,
        })
    }

    /// Whether this one decides over `other`, when both select the same module.
    ///
    /// What the project says decides over the preset; of two of one kind, one decides over another that selects all that it
    /// selects, and more; of two kinds, the one without wildcards.
    pub fn outranks(&self, other: &Selector) -> bool {
        if self.preset != other.preset {
            return other.preset;
        }
        match (&self.what, &other.what) {
            (Selects::Crates(a), Selects::Crates(b))
            | (Selects::Modules(a), Selects::Modules(b)) => b.covers(a) && !a.covers(b),
            (Selects::Files(a), Selects::Files(b)) => {
                let covers = |a: &GlobMatcher, b: &GlobMatcher| a.is_match(b.glob().glob());
                covers(b, a) && !covers(a, b)
            }
            (a, b) => a.is_exact() && !b.is_exact(),
        }
    }
}

impl Selects {
    fn is_exact(&self) -> bool {
        match self {
            Selects::Crates(pattern) | Selects::Modules(pattern) => pattern.is_exact(),
            Selects::Files(glob) => {
                let text = glob.glob().glob();
                // At the end it says only that what is inside belongs to it.
                let text = text.strip_suffix("/**").unwrap_or(text);
                !text.contains(['*', '?', '[', '{'])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate<'a>(
        path: &'a [&'a str],
        file: &'a str,
        parent_file: Option<&'a str>,
    ) -> Candidate<'a> {
        Candidate {
            package: "orders-core",
            krate: path[0],
            path,
            file,
            parent_file,
            settled: false,
        }
    }

    #[test]
    fn a_crate_is_selected_by_its_package_or_its_own_name() {
        let root = candidate(&["orders"], "src/lib.rs", None);
        assert!(Selector::crates("orders-core", None).unwrap().selects(root));
        assert!(Selector::crates("orders_core", None).unwrap().selects(root));
        assert!(Selector::crates("orders", None).unwrap().selects(root));
        assert!(!Selector::crates("core", None).unwrap().selects(root));
        let inside = candidate(&["orders", "domain"], "src/domain.rs", Some("src/lib.rs"));
        assert!(!Selector::crates("orders", None).unwrap().selects(inside));
        assert!(Selector::crates("a::b", None).is_err());
    }

    #[test]
    fn a_file_selector_selects_where_its_files_begin() {
        let files = Selector::files("src/domain/**", None).unwrap();
        let domain = candidate(
            &["orders", "domain"],
            "src/domain/mod.rs",
            Some("src/lib.rs"),
        );
        let order = candidate(
            &["orders", "domain", "order"],
            "src/domain/order.rs",
            Some("src/domain/mod.rs"),
        );
        assert!(files.selects(domain));
        assert!(!files.selects(order));
        assert!(!Selector::files("src/*", None).unwrap().selects(domain));
        assert!(Selector::files("src/[", None).is_err());
    }

    #[test]
    fn narrower_selectors_decide() {
        let modules = |text| Selector::modules(text, None).unwrap();
        let files = |text| Selector::files(text, None).unwrap();
        assert!(modules("orders::domain").outranks(&modules("**::domain")));
        assert!(!modules("**::domain").outranks(&modules("orders::domain")));
        assert!(files("src/domain/**").outranks(&files("src/**")));
        assert!(files("src/domain/**").outranks(&modules("**::domain")));
        assert!(!files("**/domain/**").outranks(&modules("**::domain")));
        assert!(!modules("*::a").outranks(&modules("orders::*")));
        let preset = Selector {
            preset: true,
            ..modules("orders::domain")
        };
        assert!(modules("**::domain").outranks(&preset));
        assert!(!preset.outranks(&modules("**::domain")));
    }

    #[test]
    fn a_path_from_crate_is_refused() {
        assert!(Selector::modules("crate::domain", None).is_err());
    }
}
