//! The facts of one file: flat tables, owned, small, without meaning.
//!
//! Everything is an index into a table of [`FileFacts`]. A fact knows the lexical [`Scope`] it stands in; a scope knows
//! its parent, the item that opened it and the condition (`cfg`) it is under. So "is this inside a test module", "which
//! function is this in" and "which module does this name belong to" are walks up the scopes.

use std::ops::Range;

use bitcode::{Decode, Encode};
use text_size::{TextRange, TextSize};

/// A byte range, as stored: half the reach of the source, no dependency in the cache format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
pub struct Extent {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
}

impl Extent {
    /// The extent from `start` to `end`, in bytes.
    pub const fn new(start: u32, end: u32) -> Self {
        Extent { start, end }
    }

    /// The extent as a text range.
    pub fn range(self) -> TextRange {
        TextRange::new(
            TextSize::new(self.start),
            TextSize::new(self.end.max(self.start)),
        )
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Extent) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A run of consecutive rows of another table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Encode, Decode)]
pub struct Run {
    /// First row.
    pub start: u32,
    /// First row after.
    pub end: u32,
}

impl Run {
    /// The rows as indices.
    pub fn rows(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// How many rows.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether there are no rows.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

rows! {
    stored:
    /// An interned piece of text of this file: an identifier, a literal, a joined path.
    Name,
    /// A row of [`FileFacts::scopes`].
    ScopeId,
    /// A row of [`FileFacts::items`].
    ItemId,
    /// A row of [`FileFacts::paths`].
    PathId,
    /// A row of [`FileFacts::metas`].
    MetaId,
    /// A row of [`FileFacts::cfgs`].
    CfgId,
    /// A row of [`FileFacts::types`].
    TypeId,
    /// A row of [`FileFacts::macro_calls`].
    MacroCallId,
}

impl Name {
    /// `crate`, the same in every file.
    pub const CRATE: Name = Name(0);
    /// `self`, the same in every file.
    pub const SELF: Name = Name(1);
    /// `super`, the same in every file.
    pub const SUPER: Name = Name(2);
    /// `Self`, the same in every file.
    pub const SELF_TYPE: Name = Name(3);
    /// `$crate`, the same in every file.
    pub const DOLLAR_CRATE: Name = Name(4);
    /// The empty text: an item without a name (`impl`, `const _` is named `_`).
    pub const EMPTY: Name = Name(5);
    /// `_`.
    pub const UNDERSCORE: Name = Name(6);

    pub(crate) const FIXED: [&'static str; 7] =
        ["crate", "self", "super", "Self", "$crate", "", "_"];
}

/// The texts of a file, each stored once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Names {
    pub(crate) text: String,
    pub(crate) ends: Vec<u32>,
}

impl Names {
    /// The text of `name`.
    pub fn get(&self, name: Name) -> &str {
        let start = match name.index().checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        &self.text[start..self.ends[name.index()] as usize]
    }

    /// How many different texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether a text is one of them.
    pub fn contains(&self, text: &str) -> bool {
        // All of them in one go: most texts are nowhere.
        self.text.contains(text) && self.iter().any(|it| it == text)
    }

    /// All texts in the order of their [`Name`].
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len() as u32).map(|name| self.get(Name(name)))
    }
}

