//! Caches make a run faster, never different.

use std::{fs, path::PathBuf, sync::Arc, thread};

use govern_workspace::{LoadOptions, Resolve, Workspace};

use crate::support::{self, Folder, package, paths};

fn folder() -> Folder {
    let folder = Folder::new(&[("Cargo.toml", &package("a"))]);
    let mut lib = String::new();
    for number in 0..40 {
        lib.push_str(&format!("mod m{number};\n"));
        folder.write(
            &format!("src/m{number}.rs"),
            format!("pub fn f{number}() {{ crate::g({number}) }}"),
        );
    }
    lib.push_str("mod broken;");
    folder.write("src/broken.rs", "fn (");
    folder.write("src/lib.rs", lib);
    folder
}

/// Everything that a gate could see.
fn visible(workspace: &Workspace) -> impl PartialEq + std::fmt::Debug + use<> {
    let files = workspace
        .files()
        .iter()
        .map(|&file| (file, workspace.facts(file).cloned()));
    (
        files.collect::<Vec<_>>(),
        workspace.problems().to_vec(),
        workspace.packages().to_vec(),
        workspace.routes().to_vec(),
        workspace.graph().map(|graph| graph.package_count()).ok(),
    )
}

fn cache_files(folder: &Folder) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.path().join("target/govern"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "bin"))
        .collect();
    files.sort();
    files
}

#[test]
fn a_second_run_parses_nothing_and_asks_nobody() {
    let folder = folder();
    let uncached = folder.load();
    let first = Workspace::load(&folder.options()).unwrap();
    first.keep_facts();
    let second = Workspace::load(&folder.options()).unwrap();
    assert_eq!((first.parses(), first.timings().cargo_ran), (42, true));
    assert_eq!((second.parses(), second.timings().cargo_ran), (0, false));
    assert_eq!(second.timings().cached, 42);
    assert_eq!(visible(&uncached), visible(&first));
    assert_eq!(visible(&first), visible(&second));
    assert_eq!(second.problems().len(), uncached.problems().len());
    assert!(!second.problems().is_empty());
    // Nobody takes it for something of value.
    let target = folder.path().join("target");
    assert!(target.join("CACHEDIR.TAG").is_file() && target.join("govern/.gitignore").is_file());
}

#[test]
fn facts_are_kept_when_somebody_has_the_time_or_at_the_end() {
    let folder = folder();
    let parses = || Workspace::load(&folder.options()).unwrap().parses();
    let first = Workspace::load(&folder.options()).unwrap();
    first.keep_facts();
    assert_eq!(parses(), 0);
    folder.write("src/m3.rs", "pub struct New;");
    let changed = Workspace::load(&folder.options()).unwrap();
    drop(changed);
    assert_eq!(parses(), 0);
}

#[test]
fn without_a_cache_nothing_is_written() {
    let folder = folder();
    folder.load();
    assert!(!folder.path().join("target").exists());
}

#[test]
fn only_what_changed_is_parsed_again() {
    let folder = folder();
    Workspace::load(&folder.options()).unwrap();
    folder.write("src/m3.rs", "pub struct New;");
    folder.write("src/m4.rs", "pub struct New;");
    let changed = Workspace::load(&folder.options()).unwrap();
    // Both have the same text: whether the second finds the first's facts already is nobody's business.
    assert!((1..=2).contains(&changed.parses()), "{}", changed.parses());
    assert_eq!(visible(&changed), visible(&folder.load()));
    changed.keep_facts();
    assert_eq!(Workspace::load(&folder.options()).unwrap().parses(), 0);
}

#[test]
fn the_edition_is_part_of_the_key() {
    let folder = Folder::new(&[
        ("Cargo.toml", &package("a")),
        ("src/lib.rs", "fn f() { let async = 1; }"),
    ]);
    let new = Workspace::load(&folder.options()).unwrap();
    new.keep_facts();
    folder.write("Cargo.toml", package("a").replace("2024", "2015"));
    let old = Workspace::load(&folder.options()).unwrap();
    assert_eq!(old.parses(), 1);
    assert!(!new.problems().is_empty() && old.problems().is_empty());
}

#[test]
fn whatever_could_change_cargos_answer_makes_it_run_again() {
    let folder = folder();
    let ran = |folder: &Folder| {
        Workspace::load(&folder.options())
            .unwrap()
            .timings()
            .cargo_ran
    };
    assert!(ran(&folder));
    assert!(!ran(&folder));
    let changes: [(&str, &str); 7] = [
        ("Cargo.toml", &(package("a") + "[features]\nx = []\n")),
        ("src/bin/tool.rs", "fn main() {}"),
        ("tests/it.rs", ""),
        ("build.rs", "fn main() {}"),
        (".cargo/config.toml", "[net]\noffline = true\n"),
        ("rust-toolchain", "1.95.0"),
        ("examples/multi/main.rs", "fn main() {}"),
    ];
    for (path, text) in changes {
        folder.write(path, text);
        assert!(ran(&folder), "{path} changed");
        assert!(!ran(&folder), "nothing changed after {path}");
    }
    folder.remove("tests/it.rs");
    assert!(ran(&folder), "a test is gone");
    folder.remove("Cargo.lock");
    assert!(ran(&folder), "the lock file is gone");
}

