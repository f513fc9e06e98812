//! The text of an item with what its names mean in place of the names: two that mean the same are equal, wherever they stand.

use std::sync::Arc;

use govern_facts::{Extent, ItemKind, PathId, PathKind, PathRef};
use govern_names::{InstanceId, ItemDef, Meaning, ModuleId};

use super::attrs::Quoted;
use super::lookups::Lookups;
use super::node::{Node, Piece};
use super::program::Program;
use super::tokens::{token_places, tokens_of};

/// Attributes that say nothing about values.
const SILENT: [&str; 16] = [
    "allow",
    "cfg",
    "cold",
    "deprecated",
    "deny",
    "doc",
    "expect",
    "inline",
    "must_use",
    "non_exhaustive",
    "schemars",
    "schema",
    "error",
    "track_caller",
    "validate",
    "warn",
];

/// Derives that say nothing about values on the wire.
const SILENT_DERIVES: [&str; 8] = [
    "Clone",
    "Copy",
    "Debug",
    "Eq",
    "Hash",
    "JsonSchema",
    "ToSchema",
    "Arbitrary",
];

impl Program<'_, '_> {
    /// The pieces of a text.
    pub(super) fn pieces(&self, lookups: &Lookups, node: Node) -> Arc<Vec<Piece>> {
        lookups.pieces(node, || match node {
            Node::Item(def) => self.pieces_of_item(lookups, def),
            Node::Call(instance, extent) => self.pieces_of_text(lookups, instance, extent, None),
            Node::Everything => vec![Piece::Text(lookups.everything(self))],
        })
    }

    fn pieces_of_item(&self, lookups: &Lookups, def: ItemDef) -> Vec<Piece> {
        let item = self.item(def);
        let facts = self.facts_of(def.instance);
        // Its own text says too little, or is not the one that stands at its place.
        let call = item.in_macro.map(|call| &facts.macro_calls[call.index()]);
        if let Some(call) = call.filter(|call| item.expanded || call.is_opaque()) {
            return vec![Piece::Node(Node::Call(def.instance, call.extent))];
        }
        let behind_name = Extent::new(item.name_extent.end, item.extent.end);
        let mut pieces = Vec::new();
        // What belongs to an implementation or a trait is told apart by it.
        if let Some(scope) = facts.scope(item.scope).item {
            let around = ItemDef {
                instance: def.instance,
                item: scope,
            };
            match self.item(around).kind {
                ItemKind::Impl { .. } => {
                    let header = self.header_extent(around);
                    pieces = self.pieces_of_text(lookups, def.instance, header, None);
                }
                ItemKind::Trait { .. } => pieces.push(Piece::Node(Node::Item(around))),
                _ => {}
            }
        }
        let text = match item.kind {
            ItemKind::Trait { .. } => self.header_extent(def),
            ItemKind::Fn { .. } | ItemKind::Const { .. } | ItemKind::Static { .. } => behind_name,
            _ => item.extent,
        };
        pieces.extend(self.pieces_of_text(lookups, def.instance, text, Some(item.name_extent)));
        pieces
    }

    /// An implementation or a trait up to its body.
    pub(super) fn header_extent(&self, def: ItemDef) -> Extent {
        let extent = self.item(def).extent;
        let source = self.source(def.instance, extent);
        let end = tokens_of(&source).find(|(_, token)| *token == "{");
        let end = end.map_or(extent.end, |(at, _)| extent.start + at as u32);
        Extent::new(extent.start, end)
    }

    /// A text with its names resolved, without the one that it declares itself.
    fn pieces_of_text(
        &self,
        lookups: &Lookups,
        instance: InstanceId,
        extent: Extent,
        own_name: Option<Extent>,
    ) -> Vec<Piece> {
        let source = self.source(instance, extent);
        let tokens = token_places(&source);
        let tokens: Vec<(u32, &str)> = tokens
            .into_iter()
            .map(|(at, token)| (extent.start + at as u32, token))
            .collect();
        let paths = lookups.paths(self, instance);
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(&(start, token)) = tokens.get(at) {
            if own_name.is_some_and(|name| name.start == start) {
                at += 1;
                continue;
            }
            if token == "#"
                && let Some(end) = self.attribute(lookups, instance, &tokens, at, &mut pieces)
            {
                at = end;
                continue;
            }
            if token == "pub" {
                at += visibility(&tokens[at..]);
                continue;
            }
            let path = paths
                .partition_point(|(extent, _)| extent.start < start)
                .min(paths.len());
            let path = paths[path..]
                .iter()
                .take_while(|(extent, _)| extent.start == start)
                .max_by_key(|(extent, _)| extent.end);
            match path {
                Some((_, path)) => {
                    at += self.named(lookups, instance, *path, &tokens[at..], &mut pieces)
                }
                None => {
                    pieces.push(Piece::Text(token.to_owned()));
                    at += 1;
                }
            }
        }
        pieces
    }

    /// What a path means, in place of as many of its tokens as say that.
    fn named(
        &self,
        lookups: &Lookups,
        instance: InstanceId,
        path: PathId,
        tokens: &[(u32, &str)],
        pieces: &mut Vec<Piece>,
    ) -> usize {
        let facts = self.facts_of(instance);
        let row = facts.path(path);
        let (told, segments) = self.told(lookups, instance, path, row);
        // As it is written, up to generic arguments.
        let mut names = facts.segments(row.segments).take(segments);
        let mut taken = usize::from(row.global && tokens[0].1 == "::");
        for (count, name) in names.by_ref().enumerate() {
            let next = |at: usize| tokens.get(at).map(|(_, token)| *token);
            let separator = usize::from(count > 0);
            if separator == 1 && next(taken) != Some("::") {
                break;
            }
            if next(taken + separator).map(|it| it.trim_start_matches("r#")) != Some(name) {
                break;
            }
            taken += separator + 1;
        }
        if told.is_empty() || taken == 0 {
            pieces.push(Piece::Text(tokens[0].1.to_owned()));
            pieces.extend(told);
            return 1;
        }
        pieces.extend(told);
        taken
    }

