//! The packages of a lock file with what their manifests say.

use std::{collections::BTreeMap, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{
    Package as Told,
    semver::{Version, VersionReq},
};

use super::super::{
    lock::{Lock, Locked},
    registry::Sources,
    resolved,
};
use crate::{
    DependencyKind,
    describe::in_code,
    features::with_implicit,
    manifest::{BuildKey, Manifest, RawDependency},
};

/// Packages by row of the lock file, read when they are needed.
#[derive(Debug)]
pub(super) struct Packages<'l> {
    pub(super) lock: &'l Lock,
    sources: Sources,
    read: BTreeMap<usize, Package>,
}

/// A package.
#[derive(Debug)]
pub(super) struct Package {
    /// As cargo names it.
    pub(super) id: String,
    /// With those that optional dependencies stand for.
    pub(super) features: BTreeMap<String, Vec<String>>,
    pub(super) declared: Vec<Declared>,
    /// The name in code of its library. What has none cannot be depended on.
    pub(super) library: Option<String>,
    /// What only those have that are not members; of members cargo has told all.
    pub(super) foreign: Option<Foreign>,
}

/// What is said of a package of the registry.
#[derive(Debug)]
pub(super) struct Foreign {
    pub(super) manifest_path: Utf8PathBuf,
    pub(super) proc_macro: bool,
    /// The file of its library.
    pub(super) root: Utf8PathBuf,
    pub(super) build_script: Option<Utf8PathBuf>,
    pub(super) license: Option<String>,
    pub(super) license_file: Option<String>,
}

/// A dependency as it is declared.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) package: String,
    /// Its key in the manifest.
    pub(super) key: String,
    /// Whether the package is named beside the key, be it the same: then the key is the name in code.
    pub(super) is_renamed: bool,
    pub(super) req: VersionReq,
    pub(super) kind: DependencyKind,
    pub(super) optional: bool,
    pub(super) default_features: bool,
    pub(super) features: Vec<String>,
    pub(super) target: Option<String>,
    /// The row that it was locked to; none if it is in no build that was locked.
    pub(super) to: Option<usize>,
}

impl Package {
    pub(super) fn is_member(&self) -> bool {
        self.foreign.is_none()
    }
}

impl Declared {
    /// What it is called, if not as its library.
    pub(super) fn rename(&self) -> Option<&str> {
        self.is_renamed.then_some(&self.key)
    }
}

impl<'l> Packages<'l> {
    pub(super) fn new(lock: &'l Lock, sources: Sources) -> Self {
        Packages {
            lock,
            sources,
            read: BTreeMap::new(),
        }
    }

    /// A package that was read.
    pub(super) fn get(&self, row: usize) -> Option<&Package> {
        self.read.get(&row)
    }

    /// The rows of the members.
    pub(super) fn members(&self) -> impl Iterator<Item = usize> + use<> {
        let members = self.read.iter().filter(|(_, package)| package.is_member());
        let rows: Vec<usize> = members.map(|(row, _)| *row).collect();
        rows.into_iter()
    }

    /// Adds a member as cargo describes it. None if the lock file knows it otherwise.
    pub(super) fn add_member(&mut self, told: &Told) -> Option<()> {
        let rows = self.lock.named(told.name.as_str()).iter().copied();
        let mut rows = rows.filter(|&row| self.lock.packages[row].source.is_none());
        let row = rows.next()?;
        if rows.next().is_some() || self.lock.packages[row].version != told.version.to_string() {
            return None;
        }
        let declared = told.dependencies.iter().map(|declared| {
            let is_local = declared.path.is_some();
            // Git, and registries with names.
            if declared.source.is_none() != is_local || declared.registry.is_some() {
                return None;
            }
            Some(self.locked(
                row,
                is_local,
                Declared {
                    package: declared.name.clone(),
                    key: resolved::key(declared),
                    is_renamed: declared.rename.is_some(),
                    req: declared.req.clone(),
                    kind: resolved::kind(declared.kind),
                    optional: declared.optional,
                    default_features: declared.uses_default_features,
                    features: declared.features.clone(),
                    target: declared.target.as_ref().map(ToString::to_string),
                    to: None,
                },
            ))
        });
        let declared = declared.collect::<Option<Option<Vec<_>>>>()??;
        let package = Package {
            id: told.id.repr.clone(),
            features: told.features.clone(),
            declared,
            library: resolved::own_library(told),
            foreign: None,
        };
        self.read.insert(row, package);
        Some(())
    }

