//! Forbidden patterns, and every gate over one workspace.
