//! What modules of WebAssembly import and export: whether it fits, and how it is written.

use std::fmt;

use wasmparser::{FuncType, GlobalType, MemoryType, RefType, TableType, ValType};

/// What is imported or exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entity {
    Function(FuncType),
    Memory(MemoryType),
    Table(TableType),
    Global(GlobalType),
    Tag(FuncType),
    /// A type that functions do not have.
    Other(&'static str),
}

impl Entity {
    /// Whether it can be used where another one is asked for.
    pub(super) fn fits(&self, wanted: &Entity) -> bool {
        match (self, wanted) {
            (Entity::Memory(given), Entity::Memory(wanted)) => {
                (given.memory64, given.shared, given.page_size_log2)
                    == (wanted.memory64, wanted.shared, wanted.page_size_log2)
                    && limits(
                        (given.initial, given.maximum),
                        (wanted.initial, wanted.maximum),
                    )
            }
            (Entity::Table(given), Entity::Table(wanted)) => {
                (given.element_type, given.table64, given.shared)
                    == (wanted.element_type, wanted.table64, wanted.shared)
                    && limits(
                        (given.initial, given.maximum),
                        (wanted.initial, wanted.maximum),
                    )
            }
            _ => self == wanted,
        }
    }

    /// Whether it is of types that only its module knows, by their rows.
    pub(super) fn is_local(&self) -> bool {
        let local = |ty: &RefType| ty.type_index().is_some();
        let any = |types: &[ValType]| {
            let mut types = types.iter();
            types.any(|it| matches!(it, ValType::Ref(ty) if local(ty)))
        };
        match self {
            Entity::Function(ty) | Entity::Tag(ty) => any(ty.params()) || any(ty.results()),
            Entity::Table(ty) => local(&ty.element_type),
            Entity::Global(ty) => any(&[ty.content_type]),
            Entity::Memory(_) => false,
            Entity::Other(_) => true,
        }
    }

    /// As the text of a module has it: `(func (param i32))`. None if that needs types of the module.
    pub(super) fn text(&self) -> Option<String> {
        if self.is_local() {
            return None;
        }
        let list = |word: &str, types: &[ValType]| {
            let words: Vec<String> = types.iter().map(ToString::to_string).collect();
            match words.is_empty() {
                true => String::new(),
                false => format!(" ({word} {})", words.join(" ")),
            }
        };
        let limits = |wide: bool, least: u64, most: Option<u64>| {
            let bits = if wide { "i64 " } else { "" };
            let most = most.map_or_else(String::new, |it| format!(" {it}"));
            format!("{bits}{least}{most}")
        };
        Some(match self {
            Entity::Function(ty) => format!(
                "(func{}{})",
                list("param", ty.params()),
                list("result", ty.results())
            ),
            Entity::Memory(ty) => {
                let shared = if ty.shared { " shared" } else { "" };
                let limits = limits(ty.memory64, ty.initial, ty.maximum);
                format!("(memory {limits}{shared})")
            }
            Entity::Table(ty) => {
                let limits = limits(ty.table64, ty.initial, ty.maximum);
                format!("(table {limits} {})", ty.element_type)
            }
            Entity::Global(ty) if ty.mutable => format!("(global (mut {}))", ty.content_type),
            Entity::Global(ty) => format!("(global {})", ty.content_type),
            Entity::Tag(ty) => format!("(tag{})", list("param", ty.params())),
            Entity::Other(_) => return None,
        })
    }
}

/// Whether limits are within others: at least as large, and never larger than may be.
fn limits(given: (u64, Option<u64>), wanted: (u64, Option<u64>)) -> bool {
    given.0 >= wanted.0
        && wanted
            .1
            .is_none_or(|most| given.1.is_some_and(|it| it <= most))
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |types: &[ValType]| {
            let words: Vec<String> = types.iter().map(ToString::to_string).collect();
            words.join(", ")
        };
        let signature =
            |ty: &FuncType| format!("({}) -> ({})", list(ty.params()), list(ty.results()));
        let range = |least: u64, most: Option<u64>| match most {
            Some(most) => format!("{least} to {most}"),
            None => format!("{least} or more"),
        };
        match self {
            Entity::Function(ty) => write!(f, "function {}", signature(ty)),
            Entity::Memory(ty) => {
                let shared = if ty.shared { "shared " } else { "" };
                let bits = if ty.memory64 { "64-bit " } else { "" };
                write!(
                    f,
                    "{shared}{bits}memory of {} pages",
                    range(ty.initial, ty.maximum)
                )
            }
            Entity::Table(ty) => {
                let element: RefType = ty.element_type;
                write!(f, "table of {} {element}", range(ty.initial, ty.maximum))
            }
            Entity::Global(ty) => {
                let mutable = if ty.mutable { "mutable " } else { "" };
                write!(f, "{mutable}global of {}", ty.content_type)
            }
            Entity::Tag(ty) => write!(f, "tag {}", signature(ty)),
            Entity::Other(what) => write!(f, "{what} of a type that is not understood"),
        }
    }
}
