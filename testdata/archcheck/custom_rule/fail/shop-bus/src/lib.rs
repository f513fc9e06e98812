//! A bus that nobody should hear.
