//! This and that.
