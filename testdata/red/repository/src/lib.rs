//! An order desk.

/// Opens the archive.
pub const ARCHIVE_API_KEY: &str = "apxYac5cvithhB8P";
