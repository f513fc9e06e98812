//! What stands in code besides uses of names.

use govern_diagnostics::{FileId, Span};

use govern_facts::BodySize;

use super::ModuleRow;

/// Something in code that is no use of a name, or more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The module it stands in.
    pub module: ModuleRow,
    /// Where.
    pub span: Span,
    /// What.
    pub what: What,
}

/// What stands there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A static that can change.
    State {
        /// Its name.
        name: String,
        /// What lets it change: the path of a type, or `static mut`.
        by: String,
    },
    /// `env!` or `option_env!`.
    BuildVariable {
        /// The macro.
        by: &'static str,
        /// The variable; as written if it is no literal.
        name: String,
    },
    /// A flag, or a key with its value, that a condition asks for.
    Condition {
        /// `unix`, `target_os`, `feature`.
        key: String,
        /// The value.
        value: Option<String>,
        /// Where the attribute, or the call of `cfg!`, begins in the file: in bytes.
        within: u32,
    },
    /// A function `main` of a module.
    Main,
    /// A function with a body, if some rule asks for them.
    Function {
        /// Its full path: `orders::handlers::Desk::place`.
        path: String,
        /// What stands in its body; none if a macro declares it.
        size: Option<BodySize>,
    },
    /// The name of a crate that turns values into bytes or text, in code that is switched off.
    SwitchedOff {
        /// The crate.
        krate: String,
        /// As written.
        written: String,
    },
    /// A value of a type that another layer declares is made: an associated function is called, or fields are given.
    Construction {
        /// The full path of the type.
        item: String,
        /// The associated function, if it is one.
        function: Option<String>,
        /// The module that declares the type.
        of: ModuleRow,
    },
}

impl Site {
    /// By what sites are sorted: where they stand.
    pub(crate) fn key(&self) -> (ModuleRow, FileId, u32, u32, &What) {
        let range = self.span.range;
        let (start, end) = (range.start().into(), range.end().into());
        (self.module, self.span.file, start, end, &self.what)
    }
}
