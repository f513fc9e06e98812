//! What a workspace consists of, as cargo says and as the manifests alone say: where both can know, they agree.

use govern_facts::Edition;
use govern_workspace::{
    Built, CodeKind, DependencyKind, Error, FeatureSelection, LoadOptions, Network, Package,
    PackageSelection, Resolve, TargetKind, Workspace,
};

use crate::support::{Folder, memory, package};

/// A workspace with one of each.
fn rich() -> Folder {
    let root = r#"
[workspace]
resolver = "3"
members = ["crates/*", "tools/gen"]
exclude = ["crates/not-ours"]

[workspace.package]
version = "1.2.3"
edition = "2021"

[workspace.dependencies]
domain = { path = "crates/domain", default-features = false }
"#;
    let service = r#"
[package]
name = "service"
version.workspace = true
edition.workspace = true
autobenches = false

[[bin]]
name = "service-cli"
path = "cli/main.rs"
required-features = ["cli"]

[features]
default = ["cli"]
cli = ["dep:ports"]
fast = ["domain/simd", "ports?/tracing"]

[dependencies]
domain = { workspace = true, features = ["serde"] }
ports = { path = "../ports", optional = true }
model = { package = "wire-model", path = "../wire" }

[target.'cfg( unix )'.dependencies]
macros = { path = "../macros" }

[dev-dependencies]
testing-kit = { path = "../../kit" }
"#;
    let domain = r#"
[package]
name = "domain"
version = "0.1.0"
edition = "2018"

[lib]
name = "the_domain"
path = "src/root.rs"

[features]
default = ["std"]
std = []
serde = []
simd = []
"#;
    let ports = "\n[features]\ntracing = []\n";
    Folder::new(&[
        ("Cargo.toml", root),
        ("crates/service/Cargo.toml", service),
        ("crates/service/src/lib.rs", ""),
        ("crates/service/src/main.rs", "fn main() {}"),
        ("crates/service/src/bin/one.rs", "fn main() {}"),
        ("crates/service/src/bin/two/main.rs", "fn main() {}"),
        ("crates/service/cli/main.rs", "fn main() {}"),
        (
            "crates/service/build.rs",
            "fn main() { println!(\"cargo::rustc-cfg=anything\"); }",
        ),
        ("crates/service/tests/it.rs", ""),
        ("crates/service/tests/big/main.rs", ""),
        ("crates/service/tests/big/helper.rs", ""),
        ("crates/service/examples/show.rs", "fn main() {}"),
        ("crates/service/benches/speed.rs", ""),
        ("crates/domain/Cargo.toml", domain),
        ("crates/domain/src/root.rs", ""),
        ("crates/ports/Cargo.toml", &(package("ports") + ports)),
        ("crates/ports/src/lib.rs", ""),
        (
            "crates/macros/Cargo.toml",
            &(package("macros") + "[lib]\nproc-macro = true\n"),
        ),
        ("crates/macros/src/lib.rs", ""),
        ("crates/wire/Cargo.toml", &package("wire-model")),
        ("crates/wire/src/lib.rs", ""),
        ("crates/not-ours/Cargo.toml", &package("not-ours")),
        ("crates/not-ours/src/lib.rs", ""),
        ("tools/gen/Cargo.toml", &package("gen-tool")),
        ("tools/gen/src/main.rs", "fn main() {}"),
        // A path dependency inside the workspace is a member.
        ("kit/Cargo.toml", &package("testing-kit")),
        ("kit/src/lib.rs", ""),
    ])
}

fn names(packages: &[Package]) -> Vec<&str> {
    packages
        .iter()
        .map(|package| package.name.as_str())
        .collect()
}

fn by_manifests(folder: &Folder) -> Workspace {
    Workspace::load(&LoadOptions {
        resolve: Resolve::Manifests,
        ..folder.uncached()
    })
    .unwrap()
}

