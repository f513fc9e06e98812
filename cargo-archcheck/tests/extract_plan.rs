//! `cargo archcheck extract-plan` on a workspace before a module became a crate, and on the same after its plan was followed.

#![cfg(feature = "cli")]
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test runs programs, and what fails here fails the test"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use govern_testing::Directory;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/extract-plan")
}

fn archcheck(workspace: &str, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-archcheck"))
        .arg("archcheck")
        .args(args)
        .args(["--offline", "--no-cache", "--color", "never"])
        .current_dir(folder().join(workspace))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// AC: AC-ARCH-CMD-EXTRACT-PLAN
#[test]
fn the_plan_is_as_expected() {
    for (format, file) in [("human", "plan.txt"), ("json", "plan.json")] {
        let plan = archcheck(
            "before",
            &["extract-plan", "shop::pricing", "--format", format],
        );
        let path = folder().join(file);
        if env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
            fs::write(&path, &plan).unwrap();
        }
        assert_eq!(plan, fs::read_to_string(&path).unwrap(), "{file}");
    }
}

/// AC: AC-ARCH-CMD-EXTRACT-PLAN
#[test]
fn after_the_plan_the_crates_can_be_built_and_nothing_leads_back() {
    let target = Directory::new();
    let check = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--all-targets", "--target-dir"])
        .arg(target.path())
        .current_dir(folder().join("after"))
        .output()
        .unwrap();
    assert!(check.status.success(), "{check:?}");
    let edges = archcheck("after", &["graph", "--level", "crate"]);
    let edges: Vec<&str> = edges.lines().collect();
    assert!(edges.contains(&"shop -> shop-pricing"), "{edges:?}");
    assert!(edges.contains(&"shop-pricing -> shop-shared"), "{edges:?}");
    for back in [
        "shop-pricing -> shop",
        "shop-shared -> shop",
        "shop-shared -> shop-pricing",
    ] {
        assert!(!edges.contains(&back), "{edges:?}");
    }
}
