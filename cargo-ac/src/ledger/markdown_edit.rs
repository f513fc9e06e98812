//! Changes a ledger in Markdown where it stands.

use std::ops::Range;

use text_size::TextRange;

use super::edit::{Edit, Entered, Refusal, line_end, line_start, newline, size};
use super::markdown::{Block, BlockKind, RETIRED, blocks};
use crate::ids::{IdKind, IdPrefixes};

/// The edit that enters a criterion, a requirement or a story.
pub(super) fn enter(
    text: &str,
    ids: &IdPrefixes,
    what: Entered<'_>,
    id: &str,
    says: &str,
) -> Result<Edit, Refusal> {
    let blocks = blocks(text, ids).0;
    let new = newline(text);
    let gap = format!("{new}{new}");
    match what {
        Entered::Criterion(parent) => {
            let (above, below) = section(&blocks, parent, IdKind::Requirement)?;
            let is_criterion = |it: &&Block| it.kind == BlockKind::Entry(IdKind::Criterion);
            // Those in other entries belong to them.
            let column = |it: &Block| it.range.start() - line_start(text, it.range.start());
            let entries: Vec<&Block> = below.iter().filter(is_criterion).collect();
            let least = entries.iter().map(|it| column(it)).min();
            let last = entries.iter().rev().find(|it| Some(column(it)) == least);
            let Some(last) = last else {
                return Ok(behind(text, above.range, format!("{gap}- **{id}** {says}")));
            };
            let sign = &text[Range::<usize>::from(last.range)];
            let Some(sign) = sign.chars().next().filter(|sign| "-*+".contains(*sign)) else {
                return Err(refusal(last.range, "the entries of this list are counted"));
            };
            let indent = " ".repeat(usize::from(column(last)));
            Ok(behind(
                text,
                last.whole,
                format!("{new}{indent}{sign} **{id}** {says}"),
            ))
        }
        Entered::Requirement(parent) => {
            let (above, below) = section(&blocks, parent, IdKind::Story)?;
            let signs = signs(text, above)?;
            let last = below.iter().map(|it| it.whole).max_by_key(|it| it.end());
            let last = last.unwrap_or(above.whole);
            Ok(behind(text, last, format!("{gap}#{signs} {id}: {says}")))
        }
        Entered::Story => {
            let mut stories = blocks
                .iter()
                .filter(|it| it.kind == BlockKind::Entry(IdKind::Story));
            let signs = match stories.next_back() {
                Some(story) => signs(text, story)?,
                None => "##",
            };
            let entries = blocks
                .iter()
                .filter(|it| matches!(it.kind, BlockKind::Entry(_)));
            let last = entries.map(|it| it.whole).max_by_key(|it| it.end());
            let end = TextRange::empty(size(text.trim_end().len()));
            Ok(behind(
                text,
                last.unwrap_or(end),
                format!("{gap}{signs} {id}: {says}"),
            ))
        }
    }
}

/// The edits that take a criterion out and list it as retired.
pub(super) fn retire(
    text: &str,
    ids: &IdPrefixes,
    id: &str,
    reason: &str,
    replaced_by: &[String],
) -> Result<Vec<Edit>, Refusal> {
    let blocks = blocks(text, ids).0;
    let is_it = |it: &&Block| it.id.text == id && matches!(it.kind, BlockKind::Entry(_));
    let Some(block) = blocks.iter().find(is_it) else {
        return Err(refusal(TextRange::default(), "it is not defined here"));
    };
    if block.kind != BlockKind::Entry(IdKind::Criterion) {
        return Err(refusal(
            block.range,
            "a heading goes with what stands below it",
        ));
    }
    let is_inside = |it: &&Block| it.id != block.id && block.whole.contains_range(it.range);
    if blocks.iter().any(|it| is_inside(&it)) {
        return Err(refusal(block.range, "other criteria stand in it"));
    }
    let end = usize::from(line_end(text, block.whole.end()));
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    let gone = Edit {
        range: TextRange::new(line_start(text, block.range.start()), size(end)),
        text: String::new(),
    };
    Ok(vec![
        gone,
        tombstone(text, &blocks, id, reason, replaced_by),
    ])
}

/// The edit that lists an id as retired.
pub(super) fn retired_entry(
    text: &str,
    ids: &IdPrefixes,
    id: &str,
    reason: &str,
    replaced_by: &[String],
) -> Edit {
    tombstone(text, &blocks(text, ids).0, id, reason, replaced_by)
}

