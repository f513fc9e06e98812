//! What tests and scenarios surely reach: the steps of ways, gone from their beginning.

use std::collections::{BTreeMap, BTreeSet};

use super::{How, Item, Reach, begins};
use crate::criteria::What;

/// What items surely use.
pub(crate) struct Forward<'r, 'a> {
    reach: &'r Reach<'a>,
    items: Vec<Item>,
    rows: BTreeMap<Item, usize>,
    /// By the row of the item: the rows of what it uses.
    uses: Vec<Vec<usize>>,
}

impl<'r, 'a> Forward<'r, 'a> {
    pub(crate) fn new(reach: &'r Reach<'a>) -> Forward<'r, 'a> {
        let users = reach.users.iter().flat_map(|(used, users)| {
            let sure = users.iter().filter(|(_, how)| **how == How::Path);
            sure.map(move |(user, _)| (*user, *used))
        });
        let steps: Vec<(Item, Item)> = users.collect();
        let all: BTreeSet<Item> = steps.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let items: Vec<Item> = all.into_iter().collect();
        let rows: BTreeMap<Item, usize> = items.iter().copied().zip(0..).collect();
        let mut uses = vec![Vec::new(); items.len()];
        for (user, used) in steps {
            uses[rows[&user]].push(rows[&used]);
        }
        Forward {
            reach,
            items,
            rows,
            uses,
        }
    }

    /// What something that shows a criterion surely reaches, each with the least number of steps; what it begins with has none.
    pub(crate) fn reached(&self, what: &What) -> Vec<(Item, usize)> {
        let begins = begins(self.reach.model, what);
        let mut found: Vec<(Item, usize)> = Vec::new();
        for begin in begins {
            let Some(package) = self.reach.declared.package(begin.0) else {
                continue;
            };
            // Nothing is run that is in no package that the test is built with.
            let is_built = |item: Item| {
                let other = self.reach.declared.package(item.0);
                other.is_some_and(|other| self.reach.declared.sees(package, other))
            };
            let Some(&start) = self.rows.get(&begin) else {
                found.push((begin, 0));
                continue;
            };
            let mut known = vec![false; self.items.len()];
            known[start] = true;
            let mut open = vec![start];
            let mut steps = 0;
            while !open.is_empty() {
                found.extend(open.iter().map(|&row| (self.items[row], steps)));
                let mut next = Vec::new();
                for row in open {
                    for &used in &self.uses[row] {
                        if !known[used] && is_built(self.items[used]) {
                            known[used] = true;
                            next.push(used);
                        }
                    }
                }
                open = next;
                steps += 1;
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(item, _)| *item);
        found
    }
}