    /// What a path means, and how many of its segments say that; nothing if it is best told as it is written.
    fn told(
        &self,
        lookups: &Lookups,
        instance: InstanceId,
        path: PathId,
        row: &PathRef,
    ) -> (Vec<Piece>, usize) {
        let count = row.segments.len();
        let facts = self.facts_of(instance);
        if row.kind == PathKind::MacroBody {
            return (Vec::new(), 0);
        }
        match self.meaning(instance, path) {
            Meaning::Item(def, rest) => match lookups.node_of(self, def) {
                // An error is only told, never written.
                None => (vec![Piece::Text("error".to_owned())], count - rest),
                Some((node, 0)) => (vec![Piece::Node(node)], count - rest),
                // The name of a variant stays.
                Some((node, up)) => (
                    vec![Piece::Node(node)],
                    (count - rest).saturating_sub(up).max(1),
                ),
            },
            Meaning::Module(module) => (self.of_module(module), count),
            Meaning::External(path) => (vec![Piece::Text(path)], count),
            Meaning::Builtin => (Vec::new(), 0),
            Meaning::Unresolved => {
                let first = facts.segments(row.segments).find(|it| !is_anchor(it));
                let calls = first.map(|name| lookups.calls_that_name(self, name));
                let calls = calls.unwrap_or_default().into_iter();
                (calls.map(Piece::Node).collect(), 0)
            }
        }
    }

    /// What a module in `with = "module"` stands for.
    fn of_module(&self, module: ModuleId) -> Vec<Piece> {
        let names = ["serialize", "deserialize"];
        let nodes = names
            .into_iter()
            .flat_map(|name| self.nodes_in(module, name));
        nodes.map(Piece::Node).collect()
    }

    /// What a name in a module depends on; everything if the module does not say what it is.
    pub(super) fn nodes_in(&self, module: ModuleId, name: &str) -> Option<Node> {
        let row = self.names.module(module);
        let Some(instance) = row.instance else {
            return Some(Node::Everything);
        };
        let facts = self.facts_of(instance);
        match self.name_meaning(instance, row.scope, name) {
            Meaning::Item(def, _) => Some(Node::Item(def)),
            Meaning::External(_) | Meaning::Builtin => None,
            Meaning::Module(_) => Some(Node::Everything),
            Meaning::Unresolved => {
                let opaque = facts
                    .macro_calls
                    .iter()
                    .any(|call| call.is_opaque() && call.scope == row.scope);
                let globs = facts
                    .imports
                    .iter()
                    .any(|import| import.glob && import.scope == row.scope);
                (opaque || globs).then_some(Node::Everything)
            }
        }
    }

    /// The pieces of an attribute that counts, and where it ends.
    fn attribute(
        &self,
        lookups: &Lookups,
        instance: InstanceId,
        tokens: &[(u32, &str)],
        at: usize,
        pieces: &mut Vec<Piece>,
    ) -> Option<usize> {
        let open = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|(_, it)| *it == "!"));
        if tokens.get(open)?.1 != "[" {
            return None;
        }
        let mut depth = 0usize;
        let length = tokens[open..].iter().position(|(_, token)| {
            match *token {
                "[" | "(" | "{" => depth += 1,
                "]" | ")" | "}" => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        let end = open + length;
        let inside = &tokens[open + 1..end];
        let first = inside.first().map_or("", |(_, token)| *token);
        if SILENT.contains(&first) {
            return Some(end + 1);
        }
        for &(start, token) in inside {
            if first == "derive" && (SILENT_DERIVES.contains(&token) || token == ",") {
                continue;
            }
            pieces.push(Piece::Text(token.to_owned()));
            if let Some(text) = token.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
                let quoted = Quoted {
                    text: text.to_owned(),
                    extent: Extent::new(start, start + token.len() as u32),
                };
                pieces.extend(
                    self.quoted_nodes(lookups, instance, &quoted)
                        .into_iter()
                        .map(Piece::Node),
                );
            }
        }
        Some(end + 1)
    }

    /// What a text in an attribute depends on, if it is a path.
    fn quoted_nodes(&self, lookups: &Lookups, instance: InstanceId, quoted: &Quoted) -> Vec<Node> {
        let is_path = !quoted.text.is_empty()
            && quoted
                .text
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | ':'));
        if !is_path {
            return Vec::new();
        }
        let facts = self.facts_of(instance);
        let by_start = facts.scopes_by_start();
        let scope = facts.scope_at(&by_start, quoted.extent.start);
        self.nodes_of_quoted(lookups, instance, scope, quoted)
    }
}

/// How many tokens say who may see an item.
fn visibility(tokens: &[(u32, &str)]) -> usize {
    let word = |at: usize| tokens.get(at).map(|(_, token)| *token);
    let is_limited = word(1) == Some("(")
        && matches!(word(2), Some("crate" | "super" | "self" | "in"))
        && (word(2) == Some("in") || word(3) == Some(")"));
    if !is_limited {
        return 1;
    }
    let end = tokens.iter().position(|(_, token)| *token == ")");
    end.map_or(1, |end| end + 1)
}

fn is_anchor(segment: &str) -> bool {
    matches!(segment, "crate" | "self" | "super" | "Self" | "$crate")
}
