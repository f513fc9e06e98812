//! From functions that decode, along calls that names decide, to what panics.

use std::collections::VecDeque;

use globset::GlobMatcher;
use govern_diagnostics::{FileId, Span};
use govern_facts::{
    Extent, FileFacts, GenericArg, IndexKind, ItemId, ItemKind, PathId, PathKind, ScopeId, Type,
    TypeId,
};
use govern_names::{Meaning, Names};
use govern_workspace::Workspace;
use rustc_hash::{FxHashMap, FxHashSet};

use super::functions::{Declared, Functions};
use super::places::{Layers, Module, Places, Site};
use crate::role::Role;

/// Where decoding can panic.
#[derive(Debug, Default)]
pub struct Decoding {
    /// The functions that decode.
    pub decoders: Vec<Decoder>,
    /// What panics, each with the shortest way there.
    pub panics: Vec<DecodingPanic>,
}

/// A function that decodes what comes from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoder {
    /// Its name, with the type: `Order::try_from`.
    pub name: String,
    /// Where.
    pub site: Site,
}

/// Something that panics, reached from a decoder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodingPanic {
    /// The decoder: row of [`Decoding::decoders`].
    pub decoder: usize,
    /// What panics: `unwrap`, `panic!`, an index.
    pub what: PanicKind,
    /// The functions on the way there, with where each is called, the decoder left out.
    pub way: Vec<(String, Span)>,
    /// Where.
    pub site: Site,
}

/// What panics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PanicKind {
    /// `unwrap`, `expect`.
    Method(String),
    /// `panic!`, `unreachable!`.
    Macro(String),
    /// `list[at]`.
    Index,
}

/// Traits whose methods decode, with whether that depends on their argument.
const TRAITS: [(&str, bool); 7] = [
    ("serde::Deserialize", false),
    ("serde::de::Deserialize", false),
    ("serde::de::DeserializeSeed", false),
    ("serde::de::Visitor", false),
    ("std::convert::TryFrom", true),
    ("std::str::FromStr", false),
    ("tokio_util::codec::Decoder", false),
];

/// Macros that panic.
const MACROS: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];

/// What is asked about decoders.
pub(super) struct Asked<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) names: &'a Names,
    pub(super) layers: &'a Layers,
    pub(super) functions: &'a Functions<'a>,
    /// Names of functions that decode what they are given, `::` being `/`.
    pub(super) globs: &'a [GlobMatcher],
    pub(super) role_of: &'a dyn Fn(FileId) -> Role,
}

/// What stands in the functions of one file.
#[derive(Default)]
struct Inside {
    calls: FxHashMap<ItemId, Vec<Call>>,
    panics: FxHashMap<ItemId, Vec<(PanicKind, Extent)>>,
}

enum Call {
    Path(PathId),
    OnSelf(String, ScopeId, Extent),
}

/// A function that was reached: from where, and where it is called there.
struct Reached {
    function: Declared,
    from: Option<(usize, Span)>,
    decoder: usize,
}

/// Whether something of a file panics, as far as can be told without names.
pub(super) fn may_panic(facts: &FileFacts) -> bool {
    let method = |name: &str| matches!(name, "unwrap" | "unwrap_err" | "expect" | "expect_err");
    let mut methods = facts.method_calls.iter();
    let mut macros = facts.macro_calls.iter();
    let last = |path: PathId| facts.segments(facts.path(path).segments).next_back();
    macros.any(|call| last(call.path).is_some_and(|last| MACROS.contains(&last)))
        || !facts.indexes.is_empty()
        || methods.any(|call| method(facts.text(call.name)))
}