#[test]
fn cargo_and_the_manifests_agree() {
    let folder = rich();
    let (exact, alone) = (folder.load(), by_manifests(&folder));
    assert_eq!(
        names(exact.packages()),
        [
            "domain",
            "gen-tool",
            "macros",
            "ports",
            "service",
            "testing-kit",
            "wire-model",
        ]
    );
    assert_eq!(exact.files(), alone.files());
    assert_eq!(exact.routes(), alone.routes());
    for (exact, alone) in exact.packages().iter().zip(alone.packages()) {
        let mut exact = exact.clone();
        for (exact, alone) in exact.dependencies.iter_mut().zip(&alone.dependencies) {
            // Only the registry, or the lock file, knows which version it is.
            assert!(exact.version.take().is_some() == exact.active);
            for (exact, alone) in exact.uses.iter_mut().zip(&alone.uses) {
                // `cfg( unix )` is `cfg(unix)` for cargo.
                exact.target.clone_from(&alone.target);
            }
        }
        assert_eq!(exact, *alone);
    }
}

/// What a workspace is when cargo is asked for its members only, and when it is asked for everything; without what only
/// the graph has.
fn members_and_graph(options: &LoadOptions) -> [Workspace; 2] {
    [Resolve::Members, Resolve::Cargo].map(|resolve| {
        let options = LoadOptions {
            resolve,
            ..options.clone()
        };
        Workspace::load(&options).unwrap()
    })
}

fn without_versions(workspace: &Workspace) -> Vec<Package> {
    let mut packages = workspace.packages().to_vec();
    for package in &mut packages {
        for dependency in &mut package.dependencies {
            dependency.version = None;
            for usage in &mut dependency.uses {
                usage.target = usage.target.as_ref().map(|it| it.replace(' ', ""));
            }
        }
    }
    packages
}

#[test]
fn the_members_alone_are_as_in_the_graph() {
    let folder = rich();
    let [members, graph] = members_and_graph(&folder.uncached());
    assert_eq!(without_versions(&members), without_versions(&graph));
    assert!(matches!(members.graph(), Err(Error::NoGraph)));
    assert_eq!(members.target_directory(), graph.target_directory());
    assert_eq!(members.files(), graph.files());
}

#[test]
fn features_that_are_not_there_are_refused_for_members_too() {
    let folder = rich();
    let options = |features: &[&str]| LoadOptions {
        resolve: Resolve::Members,
        features: FeatureSelection {
            list: features.iter().map(|&it| it.to_owned()).collect(),
            ..FeatureSelection::default()
        },
        ..folder.uncached()
    };
    assert!(Workspace::load(&options(&["service/fast"])).is_ok());
    assert!(Workspace::load(&options(&["service/fats"])).is_err());
}

/// This repository depends on packages of a registry, on some only for tests or by features.
#[test]
fn dependencies_on_a_registry_are_known_without_the_graph() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let options = LoadOptions {
        manifest_path: Some(root.into()),
        cache: false,
        network: Network {
            offline: true,
            locked: false,
        },
        ..LoadOptions::default()
    };
    let [members, graph] = members_and_graph(&options);
    assert!(matches!(members.graph(), Err(Error::NoGraph)));
    assert_eq!(without_versions(&members), without_versions(&graph));
}