/// Everything the text of one file says.
///
/// Raw identifiers are stored without `r#`.
#[derive(Debug, Clone, PartialEq, Default, Encode, Decode)]
pub struct FileFacts {
    /// Texts.
    pub names: Names,
    /// Lexical scopes; the first is the file's own module.
    pub scopes: Vec<Scope>,
    /// Items, also those inside functions, `impl`s, traits, enums (variants) and macro calls, in order of appearance.
    pub items: Vec<Item>,
    /// Leaves of `use` trees.
    pub imports: Vec<Import>,
    /// Paths, except those that name a local variable or a generic parameter, and visibilities.
    pub paths: Vec<PathRef>,
    /// Segments of paths and imports.
    pub segments: Vec<Name>,
    /// Macro invocations.
    pub macro_calls: Vec<MacroCall>,
    /// Method calls, also inside macro arguments.
    pub method_calls: Vec<MethodCall>,
    /// Attributes of items, fields, variants, statements, expressions; without doc comments. `cfg` is among them as
    /// written and also evaluated into [`FileFacts::cfgs`]; attributes of a `cfg_attr` are rows of their own.
    pub attrs: Vec<Attr>,
    /// The insides of attributes.
    pub metas: Vec<Meta>,
    /// Conditions.
    pub cfgs: Vec<Cfg>,
    /// Types written in signatures, fields, aliases, constants and `impl` headers.
    pub types: Vec<Type>,
    /// Fields of structs, unions and variants.
    pub fields: Vec<Field>,
    /// Parameters of functions, generic parameters of items.
    pub generics: Vec<GenericParam>,
    /// Function signatures.
    pub signatures: Vec<Signature>,
    /// Comments that carry a marker that some rule reads.
    pub comments: Vec<Comment>,
    /// Uses of `unsafe`.
    pub unsafes: Vec<Unsafe>,
    /// Inner attributes of the file itself (`#![…]`), as rows of `attrs`.
    pub file_attrs: Run,
    /// Accesses by index, also inside macro arguments; `[..]` is none.
    pub indexes: Vec<Index>,
    /// Values that nobody looks at, as far as they are written like that.
    pub discards: Vec<Discard>,
    /// Texts that may name a place in a network.
    pub literals: Vec<Literal>,
    /// Calls on `self` and on `Self`.
    pub self_calls: Vec<SelfCall>,
    /// Length of the text in bytes.
    pub len: u32,
    /// Number of lines.
    pub lines: u32,
}

/// A lexical scope.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Scope {
    /// The scope around it; none for the file.
    pub parent: Option<ScopeId>,
    /// What it is.
    pub kind: ScopeKind,
    /// The item that opens it: the function of a body, the module, the impl. None for the file and for bare blocks.
    pub item: Option<ItemId>,
    /// The condition it is under, besides its parent's.
    pub cfg: Option<CfgId>,
    /// Where it is.
    pub extent: Extent,
}

/// What a scope is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum ScopeKind {
    /// A file or an inline module: names are looked up here, then in the prelude, never in the parent.
    Module,
    /// The inside of an item that is no module: signature, body, associated items.
    Item,
    /// A block that declares items or imports of its own, or that is under a condition.
    Block,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its name; [`Name::EMPTY`] for `impl` and `extern` blocks.
    pub name: Name,
    /// Where its name stands (its first token if it has none).
    pub name_extent: Extent,
    /// Where it stands, from its first attribute on; doc comments before that are not part of it.
    pub extent: Extent,
    /// The scope it is declared in. Variants and associated items are declared in the scope of their enum, trait or impl.
    pub scope: ScopeId,
    /// The scope it opens, for items with an inside.
    pub body: Option<ScopeId>,
    /// Visibility as written.
    pub visibility: Visibility,
    /// Its own condition, not that of the scopes around it.
    pub cfg: Option<CfgId>,
    /// Its attributes.
    pub attrs: Run,
    /// Its generic parameters.
    pub generics: Run,
    /// The macro call in whose arguments it was found, if any: it exists if the macro passes its input through. Or the
    /// call that expands to it.
    pub in_macro: Option<MacroCallId>,
    /// Whether it comes out of the expansion of that call.
    pub expanded: bool,
}

