//! What can be wrong with a message.

use std::fmt::Display;

use orders::domain::{
    HistoryError, InvalidCurrency, InvalidId, InvalidLines, InvalidStock, TenantId,
};
use thiserror::Error;

/// Why a message cannot be read.
#[derive(Debug, Error)]
pub enum WireError {
    /// It is too long to look at.
    #[error("the message has {length} bytes, at most {limit} are read")]
    TooLong {
        /// Its length.
        length: usize,
        /// The longest that is read.
        limit: usize,
    },
    /// It has not the published shape.
    #[error("the message has not the shape of its version: {0}")]
    Shape(String),
    /// It is in a form that nobody here reads.
    #[error(
        "the message is in a form that is not read here; `application/json`, `application/msgpack` and `application/cbor` are"
    )]
    Form,
    /// Nothing is said under this subject.
    #[error("nothing is said under the subject `{subject}`")]
    Subject {
        /// The subject.
        subject: String,
    },
    /// `main` is named, which has no name on the wire.
    #[error("the tenant `main` is not named: what names no tenant belongs to it")]
    MainNamed,
    /// It says that it belongs to another tenant than where it was found.
    #[error("it belongs to the tenant `{stated}` and was found under the tenant `{found}`")]
    Tenant {
        /// What the message says.
        stated: TenantId,
        /// Where it was.
        found: TenantId,
    },
    /// An id is none.
    #[error(transparent)]
    Id(#[from] InvalidId),
    /// A currency is none.
    #[error(transparent)]
    Currency(#[from] InvalidCurrency),
    /// The lines are none that an order can have.
    #[error(transparent)]
    Lines(#[from] InvalidLines),
    /// A total is not the sum of the lines.
    #[error("the total {stated} is not the sum of the lines, {computed}")]
    Total {
        /// What the message says.
        stated: String,
        /// What the lines add up to.
        computed: String,
    },
    /// A version is 0.
    #[error("versions count from 1")]
    Version,
    /// A history is not that of the order that the command is about.
    #[error("the history is that of another order")]
    ForeignHistory,
    /// A stored history cannot have happened.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A stored stock cannot be what it says.
    #[error(transparent)]
    Stock(#[from] InvalidStock),
}

impl WireError {
    pub(crate) fn shape(reason: impl Display) -> Self {
        Self::Shape(reason.to_string())
    }

    /// What kind of mistake it is, without a word of the message: fit for a log.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too_long",
            Self::Shape(_) => "shape",
            Self::Form => "form",
            Self::Subject { .. } => "subject",
            Self::MainNamed => "main_named",
            Self::Tenant { .. } => "wrong_tenant",
            Self::Id(_) => "id",
            Self::Currency(_) => "currency",
            Self::Lines(_) => "lines",
            Self::Total { .. } => "total",
            Self::Version => "version",
            Self::ForeignHistory => "foreign_history",
            Self::History(_) => "history",
            Self::Stock(_) => "stock",
        }
    }
}
