//! Declares what it does not use.
