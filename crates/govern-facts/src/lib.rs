//! Source text in, facts out.
//!
//! [`extract`] is pure and never fails: broken code yields facts *and* syntax errors. [`MacroRules`] expands calls of
//! macros, and [`Absorber`] adds what the expansions say to the facts of the file with the calls. This is the only crate
//! that names the parser, so a change of parser ends here.

#[macro_use]
mod rows;

mod access;
mod expand;
mod expressions;
mod extract;
mod interner;
mod lexing;
mod literal;
mod model;
mod modules;
mod nesting;
mod pattern;
mod plain;
mod script;
mod token;
mod tokens;
mod tree;
mod under;

pub use expand::{Absorber, MacroRules, NotExpanded, SAMPLE};
pub use expressions::bindings;
pub use expressions::{Arm, Expr, ExprId, ExprRow, Expressions, Function, Pat, Statement};
pub use extract::extract;
pub use interner::Interner;
pub use model::*;
pub use modules::{IncludedFile, ModuleFile, included_files, module_files};
pub use pattern::{
    Capture, IsPath, LiteralPath, Match, PathQuestion, Pattern, PatternError, PatternKind, Source,
    Word,
};
pub use plain::{PlainKind, PlainToken, plain_tokens};
pub use script::{Environment, Printed, printed};
