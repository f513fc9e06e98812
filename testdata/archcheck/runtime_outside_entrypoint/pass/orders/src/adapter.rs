//! The broker.

use std::process::ExitCode;

use rt::runtime::Handle;

pub fn flush(handle: Handle) {
    rt::spawn(handle);
}

pub fn fail() -> ExitCode {
    ExitCode::FAILURE
}