/// What an item is, with what belongs to its kind.
#[derive(Debug, Clone, PartialEq, Encode, Decode)]
pub enum ItemKind {
    /// `mod a;` or `mod a { … }`.
    Module {
        /// Whether the body is here.
        inline: bool,
    },
    /// A function, method or associated function; the row in [`FileFacts::signatures`].
    Fn {
        /// Its signature.
        signature: u32,
    },
    /// A struct.
    Struct {
        /// How its fields are written.
        shape: Shape,
        /// Its fields.
        fields: Run,
    },
    /// A union.
    Union {
        /// Its fields.
        fields: Run,
    },
    /// An enum; its variants are the items that follow in its body scope.
    Enum,
    /// A variant of an enum.
    Variant {
        /// How its fields are written.
        shape: Shape,
        /// Its fields.
        fields: Run,
        /// The discriminant as written (`= 3`).
        discriminant: Option<Name>,
    },
    /// A trait.
    Trait {
        /// Supertraits.
        bounds: Vec<TypeId>,
    },
    /// A type alias, or an associated type.
    TypeAlias {
        /// What it stands for.
        ty: Option<TypeId>,
    },
    /// A constant, or an associated constant.
    Const {
        /// Its type.
        ty: Option<TypeId>,
        /// The text of its value, if it is a single literal.
        literal: Option<Name>,
    },
    /// A static.
    Static {
        /// Its type.
        ty: Option<TypeId>,
        /// Whether it is `static mut`.
        mutable: bool,
    },
    /// `macro_rules! name`.
    MacroRules {
        /// Whether it has `#[macro_export]`.
        exported: bool,
        /// Whether some rule gives back items it was given unchanged (`$($item)*` of kind `item` or `tt`).
        passes_through: bool,
        /// Whether some rule has `mod name;`, with a name or a variable.
        declares_files: bool,
    },
    /// `macro name(…) {…}`.
    MacroDef,
    /// `extern crate name as alias;` (the item's name is the alias).
    ExternCrate {
        /// The crate's name as written.
        krate: Name,
    },
    /// `extern "C" { … }`.
    ExternBlock,
    /// An implementation.
    Impl {
        /// The trait with its arguments, a path type; none for an inherent impl.
        of_trait: Option<TypeId>,
        /// The type it is for.
        self_ty: TypeId,
        /// `impl !Trait for …`.
        negative: bool,
    },
}

/// How the fields of a struct or variant are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Shape {
    /// `{ a: A }`.
    Named,
    /// `(A, B)`.
    Tuple,
    /// Nothing.
    Unit,
}

/// A visibility as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Visibility {
    /// None written.
    Inherited,
    /// `pub`.
    Public,
    /// `pub(crate)`.
    Crate,
    /// `pub(super)`, `pub(self)`, `pub(in path)`: the segments of the path.
    Restricted(Run),
}

/// One leaf of a `use` tree, with its whole path.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Import {
    /// All segments from the root of the tree; a leaf `self` is not among them (see `is_self`).
    pub segments: Run,
    /// Whether it begins with `::`.
    pub global: bool,
    /// Whether the leaf is `*`.
    pub glob: bool,
    /// Whether the leaf is `self`, as in `a::{self}`: only the type namespace is imported.
    pub is_self: bool,
    /// The name it gets: the alias, or the last segment; [`Name::UNDERSCORE`] for `as _`; [`Name::EMPTY`] for globs.
    pub name: Name,
    /// Where the leaf stands, with its alias.
    pub extent: Extent,
    /// Where the whole `use` item stands.
    pub item_extent: Extent,
    /// The scope it imports into.
    pub scope: ScopeId,
    /// Visibility as written.
    pub visibility: Visibility,
    /// Its own condition.
    pub cfg: Option<CfgId>,
    /// The macro call in whose arguments it was found, if any, or the call that expands to it.
    pub in_macro: Option<MacroCallId>,
    /// Whether it comes out of the expansion of that call.
    pub expanded: bool,
}

