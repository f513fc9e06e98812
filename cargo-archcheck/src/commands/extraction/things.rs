//! The items of one crate as a graph: what there is, and which uses which.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::{FileId, Span};
use govern_facts::Extent;

use crate::policy::effects::Effect;

/// A crate as a graph of its items.
#[derive(Debug, Default)]
pub(super) struct Things {
    pub(super) list: Vec<Thing>,
    /// Sorted by their ends.
    pub(super) uses: Vec<Usage>,
    pub(super) modules: Vec<Part>,
    /// Uses of things by other crates of the workspace, by the thing.
    pub(super) foreign: BTreeMap<usize, Vec<Foreign>>,
    /// Names that lead into a module, and no further: what a macro declares there, or nothing.
    pub(super) unknown: Vec<Unknown>,
    /// Rows of `uses`, by where they begin.
    out: Vec<Vec<usize>>,
    /// Rows of `uses`, by where they lead.
    into: Vec<Vec<usize>>,
    /// Implementations of traits.
    pub(super) implementations: Vec<usize>,
    /// The methods of each type.
    pub(super) methods: BTreeMap<usize, Vec<usize>>,
}

/// A module.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) path: String,
    pub(super) parent: Option<usize>,
    pub(super) sight: Sight,
    pub(super) test: bool,
    /// Where it is declared; where its file starts, for the root.
    pub(super) span: Mark,
    /// Its contents; whether they are all of a file.
    pub(super) body: Mark,
    pub(super) is_file: bool,
    /// What it re-exports for all: things, and modules as a whole.
    pub(super) exports: BTreeSet<Export>,
}

/// What a re-export brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Export {
    Thing(usize),
    Module(usize),
    /// All that can be seen in a module.
    Glob(usize),
}

/// An item that stands in a module, a method of a type, or what else has to be somewhere.
#[derive(Debug, Default)]
pub(super) struct Thing {
    pub(super) kind: Kind,
    /// Its full path; of an `impl` what it says.
    pub(super) path: String,
    /// Its name alone.
    pub(super) name: String,
    pub(super) module: usize,
    pub(super) span: Mark,
    /// All of it.
    pub(super) body: Mark,
    /// How long it is, in bytes.
    pub(super) size: u32,
    pub(super) test: bool,
    pub(super) sight: Sight,
    /// Fields that not everybody sees.
    pub(super) hidden: Vec<String>,
    /// Those of them that more than their module sees.
    pub(super) restricted: Vec<String>,
    /// The type that it is a method of.
    pub(super) of: Option<usize>,
    /// What an implementation is of and for.
    pub(super) header: Option<Header>,
    pub(super) effects: BTreeSet<Effect>,
    /// External crates, and where they are named.
    pub(super) crates: BTreeMap<String, BTreeSet<Mark>>,
    /// Other crates of the workspace: their packages.
    pub(super) members: BTreeMap<String, BTreeSet<Mark>>,
    /// Names of the methods that it calls.
    pub(super) calls: BTreeMap<String, Vec<Mark>>,
    /// Whether a macro has `#[macro_export]`.
    pub(super) exported: bool,
    /// Whether it is a macro call, and nobody knows what it declares.
    pub(super) opaque: bool,
    /// Paths from the root of the crate; or from above, by how many modules.
    pub(super) rooted: BTreeSet<(Mark, Option<usize>)>,
    /// Calls of macros like `include_str!` and `env!`.
    pub(super) built: BTreeSet<(Mark, String)>,
}

/// What a thing is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Struct,
    Enum,
    Union,
    Trait,
    Alias,
    Const,
    Static,
    #[default]
    Fn,
    Method,
    Impl,
    Macro,
    /// A macro call among items, with what it declares.
    Call,
    ExternBlock,
    /// The imports of a module.
    Imports,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Struct => "struct",
            Kind::Enum => "enum",
            Kind::Union => "union",
            Kind::Trait => "trait",
            Kind::Alias => "type",
            Kind::Const => "const",
            Kind::Static => "static",
            Kind::Fn | Kind::Method => "fn",
            Kind::Impl => "impl",
            Kind::Macro => "macro_rules!",
            Kind::Call => "macro call",
            Kind::ExternBlock => "extern block",
            Kind::Imports => "use",
        }
    }

    pub(super) fn is_type(self) -> bool {
        matches!(self, Kind::Struct | Kind::Enum | Kind::Union)
    }

    /// Whether it runs: what it uses, it uses at run time.
    pub(super) fn runs(self) -> bool {
        matches!(self, Kind::Fn | Kind::Method | Kind::Static)
    }
}

