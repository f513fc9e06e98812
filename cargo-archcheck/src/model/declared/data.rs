//! Types with their fields, and functions.

use std::collections::BTreeSet;

use govern_facts::{Extent, GenericKind, Item, ItemId, ItemKind, PathKind, Run, Type, TypeId};

use super::{File, mentions::Declared};
use crate::{
    model::{
        architecture::ModuleRow,
        declarations::{DataField, DataType, Function, Method, Subject},
    },
    policy::Role,
};

impl File<'_> {
    pub(super) fn data_type(&self, item: &Item, id: ItemId, module: ModuleRow) -> DataType {
        let mut fields = Vec::new();
        match item.kind {
            ItemKind::Struct { fields: run, .. } | ItemKind::Union { fields: run } => {
                self.fields(id, run, None, &mut fields);
            }
            _ => {
                for variant in self.items_in(id) {
                    if let ItemKind::Variant { fields: run, .. } = variant.kind {
                        self.fields(id, run, Some(self.facts.text(variant.name)), &mut fields);
                    }
                }
            }
        }
        DataType {
            module,
            path: self.path(id),
            span: self.span(item.name_extent),
            visible: self.is_shown(id),
            is_enum: matches!(item.kind, ItemKind::Enum),
            fields,
        }
    }

    pub(super) fn fields(
        &self,
        of: ItemId,
        run: Run,
        variant: Option<&str>,
        fields: &mut Vec<DataField>,
    ) {
        for field in &self.facts.fields[run.rows()] {
            let name = self.facts.text(field.name);
            let declared = Declared {
                extent: field.extent,
                expanded: self.facts.item(of).expanded,
                types: &[field.ty],
            };
            let has = |names: &[&str]| {
                let mut attrs = self.facts.attrs_of(field.attrs);
                attrs.any(|attr| names.contains(&self.facts.attr_path(attr)))
            };
            fields.push(DataField {
                name: variant
                    .map_or_else(|| name.to_owned(), |variant| format!("{variant}::{name}")),
                visible: variant.is_some() || self.leaves_layer(of, field.visibility),
                is_cause: has(&["from", "source", "backtrace"]),
                is_converted: has(&["from"]),
                mentions: self.mentions(&declared, &[], &BTreeSet::new()),
            });
        }
    }

    pub(super) fn function(&self, item: &Item, id: ItemId, module: ModuleRow) -> Option<Function> {
        let owner = self.facts.items_around(item.scope).next();
        let mut of_type = None;
        let mut is_method = false;
        let mut is_type_shown = true;
        if let Some((_, owner)) = owner {
            match &owner.kind {
                ItemKind::Module { .. } => {}
                ItemKind::Impl {
                    of_trait: None,
                    self_ty,
                    ..
                } => {
                    is_method = true;
                    if let Subject::Item(path) = self.subject(*self_ty) {
                        of_type = Some(path);
                    }
                    is_type_shown = self.is_type_shown(*self_ty);
                }
                // In a trait, in an implementation of one, in the body of another function.
                _ => return None,
            }
        }
        let ItemKind::Fn { signature } = item.kind else {
            return None;
        };
        Some(Function {
            module,
            path: self.path(id),
            visible: is_type_shown && self.is_shown(id),
            of_type,
            is_method,
            is_const: self.facts.signatures[signature as usize].is_const,
            method: self.method(item, module)?,
        })
    }

    pub(super) fn method(&self, item: &Item, module: ModuleRow) -> Option<Method> {
        let ItemKind::Fn { signature } = item.kind else {
            return None;
        };
        let signature = &self.facts.signatures[signature as usize];
        let mut returned = BTreeSet::new();
        if let Some(ret) = signature.ret {
            self.paths_in(ret, &mut returned);
        }
        // Only of ports somebody asks.
        let is_port = self.architecture.role_of(module) == Some(Role::Port);
        let calls = match signature.has_body && is_port {
            true => self.calls_in(signature.body),
            false => 0,
        };
        let generics = &self.facts.generics[item.generics.rows()];
        let body = [signature.body];
        let types: Vec<TypeId> = signature
            .params
            .iter()
            .copied()
            .chain(signature.ret)
            .collect();
        Some(Method {
            name: self.facts.text(item.name).to_owned(),
            span: self.span(item.name_extent),
            signature: self.mentions(
                &Declared::item(item, &types),
                if signature.has_body { &body } else { &[] },
                &returned,
            ),
            has_self: signature.has_self,
            is_async: signature.is_async,
            has_body: signature.has_body,
            calls,
            is_generic: generics
                .iter()
                .any(|generic| generic.kind != GenericKind::Lifetime),
            has_impl_trait: types
                .iter()
                .any(|&ty| self.any(ty, &|ty| matches!(ty, Type::Impl(_)))),
            names_self: types.iter().any(|&ty| {
                self.any(
                    ty,
                    &|ty| matches!(ty, Type::SelfType { rest } if rest.is_empty()),
                )
            }),
        })
    }

    /// How many calls stand in a body.
    pub(super) fn calls_in(&self, body: Extent) -> usize {
        let paths = self.facts.paths.iter();
        let called = paths
            .filter(|path| matches!(path.kind, PathKind::Call | PathKind::Macro))
            .filter(|path| body.contains(path.extent));
        // `Ok(…)`, `Some(…)` and other variants and structs only hold something.
        let called = called.filter(|path| {
            let name = self.facts.segments(path.segments).next_back();
            !name.is_some_and(|name| name.starts_with(char::is_uppercase))
        });
        let methods = self.facts.method_calls.iter();
        called.count() + methods.filter(|call| body.contains(call.extent)).count()
    }
}
