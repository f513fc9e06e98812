//! Modules in directories, as an operator has them.

use std::fs;
use std::sync::LazyLock;

use orders_edge::Sha256;
use orders_testing::GuestModule;
use tempfile::TempDir;

static GUEST: LazyLock<GuestModule> =
    LazyLock::new(|| GuestModule::load().unwrap_or_else(|error| panic!("{error}")));

/// A directory with a module and its manifest.
pub(crate) struct Module {
    directory: TempDir,
    pub(crate) sha256: String,
}

impl Module {
    /// The module that is built from this repository.
    pub(crate) fn good() -> Self {
        Self::of(&GUEST.module)
    }

    /// One that does the same and has other bytes: with a section that means nothing.
    pub(crate) fn next() -> Self {
        let mut module = GUEST.module.clone();
        module.extend([0, 2, 1, 1]);
        Self::of(&module)
    }

    /// One that passes all trials and has a defect: it does not know a reason for which orders are cancelled.
    pub(crate) fn defective() -> Self {
        let (word, other) = (b"out_of_stock", b"out_of_shape");
        let mut module = GUEST.module.clone();
        let places: Vec<_> = (0..module.len() - word.len())
            .filter(|&place| module[place..].starts_with(word))
            .collect();
        assert_eq!(places.len(), 1, "the module has the word once");
        module[places[0]..places[0] + word.len()].copy_from_slice(other);
        Self::of(&module)
    }

    /// One that is a module, and lacks everything that a desk needs.
    pub(crate) fn hopeless() -> Self {
        let module = b"\0asm\x01\0\0\0".to_vec();
        Self::of(&module)
    }

    fn of(module: &[u8]) -> Self {
        let directory = TempDir::new().unwrap();
        let good = Sha256::of(&GUEST.module).to_string();
        let sha256 = Sha256::of(module).to_string();
        let manifest = GUEST.manifest.replace(&good, &sha256);
        fs::write(directory.path().join("module.wasm"), module).unwrap();
        fs::write(directory.path().join("manifest.toml"), manifest).unwrap();
        Self { directory, sha256 }
    }

    pub(crate) fn path(&self) -> &str {
        self.directory.path().to_str().unwrap()
    }
}
