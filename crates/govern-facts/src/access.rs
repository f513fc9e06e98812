//! Reading facts: the short walks that every gate needs.

use crate::{
    Attr, Cfg, CfgId, FileFacts, Item, ItemId, ItemKind, MacroBody, MacroCall, MacroCallId,
    MacroPosition, Meta, MetaId, MetaValue, Name, PathId, PathRef, Run, Scope, ScopeId, ScopeKind,
    Shape, Type, TypeId,
};

impl MacroCall {
    /// Whether it may declare items that are not in the tables: it stands among items, its arguments are none, and what it
    /// expands to is not known.
    pub fn is_opaque(&self) -> bool {
        self.position == MacroPosition::Item && self.body == MacroBody::Tokens
    }
}

impl FileFacts {
    /// Whether a call stands where its expansion may declare something that has a name, and is not known yet.
    pub fn may_declare(&self, call: &MacroCall) -> bool {
        let mut around = self.scopes_around(call.scope);
        let home = around.find(|(_, scope)| scope.kind != ScopeKind::Block);
        call.is_opaque()
            // Imported under another name it would have to be looked for in vain; calls in expansions have no text.
            && !self.path(call.path).expanded
            && home.is_some_and(|(_, scope)| scope.kind == ScopeKind::Module)
    }
}

impl FileFacts {
    /// Whether a call is another one, or stands among its arguments.
    pub fn is_within(&self, call: MacroCallId, outer: MacroCallId) -> bool {
        let extent = |id: MacroCallId| self.macro_calls[id.index()].extent;
        let (inner, outer) = (extent(call), extent(outer));
        outer.start <= inner.start && inner.end <= outer.end
    }
}

