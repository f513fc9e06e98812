//! `orders-guest`: one request document on standard input, one reply document on standard output.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use orders_wire::guest::MAX_DOCUMENT_BYTES;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run() -> io::Result<()> {
    let mut document = Vec::new();
    // One byte more than is read, so that what is too long is known to be.
    let most = MAX_DOCUMENT_BYTES as u64 + 1;
    io::stdin().lock().take(most).read_to_end(&mut document)?;
    let mut out = io::stdout().lock();
    out.write_all(&orders_guest::answer(&document))?;
    out.flush()
}
