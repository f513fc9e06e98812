//! What is read of caches, for those who try the reader out on what no program would write. No part of what this crate promises.

use crate::{Gate, Session, kept, shown};

/// Reads what stands behind the checksum of what a gate found before; whether it is that.
pub fn kept(bytes: &[u8], gate: &dyn Gate, session: &Session) -> bool {
    kept::decode(bytes, gate, session).is_some()
}

/// Reads what stands behind the checksum of what a whole run showed; whether it is that.
pub fn shown(bytes: &[u8]) -> bool {
    shown::decode(bytes).is_some()
}
