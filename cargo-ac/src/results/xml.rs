//! XML as test runners write it: several documents after another, and characters that XML does not have.

use std::borrow::Cow;
use std::ops::Range;

/// The text without characters that XML does not allow, of the same length. Colours of terminals are such characters, and
/// libtest writes them as they come.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    let is_wrong = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\x7f');
    if text.contains(is_wrong) {
        Cow::Owned(text.replace(is_wrong, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// How many attributes an element may have. The parser compares each with all others of its element: a hundred thousand take it
/// half a minute.
pub(super) const MOST_ATTRIBUTES: usize = 1000;

/// One of several documents in a text.
pub(super) struct Part {
    pub(super) range: Range<usize>,
    /// Where an element begins that has more than [`MOST_ATTRIBUTES`].
    pub(super) crowded: Option<usize>,
}

/// The documents of a text: libtest writes one for each binary. What follows the last whole one is one too, so that what is
/// wrong with it is found by whoever parses it.
pub(super) fn documents(text: &str) -> Vec<Part> {
    let mut documents = Vec::new();
    let (mut begin, mut at, mut depth) = (0, 0, 0_usize);
    let mut crowded = None;
    while let Some(next) = text[at..].find('<') {
        let tag = at + next;
        let rest = &text[tag..];
        let closed_by = |end: &str| rest.find(end).map(|found| tag + found + end.len());
        let end = if rest.starts_with("<![CDATA[") {
            closed_by("]]>")
        } else if rest.starts_with("<!--") {
            closed_by("-->")
        } else if rest.starts_with("<?") {
            closed_by("?>")
        } else {
            tag_end(rest).map(|(length, attributes)| {
                if attributes > MOST_ATTRIBUTES {
                    crowded = crowded.or(Some(tag));
                }
                tag + length
            })
        };
        let Some(end) = end else { break };
        at = end;
        let is_element = rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_');
        if is_element && !text[..end].ends_with("/>") {
            depth += 1;
            continue;
        }
        if rest.starts_with("</") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 && (is_element || rest.starts_with("</")) {
            documents.push(Part {
                range: begin..end,
                crowded: crowded.take(),
            });
            begin = end;
        }
    }
    if !text[begin..].trim().is_empty() {
        documents.push(Part {
            range: begin..text.len(),
            crowded,
        });
    }
    for Part { range, .. } in &mut documents {
        let text = &text[range.clone()];
        range.start += text.len() - text.trim_start().len();
    }
    documents
}

/// The length of a tag, and how many attributes it has; what stands in quotes does not end it.
fn tag_end(tag: &str) -> Option<(usize, usize)> {
    let (mut quote, mut attributes) = (None, 0);
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some((at + 1, attributes)),
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                attributes += 1;
            }
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_end_with_their_outermost_element() {
        let text = "<?xml version=\"1.0\"?>\n<a x=\"/>\"><b/><![CDATA[</a><?xml?>]]></a>\n<!-- </x> --><c/>\n<d><e>";
        let found: Vec<&str> = documents(text)
            .into_iter()
            .map(|it| &text[it.range])
            .collect();
        assert_eq!(
            found,
            [
                "<?xml version=\"1.0\"?>\n<a x=\"/>\"><b/><![CDATA[</a><?xml?>]]></a>",
                "<!-- </x> --><c/>",
                "<d><e>"
            ]
        );
        assert!(documents(" \n").is_empty());
        assert_eq!(documents("<a/> junk").len(), 2);
    }

    #[test]
    fn what_xml_does_not_have_is_blank() {
        assert_eq!(cleaned("a\u{1b}[31mé\n"), "a [31mé\n");
        assert!(matches!(cleaned("plain"), Cow::Borrowed(_)));
    }
}
