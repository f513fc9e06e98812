//! How code in one module names what is in another, or in an external crate.

use std::collections::BTreeSet;

use govern_facts::{Edition, Visibility};
use govern_names::CrateKind;
use govern_workspace::DependencyKind;
use toml_edit::DocumentMut;

use super::{draft::Draft, nest::Nest};
use crate::model::architecture::{ModuleRow, PackageRow};

/// How code in one module can name another; the first is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// They are in one crate.
    Own,
    /// The package depends on it, or it is its own library.
    Linked,
    /// The package could depend on it.
    Possible,
}

impl<'n> Nest<'n> {
    /// How code in one module can name another; none if it cannot.
    pub(super) fn way(&self, from: ModuleRow, to: ModuleRow) -> Option<Way> {
        if self.root(from) == self.root(to) {
            return Some(Way::Own);
        }
        let (here, there) = (self.architecture.module(from), self.architecture.module(to));
        if there.target != CrateKind::Lib || !self.knows_crates(here.package) {
            return None;
        }
        if here.package == there.package {
            return (here.target == CrateKind::Bin).then_some(Way::Linked);
        }
        if self.link(here.package, there.package).is_some() {
            return Some(Way::Linked);
        }
        // Cargo refuses packages that depend on each other.
        let is_possible = !self.reaches(there.package, here.package);
        is_possible.then_some(Way::Possible)
    }

    /// What code of a package calls another that it depends on.
    pub(super) fn link(&self, from: PackageRow, to: PackageRow) -> Option<&'n str> {
        let mut links = self.architecture.links.iter();
        let link = links.find(|link| {
            link.from == from && link.to == to && link.kinds.contains_key(&DependencyKind::Normal)
        });
        link.map(|link| link.name.as_str())
    }

    /// Whether a package depends on another, also over others, other than for its tests.
    pub(super) fn reaches(&self, from: PackageRow, to: PackageRow) -> bool {
        let mut seen = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(row) = open.pop() {
            let links = self.architecture.links.iter();
            let links = links.filter(|link| link.from == row);
            let built = links.filter(|link| {
                let mut kinds = link.kinds.keys();
                kinds.any(|kind| *kind != DependencyKind::Development)
            });
            open.extend(built.map(|link| link.to).filter(|&to| seen.insert(to)));
        }
        seen.contains(&to)
    }

    /// Whether code in one module can name another, and all modules on the way to it.
    pub(super) fn can_name(&self, from: ModuleRow, to: ModuleRow) -> bool {
        self.way(from, to).is_some() && self.is_visible(from, to)
    }

    /// The names under which modules re-export something for everybody.
    pub(super) fn exports(&self, item: &str) -> impl Iterator<Item = (ModuleRow, String)> {
        let uses = self.architecture.uses.iter();
        uses.filter(move |place| {
            place.import.is_some() && self.architecture.text(place.item) == item
        })
        .filter_map(|place| {
            let facts = self.workspace.facts(place.span.file)?;
            let mut imports = facts.imports.iter();
            let import = imports.find(|import| {
                let is_it = import.extent.range() == place.span.range && !import.glob;
                is_it && import.visibility == Visibility::Public
            })?;
            Some((place.from, facts.text(import.name).to_owned()))
        })
    }

    /// Whether all modules on the way from one to another can be seen from there.
    pub(super) fn is_visible(&self, from: ModuleRow, to: ModuleRow) -> bool {
        let own: BTreeSet<ModuleRow> = self.around(from).collect();
        let same_crate = self.root(from) == self.root(to);
        let mut hidden = self
            .around(to)
            .filter(|row| !own.contains(row))
            .filter(|&row| {
                let Some(item) = self.declaration(row) else {
                    return false;
                };
                let parent = self.architecture.module(row).parent;
                match item.visibility {
                    Visibility::Public => false,
                    Visibility::Crate => !same_crate,
                    Visibility::Inherited | Visibility::Restricted(_) => {
                        parent.is_none_or(|parent| !own.contains(&parent))
                    }
                }
            });
        hidden.next().is_none()
    }

    /// The path by which code in one module names another; what the manifest has to say for that is added.
    pub(super) fn path(&self, draft: &mut Draft, from: ModuleRow, to: ModuleRow) -> Option<String> {
        let (here, there) = (self.architecture.module(from), self.architecture.module(to));
        let inside = there.path.split_once("::").map(|(_, inside)| inside);
        let head = match self.way(from, to)? {
            Way::Own if inside.is_none() => return Some("crate".to_owned()),
            Way::Own => "crate".to_owned(),
            Way::Linked => {
                let library = self.architecture.package(there.package).library.as_str();
                format!(
                    "::{}",
                    self.link(here.package, there.package).unwrap_or(library)
                )
            }
            Way::Possible => {
                let how = self.by_path(here.package, there.package);
                format!(
                    "::{}",
                    self.depend(draft, here.package, "dependencies", &how)?
                )
            }
        };
        Some(match inside {
            Some(inside) => format!("{head}::{inside}"),
            None => head,
        })
    }

    /// How a manifest says that its package depends on another member.
    pub(super) fn by_path(&self, from: PackageRow, to: PackageRow) -> String {
        let (from, to) = (
            self.architecture.package(from),
            self.architecture.package(to),
        );
        let up = from.directory.split('/').filter(|part| !part.is_empty());
        let up: String = up.map(|_| "../").collect();
        let place = format!("{up}{}", to.directory);
        let place = place.trim_end_matches('/');
        format!("package = \"{}\"\npath = \"{place}\"", to.name)
    }

    /// Lets a package depend on an external crate of its own, or on this one, and gives the name in code.
    pub(super) fn external(
        &self,
        draft: &mut Draft,
        row: ModuleRow,
        package: Option<&str>,
    ) -> Option<String> {
        let from = self.architecture.module(row).package;
        if !self.knows_crates(from) {
            return None;
        }
        let of = package.map(|package| format!("package = \"{package}\"\n"));
        let text = format!("{}version = \"1\"", of.unwrap_or_default());
        self.depend(draft, from, "dependencies", &text)
    }

    /// Adds a dependency to a manifest, and gives the name that it has in code.
    pub(super) fn depend(
        &self,
        draft: &mut Draft,
        package: PackageRow,
        table: &str,
        how: &str,
    ) -> Option<String> {
        // One defect may need several.
        let name = match draft.len() {
            0 => self.name(),
            count => format!("{}_{count}", self.name()),
        };
        let text = format!("[{table}.{}]\n{how}", name.replace('_', "-"));
        let package = self.package(package)?;
        let path = self.workspace.path(package.manifest);
        let before = self.workspace.read(path).ok()?.1;
        // What other tables there are is the manifest's business, as long as it can be read.
        format!("{before}\n{text}\n").parse::<DocumentMut>().ok()?;
        draft.insert(path, None, text);
        Some(name)
    }

    /// Whether code of a package can name other crates by `::name`.
    fn knows_crates(&self, row: PackageRow) -> bool {
        let package = self.package(row);
        package.is_some_and(|package| package.edition != Edition::E2015)
    }
}
