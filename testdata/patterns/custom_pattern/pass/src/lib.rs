//! Orders that wait.

use std::time::Duration;

mod own {
    pub fn sleep(_: std::time::Duration) {}
}

pub async fn retry(delay: Duration) {
    own::sleep(delay);
}

/// Nobody awaits this one.
pub fn wait(delay: Duration) {
    std::thread::sleep(delay);
}

pub struct DeskRow {
    pub desk_id: String,
}

pub fn or_else(orders: Option<u64>, else_: u64) -> u64 {
    // "orders.unwrap_or(0)" is what this is not.
    println!("orders.unwrap_or(0)");
    orders.unwrap_or(else_)
}

#[cfg(test)]
mod tests {
    #[test]
    fn tests_may() {
        assert_eq!(None.unwrap_or(7), 7);
    }
}
