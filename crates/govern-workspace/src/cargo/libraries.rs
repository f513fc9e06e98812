//! What packages of a registry call their libraries, without asking cargo for the whole graph: the lock file says which
//! versions there are, and cargo's directory of unpacked sources has their manifests.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::{
    lock::{Lock, Locked, text_of},
    registry::Sources,
};
use crate::{
    describe::{Member, in_code},
    manifest::KnownLibraries,
};

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
    let lock = Lock::parse(lock?)?;
    if !is_simple(&lock.packages, members) {
        return None;
    }
    let sources = Sources::find();
    let mut known = KnownLibraries::new();
    for package in outside {
        let locked = lock.named(package).iter();
        let names = locked.map(|&row| library(&lock.packages[row], &sources));
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
fn library(locked: &Locked, sources: &Sources) -> Option<String> {
    let (_, text) = sources.manifest(locked)?;
    let manifest = DeTable::parse(&text).ok()?;
    let library = manifest.get_ref().get("lib");
    let name = library.and_then(|it| text_of(it.get_ref().as_table()?, "name"));
    Some(in_code(name.as_deref().unwrap_or(&locked.name)))
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "the directory of sources is written by the test"
)]
mod tests {
    use std::fs;

    use camino::Utf8PathBuf;

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
        let locked = &Lock::parse(LOCK).unwrap().packages[1];
        let sources = Sources::at(&directory);
        assert_eq!(library(locked, &sources), None);
        fs::create_dir(&folder).unwrap();
        let manifest = folder.join("Cargo.toml");
        fs::write(&manifest, "[package]\nname = \"md-5\"\n").unwrap();
        // Cargo may be about to unpack it.
        assert_eq!(library(locked, &sources), None);
        fs::write(folder.join(".cargo-ok"), "").unwrap();
        assert_eq!(library(locked, &sources).as_deref(), Some("md_5"));
        fs::write(&manifest, "[lib]\nname = \"md5\"\n").unwrap();
        assert_eq!(library(locked, &sources).as_deref(), Some("md5"));
        // A package from elsewhere is not looked for there.
        let git = Lock::parse(&LOCK.replace("registry+", "git+")).unwrap();
        assert_eq!(library(&git.packages[1], &sources), None);
    }

    #[test]
    fn what_depends_on_members_is_not_simple() {
        let members = [member("ours")];
        let simple = |lock: &str| is_simple(&Lock::parse(lock).unwrap().packages, &members);
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
