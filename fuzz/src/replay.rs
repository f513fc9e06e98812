//! Inputs that are known, for ordinary tests: those that the fuzzer begins with, and those that it stopped at.
#![expect(
    clippy::disallowed_methods,
    reason = "inputs are files of the repository"
)]

use std::{
    collections::BTreeSet,
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
    process::Command,
};

/// As many of the files that a target begins with are read again: all of them for each target would take minutes.
const SEEDS: usize = 3;
/// Those that are longer are for the fuzzer.
const LONGEST: usize = 8 * 1024;

/// Gives a target all that is kept of it, and some of what it begins with.
///
/// # Panics
///
/// If there is nothing, or if what must hold does not.
pub(crate) fn replay(name: &str, check: fn(&[u8])) {
    let root = root();
    let mut kept = files(&root.join("fuzz/regressions").join(name));
    let seeds = seeds(&root, name);
    // From all over the list, which is sorted: what stands side by side is alike.
    let every = seeds.len().div_ceil(SEEDS).max(1);
    kept.extend(seeds.into_iter().step_by(every));
    let mut read = 0;
    for path in kept {
        let bytes = fs::read(&path).expect("a file of this repository");
        let bytes = match path.extension() {
            Some(extension) if extension == "hex" => from_hex(&bytes),
            _ => bytes,
        };
        if bytes.len() > LONGEST {
            continue;
        }
        let held = catch_unwind(|| check(&bytes));
        assert!(
            held.is_ok(),
            "`{name}` does not hold for {}",
            path.display()
        );
        // Cut short, it is what nobody has written.
        let cut = &bytes[..bytes.len() / 2];
        let held = catch_unwind(|| check(cut));
        assert!(
            held.is_ok(),
            "`{name}` does not hold for half of {}",
            path.display()
        );
        read += 1;
    }
    assert!(read > 0, "nothing was given to `{name}`");
}

/// Whether the functions are those of the targets that are meant, and everything that is kept is of one of them.
///
/// # Panics
///
/// If not.
pub(crate) fn each_has_a_target(names: &[&str], is_meant: fn(&str) -> bool) {
    let known: BTreeSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let named = |path: &Path| {
        path.file_stem()
            .and_then(|it| it.to_str())
            .map(str::to_owned)
    };
    let targets = files(&root().join("fuzz/targets"));
    let targets: BTreeSet<String> = targets.iter().filter_map(|it| named(it)).collect();
    let meant: BTreeSet<String> = targets.iter().filter(|it| is_meant(it)).cloned().collect();
    assert_eq!(known, meant);
    let kept = fs::read_dir(root().join("fuzz/regressions")).expect("a directory");
    for kept in kept {
        let kept = named(&kept.expect("it can be listed").path()).expect("a name");
        assert!(
            targets.contains(&kept),
            "nobody reads `fuzz/regressions/{kept}`"
        );
    }
}

fn seeds(root: &Path, name: &str) -> Vec<PathBuf> {
    let target = root.join("fuzz/targets").join(format!("{name}.rs"));
    let target = fs::read_to_string(target).expect("each target has a file");
    let patterns = target
        .lines()
        .filter_map(|line| line.strip_prefix("//! seed: "));
    let patterns: Vec<String> = patterns.map(|it| format!(":(glob){it}")).collect();
    if patterns.is_empty() {
        return Vec::new();
    }
    let mut git = Command::new("git");
    let listed = git
        .args(["ls-files", "-z", "--"])
        .args(&patterns)
        .current_dir(root)
        .output();
    let listed = listed.expect("git is there").stdout;
    let listed = String::from_utf8(listed).expect("names are UTF-8");
    listed
        .split('\0')
        .filter(|it| !it.is_empty())
        .map(|path| root.join(path))
        .collect()
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten();
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
    paths.sort();
    paths
}

fn from_hex(digits: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(digits).expect("hex digits");
    let digits: Vec<u32> = text.chars().filter_map(|it| it.to_digit(16)).collect();
    digits
        .chunks_exact(2)
        .map(|pair| (pair[0] * 16 + pair[1]) as u8)
        .collect()
}

/// The root of the repository: the folder above that of the package whose tests these are, or the one above that.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = package
        .ancestors()
        .find(|it| it.join("fuzz/targets").is_dir());
    root.expect("the package is in the repository").to_owned()
}
