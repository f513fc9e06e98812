//! A reader of the Gherkin language: text in, tree and errors out.
//!
//! Gherkin is read line by line. `line` knows blanks, table cells and tags, `dialect` the keywords of every language,
//! `token` says what a line can be, `grammar` which kinds of line may follow which, and `parser` walks the two and
//! builds the tree of `ast`. Nothing here touches the disk, and no input makes it panic: a line that does not fit is an
//! error at its place, is left out, and reading goes on.

mod ast;
mod build;
mod dialect;
mod error;
mod fill;
mod grammar;
mod line;
mod message_types;
mod messages;
mod parser;
mod pickle;
mod token;

pub use ast::{
    Background, Cell, Comment, DataTable, DocString, Document, Examples, Feature, KeywordType,
    Location, NodeId, Row, Rule, Scenario, Step, Tag,
};
pub(crate) use dialect::begins_with_keyword;
pub use error::{ErrorKind, ParseError};
pub use grammar::Kind;
pub use messages::{Emit, Emitted, Emitter};
pub use parser::{Parsed, parse};
pub use pickle::{Pickle, PickleDocString, PickleStep, PickleTable, PickleTag, TooLarge, compile};
