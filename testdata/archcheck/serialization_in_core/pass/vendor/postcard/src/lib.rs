//! A format.
