//! The same repository with one package, for programs on a server.

use govern_testing::Repository;

use crate::support::repository;

const MANIFEST: &str = "[package]
name = \"orders\"
version = \"0.1.0\"
edition = \"2024\"

[dependencies]
async-nats = { path = \"vendor/async-nats\" }

[workspace]
exclude = [\"vendor\"]
";

/// A repository in which git knows who works, with the client and without source.
pub(crate) fn nats_repository() -> Repository {
    let repository = repository();
    repository
        .write("Cargo.toml", MANIFEST)
        .write(
            "vendor/async-nats/Cargo.toml",
            "[package]\nname = \"async-nats\"\nversion = \"0.51.0\"\nedition = \"2024\"\n",
        )
        .write("vendor/async-nats/src/lib.rs", "")
        .remove("Cargo.lock");
    repository
}
