//! Types as they are written: whose methods something of them has, what functions and fields are.

use govern_diagnostics::FileId;
use govern_facts::{GenericArg, ItemKind, Type, TypeId};
use govern_names::{ItemDef, Meaning, Names};
use govern_workspace::Workspace;

use super::declared::Declared;
use super::std_names::{CONTAINERS, POINTERS};
use super::{Item, whole};

/// What a method is called on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Receiver {
    /// A type or a trait of the workspace.
    Of(Item),
    /// No such type: only traits of the workspace can give it methods of the workspace.
    Plain,
    /// Nobody knows.
    Unknown,
}

/// What is known of the type of an expression.
#[derive(Debug, Clone, Copy)]
pub(super) enum Known {
    Item(Item),
    Written(Written),
    /// What has to be awaited for it.
    Async(Written),
    Plain,
    Unknown,
}

/// A type as it is written in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) file: FileId,
    pub(super) ty: TypeId,
    /// What `Self` is there.
    pub(super) this: Option<Item>,
    /// Whether generic parameters in it stand for something that the place of use knows.
    pub(super) open: bool,
}

/// What is needed to know what a type means.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) names: &'a Names,
    pub(super) declared: &'a Declared<'a>,
}

impl<'a> Types<'a> {
    /// What a function of a type gives back.
    pub(super) fn associated(&self, of: Item, name: &str) -> Known {
        match self.declared.associated(of, name).0 {
            [function] => self.returned(*function, Some(of)),
            _ => Known::Unknown,
        }
    }

    pub(super) fn returned(&self, (file, function): Item, this: Option<Item>) -> Known {
        let Some(facts) = self.workspace.facts(file) else {
            return Known::Unknown;
        };
        let ItemKind::Fn { signature } = facts.item(function).kind else {
            return Known::Unknown;
        };
        let signature = &facts.signatures[signature as usize];
        let Some(ty) = signature.ret else {
            return Known::Plain;
        };
        let written = Written {
            file,
            ty,
            this,
            open: true,
        };
        if signature.is_async {
            Known::Async(written)
        } else {
            Known::Written(written)
        }
    }

    pub(super) fn field(&self, (file, item): Item, name: &str) -> Known {
        let Some(facts) = self.workspace.facts(file) else {
            return Known::Unknown;
        };
        let ItemKind::Struct { fields, .. } = facts.item(item).kind else {
            return Known::Unknown;
        };
        let mut fields = facts.fields[fields.rows()].iter();
        let field = fields.find(|field| facts.text(field.name) == name);
        field.map_or(Known::Unknown, |field| {
            Known::Written(Written {
                file,
                ty: field.ty,
                this: Some((file, item)),
                open: true,
            })
        })
    }

    /// What is in an option, a result, or behind a lock.
    pub(super) fn inner(&self, known: Known) -> Known {
        let Known::Written(written) = known else {
            return Known::Unknown;
        };
        let Some(facts) = self.workspace.facts(written.file) else {
            return Known::Unknown;
        };
        let Type::Path { path, args } = facts.ty(written.ty) else {
            return Known::Unknown;
        };
        let last = facts.segments(facts.path(*path).segments).next_back();
        let first = args.iter().find_map(|arg| match arg {
            GenericArg::Type(ty) => Some(*ty),
            _ => None,
        });
        match (last, first) {
            (Some("Option" | "Result" | "Mutex"), Some(ty)) => {
                Known::Written(Written { ty, ..written })
            }
            _ => Known::Unknown,
        }
    }

    /// Whose methods something has.
    pub(super) fn settle(&self, known: Known, depth: usize) -> Receiver {
        let written = match known {
            Known::Item(item) => return Receiver::Of(item),
            Known::Plain | Known::Async(_) => return Receiver::Plain,
            Known::Unknown => return Receiver::Unknown,
            Known::Written(written) => written,
        };
        let (Some(depth), Some(facts)) = (depth.checked_sub(1), self.workspace.facts(written.file))
        else {
            return Receiver::Unknown;
        };
        let same = |ty: TypeId| self.settle(Known::Written(Written { ty, ..written }), depth);
        match facts.ty(written.ty) {
            Type::Ref { target, .. } => same(*target),
            Type::SelfType { rest } if rest.rows().is_empty() => {
                written.this.map_or(Receiver::Unknown, Receiver::Of)
            }
            Type::Dyn(bounds) | Type::Impl(bounds) => match bounds.first() {
                Some(&bound) => same(bound),
                None => Receiver::Plain,
            },
            Type::Param { rest, .. } if !written.open && rest.rows().is_empty() => Receiver::Plain,
            Type::Slice(_) | Type::Array(..) | Type::Tuple(_) | Type::FnPointer(_) => {
                Receiver::Plain
            }
            Type::Pointer(_) | Type::Never => Receiver::Plain,
            Type::Path { path, args } => {
                let last = facts.segments(facts.path(*path).segments).next_back();
                let mut types = args.iter().filter_map(|arg| match arg {
                    GenericArg::Type(ty) => Some(*ty),
                    _ => None,
                });
                match self.names.meaning(facts, written.file, *path) {
                    Meaning::Item(def, 0) => self.settle(self.named(def), depth),
                    Meaning::Builtin => Receiver::Plain,
                    Meaning::External(_) => match (last, types.next()) {
                        (Some(last), Some(ty)) if POINTERS.contains(&last) => same(ty),
                        (Some(last), _) if CONTAINERS.contains(&last) => Receiver::Plain,
                        (_, None) if args.is_empty() => Receiver::Plain,
                        // What points to something of the workspace may have its methods.
                        _ => Receiver::Unknown,
                    },
                    _ => Receiver::Unknown,
                }
            }
            _ => Receiver::Unknown,
        }
    }

    /// The type that a definition is, or stands for.
    pub(super) fn named(&self, def: ItemDef) -> Known {
        let Some(item) = self.item(def) else {
            return Known::Unknown;
        };
        match self.kind(item) {
            Some(
                ItemKind::Struct { .. }
                | ItemKind::Union { .. }
                | ItemKind::Enum
                | ItemKind::Trait { .. },
            ) => Known::Item(item),
            Some(ItemKind::TypeAlias { ty: Some(ty) }) => Known::Written(Written {
                file: item.0,
                ty: *ty,
                this: None,
                open: true,
            }),
            _ => Known::Unknown,
        }
    }

    pub(super) fn item(&self, def: ItemDef) -> Option<Item> {
        let file = self.names.instance(def.instance).file;
        Some((file, whole(self.workspace.facts(file)?, def.item)))
    }

    pub(super) fn kind(&self, (file, item): Item) -> Option<&'a ItemKind> {
        Some(&self.workspace.facts(file)?.item(item).kind)
    }
}