impl ItemKind {
    /// Whether a name in a pattern can mean it: else the name is a new variable.
    pub fn is_constant(&self) -> bool {
        matches!(
            self,
            ItemKind::Const { .. }
                | ItemKind::Static { .. }
                | ItemKind::Struct {
                    shape: Shape::Unit,
                    ..
                }
                | ItemKind::Variant {
                    shape: Shape::Unit,
                    ..
                }
        )
    }
}

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

    /// The scopes in the order of their starts, outer ones before inner ones, to ask [`FileFacts::scope_at`] with.
    pub fn scopes_by_start(&self) -> Vec<ScopeId> {
        let mut scopes: Vec<ScopeId> = (0..self.scopes.len() as u32).map(ScopeId).collect();
        scopes.sort_by_key(|&id| {
            let extent = self.scope(id).extent;
            (extent.start, u32::MAX - extent.end, id)
        });
        scopes
    }

    /// The innermost scope around an offset.
    pub fn scope_at(&self, by_start: &[ScopeId], offset: u32) -> ScopeId {
        let before = by_start.partition_point(|&id| self.scope(id).extent.start <= offset);
        let mut around = by_start[..before].iter().rev();
        // Those that begin before and have ended are few: siblings in the innermost one.
        let innermost = around.find(|&&id| offset < self.scope(id).extent.end);
        innermost.copied().unwrap_or(ScopeId(0))
    }

    /// What a scope is in, as its module names it: `Orders::place`; empty for the module itself.
    pub fn name_in_module(&self, scope: ScopeId) -> String {
        let around = self.items_around(scope).map(|(_, item)| item);
        let inside = around.take_while(|item| !matches!(item.kind, ItemKind::Module { .. }));
        let mut names: Vec<&str> = inside
            .filter_map(|item| match item.kind {
                ItemKind::Impl { self_ty, .. } => self.last_name(self_ty),
                _ => Some(self.text(item.name)).filter(|name| !name.is_empty()),
            })
            .collect();
        names.reverse();
        names.join("::")
    }

    /// The last name of a type: `Order` for `&mut crate::Order<T>`.
    fn last_name(&self, ty: TypeId) -> Option<&str> {
        match self.ty(ty) {
            Type::Path { path, .. } => self.segments(self.path(*path).segments).next_back(),
            Type::Ref { target, .. } | Type::Pointer(target) | Type::Slice(target) => {
                self.last_name(*target)
            }
            Type::Param { name, .. } => Some(self.text(*name)),
            _ => None,
        }
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

#[cfg(test)]
mod tests {
    use crate::{Edition, Extent, FileFacts, Name, extract};

    fn facts(source: &str) -> FileFacts {
        extract(source, Edition::E2024).0
    }

    /// What the condition of the first item comes to: `yes` holds, `no` does not, nothing else is known.
    fn evaluated(cfg: &str) -> Option<bool> {
        let facts = facts(&format!("#[cfg({cfg})] struct S;"));
        let holds = |name: &str, value: Option<&str>| match (name, value) {
            ("yes", None) | ("feature", Some("yes")) => Some(true),
            ("no", None) | ("feature", Some("no")) => Some(false),
            _ => None,
        };
        facts.evaluate(facts.items[0].cfg.expect("it has a condition"), &holds)
    }

    #[test]
    fn conditions_have_three_values() {
        for (cfg, value) in [
            ("yes", Some(true)),
            ("feature = \"no\"", Some(false)),
            ("unix", None),
            ("not(unix)", None),
            ("not(no)", Some(true)),
            ("all()", Some(true)),
            ("any()", Some(false)),
            ("all(yes, feature = \"yes\")", Some(true)),
            ("all(yes, unix)", None),
            ("all(unix, no)", Some(false)),
            ("any(unix, yes)", Some(true)),
            ("any(unix, no)", None),
            ("any(no, all(yes, not(no)))", Some(true)),
            ("true", Some(true)),
            ("not(true)", Some(false)),
            ("not(yes, no)", None),
        ] {
            assert_eq!(evaluated(cfg), value, "{cfg}");
        }
    }

    #[test]
    fn what_is_in_a_module_is_named_from_there() {
        let facts = facts(
            "mod a { impl b::C for &mut d::E<u8> { fn f() { fn g() {} } } impl<T> H for T { fn i() {} } }",
        );
        let inside = facts.items.iter().filter_map(|item| item.body);
        let names: Vec<String> = inside.map(|scope| facts.name_in_module(scope)).collect();
        assert_eq!(names, ["", "E", "E::f", "E::f::g", "T", "T::i"]);
    }

    #[test]
    fn names_are_stored_once_and_some_always() {
        let facts = facts("struct A(A, A); use r#fn::A;");
        for (index, text) in Name::FIXED.iter().enumerate() {
            assert_eq!(facts.text(Name(index as u32)), *text);
        }
        let names: Vec<&str> = facts.names.iter().collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), names.len());
        assert!(names.contains(&"fn") && names.contains(&"A"));
        assert_eq!(facts.names.len(), names.len());
    }

    #[test]
    fn sizes_and_lines() {
        for (text, lines) in [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2)] {
            let facts = facts(text);
            assert_eq!(
                (facts.len as usize, facts.lines),
                (text.len(), lines),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_byte_order_mark_moves_nothing() {
        let source = "\u{feff}mod a; // TODO b";
        let (facts, errors) = extract(source, Edition::E2024);
        assert_eq!(errors, []);
        assert_eq!(&source[facts.items[0].name_extent.range()], "a");
        assert_eq!(facts.comments[0].extent, Extent::new(10, 19));
    }

    #[test]
    fn errors_are_located_and_readable() {
        let errors = |source| {
            let errors = extract(source, Edition::E2024).1;
            errors
                .iter()
                .map(|error| format!("{} {}", error.extent.start, error.message))
                .collect::<Vec<_>>()
        };
        assert_eq!(errors("fn f( {}"), ["6 expected value parameter"]);
        assert_eq!(
            errors("fn f() { 'ab' }"),
            ["9 character literal may only contain one codepoint"]
        );
        assert_eq!(errors("struct ;"), ["7 expected a name"]);
        assert_eq!(errors("mod a"), ["5 expected `;` or `{`"]);
        let many = extract(&"x ".repeat(1000), Edition::E2024).1;
        assert_eq!(many.len(), 65);
        assert_eq!(
            many[64].message,
            "more errors from here on, too many to list"
        );
    }

    #[test]
    fn editions_differ() {
        let names = |edition| {
            let (facts, errors) = extract("fn async() {} fn f() { dyn::x() }", edition);
            (facts.items.len(), errors.is_empty())
        };
        assert_eq!(names(Edition::E2015), (2, true));
        assert!(!names(Edition::E2018).1);
    }
}
