//! What can be done with orders.

pub mod handlers;
