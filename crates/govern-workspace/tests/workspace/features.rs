//! Which features are on: what we say against what cargo builds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    process::Command,
};

use govern_workspace::{
    CfgFlag, CodeKind, EnabledFeatures, FeatureSelection, LoadOptions, Resolve, Workspace,
};

use crate::support::{Folder, package};

type Set = BTreeSet<String>;

/// The features of the libraries of a workspace, as cargo's plan of a build has them: of each time that it is built.
fn planned(folder: &Folder, command: &str, mode: &str) -> BTreeMap<String, Vec<Set>> {
    let output = Command::new("cargo")
        .args([command, "--workspace", "--offline", "--unit-graph"])
        .args(["-Z", "unstable-options"])
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut found: BTreeMap<String, Vec<Set>> = BTreeMap::new();
    for unit in plan["units"].as_array().unwrap() {
        let is_library =
            ["lib", "proc-macro"].contains(&unit["target"]["kind"][0].as_str().unwrap());
        if !is_library || unit["mode"] != mode {
            continue;
        }
        let features = unit["features"].as_array().unwrap().iter();
        let features = features.map(|feature| feature.as_str().unwrap().to_owned());
        let name = unit["target"]["name"].as_str().unwrap().to_owned();
        found.entry(name).or_default().push(features.collect());
    }
    found
}

/// What that makes of each package.
fn expected(folder: &Folder) -> BTreeMap<String, EnabledFeatures> {
    let mut tests = planned(folder, "test", "test");
    let builds = planned(folder, "build", "build").into_iter();
    let enabled = builds.map(|(name, builds)| {
        let all = builds.iter().flatten().cloned();
        let in_all = |feature: &String| builds.iter().all(|build| build.contains(feature));
        let (production, partly) = all.partition(in_all);
        // What is outside of the workspace has no tests here.
        let tests = tests.remove(&name).unwrap_or_default();
        assert!(tests.len() < 2, "tests of `{name}` are built once");
        let enabled = EnabledFeatures {
            production,
            partly,
            tests: tests.into_iter().next().unwrap_or_default(),
        };
        (name, enabled)
    });
    enabled.collect()
}

fn said(workspace: &Workspace) -> BTreeMap<String, EnabledFeatures> {
    let packages = workspace.packages().iter();
    packages
        .map(|package| (package.name.clone(), package.enabled.clone()))
        .collect()
}

fn by_manifests(folder: &Folder) -> Workspace {
    Workspace::load(&LoadOptions {
        resolve: Resolve::Manifests,
        ..folder.uncached()
    })
    .unwrap()
}

/// Numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % bound
    }

    fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }
}

const PACKAGES: u64 = 5;
const KINDS: [&str; 3] = ["dependencies", "build-dependencies", "dev-dependencies"];

/// A workspace whose packages ask for features of each other in all ways there are.
fn generated(resolver: &str, dice: &mut Dice) -> Folder {
    let folder = Folder::new(&[(
        "Cargo.toml",
        &format!("[workspace]\nmembers = [\"p*\"]\nresolver = \"{resolver}\"\n"),
    )]);
    for row in 0..PACKAGES {
        let mut manifest = package(&format!("p{row}"));
        if dice.one_in(4) {
            manifest += "[lib]\nproc-macro = true\n";
        }
        let (mut enables, mut tables) = (vec!["\"f0\"".to_owned()], String::new());
        for other in 0..PACKAGES {
            let mut optional = false;
            let mut known = false;
            for (kind, table) in KINDS.into_iter().enumerate() {
                // Circles are only for tests.
                if other == row || (kind < 2 && other < row) || !dice.one_in(2) {
                    continue;
                }
                let platform = match dice.below(5) {
                    0 => "target.'cfg(unix)'.",
                    1 => "target.'cfg(windows)'.",
                    _ => "",
                };
                let is_optional = kind < 2 && dice.one_in(2);
                optional |= is_optional;
                known |= kind < 2;
                let feature = dice.below(3);
                let default = dice.one_in(2);
                writeln!(
                    tables,
                    "[{platform}{table}.p{other}]\npath = \"../p{other}\"\noptional = {is_optional}\nfeatures = [\"f{feature}\"]\ndefault-features = {default}"
                )
                .unwrap();
            }
            if optional && dice.one_in(2) {
                enables.push(format!("\"dep:p{other}\""));
            }
            if optional {
                enables.push(format!("\"p{other}?/f{}\"", dice.below(3)));
            }
            if known {
                enables.push(format!("\"p{other}/f{}\"", dice.below(3)));
            }
        }
        manifest += "[features]\n";
        for name in ["default", "f0", "f1", "f2"] {
            let chosen: Vec<&str> = enables
                .iter()
                .filter(|enables| dice.one_in(3) && (name != "f0" || *enables != "\"f0\""))
                .map(String::as_str)
                .collect();
            writeln!(manifest, "{name} = [{}]", chosen.join(", ")).unwrap();
        }
        folder.write(&format!("p{row}/Cargo.toml"), manifest + &tables);
        folder.write(&format!("p{row}/src/lib.rs"), "");
        if dice.one_in(2) {
            folder.write(&format!("p{row}/build.rs"), "fn main() {}");
        }
    }
    folder
}

