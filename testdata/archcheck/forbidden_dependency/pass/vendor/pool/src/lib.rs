//! Uses the runtime.

pub fn run() {
    tokio::spawn();
}
