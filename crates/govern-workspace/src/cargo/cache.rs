//! The last answer of `cargo metadata`, kept with everything that was looked at to get it.

use std::{
    borrow::Cow,
    env,
    fs::{self, File},
    io::{Read as _, Seek as _, SeekFrom},
    sync::Mutex,
    time::UNIX_EPOCH,
};

use bitcode::{Decode, Encode};
use camino::{Utf8Path, Utf8PathBuf};
use cargo_metadata::Metadata;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::resolved;
use crate::{answers::Answers, cache_directory, describe::Description, tree::Tree, watch::Watched};

/// How names begin; there is a file for each set of arguments.
const NAME: &str = "metadata-";
/// How many of them are kept.
const KEPT: usize = 16;
const MAGIC: [u8; 8] = *b"gvmeta\0\x05";

/// Where an answer is kept, and the key under which it counts.
#[derive(Debug)]
pub(crate) struct MetadataCache {
    path: Utf8PathBuf,
    key: u128,
}

/// The text of an answer, for when somebody asks for the graph.
#[derive(Debug)]
pub(crate) enum Json {
    /// Here.
    Text(String),
    /// Behind this offset of a file that stays open, so that replacing it does not matter.
    File(Mutex<File>, u64),
}

/// An answer from the cache.
#[derive(Debug)]
pub(crate) struct Remembered {
    pub(crate) description: Description,
    pub(crate) json: Json,
    seen: Answers,
}

impl Remembered {
    /// Whether nothing that it depends on has changed.
    pub(crate) fn holds(&self, tree: &Tree) -> bool {
        self.seen.hold(tree)
    }
}

#[derive(Encode, Decode)]
pub(crate) struct Head {
    key: u128,
    seen: Answers,
    description: Description,
}

impl MetadataCache {
    /// The place for the answer to these arguments.
    pub(crate) fn new(
        root: &Utf8Path,
        directory: &Utf8Path,
        arguments: &[String],
    ) -> MetadataCache {
        let key = surroundings(root, arguments);
        let name = xxh3_64(arguments.join("\0").as_bytes());
        MetadataCache {
            path: directory.join(format!("{NAME}{name:016x}.bin")),
            key,
        }
    }

    /// The last answer, which may not count any more. A damaged file is no answer.
    pub(crate) fn last(&self) -> Option<Remembered> {
        let mut file = File::open(&self.path).ok()?;
        let mut fixed = [0; 24];
        file.read_exact(&mut fixed).ok()?;
        let (magic, rest) = fixed.split_at(8);
        let length = u64::from_le_bytes(rest[..8].try_into().ok()?);
        let checksum = u64::from_le_bytes(rest[8..].try_into().ok()?);
        if magic != MAGIC || length > file.metadata().ok()?.len() {
            return None;
        }
        let mut head = vec![0; usize::try_from(length).ok()?];
        file.read_exact(&mut head).ok()?;
        if xxh3_64(&head) != checksum {
            return None;
        }
        let head: Head = bitcode::decode(&head).ok()?;
        if head.key != self.key {
            return None;
        }
        Some(Remembered {
            description: head.description,
            seen: head.seen,
            json: Json::File(Mutex::new(file), 24 + length),
        })
    }

    /// Keeps an answer. Failing to is no error: it is asked again next time.
    pub(crate) fn store(
        &self,
        watched: Watched<'_>,
        metadata: &Metadata,
        description: &Description,
        json: &str,
        begun: i128,
    ) {
        let foreign = resolved::foreign_manifests(metadata);
        for path in foreign.iter().map(String::as_str).chain(["Cargo.lock"]) {
            // What cannot be read is not noted, so it is read again next time and the answer does not count.
            drop(watched.text(path));
        }
        let head = Head {
            key: self.key,
            seen: watched.answers(begun),
            description: description.clone(),
        };
        let head = bitcode::encode(&head);
        let mut bytes = MAGIC.to_vec();
        bytes.extend((head.len() as u64).to_le_bytes());
        bytes.extend(xxh3_64(&head).to_le_bytes());
        bytes.extend(&head);
        bytes.extend(xxh3_64(json.as_bytes()).to_le_bytes());
        bytes.extend(json.as_bytes());
        drop(cache_directory::replace(&self.path, &bytes));
        if let Some(directory) = self.path.parent() {
            cache_directory::tidy(directory, NAME, KEPT);
        }
    }
}

impl Json {
    /// A hash of the text. None if the cache was damaged.
    pub(crate) fn checksum(&self) -> Option<u64> {
        match self {
            Json::Text(text) => Some(xxh3_64(text.as_bytes())),
            Json::File(file, offset) => {
                let mut file = file
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                file.seek(SeekFrom::Start(*offset)).ok()?;
                let mut checksum = [0; 8];
                file.read_exact(&mut checksum).ok()?;
                Some(u64::from_le_bytes(checksum))
            }
        }
    }

