//! What packages of a registry call their libraries, without asking cargo for the whole graph: the lock file says which
//! versions there are, and cargo's directory of unpacked sources has their manifests.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
};

use camino::{Utf8Path, Utf8PathBuf};
use toml::de::{DeTable, DeValue};

use super::cache::home;
use crate::{
    describe::{Member, in_code},
    manifest::KnownLibraries,
};

/// How lock files name the registry whose sources we know where to find.
const SOURCES: [&str; 2] = [
    "registry+https://github.com/rust-lang/crates.io-index",
    "sparse+https://index.crates.io/",
];
/// How its directories of unpacked sources begin.
const DIRECTORIES: [&str; 2] = ["index.crates.io-", "github.com-"];

/// A package of a lock file.
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
    dependencies: Vec<String>,
}

/// The libraries of what members depend on outside the workspace, where their names are not those of their packages. None
/// if the lock file and the registry do not tell: then cargo has to say.
pub(crate) fn libraries(members: &[Member], lock: Option<&str>) -> Option<KnownLibraries> {
    let outside = members
        .iter()
        .flat_map(|member| &member.dependencies)
        .filter(|dependency| dependency.member.is_none());
    let outside: BTreeSet<&str> = outside.map(|it| it.package.as_str()).collect();
    if outside.is_empty() {
        return Some(KnownLibraries::new());
    }
    let lock = packages(lock?)?;
    if !is_simple(&lock, members) {
        return None;
    }
    let directories = source_directories();
    let mut known = KnownLibraries::new();
    for package in outside {
        let locked = lock.iter().filter(|it| it.name == package);
        let names = locked.map(|locked| library(locked, &directories));
        let names: BTreeSet<String> = names.collect::<Option<_>>()?;
        // Versions that call it differently are for cargo to tell apart; one that is not locked, too.
        let mut names = names.into_iter();
        let (Some(name), None) = (names.next(), names.next()) else {
            return None;
        };
        if name != in_code(package) {
            known.insert(package.to_owned(), name);
        }
    }
    Some(known)
}

/// Whether all that is not a member comes from the registry and depends on no member: then nothing outside can switch on
/// features of theirs.
fn is_simple(lock: &[Locked], members: &[Member]) -> bool {
    let members: BTreeSet<&str> = members.iter().map(|it| it.name.as_str()).collect();
    let mut local: BTreeMap<&str, &str> = BTreeMap::new();
    for package in lock.iter().filter(|it| it.source.is_none()) {
        if !members.contains(package.name.as_str()) {
            return false;
        }
        local.insert(&package.name, &package.version);
    }
    let foreign = lock.iter().filter(|it| it.source.is_some());
    let names: BTreeSet<&str> = foreign.clone().map(|it| it.name.as_str()).collect();
    // `name`, or where there are several of it `name version`.
    let is_local = |dependency: &String| {
        let mut words = dependency.split(' ');
        let name = words.next().unwrap_or_default();
        let version = words.next();
        local
            .get(name)
            .is_some_and(|local| version.map_or(!names.contains(name), |version| version == *local))
    };
    foreign
        .flat_map(|it| &it.dependencies)
        .all(|dependency| !is_local(dependency))
}

/// The name in code of a locked package's library.
fn library(locked: &Locked, directories: &[Utf8PathBuf]) -> Option<String> {
    let source = locked.source.as_deref()?;
    if !SOURCES.contains(&source) {
        return None;
    }
    let folder = format!("{}-{}", locked.name, locked.version);
    let text = directories.iter().find_map(|directory| {
        fs::read_to_string(directory.join(&folder).join("Cargo.toml")).ok()
    })?;
    let manifest = DeTable::parse(&text).ok()?;
    let library = manifest.get_ref().get("lib");
    let name = library.and_then(|it| text_of(it.get_ref().as_table()?, "name"));
    Some(in_code(name.as_deref().unwrap_or(&locked.name)))
}

/// The packages of a lock file.
fn packages(lock: &str) -> Option<Vec<Locked>> {
    let document = DeTable::parse(lock).ok()?;
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
    rows.iter().map(|row| package(row.get_ref())).collect()
}

