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
use super::lookups::Lookups;
use super::node::{Node, Piece};
use super::program::Program;
use super::ty::{Arg, Ty};

/// So many texts are followed; beyond that, everything counts.
const LIMIT: usize = 800;

/// Everything that is reached from some texts.
pub(super) struct Reached<'r, 'p, 'w> {
    pub(super) program: &'r Program<'p, 'w>,
    pub(super) lookups: &'r Lookups,
    /// In the order in which they were met.
    pub(super) order: Vec<Node>,
    pub(super) numbers: BTreeMap<Node, usize>,
    pub(super) text: String,
    pub(super) words: BTreeSet<String>,
    /// Types among them, and traits.
    pub(super) types: BTreeSet<ItemDef>,
    /// Traits whose methods can be called where something of it stands.
    pub(super) traits: BTreeSet<ItemDef>,
    pub(super) files: BTreeSet<InstanceId>,
    /// Words of macros, whose paths belong to whoever calls them.
    pub(super) in_macros: BTreeSet<String>,
    /// Whether that may be any trait.
    pub(super) any_trait: bool,
    /// Whether something is written as `Debug` shows it.
    pub(super) debug: bool,
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
                traits: BTreeSet::new(),
                files: BTreeSet::new(),
                in_macros: BTreeSet::new(),
                any_trait: false,
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
            if matches!(kind, ItemKind::MacroRules { .. } | ItemKind::MacroDef) {
                let pieces = self.program.pieces(self.lookups, node);
                let words = pieces.iter().filter_map(|piece| match piece {
                    Piece::Text(text) => Some(text.clone()),
                    Piece::Node(_) => None,
                });
                self.in_macros.extend(words);
            }
        }
        if let Node::Item(ItemDef { instance, .. }) | Node::Call(instance, _) = node
            && self.files.insert(instance)
        {
            match self.lookups.traits_in(self.program, instance) {
                Some(traits) => self.traits.extend(traits),
                None => self.any_trait = true,
            }
        }
        number
    }

    fn expand(&mut self, node: Node) {
        let pieces = self.program.pieces(self.lookups, node);
        self.text.push_str("\n: ");
        let text_at = |at: Option<usize>| match at.and_then(|at| pieces.get(at)) {
            Some(Piece::Text(text)) => text.as_str(),
            _ => "",
        };
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Text(text) => {
                    self.text.push_str(text);
                    self.text.push(' ');
                    self.debug |= text.contains("?}");
                    self.asked_for(text, text_at(at.checked_sub(1)), text_at(Some(at + 1)));
                }
                Piece::Node(node) => {
                    let number = self.number(*node);
                    self.text.push_str(&format!("#{number} "));
                }
            }
        }
    }

    /// Notes the names by which something is called: behind `.` and `::`, of macros, in paths, and in texts of attributes.
    fn asked_for(&mut self, text: &str, before: &str, behind: &str) {
        let is_called = match before {
            "." => matches!(behind, "(" | "::"),
            _ => before == "::" || behind == "!" || text.contains("::"),
        };
        let is_said = text.starts_with('"') || matches!(text, "==" | "!=");
        if !is_called && !is_said {
            return;
        }
        let parts = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '=' | '!')));
        for word in parts.filter(|word| !word.is_empty()) {
            if !self.words.contains(word) {
                self.words.insert(word.to_owned());
            }
        }
    }
}
