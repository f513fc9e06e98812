//! What was said between desk and module stays readable: samples of every document of version 1, kept in `testdata`.
#![expect(
    clippy::disallowed_methods,
    reason = "the samples are files beside the test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use orders_wire::guest::{Announcement, MAX_DOCUMENT_BYTES, Reply, Request, decode_document};
use orders_wire::{WireError, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

const REQUESTS: [&str; 3] = [
    "request-carry-out",
    "request-carry-out-first",
    "request-describe",
];
const REPLIES: [&str; 4] = [
    "reply-carried-out",
    "reply-described",
    "reply-refused",
    "reply-rejected",
];
const ANNOUNCEMENTS: [&str; 1] = ["announcement"];

fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/guest-v1")
}

fn sample(name: &str) -> Vec<u8> {
    let path = samples().join(format!("{name}.json"));
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).expect("samples are JSON")
}

/// Reads the samples and writes them again: nothing is lost, nothing is added.
fn unchanged<T: DeserializeOwned + Serialize>(names: &[&str]) {
    for name in names {
        let bytes = sample(name);
        let document: T = decode_document(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(json(&encode(&document)), json(&bytes), "{name}");
    }
}

/// AC: AC-EDGE-010
#[test]
fn documents_of_old_are_read_and_written_as_they_were() {
    unchanged::<Request>(&REQUESTS);
    unchanged::<Reply>(&REPLIES);
    unchanged::<Announcement>(&ANNOUNCEMENTS);
    let entries = fs::read_dir(samples()).unwrap();
    let there: BTreeSet<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let looked_at = REQUESTS.iter().chain(&REPLIES).chain(&ANNOUNCEMENTS);
    let looked_at: BTreeSet<_> = looked_at.map(|name| format!("{name}.json")).collect();
    assert_eq!(there, looked_at);
}

/// AC: AC-EDGE-010
#[test]
fn a_document_that_is_too_long_is_refused_unread() {
    let mut bytes = b"[".to_vec();
    bytes.resize(MAX_DOCUMENT_BYTES, b' ');
    let shape = decode_document::<Request>(&bytes);
    assert!(matches!(shape, Err(WireError::Shape(_))));
    bytes.push(b']');
    let long = decode_document::<Request>(&bytes);
    assert!(matches!(long, Err(WireError::TooLong { length, .. }) if length == bytes.len()));
}
