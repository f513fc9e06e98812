//! What tests and scenarios surely reach, and what the programs do that they start: the steps of ways, gone from their
//! beginning.

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
    /// Programs that items start, by the functions that they begin with.
    starts: BTreeMap<Item, Vec<Item>>,
}

/// What is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reached {
    /// It.
    pub(crate) item: Item,
    /// Whether a program that is started stands between: which of it runs then, nobody knows.
    pub(crate) in_program: bool,
    /// The least number of steps.
    pub(crate) steps: usize,
}

impl<'r, 'a> Forward<'r, 'a> {
    /// Of what items use, and which items start which programs.
    pub(crate) fn new(
        reach: &'r Reach<'a>,
        started: impl IntoIterator<Item = (Item, Item)>,
    ) -> Forward<'r, 'a> {
        let mut starts: BTreeMap<Item, Vec<Item>> = BTreeMap::new();
        for (user, program) in started {
            starts.entry(user).or_default().push(program);
        }
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
            starts,
        }
    }

    /// What something that shows a criterion surely reaches, and what is behind programs that are started on the way; what it
    /// begins with is no step away.
    pub(crate) fn reached(&self, what: &What) -> Vec<Reached> {
        let begins = begins(self.reach.model, what).into_iter();
        let mut open: Vec<Reached> = begins.map(|item| reached(item, false, 0)).collect();
        let mut found: BTreeMap<Item, Reached> = BTreeMap::new();
        while !open.is_empty() {
            let mut programs = Vec::new();
            for begin in open {
                for reached in self.from(begin) {
                    let known = found.entry(reached.item).or_insert(reached);
                    let is_new = *known == reached;
                    *known = (*known).min(reached);
                    let started = self.starts.get(&reached.item).filter(|_| is_new);
                    let started = started.into_iter().flatten();
                    let further = started.filter(|program| !found.contains_key(program));
                    programs.extend(further.map(|it| self::reached(*it, true, reached.steps + 1)));
                }
            }
            open = programs;
        }
        found.into_values().collect()
    }

    /// What is surely reached from an item, in as many steps more.
    fn from(&self, begin: Reached) -> Vec<Reached> {
        let mut found = Vec::new();
        let Some(package) = self.reach.declared.package(begin.item.0) else {
            return found;
        };
        // Nothing is run that is in no package that the test, or the program, is built with.
        let is_built = |item: Item| {
            let other = self.reach.declared.package(item.0);
            other.is_some_and(|other| self.reach.declared.sees(package, other))
        };
        let Some(&start) = self.rows.get(&begin.item) else {
            return vec![begin];
        };
        let mut known = vec![false; self.items.len()];
        known[start] = true;
        let mut open = vec![start];
        let mut steps = begin.steps;
        while !open.is_empty() {
            let met = open.iter().map(|&row| self.items[row]);
            found.extend(met.map(|item| reached(item, begin.in_program, steps)));
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
        found
    }
}

fn reached(item: Item, in_program: bool, steps: usize) -> Reached {
    Reached {
        item,
        in_program,
        steps,
    }
}
