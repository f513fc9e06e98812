//! Who may read a file.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

/// Whether somebody else may.
pub fn is_open(permissions: &std::fs::Permissions) -> bool {
    permissions.mode() & 0o077 != 0
}
