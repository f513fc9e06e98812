//! Parts of a workspace: where a rule looks, and where it does not.

use globset::GlobMatcher;
use govern_diagnostics::Span;

/// What an area is asked about: code in one file.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The packages that the file belongs to.
    pub packages: &'a [String],
    /// Its path from the workspace root.
    pub file: &'a str,
    /// The layer of `[archcheck]` that the code is in.
    pub layer: Option<&'a str>,
}

/// Where a rule looks.
#[derive(Debug)]
pub struct Reach {
    /// Only there; everywhere, if it is not given.
    pub only: Option<Area>,
    /// Not there.
    pub except: Option<Area>,
}

/// Part of a workspace: what any of the lists names.
#[derive(Debug)]
pub struct Area {
    /// Packages by name.
    pub crates: Vec<Selector>,
    /// Files by path.
    pub files: Vec<Selector>,
    /// Layers.
    pub layers: Vec<LayerName>,
}

/// The name of a layer.
#[derive(Debug)]
pub struct LayerName {
    /// As written.
    pub name: String,
    /// Where.
    pub span: Option<Span>,
}

/// A glob of the configuration.
#[derive(Debug)]
pub struct Selector {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Option<Span>,
    /// What it matches.
    pub matcher: GlobMatcher,
}

impl Reach {
    /// Whether the rule looks there.
    pub fn contains(&self, place: Place<'_>) -> bool {
        self.only.as_ref().is_none_or(|area| area.contains(place))
            && !self
                .except
                .as_ref()
                .is_some_and(|area| area.contains(place))
    }

    /// The layers that it names.
    pub fn layers(&self) -> impl Iterator<Item = &LayerName> {
        let areas = self.only.iter().chain(&self.except);
        areas.flat_map(|area| &area.layers)
    }

    /// Its globs, each with what it selects and how many of these places it does.
    pub fn selectors<'s>(
        &'s self,
        places: &'s [Place<'s>],
    ) -> impl Iterator<Item = (&'s Selector, &'static str, usize)> {
        self.only.iter().chain(&self.except).flat_map(move |area| {
            let crates = area.crates.iter().map(|selector| {
                let selected = places
                    .iter()
                    .filter(|place| selector.is_package_of(**place));
                (selector, "package", selected.count())
            });
            let files = area.files.iter().map(|selector| {
                let selected = places.iter().filter(|place| selector.matches(place.file));
                (selector, "file", selected.count())
            });
            crates.chain(files)
        })
    }
}

impl Area {
    fn contains(&self, place: Place<'_>) -> bool {
        let is_layer = |layer: &LayerName| place.layer == Some(layer.name.as_str());
        self.files.iter().any(|glob| glob.matches(place.file))
            || self.crates.iter().any(|glob| glob.is_package_of(place))
            || self.layers.iter().any(is_layer)
    }
}

impl Selector {
    /// Whether it selects this path or name.
    pub fn matches(&self, subject: &str) -> bool {
        self.matcher.is_match(subject)
    }

    fn is_package_of(&self, place: Place<'_>) -> bool {
        place.packages.iter().any(|package| self.matches(package))
    }
}
