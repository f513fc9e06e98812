//! Cargo is the judge: what is put together has to be what it says of the same workspace.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
};

use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::{Metadata, Package};

use super::super::{MEMBERS_ONLY, arguments, metadata, resolved};
use super::{complete, may_tell};
use crate::{FeatureSelection, LoadOptions, Network};

/// This repository: hundreds of packages, renamed ones, several versions of some, for all platforms.
fn here() -> Utf8PathBuf {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize_utf8().unwrap()
}

fn options(all: bool) -> LoadOptions {
    LoadOptions {
        features: FeatureSelection {
            all,
            ..FeatureSelection::default()
        },
        ..LoadOptions::default()
    }
}

/// What cargo says, and what is put together.
fn both(root: &Utf8Path, options: &LoadOptions) -> (Metadata, Option<Metadata>) {
    let mut arguments = arguments(options, &root.join("Cargo.toml"));
    // It also fetches what is not there yet.
    let (_, whole) = metadata(root, &arguments).unwrap();
    arguments.push(MEMBERS_ONLY.to_owned());
    let (_, members) = metadata(root, &arguments).unwrap();
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
    (whole, complete(members, &lock, options.features.all))
}

type Rows = BTreeMap<String, BTreeSet<String>>;

/// The graph: what is on of each package, and what it is linked to.
fn graph(metadata: &Metadata) -> Rows {
    let nodes = metadata.resolve.as_ref().unwrap().nodes.iter();
    let rows = nodes.map(|node| {
        let features = node.features.iter().map(|it| format!("feature {it}"));
        let links = node.deps.iter().flat_map(|dep| {
            let kinds = dep.dep_kinds.iter();
            kinds.map(move |kind| {
                let target = kind.target.as_ref().map(ToString::to_string);
                format!("{} as {} {} {target:?}", dep.pkg, dep.name, kind.kind)
            })
        });
        (node.id.repr.clone(), features.chain(links).collect())
    });
    rows.collect()
}

/// The packages, with as much as is said of those of a registry.
fn packages(metadata: &Metadata) -> Rows {
    let row = |package: &Package| {
        let is_foreign = package.source.is_some();
        let mut row: BTreeSet<String> = BTreeSet::from([
            format!(
                "{} {} from {:?}",
                package.name, package.version, package.source
            ),
            format!("license {:?} {:?}", package.license, package.license_file),
            format!("library {:?}", resolved::own_library(package)),
        ]);
        for (name, enables) in &package.features {
            row.insert(format!("feature {name} {enables:?}"));
        }
        for target in &package.targets {
            let is_proc_macro = target.is_proc_macro();
            if !is_foreign || is_proc_macro || target.is_custom_build() {
                row.insert(format!("target {:?} {}", target.kind, target.src_path));
            }
        }
        for it in &package.dependencies {
            let kind = resolved::kind(it.kind);
            if !is_foreign || kind != crate::DependencyKind::Development {
                row.insert(format!(
                    "needs {} {} {kind:?} {:?} {:?} {} {} {:?} {:?}",
                    it.name,
                    it.req,
                    it.rename,
                    it.source,
                    it.optional,
                    it.uses_default_features,
                    it.features,
                    it.target.as_ref().map(ToString::to_string),
                ));
            }
        }
        (package.id.repr.clone(), row)
    };
    metadata.packages.iter().map(row).collect()
}