/// A path as written.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct PathRef {
    /// Its segments, without generic arguments (the paths in those are rows of their own).
    pub segments: Run,
    /// Whether it begins with `::`.
    pub global: bool,
    /// Where it is used.
    pub kind: PathKind,
    /// The scope it stands in.
    pub scope: ScopeId,
    /// Where it stands.
    pub extent: Extent,
    /// Whether it comes out of the expansion of a macro: the macro's author wrote it, or it is an argument of the call,
    /// which is a row of its own. Nobody uses it where the call stands.
    pub expanded: bool,
}

/// Where a path is used, and so in which namespace its last segment is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum PathKind {
    /// A type: fields, signatures, casts, generic arguments, `impl` headers.
    Type,
    /// A trait bound, supertrait, `dyn`, or the trait of an `impl`.
    Bound,
    /// A value.
    Value,
    /// What is called: `f(…)`.
    Call,
    /// `S { … }`.
    StructLiteral,
    /// A pattern with fields, or a path of several segments.
    Pattern,
    /// A single name in a pattern: a constant or variant, or else a new variable. Also where such a name is a value and may
    /// be that variable.
    PatternName,
    /// The name of a macro that is called.
    Macro,
    /// The name of an attribute.
    Attribute,
    /// A name in `#[derive(…)]`.
    Derive,
    /// A path in a string or in the arguments of an attribute (`#[serde(with = "a::b")]`).
    AttributeArgument,
    /// A path in the arguments of a macro: the namespace is unknown.
    MacroArgument,
    /// A path in the body of a `macro_rules!`: it belongs to whoever calls the macro.
    MacroBody,
}

/// A macro invocation.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct MacroCall {
    /// The macro's name.
    pub path: PathId,
    /// Where the call stands.
    pub position: MacroPosition,
    /// The whole call.
    pub extent: Extent,
    /// The arguments with their delimiters.
    pub args: Extent,
    /// Where the first `=>` among the arguments ends, those in brackets not counted.
    pub arrow: Option<u32>,
    /// How the arguments were read.
    pub body: MacroBody,
    /// The scope it stands in.
    pub scope: ScopeId,
}

/// Where a macro is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum MacroPosition {
    /// Among the items of a module, impl, trait or extern block.
    Item,
    /// As an expression or statement.
    Expr,
    /// As a pattern.
    Pattern,
    /// As a type.
    Type,
    /// Inside the arguments of another macro.
    Nested,
}

/// How the arguments of a macro were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum MacroBody {
    /// As items: they parse as such, and are rows of the tables with `in_macro`.
    Items,
    /// As a sequence of tokens: paths, macro and method calls in them are rows of the tables.
    Tokens,
    /// As a sequence of tokens, and the expansion is known: what it declares are rows of the tables, too, in the call's
    /// stead.
    Expanded,
    /// As the path of a file whose items it stands for: `include!("x.rs")` among items.
    File(Name),
}

/// A method call `receiver.name(…)`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct MethodCall {
    /// The method.
    pub name: Name,
    /// Where its name stands.
    pub extent: Extent,
    /// How many arguments it gets, saturating.
    pub args: u8,
    /// Whether it was found in the arguments of a macro.
    pub in_macro: bool,
    /// The scope it stands in.
    pub scope: ScopeId,
}

/// An access by index: `list[at]`, `text[1..]`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Index {
    /// The brackets, with what is in them.
    pub extent: Extent,
    /// By what.
    pub kind: IndexKind,
}

/// What an access by index is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum IndexKind {
    /// A number as it is: `pair[0]`.
    Number,
    /// A text as it is: `map["key"]`.
    Text,
    /// A range: `text[1..]`.
    Range,
    /// Something else.
    Other,
}

/// A value that nobody looks at.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Discard {
    /// How that is written.
    pub kind: DiscardKind,
    /// What gives the value.
    pub callee: Callee,
    /// `let _`, or the method's name.
    pub extent: Extent,
}

/// How it is written that nobody looks at a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum DiscardKind {
    /// `let _ = value;`.
    Let,
    /// `value.ok();`.
    Ok,
}

