//! What something of the workspace depends on, in whatever file: its text and that of everything it names, as a fingerprint.
//!
//! Names are followed as they are resolved. Which implementation a method call or an operator means, only types can tell: of all
//! types that are named on the way, every implementation of a trait of another crate is taken in, and every function of others
//! that has a name that is written somewhere. What nothing names is no part of it, and where things stand does not matter.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use govern_facts::{ItemKind, ScopeId};
use govern_names::{InstanceId, ItemDef, Meaning};
use xxhash_rust::xxh3::xxh3_128;

use super::attrs::Quoted;
use super::builder::Builder;
use super::derive::Place;
use super::frame::{FUEL, Frame};
use super::lookups::{Lookups, Of, Written};
use super::pieces::{Node, Piece};
use super::program::Program;
use super::ty::{Arg, Ty};

/// So many texts are followed; beyond that, everything counts.
const LIMIT: usize = 3000;

/// Everything that is reached from some texts.
struct Reached<'r, 'p, 'w> {
    program: &'r Program<'p, 'w>,
    lookups: &'r Lookups,
    /// In the order in which they were met.
    order: Vec<Node>,
    numbers: BTreeMap<Node, usize>,
    text: String,
    words: BTreeSet<String>,
    /// Types among them, and traits.
    types: BTreeSet<ItemDef>,
    /// Whether something is written as `Debug` shows it.
    debug: bool,
}

impl Builder<'_, '_> {
    /// What decides on a type's form, apart from its name.
    pub(super) fn fingerprint(&self, ty: &Ty) -> String {
        let mut nodes = Vec::new();
        let shown = self.skeleton(ty, &mut nodes);
        match nodes.as_slice() {
            [] => shown,
            nodes => format!("{shown} {}", self.depends(nodes)),
        }
    }

    /// A type with full paths, and numbers for those of the workspace.
    fn skeleton(&self, ty: &Ty, nodes: &mut Vec<Node>) -> String {
        let list = |items: Vec<String>| items.join(",");
        let args_of = |args: &[Arg], nodes: &mut Vec<Node>| {
            let args = args.iter().map(|arg| match arg {
                Arg::Type(ty) => self.skeleton(ty, nodes),
                Arg::Const(text) => text.clone(),
            });
            list(args.collect())
        };
        match ty {
            Ty::External(path, args) => format!("{path}<{}>", args_of(args, nodes)),
            Ty::Item(def, args) => {
                nodes.push(Node::Item(*def));
                format!("#{}<{}>", nodes.len(), args_of(args, nodes))
            }
            Ty::Ref(inner) => format!("&{}", self.skeleton(inner, nodes)),
            Ty::Slice(item) => format!("[{}]", self.skeleton(item, nodes)),
            Ty::Array(item, super::ty::Length::Known(length)) => {
                format!("[{};{length}]", self.skeleton(item, nodes))
            }
            Ty::Array(item, super::ty::Length::Text(_, length)) => {
                format!("[{};{length}]", self.skeleton(item, nodes))
            }
            Ty::Tuple(items) => {
                let items = items.iter().map(|item| self.skeleton(item, nodes));
                format!("({})", list(items.collect()))
            }
            Ty::Behind(why, of) => {
                let implementing = self.lookups().all(self.program).implementing(of);
                nodes.extend(of.iter().copied().chain(implementing));
                why.clone()
            }
            Ty::Unresolved(path) => {
                let calls = path
                    .split("::")
                    .map(|name| self.lookups().calls_that_name(self.program, name));
                nodes.extend(calls.flatten());
                path.clone()
            }
            Ty::Primitive(_) | Ty::Unknown(_) => self.program.show(ty),
        }
    }

    /// A fingerprint of items and everything that they depend on: equal if that is the same text, wherever it stands.
    pub(super) fn depends(&self, roots: &[Node]) -> String {
        self.lookups().fingerprint(roots, || {
            let mut reached = Reached {
                program: self.program,
                lookups: self.lookups(),
                order: Vec::new(),
                numbers: BTreeMap::new(),
                text: String::new(),
                words: BTreeSet::new(),
                types: BTreeSet::new(),
                debug: false,
            };
            reached.all(roots);
            format!("{:032x}", xxh3_128(reached.text.as_bytes()))
        })
    }