/// What stands outside the workspace may depend on members: cargo says what that switches on.
#[test]
fn what_only_the_graph_knows_is_asked_of_cargo() {
    let folder = Folder::new(&[
        (
            "ours/Cargo.toml",
            "[workspace]\nresolver = \"3\"\n[package]\nname = \"ours\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
             [features]\nfast = []\n[dev-dependencies]\nkit = { path = \"../kit\" }\n",
        ),
        ("ours/src/lib.rs", ""),
        (
            "kit/Cargo.toml",
            "[workspace]\n[package]\nname = \"kit\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[lib]\nname = \"box_of_tools\"\n\
             [dependencies]\nours = { path = \"../ours\", features = [\"fast\"] }\n",
        ),
        ("kit/src/lib.rs", ""),
    ]);
    let options = LoadOptions {
        manifest_path: Some(folder.path().join("ours/Cargo.toml")),
        ..folder.uncached()
    };
    // Without a lock file, and with the one that cargo wrote.
    for _ in 0..2 {
        let [members, graph] = members_and_graph(&options);
        assert_eq!(without_versions(&members), without_versions(&graph));
        let ours = members.package_named("ours").unwrap();
        assert_eq!(ours.dependencies[0].crate_name, "box_of_tools");
        assert!(ours.enabled.tests.contains("fast"));
    }
}

#[test]
fn what_is_published_is_known_with_and_without_cargo() {
    let package = |name: &str, publish: &str| {
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{publish}\n"
        )
    };
    let publish = [
        ("a", ""),
        ("b", "publish = false"),
        ("c", "publish = true"),
        ("d", "publish = []"),
        ("e", "publish = [\"ours\"]"),
        ("f", "publish.workspace = true"),
    ];
    let mut files = vec![(
        "Cargo.toml".to_owned(),
        "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\npackage.publish = false\n".to_owned(),
    )];
    for (name, publish) in publish {
        files.push((format!("{name}/Cargo.toml"), package(name, publish)));
        files.push((format!("{name}/src/lib.rs"), String::new()));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let folder = Folder::new(&files);
    for workspace in [folder.load(), by_manifests(&folder)] {
        let packages = workspace.packages().iter();
        let published = packages.filter(|package| package.published);
        let published: Vec<&str> = published.map(|package| package.name.as_str()).collect();
        assert_eq!(published, ["a", "c", "e"]);
    }
}

#[test]
fn targets_are_named_and_found() {
    let workspace = rich().load();
    let service = workspace.package_named("service").unwrap();
    let targets: Vec<_> = service
        .targets
        .iter()
        .map(|target| {
            (
                target.kind,
                target.crate_name.as_str(),
                workspace.path(target.root),
            )
        })
        .collect();
    assert_eq!(
        targets,
        [
            (TargetKind::Lib, "service", "crates/service/src/lib.rs"),
            (TargetKind::Bin, "one", "crates/service/src/bin/one.rs"),
            (TargetKind::Bin, "service", "crates/service/src/main.rs"),
            (TargetKind::Bin, "service_cli", "crates/service/cli/main.rs"),
            (TargetKind::Bin, "two", "crates/service/src/bin/two/main.rs"),
            (TargetKind::Test, "big", "crates/service/tests/big/main.rs"),
            (TargetKind::Test, "it", "crates/service/tests/it.rs"),
            (
                TargetKind::Example,
                "show",
                "crates/service/examples/show.rs"
            ),
            (
                TargetKind::BuildScript,
                "build_script_build",
                "crates/service/build.rs"
            ),
        ]
    );
    assert_eq!(service.targets[3].required_features, ["cli"]);
    assert_eq!(
        (service.version.as_str(), service.edition),
        ("1.2.3", Edition::E2021)
    );
    let macros = workspace.package_named("macros").unwrap();
    assert_eq!(macros.library().unwrap().kind, TargetKind::ProcMacro);
}

#[test]
fn dependencies_have_their_name_in_code_and_their_place() {
    let folder = rich();
    let workspace = folder.load();
    let service = workspace.package_named("service").unwrap();
    // Not renamed: by the name of its library, not of the package.
    for (name, crate_name, package) in [
        ("the_domain", "the_domain", "domain"),
        ("model", "wire_model", "wire-model"),
    ] {
        let dependency = service.dependency(name).unwrap();
        assert_eq!(dependency.crate_name, crate_name);
        assert_eq!(dependency.package, package);
        let member = workspace.package(dependency.member.unwrap());
        assert_eq!(member.name, package);
    }
    let sources = workspace.sources_for([service.manifest]);
    let place = |name: &str| {
        let usage = &service.dependency(name).unwrap().uses[0];
        (
            sources.text(usage.span.unwrap()).unwrap(),
            usage.kind,
            usage.target.as_deref(),
        )
    };
    assert_eq!(
        place("the_domain"),
        ("domain", DependencyKind::Normal, None)
    );
    assert_eq!(place("model"), ("model", DependencyKind::Normal, None));
    assert_eq!(
        place("macros"),
        ("macros", DependencyKind::Normal, Some("cfg(unix)"))
    );
    assert_eq!(
        place("testing_kit"),
        ("testing-kit", DependencyKind::Development, None)
    );
    assert_eq!(
        sources.text(service.name_span.unwrap()).unwrap(),
        "\"service\""
    );
}

#[test]
fn features_are_as_cargo_resolves_them() {
    let folder = rich();
    let enabled = |features: FeatureSelection, resolve, name: &str| {
        let options = LoadOptions {
            features,
            resolve,
            ..folder.uncached()
        };
        let workspace = Workspace::load(&options).unwrap();
        let package = workspace.package_named(name).unwrap();
        let on = package
            .enabled
            .production
            .iter()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        (
            on,
            workspace
                .package_named("service")
                .unwrap()
                .dependency("ports")
                .unwrap()
                .active,
        )
    };
    let none = FeatureSelection {
        no_default: true,
        ..FeatureSelection::default()
    };
    let fast = FeatureSelection {
        list: vec!["service/fast".to_owned()],
        ..FeatureSelection::default()
    };
    for resolve in [Resolve::Cargo, Resolve::Manifests] {
        let default = FeatureSelection::default;
        assert_eq!(
            enabled(default(), resolve, "service"),
            ("cli default".to_owned(), true)
        );
        assert_eq!(
            enabled(default(), resolve, "domain"),
            ("default serde std".to_owned(), true)
        );
        assert_eq!(
            enabled(none.clone(), resolve, "service"),
            (String::new(), false)
        );
        assert_eq!(
            enabled(fast.clone(), resolve, "domain").0,
            "default serde simd std"
        );
        let all = FeatureSelection {
            all: true,
            ..FeatureSelection::default()
        };
        assert_eq!(enabled(all, resolve, "ports").0, "tracing");
    }
}

#[test]
fn the_graph_is_there_when_it_is_asked_for() {
    let folder = rich();
    let workspace = folder.load();
    let graph = workspace.graph().unwrap();
    assert_eq!(graph.workspace().member_count(), 7);
    assert!(
        workspace
            .target_directory()
            .unwrap()
            .starts_with(folder.path())
    );
    assert!(matches!(by_manifests(&folder).graph(), Err(Error::NoGraph)));
}

#[test]
fn any_manifest_of_the_workspace_names_it() {
    let folder = rich();
    for resolve in [Resolve::Cargo, Resolve::Manifests] {
        let manifest_path = Some(folder.path().join("crates/service/../domain/Cargo.toml"));
        let workspace = Workspace::load(&LoadOptions {
            manifest_path,
            resolve,
            ..folder.uncached()
        })
        .unwrap();
        assert_eq!(workspace.root(), folder.path());
        assert_eq!(workspace.path(workspace.manifest()), "Cargo.toml");
        let manifest_path = Some(folder.path().join("tools/gen"));
        assert!(
            Workspace::load(&LoadOptions {
                manifest_path,
                resolve,
                ..folder.uncached()
            })
            .is_ok()
        );
        // It is excluded: a workspace of its own.
        let manifest_path = Some(folder.path().join("crates/not-ours/Cargo.toml"));
        let workspace = Workspace::load(&LoadOptions {
            manifest_path,
            resolve,
            ..folder.uncached()
        })
        .unwrap();
        assert_eq!(names(workspace.packages()), ["not-ours"]);
    }
}

#[test]
fn a_package_that_is_no_member_is_an_error() {
    let folder = rich();
    folder.write("apart/Cargo.toml", package("apart"));
    folder.write("apart/src/lib.rs", "");
    for resolve in [Resolve::Cargo, Resolve::Manifests] {
        let manifest_path = Some(folder.path().join("apart/Cargo.toml"));
        let error = Workspace::load(&LoadOptions {
            manifest_path,
            resolve,
            ..folder.uncached()
        })
        .unwrap_err();
        let (diagnostic, _) = error.report();
        let text = format!("{diagnostic:?}");
        assert!(text.contains("workspace"), "{text}");
    }
}

#[test]
fn packages_are_selected_but_all_are_loaded() {
    let folder = rich();
    let select = |include: &[&str]| {
        let include = include.iter().map(|&name| name.to_owned()).collect();
        let packages = PackageSelection {
            include,
            exclude: vec!["macros".to_owned()],
        };
        Workspace::load(&LoadOptions {
            packages,
            resolve: Resolve::Manifests,
            ..folder.uncached()
        })
    };
    let workspace = select(&["*m*", "service"]).unwrap();
    assert_eq!(workspace.packages().len(), 7);
    let selected = workspace
        .packages()
        .iter()
        .filter(|package| package.selected);
    assert_eq!(
        selected
            .map(|package| package.name.as_str())
            .collect::<Vec<_>>(),
        ["domain", "service", "wire-model"]
    );
    assert!(matches!(
        select(&["servise"]),
        Err(Error::UnknownPackage { .. })
    ));
}

#[test]
fn a_target_decides_what_conditions_hold() {
    let folder = rich();
    let load = |target: &str| {
        Workspace::load(&LoadOptions {
            target: Some(target.to_owned()),
            resolve: Resolve::Manifests,
            ..folder.uncached()
        })
    };
    let workspace = load("wasm32-wasip1").unwrap();
    let service = workspace.package_named("service").unwrap();
    assert_eq!(
        workspace
            .conditions(service.id, CodeKind::Production)
            .holds("target_os", Some("wasi")),
        Some(true)
    );
    assert_eq!(
        workspace
            .conditions(service.id, CodeKind::Production)
            .holds("unix", None),
        Some(false)
    );
    // Its build script sets one flag.
    let conditions = workspace.conditions(service.id, CodeKind::Production);
    assert_eq!(conditions.holds("anything", None), Some(true));
    assert_eq!(conditions.holds("nothing", None), Some(false));
    assert!(matches!(
        load("mars-rover"),
        Err(Error::UnknownTarget { .. })
    ));
}

#[test]
fn in_memory_nothing_is_run() {
    let workspace = memory(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n[workspace.dependencies]\nbus = { package = \"async-nats\", version = \"1\" }\n"),
        ("a/Cargo.toml", "[package]\nname = \"a-b\"\n[dependencies]\nbus.workspace = true\nserde-json = \"1\"\n"),
        ("a/src/lib.rs", "pub fn f() {}"),
    ])
    .unwrap();
    assert_eq!(workspace.root(), "");
    let package = &workspace.packages()[0];
    assert_eq!(package.library().unwrap().crate_name, "a_b");
    assert_eq!(package.edition, Edition::E2015);
    let dependencies: Vec<_> = package
        .dependencies
        .iter()
        .map(|dependency| {
            (
                dependency.name.as_str(),
                dependency.crate_name.as_str(),
                dependency.package.as_str(),
            )
        })
        .collect();
    assert_eq!(
        dependencies,
        [
            ("bus", "async_nats", "async-nats"),
            ("serde_json", "serde_json", "serde-json")
        ]
    );
    let file = workspace.file("a/src/lib.rs").unwrap();
    assert_eq!(&*workspace.text(file).unwrap(), "pub fn f() {}");
    assert_eq!(workspace.facts(file).unwrap().items.len(), 1);
}

