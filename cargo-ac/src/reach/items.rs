//! The items of a file by their places, and with which of them tests and scenarios begin.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, ItemKind};

use super::Item;
use crate::criteria::{Criteria, What};
use crate::steps::Judgement;

/// The number that stands for a test that is no item: no file has as many items.
fn in_macro(test: usize) -> ItemId {
    ItemId(u32::MAX - u32::try_from(test).unwrap_or(0))
}

/// What something that shows a criterion begins with: the test, or the functions of the steps of a scenario.
pub(crate) fn begins(model: &Criteria, what: &What) -> BTreeSet<Item> {
    match what {
        What::Test(row) => {
            let test = &model.rust.tests[*row];
            let item = test.item.unwrap_or_else(|| in_macro(*row));
            BTreeSet::from([(test.span.file, item)])
        }
        What::Scenario(row) => {
            let scenario = &model.scenarios[*row];
            let steps = &model.features[scenario.feature].steps;
            let judged = &model.matching.features[scenario.feature].steps;
            let mut begins = BTreeSet::new();
            for (step, judgement) in steps.iter().zip(judged) {
                let tags = scenario.tags.iter().map(|tag| &tag.name);
                // The name of an outline is another one for each row.
                let is_its = step.scenario == scenario.title || scenario.title.contains('<');
                let Judgement::Runs(functions) = judgement else {
                    continue;
                };
                if is_its && tags.eq(&step.tags) {
                    let functions = functions.iter().map(|&row| &model.steps.functions[row]);
                    begins.extend(functions.map(|it| (it.span.file, it.item)));
                }
            }
            begins
        }
        What::File(_) | What::Attested(..) => BTreeSet::new(),
    }
}

/// The items of a file by their places.
pub(crate) struct Items {
    /// Start, end, item; those around others before them.
    rows: Vec<(u32, u32, ItemId)>,
}

impl Items {
    pub(crate) fn new(facts: &FileFacts) -> Items {
        let rows = (0..).map(ItemId).zip(&facts.items);
        let is_own = |kind: &ItemKind| {
            !matches!(
                kind,
                ItemKind::Module { .. } | ItemKind::Variant { .. } | ItemKind::ExternBlock
            )
        };
        let mut rows: Vec<_> = rows
            .filter(|(_, item)| !item.expanded && is_own(&item.kind))
            .map(|(id, item)| (item.extent.start, item.extent.end, id))
            .collect();
        rows.sort_by_key(|&(start, end, id)| (start, Reverse(end), id));
        Items { rows }
    }

    /// Also the tests of the file that are no items, for they stand in the arguments of macros.
    pub(crate) fn with_tests(facts: &FileFacts, file: FileId, model: &Criteria) -> Items {
        let mut items = Items::new(facts);
        let tests = model.rust.tests.iter().enumerate();
        let in_file = tests.filter(|(_, test)| test.item.is_none() && test.span.file == file);
        let starts: Vec<(u32, usize)> = in_file
            .map(|(row, test)| (test.extent.start().into(), row))
            .collect();
        for &(start, row) in &starts {
            // One ends where the next begins, or the macro call does.
            let calls = facts.macro_calls.iter().map(|call| call.args);
            let around = calls.filter(|args| args.start < start && start < args.end);
            let next = starts
                .iter()
                .map(|(start, _)| *start)
                .filter(|it| *it > start);
            if let Some(end) = around.map(|args| args.end).chain(next).min() {
                items.rows.push((start, end, in_macro(row)));
            }
        }
        items
            .rows
            .sort_by_key(|&(start, end, id)| (start, Reverse(end), id));
        items
    }

    /// The innermost item around a range.
    pub(crate) fn around(&self, start: u32, end: u32) -> Option<ItemId> {
        let before = self.rows.partition_point(|&(from, ..)| from <= start);
        let mut around = self.rows[..before].iter().rev();
        around.find(|(_, to, _)| end <= *to).map(|&(.., id)| id)
    }

    /// All of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = ItemId> {
        self.rows.iter().map(|&(.., id)| id)
    }
}
