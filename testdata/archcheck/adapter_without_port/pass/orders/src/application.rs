//! What can be done.

use crate::port::Store;

/// Places an order.
pub fn place(order: &str, store: &dyn Store) {
    store.keep(order);
}