/// From where a thing can be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sight {
    #[default]
    Public,
    /// `pub(crate)`, `pub(super)`, `pub(in …)`, as written.
    Restricted(String),
    Private,
}

impl Sight {
    pub(super) fn word(&self) -> &str {
        match self {
            Sight::Public => "pub",
            Sight::Restricted(text) => text,
            Sight::Private => "private",
        }
    }
}

/// What an `impl` of a trait says.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// The trait, if it is one of the crate.
    pub(super) of_trait: Option<usize>,
    /// The type it is for, then the arguments of the trait.
    pub(super) types: Vec<HeadType>,
}

/// A type in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadType {
    Thing(usize),
    /// A generic parameter that nothing covers.
    Param,
    Other,
}

/// A use of one thing in another.
#[derive(Debug, Clone, Default)]
pub(super) struct Usage {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether the definition is needed, not only a name: a literal, a pattern, a variant, a trait to implement.
    pub(super) opens: bool,
    /// Whether it stands in the signature of a function.
    pub(super) signature: bool,
    /// Whether it is only a re-export.
    pub(super) reexport: bool,
    /// Whether it is only an import: what is done with it stands elsewhere, unless it is a trait.
    pub(super) import: bool,
    pub(super) sites: BTreeSet<Mark>,
}

/// A use by another crate of the workspace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Foreign {
    pub(super) krate: String,
    pub(super) test: bool,
    pub(super) reexport: bool,
    pub(super) span: Mark,
}

/// A name that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unknown {
    /// The module it stands in.
    pub(super) from: usize,
    /// The module that it leads into, as far as it leads.
    pub(super) to: Option<usize>,
    pub(super) name: String,
    pub(super) test: bool,
    pub(super) span: Mark,
}

impl Things {
    /// Makes the tables that answer questions; to be called when all rows are there.
    pub(super) fn index(&mut self) {
        self.uses.sort_by_key(|usage| (usage.from, usage.to));
        self.out = vec![Vec::new(); self.list.len()];
        self.into = vec![Vec::new(); self.list.len()];
        for (row, usage) in self.uses.iter().enumerate() {
            self.out[usage.from].push(row);
            self.into[usage.to].push(row);
        }
        self.implementations = (0..self.list.len())
            .filter(|&row| self.list[row].header.is_some())
            .collect();
        self.methods.clear();
        for (row, thing) in self.list.iter().enumerate() {
            if let Some(of) = thing.of {
                self.methods.entry(of).or_default().push(row);
            }
        }
    }

    /// What a thing uses, in production code.
    pub(super) fn used_by(&self, thing: usize) -> impl Iterator<Item = &Usage> {
        self.out[thing].iter().map(|&row| &self.uses[row])
    }

    /// What uses a thing.
    pub(super) fn users_of(&self, thing: usize) -> impl Iterator<Item = &Usage> {
        self.into[thing].iter().map(|&row| &self.uses[row])
    }

    /// Whether a module is another or lies inside it.
    pub(super) fn is_within(&self, module: usize, around: usize) -> bool {
        std::iter::successors(Some(module), |&row| self.modules[row].parent)
            .any(|row| row == around)
    }
}

/// A place in a file: a span that can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) file: FileId,
    pub(super) extent: Extent,
}

impl Mark {
    pub(super) fn new(file: FileId, extent: Extent) -> Mark {
        Mark { file, extent }
    }

    pub(super) fn span(self) -> Span {
        Span::new(self.file, self.extent.range())
    }
}

impl Default for Mark {
    fn default() -> Mark {
        Mark::new(FileId(0), Extent::default())
    }
}
