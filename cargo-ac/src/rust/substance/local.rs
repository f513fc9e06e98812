//! What in one function by itself can fail, and what it calls.

use govern_diagnostics::FileId;
use govern_facts::{FileFacts, ItemId, ItemKind, PathId, PathKind, Type};
use govern_names::{ItemDef, Meaning};

use super::index::Inside;
use super::weigh::{Root, Scales, signature};
use super::words::{ASSERTIONS, DERIVED, of_function, of_macro, of_method, sounds_like_assertion};
use super::{Evidence, Function, Vain};
use crate::rust::lex::{Kind, Lexer};

impl Scales<'_, '_> {
    /// Code that is tested is no assertion of the test; but where it asserts, it may be there to test with.
    pub(super) fn of_production(&mut self, function: Function) -> Evidence {
        let Some(facts) = (self.input.facts)(function.0) else {
            return Evidence::MayAssert;
        };
        let name = facts.text(facts.item(function.1).name);
        let (own, _) = self.assertions(facts, function);
        if own.is_empty() && !sounds_like_assertion(name) {
            Evidence::None
        } else {
            Evidence::MayAssert
        }
    }

    /// What in a function by itself can fail, and the functions that it calls: those that paths lead to, and methods for
    /// tests of the names that it calls.
    pub(super) fn local(
        &mut self,
        root: Root,
        function: Function,
        helper: bool,
    ) -> (Evidence, Vec<Function>) {
        if let Some(known) = self.known.get(&(root, function, helper)) {
            return known.clone();
        }
        let found = self.within(root, function, helper, true);
        self.known.insert((root, function, helper), found.clone());
        found
    }

    /// The same, and whether what a function gives back counts: an error of it is what its caller makes of it.
    pub(super) fn within(
        &mut self,
        root: Root,
        function: Function,
        helper: bool,
        by_result: bool,
    ) -> (Evidence, Vec<Function>) {
        let Some(facts) = (self.input.facts)(function.0) else {
            return (Evidence::MayAssert, Vec::new());
        };
        let (own, vain) = self.assertions(facts, function);
        let inside = self.inside(facts, function);
        let mut called = Vec::new();
        let mut found = match by_result {
            true => self.by_result(facts, function),
            false => Evidence::None,
        };
        found = found.max(self.by_macros(facts, function, &inside, &vain));
        if !own.is_empty() {
            found = Evidence::Asserts;
        }
        for &row in &inside.methods {
            let name = facts.text(facts.method_calls[row].name);
            found = found.max(of_method(name));
            let methods = self.methods.get(name).into_iter().flatten();
            called.extend(methods.filter(|callee| self.is_for_tests(root, **callee)));
        }
        for &path in &inside.paths {
            found = found.max(self.of_path(root, facts, function.0, path, &mut called));
            // Whoever is given a value of a type for tests, or drops it, may call what it implements.
            if let Meaning::Item(def, _) = self.input.names.meaning(facts, function.0, path) {
                let implemented = self.of_type(def).into_iter();
                called.extend(implemented.filter(|callee| self.is_for_tests(root, *callee)));
            }
        }
        // A function without a body to speak of may be there for its bounds: `fn assert_send<T: Send>() {}`.
        let item = facts.item(function.1);
        let is_empty = signature(facts, function.1).is_none_or(|it| it.size.statements == 0);
        let may_assert = is_empty && !item.generics.is_empty()
            || self.declares_items(facts, function.1)
            || helper && sounds_like_assertion(facts.text(item.name));
        if may_assert {
            found = found.max(Evidence::MayAssert);
        }
        (found, called)
    }

    /// Whether items stand in a function: some are there to be compiled, and nobody uses them.
    fn declares_items(&self, facts: &FileFacts, function: ItemId) -> bool {
        let Some(body) = facts.item(function).body else {
            return false;
        };
        facts.items.iter().any(|item| {
            let is_plain = matches!(
                item.kind,
                ItemKind::MacroRules { .. } | ItemKind::MacroDef | ItemKind::ExternCrate { .. }
            );
            let mut around = facts.scopes_around(item.scope);
            !is_plain && around.any(|(scope, _)| scope == body)
        })
    }

    /// Whether a function gives back an error: by `?`, or by whatever it ends with.
    fn by_result(&mut self, facts: &FileFacts, function: Function) -> Evidence {
        let Some(signature) = signature(facts, function.1) else {
            return Evidence::None;
        };
        let is_unit =
            |ty| matches!(facts.ty(ty), govern_facts::Type::Tuple(parts) if parts.is_empty());
        if signature.ret.is_none_or(is_unit) {
            return Evidence::None;
        }
        let Some(text) = self.text(facts, function.0) else {
            return Evidence::MayAssert;
        };
        let body = text
            .get(std::ops::Range::from(signature.body.range()))
            .unwrap_or_default();
        let tokens: Vec<&str> = Lexer::new(body, text_size::TextSize::new(0))
            .filter(|token| token.kind != Kind::Comment)
            .map(|token| token.text)
            .collect();
        if tokens.contains(&"?") {
            Evidence::Works
        } else if tokens.ends_with(&["Ok", "(", "(", ")", ")", "}"]) {
            Evidence::None
        } else {
            Evidence::MayAssert
        }
    }

