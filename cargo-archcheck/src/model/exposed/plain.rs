//! Which attributes make nothing that others use.

use govern_facts::{FileFacts, Run};

use crate::path::last_segment;

/// Whether all attributes of something, and all that it derives, are known to make nothing that others use.
pub(super) fn is_plain(facts: &FileFacts, attrs: Run) -> bool {
    const ATTRIBUTES: [&str; 18] = [
        "allow",
        "cfg",
        "cold",
        "default",
        "deny",
        "deprecated",
        "derive",
        "doc",
        "error",
        "expect",
        "forbid",
        "inline",
        "must_use",
        "non_exhaustive",
        "repr",
        "serde",
        "track_caller",
        "warn",
    ];
    const DERIVES: [&str; 12] = [
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "Deserialize",
        "Eq",
        "Error",
        "Hash",
        "Ord",
        "PartialEq",
        "PartialOrd",
        "Serialize",
    ];
    facts.attrs_of(attrs).all(|attr| {
        ATTRIBUTES.contains(&facts.attr_path(attr))
            && facts.attr_list(attr, "derive").is_none_or(|derives| {
                derives.iter().all(|derive| {
                    let path = facts.text(derive.path);
                    DERIVES.contains(&last_segment(path))
                })
            })
    })
}