#[test]
fn what_is_on_is_what_cargo_builds_with() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let (mut apart, mut partly) = (0, 0);
    for round in 0..15 {
        let resolver = ["1", "2", "3"][round % 3];
        let folder = generated(resolver, &mut dice);
        let expected = expected(&folder);
        let text = || {
            let manifests = (0..PACKAGES).map(|row| {
                std::fs::read_to_string(folder.path().join(format!("p{row}/Cargo.toml"))).unwrap()
            });
            manifests.collect::<Vec<_>>().join("\n")
        };
        assert_eq!(said(&folder.load()), expected, "cargo: {round} {}", text());
        assert_eq!(said(&by_manifests(&folder)), expected, "{round} {}", text());
        for enabled in expected.values() {
            apart += usize::from(enabled.production != enabled.tests);
            partly += usize::from(!enabled.partly.is_empty());
        }
    }
    // The workspaces show what they are made for.
    assert!(apart > 10 && partly > 5, "{apart} {partly}");
}

/// A library whose features others ask for, in all ways that matter.
fn shared() -> Folder {
    let core = package("core") + "[features]\nmock = []\nwin = []\nfast = []\ngen = []\n";
    let service = package("service")
        + "[dependencies]\ncore = { path = \"../core\" }\n\
           [build-dependencies]\ncore = { path = \"../core\", features = [\"gen\"] }\n\
           [dev-dependencies]\ncore = { path = \"../core\", features = [\"mock\"] }\n\
           [target.'cfg(windows)'.dependencies]\ncore = { path = \"../core\", features = [\"win\"] }\nwinapi = { path = \"../winapi\" }\n\
           [target.'cfg(fast)'.dependencies]\ncore = { path = \"../core\", features = [\"fast\"] }\n";
    let root = "[workspace]\nmembers = [\"core\", \"service\", \"winapi\"]\nresolver = \"3\"\n";
    Folder::new(&[
        ("Cargo.toml", root),
        ("core/Cargo.toml", &core),
        ("core/src/lib.rs", ""),
        ("service/Cargo.toml", &service),
        ("service/src/lib.rs", ""),
        ("service/build.rs", "fn main() {}"),
        ("winapi/Cargo.toml", &package("winapi")),
        ("winapi/src/lib.rs", ""),
    ])
}

