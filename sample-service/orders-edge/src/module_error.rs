//! Why a module is not taken.

use orders_wire::guest::ApiVersion;
use thiserror::Error;

use crate::digest::Sha256;

/// The largest module, in bytes, that is looked at: what fits into one message of a server as it comes.
pub const MAX_MODULE_BYTES: usize = 1_000_000;

/// Why a module is not taken. Nothing of it has run then.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModuleError {
    /// It is too long to look at.
    #[error("the module has {length} bytes, at most {MAX_MODULE_BYTES} are taken")]
    TooLong {
        /// Its length.
        length: usize,
    },
    /// It is not the module that the manifest is about.
    #[error("the manifest is about the module {expected}, this is {found}")]
    HashMismatch {
        /// What the manifest says.
        expected: Sha256,
        /// What the bytes are.
        found: Sha256,
    },
    /// It was made for other documents.
    #[error("the module is for version {wanted} of the documents, this program speaks {spoken}")]
    ApiUnsupported {
        /// What the manifest says.
        wanted: ApiVersion,
        /// What this program speaks.
        spoken: ApiVersion,
    },
    /// It is no module of WebAssembly.
    #[error("it is no module of WebAssembly: {reason}")]
    Unreadable {
        /// What is wrong with it.
        reason: String,
    },
    /// It wants something that it is not given.
    #[error("the module imports `{module}.{name}`, which its capabilities do not include")]
    ImportDenied {
        /// From where.
        module: String,
        /// What.
        name: String,
    },
    /// It lacks what it has to have.
    #[error("the module exports no {what}")]
    ExportMissing {
        /// What it lacks.
        what: &'static str,
    },
    /// It wants to run before it is called.
    #[error("the module has a start function, which would run before any call")]
    StartFunction,
    /// It begins with more than it may ever have.
    #[error("the module begins with {wanted} of {what}, it may have {limit}")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// How much it wants.
        wanted: u64,
        /// How much it may have.
        limit: u64,
    },
    /// It has something that modules do not need.
    #[error("the module has {what}, which is not allowed")]
    Unwanted {
        /// What.
        what: &'static str,
    },
    /// The engine does not take it.
    #[error("the engine does not take the module: {reason}")]
    Rejected {
        /// What the engine says.
        reason: String,
    },
}

impl ModuleError {
    /// The word for it that programs compare.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "module_too_long",
            Self::HashMismatch { .. } => "hash_mismatch",
            Self::ApiUnsupported { .. } => "api_unsupported",
            Self::Unreadable { .. } => "module_unreadable",
            Self::ImportDenied { .. } => "import_denied",
            Self::ExportMissing { .. } => "export_missing",
            Self::StartFunction => "start_function",
            Self::TooLarge { .. } => "module_too_large",
            Self::Unwanted { .. } => "module_unwanted",
            Self::Rejected { .. } => "module_rejected",
        }
    }
}
