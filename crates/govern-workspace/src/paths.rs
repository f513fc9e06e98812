//! Paths relative to the workspace root, as text with `/`.

use camino::Utf8Path;

/// Joins and normalises: `.` disappears, `x/..` too; `..` remains only at the beginning. An absolute `path` stays absolute.
pub(crate) fn join(directory: &str, path: &str) -> String {
    if is_plain(path) {
        match directory {
            "" => return path.to_owned(),
            directory if is_plain(directory) => return [directory, path].join("/"),
            _ => {}
        }
    }
    let absolute = path.starts_with('/') || (directory.starts_with('/') && !path.starts_with('/'));
    let mut parts: Vec<&str> = Vec::new();
    let base = if path.starts_with('/') { "" } else { directory };
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." => {
                    parts.pop();
                }
                _ if absolute => {}
                _ => parts.push(".."),
            },
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if absolute {
        format!("/{joined}")
    } else {
        joined
    }
}

/// Whether joining changes nothing in it: no part is empty, `.` or `..`.
fn is_plain(path: &str) -> bool {
    let mut last = b'/';
    for &byte in path.as_bytes() {
        // Names that begin with a dot are rare enough.
        if last == b'/' && matches!(byte, b'/' | b'.') {
            return false;
        }
        last = byte;
    }
    last != b'/'
}

/// The directory a file is in; empty for the root.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// A path seen from a directory of the workspace, with its `.` and `..` taken out; none if it leads out of the workspace.
pub fn join_inside(directory: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = directory
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The last part of a path.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// The file's name without `.rs`.
pub(crate) fn stem(path: &str) -> &str {
    let name = file_name(path);
    name.strip_suffix(".rs").unwrap_or(name)
}

/// `to` as seen from the directory `from`; both normalised, both absolute or both relative to the same directory.
pub(crate) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').filter(|part| !part.is_empty()).collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; from.len() - common];
    parts.extend(&to[common..]);
    parts.join("/")
}

/// Whether the path is inside `directory` (or is it); every path is inside the empty one unless it begins with `..`.
pub(crate) fn is_inside(path: &str, directory: &str) -> bool {
    if directory.is_empty() {
        return path != ".." && !path.starts_with("../") && !path.starts_with('/');
    }
    path.strip_prefix(directory)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A path with `/`, also on Windows.
pub(crate) fn slashes(path: &Utf8Path) -> String {
    if cfg!(windows) {
        path.as_str().replace('\\', "/")
    } else {
        path.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::{is_inside, join, relative, stem};

    #[test]
    fn joining_normalises() {
        assert_eq!(join("", "a.rs"), "a.rs");
        assert_eq!(join("src/a", "../b/./c.rs"), "src/b/c.rs");
        assert_eq!(join("src", "../../x/c.rs"), "../x/c.rs");
        assert_eq!(join("..", "../c.rs"), "../../c.rs");
        assert_eq!(join("src", "/etc/x.rs"), "/etc/x.rs");
        assert_eq!(join("/w/src", "../../../x.rs"), "/x.rs");
    }

    #[test]
    fn the_way_from_one_directory_to_another() {
        assert_eq!(relative("/w/main", "/w/main/src/lib.rs"), "src/lib.rs");
        assert_eq!(relative("/w/main", "/w/other/x.rs"), "../other/x.rs");
        assert_eq!(relative("/w", "/w"), "");
    }

    #[test]
    fn inside_means_whole_parts() {
        assert!(is_inside("crates/a/src", "crates/a"));
        assert!(is_inside("crates/a", "crates/a"));
        assert!(!is_inside("crates/ab", "crates/a"));
        assert!(is_inside("x", ""));
        assert!(!is_inside("../x", ""));
    }

    #[test]
    fn the_stem_keeps_other_suffixes() {
        assert_eq!(stem("src/a.b.rs"), "a.b");
        assert_eq!(stem("src/gen.inc"), "gen.inc");
    }
}
