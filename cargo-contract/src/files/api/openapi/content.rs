//! What is sent, by media type.

use std::collections::BTreeMap;

use super::Media;
use crate::changes::Meets;
use crate::files::api::diff::{Diff, Way, ordered};

/// The entry that is about a media type: itself, or a range that it is in.
pub(super) fn covering<'m>(content: &'m BTreeMap<String, Media>, media: &str) -> Option<&'m Media> {
    let essence = media.split(';').next().unwrap_or(media);
    let family = essence.split('/').next().unwrap_or(essence);
    content
        .get(media)
        .or_else(|| content.get(essence))
        .or_else(|| content.get(&format!("{family}/*")))
        .or_else(|| content.get("*/*"))
}

/// Schemas of media types that both have. Gives those that only the first one has.
pub(super) fn shared<'m>(
    diff: &mut Diff,
    (old, new): (&'m BTreeMap<String, Media>, &'m BTreeMap<String, Media>),
    (meets, way): (Meets, Way),
    used: &str,
) -> Vec<(&'m str, &'m Media)> {
    let mut missing = Vec::new();
    let (writer, reader) = ordered(meets, old, new);
    // A response is asked for, so it is what the reader asks for that has to be there.
    let (asked, offered) = match way {
        Way::Response => (reader, writer),
        _ => (writer, reader),
    };
    for (name, media) in asked {
        let Some(other) = covering(offered, name) else {
            missing.push((name.as_str(), media));
            continue;
        };
        let is_old = std::ptr::eq(asked, old);
        let (was, is) = if is_old {
            (media, other)
        } else {
            (other, media)
        };
        let used = format!("{used} as `{name}`");
        diff.schemas((was.schema.as_ref(), is.schema.as_ref()), meets, way, &used);
        diff.rest(
            "openapi_unknown",
            meets,
            (&was.rest, &is.rest),
            (&was.mark, &is.mark),
        );
    }
    missing
}
