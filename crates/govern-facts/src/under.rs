//! Rows of facts that are put under a condition.

use std::ops::Range;

use crate::{Cfg, CfgId, Extent, FileFacts, Scope, ScopeId, ScopeKind};

/// Rows of the tables that a condition may concern.
#[derive(Debug, Clone)]
pub(crate) struct Rows<R> {
    pub(crate) scopes: R,
    pub(crate) items: R,
    pub(crate) imports: R,
    pub(crate) paths: R,
    pub(crate) macro_calls: R,
    pub(crate) method_calls: R,
    pub(crate) unsafes: R,
}

/// How long the tables were.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(pub(crate) [usize; 7]);

impl FileFacts {
    /// How long the tables are.
    pub(crate) fn mark(&self) -> Mark {
        Mark([
            self.scopes.len(),
            self.items.len(),
            self.imports.len(),
            self.paths.len(),
            self.macro_calls.len(),
            self.method_calls.len(),
            self.unsafes.len(),
        ])
    }

    /// What was added since.
    pub(crate) fn since(&self, mark: Mark) -> Rows<Range<usize>> {
        let Mark(begin) = mark;
        let Mark(end) = self.mark();
        Rows {
            scopes: begin[0]..end[0],
            items: begin[1]..end[1],
            imports: begin[2]..end[2],
            paths: begin[3]..end[3],
            macro_calls: begin[4]..end[4],
            method_calls: begin[5]..end[5],
            unsafes: begin[6]..end[6],
        }
    }

    /// Puts rows that stand directly in a scope under a condition. Items and imports stay in their scope, where others
    /// find them, and carry the condition themselves, as scopes do; what carries none gets a scope of its own, which is
    /// given back.
    pub(crate) fn put_under(
        &mut self,
        cfg: CfgId,
        rows: Rows<impl IntoIterator<Item = usize>>,
        parent: ScopeId,
        extent: Extent,
    ) -> Option<ScopeId> {
        let cfgs = &mut self.cfgs;
        let mut and = |own: &mut Option<CfgId>| {
            if let Some(own) = own {
                cfgs.push(Cfg::All(vec![cfg, *own]));
                *own = CfgId(cfgs.len() as u32 - 1);
            } else {
                *own = Some(cfg);
            }
        };
        for row in rows.scopes {
            let scope = &mut self.scopes[row];
            if scope.parent == Some(parent) {
                and(&mut scope.cfg);
            }
        }
        for row in rows.items {
            let item = &mut self.items[row];
            if item.scope == parent {
                and(&mut item.cfg);
            }
        }
        for row in rows.imports {
            let import = &mut self.imports[row];
            if import.scope == parent {
                and(&mut import.cfg);
            }
        }
        let under = ScopeId(self.scopes.len() as u32);
        let mut moved = false;
        let mut put = |scope: &mut ScopeId| {
            if *scope == parent {
                *scope = under;
                moved = true;
            }
        };
        for row in rows.paths {
            put(&mut self.paths[row].scope);
        }
        for row in rows.macro_calls {
            put(&mut self.macro_calls[row].scope);
        }
        for row in rows.method_calls {
            put(&mut self.method_calls[row].scope);
        }
        for row in rows.unsafes {
            put(&mut self.unsafes[row].scope);
        }
        if !moved {
            return None;
        }
        self.scopes.push(Scope {
            parent: Some(parent),
            kind: ScopeKind::Block,
            item: None,
            cfg: Some(cfg),
            extent,
        });
        Some(under)
    }
}

/// Rows of the tables by where they stand, to find those inside of an extent.
#[derive(Debug)]
pub(crate) struct Places(Rows<Table>);

/// Where each row stands, by where it begins.
#[derive(Debug)]
struct Table(Vec<(Extent, usize)>);

