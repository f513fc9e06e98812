//! `cargo ac review --base REV`: which links became suspect since a git revision, and what was said there.

use std::collections::BTreeMap;
use std::io;

use govern_diagnostics::Span;
use govern_gate::{Error, Session};

use crate::criteria::Criteria;
use crate::lock::{Change, Key};

/// How many words of a text are compared one by one.
const WORDS: usize = 2_000;

/// Lists the links of these criteria, or of all, that are suspect and were not in the same way before.
pub(crate) fn list(
    session: &Session,
    now: &Criteria,
    before: &Criteria,
    is_asked_for: &dyn Fn(&str) -> bool,
    out: &mut dyn io::Write,
) -> Result<(), Error> {
    let were: BTreeMap<&Key, Change> = before
        .reviews
        .changed()
        .map(|(key, _, _, change)| (key, change))
        .collect();
    let texts = |model: &'_ Criteria| -> BTreeMap<String, String> {
        let texts = model.criteria.iter();
        texts.map(|it| (it.id.clone(), it.text.clone())).collect()
    };
    let (said, says) = (texts(before), texts(now));
    let mut count = 0_usize;
    for (key, edge, _, change) in now.reviews.changed() {
        if !is_asked_for(&key.id) || were.get(key) == Some(&change) {
            continue;
        }
        count += 1;
        writeln!(out, "{}  {}  {}", key.id, key.level, key.target)?;
        if change.criterion {
            writeln!(
                out,
                "  {}: says something else",
                place(session, edge.criterion_span)
            )?;
            if let (Some(said), Some(says)) = (said.get(&key.id), says.get(&key.id))
                && said != says
            {
                writeln!(out, "    {}", differences(said, says))?;
            }
        }
        let evidence = place(session, edge.evidence_span);
        match change {
            Change { vanished: true, .. } => writeln!(out, "  {evidence}: shows less")?,
            Change { evidence: true, .. } => writeln!(out, "  {evidence}: holds something else")?,
            _ => writeln!(out, "  {evidence}: is as it was")?,
        }
    }
    writeln!(out, "suspect since then: {count}")?;
    Ok(())
}

fn place(session: &Session, span: Span) -> String {
    let sources = session.sources_for([span.file]);
    match sources.locate(span) {
        Some(place) => format!("{}:{}", place.path, place.start.line),
        None => String::new(),
    }
}

/// Two texts as one: `[-gone-]` and `{+new+}`, word by word.
fn differences(before: &str, after: &str) -> String {
    let old: Vec<&str> = before.split_whitespace().collect();
    let new: Vec<&str> = after.split_whitespace().collect();
    if old.len() > WORDS || new.len() > WORDS {
        return format!("[-{}-] {{+{}+}}", old.join(" "), new.join(" "));
    }
    // How many words the rests from each pair of places have in common.
    let width = new.len() + 1;
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for (row, word) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            let at = row * width + column;
            common[at] = if word == other {
                common[at + width + 1] + 1
            } else {
                common[at + width].max(common[at + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut parts: Vec<String> = Vec::new();
    let (mut gone, mut come): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    let flush = |gone: &mut Vec<&str>, come: &mut Vec<&str>, parts: &mut Vec<String>| {
        if !gone.is_empty() {
            parts.push(format!("[-{}-]", gone.join(" ")));
        }
        if !come.is_empty() {
            parts.push(format!("{{+{}+}}", come.join(" ")));
        }
        gone.clear();
        come.clear();
    };
    while row < old.len() || column < new.len() {
        let at = row * width + column;
        if row < old.len() && column < new.len() && old[row] == new[column] {
            flush(&mut gone, &mut come, &mut parts);
            parts.push(old[row].to_owned());
            (row, column) = (row + 1, column + 1);
        } else if row < old.len() && (column == new.len() || common[at + width] >= common[at + 1]) {
            gone.push(old[row]);
            row += 1;
        } else {
            come.push(new[column]);
            column += 1;
        }
    }
    flush(&mut gone, &mut come, &mut parts);
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn words_that_go_and_come_are_marked() {
        for (before, after, shown) in [
            ("a b c", "a b c", "a b c"),
            (
                "within 7 days",
                "within  14 days",
                "within [-7-] {+14+} days",
            ),
            ("a b", "a x y b z", "a {+x y+} b {+z+}"),
            ("a b c d", "d", "[-a b c-] d"),
            ("", "a", "{+a+}"),
            ("a b", "c d", "[-a b-] {+c d+}"),
        ] {
            assert_eq!(differences(before, after), shown);
        }
    }
}
