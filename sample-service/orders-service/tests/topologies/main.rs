//! One program in every topology: the same requests have the same replies, and modules come and go while requests flow.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the test starts the program and looks at its file"
)]

mod deployment;
mod modules;
mod scenarios;
mod swap;
