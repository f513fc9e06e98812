//! Checks a workspace against its declared architecture.