fn text_of(table: &DeTable<'_>, key: &str) -> Option<String> {
    Some(table.get(key)?.get_ref().as_str()?.to_owned())
}

/// Where cargo unpacks the packages of the registry.
fn source_directories() -> Vec<Utf8PathBuf> {
    let cargo = env::var("CARGO_HOME").ok().map(Utf8PathBuf::from);
    let Some(cargo) = cargo.or_else(|| Some(home()?.join(".cargo"))) else {
        return Vec::new();
    };
    let entries = Utf8Path::read_dir_utf8(&cargo.join("registry/src"));
    let entries = entries.into_iter().flatten().flatten();
    let is_it = |name: &str| DIRECTORIES.iter().any(|start| name.starts_with(start));
    let mut found: Vec<Utf8PathBuf> = entries
        .filter(|entry| is_it(entry.file_name()))
        .map(|entry| entry.into_path())
        .collect();
    found.sort();
    found
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "the directory of sources is written by the test"
)]
mod tests {
    use super::*;
    use crate::describe::MemberDependency;

    const LOCK: &str = r#"version = 4

[[package]]
name = "ours"
version = "0.1.0"
dependencies = ["md-5"]

[[package]]
name = "md-5"
version = "0.10.6"
source = "registry+https://github.com/rust-lang/crates.io-index"
dependencies = ["digest 0.10.7"]
"#;

    #[test]
    fn a_library_is_called_what_its_manifest_says() {
        let registry = tempfile::tempdir().unwrap();
        let directory = Utf8PathBuf::from_path_buf(registry.path().to_owned()).unwrap();
        let folder = directory.join("md-5-0.10.6");
        let locked = &packages(LOCK).unwrap()[1];
        let directories = [directory];
        assert_eq!(library(locked, &directories), None);
        fs::create_dir(&folder).unwrap();
        let manifest = folder.join("Cargo.toml");
        fs::write(&manifest, "[package]\nname = \"md-5\"\n").unwrap();
        assert_eq!(library(locked, &directories).as_deref(), Some("md_5"));
        fs::write(&manifest, "[lib]\nname = \"md5\"\n").unwrap();
        assert_eq!(library(locked, &directories).as_deref(), Some("md5"));
        // A package from elsewhere is not looked for there.
        let git = LOCK.replace("registry+", "git+");
        assert_eq!(library(&packages(&git).unwrap()[1], &directories), None);
    }

    #[test]
    fn what_depends_on_members_is_not_simple() {
        let members = [member("ours")];
        let simple = |lock: &str| is_simple(&packages(lock).unwrap(), &members);
        assert!(simple(LOCK));
        let to = |dependency: &str| LOCK.replace("digest 0.10.7", dependency);
        assert!(!simple(&to("ours")));
        assert!(!simple(&to("ours 0.1.0")));
        assert!(simple(&to("ours 0.2.0")));
        assert!(!simple(&format!(
            "{LOCK}\n[[package]]\nname = \"beside\"\nversion = \"0.1.0\"\n"
        )));
    }

    #[test]
    fn without_a_lock_file_cargo_has_to_say() {
        let mut ours = member("ours");
        assert!(libraries(&[ours.clone()], None).is_some());
        ours.dependencies.push(MemberDependency {
            name: "absent".to_owned(),
            crate_name: "absent".to_owned(),
            package: "absent".to_owned(),
            version: None,
            member: None,
            uses: Vec::new(),
            active: true,
            in_production: true,
        });
        assert_eq!(libraries(&[ours.clone()], None), None);
        assert_eq!(libraries(&[ours.clone()], Some(LOCK)), None);
        assert_eq!(libraries(&[ours], Some("no lock file")), None);
    }

    fn member(name: &str) -> Member {
        Member {
            name: name.to_owned(),
            name_extent: None,
            version: "0.1.0".to_owned(),
            directory: String::new(),
            edition: crate::describe::edition("2024"),
            published: true,
            targets: Vec::new(),
            features: BTreeMap::new(),
            enabled: Default::default(),
            dependencies: Vec::new(),
        }
    }
}
