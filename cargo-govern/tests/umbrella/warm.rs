//! Whatever has changed since the run before, or has not: what is remembered changes not a byte of what a run says.

#![expect(
    clippy::disallowed_methods,
    reason = "the tests damage caches, and start another program"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use crate::{
    staged::{CHANGES, Chance, Change, change, repository},
    support::{Copy, Said},
};

/// How many changes are tried; each consists of a few of those that are tried on what is staged, and of [`Around`].
const TRIED: usize = 8;
/// As long after it was written, a file is read no more that the system says the same of.
const SETTLED: Duration = Duration::from_millis(2300);

const WAIVER: &str = "\n[[waiver]]\nrule = \"patterns::unwrap_in_production\"\nkey = \"a::text::read: unwrap\"\n\
                      reason = \"tried\"\nowner = \"@a\"\nexpires = 2026-06-20\n";
const POLICY: &str = "# METADATA\n# scope: package\n# custom:\n#   files: [\"*/Cargo.toml\"]\n#   parser: toml\n\
                      package all\n\nwarn contains \"it is a package\" if input.package\n";
const DAYS: [&str; 2] = ["1781481600", "1782864000"];

/// What may happen around the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    /// A waiver expires.
    Day,
    /// Git does not know a file any more, though it is there.
    Untracked,
    /// What git compares with is another commit.
    Commit,
    /// A file is as long as it was, and was written as long ago.
    SameTime,
    /// Of a file of the cache a part is gone.
    CutOff,
    /// A file of the cache is gone.
    Gone,
    /// A bit of a file of the cache is another one.
    Flipped,
    /// Something in a directory is no file any more, but a link.
    Link,
    /// A file is listed under another name.
    Renamed,
    /// Cargo is told to build elsewhere.
    Environment,
}

const AROUND: [Around; 10] = [
    Around::Day,
    Around::Untracked,
    Around::Commit,
    Around::SameTime,
    Around::CutOff,
    Around::Gone,
    Around::Flipped,
    Around::Link,
    Around::Renamed,
    Around::Environment,
];

const CHECK: [&str; 4] = ["check", "--offline", "--format", "short"];

/// What a run says in an environment.
fn said(copy: &Copy, variables: &[(&str, &str)], more: &[&str]) -> Said {
    let said = copy.govern_with(variables, &[&CHECK[..], more].concat());
    assert!(!said.err.contains("panicked"), "{}", said.err);
    said
}

/// The files of the cache, in order.
fn caches(copy: &Copy) -> Vec<PathBuf> {
    let directory = copy.path("target/govern");
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut files: Vec<_> = entries
        .map(|it| it.path())
        .filter(|it| it.is_file())
        .collect();
    files.sort();
    files
}

/// Does what is to happen; the variables that are otherwise from then on.
fn happen(
    copy: &Copy,
    around: Around,
    chance: &mut Chance,
) -> Option<(&'static str, &'static str)> {
    let cache = |chance: &mut Chance| {
        let files = caches(copy);
        (!files.is_empty()).then(|| files[chance.below(files.len())].clone())
    };
    match around {
        Around::Day => return Some(("SOURCE_DATE_EPOCH", DAYS[1])),
        Around::Environment => return Some(("CARGO_TARGET_DIR", "elsewhere/target")),
        Around::Untracked => {
            drop(copy.try_git(&[], &["rm", "--quiet", "--cached", "b/src/main.rs"]))
        }
        Around::Commit => {
            copy.git(&["commit", "--quiet", "--allow-empty", "--message", "more"]);
        }
        Around::SameTime => {
            let path = copy.path("a/src/wire.rs");
            if let Ok(data) = fs::metadata(&path) {
                let text = copy.read("a/src/wire.rs").replace("Order", "Ordre");
                copy.write("a/src/wire.rs", text);
                let file = fs::File::options().write(true).open(&path);
                file.and_then(|it| it.set_modified(data.modified()?))
                    .expect("the file is ours");
            }
        }
        Around::CutOff | Around::Flipped => {
            if let Some(path) = cache(chance) {
                let mut bytes = fs::read(&path).expect("it is there");
                let at = chance.below(bytes.len().max(1));
                match around {
                    Around::CutOff => bytes.truncate(at),
                    _ => bytes.iter_mut().skip(at).take(1).for_each(|it| *it ^= 4),
                }
                fs::write(path, bytes).expect("the cache is ours");
            }
        }
        Around::Gone => {
            if let Some(path) = cache(chance) {
                fs::remove_file(path).expect("it is there");
            }
        }
        Around::Link => {
            if copy.path("a/src/text.rs").is_file() {
                copy.write("elsewhere.rs", copy.read("a/src/text.rs"));
                copy.remove("a/src/text.rs");
                copy.link("a/src/text.rs", "../../elsewhere.rs");
            }
        }
        Around::Renamed => {
            if copy.path("a/src/made.rs").is_file() {
                copy.write("a/src/made/mod.rs", copy.read("a/src/made.rs"));
                copy.remove("a/src/made.rs");
            }
        }
    }
    None
}