fn tombstone(text: &str, blocks: &[Block], id: &str, reason: &str, replaced_by: &[String]) -> Edit {
    let new = newline(text);
    let entry = match replaced_by {
        [] => format!("- **{id}** {reason}"),
        ids => format!("- **{id}** {reason}: {}", ids.join(", ")),
    };
    let heading = blocks.iter().rposition(|it| it.kind == BlockKind::Retired);
    if let Some(heading) = heading {
        let below = blocks[heading..].iter();
        let listed =
            below.take_while(|it| matches!(it.kind, BlockKind::Retired | BlockKind::Tombstone));
        return match listed.last() {
            Some(last) if last.kind == BlockKind::Tombstone => {
                behind(text, last.whole, format!("{new}{entry}"))
            }
            _ => behind(text, blocks[heading].range, format!("{new}{new}{entry}")),
        };
    }
    let end = text.trim_end().len();
    Edit {
        range: TextRange::new(size(end), size(text.len())),
        text: format!("{new}{new}## {RETIRED}{new}{new}{entry}{new}"),
    }
}

/// The heading of an id, and what belongs to it.
fn section<'b>(
    blocks: &'b [Block],
    id: &str,
    kind: IdKind,
) -> Result<(&'b Block, &'b [Block]), Refusal> {
    let row = blocks
        .iter()
        .position(|it| it.id.text == id && it.kind == BlockKind::Entry(kind));
    let row =
        row.ok_or_else(|| refusal(TextRange::default(), "there is no heading to put it under"))?;
    let rest = &blocks[row + 1..];
    let ends = |it: &Block| match it.kind {
        // Kinds are ordered from the top down.
        BlockKind::Entry(other) => other <= kind,
        BlockKind::Retired | BlockKind::Tombstone => true,
    };
    let end = rest.iter().position(ends).unwrap_or(rest.len());
    Ok((&blocks[row], &rest[..end]))
}

/// The `#` of a heading.
fn signs<'t>(text: &'t str, heading: &Block) -> Result<&'t str, Refusal> {
    let line = &text[Range::<usize>::from(heading.range)];
    let signs = &line[..line.len() - line.trim_start_matches('#').len()];
    if signs.is_empty() {
        return Err(refusal(heading.range, "this heading has no `#`"));
    }
    Ok(signs)
}

/// Text behind the last line of something.
fn behind(text: &str, of: TextRange, new: String) -> Edit {
    Edit {
        range: TextRange::empty(line_end(text, of.end())),
        text: new,
    }
}

fn refusal(range: TextRange, why: &str) -> Refusal {
    Refusal {
        range,
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Format;
    use crate::ledger::edit::apply;

    const SPEC: &str = "# The desk

## US-1: one

### REQ-1: one

Prose.

* **AC-1** one
  and more
* **AC-2** two
  * **AC-3** in two

### REQ-2: two

More prose.

# Appendix
";

    fn entered(what: Entered<'_>, id: &str) -> String {
        let ids = IdPrefixes::default();
        let edit = enter(SPEC, &ids, what, id, "new").expect("it can be entered");
        let new = apply(SPEC, &[edit]);
        assert_eq!(Format::Markdown.read(&new, &ids).1, [], "{new}");
        new
    }

    #[test]
    fn what_is_new_stands_where_it_belongs() {
        let at = |before: &str, new: &str| SPEC.replace(before, &format!("{before}{new}"));
        assert_eq!(
            entered(Entered::Criterion("REQ-1"), "AC-4"),
            at("  * **AC-3** in two\n", "* **AC-4** new\n")
        );
        assert_eq!(
            entered(Entered::Criterion("REQ-2"), "AC-4"),
            at("### REQ-2: two\n", "\n- **AC-4** new\n")
        );
        assert_eq!(
            entered(Entered::Requirement("US-1"), "REQ-3"),
            at("### REQ-2: two\n", "\n### REQ-3: new\n")
        );
        assert_eq!(
            entered(Entered::Story, "US-2"),
            at("### REQ-2: two\n", "\n## US-2: new\n")
        );
    }

    #[test]
    fn what_is_retired_is_listed() {
        let ids = IdPrefixes::default();
        let retired = |text: &str, id: &str| {
            retire(text, &ids, id, "gone", &["AC-9".to_owned()]).map(|edits| apply(text, &edits))
        };
        let first = retired(SPEC, "AC-1").expect("it can be retired");
        let expected = SPEC.replace("* **AC-1** one\n  and more\n", "");
        assert_eq!(
            first,
            format!("{expected}\n## Retired\n\n- **AC-1** gone: AC-9\n")
        );
        let second = retired(&first, "AC-3").expect("it can be retired");
        assert!(
            second.ends_with("- **AC-1** gone: AC-9\n- **AC-3** gone: AC-9\n"),
            "{second}"
        );
        let (ledger, problems) = Format::Markdown.read(&second, &ids);
        assert_eq!(
            (ledger.criteria().count(), ledger.retired.len(), problems),
            (1, 2, vec![])
        );
        for (id, why) in [
            ("AC-2", "other criteria"),
            ("REQ-1", "a heading"),
            ("AC-9", "not defined"),
        ] {
            let refusal = retired(SPEC, id).expect_err(id);
            assert!(refusal.why.contains(why), "{refusal:?}");
        }
    }
}