impl Places {
    /// The rows that are there now, and were not made by an expansion.
    pub(crate) fn new(facts: &FileFacts) -> Places {
        let items = facts.items.iter();
        let items = items.map(|row| (!row.expanded).then_some(row.extent));
        let imports = facts.imports.iter();
        let imports = imports.map(|row| (!row.expanded).then_some(row.extent));
        Places(Rows {
            scopes: Table::new(facts.scopes.iter().map(|row| Some(row.extent))),
            items: Table::new(items),
            imports: Table::new(imports),
            paths: Table::new(facts.paths.iter().map(|row| Some(row.extent))),
            macro_calls: Table::new(facts.macro_calls.iter().map(|row| Some(row.extent))),
            method_calls: Table::new(facts.method_calls.iter().map(|row| Some(row.extent))),
            unsafes: Table::new(facts.unsafes.iter().map(|row| Some(row.extent))),
        })
    }

    /// Those inside of an extent.
    pub(crate) fn inside(&self, extent: Extent) -> Rows<Vec<usize>> {
        let Places(tables) = self;
        Rows {
            scopes: tables.scopes.inside(extent),
            items: tables.items.inside(extent),
            imports: tables.imports.inside(extent),
            paths: tables.paths.inside(extent),
            macro_calls: tables.macro_calls.inside(extent),
            method_calls: tables.method_calls.inside(extent),
            unsafes: tables.unsafes.inside(extent),
        }
    }

    /// The items inside of an extent.
    pub(crate) fn items(&self, extent: Extent) -> Vec<usize> {
        self.0.items.inside(extent)
    }

    /// The imports inside of an extent.
    pub(crate) fn imports(&self, extent: Extent) -> Vec<usize> {
        self.0.imports.inside(extent)
    }
}

impl Table {
    fn new(places: impl Iterator<Item = Option<Extent>>) -> Table {
        let places = places.zip(0..);
        let places = places.filter_map(|(extent, row)| Some((extent?, row)));
        let mut places: Vec<(Extent, usize)> = places.collect();
        places.sort_by_key(|(extent, row)| (extent.start, *row));
        Table(places)
    }

    /// In the order of the table.
    fn inside(&self, extent: Extent) -> Vec<usize> {
        let Table(places) = self;
        let first = places.partition_point(|(place, _)| place.start < extent.start);
        let inside = places[first..].iter();
        let inside = inside.take_while(|(place, _)| place.start <= extent.end);
        let inside = inside.filter(|(place, _)| extent.contains(*place));
        let mut rows: Vec<usize> = inside.map(|(_, row)| *row).collect();
        rows.sort_unstable();
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::{Edition, extract};

    #[test]
    fn what_all_calls_together_look_at_are_the_rows_of_the_file() {
        let call = "m! { #[a] fn f(x: u8) { g(x); x.h(); unsafe { k() } } use a::b; }\n";
        for calls in [10, 1000] {
            let (facts, errors) = extract(&call.repeat(calls), Edition::E2024);
            assert_eq!(errors, []);
            let places = Places::new(&facts);
            let seen = facts.macro_calls.iter().map(|call| {
                let rows = places.inside(call.args);
                let all = [
                    rows.scopes,
                    rows.items,
                    rows.imports,
                    rows.paths,
                    rows.macro_calls,
                    rows.method_calls,
                    rows.unsafes,
                ];
                all.iter().map(Vec::len).sum::<usize>()
            });
            // Without the scope of the file, the calls themselves and their names.
            let all: usize = facts.mark().0.iter().sum();
            assert_eq!(seen.sum::<usize>(), all - 1 - 2 * calls);
        }
    }

    #[test]
    fn what_is_inside_is_found_in_the_order_of_the_table() {
        let text = "mod a { use b::c; fn d() {} } fn e() {} mod f {}";
        let (facts, _) = extract(text, Edition::E2024);
        let places = Places::new(&facts);
        let names = |rows: Vec<usize>| {
            let names = rows
                .into_iter()
                .map(|row| facts.text(facts.items[row].name));
            names.collect::<Vec<_>>()
        };
        assert_eq!(names(places.items(facts.items[0].extent)), ["a", "d"]);
        assert_eq!(names(places.items(facts.items[2].extent)), ["e"]);
        assert_eq!(places.imports(facts.items[0].extent), [0]);
        assert_eq!(places.imports(facts.items[2].extent), [0; 0]);
    }
}
