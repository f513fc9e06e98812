//! Weighs functions: what in them, and in what they call, can fail.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, ItemId, ItemKind, MacroCall, PathId, PathKind, Signature};
use govern_names::{CrateId, ItemDef, Meaning};
use text_size::TextRange;

use super::index::{FileIndex, Inside};
use super::vain::{dead, vain};
use super::words::{ASSERTIONS, of_function, of_macro, of_method, sounds_like_assertion};
use super::{Evidence, Function, Substance, Vain};
use crate::rust::Input;
use crate::rust::lex::{Kind, Lexer};

/// How many calls are followed from a test.
const DEEPEST: usize = 24;

/// From where code is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Root {
    /// The crate of the test.
    krate: CrateId,
    /// Whether that is there for tests as a whole, as one with step functions is.
    whole: bool,
}

/// Weighs functions of a workspace; remembers what it has seen.
pub(crate) struct Scales<'i, 'a> {
    pub(super) input: &'i Input<'a>,
    files: BTreeMap<FileId, FileIndex>,
    /// Functions with `self` by their names.
    pub(super) methods: BTreeMap<&'a str, Vec<Function>>,
    /// Associated functions by their names, with and without `self`.
    associated: BTreeMap<&'a str, Vec<Function>>,
    known: BTreeMap<(Root, Function, bool), (Evidence, Vec<Function>)>,
}

/// What weighs most among some things.
fn heaviest(evidence: impl IntoIterator<Item = Evidence>) -> Evidence {
    evidence.into_iter().max().unwrap_or(Evidence::None)
}

impl<'i, 'a> Scales<'i, 'a> {
    /// Scales for the functions of some files.
    pub(crate) fn new(files: &[FileId], input: &'i Input<'a>) -> Scales<'i, 'a> {
        let mut methods: BTreeMap<&str, Vec<Function>> = BTreeMap::new();
        let mut associated: BTreeMap<&str, Vec<Function>> = BTreeMap::new();
        for &file in files {
            let Some(facts) = (input.facts)(file) else {
                continue;
            };
            for (row, item) in (0..).zip(&facts.items) {
                let ItemKind::Fn { signature } = item.kind else {
                    continue;
                };
                let name = facts.text(item.name);
                if facts.signatures[signature as usize].has_self {
                    methods.entry(name).or_default().push((file, ItemId(row)));
                }
                let home = facts
                    .scope(item.scope)
                    .item
                    .map(|home| &facts.item(home).kind);
                if matches!(home, Some(ItemKind::Impl { .. } | ItemKind::Trait { .. })) {
                    associated
                        .entry(name)
                        .or_default()
                        .push((file, ItemId(row)));
                }
            }
        }
        Scales {
            input,
            files: BTreeMap::new(),
            methods,
            associated,
            known: BTreeMap::new(),
        }
    }

    /// Weighs a test, or another function that stands for one.
    pub(crate) fn weigh(&mut self, function: Function) -> Substance {
        let (file, item) = function;
        let Some(facts) = (self.input.facts)(file) else {
            return Substance::unseen();
        };
        let Some(krate) = self.crate_of(file) else {
            return Substance::unseen();
        };
        let row = facts.item(item);
        let scope = row.body.unwrap_or(row.scope);
        let whole = !self.input.names.is_test(facts, file, scope);
        let root = Root { krate, whole };
        let (own, mut vain) = self.assertions(facts, function);
        let mut seen = BTreeSet::new();
        for helper in self.helpers(root, function, &mut seen, 0) {
            if let Some(facts) = (self.input.facts)(helper.0) {
                vain.extend(self.assertions(facts, helper).1);
            }
        }
        vain.sort_by_key(|vain| (vain.span.file, vain.span.range.start()));
        vain.dedup();
        let evidence = self
            .evidence(root, function)
            .max(self.by_attributes(facts, file, item));
        Substance {
            evidence,
            assertions: own.len(),
            closed: evidence == Evidence::Asserts
                && !own.is_empty()
                && self.is_closed(root, function),
            vain,
        }
    }

