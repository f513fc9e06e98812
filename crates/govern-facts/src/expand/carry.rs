//! Adds what the expansion of a call says of the items that were its arguments: under which conditions they exist.
//!
//! Arguments that are items are read where they stand, as if the macro gave them back unchanged. What it does to them is
//! known from the expansion: conditions are carried onto the rows of the arguments, which keep their places in the text.

use super::Absorber;
use super::absorb::moved_cfg;
use crate::under::Places;
use crate::{
    Cfg, CfgId, Extent, FileFacts, Item, ItemKind, MacroCall, MacroCallId, Name, ScopeId, ScopeKind,
};

/// The one item that a macro is called with to see what it does to all.
pub const SAMPLE: &str = "{ struct __Item; }";

impl Absorber {
    /// Whether a macro that makes this of [`SAMPLE`] changes when its arguments exist.
    pub fn changes_all(sample: &FileFacts) -> bool {
        let mut copies = top(sample).peekable();
        match copies.peek() {
            Some(_) => copies.all(|item| !around(sample, item).is_empty()),
            None => says_nothing(sample),
        }
    }

    /// Puts all arguments of a call under the condition that an expansion of [`SAMPLE`] puts that item under.
    pub fn carry_all(&mut self, call: MacroCallId, sample: &FileFacts) {
        let conditions: Vec<Vec<CfgId>> = top(sample).map(|item| around(sample, item)).collect();
        let extent = self.facts.macro_calls[call.index()].args;
        let cfg = if says_nothing(sample) {
            Some(self.push_cfg(Cfg::Constant(false)))
        } else {
            let by = self.append_cfgs(sample);
            self.any_of(by, &conditions)
        };
        if let Some(cfg) = cfg {
            self.put_arguments_under(cfg, call, extent);
        }
    }

    /// Adds the facts of the expansion of a call whose arguments are items. Those that the expansion has as well stay
    /// what they are, under the conditions that they have there.
    pub fn merge(&mut self, call: MacroCallId, part: &FileFacts) {
        if says_nothing(part) {
            let never = self.push_cfg(Cfg::Constant(false));
            let extent = self.facts.macro_calls[call.index()].args;
            return self.put_arguments_under(never, call, extent);
        }
        let own = self.facts.macro_calls[call.index()].scope;
        let (home, _) = self.home(own);
        let args = self.facts.macro_calls[call.index()].args;
        let mut rows = self.places().items(args);
        rows.retain(|&row| {
            let item = &self.facts.items[row];
            item.in_macro == Some(call) && (item.scope == own || item.scope == home)
        });
        let by = self.append_cfgs(part);
        let mut rest = part.clone();
        // What only another macro would tell may still declare any of them.
        let is_known = !rest.macro_calls.iter().any(MacroCall::is_opaque);
        for (number, &row) in rows.iter().enumerate() {
            let item = &self.facts.items[row];
            let alike = |other: &Item, facts: &FileFacts| {
                facts.text(other.name) == self.interner.get(item.name)
                    && is_alike(&other.kind, &item.kind)
            };
            let copies: Vec<usize> = (0..part.items.len())
                .filter(|&copy| is_top(part, &part.items[copy]) && alike(&part.items[copy], part))
                .collect();
            let same = |&&other: &&usize| {
                let other = &self.facts.items[other];
                other.name == item.name && is_alike(&other.kind, &item.kind)
            };
            let before = rows[..number].iter().filter(same).count();
            // As many as there are arguments alike: each is one of them.
            let chosen = if copies.len() == rows.iter().filter(same).count() {
                &copies[before..=before]
            } else {
                &copies[..]
            };
            let conditions: Vec<Vec<CfgId>> = chosen
                .iter()
                .map(|&copy| around(part, &part.items[copy]))
                .collect();
            let extent = item.extent;
            for &copy in chosen {
                drop_item(&mut rest, copy);
            }
            if chosen.is_empty() {
                if is_known {
                    // It is not declared; what it uses is still written here.
                    let never = self.push_cfg(Cfg::Constant(false));
                    self.facts.items[row].cfg = Some(never);
                }
            } else if let Some(cfg) = self.any_of(by, &conditions) {
                self.put_arguments_under(cfg, call, extent);
            }
        }
        let imported = self.places().imports(args);
        let imported: Vec<Vec<String>> = imported
            .into_iter()
            .map(|row| &self.facts.imports[row])
            .filter(|import| import.in_macro == Some(call))
            .map(|import| {
                texts(&self.facts.segments[import.segments.rows()], |name| {
                    self.interner.get(name).to_owned()
                })
            })
            .collect();
        rest.imports.retain(|import| {
            let written = texts(&part.segments[import.segments.rows()], |name| {
                part.text(name).to_owned()
            });
            import.scope != ScopeId(0) || !imported.contains(&written)
        });
        let is_more = rest.items.iter().any(|item| !is_dropped(&rest, item))
            || !rest.imports.is_empty()
            || !is_known;
        if is_more {
            self.append_all(call, &rest);
        }
    }