    /// Reads a package that is no member.
    pub(super) fn load(&mut self, row: usize) -> Option<()> {
        if self.read.contains_key(&row) {
            return Some(());
        }
        let locked = &self.lock.packages[row];
        let (directory, text) = self.sources.manifest(locked)?;
        let package = self.foreign(row, locked, &directory, text)?;
        self.read.insert(row, package);
        Some(())
    }

    fn foreign(
        &self,
        row: usize,
        locked: &Locked,
        directory: &Utf8Path,
        text: String,
    ) -> Option<Package> {
        let manifest_path = directory.join("Cargo.toml");
        let manifest = Manifest::parse(manifest_path.as_str(), Arc::from(text)).ok()?;
        let about = manifest.package.as_ref()?;
        let declared = manifest.dependencies.iter();
        // Nobody builds the tests of what is not here.
        let declared = declared
            .filter(|raw| raw.kind != DependencyKind::Development)
            .map(|raw| self.locked(row, false, declared_as(raw)?));
        let declared: Vec<Declared> = declared.collect::<Option<_>>()?;
        let optional = declared.iter().filter(|it| it.optional);
        let features = with_implicit(&manifest.features, optional.map(|it| it.key.as_str()));
        let is_discovered = |kind: &str, file: &str| {
            !about.not_discovered.contains(&kind) && directory.join(file).is_file()
        };
        let written = manifest.lib.as_ref();
        let has_library = written.is_some() || is_discovered("lib", "src/lib.rs");
        let library = written.and_then(|library| library.name.as_ref());
        let root = written.and_then(|library| library.path.as_deref());
        let script = match &about.build {
            BuildKey::Default => directory.join("build.rs").is_file().then_some("build.rs"),
            BuildKey::Off => None,
            BuildKey::Files(files) => files.first().map(String::as_str),
        };
        Some(Package {
            id: format!(
                "{}#{}@{}",
                locked.source.as_ref()?,
                locked.name,
                locked.version
            ),
            features,
            declared,
            library: has_library.then(|| in_code(library.unwrap_or(&locked.name))),
            foreign: Some(Foreign {
                proc_macro: written.is_some_and(|it| it.proc_macro),
                root: inside(directory, root.unwrap_or("src/lib.rs")),
                build_script: script.map(|file| inside(directory, file)),
                license: about.license.clone(),
                license_file: about.license_file.clone(),
                manifest_path,
            }),
        })
    }

    /// A dependency of a package with the row that it was locked to. None if that is not clear.
    fn locked(&self, row: usize, is_local: bool, declared: Declared) -> Option<Declared> {
        let mut fitting = None;
        for entry in &self.lock.packages[row].dependencies {
            if entry.split(' ').next() != Some(&declared.package) {
                continue;
            }
            let to = self.lock.meant(entry)?;
            let locked = &self.lock.packages[to];
            let version = Version::parse(&locked.version).ok()?;
            let fits = locked.source.is_none() == is_local && declared.req.matches(&version);
            if fits && fitting.replace(to).is_some() {
                return None;
            }
        }
        Some(Declared {
            to: fitting,
            ..declared
        })
    }
}

/// A file of a package, without the `.` that some write.
fn inside(directory: &Utf8Path, file: &str) -> Utf8PathBuf {
    directory.join(file).components().collect()
}

fn declared_as(raw: &RawDependency) -> Option<Declared> {
    if raw.elsewhere || raw.inherited || raw.path.is_some() {
        return None;
    }
    Some(Declared {
        package: raw.package.clone().unwrap_or_else(|| raw.key.clone()),
        key: raw.key.clone(),
        is_renamed: raw.package.is_some(),
        req: VersionReq::parse(raw.version.as_deref().unwrap_or("*")).ok()?,
        kind: raw.kind,
        optional: raw.optional,
        default_features: raw.default_features,
        features: raw.features.clone(),
        target: raw.target.clone(),
        to: None,
    })
}
