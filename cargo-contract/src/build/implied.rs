//! What is reached although no name leads there: implementations of traits for types that are met.

use std::collections::BTreeSet;

use govern_facts::ItemKind;
use govern_names::ItemDef;

use super::depends::Reached;
use super::lookups::{Of, Written};
use super::node::{Node, Piece};

impl Reached<'_, '_, '_> {
    /// What implementations add, in an order of their texts.
    pub(super) fn implied(&self) -> Vec<Node> {
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
                    "Drop" | "Hash" | "Error" | "Eq" => true,
                    _ if matches!(krate, "std" | "core" | "alloc") => {
                        let asking = asking_for(name);
                        // Functions of other crates convert to their own types without a word.
                        !asking.is_empty()
                            && written.self_item.is_some()
                            && !asking.iter().any(|it| self.words.contains(*it))
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
            // A method can be called only where its trait is in scope, or bounds name it.
            Of::Local(of_trait)
                if !self.any_trait
                    && !self.traits.contains(of_trait)
                    && !self.types.contains(of_trait)
                    && !self.in_macros.contains(self.program.name(*of_trait)) => {}
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
        let items = self.program.items_in(def.instance, body);
        // An error is no part of a value.
        let named = items.filter(|(def, item)| {
            let name = self.program.name(*def);
            let is_error =
                matches!(item.kind, ItemKind::TypeAlias { .. }) && matches!(name, "Error" | "Err");
            !is_error && self.words.contains(name)
        });
        found.extend(named.map(|(def, _)| Node::Item(def)));
    }
}

/// The words without which nobody asks for a trait of the standard library; none if it may be asked for without any.
fn asking_for(of_trait: &str) -> &'static [&'static str] {
    match of_trait {
        "Clone" => &[
            "clone",
            "cloned",
            "clone_from",
            "to_owned",
            "to_vec",
            "vec",
            "Clone",
        ],
        "Default" => &[
            "default",
            "Default",
            "unwrap_or_default",
            "or_default",
            "take",
        ],
        "Display" => &[
            "to_string",
            "format",
            "format_args",
            "write",
            "writeln",
            "collect_str",
            "Display",
            "ToString",
            "DisplayFromStr",
            "SerializeDisplay",
        ],
        "From" | "Into" => &["from", "into", "From", "Into", "FromInto"],
        "FromStr" => &[
            "parse",
            "from_str",
            "FromStr",
            "DisplayFromStr",
            "DeserializeFromStr",
        ],
        "PartialEq" => &[
            "==",
            "!=",
            "eq",
            "ne",
            "contains",
            "dedup",
            "PartialEq",
            "HashMap",
            "HashSet",
            "IndexMap",
            "IndexSet",
        ],
        "TryFrom" | "TryInto" => &["try_from", "try_into", "TryFrom", "TryInto", "TryFromInto"],
        _ => &[],
    }
}