/// What gives a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Callee {
    /// A function, by where its path begins.
    Function(u32),
    /// A method of this name, with this many arguments.
    Method {
        /// The method.
        name: Name,
        /// How many arguments it gets, saturating.
        args: u8,
        /// Whether it is called on `self`.
        on_self: bool,
    },
    /// Something else.
    Other,
}

/// A text literal that may name a place in a network: it contains `://`, or a number of four parts and a port.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Literal {
    /// What stands between the quotes, as written.
    pub text: Name,
    /// Where it stands, with its quotes.
    pub extent: Extent,
}

/// A call of something that belongs to the type or trait around it: `self.name(…)`, `Self::name(…)`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SelfCall {
    /// What is called.
    pub name: Name,
    /// Where its name stands.
    pub extent: Extent,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Attr {
    /// Its contents: path and arguments.
    pub meta: MetaId,
    /// The path as a row of `paths`, to resolve it; none for built-in ones.
    pub path: Option<PathId>,
    /// The condition of the `cfg_attr` around it.
    pub cfg: Option<CfgId>,
    /// Where it stands, with `#[…]`.
    pub extent: Extent,
    /// Whether it is `#![…]`.
    pub inner: bool,
}

/// A meta item: `path`, `path = value`, `path(list)`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Meta {
    /// The path, segments joined by `::`; [`Name::EMPTY`] for a bare literal in a list.
    pub path: Name,
    /// What follows.
    pub value: MetaValue,
    /// Where it stands.
    pub extent: Extent,
}

/// What follows the path of a meta item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum MetaValue {
    /// Nothing.
    Word,
    /// A string literal, unescaped.
    Str(Name),
    /// Another literal or expression, as written.
    Expr(Name),
    /// A list in parentheses; rows of `metas`.
    List(Run),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Cfg {
    /// `all(…)`, also several `#[cfg]` on one thing.
    All(Vec<CfgId>),
    /// `any(…)`.
    Any(Vec<CfgId>),
    /// `not(…)`.
    Not(CfgId),
    /// `test`, `unix`.
    Flag(Name),
    /// `feature = "x"`.
    Pair(Name, Name),
    /// `true` or `false`.
    Constant(bool),
    /// What could not be read.
    Unknown,
}

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum Type {
    /// A path with the generic arguments of its last segment.
    Path {
        /// The path.
        path: PathId,
        /// Generic arguments of the last segment, in order; lifetimes left out.
        args: Vec<GenericArg>,
    },
    /// A generic parameter in scope, or an associated type of one (`T::Item`: the rest of the path).
    Param {
        /// The parameter.
        name: Name,
        /// Segments behind it.
        rest: Run,
    },
    /// `Self`, or `Self::Item`: the rest of the path.
    SelfType {
        /// Segments behind it.
        rest: Run,
    },
    /// `<T as Trait>::Name`.
    Qualified {
        /// The type.
        self_ty: TypeId,
        /// The trait.
        of_trait: Option<TypeId>,
        /// The segments behind.
        rest: Run,
    },
    /// `&T`, `&'a mut T`.
    Ref {
        /// What it points to.
        target: TypeId,
        /// Whether it is `&mut`.
        mutable: bool,
    },
    /// `*const T`, `*mut T`.
    Pointer(TypeId),
    /// `[T]`.
    Slice(TypeId),
    /// `[T; N]`; the length as written.
    Array(TypeId, Name),
    /// `(A, B)`, `()`.
    Tuple(Vec<TypeId>),
    /// `fn(A) -> B`; parameters, then the return type if written.
    FnPointer(Vec<TypeId>),
    /// `dyn A + B`.
    Dyn(Vec<TypeId>),
    /// `impl A + B`.
    Impl(Vec<TypeId>),
    /// `!`.
    Never,
    /// `_`.
    Infer,
    /// A macro in type position.
    Macro,
    /// What could not be read.
    Error,
}