    /// The same for a function of the workspace that values of a type go through.
    pub(super) fn depends_on(&self, functions: &[ItemDef], ty: &Ty) -> String {
        let mut nodes: Vec<Node> = functions.iter().copied().map(Node::Item).collect();
        let shown = self.skeleton(ty, &mut nodes);
        format!("{} of {shown}", self.depends(&nodes))
    }

    /// The same for an adapter of `serde_as`.
    pub(super) fn depends_on_adapter(&self, place: Place<'_>, words: &[String], ty: &Ty) -> String {
        let fuel = Cell::new(FUEL);
        let scope = self.program.item(place.def).scope;
        let frame = Frame::new(place.def.instance, scope, &fuel);
        let mut nodes = Vec::new();
        let is_word = |word: &String| word.starts_with(|c: char| c.is_alphabetic() || c == '_');
        for path in words.split(|word| !is_word(word) && word != "::") {
            let path: Vec<String> = path.iter().filter(|word| is_word(word)).cloned().collect();
            match self.what(&frame, &path) {
                Some((Meaning::Item(def, _), _)) => nodes.push(Node::Item(def)),
                Some((Meaning::External(_) | Meaning::Builtin, _)) => {}
                _ => {
                    let calls = path
                        .iter()
                        .map(|name| self.lookups().calls_that_name(self.program, name));
                    nodes.extend(calls.flatten());
                }
            }
        }
        let shown = self.skeleton(ty, &mut nodes);
        format!("{shown} as {} {}", words.join(" "), self.depends(&nodes))
    }

    /// The same for what a path in an attribute leads to.
    pub(super) fn depends_on_path(
        &self,
        instance: InstanceId,
        scope: ScopeId,
        path: &Quoted,
        ty: &Ty,
    ) -> String {
        let mut nodes = self
            .program
            .nodes_of_quoted(self.lookups(), instance, scope, path);
        let shown = self.skeleton(ty, &mut nodes);
        let text = match self.program.quoted_meaning(instance, scope, path) {
            Meaning::External(path) => path,
            _ => path.text.trim().to_owned(),
        };
        match nodes.as_slice() {
            [] => format!("{text} of {shown}"),
            nodes => format!("{text} {} of {shown}", self.depends(nodes)),
        }
    }
}

impl Program<'_, '_> {
    /// What a path in a string leads to.
    pub(super) fn nodes_of_quoted(
        &self,
        lookups: &Lookups,
        instance: InstanceId,
        scope: ScopeId,
        path: &Quoted,
    ) -> Vec<Node> {
        let named = |name: &str| lookups.calls_that_name(self, name);
        match self.quoted_meaning(instance, scope, path) {
            Meaning::Item(def, rest) => {
                let mut nodes = vec![
                    lookups
                        .node_of(self, def)
                        .map_or(Node::Item(def), |(node, _)| node),
                ];
                // A function of the type: no other word names it.
                if rest > 0
                    && let Some(name) = path.text.rsplit("::").next()
                {
                    nodes.extend(lookups.functions_of(self, def, name.trim()));
                }
                nodes
            }
            Meaning::Module(module) => ["serialize", "deserialize"]
                .into_iter()
                .filter_map(|name| self.nodes_in(module, name))
                .collect(),
            Meaning::External(_) | Meaning::Builtin => Vec::new(),
            Meaning::Unresolved => {
                let mut segments = path.text.split("::").map(str::trim);
                segments
                    .find_map(|name| Some(named(name)).filter(|it| !it.is_empty()))
                    .unwrap_or_default()
            }
        }
    }
}

