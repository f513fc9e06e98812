//! A clock.

/// Begins to tick.
pub fn tick() {
    tokio::spawn();
}
