//! What a workspace that is not trusted may lead to: nothing outside of its root, whatever its links and paths say.

use std::{
    collections::BTreeSet,
    fs,
    sync::{Mutex, MutexGuard, PoisonError},
};

use camino::Utf8Path;
use rustc_hash::FxHashMap;

use crate::paths::{self, slashes};

/// As many links the kernel follows on one way.
const LINKS: usize = 40;

/// A root that nothing leads out of.
#[derive(Debug)]
pub(crate) struct Confined {
    /// The root without symbolic links.
    real: String,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// What directories are without links, by their paths from the root; none for those that are outside.
    directories: FxHashMap<String, Option<String>>,
    /// What the user named, which may be anywhere.
    named: BTreeSet<String>,
    /// The paths that were refused.
    refused: BTreeSet<String>,
}

impl Confined {
    pub(crate) fn new(real: &Utf8Path) -> Confined {
        Confined {
            real: slashes(real),
            known: Mutex::default(),
        }
    }

    /// Whether a path from the root leads out of it. Links are read and never followed: what is outside is not even looked at.
    /// Such a path is remembered as refused.
    pub(crate) fn leads_out(&self, path: &str) -> bool {
        let path = paths::join("", &slashes(path.into()));
        let mut known = self.known();
        let is_named = |named: &String| paths::is_inside(&path, named);
        let leads_out = !known.named.iter().any(is_named)
            && self.resolve(&path, &mut known.directories).is_none();
        if leads_out {
            known.refused.insert(path);
        }
        leads_out
    }

    /// Allows a path outside of the root, and what is below it: the user named it.
    pub(crate) fn allow(&self, path: &str) {
        if !paths::is_inside(path, "") {
            self.known().named.insert(path.to_owned());
        }
    }

    /// The paths that were refused, sorted.
    pub(crate) fn refused(&self) -> Vec<String> {
        self.known().refused.iter().cloned().collect()
    }

    /// The path without links, as far as there is something.
    fn resolve(
        &self,
        path: &str,
        directories: &mut FxHashMap<String, Option<String>>,
    ) -> Option<String> {
        if path.is_empty() {
            return Some(String::new());
        }
        if !paths::is_inside(path, "") || Utf8Path::new(path).is_absolute() {
            return None;
        }
        let parent = paths::parent(path);
        let directory = match directories.get(parent) {
            Some(known) => known.clone(),
            None => {
                let found = self.follow(parent);
                directories.insert(parent.to_owned(), found.clone());
                found
            }
        };
        self.follow(&paths::join(&directory?, paths::file_name(path)))
    }

    /// Goes from the root along a path, part by part.
    fn follow(&self, path: &str) -> Option<String> {
        let mut left: Vec<String> = path.rsplit('/').map(str::to_owned).collect();
        let mut real = String::new();
        let mut links = 0;
        while let Some(part) = left.pop() {
            match part.as_str() {
                "" | "." => continue,
                ".." if real.is_empty() => return None,
                ".." => {
                    real = paths::parent(&real).to_owned();
                    continue;
                }
                _ => {}
            }
            let next = paths::join(&real, &part);
            let Ok(target) = fs::read_link(format!("{}/{next}", self.real)) else {
                real = next;
                continue;
            };
            links += 1;
            let target = target.into_os_string().into_string().ok();
            let target = target.filter(|_| links <= LINKS)?;
            let target = slashes(Utf8Path::new(&target));
            let target = match Utf8Path::new(&target).is_absolute() {
                false => target,
                true => {
                    let inside = target.strip_prefix(&self.real)?;
                    if !inside.is_empty() && !inside.starts_with('/') {
                        return None;
                    }
                    real.clear();
                    inside.to_owned()
                }
            };
            left.extend(target.rsplit('/').map(str::to_owned));
        }
        Some(real)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use camino::Utf8Path;

    use super::Confined;

    #[test]
    fn links_and_paths_that_lead_out_are_refused_and_others_are_not() {
        let directory = tempfile::tempdir().unwrap();
        let base = Utf8Path::from_path(directory.path()).unwrap();
        let base = base.canonicalize_utf8().unwrap();
        let root = base.join("root");
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::create_dir(base.join("rootless")).unwrap();
        fs::write(root.join("a/b/x"), "").unwrap();
        fs::write(base.join("out"), "").unwrap();
        let link = |target: &str, path: &str| symlink(target, root.join(path)).unwrap();
        link("../../a/b/x", "a/b/inside");
        link(root.join("a").as_str(), "absolute_inside");
        link("../../../out", "a/b/outside");
        link("/etc/passwd", "absolute");
        link(base.join("rootless").as_str(), "same_beginning");
        link("..", "up");
        link("up/root/a", "out_and_in");
        link("circle", "circle");
        link("a/b", "short");
        link("gone", "dangling");
        let confined = Confined::new(&root);
        for path in [
            "",
            "a/b/x",
            "a/../a/b/x",
            "a/b/inside",
            "absolute_inside/b/x",
            "short/x",
            "short/inside",
            "dangling",
            "not/there",
        ] {
            assert!(!confined.leads_out(path), "{path}");
        }
        let refused = [
            "../out",
            "../root/a",
            "/etc/passwd",
            "a/b/outside",
            "absolute",
            "absolute/below",
            "circle",
            "out_and_in/b/x",
            "same_beginning",
            "short/outside",
            "up",
            "up/out",
        ];
        for path in refused {
            assert!(confined.leads_out(path), "{path}");
        }
        assert_eq!(confined.refused(), refused);
        confined.allow("../out");
        assert!(!confined.leads_out("../out"));
        confined.allow("absolute");
        assert!(
            confined.leads_out("absolute"),
            "what is inside cannot be allowed to lead out"
        );
    }
}
