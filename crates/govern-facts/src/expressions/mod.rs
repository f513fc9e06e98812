//! The expressions of a file, for those few who follow values: read on demand, not kept with the facts.
//!
//! Places are those of the text, so a path here is the row of [`FileFacts::paths`](crate::FileFacts::paths) that begins
//! where it begins.

pub mod bindings;
mod build;
mod patterns;
#[cfg(test)]
mod tests;

use ra_ap_parser::TopEntryPoint;

use crate::extract::with_large_stack;
use crate::literal::unquote;
use crate::nesting::Nesting;
use crate::tokens::Lexed;
use crate::tree::Tree;
use crate::{Edition, Extent};

rows! {
    /// A row of [`Expressions::rows`].
    ExprId,
}

/// The expressions of a file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Expressions {
    /// All of them, also those in the arguments of macros that can be read as expressions.
    pub rows: Vec<ExprRow>,
    /// Functions with a body.
    pub functions: Vec<Function>,
    /// Constants and statics: where their name stands, and their value.
    pub values: Vec<(Extent, ExprId)>,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct ExprRow {
    /// What it is.
    pub expr: Expr,
    /// Where it stands.
    pub extent: Extent,
    /// The expression around it; none for a body, or a value.
    pub parent: Option<ExprId>,
}

/// A function with a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Where its name stands.
    pub name: Extent,
    /// What its parameters are bound to, without `self`.
    pub params: Vec<Pat>,
    /// Its body.
    pub body: ExprId,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// `a`, `a::B::<T>::c`: the names.
    Path(Vec<String>),
    /// A literal as written.
    Literal(String),
    /// `f(a)`.
    Call {
        /// What is called.
        callee: ExprId,
        /// With what.
        args: Vec<ExprId>,
    },
    /// `a.f(b)`.
    Method {
        /// What it is called on.
        receiver: ExprId,
        /// Its name.
        name: String,
        /// Where its name stands.
        place: Extent,
        /// With what else.
        args: Vec<ExprId>,
    },
    /// `a.b`, `a.0`.
    Field {
        /// What has the field.
        base: ExprId,
        /// Its name.
        name: String,
    },
    /// `m!(a, b)`: the arguments that are expressions; those of the form `name = a` with their name.
    Macro {
        /// The last name of its path.
        name: String,
        /// What stands between its commas.
        args: Vec<(Option<String>, ExprId)>,
    },
    /// `S { a: b, ..c }`.
    Record {
        /// The names of its path.
        path: Vec<String>,
        /// Its fields.
        fields: Vec<(String, ExprId)>,
        /// Where the others come from.
        rest: Option<ExprId>,
    },
    /// `[a, b]`.
    Array(Vec<ExprId>),
    /// `[a; n]`.
    Repeat(ExprId),
    /// `(a, b)`.
    Tuple(Vec<ExprId>),
    /// `&a`, `*a`, `(a)`.
    Same(ExprId),
    /// `!a`, `-a`.
    Prefix(ExprId),
    /// `a.await`.
    Await(ExprId),
    /// `a?`.
    Try(ExprId),
    /// `a + b`, `a = b`: the operator.
    Binary(ExprId, String, ExprId),
    /// `a[b]`.
    Index(ExprId, ExprId),
    /// `a as T`.
    Cast(ExprId),
    /// `{ … }`, also `async` and `unsafe`.
    Block {
        /// What stands in it; the last may be its value.
        statements: Vec<Statement>,
        /// Its value.
        value: Option<ExprId>,
    },
    /// `if a { b } else { c }`.
    If {
        /// The condition.
        condition: Option<ExprId>,
        /// What it is if that holds.
        then: Option<ExprId>,
        /// What it is else.
        otherwise: Option<ExprId>,
    },
    /// `let a = b` as a condition.
    Let {
        /// What is bound.
        pattern: Pat,
        /// To what.
        value: ExprId,
    },
    /// `match a { b => c }`.
    Match {
        /// What is looked at.
        value: ExprId,
        /// Its arms.
        arms: Vec<Arm>,
    },
    /// `for a in b { c }`.
    For {
        /// What is bound.
        pattern: Pat,
        /// To each of what.
        over: ExprId,
        /// What is done.
        body: ExprId,
    },
    /// `while a { b }`, `loop { b }`.
    While {
        /// As long as this holds.
        condition: Option<ExprId>,
        /// What is done.
        body: ExprId,
    },
    /// `|a| b`.
    Closure {
        /// Its parameters.
        params: Vec<Pat>,
        /// Its value.
        body: ExprId,
    },
    /// `return a`.
    Return(Option<ExprId>),
    /// Anything else, with what is inside.
    Other(Vec<ExprId>),
}