/// Finds decoders and what panics behind them. Modules of sites are appended to `modules`.
/// Files that are `excluded` have no decoders.
pub(super) fn decoding(
    asked: &Asked<'_>,
    excluded: &dyn Fn(FileId) -> bool,
    modules: &mut Vec<Module>,
) -> Decoding {
    let mut found = Decoding::default();
    let mut reached: Vec<Reached> = Vec::new();
    let mut known: FxHashSet<Declared> = FxHashSet::default();
    let mut sites = Sites {
        asked,
        places: FxHashMap::default(),
        modules,
        rows: FxHashMap::default(),
    };
    for &file in asked.workspace.files() {
        let Some(facts) = asked.workspace.facts(file).filter(|_| !excluded(file)) else {
            continue;
        };
        for (row, item) in facts.items.iter().enumerate() {
            let ItemKind::Fn { signature } = item.kind else {
                continue;
            };
            let id = ItemId(row as u32);
            if item.expanded
                || !facts.signatures[signature as usize].has_body
                || !asked.decodes(facts, file, id)
            {
                continue;
            }
            let Some(scope) = item.body else { continue };
            let Some(site) = sites.site(file, scope, item.name_extent) else {
                continue;
            };
            known.insert((file, id));
            reached.push(Reached {
                function: (file, id),
                from: None,
                decoder: found.decoders.len(),
            });
            found.decoders.push(Decoder {
                name: facts.name_in_module(scope),
                site,
            });
        }
    }
    let mut inside: FxHashMap<FileId, Inside> = FxHashMap::default();
    let mut pending: VecDeque<usize> = (0..reached.len()).collect();
    while let Some(row) = pending.pop_front() {
        let (function, decoder) = (reached[row].function, reached[row].decoder);
        let Some(facts) = asked.workspace.facts(function.0) else {
            continue;
        };
        let of_file = inside
            .entry(function.0)
            .or_insert_with(|| asked.inside(facts, function.0));
        for (what, extent) in of_file.panics.get(&function.1).into_iter().flatten() {
            let Some(scope) = facts.item(function.1).body else {
                continue;
            };
            let Some(site) = sites.site(function.0, scope, *extent) else {
                continue;
            };
            found.panics.push(DecodingPanic {
                decoder,
                what: what.clone(),
                way: way(asked.workspace, &reached, row),
                site,
            });
        }
        for call in of_file.calls.get(&function.1).into_iter().flatten() {
            let (called, extent) = match call {
                Call::Path(path) => (
                    asked
                        .functions
                        .at_path(asked.workspace, asked.names, facts, function.0, *path),
                    facts.path(*path).extent,
                ),
                Call::OnSelf(name, scope, extent) => (
                    asked
                        .functions
                        .on_self(asked.names, facts, function.0, *scope, name)
                        .to_vec(),
                    *extent,
                ),
            };
            for next in called {
                if known.insert(next) {
                    let span = Span {
                        file: function.0,
                        range: extent.range(),
                    };
                    pending.push_back(reached.len());
                    reached.push(Reached {
                        function: next,
                        from: Some((row, span)),
                        decoder,
                    });
                }
            }
        }
    }
    found
}

/// The functions from the decoder on, with where each is called.
fn way(workspace: &Workspace, reached: &[Reached], mut row: usize) -> Vec<(String, Span)> {
    let mut way = Vec::new();
    while let Some((from, span)) = reached[row].from {
        let (file, item) = reached[row].function;
        let name = workspace.facts(file).and_then(|facts| {
            let scope = facts.item(item).body?;
            Some(facts.name_in_module(scope))
        });
        way.push((name.unwrap_or_default(), span));
        row = from;
    }
    way.reverse();
    way
}