    /// The text that cargo gave. None if the cache was damaged behind its description.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Json::Text(text) => Some(Cow::Borrowed(text)),
            Json::File(file, offset) => {
                let mut file = file
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                file.seek(SeekFrom::Start(*offset)).ok()?;
                let mut checksum = [0; 8];
                file.read_exact(&mut checksum).ok()?;
                let mut text = String::new();
                file.read_to_string(&mut text).ok()?;
                let whole = xxh3_64(text.as_bytes()) == u64::from_le_bytes(checksum);
                whole.then_some(Cow::Owned(text))
            }
        }
    }
}

/// A hash of what can change cargo's answer besides the manifests: cargo itself, its configuration, the environment.
fn surroundings(root: &Utf8Path, arguments: &[String]) -> u128 {
    let mut hash = Xxh3::new();
    let mut add = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(env!("CARGO_PKG_VERSION"));
    add(root.as_str());
    arguments.iter().for_each(|argument| add(argument));

    let program = super::program();
    add(program.as_str());
    add(&stamp(&which(&program)));
    let mut variables: Vec<(String, String)> = env::vars_os()
        .filter_map(|(name, value)| {
            Some((
                name.into_string().ok()?,
                value.to_string_lossy().into_owned(),
            ))
        })
        .filter(|(name, _)| is_relevant(name))
        .collect();
    variables.sort();
    for (name, value) in &variables {
        add(name);
        add(value);
    }

    // `cargo` may be rustup's, which picks a toolchain by these.
    let home = home();
    let rustup = env::var("RUSTUP_HOME")
        .ok()
        .map(Utf8PathBuf::from)
        .or_else(|| Some(home.as_ref()?.join(".rustup")));
    if let Some(rustup) = rustup {
        add(&fs::read_to_string(rustup.join("settings.toml")).unwrap_or_default());
        add(&stamp(&rustup.join("toolchains")));
        add(&stamp(&rustup.join("update-hashes")));
    }
    for directory in root.ancestors() {
        for name in [
            "rust-toolchain",
            "rust-toolchain.toml",
            ".cargo/config",
            ".cargo/config.toml",
        ] {
            if let Ok(text) = fs::read_to_string(directory.join(name)) {
                add(directory.as_str());
                add(name);
                add(&text);
            }
        }
    }
    let cargo = env::var("CARGO_HOME")
        .ok()
        .map(Utf8PathBuf::from)
        .or_else(|| Some(home?.join(".cargo")));
    if let Some(cargo) = cargo {
        for name in ["config", "config.toml"] {
            add(&fs::read_to_string(cargo.join(name)).unwrap_or_default());
        }
    }
    hash.digest128()
}

/// Variables that configure cargo or choose a toolchain; not those that cargo tells its children.
fn is_relevant(name: &str) -> bool {
    let told = [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_CRATE_",
        "CARGO_PRIMARY_",
        "CARGO_LLVM_COV",
        "CARGO_TERM_",
        "CARGO_MAKEFLAGS",
    ];
    let exact = [
        "RUSTC",
        "RUSTUP_TOOLCHAIN",
        "RUSTC_BOOTSTRAP",
        "RUSTUP_HOME",
        "RUSTC_WRAPPER",
        "RUSTC_WORKSPACE_WRAPPER",
        // Flags for `cfg` may decide over dependencies.
        "RUSTFLAGS",
    ];
    (name.starts_with("CARGO_") && !told.iter().any(|prefix| name.starts_with(prefix)))
        || exact.contains(&name)
}

/// The file that a program's name means.
fn which(program: &Utf8Path) -> Utf8PathBuf {
    if program.components().count() > 1 {
        return program.to_owned();
    }
    let path = env::var("PATH").unwrap_or_default();
    let separator = if cfg!(windows) { ';' } else { ':' };
    let found = path
        .split(separator)
        .map(|directory| {
            Utf8Path::new(directory).join(format!("{program}{}", env::consts::EXE_SUFFIX))
        })
        .find(|path| path.is_file());
    found.unwrap_or_else(|| program.to_owned())
}

/// Length and time of a file or directory: another program has another.
pub(crate) fn stamp(path: &Utf8Path) -> String {
    let Ok(data) = fs::metadata(path) else {
        return String::new();
    };
    let time = data
        .modified()
        .ok()
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{} {} {:?}", path, data.len(), time)
}

pub(super) fn home() -> Option<Utf8PathBuf> {
    let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    env::var(name).ok().map(Utf8PathBuf::from)
}
