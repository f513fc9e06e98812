//! Which features are on: what we say against what cargo builds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    process::Command,
};

use govern_workspace::{EnabledFeatures, LoadOptions, Resolve, Workspace};

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
        let [tests] = &tests.remove(&name).unwrap()[..] else {
            panic!("tests of `{name}` are built once");
        };
        let enabled = EnabledFeatures {
            production,
            partly,
            tests: tests.clone(),
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
    for round in 0..24 {
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