/// A generic argument.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub enum GenericArg {
    /// A type.
    Type(TypeId),
    /// A constant, as written.
    Const(Name),
    /// `Item = T`.
    Binding(Name, TypeId),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Field {
    /// Its name; the position for a tuple field.
    pub name: Name,
    /// Where its name stands (its type, for a tuple field).
    pub name_extent: Extent,
    /// The whole field with its attributes.
    pub extent: Extent,
    /// Its type.
    pub ty: TypeId,
    /// Its attributes.
    pub attrs: Run,
    /// Its condition.
    pub cfg: Option<CfgId>,
    /// Its visibility.
    pub visibility: Visibility,
}

/// A generic parameter.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct GenericParam {
    /// Its name, without `'`.
    pub name: Name,
    /// What it is.
    pub kind: GenericKind,
    /// The type it has when left out.
    pub default: Option<TypeId>,
}

/// What a generic parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum GenericKind {
    /// `'a`.
    Lifetime,
    /// `T`.
    Type,
    /// `const N: usize`.
    Const,
}

/// A function's signature.
#[derive(Debug, Clone, PartialEq, Eq, Default, Encode, Decode)]
pub struct Signature {
    /// Types of the parameters, without `self`.
    pub params: Vec<TypeId>,
    /// The return type, if written.
    pub ret: Option<TypeId>,
    /// Whether there is a `self` parameter.
    pub has_self: bool,
    /// `async`.
    pub is_async: bool,
    /// `unsafe`.
    pub is_unsafe: bool,
    /// `const`.
    pub is_const: bool,
    /// Whether it has a body.
    pub has_body: bool,
    /// Where the body stands, braces included.
    pub body: Extent,
    /// What stands in the body.
    pub size: BodySize,
}

/// How much stands in the body of a function, closures and blocks inside of it included. Items inside of it and the
/// arguments of macros do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
pub struct BodySize {
    /// What stands in blocks: `let`, expressions, and the value at the end of a block.
    pub statements: u32,
    /// `if`, `if let`, `let … else`, and conditions of arms.
    pub ifs: u32,
    /// Arms of each `match` beyond its first one.
    pub arms: u32,
    /// `for`, `while` and `loop`.
    pub loops: u32,
}

/// A comment that carries a marker.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Comment {
    /// What kind of comment.
    pub kind: CommentKind,
    /// Its whole text with the comment signs.
    pub text: Name,
    /// Where it stands.
    pub extent: Extent,
    /// The scope it stands in.
    pub scope: ScopeId,
    /// The item whose documentation it is part of, or before which it stands.
    pub item: Option<ItemId>,
}

/// What kind of comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum CommentKind {
    /// `// …`.
    Line,
    /// `/* … */`.
    Block,
    /// `/// …`, `/** … */`.
    OuterDoc,
    /// `//! …`, `/*! … */`.
    InnerDoc,
}

/// A use of `unsafe`.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Unsafe {
    /// What is unsafe.
    pub kind: UnsafeKind,
    /// The keyword.
    pub extent: Extent,
    /// Whether a `SAFETY:` comment stands right before it (or a `# Safety` section in the documentation).
    pub justified: bool,
    /// The scope it stands in.
    pub scope: ScopeId,
}

/// What is unsafe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum UnsafeKind {
    /// `unsafe { … }`.
    Block,
    /// `unsafe fn`.
    Fn,
    /// `unsafe impl`.
    Impl,
    /// `unsafe trait`.
    Trait,
    /// `unsafe extern`.
    ExternBlock,
    /// In the arguments of a macro.
    InMacro,
}

/// Something in the text that is no Rust.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct SyntaxError {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub extent: Extent,
}

/// The edition a file is read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
pub enum Edition {
    /// 2015.
    E2015,
    /// 2018.
    E2018,
    /// 2021.
    #[default]
    E2021,
    /// 2024.
    E2024,
}
