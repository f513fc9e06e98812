//! Why a call of a module came to nothing.

use std::time::Duration;

use thiserror::Error;

/// Why a call came to nothing. Nothing was carried out then, and the host is as it was.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CallError {
    /// There is no module.
    #[error("no module is installed")]
    NotInstalled,
    /// It has failed too often and is given a rest.
    #[error("the module failed too often; it is asked again in {} ms", .retry_in.as_millis())]
    BreakerOpen {
        /// After this time it is tried.
        retry_in: Duration,
    },
    /// All places for calls are taken.
    #[error("too many calls at once")]
    Busy,
    /// The request is longer than what modules read.
    #[error("the request has {length} bytes, at most {limit} are read")]
    RequestTooLong {
        /// Its length.
        length: usize,
        /// The longest that is read.
        limit: usize,
    },
    /// It did more steps than it may.
    #[error("the module used up its fuel")]
    OutOfFuel,
    /// It took longer than it may.
    #[error("the module took too long")]
    TimedOut,
    /// It wanted more memory than it may have.
    #[error("the module wanted more memory than it may have")]
    OutOfMemory,
    /// It called itself too deeply.
    #[error("the module used up its stack")]
    OutOfStack,
    /// It did what cannot be done; a panic ends so, too.
    #[error("the module broke: {reason}")]
    Trapped {
        /// What the engine says.
        reason: String,
    },
    /// It ended with a status that says that it failed.
    #[error("the module ended with the status {status}")]
    Exited {
        /// The status.
        status: i32,
    },
    /// It wrote more than is read.
    #[error("the module wrote more than {limit} bytes")]
    OutputTooLong {
        /// The most that is read.
        limit: usize,
    },
    /// It ended in peace and wrote nothing.
    #[error("the module wrote nothing")]
    NoOutput,
    /// What it wrote is no reply.
    #[error("what the module wrote is no reply ({reason})")]
    Unreadable {
        /// What kind of mistake it is.
        reason: &'static str,
    },
    /// It replied to something else.
    #[error("the module replied with {what} that nobody asked about")]
    Foreign {
        /// What does not belong here.
        what: &'static str,
    },
    /// It says what cannot be.
    #[error("the module contradicts what is known: {what}")]
    Contradiction {
        /// What cannot be.
        what: &'static str,
    },
    /// It takes the request for none.
    #[error("the module refused the request ({code})")]
    Refused {
        /// The code it gave.
        code: &'static str,
    },
    /// The host itself failed.
    #[error("the host failed: {reason}")]
    Host {
        /// What happened.
        reason: String,
    },
}

impl CallError {
    /// The word for it that programs compare. What a module wrote is in none of them.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotInstalled => "not_installed",
            Self::BreakerOpen { .. } => "breaker_open",
            Self::Busy => "busy",
            Self::RequestTooLong { .. } => "request_too_long",
            Self::OutOfFuel => "out_of_fuel",
            Self::TimedOut => "timed_out",
            Self::OutOfMemory => "out_of_memory",
            Self::OutOfStack => "out_of_stack",
            Self::Trapped { .. } => "trapped",
            Self::Exited { .. } => "exited",
            Self::OutputTooLong { .. } => "output_too_long",
            Self::NoOutput => "no_output",
            Self::Unreadable { .. } => "output_unreadable",
            Self::Foreign { .. } => "foreign_reply",
            Self::Contradiction { .. } => "contradiction",
            Self::Refused { .. } => "refused",
            Self::Host { .. } => "host",
        }
    }

    /// Whether the module is to blame, and not the host or whoever called.
    pub(crate) const fn is_fault_of_the_module(&self) -> bool {
        !matches!(
            self,
            Self::NotInstalled
                | Self::BreakerOpen { .. }
                | Self::Busy
                | Self::RequestTooLong { .. }
                | Self::Host { .. }
        )
    }
}