    /// What the attributes of a test say: it is expected to panic, or its cases have results.
    fn by_attributes(&self, facts: &FileFacts, file: FileId, item: ItemId) -> Evidence {
        let attrs = facts.attrs_of(facts.item(item).attrs);
        heaviest(attrs.map(|attr| {
            let expects = facts.attr_path(attr) == "should_panic";
            let meta = facts.meta(attr.meta);
            let result = match meta.value {
                govern_facts::MetaValue::List(list) => facts.metas[list.rows()].iter().any(|meta| {
                    matches!(meta.value, govern_facts::MetaValue::Expr(text) if facts.text(text).contains("=>"))
                }),
                _ => false,
            };
            // The macro may do with the function what it likes.
            let unknown = attr.path.is_some_and(|path| {
                matches!(
                    self.input.names.meaning(facts, file, path),
                    Meaning::Item(..) | Meaning::Unresolved
                )
            });
            match (expects || result, unknown) {
                (true, _) => Evidence::Asserts,
                (false, true) => Evidence::MayAssert,
                (false, false) => Evidence::None,
            }
        }))
    }

    /// The crate that a file is looked at in.
    pub(super) fn crate_of(&self, file: FileId) -> Option<CrateId> {
        let instance = self.input.names.instances_of(file).first()?;
        Some(self.input.names.instance(*instance).krate)
    }

    /// Whether a function is there for tests: in test code, or in a crate that only tests use.
    pub(super) fn is_for_tests(&self, root: Root, (file, item): Function) -> bool {
        let Some(facts) = (self.input.facts)(file) else {
            return false;
        };
        let names = self.input.names;
        let row = facts.item(item);
        names.is_test(facts, file, row.body.unwrap_or(row.scope))
            || self.is_in_test_crate(root, file)
    }

    /// Whether a file belongs to a crate that is there for tests as a whole.
    pub(super) fn is_in_test_crate(&self, root: Root, file: FileId) -> bool {
        self.crate_of(file).is_some_and(|id| {
            let krate = self.input.names.krate(id);
            krate.kind.is_test()
                || (root.whole && id == root.krate)
                || (self.input.test_only)(root.krate, &krate.name)
        })
    }

    pub(super) fn inside(&mut self, facts: &FileFacts, (file, item): Function) -> Inside {
        let index = self
            .files
            .entry(file)
            .or_insert_with(|| FileIndex::new(facts));
        index.functions.get(&item).cloned().unwrap_or_default()
    }

    fn text(&mut self, facts: &FileFacts, file: FileId) -> Option<Arc<str>> {
        let input = self.input;
        let index = self
            .files
            .entry(file)
            .or_insert_with(|| FileIndex::new(facts));
        index.text.get_or_insert_with(|| (input.text)(file)).clone()
    }

    /// The assertions of the standard library in a function: those that can fail, and those that cannot.
    fn assertions(&mut self, facts: &FileFacts, function: Function) -> (Vec<TextRange>, Vec<Vain>) {
        let inside = self.inside(facts, function);
        let calls: Vec<&MacroCall> = inside
            .macros
            .iter()
            .map(|row| &facts.macro_calls[row.index()])
            .filter(|call| {
                self.standard_macro(facts, function.0, call)
                    .is_some_and(|name| ASSERTIONS.contains(&name))
            })
            .collect();
        if calls.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let text = self.text(facts, function.0).unwrap_or_default();
        let body = signature(facts, function.1).map_or(TextRange::default(), |it| it.body.range());
        let unreached = text
            .get(std::ops::Range::from(body))
            .map_or_else(Vec::new, |text| dead(text, body.start()));
        let (mut own, mut idle) = (Vec::new(), Vec::new());
        for call in calls {
            let name = facts.segments(facts.path(call.path).segments).next_back();
            let args = text.get(std::ops::Range::from(call.args.range()));
            let range = call.extent.range();
            let why = if unreached.iter().any(|dead| dead.contains_range(range)) {
                Some("it stands behind a `return`")
            } else {
                args.and_then(|args| vain(name.unwrap_or_default(), args))
            };
            match why {
                Some(why) => idle.push(Vain {
                    span: Span::new(function.0, range),
                    why,
                }),
                None => own.push(range),
            }
        }
        (own, idle)
    }

