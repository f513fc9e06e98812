//! Tests that reach no code but their own: they compare what they wrote themselves.

use std::collections::BTreeSet;

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, Item, ItemKind, MetaValue, PathId, PathKind, ScopeId};
use govern_names::Meaning;

use super::Function;
use super::types::type_of;
use super::weigh::{Root, Scales, signature};
use super::words::DERIVED;

/// Modules of the standard library that reach nothing outside of the test.
#[rustfmt::skip]
const HARMLESS: [&str; 23] = [
    "array", "borrow", "boxed", "cell", "char", "clone", "cmp", "collections", "convert", "default", "fmt", "iter", "marker",
    "mem", "num", "ops", "option", "rc", "result", "slice", "str", "string", "vec",
];

/// Macros of the standard library that reach nothing outside of the test.
#[rustfmt::skip]
const HARMLESS_MACROS: [&str; 16] = [
    "assert", "assert_eq", "assert_ne", "debug_assert", "debug_assert_eq", "debug_assert_ne", "format", "matches", "panic",
    "print", "println", "todo", "unimplemented", "unreachable", "vec", "write",
];

/// The derives of the standard library.
#[rustfmt::skip]
const STANDARD_DERIVES: [&str; 9] = [
    "Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd",
];

impl Scales<'_, '_> {
    /// Whether a test reaches nothing but code for tests and harmless parts of the standard library. Whatever is not known
    /// for certain is taken for something else.
    pub(super) fn is_closed(&mut self, root: Root, test: Function) -> bool {
        let mut seen = BTreeSet::from([test]);
        let mut todo = vec![test];
        while let Some(function) = todo.pop() {
            let Some(called) = self.called_within(root, function) else {
                return false;
            };
            todo.extend(called.into_iter().filter(|callee| seen.insert(*callee)));
        }
        true
    }

    /// The functions for tests that a function calls; none if it may reach anything else.
    fn called_within(&mut self, root: Root, function: Function) -> Option<Vec<Function>> {
        let facts = (self.input.facts)(function.0)?;
        let signature = signature(facts, function.1)?;
        let is_plain =
            signature.has_body && (signature.params.is_empty() || self.is_helper(facts, function));
        if !is_plain || signature.is_unsafe {
            return None;
        }
        let inside = self.inside(facts, function);
        for row in &inside.macros {
            let call = &facts.macro_calls[row.index()];
            let name = self.standard_macro(facts, function.0, call).or_else(|| {
                let name = facts.segments(facts.path(call.path).segments).next_back();
                let meaning = self.input.names.meaning(facts, function.0, call.path);
                name.filter(|_| meaning == Meaning::Unresolved)
            })?;
            if !HARMLESS_MACROS.contains(&name) {
                return None;
            }
            let text = self.text(facts, function.0)?;
            if names_constants(text.get(std::ops::Range::from(call.args.range()))?) {
                return None;
            }
        }
        let mut called = Vec::new();
        for &row in &inside.methods {
            let call = &facts.method_calls[row];
            let name = facts.text(call.name);
            let mut is_foreign = None;
            for &callee in self.methods.get(name).into_iter().flatten() {
                if self.is_only_for_tests(root, callee) {
                    called.push(callee);
                    continue;
                }
                // Which one is called, only types can tell; but none that only types of the workspace have, if it is none of them.
                let is_foreign = *is_foreign
                    .get_or_insert_with(|| (self.input.is_foreign)(function.0, call.extent.start));
                if !is_foreign || !self.is_of_own_type(callee) {
                    return None;
                }
            }
        }
        for &path in &inside.paths {
            called.extend(self.reached(root, facts, function, path)?);
        }
        Some(called)
    }

    /// Whether an item is in no program, whatever features that has.
    fn is_only_for_tests(&self, root: Root, (file, item): Function) -> bool {
        let Some(facts) = (self.input.facts)(file) else {
            return false;
        };
        let names = self.input.names;
        let row = facts.item(item);
        let scope = row.body.unwrap_or(row.scope);
        let mut around = facts.items_around(scope);
        self.needs_cfg_test(file, scope)
            || around.any(|(_, item)| names.test_attribute(facts, file, item).is_some())
            || self.is_in_test_crate(root, file)
    }

    /// Whether a scope is under a condition that does not hold without `cfg(test)`, whatever else is switched on.
    fn needs_cfg_test(&self, file: FileId, scope: ScopeId) -> bool {
        let off = |flag: &str, _: Option<&str>| (flag == "test").then_some(false);
        let (mut file, mut scope) = (file, scope);
        loop {
            let Some(facts) = (self.input.facts)(file) else {
                return false;
            };
            if facts
                .conditions(scope)
                .any(|cfg| facts.evaluate(cfg, &off) == Some(false))
            {
                return true;
            }
            // What is around the file: the declaration of its module.
            let names = self.input.names;
            let mut at = names.module_of(file, ScopeId(0));
            let declaration = loop {
                let Some(module) = at.map(|id| names.module(id)) else {
                    return false;
                };
                match module.declaration {
                    Some((instance, item)) if names.instance(instance).file != file => {
                        break (names.instance(instance).file, item);
                    }
                    _ => at = module.parent,
                }
            };
            let Some(facts) = (self.input.facts)(declaration.0) else {
                return false;
            };
            let item = facts.item(declaration.1);
            if item
                .cfg
                .is_some_and(|cfg| facts.evaluate(cfg, &off) == Some(false))
            {
                return true;
            }
            (file, scope) = (declaration.0, item.scope);
        }
    }

