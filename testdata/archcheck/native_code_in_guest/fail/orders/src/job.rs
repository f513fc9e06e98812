//! What is done beside.

use std::thread;

/// Does it beside.
pub fn beside(job: fn()) {
    thread::spawn(job);
    //  <- native_code_in_guest: the guest `orders-guest` is built for `wasm32-wasip1`, but `orders::job` uses `std::thread::spawn`, which does not work there
}

/// Which version runs.
#[cfg(any(unix, target_os = "wasi"))]
pub fn version() -> Option<String> {
    let output = std::process::Command::new("git").output().ok()?;
    //           ^^^^^^^^^^^^^^^^^^^^^^^^^^ native_code_in_guest: `orders::job` uses `std::process::Command::new`
    String::from_utf8(output.stdout).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_done() {
        std::thread::spawn(|| super::beside(|| ()));
    }
}