fn assert_same(theirs: &Rows, ours: &Rows) {
    let names = theirs.keys().chain(ours.keys());
    let different: Vec<String> = names
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter(|name| theirs.get(*name) != ours.get(*name))
        .map(|name| {
            let of = |rows: &Rows| rows.get(name).cloned();
            let (Some(theirs), Some(ours)) = (of(theirs), of(ours)) else {
                let whose = if theirs.contains_key(name) {
                    "cargo"
                } else {
                    "us"
                };
                return format!("{name}: only of {whose}");
            };
            let missing: Vec<_> = theirs.difference(&ours).collect();
            let more: Vec<_> = ours.difference(&theirs).collect();
            format!("{name}\n  cargo: {missing:?}\n  we: {more:?}")
        })
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

/// `GOVERN_ROOTS` names more workspaces, with colons between them.
#[test]
fn what_is_put_together_is_what_cargo_says() {
    let mut roots = vec![here()];
    roots.extend(
        env::var("GOVERN_ROOTS")
            .ok()
            .iter()
            .flat_map(|it| it.split(':'))
            .map(Utf8PathBuf::from),
    );
    for root in roots {
        for all in [false, true] {
            let (theirs, ours) = both(&root, &options(all));
            let ours = ours.unwrap_or_else(|| panic!("{root}: nothing was put together"));
            assert_same(&graph(&theirs), &graph(&ours));
            assert_same(&packages(&theirs), &packages(&ours));
            assert_eq!(theirs.workspace_members, ours.workspace_members);
            let root = |it: &Metadata| it.resolve.as_ref().unwrap().root.clone();
            assert_eq!(root(&theirs), root(&ours));
        }
    }
}

#[test]
fn a_lock_file_that_is_behind_says_nothing() {
    let root = here();
    let mut arguments = arguments(&options(false), &root.join("Cargo.toml"));
    arguments.push(MEMBERS_ONLY.to_owned());
    let lock = fs::read_to_string(root.join("Cargo.lock")).unwrap();
    let told = |lock: &str| {
        let (_, members) = metadata(&root, &arguments).unwrap();
        complete(members, lock, false).is_some()
    };
    assert!(told(&lock));
    // A member is there in another version, needs something more, or something newer.
    let member = "name = \"govern-workspace\"\nversion = \"0.1.0\"\n";
    assert!(lock.contains(member));
    assert!(!told(
        &lock.replace(member, &member.replace("0.1.0", "0.0.9"))
    ));
    assert!(!told(&lock.replace(" \"camino\",\n", "")));
    let camino = lock.find("name = \"camino\"\nversion = \"1.").unwrap();
    let version = camino + "name = \"camino\"\nversion = \"".len();
    let older = format!("{}0{}", &lock[..version], &lock[version + 1..]);
    assert!(!told(&older));
    // A package that is not unpacked, or from elsewhere.
    let registry = "source = \"registry+";
    assert!(!told(&lock.replacen(registry, "source = \"git+", 1)));
    assert!(!told("no lock file") && !told("version = 4\n"));
}

#[test]
fn what_only_cargo_decides_is_not_told() {
    let folder = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(folder.path()).unwrap();
    let manifest = "[package]\nname = \"a\"\n";
    let plain = LoadOptions::default();
    assert!(may_tell(root, Some(manifest), &plain));
    for options in [
        LoadOptions {
            target: Some("wasm32-wasip1".to_owned()),
            ..LoadOptions::default()
        },
        LoadOptions {
            network: Network {
                locked: true,
                offline: true,
            },
            ..LoadOptions::default()
        },
        LoadOptions {
            features: FeatureSelection {
                no_default: true,
                ..FeatureSelection::default()
            },
            ..LoadOptions::default()
        },
        LoadOptions {
            features: FeatureSelection {
                list: vec!["a".to_owned()],
                ..FeatureSelection::default()
            },
            ..LoadOptions::default()
        },
    ] {
        assert!(!may_tell(root, Some(manifest), &options), "{options:?}");
    }
    let nothing = format!("{manifest}[patch.crates-io]\n# b = {{ path = \"b\" }}\n");
    assert!(may_tell(root, Some(&nothing), &plain));
    let patched = format!("{manifest}[patch.crates-io]\nb = {{ path = \"b\" }}\n");
    assert!(!may_tell(root, Some(&patched), &plain));
    assert!(!may_tell(root, Some("no = = TOML"), &plain));
    assert!(!may_tell(root, None, &plain));
    let directory = root.join(".cargo");
    fs::create_dir(&directory).unwrap();
    for (text, expected) in [
        ("[build]\njobs = 1\n", true),
        ("paths = [\"b\"]\n", false),
        ("[patch.crates-io]\nb = { path = \"b\" }\n", false),
        ("[source.crates-io]\nreplace-with = \"vendored\"\n", false),
        ("no = = TOML", false),
    ] {
        fs::write(directory.join("config.toml"), text).unwrap();
        assert_eq!(may_tell(root, Some(manifest), &plain), expected, "{text}");
    }
}
