//! A shop.
