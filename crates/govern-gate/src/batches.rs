//! Which canaries can be there together.

use std::collections::BTreeMap;

use crate::{Canary, Edit};

/// The rows of canaries that are there together, and those that change a file, by its path.
type Batch<'c> = (Vec<usize>, BTreeMap<&'c str, Vec<usize>>);

/// The rows of canaries that can be there together: what one appends to the others may append to, too, if that is not for
/// the same rule, whose findings could be of either; what one writes or removes is its own. The first batch that fits takes it.
pub(crate) fn batches(canaries: &[Canary]) -> Vec<Vec<usize>> {
    let mut batches: Vec<Batch<'_>> = Vec::new();
    let appends = |row: usize, path: &str| {
        let mut edits = canaries[row]
            .edits
            .iter()
            .filter(|edit| edit.path() == path);
        edits.all(|edit| matches!(edit, Edit::Append(..)))
    };
    // A canary that is for no declaration takes whatever its rule finds.
    let is_told_apart = |row: usize, other: usize| {
        let (one, other) = (&canaries[row], &canaries[other]);
        one.rule != other.rule || (one.of != other.of && one.of.is_some() && other.of.is_some())
    };
    for (row, canary) in canaries.iter().enumerate() {
        let fits = |touched: &BTreeMap<&str, Vec<usize>>| {
            canary.edits.iter().all(|edit| {
                let mut others = touched.get(edit.path()).into_iter().flatten();
                others.all(|&other| {
                    let both = appends(row, edit.path()) && appends(other, edit.path());
                    both && is_told_apart(row, other)
                })
            })
        };
        let place = batches.iter().position(|(_, touched)| fits(touched));
        let place = place.unwrap_or_else(|| {
            batches.push(Default::default());
            batches.len() - 1
        });
        let (rows, touched) = &mut batches[place];
        rows.push(row);
        for edit in &canary.edits {
            touched.entry(edit.path()).or_default().push(row);
        }
    }
    batches.into_iter().map(|(rows, _)| rows).collect()
}

#[cfg(test)]
mod tests {
    use super::batches;
    use crate::{Canary, Edit};

    fn canary(rule: &'static str, of: Option<&str>, edits: Vec<Edit>) -> Canary {
        Canary {
            rule,
            of: of.map(str::to_owned),
            what: String::new(),
            edits,
        }
    }

    fn append(path: &str) -> Edit {
        Edit::Append(path.to_owned(), "x".to_owned())
    }

    #[test]
    fn what_could_be_taken_for_one_another_is_not_there_together() {
        let together = |one: Canary, other: Canary| batches(&[one, other]).len() == 1;
        let rule = |name, path: &str| canary(name, None, vec![append(path)]);
        assert!(together(rule("a", "x.rs"), rule("b", "x.rs")));
        assert!(together(rule("a", "x.rs"), rule("a", "y.rs")));
        assert!(!together(rule("a", "x.rs"), rule("a", "x.rs")));
        let of = |of: &str| canary("a", Some(of), vec![append("x.rs")]);
        assert!(together(of("one: "), of("two: ")));
        assert!(!together(of("one: "), rule("a", "x.rs")));
        let written = canary("b", None, vec![Edit::Write("x.rs".to_owned(), Vec::new())]);
        assert!(!together(rule("a", "x.rs"), written.clone()));
        let gone = canary("a", None, vec![Edit::Remove("x.rs".to_owned())]);
        assert!(!together(written, gone));
    }

    #[test]
    fn each_is_in_one_batch() {
        let canaries: Vec<Canary> = (0..7)
            .map(|row| canary("a", None, vec![append(["x.rs", "y.rs"][row % 2])]))
            .collect();
        let mut rows = batches(&canaries).concat();
        rows.sort_unstable();
        assert_eq!(rows, [0, 1, 2, 3, 4, 5, 6]);
    }
}