    /// Adds the conditions of an expansion; gives how far they were moved.
    fn append_cfgs(&mut self, part: &FileFacts) -> u32 {
        let by = self.facts.cfgs.len() as u32;
        for cfg in &part.cfgs {
            let name = |name| self.interner.intern(part.text(name));
            let cfg = moved_cfg(cfg, by, name);
            self.facts.cfgs.push(cfg);
        }
        by
    }

    /// One of several conditions, each the conjunction of parts that were moved; none if one of them always holds, or
    /// there is none.
    fn any_of(&mut self, by: u32, conditions: &[Vec<CfgId>]) -> Option<CfgId> {
        if conditions.is_empty() || conditions.iter().any(Vec::is_empty) {
            return None;
        }
        let mut all = Vec::with_capacity(conditions.len());
        for parts in conditions {
            let parts: Vec<CfgId> = parts.iter().map(|cfg| CfgId(cfg.0 + by)).collect();
            all.push(match parts[..] {
                [only] => only,
                _ => self.push_cfg(Cfg::All(parts)),
            });
        }
        Some(match all[..] {
            [only] => only,
            _ => self.push_cfg(Cfg::Any(all)),
        })
    }

    /// Puts the rows of arguments under a condition, as [`extract`](crate::extract()) does with what `#[cfg]` stands on.
    fn put_arguments_under(&mut self, cfg: CfgId, call: MacroCallId, extent: Extent) {
        let own = self.facts.macro_calls[call.index()].scope;
        let (home, _) = self.home(own);
        let rows = self.places().inside(extent);
        self.facts.put_under(cfg, rows.clone(), own, extent);
        if home != own {
            self.facts.put_under(cfg, rows, home, extent);
        }
    }

    /// Where the rows stand that were there before anything was added.
    fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::new(&self.facts))
    }
}

/// Whether an expansion has nothing in it.
fn says_nothing(part: &FileFacts) -> bool {
    part.items.is_empty() && part.imports.is_empty() && part.macro_calls.is_empty()
}

/// The items of an expansion that are declared where the call stands.
fn top(part: &FileFacts) -> impl Iterator<Item = &Item> {
    part.items.iter().filter(|item| is_top(part, item))
}

fn is_top(part: &FileFacts, item: &Item) -> bool {
    let mut scopes = part.scopes_around(item.scope);
    scopes.all(|(_, scope)| scope.parent.is_none() || scope.kind == ScopeKind::Block)
}

/// The conditions on an item of an expansion.
fn around(part: &FileFacts, item: &Item) -> Vec<CfgId> {
    let scopes = part.scopes_around(item.scope);
    let outside = scopes.filter_map(|(_, scope)| scope.cfg);
    item.cfg.into_iter().chain(outside).collect()
}

/// Whether two items are of one kind.
fn is_alike(one: &ItemKind, other: &ItemKind) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn texts(segments: &[Name], text: impl Fn(Name) -> String) -> Vec<String> {
    segments.iter().map(|&name| text(name)).collect()
}

/// Takes an item out of an expansion: it exists under no condition. Rows keep their places.
fn drop_item(part: &mut FileFacts, row: usize) {
    let never = CfgId(part.cfgs.len() as u32);
    part.cfgs.push(Cfg::Constant(false));
    part.items[row].cfg = Some(never);
    for scope in &mut part.scopes {
        if scope.item.is_some_and(|item| item.index() == row) {
            scope.cfg = Some(never);
        }
    }
}

fn is_dropped(part: &FileFacts, item: &Item) -> bool {
    let is_never =
        |cfg: Option<CfgId>| cfg.is_some_and(|cfg| *part.cfg(cfg) == Cfg::Constant(false));
    is_never(item.cfg)
        || part
            .scopes_around(item.scope)
            .any(|(_, scope)| is_never(scope.cfg))
}