/// An arm of a `match`.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// What is bound.
    pub pattern: Pat,
    /// The condition behind it.
    pub guard: Option<ExprId>,
    /// What it is then.
    pub value: ExprId,
}

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `let a: T = b else { c };`.
    Let {
        /// What is bound.
        pattern: Pat,
        /// Where its type stands, if one is written.
        ty: Option<Extent>,
        /// To what.
        value: Option<ExprId>,
        /// What is done if it does not fit.
        otherwise: Option<ExprId>,
    },
    /// An expression.
    Expr(ExprId),
}

/// A pattern.
#[derive(Debug, Clone, PartialEq)]
pub enum Pat {
    /// `a`, `mut a`, `ref a`, `a @ B(c)`.
    Name {
        /// The variable, or a constant.
        name: String,
        /// Whether it is `mut`.
        is_mut: bool,
        /// What else it is.
        inner: Option<Box<Pat>>,
    },
    /// `(a, b)`.
    Tuple(Vec<Pat>),
    /// `A(b)`: the names of the path.
    TupleStruct(Vec<String>, Vec<Pat>),
    /// `A { b, c: d }`.
    Record(Vec<String>, Vec<(String, Pat)>),
    /// `A::B`, a literal, a range, `_`, `..`: as written.
    Other(String),
    /// `a | b`, `[a, b]`: what they bind is not told apart.
    Several(Vec<Pat>),
}

impl Expressions {
    /// Reads the expressions of a file. Text that nests too deeply has none.
    pub fn read(text: &str, edition: Edition) -> Expressions {
        if u32::try_from(text.len()).is_err() {
            return Expressions::default();
        }
        let (lexed, _) = Lexed::new(text, edition);
        let read = || {
            let mut found = Expressions::default();
            let end = lexed.tokens.len();
            let entry = TopEntryPoint::SourceFile;
            let tree = Tree::parse(&lexed, 0, end, entry, &mut Vec::new());
            build::add(&tree, &mut found);
            found
        };
        match lexed.nesting() {
            Nesting::Shallow => read(),
            Nesting::Deep => with_large_stack(read).unwrap_or_default(),
            Nesting::TooDeep(_) => Expressions::default(),
        }
    }

    /// A row.
    pub fn row(&self, id: ExprId) -> &ExprRow {
        &self.rows[id.index()]
    }

    /// What an expression is.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.row(id).expr
    }

    /// All expressions with their rows, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (ExprId, &ExprRow)> {
        (0u32..).map(ExprId).zip(&self.rows)
    }

    /// The expressions around one, innermost first, itself not among them.
    pub fn around(&self, id: ExprId) -> impl Iterator<Item = ExprId> {
        std::iter::successors(self.row(id).parent, |&id| self.row(id).parent)
    }

    /// The function whose body an expression is in.
    pub fn function_of(&self, id: ExprId) -> Option<&Function> {
        let body = self.around(id).last().unwrap_or(id);
        self.functions.iter().find(|it| it.body == body)
    }

    /// The text of a string literal, with its escapes read; none if it is no such literal.
    pub fn string(literal: &str) -> Option<String> {
        unquote(literal)
    }
}