    /// Whether it is no test itself, so that its arguments come from one.
    fn is_helper(&self, facts: &FileFacts, function: Function) -> bool {
        let item = facts.item(function.1);
        self.input
            .names
            .test_attribute(facts, function.0, item)
            .is_none()
    }

    /// The functions that a path leads to; none if it leads out of the test.
    fn reached(
        &mut self,
        root: Root,
        facts: &FileFacts,
        function: Function,
        path: PathId,
    ) -> Option<Vec<Function>> {
        let row = facts.path(path);
        match row.kind {
            // Looked at by themselves, or of no effect.
            PathKind::Macro | PathKind::Attribute | PathKind::AttributeArgument => {
                return Some(Vec::new());
            }
            _ => {}
        }
        let meaning = self.input.names.meaning(facts, function.0, path);
        let last = facts.segments(row.segments).next_back().unwrap_or_default();
        let is_of_type = facts.segments(row.segments).count() > 1;
        if matches!(meaning, Meaning::Builtin | Meaning::External(_))
            && is_of_type
            && self.is_of_own_trait(root, last)
        {
            return None;
        }
        match meaning {
            Meaning::Builtin => Some(Vec::new()),
            Meaning::Module(_) => None,
            Meaning::External(path) => {
                let mut segments = path.split("::");
                let standard = matches!(segments.next(), Some("std" | "core" | "alloc"));
                let harmless = segments
                    .next()
                    .is_some_and(|module| HARMLESS.contains(&module));
                (standard && harmless).then(Vec::new)
            }
            // A new variable.
            Meaning::Unresolved => (row.kind == PathKind::PatternName).then(Vec::new),
            Meaning::Item(def, rest) => {
                let file = self.input.names.instance(def.instance).file;
                let facts_of = (self.input.facts)(file)?;
                let item = facts_of.item(def.item);
                if !self.is_only_for_tests(root, (file, def.item)) {
                    return None;
                }
                match item.kind {
                    ItemKind::Fn { .. } => Some(vec![(file, def.item)]),
                    ItemKind::Struct { .. }
                    | ItemKind::Enum
                    | ItemKind::Variant { .. }
                    | ItemKind::Trait { .. } => {
                        if !is_plain_type(facts_of, type_of(facts_of, def.item).1) {
                            return None;
                        }
                        let mut called = if rest == 0 {
                            Vec::new()
                        } else {
                            self.called(def, rest, last)
                        };
                        // A macro made it, or another crate.
                        if rest > 0 && called.is_empty() && !DERIVED.contains(&last) {
                            return None;
                        }
                        called.extend(self.of_type(def));
                        let own = called
                            .iter()
                            .all(|&callee| self.is_only_for_tests(root, callee));
                        own.then_some(called)
                    }
                    ItemKind::Const {
                        literal: Some(_), ..
                    } => Some(Vec::new()),
                    _ => None,
                }
            }
        }
    }

    /// Whether a function is implemented for a type of the workspace: nothing else has it.
    fn is_of_own_type(&self, function: Function) -> bool {
        let Some(def) = self.implemented_for(function) else {
            return false;
        };
        let facts = (self.input.facts)(self.input.names.instance(def.instance).file);
        facts.is_some_and(|facts| {
            matches!(
                facts.item(def.item).kind,
                ItemKind::Struct { .. } | ItemKind::Enum | ItemKind::Union { .. }
            )
        })
    }

    /// Whether a trait of the workspace that is there without tests has a function of this name: it may be for any type.
    fn is_of_own_trait(&self, root: Root, name: &str) -> bool {
        let mut named = self.associated.get(name).into_iter().flatten();
        named.any(|&(file, item)| {
            let Some(facts) = (self.input.facts)(file) else {
                return true;
            };
            let home = facts.scope(facts.item(item).scope).item;
            home.is_some_and(|home| matches!(facts.item(home).kind, ItemKind::Trait { .. }))
                && !self.is_only_for_tests(root, (file, item))
        })
    }
}

/// Whether the arguments of a macro have texts that may name constants: `"{LIMIT}"`.
fn names_constants(args: &str) -> bool {
    let mut open = args.match_indices('{');
    open.any(|(at, _)| args[at + 1..].starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Whether all that a type can do stands in the source: no derive of another crate made any of it.
fn is_plain_type(facts: &FileFacts, item: &Item) -> bool {
    let derives = facts
        .attrs_of(item.attrs)
        .filter(|attr| facts.attr_path(attr) == "derive");
    let names = derives.flat_map(|attr| match facts.meta(attr.meta).value {
        MetaValue::List(list) => &facts.metas[list.rows()],
        _ => &[],
    });
    let mut names = names.map(|meta| facts.text(meta.path));
    names.all(|name| STANDARD_DERIVES.contains(&name.rsplit("::").next().unwrap_or(name)))
}