fn waived() -> Copy {
    let copy = repository();
    copy.write("govern.toml", copy.read("govern.toml") + WAIVER);
    copy.write("policy/all.rego", POLICY);
    copy.git(&["add", "."]);
    copy.git(&["commit", "--quiet", "--message", "with a waiver"]);
    copy
}

#[test]
fn what_is_remembered_changes_not_a_byte() {
    let copy = waived();
    let mut chance = Chance::new();
    // What is not touched is remembered by what the system says of it.
    thread::sleep(SETTLED);
    let (mut all, mut different) = (0, BTreeSet::new());
    for tried in 0..TRIED {
        copy.git(&["reset", "--quiet", "--hard"]);
        copy.git(&["clean", "-fdqx", "--exclude=target"]);
        // The run before: as often as not of what the one after it is of, too.
        if chance.below(2) == 0 {
            said(&copy, &[], &[]);
            said(&copy, &[], &[]);
        }
        let made: Vec<Change> = (0..chance.below(3))
            .map(|_| CHANGES[chance.below(CHANGES.len())])
            .collect();
        let mut variables = vec![("SOURCE_DATE_EPOCH", DAYS[0])];
        let mut happened = Vec::new();
        // A change between two runs that remember, and one after them.
        for round in 0..3 {
            if round == 1 {
                made.iter().for_each(|it| change(&copy, *it));
            }
            if round == 2 {
                let around = AROUND[chance.below(AROUND.len())];
                happened.push(around);
                variables.extend(happen(&copy, around, &mut chance));
            }
            let anew = said(&copy, &variables, &["--no-cache"]);
            for time in 0..2 {
                let warm = said(&copy, &variables, &[]);
                assert_eq!(
                    (warm.status, &warm.out),
                    (anew.status, &anew.out),
                    "{tried}, {round}, {time}: {made:#?} {happened:?}"
                );
            }
            all += anew.out.lines().count();
            different.insert(anew.out);
        }
    }
    // It would be no comparison if all said the same, or nothing.
    assert!(
        all > TRIED && different.len() > TRIED / 2,
        "{all}, {}",
        different.len()
    );
}

/// A run that is known shows as much as one that is not, in all formats and into files.
#[test]
fn what_a_run_showed_is_shown_again_in_each_form() {
    let copy = waived();
    thread::sleep(SETTLED);
    let forms: [&[&str]; 4] = [
        &["--format", "human", "--color", "always"],
        &["--format", "json", "--format", "sarif=out.sarif"],
        &["--format", "short", "--verbose"],
        &["--quiet", "--deny", "todo_comment"],
    ];
    for form in forms {
        let run = |more: &[&str]| copy.govern(&[&["check", "--offline"][..], form, more].concat());
        let anew = run(&["--no-cache"]);
        let file = copy
            .path("out.sarif")
            .is_file()
            .then(|| copy.read("out.sarif"));
        for _ in 0..3 {
            if file.is_some() {
                copy.remove("out.sarif");
            }
            let warm = run(&[]);
            assert_eq!(
                (warm.status, &warm.out),
                (anew.status, &anew.out),
                "{form:?}"
            );
            assert_eq!(warm.err, anew.err, "{form:?}");
            let again = copy
                .path("out.sarif")
                .is_file()
                .then(|| copy.read("out.sarif"));
            assert_eq!(again, file, "{form:?}");
        }
        if file.is_some() {
            copy.remove("out.sarif");
        }
    }
    let shown = |copy: &Copy| {
        let files = caches(copy).into_iter();
        let named = files.filter_map(|it| Some(it.file_name()?.to_str()?.to_owned()));
        named.filter(|name| name.starts_with("shown-")).count()
    };
    assert!(shown(&copy) >= 4, "{:?}", caches(&copy));
}

/// What another build of the program remembers is none of ours.
#[test]
fn another_build_of_the_program_remembers_for_itself() {
    let copy = waived();
    thread::sleep(SETTLED);
    let first = said(&copy, &[], &[]);
    let before = caches(&copy).len();
    let program = copy.path("elsewhere-govern");
    fs::copy(Path::new(env!("CARGO_BIN_EXE_cargo-govern")), &program).expect("there is room");
    copy.git(&["config", "core.excludesFile", copy.path("ignored").as_str()]);
    copy.write("ignored", "elsewhere-govern\nignored\n");
    let other = Command::new(&program)
        .arg("govern")
        .args(CHECK)
        .env("SOURCE_DATE_EPOCH", DAYS[0])
        .env("COLUMNS", "120")
        .current_dir(copy.path(""))
        .output()
        .expect("it starts");
    assert_eq!(String::from_utf8_lossy(&other.stdout), first.out);
    assert!(caches(&copy).len() > before, "{:?}", caches(&copy));
    assert_eq!(said(&copy, &[], &[]).out, first.out);
}
