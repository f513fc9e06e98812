//! Checks wire types against what was published.
