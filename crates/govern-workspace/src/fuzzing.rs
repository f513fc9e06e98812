//! What is read of answers of others, for those who try readers out on what nobody would answer. No part of what this crate
//! promises.

use crate::{
    ages,
    cargo::{Head, Lock},
    facts_cache::{self, Row},
    git, index,
    kept::Kept,
    linked::Opened,
    routed_before,
    sealed::Body,
    stamps,
};

/// Reads what git may have written, and a lock file.
pub fn answers(answer: &[u8]) {
    for prefix in ["", "sample/"] {
        git::read_listing(answer, prefix);
        index::Status::read(answer, prefix);
    }
    git::Files::read(answer);
    let text = String::from_utf8_lossy(answer);
    ages::times(&text);
    drop(Lock::parse(&text));
}

/// Reads what stands behind the checksums of caches.
pub fn caches(bytes: &[u8]) {
    let mut buffer = bitcode::Buffer::new();
    drop(facts_cache::decode(&mut buffer, bytes));
    drop(buffer.decode::<Vec<Row>>(bytes));
    drop(stamps::decode(bytes));
    drop(routed_before::decode(bytes));
    drop(buffer.decode::<Kept>(bytes));
    drop(buffer.decode::<Head>(bytes));
    drop(Opened::of(Body::of(bytes)));
}
