//! What modules declare, as far as the rules about ports and adapters ask: traits, implementations, types, functions.

use govern_diagnostics::Span;

use crate::model::rows::ModuleRow;
use crate::path::{head, is_standard, last_segment};

/// What the program declares in layers that have a role; everything is sorted by module and place. Tests are not in it.
#[derive(Debug, Default)]
pub struct Declarations {
    /// Traits, also in layers without a role.
    pub traits: Vec<Trait>,
    /// Implementations of traits, also in layers without a role.
    pub implementations: Vec<Implementation>,
    /// Structs, unions and enums.
    pub types: Vec<DataType>,
    /// Functions in modules and in inherent implementations.
    pub functions: Vec<Function>,
    /// Statics.
    pub statics: Vec<Static>,
    /// Where a trait may be implemented in a way that is not known.
    pub hints: Vec<Hint>,
    /// The full paths of items that modules in layers of ports export from elsewhere.
    pub exported_by_ports: Vec<String>,
}

/// A trait.
#[derive(Debug, Clone)]
pub struct Trait {
    /// The module that declares it.
    pub module: ModuleRow,
    /// Its full path.
    pub path: String,
    /// Where its name stands.
    pub span: Span,
    /// Whether it can be seen from outside of its layer.
    pub visible: bool,
    /// What its generics, supertraits and clauses name.
    pub header: Vec<Mention>,
    /// What it asks of those who implement it: supertraits, also as `where Self: …`.
    pub supertraits: Vec<Supertrait>,
    /// Its methods and associated functions.
    pub methods: Vec<Method>,
    /// What its associated types and constants name.
    pub associated: Vec<Mention>,
    /// Whether it has associated constants.
    pub has_constants: bool,
    /// Whether it has associated types with parameters.
    pub has_generic_types: bool,
    /// The full paths of its attributes that are no built-in ones.
    pub attributes: Vec<String>,
}

/// What a trait asks of those who implement it.
#[derive(Debug, Clone)]
pub struct Supertrait {
    /// Where it is named.
    pub span: Span,
    /// What the name means.
    pub means: Means,
    /// Whether it has arguments.
    pub has_arguments: bool,
    /// Whether `Self` is one of them.
    pub of_self: bool,
}

/// A function that belongs to a trait or to an implementation of one.
#[derive(Debug, Clone)]
pub struct Method {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// What its signature names.
    pub signature: Vec<Mention>,
    /// Whether it takes `self`.
    pub has_self: bool,
    /// Whether it is `async`.
    pub is_async: bool,
    /// Whether it has a body.
    pub has_body: bool,
    /// How many calls stand in its body: functions, methods, macros. Counted in layers of ports.
    pub calls: usize,
    /// Whether it has parameters for types or constants.
    pub is_generic: bool,
    /// Whether `impl Trait` stands in its signature.
    pub has_impl_trait: bool,
    /// Whether `Self` stands in its signature, other than in `Self::Item`.
    pub names_self: bool,
}

/// An implementation of a trait.
#[derive(Debug, Clone)]
pub struct Implementation {
    /// The module it stands in.
    pub module: ModuleRow,
    /// Where the trait is named.
    pub span: Span,
    /// The full path of the trait.
    pub of_trait: String,
    /// Whether the trait is one of the workspace.
    pub of_workspace: bool,
    /// Whether what it is for can be seen from outside of its layer.
    pub subject_visible: bool,
    /// What the arguments of the trait name.
    pub arguments: Vec<Mention>,
    /// What the generics and clauses name.
    pub bounds: Vec<Mention>,
    /// What it is for.
    pub subject: Subject,
    /// Its functions.
    pub methods: Vec<Method>,
    /// What its associated types are.
    pub associated: Vec<Mention>,
}

/// What a trait is implemented for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A type of the workspace, by its full path.
    Item(String),
    /// A type from elsewhere.
    External(String),
    /// Every type with some property: `impl<T: …> Port for T`.
    Blanket,
    /// What only passes calls on: `impl<T: Port> Port for Arc<T>`, `for &T`.
    Forwarder,
    /// Another type.
    Other,
}

/// A struct, union or enum.
#[derive(Debug, Clone)]
pub struct DataType {
    /// The module that declares it.
    pub module: ModuleRow,
    /// Its full path.
    pub path: String,
    /// Where its name stands.
    pub span: Span,
    /// Whether it can be seen from outside of its layer.
    pub visible: bool,
    /// Whether it is an enum.
    pub is_enum: bool,
    /// Its fields; those of an enum are the fields of its variants.
    pub fields: Vec<DataField>,
}

/// A field of a type.
#[derive(Debug, Clone)]
pub struct DataField {
    /// Its name: `reason`, `Refused::0`.
    pub name: String,
    /// Whether it can be seen from outside of its layer, where its type can.
    pub visible: bool,
    /// Whether an attribute says that it is the cause of an error: `#[from]`, `#[source]`.
    pub is_cause: bool,
    /// Whether a conversion into the type is derived for it: `#[from]`.
    pub is_converted: bool,
    /// What its type names.
    pub mentions: Vec<Mention>,
}

