//! Paths of names as texts, `krate::module::Item`. They are split so often that searching for a text costs.

use smallvec::SmallVec;

/// The segments of a path.
pub(crate) type Segments<'a> = SmallVec<[&'a str; 8]>;

/// Splits a path.
pub(crate) fn segments(path: &str) -> Segments<'_> {
    let mut segments = Segments::new();
    let mut rest = path;
    while let Some(end) = rest.find(':') {
        segments.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(':');
    }
    segments.push(rest);
    segments
}

/// Splits an external path; what is in `core` and `alloc` is taken as `std` shows it.
pub(crate) fn external_segments(path: &str) -> Segments<'_> {
    let mut segments = segments(path);
    segments[0] = std_head(segments[0]);
    segments
}

/// The standard library shows what is in `core` and `alloc` under its own name: the three are one.
pub(crate) fn std_head(head: &str) -> &str {
    match head {
        "core" | "alloc" => "std",
        head => head,
    }
}

/// The crates that come with the compiler.
pub(crate) const STANDARD: [&str; 5] = ["std", "core", "alloc", "proc_macro", "test"];

/// Whether a path leads into the standard library.
pub(crate) fn is_standard(path: &str) -> bool {
    STANDARD.contains(&head(path))
}

/// The first segment: the crate.
pub(crate) fn head(path: &str) -> &str {
    path.find(':').map_or(path, |end| &path[..end])
}

/// The last segment.
pub(crate) fn last_segment(path: &str) -> &str {
    path.rfind(':').map_or(path, |before| &path[before + 1..])
}

#[cfg(test)]
mod tests {
    use super::{head, last_segment, segments};

    #[test]
    fn a_path_is_split_at_its_separators() {
        for path in ["a", "a::b", "std::env!", "ab::cd::ef::gh"] {
            let split: Vec<&str> = path.split("::").collect();
            assert_eq!(segments(path).to_vec(), split);
            assert_eq!(head(path), split[0]);
            assert_eq!(last_segment(path), split[split.len() - 1]);
        }
        // As it may be written: it begins with nothing.
        assert_eq!(segments("::a::b").to_vec(), ["", "a", "b"]);
        assert_eq!(head("::a"), "");
    }
}
