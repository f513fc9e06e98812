//! Files that the order service is given by who runs it.

use orders_adapters::nats::Streams;
use orders_edge::Manifest;

/// The manifest of a module: it asks for no more than any module is given.
pub(crate) fn manifest(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    match Manifest::parse(text) {
        Ok(manifest) => {
            assert!(manifest.limits.fuel <= 1_000_000_000, "{manifest:?}");
            assert!(manifest.limits.memory <= 16 * 1024 * 1024, "{manifest:?}");
            assert!(manifest.limits.timeout.as_secs() <= 2, "{manifest:?}");
            assert_eq!(Manifest::parse(text).as_ref(), Ok(&manifest));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// The settings of streams: an error says what is wrong.
pub(crate) fn streams(input: &[u8]) {
    let text = &*String::from_utf8_lossy(input);
    match Streams::parse(text) {
        Ok(streams) => assert!(streams == Streams::parse(text).expect("the same twice")),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