impl Reached<'_, '_, '_> {
    fn all(&mut self, roots: &[Node]) {
        for root in roots {
            let number = self.number(*root);
            self.text.push_str(&format!("#{number} "));
        }
        let mut done = 0;
        loop {
            while let Some(&node) = self.order.get(done) {
                if done == LIMIT {
                    self.text.push_str(&self.lookups.everything(self.program));
                    return;
                }
                self.expand(node);
                done += 1;
            }
            let implied = self.implied();
            if implied.is_empty() {
                return;
            }
            for node in implied {
                self.number(node);
            }
        }
    }

    fn number(&mut self, node: Node) -> usize {
        if let Some(&number) = self.numbers.get(&node) {
            return number;
        }
        let number = self.order.len();
        self.order.push(node);
        self.numbers.insert(node, number);
        if let Node::Item(def) = node {
            let kind = &self.program.item(def).kind;
            if matches!(
                kind,
                ItemKind::Struct { .. }
                    | ItemKind::Enum
                    | ItemKind::Union { .. }
                    | ItemKind::Trait { .. }
            ) {
                self.types.insert(def);
            }
        }
        number
    }

    fn expand(&mut self, node: Node) {
        let pieces = self.program.pieces(self.lookups, node);
        self.text.push_str("\n: ");
        for piece in pieces.iter() {
            match piece {
                Piece::Text(text) => {
                    self.text.push_str(text);
                    self.text.push(' ');
                    self.debug |= text.contains("?}");
                    if text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                        // Of a path, every name may be that of a function.
                        for word in text.split("::") {
                            if !self.words.contains(word) {
                                self.words.insert(word.to_owned());
                            }
                        }
                    }
                }
                Piece::Node(node) => {
                    let number = self.number(*node);
                    self.text.push_str(&format!("#{number} "));
                }
            }
        }
    }

    /// What implementations add, in an order of their texts.
    fn implied(&self) -> Vec<Node> {
        let mut found: BTreeSet<Node> = BTreeSet::new();
        let all = self.lookups.all(self.program);
        let of_types = self.types.iter().flat_map(|ty| all.of_type(*ty));
        for written in of_types.chain(all.of_others()) {
            self.implied_by(written, &mut found);
        }
        // Functions that a trait provides itself.
        for ty in self.types.iter() {
            if matches!(self.program.item(*ty).kind, ItemKind::Trait { .. }) {
                self.by_words(*ty, &mut found);
            }
        }
        let mut fresh: Vec<Node> = found
            .into_iter()
            .filter(|node| !self.numbers.contains_key(node))
            .collect();
        fresh.sort_by_cached_key(|node| {
            let pieces = self.program.pieces(self.lookups, *node);
            let texts = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Node(_) => "#",
            });
            texts.collect::<Vec<_>>().join(" ")
        });
        fresh
    }

    fn implied_by(&self, written: &Written, found: &mut BTreeSet<Node>) {
        match &written.of_trait {
            Of::External(path) => {
                let name = path.rsplit("::").next().unwrap_or(path);
                let krate = path.split("::").next().unwrap_or_default();
                let is_silent = match name {
                    "Debug" => !self.debug,
                    "Drop" | "Hash" | "Error" | "Eq" | "Arbitrary" | "JsonSchema" | "ToSchema" => {
                        true
                    }
                    _ => matches!(
                        krate,
                        "schemars" | "utoipa" | "arbitrary" | "proptest" | "clap" | "clap_builder"
                    ),
                };
                // Of a type that is none of the workspace, only what is for or from one that is met.
                let is_met = written.self_item.is_some()
                    || written.mentioned.iter().any(|it| self.types.contains(it));
                if !is_silent && is_met {
                    found.insert(Node::Item(written.def));
                }
            }
            Of::Local(of_trait) => {
                self.by_words(written.def, found);
                // What the trait itself provides for the type.
                self.by_words(*of_trait, found);
            }
            Of::None => self.by_words(written.def, found),
        }
    }

    /// Functions and constants of an implementation or trait whose names are written somewhere.
    fn by_words(&self, def: ItemDef, found: &mut BTreeSet<Node>) {
        let item = self.program.item(def);
        let Some(body) = item.body else { return };
        if item.expanded {
            found.insert(Node::Item(def));
            return;
        }
        let items = self.program.items_in(def.instance, body);
        let named = items.filter(|(def, _)| self.words.contains(self.program.name(*def)));
        found.extend(named.map(|(def, _)| Node::Item(def)));
    }
}