    /// The name of a macro that is no macro of the workspace and of no other crate than those of the standard library.
    pub(super) fn standard_macro<'f>(
        &self,
        facts: &'f FileFacts,
        file: FileId,
        call: &MacroCall,
    ) -> Option<&'f str> {
        let name = facts.segments(facts.path(call.path).segments).next_back()?;
        let is_standard = match self.input.names.meaning(facts, file, call.path) {
            Meaning::External(path) => {
                matches!(
                    path.split("::").next(),
                    Some("std" | "core" | "alloc" | "pretty_assertions")
                )
            }
            Meaning::Builtin => true,
            Meaning::Unresolved => ASSERTIONS.contains(&name),
            Meaning::Item(..) | Meaning::Module(_) => false,
        };
        is_standard.then_some(name)
    }

    /// What can fail in a test and in the functions for tests that it reaches.
    fn evidence(&mut self, root: Root, test: Function) -> Evidence {
        let mut seen = BTreeSet::from([test]);
        let mut todo = vec![test];
        let mut found = Evidence::None;
        while let Some(function) = todo.pop() {
            let (own, called) = self.local(root, function, function != test);
            found = found.max(own);
            if found == Evidence::Asserts {
                break;
            }
            for callee in called {
                if !seen.insert(callee) {
                    continue;
                }
                if self.is_for_tests(root, callee) {
                    todo.push(callee);
                } else {
                    found = found.max(self.of_production(callee));
                }
            }
        }
        found
    }

    /// Code that is tested is no assertion of the test; but where it asserts, it may be there to test with.
    fn of_production(&mut self, function: Function) -> Evidence {
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
    fn local(&mut self, root: Root, function: Function, helper: bool) -> (Evidence, Vec<Function>) {
        if let Some(known) = self.known.get(&(root, function, helper)) {
            return known.clone();
        }
        let Some(facts) = (self.input.facts)(function.0) else {
            return (Evidence::MayAssert, Vec::new());
        };
        let (own, vain) = self.assertions(facts, function);
        let inside = self.inside(facts, function);
        let mut called = Vec::new();
        let mut found = self.by_result(facts, function);
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
        }
        // A function without a body to speak of may be there for its bounds: `fn assert_send<T: Send>() {}`.
        let item = facts.item(function.1);
        let is_empty = signature(facts, function.1).is_none_or(|it| it.size.statements == 0);
        let may_assert = is_empty && !item.generics.is_empty()
            || self.declares_functions(facts, function.1)
            || helper && sounds_like_assertion(facts.text(item.name));
        if may_assert {
            found = found.max(Evidence::MayAssert);
        }
        self.known
            .insert((root, function, helper), (found, called.clone()));
        (found, called)
    }

    /// Whether functions stand in a function: some are there to be compiled, and are called by nobody.
    fn declares_functions(&self, facts: &FileFacts, function: ItemId) -> bool {
        let Some(body) = facts.item(function).body else {
            return false;
        };
        facts.items.iter().any(|item| {
            let mut around = facts.scopes_around(item.scope);
            matches!(item.kind, ItemKind::Fn { .. }) && around.any(|(scope, _)| scope == body)
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
                called.extend(self.called(def, rest, last));
                Evidence::None
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
        self.associated.get(last).cloned().unwrap_or_default()
    }

    /// The functions for tests that a function calls, directly or not.
    fn helpers(
        &mut self,
        root: Root,
        function: Function,
        seen: &mut BTreeSet<Function>,
        depth: usize,
    ) -> Vec<Function> {
        let Some(facts) = (self.input.facts)(function.0) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for path in self.inside(facts, function).paths {
            let row = facts.path(path);
            if row.kind != PathKind::Call && row.kind != PathKind::MacroArgument {
                continue;
            }
            let Meaning::Item(def, 0) = self.input.names.meaning(facts, function.0, path) else {
                continue;
            };
            for callee in self.called(def, 0, "") {
                if depth < DEEPEST && self.is_for_tests(root, callee) && seen.insert(callee) {
                    found.push(callee);
                    found.extend(self.helpers(root, callee, seen, depth + 1));
                }
            }
        }
        found
    }
}

/// The signature of a function.
pub(super) fn signature(facts: &FileFacts, item: ItemId) -> Option<&Signature> {
    match facts.item(item).kind {
        ItemKind::Fn { signature } => Some(&facts.signatures[signature as usize]),
        _ => None,
    }
}
