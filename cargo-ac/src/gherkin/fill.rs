//! Fills the values of examples into the texts of steps.

use std::collections::BTreeMap;

use super::ast::Row;

/// How much text the pickles of one file may have. Values of examples can stand in one another, so that a short file may
/// come to more than any machine holds.
pub(super) const MAX_TEXT: usize = 64 << 20;

/// How much text may be searched for columns one by one, which only values and names with `<` or `>` in them ask for.
const MAX_SEARCHED: usize = 1 << 30;

/// A row of examples with the names of its columns.
#[derive(Clone, Copy)]
pub(super) struct Values<'a> {
    pub(super) columns: &'a Columns<'a>,
    pub(super) row: &'a Row,
}

/// The columns of a table of examples.
pub(super) struct Columns<'a> {
    header: &'a Row,
    /// The first column of each name.
    by_name: BTreeMap<&'a str, usize>,
    /// Whether no name has a `<` or a `>` in it.
    plain: bool,
}

impl<'a> Columns<'a> {
    /// The columns below a header.
    pub(super) fn new(header: &'a Row) -> Columns<'a> {
        let mut by_name = BTreeMap::new();
        for (column, cell) in header.cells.iter().enumerate() {
            by_name.entry(cell.value.as_str()).or_insert(column);
        }
        let plain = !by_name.keys().any(|name| name.contains(BRACKETS));
        Columns {
            header,
            by_name,
            plain,
        }
    }

    /// The text with the values of the row in it, or little more than `limit` bytes of it, if that can be told in one go: no
    /// name and no value has brackets, and no `<` that stays meets a `>` across a value, so that no value makes up a new name.
    fn fill(&self, text: &str, row: &Row, limit: usize) -> Option<String> {
        if !self.plain {
            return None;
        }
        let mut filled = String::new();
        let mut open = false;
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            if open && before.contains('>') {
                return None;
            }
            filled.push_str(before);
            let end = after
                .find(BRACKETS)
                .filter(|&end| after[end..].starts_with('>'));
            let Some(end) = end else {
                open = true;
                filled.push('<');
                rest = after;
                continue;
            };
            let name = &after[..end];
            match self
                .by_name
                .get(name)
                .and_then(|&column| row.cells.get(column))
            {
                Some(cell) if cell.value.contains(BRACKETS) => return None,
                Some(cell) => filled.push_str(&cell.value),
                None => {
                    open = false;
                    filled.extend(["<", name, ">"]);
                }
            }
            rest = &after[end + 1..];
            if filled.len() > limit {
                break;
            }
        }
        if open && rest.contains('>') {
            return None;
        }
        filled.push_str(rest);
        Some(filled)
    }
}

const BRACKETS: [char; 2] = ['<', '>'];

/// Fills in values, and keeps count of what came of it so far.
#[derive(Debug, Default)]
pub(super) struct Filler {
    text: usize,
    searched: usize,
}

impl Filler {
    /// The text with `<column>` replaced by its value, column by column, or nothing once there is too much text.
    pub(super) fn fill(&mut self, text: &str, values: Option<Values<'_>>) -> Option<String> {
        let filled = match values {
            Some(Values { columns, row }) if text.contains('<') => {
                let limit = MAX_TEXT.saturating_sub(self.text);
                match columns.fill(text, row, limit) {
                    Some(filled) => filled,
                    None => self.fill_by_column(text, columns, row)?,
                }
            }
            _ => text.to_owned(),
        };
        // Empty texts take room as well.
        self.text = self.text.saturating_add(filled.len() + 16);
        (self.text <= MAX_TEXT).then_some(filled)
    }

    /// The same where values may make up the names of columns.
    fn fill_by_column(&mut self, text: &str, columns: &Columns<'_>, row: &Row) -> Option<String> {
        let mut filled = text.to_owned();
        for (column, value) in columns.header.cells.iter().zip(&row.cells) {
            if !filled.contains('<') {
                break;
            }
            let place = format!("<{}>", column.value);
            self.searched = self.searched.saturating_add(filled.len() + 64);
            if self.searched > MAX_SEARCHED {
                return None;
            }
            let growth = filled.matches(&place).count();
            let growth = growth.saturating_mul(value.value.len());
            let length = self.text.saturating_add(filled.len());
            if length.saturating_add(growth) > MAX_TEXT {
                return None;
            }
            filled = filled.replace(&place, &value.value);
        }
        Some(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gherkin::parse;

    #[test]
    fn what_is_filled_in_at_once_is_what_is_filled_in_column_by_column() {
        let texts = [
            "<a>",
            "<b",
            "a < <b>",
            "a < <b> c> <a",
            "< <c> <b>",
            "<<a>>",
            "<x<a>",
            "<x> <a>",
            "<a<b>c>",
            "<>",
            "<b> > <",
            "<a>b>",
            "é<a>",
        ];
        let headers = [["a", "b"], ["x1", "a"], ["a>b", "a"], ["", "a"], ["a", "a"]];
        for (text, header) in texts
            .iter()
            .flat_map(|t| headers.iter().map(move |h| (t, h)))
        {
            for values in [["1", "2"], ["<b>", "1>"], ["", "é"]] {
                let table = format!(
                    "Feature: f\n Scenario: s\n  * x\n  Examples:\n  |{}|\n  |{}|\n",
                    header.join("|"),
                    values.join("|")
                );
                let document = parse(&table).document;
                let examples = &document.feature.expect("a feature").scenarios[0].examples[0];
                let columns = Columns::new(examples.header.as_ref().expect("a header"));
                let mut filler = Filler::default();
                let slow = filler.fill_by_column(text, &columns, &examples.rows[0]);
                let quick = columns.fill(text, &examples.rows[0], MAX_TEXT);
                assert!(
                    quick.is_none() || quick == slow,
                    "{text} {header:?} {values:?}: {quick:?}"
                );
            }
        }
    }
}