/// A function in a module or in an inherent implementation.
#[derive(Debug, Clone)]
pub struct Function {
    /// The module it stands in.
    pub module: ModuleRow,
    /// Its full path; that of a method without its type.
    pub path: String,
    /// Whether it can be seen from outside of its layer.
    pub visible: bool,
    /// The full path of the type that it belongs to, if it is of the workspace.
    pub of_type: Option<String>,
    /// Whether it belongs to a type.
    pub is_method: bool,
    /// Whether it is `const`.
    pub is_const: bool,
    /// The rest of it.
    pub method: Method,
}

/// A static.
#[derive(Debug, Clone)]
pub struct Static {
    /// The module that declares it.
    pub module: ModuleRow,
    /// Its full path.
    pub path: String,
    /// Where its name stands.
    pub span: Span,
}

/// A place where a trait may be implemented in a way that is not known.
#[derive(Debug, Clone)]
pub struct Hint {
    /// The module it stands in.
    pub module: ModuleRow,
    /// The full path of the trait, if that is known.
    pub path: Option<String>,
    /// The last segment of its name.
    pub name: String,
    /// Where.
    pub span: Span,
}

/// A name in a type or bound.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// What it means.
    pub means: Means,
    /// Whether it stands in what a function returns.
    pub returned: bool,
    /// The paths that it is an argument of, innermost first: `DateTime` for `Utc` in `DateTime<Utc>`.
    pub inside: Vec<Span>,
    /// The type aliases on the way to what it means, outermost first.
    pub aliases: Vec<Alias>,
}

/// A type alias on the way to what a name means.
#[derive(Debug, Clone)]
pub struct Alias {
    /// The module that declares it.
    pub module: Option<ModuleRow>,
    /// Its full path.
    pub path: String,
    /// Where its name stands.
    pub span: Span,
}

/// What a name in a type or bound means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Means {
    /// Something in an external crate or the standard library, by its path.
    External(String),
    /// An item of the workspace, by its full path.
    Item(String),
    /// A primitive type, or what is not known.
    Other,
}

impl Mention {
    /// The path of what it names in an external crate, if that is not the standard library.
    pub fn foreign(&self) -> Option<&str> {
        match &self.means {
            Means::External(path) if !is_standard(path) => Some(path),
            _ => None,
        }
    }

    /// Whether it names this in the standard library, which shows it under several names.
    pub fn is_std(&self, path: &str) -> bool {
        let Means::External(known) = &self.means else {
            return false;
        };
        is_standard(known) && known[head(known).len()..] == path[head(path).len()..]
    }
}

impl Trait {
    /// Whether it asks something of an object: a trait without methods is a mark, one without `self` a property of types.
    pub fn is_served(&self) -> bool {
        self.methods.iter().any(|method| method.has_self)
    }

    /// The last segment of its path.
    pub fn name(&self) -> &str {
        last_segment(&self.path)
    }

    /// Everything that its declaration names outside of bodies.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        let methods = self.methods.iter().flat_map(|method| &method.signature);
        self.header.iter().chain(&self.associated).chain(methods)
    }
}

impl Implementation {
    /// Whether it is `From` or `TryFrom`.
    pub fn is_conversion(&self) -> bool {
        !self.of_workspace
            && is_standard(&self.of_trait)
            && matches!(last_segment(&self.of_trait), "From" | "TryFrom")
    }
}

impl Function {
    /// Its full path, with its type.
    pub fn full_path(&self) -> String {
        match &self.of_type {
            Some(of_type) => format!("{of_type}::{}", self.method.name),
            None => self.path.clone(),
        }
    }
}

impl DataType {
    /// The fields through which an error leaves its layer: those that are shown, and those that conversions are derived for.
    pub fn leaking(&self) -> impl Iterator<Item = &DataField> {
        let fields = self.fields.iter().filter(|_| self.visible);
        fields.filter(|field| field.visible || field.is_converted)
    }

    /// What the fields name that can be seen from outside; the causes of errors are no data.
    pub fn shown(&self) -> impl Iterator<Item = &Mention> {
        let fields = self.fields.iter();
        fields
            .filter(|field| field.visible && !field.is_cause)
            .flat_map(|field| &field.mentions)
    }
}

impl Declarations {
    /// The implementations of a trait of the workspace.
    pub fn implementations_of<'a>(
        &'a self,
        of_trait: &'a Trait,
    ) -> impl Iterator<Item = &'a Implementation> {
        self.implementations
            .iter()
            .filter(|one| one.of_workspace && one.of_trait == of_trait.path)
    }

    /// The trait of the workspace that an implementation is of, if its declaration is known.
    pub fn trait_of(&self, implementation: &Implementation) -> Option<&Trait> {
        if !implementation.of_workspace {
            return None;
        }
        self.traits
            .iter()
            .find(|known| known.path == implementation.of_trait)
    }

    /// Where a trait may be implemented in a way that is not known.
    pub fn hints_of<'a>(&'a self, of_trait: &'a Trait) -> impl Iterator<Item = &'a Hint> {
        let name = of_trait.name();
        self.hints.iter().filter(move |hint| match &hint.path {
            Some(path) => *path == of_trait.path,
            None => hint.name == name,
        })
    }
}
