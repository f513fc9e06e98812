//! How it is announced which module is to be used.

use serde::{Deserialize, Serialize};

/// This module is to be used from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The SHA-256 of the module, under which its bytes are kept.
    pub sha256: String,
    /// What the module says about itself, in TOML.
    pub manifest: String,
}
