//! Takes orders.

use std::net::TcpListener;

use crate::{application::place, port::Store};

/// Serves.
pub fn serve(listener: &TcpListener, store: &dyn Store) {
    while listener.accept().is_ok() {
        place("one", store);
    }
}
