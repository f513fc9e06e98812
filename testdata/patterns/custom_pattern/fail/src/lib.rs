//! Orders that wait.

use std::sync::Mutex;
use std::thread as t;
use std::time::Duration;

pub async fn retry(delay: Duration) {
    t::sleep(delay);
//  ^^^^^^^^^^^^^^^ custom_pattern: `no-sleep`: `delay` stops all tasks of the thread
}

pub struct Desk {
//  ^^^^^^^^^^^^^ custom_pattern: `ids-are-types`
    pub desk_id: String,
    orders: Mutex<Vec<u64>>,
}

impl Desk {
    pub fn double(&self) -> usize {
        let first = self.orders.lock().map(|orders| orders.len());
        let second = self.orders.lock().map(|orders| orders.len());
        vec![first.unwrap_or(0) + second.unwrap_or_default()].len()
//                ^^^^^^^^^^^^^ custom_pattern: `no-numbers`: this is `$x.unwrap_or($n)`
    }
}
