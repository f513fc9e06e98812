//! Reading facts: the short walks that every gate needs.

use crate::{
    Attr, Cfg, CfgId, FileFacts, Item, ItemId, Meta, MetaId, MetaValue, Name, PathId, PathRef, Run,
    Scope, ScopeId, Type, TypeId,
};

impl FileFacts {
    /// The text of a name.
    pub fn text(&self, name: Name) -> &str {
        self.names.get(name)
    }

    /// The scope.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }

    /// The item.
    pub fn item(&self, id: ItemId) -> &Item {
        &self.items[id.index()]
    }

    /// The path.
    pub fn path(&self, id: PathId) -> &PathRef {
        &self.paths[id.index()]
    }

    /// The meta item.
    pub fn meta(&self, id: MetaId) -> &Meta {
        &self.metas[id.index()]
    }

    /// The condition.
    pub fn cfg(&self, id: CfgId) -> &Cfg {
        &self.cfgs[id.index()]
    }

    /// The type.
    pub fn ty(&self, id: TypeId) -> &Type {
        &self.types[id.index()]
    }

    /// The texts of some segments.
    pub fn segments(&self, run: Run) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.segments[run.rows()]
            .iter()
            .map(|&name| self.names.get(name))
    }

    /// A path as text, segments joined by `::`.
    pub fn path_text(&self, path: &PathRef) -> String {
        let joined = self.segments(path.segments).collect::<Vec<_>>().join("::");
        if path.global {
            format!("::{joined}")
        } else {
            joined
        }
    }

    /// Some attributes.
    pub fn attrs_of(&self, run: Run) -> impl Iterator<Item = &Attr> {
        self.attrs[run.rows()].iter()
    }

    /// The path of an attribute, joined by `::`.
    pub fn attr_path(&self, attr: &Attr) -> &str {
        self.text(self.meta(attr.meta).path)
    }

    /// The string of an attribute `path = "…"`, if it has this path and is one.
    pub fn attr_string(&self, attr: &Attr, path: &str) -> Option<&str> {
        let meta = self.meta(attr.meta);
        match meta.value {
            MetaValue::Str(text) if self.text(meta.path) == path => Some(self.text(text)),
            _ => None,
        }
    }

    /// The meta items in the list of an attribute `path(…)`, if it has this path and a list.
    pub fn attr_list(&self, attr: &Attr, path: &str) -> Option<&[Meta]> {
        let meta = self.meta(attr.meta);
        match meta.value {
            MetaValue::List(run) if self.text(meta.path) == path => Some(&self.metas[run.rows()]),
            _ => None,
        }
    }

    /// The scope and those around it, innermost first.
    pub fn scopes_around(&self, scope: ScopeId) -> impl Iterator<Item = (ScopeId, &Scope)> {
        std::iter::successors(Some(scope), |&id| self.scope(id).parent)
            .map(|id| (id, self.scope(id)))
    }

    /// The items around a scope, innermost first: the function, its impl, its module …
    pub fn items_around(&self, scope: ScopeId) -> impl Iterator<Item = (ItemId, &Item)> {
        self.scopes_around(scope)
            .filter_map(|(_, scope)| scope.item)
            .map(|id| (id, self.item(id)))
    }

    /// The conditions that hold for everything in a scope, innermost first.
    pub fn conditions(&self, scope: ScopeId) -> impl Iterator<Item = CfgId> {
        self.scopes_around(scope).filter_map(|(_, scope)| scope.cfg)
    }

    /// Evaluates a condition with three values: `holds` answers for a flag (`test`, no value) or a pair
    /// (`feature`, `"x"`), `None` where it does not know.
    pub fn evaluate(
        &self,
        cfg: CfgId,
        holds: &dyn Fn(&str, Option<&str>) -> Option<bool>,
    ) -> Option<bool> {
        match self.cfg(cfg) {
            Cfg::All(parts) => {
                let values = parts.iter().map(|&part| self.evaluate(part, holds));
                fold(values, false)
            }
            Cfg::Any(parts) => {
                let values = parts.iter().map(|&part| self.evaluate(part, holds));
                fold(values, true)
            }
            Cfg::Not(part) => self.evaluate(*part, holds).map(|value| !value),
            Cfg::Flag(name) => holds(self.text(*name), None),
            Cfg::Pair(key, value) => holds(self.text(*key), Some(self.text(*value))),
            Cfg::Constant(value) => Some(*value),
            Cfg::Unknown => None,
        }
    }
}

/// `any` if `decisive`, `all` if not: the first decisive value decides, an unknown one makes the rest unknown.
fn fold(values: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut result = Some(!decisive);
    for value in values {
        match value {
            Some(value) if value == decisive => return Some(decisive),
            Some(_) => {}
            None => result = None,
        }
    }
    result
}