#[test]
fn a_new_member_is_seen() {
    let folder = Folder::new(&[
        (
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n",
        ),
        ("crates/a/Cargo.toml", &package("a")),
        ("crates/a/src/lib.rs", ""),
    ]);
    assert_eq!(
        Workspace::load(&folder.options()).unwrap().packages().len(),
        1
    );
    folder.write("crates/b/Cargo.toml", package("b"));
    folder.write("crates/b/src/lib.rs", "");
    assert_eq!(
        Workspace::load(&folder.options()).unwrap().packages().len(),
        2
    );
}

#[test]
fn a_foreign_path_package_is_watched() {
    let outside = Folder::new(&[
        (
            "dep/Cargo.toml",
            &(package("dep") + "[dependencies]\ndeeper = { path = \"../deeper\" }\n"),
        ),
        ("dep/src/lib.rs", ""),
        ("deeper/Cargo.toml", &package("deeper")),
        ("deeper/src/lib.rs", ""),
    ]);
    let manifest = format!(
        "{}[dependencies]\ndep = {{ path = \"{}/dep\" }}\n",
        package("a"),
        outside.path()
    );
    let folder = Folder::new(&[("Cargo.toml", &manifest), ("src/lib.rs", "")]);
    let versions = |workspace: &Workspace| {
        let graph = workspace.graph().unwrap();
        let mut versions: Vec<_> = graph
            .packages()
            .map(|package| format!("{} {}", package.name(), package.version()))
            .collect();
        versions.sort();
        versions.join(", ")
    };
    let before = Workspace::load(&folder.options()).unwrap();
    assert_eq!(versions(&before), "a 0.1.0, deeper 0.1.0, dep 0.1.0");
    outside.write(
        "deeper/Cargo.toml",
        package("deeper").replace("0.1.0", "0.2.0"),
    );
    let after = Workspace::load(&folder.options()).unwrap();
    assert_eq!(versions(&after), "a 0.1.0, deeper 0.2.0, dep 0.1.0");
}