impl Asked<'_> {
    /// Whether a function decodes what comes from outside.
    fn decodes(&self, facts: &FileFacts, file: FileId, id: ItemId) -> bool {
        let item = facts.item(id);
        let ItemKind::Fn { signature } = item.kind else {
            return false;
        };
        let holder = facts
            .scope(item.scope)
            .item
            .map(|holder| &facts.item(holder).kind);
        if let Some(ItemKind::Impl {
            of_trait: Some(of_trait),
            ..
        }) = holder
        {
            let Type::Path { path, args } = facts.ty(*of_trait) else {
                return false;
            };
            let Meaning::External(bound) = self.names.meaning(facts, file, *path) else {
                return false;
            };
            let known = TRAITS.iter().find(|(known, _)| *known == bound);
            return known.is_some_and(|(_, by_argument)| {
                let raw =
                    |arg: &GenericArg| matches!(arg, GenericArg::Type(ty) if is_raw(facts, *ty));
                !by_argument || args.iter().any(raw)
            });
        }
        let mut params = facts.signatures[signature as usize].params.iter();
        let Some(body) = item.body.filter(|_| params.any(|&ty| is_raw(facts, ty))) else {
            return false;
        };
        let module = self.names.module_of(file, item.scope);
        let module = module
            .map(|module| self.names.module_path(module))
            .unwrap_or_default();
        let path = format!("{module}::{}", facts.name_in_module(body)).replace("::", "/");
        self.globs.iter().any(|glob| glob.is_match(&path))
    }

    fn inside(&self, facts: &FileFacts, file: FileId) -> Inside {
        let mut inside = Inside::default();
        let by_start = facts.scopes_by_start();
        let function_of = |scope: ScopeId| {
            let mut around = facts.items_around(scope);
            let function = around.find(|(_, item)| matches!(item.kind, ItemKind::Fn { .. }));
            function.map(|(id, _)| id)
        };
        for (row, path) in facts.paths.iter().enumerate() {
            let calls = matches!(
                path.kind,
                PathKind::Call | PathKind::Value | PathKind::MacroArgument
            );
            if let Some(function) = function_of(path.scope).filter(|_| calls && !path.expanded) {
                let call = Call::Path(PathId(row as u32));
                inside.calls.entry(function).or_default().push(call);
            }
        }
        for call in &facts.self_calls {
            let scope = facts.scope_at(&by_start, call.extent.start);
            if let Some(function) = function_of(scope) {
                let call = Call::OnSelf(facts.text(call.name).to_owned(), scope, call.extent);
                inside.calls.entry(function).or_default().push(call);
            }
        }
        let mut panics: Vec<(ScopeId, PanicKind, Extent)> = Vec::new();
        for call in &facts.method_calls {
            let name = facts.text(call.name);
            let arity = match name {
                "unwrap" | "unwrap_err" => 0,
                "expect" | "expect_err" => 1,
                _ => continue,
            };
            if call.args == arity && !self.is_own(name) {
                panics.push((call.scope, PanicKind::Method(name.to_owned()), call.extent));
            }
        }
        for call in &facts.macro_calls {
            let path = facts.path(call.path);
            let last = facts
                .segments(path.segments)
                .next_back()
                .unwrap_or_default();
            if path.expanded || !MACROS.contains(&last) {
                continue;
            }
            let bound = self.names.meaning(facts, file, call.path);
            if bound == Meaning::External(format!("std::{last}")) {
                panics.push((call.scope, PanicKind::Macro(last.to_owned()), path.extent));
            }
        }
        for index in &facts.indexes {
            // A number is most often one of an array, and the compiler looks at those.
            if !matches!(index.kind, IndexKind::Number) {
                let scope = facts.scope_at(&by_start, index.extent.start);
                panics.push((scope, PanicKind::Index, index.extent));
            }
        }
        panics.sort_by_key(|(_, _, extent)| extent.start);
        for (scope, what, extent) in panics {
            if let Some(function) = function_of(scope) {
                inside
                    .panics
                    .entry(function)
                    .or_default()
                    .push((what, extent));
            }
        }
        inside
    }

    /// Whether the workspace declares a method of this name itself, which may be the one.
    fn is_own(&self, method: &str) -> bool {
        !self.functions.methods(method).is_empty()
    }
}

/// Whether a type is bytes or text as they come from outside.
fn is_raw(facts: &FileFacts, ty: TypeId) -> bool {
    let named = |ty: TypeId, names: &[&str]| {
        matches!(facts.ty(ty), Type::Path { path, .. }
            if facts.segments(facts.path(*path).segments).next_back().is_some_and(|last| names.contains(&last)))
    };
    match facts.ty(ty) {
        Type::Ref { target, .. } => match facts.ty(*target) {
            Type::Slice(item) | Type::Array(item, _) => named(*item, &["u8"]),
            _ => named(*target, &["str", "Bytes", "BytesMut"]),
        },
        Type::Path { args, .. } => {
            named(ty, &["Bytes", "BytesMut", "String"])
                || named(ty, &["Vec"])
                    && matches!(args[..], [GenericArg::Type(item)] if named(item, &["u8"]))
        }
        _ => false,
    }
}

/// Places of files that are met one by one.
struct Sites<'s, 'a> {
    asked: &'s Asked<'a>,
    places: FxHashMap<FileId, Places<'a>>,
    modules: &'s mut Vec<Module>,
    /// The rows of modules that were met, by their file and their row there.
    rows: FxHashMap<(FileId, usize), usize>,
}

impl Sites<'_, '_> {
    /// Where something stands; none if that is test code, or quoted.
    fn site(&mut self, file: FileId, scope: ScopeId, extent: Extent) -> Option<Site> {
        let asked = self.asked;
        let facts = asked.workspace.facts(file)?;
        let places = self.places.entry(file).or_insert_with(|| {
            let role = (asked.role_of)(file);
            Places::new(
                asked.workspace,
                asked.names,
                facts,
                asked.layers,
                file,
                role,
            )
        });
        if places.is_quoted(extent) || places.role(scope) == Role::Test {
            return None;
        }
        let mut site = places.site(scope, extent);
        let module = &places.modules[site.module];
        site.module = *self.rows.entry((file, site.module)).or_insert_with(|| {
            self.modules.push(module.clone());
            self.modules.len() - 1
        });
        Some(site)
    }
}
