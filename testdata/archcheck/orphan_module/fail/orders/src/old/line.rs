//! Below it.