#[test]
fn another_configuration_has_its_own_features_and_platform_and_the_same_facts() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"a\"]\n"),
        (
            "a/Cargo.toml",
            "[package]\nname = \"a\"\nedition = \"2024\"\n[features]\ndefault = [\"std\"]\nstd = []\nguest = []\n",
        ),
        ("a/src/lib.rs", "#[cfg(windows)] mod win;\n"),
        ("a/src/win.rs", ""),
    ];
    let here = memory(&files).unwrap();
    let features = FeatureSelection {
        no_default: true,
        list: vec!["guest".to_owned()],
        ..FeatureSelection::default()
    };
    let there = here
        .configured(&features, Some("x86_64-pc-windows-msvc"), &[])
        .unwrap();
    assert_eq!(there.parses(), 0);
    let enabled = |workspace: &Workspace| {
        let package = workspace.package_named("a").unwrap();
        package
            .enabled
            .production
            .iter()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(enabled(&here), ["default", "std"]);
    assert_eq!(enabled(&there), ["guest"]);
    let package = there.package_named("a").unwrap();
    let conditions = there.conditions(package.id, CodeKind::Production);
    assert_eq!(conditions.holds("windows", None), Some(true));
    assert!(package.selected);
    let paths = |workspace: &Workspace| {
        let files = workspace.files().iter();
        files
            .map(|&file| workspace.path(file).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(paths(&here), paths(&there));
    assert!(!here.owns(there.files()[0]));
    assert!(
        here.configured(&features, Some("riscv-nonsense"), &[])
            .is_err()
    );
}

#[test]
fn what_is_built_alone_has_the_features_that_it_asks_for_itself() {
    let package = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n{rest}")
    };
    let guest = package(
        "guest",
        "[dependencies]\ncore = { path = \"../core\", default-features = false }\n[target.'cfg(unix)'.dependencies]\nhelp = { path = \"../help\" }\n[dev-dependencies]\ntesting = { path = \"../testing\" }\n",
    );
    let host = package(
        "host",
        "[dependencies]\ncore = { path = \"../core\", features = [\"host\"] }\n",
    );
    let core = package(
        "core",
        "[features]\ndefault = [\"std\"]\nstd = []\nhost = [\"dep:help\"]\n[dependencies]\nhelp = { path = \"../help\", optional = true }\n",
    );
    let (help, testing) = (package("help", ""), package("testing", ""));
    let files = [
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"core\", \"guest\", \"help\", \"host\", \"testing\"]\n",
        ),
        ("core/Cargo.toml", &core),
        ("core/src/lib.rs", ""),
        ("guest/Cargo.toml", &guest),
        ("guest/src/lib.rs", ""),
        ("help/Cargo.toml", &help),
        ("help/src/lib.rs", ""),
        ("host/Cargo.toml", &host),
        ("host/src/lib.rs", ""),
        ("testing/Cargo.toml", &testing),
        ("testing/src/lib.rs", ""),
    ];
    let here = memory(&files).unwrap();
    let built = |root: &str, target: &str| {
        let roots = [root.to_owned()].into();
        let there = here.built(&roots, target).unwrap().remove(0).workspace;
        assert_eq!(there.parses(), 0);
        let selected = there.packages().iter().filter(|package| package.selected);
        let features = |package: &Package| {
            package
                .enabled
                .production
                .iter()
                .cloned()
                .collect::<Vec<_>>()
        };
        let texts = selected.map(|package| format!("{} {:?}", package.name, features(package)));
        texts.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(built("guest", "wasm32-wasip1"), "core [], guest []");
    assert_eq!(
        built("guest", "x86_64-unknown-linux-gnu"),
        "core [], guest [], help []"
    );
    assert_eq!(
        built("host", "wasm32-wasip1"),
        "core [\"default\", \"host\", \"std\"], help [], host []"
    );
}

#[test]
fn members_are_built_together_if_that_makes_no_difference_to_them() {
    let package = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n{rest}")
    };
    let (plain, same) = (
        package("plain", "[dependencies]\ncore = { path = \"../core\" }\n"),
        package(
            "same",
            "[dependencies]\ncore = { path = \"../core\" }\n[dev-dependencies]\nhelp = { path = \"../help\" }\n",
        ),
    );
    let other = package(
        "other",
        "[dependencies]\ncore = { path = \"../core\", features = [\"more\"] }\n",
    );
    let core = package(
        "core",
        "[features]\nmore = []\n[dependencies]\nmacros = { path = \"../macros\" }\n",
    );
    let (help, macros) = (
        package("help", ""),
        package("macros", "[lib]\nproc-macro = true\n"),
    );
    let files = [
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"core\", \"help\", \"macros\", \"other\", \"plain\", \"same\"]\n",
        ),
        ("core/Cargo.toml", &*core),
        ("core/src/lib.rs", ""),
        ("core/tests/one.rs", ""),
        ("help/Cargo.toml", &help),
        ("help/src/lib.rs", ""),
        ("macros/Cargo.toml", &macros),
        ("macros/src/lib.rs", ""),
        ("other/Cargo.toml", &other),
        ("other/src/lib.rs", ""),
        ("plain/Cargo.toml", &plain),
        ("plain/src/lib.rs", ""),
        ("plain/src/main.rs", ""),
        ("same/Cargo.toml", &same),
        ("same/src/lib.rs", ""),
    ];
    let here = memory(&files).unwrap();
    let roots = ["other", "plain", "same"].map(str::to_owned).into();
    let told = |built: &Built| {
        let files = built.workspace.files().iter();
        let files: Vec<&str> = files.map(|&file| built.workspace.path(file)).collect();
        let roots = built
            .roots
            .iter()
            .map(|(root, of)| format!("{root}: {of:?}"));
        format!(
            "{}; {}",
            roots.collect::<Vec<_>>().join(", "),
            files.join(" ")
        )
    };
    let built = here.built(&roots, "wasm32-wasip1").unwrap();
    assert_eq!(
        built.iter().map(told).collect::<Vec<_>>(),
        [
            "other: {\"core\", \"other\"}; core/src/lib.rs macros/src/lib.rs other/src/lib.rs",
            "plain: {\"core\", \"plain\"}, same: {\"core\", \"same\"}; core/src/lib.rs macros/src/lib.rs plain/src/lib.rs plain/src/main.rs same/src/lib.rs",
        ]
    );
}
