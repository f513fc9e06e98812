//! The order desk.

/// What the desk is started with.
pub mod config {
    /// Where orders go.
    pub const BUS: &str = "nats://orders:71PUiJXiH9uESM@bus:4222";
    //                                   ^^^^^^^^^^^^^^ secret_in_repository: a password in a URL is in the repository: 14 characters
}

/// Opens the archive.
pub const API_KEY: &str = "qQMJr4yFknqqHqHx4J82KEkpGcLqa71l";
//                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret_in_repository: a random value with the name of a secret is in the repository: 32 characters

/// Signs.
pub const SEED: &[u8] = b"SUAJPNAI3OUIA5UBCRH3V63GHVXPWTYR23TBX2O3SNTP3QHFYQJ6UAM5VQ";
//                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret_in_repository: a seed of NATS is in the repository: 58 characters

/// Was asked by hand: curl -H "Authorization: Bearer eyJhbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiY2xlcmsifQ.0JQDNNfW7rYVhpuf5XtPRYnA71OdUmoV10hXUya5Cpk"
//                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret_in_repository: a JSON Web Token is in the repository
pub fn ask() {}

/// Signs, too.
pub const KEY: &str = "-----BEGIN PRIVATE KEY-----\nMIKS0M8oHYInt2rh5/2YDBgVvm1M1pWMg7iE6BwHq/6/mjJ9doSi4XCRGUwIEevK\nXdGOg5ZK0f1GBH/XjSvB+9wb2dJ0dA8wKf7+bf5jgTgEMG/SAOgE/kDzkNkk+xR6\nZgFJJdo+D+DLGxEoipgxcwdmW5hQEkKRVbqOv5WuwVVDdFWR46NZCkNmctEXDQ3K\nOZvID+D7PzxCTOlRtpTEUUIfRHR+ZF1pN81AdKItfCXB0YcTq8eeI2PlsIVvRQ==\n-----END PRIVATE KEY-----\n";
//                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret_in_repository: a private key is in the repository
