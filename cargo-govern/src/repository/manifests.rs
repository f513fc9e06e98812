//! What the manifests of the workspace declare, as written: dependencies with where they come from, and licences.

use std::ops::Range;

use govern_diagnostics::{FileId, Span};
use govern_workspace::{Package, TargetKind, Workspace};
use text_size::{TextRange, TextSize};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What the manifests of a workspace declare.
#[derive(Debug, Default)]
pub struct Manifests {
    /// All dependencies, in the order of manifests and places.
    pub dependencies: Vec<Declared>,
    /// The members.
    pub members: Vec<Member>,
    /// How many manifests were read.
    pub read: usize,
}

/// A declaration of a dependency.
#[derive(Debug, Clone)]
pub struct Declared {
    /// What the manifest calls it.
    pub key: String,
    /// What the package is called where it comes from.
    pub package: String,
    /// Where its key stands.
    pub place: Span,
    /// The member that depends on it; none in `[workspace.dependencies]` and `[patch]`.
    pub member: Option<usize>,
    /// Whether it is in `[patch]`.
    pub patch: bool,
    /// The versions that it may have, and where that is written.
    pub requirement: Option<(String, Span)>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a dependency comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A registry.
    Registry,
    /// A directory, perhaps with a registry for those who have it from one.
    Path,
    /// A git repository.
    Git(Git),
    /// `[workspace.dependencies]` says it.
    Workspace,
}

/// A git repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Git {
    /// Its address.
    pub url: String,
    /// `branch`.
    pub branch: Option<String>,
    /// `tag`.
    pub tag: Option<String>,
    /// `rev`.
    pub rev: Option<String>,
}

/// A member of the workspace.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its manifest.
    pub manifest: FileId,
    /// Where its name stands.
    pub place: Span,
    /// Whether somebody could publish it as a library: that needs a description and a licence.
    pub library_for_others: bool,
    /// Whether it has a program.
    pub program: bool,
    /// Whether it may be published.
    pub published: bool,
    /// `license`, and where it stands.
    pub license: Option<(String, Span)>,
    /// Whether it has a `license-file`.
    pub license_file: bool,
}

type Table<'i> = DeTable<'i>;
type Value<'i> = Spanned<DeValue<'i>>;

/// One manifest while it is read.
struct Reader<'w> {
    file: FileId,
    member: Option<usize>,
    found: &'w mut Vec<Declared>,
}

impl Manifests {
    /// Reads the manifests of the members and of the root. Those that loading could not read are no members.
    pub fn new(workspace: &Workspace) -> Manifests {
        let mut manifests = Manifests::default();
        let root_text = workspace.text(workspace.manifest()).ok();
        let root = root_text
            .as_ref()
            .and_then(|text| DeTable::parse(text).ok());
        let shared = root.as_ref().and_then(|table| {
            let workspace = table_of(table.get_ref(), "workspace")?;
            Some((workspace, workspace_package(workspace)))
        });
        for package in workspace.packages() {
            let Ok(text) = workspace.text(package.manifest) else {
                continue;
            };
            let Ok(document) = DeTable::parse(&text) else {
                continue;
            };
            let table = document.get_ref();
            let inherited = shared.and_then(|(_, package)| package);
            let member = manifests.members.len();
            let place = (package.manifest, workspace.manifest());
            let described = describe(package, table, inherited, place);
            manifests.members.push(described);
            let mut reader = Reader {
                file: package.manifest,
                member: Some(member),
                found: &mut manifests.dependencies,
            };
            reader.package(table);
            manifests.read += 1;
        }
        if let Some(root) = &root {
            let mut reader = Reader {
                file: workspace.manifest(),
                member: None,
                found: &mut manifests.dependencies,
            };
            if let Some((table, _)) = shared {
                reader.section(table, "dependencies", false);
            }
            for (_, value) in table_of(root.get_ref(), "patch").into_iter().flatten() {
                if let Some(patches) = value.get_ref().as_table() {
                    reader.dependencies(patches, true);
                }
            }
            if !workspace
                .packages()
                .iter()
                .any(|it| it.manifest == workspace.manifest())
            {
                manifests.read += 1;
            }
        }
        manifests
    }

