//! A repository with one package, for the tests that run the program in it.

use govern_testing::Repository;

const MANIFEST: &str = "[package]
name = \"orders\"
version = \"0.1.0\"
edition = \"2024\"
publish = false

[dependencies]
serde = { path = \"vendor/serde\" }

[workspace]
exclude = [\"vendor\"]
";

const LOCK: &str = "version = 4

[[package]]
name = \"orders\"
version = \"0.1.0\"
dependencies = [
 \"serde\",
]

[[package]]
name = \"serde\"
version = \"1.0.0\"
";

const SERDE: &str = "[package]
name = \"serde\"
version = \"1.0.0\"
edition = \"2024\"
";

/// A repository in which git knows who works, without source.
pub(crate) fn repository() -> Repository {
    let repository = Repository::new();
    repository.git(&["config", "user.name", "Somebody"]);
    repository.git(&["config", "user.email", "somebody@example.org"]);
    repository
        .write("Cargo.toml", MANIFEST)
        .write("Cargo.lock", LOCK)
        .write("vendor/serde/Cargo.toml", SERDE)
        .write("vendor/serde/src/lib.rs", "");
    repository
}
