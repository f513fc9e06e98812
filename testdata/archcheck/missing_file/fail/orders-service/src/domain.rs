//! What orders are.