    /// Dependencies that are said to come from a registry, each at every place where that is written.
    pub fn from_registries(&self) -> impl Iterator<Item = &Declared> {
        let found = self.dependencies.iter();
        found.filter(|it| it.origin == Origin::Registry && !it.patch)
    }
}

impl Reader<'_> {
    fn package(&mut self, table: &Table<'_>) {
        self.sections(table);
        for (_, value) in table_of(table, "target").into_iter().flatten() {
            if let Some(target) = value.get_ref().as_table() {
                self.sections(target);
            }
        }
    }

    fn sections(&mut self, table: &Table<'_>) {
        for name in [
            "dependencies",
            "dev-dependencies",
            "dev_dependencies",
            "build-dependencies",
            "build_dependencies",
        ] {
            self.section(table, name, false);
        }
    }

    fn section(&mut self, table: &Table<'_>, name: &str, patch: bool) {
        if let Some(dependencies) = table_of(table, name) {
            self.dependencies(dependencies, patch);
        }
    }

    fn dependencies(&mut self, dependencies: &Table<'_>, patch: bool) {
        for (key, value) in dependencies {
            let place = span(self.file, key.span());
            let at = |value: &Value<'_>| {
                Some((
                    value.get_ref().as_str()?.to_owned(),
                    span(self.file, value.span()),
                ))
            };
            let (package, requirement, origin) = match value.get_ref() {
                DeValue::Table(table) => {
                    let text = |name: &str| Some(table.get(name)?.get_ref().as_str()?.to_owned());
                    let inherited = table
                        .get("workspace")
                        .is_some_and(|it| it.get_ref().as_bool() == Some(true));
                    let origin = if inherited {
                        Origin::Workspace
                    } else if let Some(url) = text("git") {
                        Origin::Git(Git {
                            url,
                            branch: text("branch"),
                            tag: text("tag"),
                            rev: text("rev"),
                        })
                    } else if table.contains_key("path") {
                        Origin::Path
                    } else {
                        Origin::Registry
                    };
                    (text("package"), table.get("version").and_then(at), origin)
                }
                _ => (None, at(value), Origin::Registry),
            };
            let key = key.get_ref().to_string();
            self.found.push(Declared {
                package: package.unwrap_or_else(|| key.clone()),
                key,
                place,
                member: self.member,
                patch,
                requirement,
                origin,
            });
        }
    }
}

fn describe(
    package: &Package,
    table: &Table<'_>,
    shared: Option<&Table<'_>>,
    (file, root): (FileId, FileId),
) -> Member {
    let own = table_of(table, "package");
    let value = |name: &str| {
        let value = own?.get(name)?;
        let inherits = value
            .get_ref()
            .as_table()
            .and_then(|it| it.get("workspace"));
        match inherits {
            Some(_) => Some((shared?.get(name)?, root)),
            None => Some((value, file)),
        }
    };
    let license = value("license").and_then(|(value, file)| {
        Some((
            value.get_ref().as_str()?.to_owned(),
            span(file, value.span()),
        ))
    });
    let license_file = value("license-file").is_some();
    let described = value("description").is_some() && (license.is_some() || license_file);
    let program = |kind: TargetKind| kind == TargetKind::Bin;
    Member {
        name: package.name.clone(),
        version: package.version.clone(),
        manifest: package.manifest,
        place: package.name_span.unwrap_or(Span::start_of(file)),
        library_for_others: package.published && described && package.library().is_some(),
        program: package.targets.iter().any(|target| program(target.kind)),
        published: package.published,
        license,
        license_file,
    }
}

fn table_of<'t, 'i>(table: &'t Table<'i>, name: &str) -> Option<&'t Table<'i>> {
    table.get(name)?.get_ref().as_table()
}

fn workspace_package<'t, 'i>(workspace: &'t Table<'i>) -> Option<&'t Table<'i>> {
    table_of(workspace, "package")
}

pub(super) fn span(file: FileId, range: Range<usize>) -> Span {
    let at = |offset: usize| TextSize::try_from(offset).unwrap_or(TextSize::new(u32::MAX));
    Span::new(file, TextRange::new(at(range.start), at(range.end)))
}
