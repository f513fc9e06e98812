//! Lines of comments that link code to criteria: `AC: AC-001, AC-002`, `Verifies: …`, `Implements: …`.
//!
//! A link is a whole line, so that prose which mentions an id is no link. A line that begins like one and names an id, but
//! holds more than ids, is broken: it looks like a link to a reader and would be none.

use text_size::{TextRange, TextSize};

use crate::ids::{IdKind, IdPrefixes};

/// What a link says about the code it stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A test of the criterion at a test, code for it elsewhere.
    ByPlace,
    /// A test of the criterion.
    Verifies,
    /// Code for the criterion.
    Implements,
}

/// What a line of a comment is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkLine {
    /// Ids with their places.
    Link {
        role: Role,
        ids: Vec<(String, TextRange)>,
    },
    /// What was meant for a link, and where.
    Broken { text: String, range: TextRange },
}

/// The links in a comment that begins at `start`, signs included.
pub(super) fn links(comment: &str, start: TextSize, prefixes: &IdPrefixes) -> Vec<LinkLine> {
    let mut found = Vec::new();
    let mut offset = start;
    for line in comment.split_inclusive('\n') {
        let content = without_signs(line);
        // The content is a slice of the line.
        let lead = line.len() - line.trim_start().len();
        let signs = line.trim_start().find(content).unwrap_or(0) + lead;
        found.extend(link(content, offset + size(signs), prefixes));
        offset += size(line.len());
    }
    found
}

/// A line of a comment without the signs that make it one. Only one set is taken off: what is a comment inside of a
/// comment is text.
fn without_signs(line: &str) -> &str {
    let line = line.trim();
    let line = line.strip_suffix("*/").unwrap_or(line);
    let signs = ["///", "//!", "//", "/**", "/*!", "/*", "*"];
    let rest = signs
        .iter()
        .find_map(|sign| line.strip_prefix(sign))
        .unwrap_or(line);
    rest.trim()
}

fn link(line: &str, start: TextSize, prefixes: &IdPrefixes) -> Option<LinkLine> {
    let (word, rest) = line.split_once(':')?;
    let role = match word {
        "Verifies" | "verifies" => Role::Verifies,
        "Implements" | "implements" => Role::Implements,
        "AC" => Role::ByPlace,
        _ if word == prefixes.criterion => Role::ByPlace,
        _ => return None,
    };
    let mut ids = Vec::new();
    let mut whole = true;
    let mut meant = false;
    let mut at = word.len() + 1;
    for part in rest.split([',', ' ', '\t']) {
        let id = part.strip_suffix('.').unwrap_or(part);
        if prefixes.is_id(IdKind::Criterion, id) {
            ids.push((
                id.to_owned(),
                TextRange::at(start + size(at), size(id.len())),
            ));
        } else if !part.is_empty() {
            whole = false;
            meant |= prefixes.resembles(IdKind::Criterion, id);
        }
        at += part.len() + 1;
    }
    if whole && !ids.is_empty() {
        return Some(LinkLine::Link { role, ids });
    }
    (meant || !ids.is_empty()).then(|| LinkLine::Broken {
        text: line.to_owned(),
        range: TextRange::at(start, size(line.len())),
    })
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(comment: &str) -> Vec<String> {
        let links = links(comment, TextSize::new(0), &IdPrefixes::default());
        let show = |link: LinkLine| match link {
            LinkLine::Link { role, ids } => {
                assert!(ids.iter().all(|(id, range)| comment[*range] == **id));
                format!(
                    "{role:?} {}",
                    ids.into_iter()
                        .map(|(id, _)| id)
                        .collect::<Vec<_>>()
                        .join(" ")
                )
            }
            LinkLine::Broken { text, range } => {
                assert_eq!(comment[range], *text);
                format!("broken {text}")
            }
        };
        links.into_iter().map(show).collect()
    }

    #[test]
    fn whole_lines_are_links() {
        assert_eq!(shown("/// AC: AC-001, AC-A-2"), ["ByPlace AC-001 AC-A-2"]);
        assert_eq!(shown("//! Verifies: AC-001."), ["Verifies AC-001"]);
        assert_eq!(shown("//Implements:AC-1,AC-2"), ["Implements AC-1 AC-2"]);
        assert_eq!(shown("/** Tests it.\n  * AC: AC-7\n  */"), ["ByPlace AC-7"]);
        assert_eq!(
            shown("/* AC: AC-é\nAC: AC-8 */"),
            ["broken AC: AC-é", "ByPlace AC-8"]
        );
    }

    #[test]
    fn prose_is_no_link() {
        assert_eq!(shown("/// This is for AC: AC-001"), [""; 0]);
        assert_eq!(shown("/// AC: alternating current, 230 V"), [""; 0]);
        assert_eq!(shown("/// /// AC: AC-001"), [""; 0]);
        assert_eq!(shown("// see AC-001"), [""; 0]);
        assert_eq!(shown("/// AC:"), [""; 0]);
    }

    #[test]
    fn what_was_meant_for_a_link_is_broken() {
        assert_eq!(
            shown("/// AC: AC-001 and more prose"),
            ["broken AC: AC-001 and more prose"]
        );
        assert_eq!(shown("/// AC: ac-001"), ["broken AC: ac-001"]);
        assert_eq!(
            shown("// Verifies: AC-1, AC_2"),
            ["broken Verifies: AC-1, AC_2"]
        );
    }
}