/// The features of the library in any build without tests.
fn of_library(workspace: &Workspace) -> String {
    let enabled = &workspace.package_named("core").unwrap().enabled;
    let names = enabled.production.union(&enabled.partly);
    names.map(String::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_condition_is_asked_about_production_or_tests() {
    let folder = shared();
    let target = Some("x86_64-unknown-linux-gnu".to_owned());
    let workspace = Workspace::load(&LoadOptions {
        target,
        ..folder.uncached()
    })
    .unwrap();
    let core = workspace.package_named("core").unwrap();
    let holds = |code, feature| {
        workspace
            .conditions(core.id, code)
            .holds("feature", Some(feature))
    };
    assert_eq!(holds(CodeKind::Production, "mock"), Some(false));
    assert_eq!(holds(CodeKind::Test, "mock"), Some(true));
    // The build script has it, the program has not.
    assert_eq!(holds(CodeKind::Production, "gen"), None);
    assert_eq!(holds(CodeKind::Test, "gen"), Some(false));
    assert_eq!(holds(CodeKind::Production, "win"), Some(false));
}

#[test]
fn another_platform_has_its_own_dependencies_and_what_they_switch_on() {
    let folder = shared();
    let flag = CfgFlag::parse("fast").unwrap();
    for here in [folder.load(), by_manifests(&folder)] {
        let configured = |target: Option<&str>, flags: &[CfgFlag]| {
            let there = here
                .configured(&FeatureSelection::default(), target, flags)
                .unwrap();
            let service = there.package_named("service").unwrap();
            let winapi = service.dependency("winapi").unwrap();
            (of_library(&there), winapi.active, winapi.in_production)
        };
        let of = |names: &str, is_there| (names.to_owned(), is_there, is_there);
        assert_eq!(
            configured(Some("x86_64-unknown-linux-gnu"), &[]),
            of("gen", false)
        );
        assert_eq!(
            configured(Some("x86_64-pc-windows-msvc"), &[]),
            of("gen win", true)
        );
        let flags = [flag.clone()];
        assert_eq!(
            configured(Some("x86_64-unknown-linux-gnu"), &flags),
            of("fast gen", false)
        );
        // Where no platform was asked for, what is for others is there, too.
        assert!(configured(None, &[]).1);
    }
    let windows = LoadOptions {
        target: Some("x86_64-pc-windows-msvc".to_owned()),
        ..folder.uncached()
    };
    let there = Workspace::load(&windows).unwrap();
    assert_eq!(of_library(&there), "gen win");
    let linux = LoadOptions {
        target: Some("x86_64-unknown-linux-gnu".to_owned()),
        ..folder.uncached()
    };
    let there = Workspace::load(&linux).unwrap();
    let service = there.package_named("service").unwrap();
    assert!(!service.dependency("winapi").unwrap().active);
}

#[test]
fn an_optional_dependency_that_only_tests_switch_on_is_not_in_production() {
    let core = package("core")
        + "[features]\nmock = [\"dep:kit\"]\n[dependencies]\nkit = { path = \"../kit\", optional = true }\n";
    let service = package("service")
        + "[dependencies]\ncore = { path = \"../core\" }\n\
           [dev-dependencies]\ncore = { path = \"../core\", features = [\"mock\"] }\n";
    let folder = Folder::new(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"core\", \"kit\", \"service\"]\nresolver = \"2\"\n",
        ),
        ("core/Cargo.toml", &core),
        ("core/src/lib.rs", ""),
        ("kit/Cargo.toml", &package("kit")),
        ("kit/src/lib.rs", ""),
        ("service/Cargo.toml", &service),
        ("service/src/lib.rs", ""),
    ]);
    for workspace in [folder.load(), by_manifests(&folder)] {
        let core = workspace.package_named("core").unwrap();
        let kit = core.dependency("kit").unwrap();
        assert!(kit.active && !kit.in_production);
        let service = workspace.package_named("service").unwrap();
        assert!(service.dependency("core").unwrap().in_production);
    }
}

#[test]
fn what_a_package_outside_asks_of_a_member_counts() {
    let outside = package("outside")
        + "[dependencies]\ncore = { path = \"../core\", features = [\"x\"] }\n\
           [dev-dependencies]\ncore = { path = \"../core\", features = [\"y\"] }\n";
    let app = package("app") + "[dependencies]\noutside = { path = \"../outside\" }\n";
    let folder = Folder::new(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"app\", \"core\"]\nexclude = [\"outside\"]\nresolver = \"2\"\n",
        ),
        ("app/Cargo.toml", &app),
        ("app/src/lib.rs", ""),
        (
            "core/Cargo.toml",
            &(package("core") + "[features]\nx = []\ny = []\n"),
        ),
        ("core/src/lib.rs", ""),
        ("outside/Cargo.toml", &outside),
        ("outside/src/lib.rs", ""),
    ]);
    let workspace = folder.load();
    assert_eq!(of_library(&workspace), "x");
    let mut expected = expected(&folder);
    let said = said(&workspace);
    assert_eq!(said["core"], expected.remove("core").unwrap());
}
