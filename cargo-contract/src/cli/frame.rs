//! What reading command lines stands on: types, their attributes, and what is not understood.

use govern_diagnostics::Span;
use govern_facts::{CfgId, FileFacts, Item, ItemKind, Run, Type, TypeId};
use govern_names::{InstanceId, ItemDef, Meaning};

use super::attrs::{Attrs, Said};
use super::case::Case;
use crate::collect::Side;

/// Reads command lines of one version.
pub(super) struct Reader<'s> {
    pub(super) side: &'s Side<'s>,
    /// What is not understood, and where.
    pub(super) opaque: Vec<(Span, String)>,
    /// How many types are open.
    pub(super) depth: usize,
}

/// A type with the file that it is written in.
#[derive(Clone, Copy)]
pub(super) struct Place<'f> {
    pub(super) facts: &'f FileFacts,
    pub(super) instance: InstanceId,
}

impl<'s> Reader<'s> {
    pub(super) fn new(side: &'s Side<'s>) -> Reader<'s> {
        Reader {
            side,
            opaque: Vec::new(),
            depth: 0,
        }
    }

    pub(super) fn item(&self, def: ItemDef) -> Option<(Place<'s>, &'s Item)> {
        let side: &'s Side<'s> = self.side;
        let facts = side.facts(def.instance)?;
        let place = Place {
            facts,
            instance: def.instance,
        };
        Some((place, facts.item(def.item)))
    }

    pub(super) fn span(&self, place: Place<'_>, item: &Item) -> Span {
        let file = self.side.names.instance(place.instance).file;
        Span::new(file, item.name_extent.range())
    }

    pub(super) fn derives(&self, place: Place<'_>, item: &Item, of: &str) -> bool {
        let krate = |path: &str| matches!(path.split("::").next(), Some("clap" | "clap_derive"));
        self.side
            .derived(place.facts, place.instance, item)
            .iter()
            .any(|path| krate(path) && path.rsplit("::").next() == Some(of))
    }

    pub(super) fn attrs(&self, place: Place<'_>, attrs: Run, kinds: &[&str]) -> Attrs {
        Attrs::read(place.facts, attrs, kinds, &|cfg| {
            self.is_inactive(place, cfg)
        })
    }

    pub(super) fn is_inactive(&self, place: Place<'_>, cfg: CfgId) -> bool {
        let krate = self.side.names.instance(place.instance).krate;
        let holds = |key: &str, value: Option<&str>| self.side.holds(krate, key, value);
        place.facts.evaluate(cfg, &holds) == Some(false)
    }

    pub(super) fn unclear(&mut self, span: Span, why: impl Into<String>) {
        let told = (span, why.into());
        if !self.opaque.contains(&told) {
            self.opaque.push(told);
        }
    }

    pub(super) fn case(&mut self, attrs: &Attrs, span: Span, default: Case) -> Case {
        match attrs.get("rename_all") {
            None => default,
            Some(Said::Text(name)) if Case::parse(name).is_some() => {
                Case::parse(name).unwrap_or_default()
            }
            Some(said) => {
                self.unclear(span, format!("`rename_all = {}`", said.text()));
                default
            }
        }
    }

    /// The texts under keys; what is no literal is told.
    pub(super) fn texts(&mut self, attrs: &Attrs, keys: &[&str], span: Span) -> Vec<String> {
        attrs.texts(keys).unwrap_or_else(|code| {
            self.unclear(span, format!("`{code}` is no literal"));
            Vec::new()
        })
    }

    /// The item that a type is.
    pub(super) fn resolved(&self, place: Place<'_>, ty: TypeId) -> Option<ItemDef> {
        let Type::Path { path, .. } = place.facts.ty(ty) else {
            return None;
        };
        match self
            .side
            .names
            .meaning_in(place.facts, place.instance, *path)
        {
            Meaning::Item(def, 0) => Some(def),
            _ => None,
        }
    }

    pub(super) fn variants(&self, place: Place<'s>, item: &Item) -> Vec<&'s Item> {
        let items = place.facts.items.iter();
        items
            .filter(|it| Some(it.scope) == item.body && matches!(it.kind, ItemKind::Variant { .. }))
            .filter(|it| it.cfg.is_none_or(|cfg| !self.is_inactive(place, cfg)))
            .collect()
    }
}
