//! Traits, and what implements them.

use std::collections::BTreeSet;

use govern_facts::{Extent, GenericArg, Item, ItemId, ItemKind, PathId, PathKind, Type, TypeId};
use govern_names::Meaning;

use super::{File, item_path, mentions::Declared};
use crate::model::{
    architecture::ModuleRow,
    declarations::{Hint, Implementation, Means, Mention, Subject, Supertrait, Trait},
};
use crate::path::is_standard;

impl File<'_> {
    pub(super) fn trait_of(&self, item: &Item, id: ItemId, module: ModuleRow) -> Trait {
        let bounds: &[TypeId] = match &item.kind {
            ItemKind::Trait { bounds } => bounds,
            _ => &[],
        };
        let mut header = self.mentions(&Declared::item(item, bounds), &[], &BTreeSet::new());
        let mut methods = Vec::new();
        let mut associated = Vec::new();
        let (mut has_constants, mut has_generic_types) = (false, false);
        for inner in self.items_in(id) {
            let inside =
                |mention: &Mention| inner.extent.range().contains_range(mention.span.range);
            header.retain(|mention| item.expanded || !inside(mention));
            match inner.kind {
                ItemKind::Fn { .. } => methods.extend(self.method(inner, module)),
                ItemKind::TypeAlias { ty } => {
                    has_generic_types |= !inner.generics.is_empty();
                    associated.extend(self.associated(inner, ty));
                }
                ItemKind::Const { ty, .. } => {
                    has_constants = true;
                    associated.extend(self.associated(inner, ty));
                }
                _ => {}
            }
        }
        let attributes = self.facts.attrs_of(item.attrs).filter_map(|attr| {
            Some(match self.meaning(attr.path?) {
                Meaning::External(path) => path,
                _ => self.facts.attr_path(attr).to_owned(),
            })
        });
        Trait {
            module,
            path: self.path(id),
            span: self.span(item.name_extent),
            visible: self.is_shown(id),
            header,
            supertraits: self.supertraits(item),
            methods,
            associated,
            has_constants,
            has_generic_types,
            attributes: attributes.collect(),
        }
    }

    /// What an associated type or constant names.
    fn associated(&self, item: &Item, ty: Option<TypeId>) -> Vec<Mention> {
        self.mentions(&Declared::item(item, ty.as_slice()), &[], &BTreeSet::new())
    }

    /// What a trait asks of those who implement it.
    pub(super) fn supertraits(&self, item: &Item) -> Vec<Supertrait> {
        let ItemKind::Trait { bounds } = &item.kind else {
            return Vec::new();
        };
        let asked = |path: PathId, args: &[GenericArg]| Supertrait {
            span: self.span(self.facts.path(path).extent),
            means: match self.meaning(path) {
                Meaning::External(path) => Means::External(path),
                Meaning::Item(def, _) => {
                    item_path(self.workspace, self.names, def).map_or(Means::Other, Means::Item)
                }
                _ => Means::Other,
            },
            has_arguments: args
                .iter()
                .any(|arg| !matches!(arg, GenericArg::Binding(..))),
            of_self: args.iter().any(|arg| {
                let is_self = |ty: &Type| matches!(ty, Type::SelfType { rest } if rest.is_empty());
                matches!(arg, GenericArg::Type(ty) if self.any(*ty, &is_self))
            }),
        };
        let paths = bounds
            .iter()
            .filter_map(|&bound| match self.facts.ty(bound) {
                Type::Path { path, args } => Some(asked(*path, args)),
                _ => None,
            });
        let mut supertraits: Vec<Supertrait> = paths.collect();
        let own = self
            .facts
            .items_around(item.body.unwrap_or(item.scope))
            .next();
        let inside: Vec<Extent> = own
            .map(|(id, _)| self.items_in(id).map(|inner| inner.extent).collect())
            .unwrap_or_default();
        let clauses = self
            .paths_within(item.extent, &inside)
            .filter(|&path| !item.expanded && self.is_bound_of_self(path));
        for path in clauses {
            let types = self.facts.types.iter();
            let mut args = types.filter_map(|ty| match ty {
                Type::Path { path: own, args } if *own == path => Some(args.as_slice()),
                _ => None,
            });
            let known = asked(path, args.next_back().unwrap_or_default());
            if supertraits.iter().all(|one| one.span != known.span) {
                supertraits.push(known);
            }
        }
        supertraits
    }

    /// Whether a path is a bound in `where Self: …`. Facts do not say what a bound is of, so the text is asked.
    pub(super) fn is_bound_of_self(&self, path: PathId) -> bool {
        let row = self.facts.path(path);
        if row.kind != PathKind::Bound {
            return false;
        }
        let text = self.workspace.text(self.names.instance(self.instance).file);
        let before = text
            .as_ref()
            .ok()
            .and_then(|text| text.get(..row.extent.start as usize));
        let mut rest = before.unwrap_or_default();
        // The last colon that is not part of `::`.
        while let Some(at) = rest.rfind(':') {
            match rest[..at].strip_suffix(':') {
                Some(shorter) => rest = shorter,
                None => {
                    let of = rest[..at].trim_end();
                    let name = of.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next();
                    return name == Some("Self") && !of.ends_with("::Self");
                }
            }
        }
        false
    }

    /// An implementation; where its trait is not known, a hint at one.
    pub(super) fn implementation(
        &self,
        (item, id): (&Item, ItemId),
        module: ModuleRow,
        of_trait: TypeId,
        self_ty: TypeId,
    ) -> Result<Implementation, Hint> {
        let unknown = |name: &str, span| Hint {
            module,
            path: None,
            name: name.to_owned(),
            span,
        };
        let Type::Path { path, args } = self.facts.ty(of_trait) else {
            return Err(unknown("", self.span(item.name_extent)));
        };
        let row = self.facts.path(*path);
        let span = self.span(row.extent);
        let (of_trait, of_workspace) = match self.meaning(*path) {
            Meaning::External(path) => (path, false),
            Meaning::Item(def, _) => match item_path(self.workspace, self.names, def) {
                Some(path) => (path, true),
                None => return Err(unknown("", span)),
            },
            _ => {
                let name = self.facts.segments(row.segments).next_back();
                return Err(unknown(name.unwrap_or_default(), span));
            }
        };
        let types = args.iter().filter_map(|arg| match arg {
            GenericArg::Type(ty) | GenericArg::Binding(_, ty) => Some(*ty),
            GenericArg::Const(_) => None,
        });
        let types: Vec<TypeId> = types.collect();
        let mut in_arguments = BTreeSet::new();
        for &ty in &types {
            self.paths_in(ty, &mut in_arguments);
        }
        let mut in_subject = BTreeSet::new();
        self.paths_in(self_ty, &mut in_subject);
        let mut methods = Vec::new();
        let mut associated = Vec::new();
        let mut inside = Vec::new();
        for inner in self.items_in(id) {
            inside.push(inner.extent);
            match inner.kind {
                ItemKind::Fn { .. } => methods.extend(self.method(inner, module)),
                ItemKind::TypeAlias { ty } => associated.extend(self.associated(inner, ty)),
                _ => {}
            }
        }
        let mut bounds = Vec::new();
        let mut arguments = Vec::new();
        for path in self.paths_of(&Declared::item(item, &types), &inside) {
            let into = match () {
                () if in_arguments.contains(&path) => &mut arguments,
                () if in_subject.contains(&path) || self.facts.path(path).extent == row.extent => {
                    continue;
                }
                () => &mut bounds,
            };
            self.mention(path, false, into);
        }
        Ok(Implementation {
            module,
            span,
            of_trait,
            of_workspace,
            subject_visible: self.is_type_shown(self_ty),
            arguments,
            bounds,
            subject: self.subject(self_ty),
            methods,
            associated,
        })
    }

    pub(super) fn subject(&self, ty: TypeId) -> Subject {
        match self.facts.ty(ty) {
            Type::Param { .. } => Subject::Blanket,
            Type::Ref { target, .. } if self.is_parameter(*target) => Subject::Forwarder,
            Type::Path { path, args } => match self.meaning(*path) {
                Meaning::Item(def, _) => {
                    item_path(self.workspace, self.names, def).map_or(Subject::Other, Subject::Item)
                }
                Meaning::External(path) => {
                    let passes_on = |arg: &GenericArg| matches!(arg, GenericArg::Type(ty) if self.is_parameter(*ty));
                    match is_standard(&path) && args.iter().any(passes_on) {
                        true => Subject::Forwarder,
                        false => Subject::External(path),
                    }
                }
                _ => Subject::Other,
            },
            _ => Subject::Other,
        }
    }

    /// Whether a type is a parameter, or an object: what a pointer that passes calls on points to.
    pub(super) fn is_parameter(&self, ty: TypeId) -> bool {
        matches!(self.facts.ty(ty), Type::Param { .. } | Type::Dyn(_))
    }
}