#[test]
fn damage_anywhere_is_not_noticed() {
    let folder = folder();
    let expected = visible(&Workspace::load(&folder.options()).unwrap());
    for path in cache_files(&folder) {
        let good = fs::read(&path).unwrap();
        let places = (0..good.len())
            .step_by(good.len() / 97 + 1)
            .chain(0..48.min(good.len()));
        for place in places {
            let mut bad = good.clone();
            bad[place] ^= 0x41;
            fs::write(&path, &bad).unwrap();
            let workspace = Workspace::load(&folder.options()).unwrap();
            assert!(
                visible(&workspace) == expected,
                "byte {place} of {}",
                path.display()
            );
            fs::write(&path, &good).unwrap();
        }
        for length in [0, 1, 39, good.len() / 2, good.len() - 1] {
            fs::write(&path, &good[..length]).unwrap();
            let workspace = Workspace::load(&folder.options()).unwrap();
            assert!(visible(&workspace) == expected, "{length} bytes");
            fs::write(&path, &good).unwrap();
        }
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_done_without() {
    let folder = folder();
    folder.write("target/govern", "a file where the directory should be");
    let workspace = Workspace::load(&folder.options()).unwrap();
    assert_eq!(workspace.parses(), 42);
    assert_eq!(visible(&workspace), visible(&folder.load()));
}

#[test]
fn many_at_once_agree_and_leave_a_good_cache() {
    let folder = folder();
    let expected = visible(&folder.load());
    for round in 0..4 {
        thread::scope(|scope| {
            let runs: Vec<_> = (0..6)
                .map(|run| {
                    let options = LoadOptions {
                        threads: Some(run % 3 + 1),
                        ..folder.options()
                    };
                    scope.spawn(move || Workspace::load(&options).unwrap())
                })
                .collect();
            for run in runs {
                assert!(visible(&run.join().unwrap()) == expected, "round {round}");
            }
        });
        let after = Workspace::load(&folder.options()).unwrap();
        assert_eq!(after.parses(), 0);
        // Now with something to write again, for all of them.
        folder.write("src/m0.rs", format!("pub fn f0() {{ crate::g({round}) }}"));
        folder.write("src/m0.rs", "pub fn f0() { crate::g(0) }");
        fs::remove_file(folder.path().join("target/govern/facts-v1.bin")).unwrap();
    }
    let left: Vec<_> = fs::read_dir(folder.path().join("target/govern"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".tmp"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn workspaces_that_build_in_one_place_share_a_cache() {
    let around = Folder::new(&[(".cargo/config.toml", "[build]\ntarget-dir = \"builds\"\n")]);
    let load = |name: &str| {
        around.write(&format!("{name}/Cargo.toml"), package(name));
        around.write(&format!("{name}/src/lib.rs"), "mod a;");
        around.write(&format!("{name}/src/a.rs"), "pub fn f() {}");
        let options = LoadOptions {
            manifest_path: Some(around.path().join(name).join("Cargo.toml")),
            ..around.options()
        };
        Workspace::load(&options).unwrap().parses()
    };
    assert_eq!((load("one"), load("two")), (2, 0));
    assert!(around.path().join("builds/govern").is_dir());
    assert!(!around.path().join("one/target").exists());
}

#[test]
fn entries_that_nobody_needs_are_dropped() {
    let folder = Folder::new(&[("Cargo.toml", &package("a")), ("src/lib.rs", "mod a;")]);
    let size = |text: &str| {
        folder.write("src/a.rs", text);
        let options = LoadOptions {
            resolve: Resolve::Manifests,
            ..folder.options()
        };
        assert_eq!(paths(&Workspace::load(&options).unwrap()).len(), 2);
        fs::metadata(folder.path().join("target/govern/facts-v1.bin"))
            .unwrap()
            .len()
    };
    let big: String = (0..2000)
        .map(|number| format!("pub fn some_function_{number}() {{}}\n"))
        .collect();
    let with_big = size(&big);
    for number in 0..60 {
        let with_more = size(&format!("const A: u32 = {number};"));
        assert!(with_more >= with_big, "it is kept for a while");
    }
    for number in 60..68 {
        size(&format!("const A: u32 = {number};"));
    }
    assert!(size("const A: u32 = 68;") < with_big / 2);
}

#[test]
fn answers_to_old_questions_are_not_kept_for_ever() {
    let folder = Folder::new(&[("Cargo.toml", &package("a")), ("src/lib.rs", "")]);
    let mut manifest = package("a") + "[features]\n";
    (0..20).for_each(|number| manifest.push_str(&format!("f{number} = []\n")));
    folder.write("Cargo.toml", manifest);
    for number in 0..20 {
        let mut options = folder.options();
        options.features.list = vec![format!("f{number}")];
        let workspace = Workspace::load(&options).unwrap();
        assert_eq!(workspace.packages()[0].enabled.production.len(), 1);
    }
    let mut answers = cache_files(&folder);
    answers.retain(|file| file.to_string_lossy().contains("metadata-"));
    assert_eq!(answers.len(), 16);
}

#[test]
fn processes_at_once_agree_and_leave_a_good_cache() {
    if let Some(root) = support::parent() {
        let options = LoadOptions {
            manifest_path: Some(root.join("Cargo.toml")),
            ..Folder::new(&[]).options()
        };
        for _ in 0..5 {
            let workspace = Workspace::load(&options).unwrap();
            assert_eq!(workspace.files().len(), 42);
            // Leaves work for the others.
            drop(fs::remove_file(root.join("target/govern/facts-v1.bin")));
        }
        return;
    }
    let folder = folder();
    let expected = visible(&folder.load());
    let name = "caching::processes_at_once_agree_and_leave_a_good_cache";
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| support::in_child(name, folder.path(), &[]));
        }
    });
    let after = Workspace::load(&folder.options()).unwrap();
    assert!(visible(&after) == expected);
    after.keep_facts();
    assert_eq!(Workspace::load(&folder.options()).unwrap().parses(), 0);
}

#[test]
fn expressions_are_read_once_for_all_versions_with_the_text() {
    let files = |text: &str| {
        [
            ("Cargo.toml", package("a")),
            ("src/lib.rs", text.to_owned()),
        ]
        .map(|(path, text)| (path.to_owned(), text))
        .into()
    };
    let text = "pub fn f() -> u8 { 1 }";
    let now = Workspace::from_memory(files(text)).unwrap();
    let of = |workspace: &Workspace| {
        let file = workspace.file("src/lib.rs").unwrap();
        workspace.expressions(file).unwrap()
    };
    let own = of(&now);
    assert_eq!(own.functions.len(), 1);
    assert!(Arc::ptr_eq(&own, &of(&now)));
    let same = now.at_memory("same", files(text)).unwrap();
    assert!(Arc::ptr_eq(&own, &of(&same)));
    let other = now
        .at_memory("other", files("pub fn f() {} pub fn g() {}"))
        .unwrap();
    assert_eq!(of(&other).functions.len(), 2);
    assert_eq!(now.expressions(now.manifest()), None);
}
