//! Weighs functions: what in them, and in what they call, can fail.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use govern_diagnostics::{FileId, Span};
use govern_facts::{FileFacts, Item, ItemId, ItemKind, MacroCall, PathKind, Signature, Type};
use govern_names::{CrateId, CrateKind, ItemDef, Meaning, Names};
use text_size::TextRange;

use super::dead::dead;
use super::index::{FileIndex, Inside};
use super::vain::{ITSELF, vain};
use super::words::ASSERTIONS;
use super::{Evidence, Function, Implemented, Substance, Vain};
use crate::rust::Input;

/// How many calls are followed from a test.
const DEEPEST: usize = 24;

/// The assertions in a function: those that can fail, and those that cannot.
type Assertions = (Vec<TextRange>, Vec<Vain>);

/// From where code is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Root {
    /// The crate of the test.
    pub(super) krate: CrateId,
    /// Whether that is there for tests as a whole, as one with step functions is.
    whole: bool,
}

/// Weighs functions of a workspace; remembers what it has seen.
pub(crate) struct Scales<'i, 'a> {
    pub(super) input: &'i Input<'a>,
    /// All files.
    pub(super) all: &'i [FileId],
    files: BTreeMap<FileId, FileIndex>,
    /// What types implement, once somebody has asked for it.
    pub(super) implemented: Option<Implemented>,
    /// Functions with `self` by their names.
    pub(super) methods: BTreeMap<&'a str, Vec<Function>>,
    /// Associated functions by their names, with and without `self`.
    pub(super) associated: BTreeMap<&'a str, Vec<Function>>,
    /// The types that have functions by themselves, as far as somebody has asked.
    pub(super) inherent: RefCell<BTreeMap<Function, Option<ItemDef>>>,
    asserted: BTreeMap<Function, Assertions>,
    /// Packages that say by hand when values of theirs are equal: whether one is equal to itself may be tested there.
    equal_by_hand: BTreeSet<&'i str>,
    /// Packages whose code runs in the compiler: what they are for shows where their tests are built.
    of_compiler: BTreeSet<&'i str>,
    pub(super) known: BTreeMap<(Root, Function, bool), (Evidence, Vec<Function>)>,
}

/// What weighs most among some things.
fn heaviest(evidence: impl IntoIterator<Item = Evidence>) -> Evidence {
    evidence.into_iter().max().unwrap_or(Evidence::None)
}

impl<'i, 'a> Scales<'i, 'a> {
    /// Scales for the functions of some files.
    pub(crate) fn new(files: &'i [FileId], input: &'i Input<'a>) -> Scales<'i, 'a> {
        let mut methods: BTreeMap<&str, Vec<Function>> = BTreeMap::new();
        let mut associated: BTreeMap<&str, Vec<Function>> = BTreeMap::new();
        let (mut equal_by_hand, mut of_compiler) = (BTreeSet::new(), BTreeSet::new());
        for &file in files {
            let Some(facts) = (input.facts)(file) else {
                continue;
            };
            let krate = crate_of(input.names, file).map(|id| input.names.krate(id));
            of_compiler.extend(
                krate
                    .filter(|it| it.kind == CrateKind::ProcMacro)
                    .map(|it| it.package.as_str()),
            );
            if facts.items.iter().any(|item| is_equality(facts, item)) {
                equal_by_hand.extend(krate.map(|it| it.package.as_str()));
            }
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
            all: files,
            files: BTreeMap::new(),
            implemented: None,
            methods,
            associated,
            inherent: RefCell::default(),
            asserted: BTreeMap::new(),
            equal_by_hand,
            of_compiler,
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
        let package = self.input.names.krate(krate).package.as_str();
        let by_compiler = match self.of_compiler.contains(package) {
            true => Evidence::MayAssert,
            false => Evidence::None,
        };
        let evidence = self
            .evidence(root, function)
            .max(self.by_attributes(facts, file, item))
            .max(by_compiler);
        Substance {
            evidence,
            assertions: own.len(),
            closed: evidence == Evidence::Asserts
                && by_compiler == Evidence::None
                && !own.is_empty()
                && self.is_closed(root, function),
            discards: self.discards(root, function),
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
        crate_of(self.input.names, file)
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

    pub(super) fn text(&mut self, facts: &FileFacts, file: FileId) -> Option<Arc<str>> {
        let input = self.input;
        let index = self
            .files
            .entry(file)
            .or_insert_with(|| FileIndex::new(facts));
        index.text.get_or_insert_with(|| (input.text)(file)).clone()
    }

    /// The assertions of the standard library in a function: those that can fail, and those that cannot.
    pub(super) fn assertions(&mut self, facts: &FileFacts, function: Function) -> Assertions {
        if let Some(known) = self.asserted.get(&function) {
            return known.clone();
        }
        let found = self.find_assertions(facts, function);
        self.asserted.insert(function, found.clone());
        found
    }

    fn find_assertions(&mut self, facts: &FileFacts, function: Function) -> Assertions {
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
        let by_hand = self.crate_of(function.0).is_some_and(|id| {
            let package = self.input.names.krate(id).package.as_str();
            self.equal_by_hand.contains(package)
        });
        let (mut own, mut idle) = (Vec::new(), Vec::new());
        for call in calls {
            let name = facts.segments(facts.path(call.path).segments).next_back();
            let args = text.get(std::ops::Range::from(call.args.range()));
            let range = call.extent.range();
            let behind = unreached.iter().find(|it| it.range.contains_range(range));
            let why = if let Some(behind) = behind.map(|it| it.behind) {
                Some(match behind {
                    "return" => "it stands behind a `return`",
                    _ => "what stands before it never goes on",
                })
            } else {
                args.and_then(|args| vain(name.unwrap_or_default(), args))
                    .filter(|why| !(by_hand && *why == ITSELF))
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

/// The crate that a file is looked at in.
fn crate_of(names: &Names, file: FileId) -> Option<CrateId> {
    let instance = names.instances_of(file).first()?;
    Some(names.instance(*instance).krate)
}

/// Whether an item says by hand when values are equal, or how they are ordered.
fn is_equality(facts: &FileFacts, item: &Item) -> bool {
    let ItemKind::Impl {
        of_trait: Some(of_trait),
        ..
    } = item.kind
    else {
        return false;
    };
    let Type::Path { path, .. } = facts.ty(of_trait) else {
        return false;
    };
    let name = facts.segments(facts.path(*path).segments).next_back();
    matches!(name, Some("PartialEq" | "PartialOrd"))
}

/// The signature of a function.
pub(super) fn signature(facts: &FileFacts, item: ItemId) -> Option<&Signature> {
    match facts.item(item).kind {
        ItemKind::Fn { signature } => Some(&facts.signatures[signature as usize]),
        _ => None,
    }
}