    fn by_macros(
        &mut self,
        facts: &FileFacts,
        function: Function,
        inside: &Inside,
        vain: &[Vain],
    ) -> Evidence {
        let mut found = Evidence::None;
        for row in &inside.macros {
            let call = &facts.macro_calls[row.index()];
            if vain
                .iter()
                .any(|vain| vain.span.range == call.extent.range())
            {
                continue;
            }
            let name = facts.segments(facts.path(call.path).segments).next_back();
            let evidence = match self.input.names.meaning(facts, function.0, call.path) {
                Meaning::Item(def, _) => self.of_own_macro(def),
                _ => of_macro(name.unwrap_or_default()),
            };
            found = found.max(evidence);
        }
        found
    }

    /// A macro of the workspace asserts if an assertion stands in its rules.
    fn of_own_macro(&mut self, def: ItemDef) -> Evidence {
        let file = self.input.names.instance(def.instance).file;
        let Some(facts) = (self.input.facts)(file) else {
            return Evidence::MayAssert;
        };
        let extent = facts.item(def.item).extent.range();
        let Some(text) = self.text(facts, file) else {
            return Evidence::MayAssert;
        };
        let rules = text.get(std::ops::Range::from(extent)).unwrap_or_default();
        let tokens: Vec<&str> = Lexer::new(rules, extent.start())
            .filter(|token| token.kind != Kind::Comment)
            .map(|token| token.text)
            .collect();
        let asserts = tokens
            .windows(2)
            .any(|pair| pair[1] == "!" && ASSERTIONS.contains(&pair[0]));
        if asserts {
            Evidence::Asserts
        } else {
            Evidence::MayAssert
        }
    }

    fn of_path(
        &mut self,
        root: Root,
        facts: &FileFacts,
        file: FileId,
        path: PathId,
        called: &mut Vec<Function>,
    ) -> Evidence {
        let row = facts.path(path);
        let is_call = row.kind == PathKind::Call;
        let may_be_called =
            is_call || matches!(row.kind, PathKind::Value | PathKind::MacroArgument);
        if !may_be_called || row.expanded {
            return Evidence::None;
        }
        match self.input.names.meaning(facts, file, path) {
            Meaning::Item(def, rest) => {
                let last = facts.segments(row.segments).next_back().unwrap_or_default();
                let own = self.called(def, rest, last);
                // A macro made it, or another crate.
                let unseen = rest > 0 && is_call && own.is_empty() && !DERIVED.contains(&last);
                called.extend(own);
                match unseen {
                    true => Evidence::MayAssert,
                    false => Evidence::None,
                }
            }
            Meaning::External(path) if is_call || path.contains("::") => {
                of_function(&path, |krate| (self.input.test_only)(root.krate, krate))
            }
            Meaning::Unresolved if is_call => Evidence::MayAssert,
            _ => Evidence::None,
        }
    }

    /// The functions that a path may call: the function, or those of that name of types and traits.
    pub(super) fn called(&self, def: ItemDef, rest: usize, last: &str) -> Vec<Function> {
        let file = self.input.names.instance(def.instance).file;
        let Some(facts) = (self.input.facts)(file) else {
            return Vec::new();
        };
        if rest == 0 {
            return match facts.item(def.item).kind {
                ItemKind::Fn { .. } => vec![(file, def.item)],
                _ => Vec::new(),
            };
        }
        let named = self.associated.get(last).cloned().unwrap_or_default();
        // What a type itself has comes before what traits give it; of any other type it is only called like that.
        let own = named
            .iter()
            .filter(|it| self.inherent_type(**it) == Some(def));
        let own: Vec<Function> = own.copied().collect();
        match own.is_empty() {
            true => named,
            false => own,
        }
    }

    /// The type of the workspace that has a function by itself, not by a trait.
    fn inherent_type(&self, function: Function) -> Option<ItemDef> {
        if let Some(known) = self.inherent.borrow().get(&function) {
            return *known;
        }
        let found = self.find_inherent_type(function);
        self.inherent.borrow_mut().insert(function, found);
        found
    }

    fn find_inherent_type(&self, (file, item): Function) -> Option<ItemDef> {
        let facts = (self.input.facts)(file)?;
        let home = facts.scope(facts.item(item).scope).item?;
        match facts.item(home).kind {
            ItemKind::Impl { of_trait: None, .. } => self.implemented_for((file, item)),
            _ => None,
        }
    }

    /// The type of the workspace that a function is implemented for.
    pub(super) fn implemented_for(&self, (file, item): Function) -> Option<ItemDef> {
        let facts = (self.input.facts)(file)?;
        let home = facts.scope(facts.item(item).scope).item?;
        let ItemKind::Impl { self_ty, .. } = facts.item(home).kind else {
            return None;
        };
        let Type::Path { path, .. } = facts.ty(self_ty) else {
            return None;
        };
        match self.input.names.meaning(facts, file, *path) {
            Meaning::Item(def, 0) => Some(def),
            _ => None,
        }
    }
}
