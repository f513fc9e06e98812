//! Orders, as they were published.
