//! Content → facts, in one file for the files and one for what macro calls expand to. They can make a run faster, never
//! different: the key is the content, every entry has a checksum, and what is damaged is simply not there.
//!
//! What is new is written into a file of its own beside that with all, so that a run after a change of one file does not write all
//! again; when it has grown, both become one.
//!
//! Layout: a header, the entries one after the other, an index. Entries are read on demand, so that neither the file nor
//! what nobody asks for takes memory. A new file is written beside the old one and takes its place at the end; whoever
//! still reads the old one keeps it open. Two processes at once may lose each other's entries, never mix them.

use std::{
    cell::RefCell,
    fs::{self, File},
    io::{self, BufWriter, Seek as _, SeekFrom, Write as _},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use bitcode::{Decode, Encode};
use camino::{Utf8Path, Utf8PathBuf};
use govern_facts::{Edition, Extent, FileFacts, SyntaxError};
use rustc_hash::FxHashMap;
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::xxh3_64;

use crate::{cache_directory, outline::Outline};

/// What an entry counts for: other code that extracts facts makes other facts of the same text.
const FINGERPRINT: &str = env!("GOVERN_FACTS_FINGERPRINT");
/// The facts of files.
pub(crate) const FILES: &str = "facts-v1.bin";
/// The facts of what macro calls expand to.
pub(crate) const EXPANSIONS: &str = "expansions-v1.bin";
const MAGIC: [u8; 8] = *b"gvfacts\x03";
const HEADER: u64 = 40;
/// What is added to the names of files for that with what is new.
const RECENT: &str = "recent-";
/// What is new may have this part of the length of all.
const PART: u64 = 16;
/// How often what is new may be written before it becomes part of all.
const WRITES: u8 = 16;
/// An entry that so many rewritings in a row did not need is dropped.
const IDLE: u8 = 64;

thread_local! {
    /// Memory that encoding and decoding use again.
    static BUFFER: RefCell<(bitcode::Buffer, Vec<u8>)> = RefCell::default();
}

/// The hash of a text and the edition it is read in.
pub(crate) type Key = (u128, Edition);

/// Facts by content.
#[derive(Debug)]
pub(crate) struct FactsCache {
    directory: Utf8PathBuf,
    name: &'static str,
    old: Option<Arc<Stored>>,
    /// What was new before.
    recent: Option<Arc<Stored>>,
    new: Mutex<Option<Growing>>,
    /// Set when writing fails: then nothing more is written.
    broken: AtomicBool,
}

/// A file of entries.
#[derive(Debug)]
struct Stored {
    file: File,
    /// In bytes.
    length: u64,
    /// How often it was written since it was begun.
    writes: u8,
    index: FxHashMap<Key, (Row, AtomicBool)>,
}

/// Facts that are in the cache.
#[derive(Debug)]
pub(crate) struct Entry {
    stored: Arc<Stored>,
    key: Key,
}

/// A file that is being written.
#[derive(Debug)]
struct Growing {
    file: BufWriter<NamedTempFile>,
    offset: u64,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Encode, Decode)]
pub(crate) struct Row {
    hash: u128,
    edition: Edition,
    offset: u64,
    length: u32,
    checksum: u64,
    /// The length of what of the facts tells which files follow from it, behind them; nothing if none do.
    leading: u32,
    leading_checksum: u64,
    outline: Outline,
    /// Whether there is something in the text that is no Rust.
    is_wrong: bool,
    /// How many rewritings in a row did not need it.
    idle: u8,
}

impl FactsCache {
    /// Opens the cache of this name in a directory. One that is missing, damaged or of another version is empty.
    pub(crate) fn open(directory: &Utf8Path, name: &'static str) -> FactsCache {
        FactsCache {
            directory: directory.to_owned(),
            name,
            old: Stored::open(&directory.join(name)).map(Arc::new),
            recent: Stored::open(&recent(directory, name)).map(Arc::new),
            new: Mutex::new(None),
            broken: AtomicBool::new(false),
        }
    }

    /// The facts of a text.
    pub(crate) fn get(&self, key: Key) -> Option<(FileFacts, Vec<SyntaxError>)> {
        let (old, row, used) = self.row(key)?;
        let found = BUFFER.with_borrow_mut(|(buffer, bytes)| {
            old.read(row, bytes)?;
            decode(buffer, bytes)
        });
        used.store(found.is_some(), Ordering::Relaxed);
        found
    }

    /// Where the facts of a text are, with their outline, if it is Rust: then they can be read later.
    pub(crate) fn find(&self, key: Key) -> Option<(Outline, Entry)> {
        let (old, row, used) = self.row(key).filter(|(_, row, _)| !row.is_wrong)?;
        used.store(true, Ordering::Relaxed);
        let entry = Entry {
            stored: old.clone(),
            key,
        };
        Some((row.outline, entry))
    }

    fn row(&self, key: Key) -> Option<(&Arc<Stored>, &Row, &AtomicBool)> {
        let mut stored = [&self.old, &self.recent].into_iter().flatten();
        stored.find_map(|stored| {
            let (row, used) = stored.index.get(&key)?;
            Some((stored, row, used))
        })
    }

    /// Adds facts. They are written at once and count after [`FactsCache::finish`].
    pub(crate) fn put(&self, (hash, edition): Key, facts: &FileFacts, errors: &[SyntaxError]) {
        if self.broken.load(Ordering::Relaxed) {
            return;
        }
        let written = BUFFER.with_borrow_mut(|(buffer, bytes)| {
            encode(buffer, bytes, facts, errors);
            let (length, checksum) = (bytes.len(), xxh3_64(bytes));
            let outline = Outline::of(facts);
            if outline.leads_on {
                bytes.extend(buffer.encode(&facts.leading()));
            }
            let row = Row {
                hash,
                edition,
                offset: 0,
                length: length as u32,
                checksum,
                leading: (bytes.len() - length) as u32,
                leading_checksum: xxh3_64(&bytes[length..]),
                outline,
                is_wrong: !errors.is_empty(),
                idle: 0,
            };
            let mut new = self.new.lock().unwrap_or_else(PoisonError::into_inner);
            let growing = match &mut *new {
                Some(growing) => growing,
                none => none.insert(Growing::start(&self.directory)?),
            };
            growing.add(row, bytes)
        });
        if written.is_err() {
            self.broken.store(true, Ordering::Relaxed);
        }
    }

    /// Puts the new file in the place of the old one, if there is something new. Failing to is no error: the texts are
    /// read again next time.
    pub(crate) fn finish(&self) {
        let growing = self
            .new
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let (Some(growing), false) = (growing, self.broken.load(Ordering::Relaxed)) {
            // The temporary file is removed when it is dropped.
            drop(self.replace(growing));
        }
    }

    fn replace(&self, growing: Growing) -> io::Result<()> {
        let (all, recent) = (
            self.directory.join(self.name),
            recent(&self.directory, self.name),
        );
        let length = |stored: &Option<Arc<Stored>>| stored.as_ref().map_or(0, |it| it.length);
        // Somebody else may have put a file there in the meantime: what it has is worth keeping too.
        let current = Stored::open(&recent);
        let mut before = vec![&self.recent];
        let current = current.map(Arc::new);
        before.push(&current);
        let writes = self.recent.as_ref().map_or(0, |it| it.writes) + 1;
        let is_short = growing.offset + length(&self.recent) < length(&self.old) / PART;
        if is_short && writes < WRITES {
            return growing.finish(before.into_iter().flatten(), 1, writes, &recent);
        }
        let other = Stored::open(&all).map(Arc::new);
        before.extend([&self.old, &other]);
        // In between, nobody counted what is not needed.
        growing.finish(before.into_iter().flatten(), writes, 0, &all)?;
        match fs::remove_file(recent) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Where what is new is.
fn recent(directory: &Utf8Path, name: &str) -> Utf8PathBuf {
    directory.join(format!("{RECENT}{name}"))
}

impl Entry {
    /// The facts; none if they are damaged.
    pub(crate) fn read(&self) -> Option<(FileFacts, Vec<SyntaxError>)> {
        let (row, _) = self.stored.index.get(&self.key)?;
        BUFFER.with_borrow_mut(|(buffer, bytes)| {
            self.stored.read(row, bytes)?;
            decode(buffer, bytes)
        })
    }

    /// What of the facts tells which files follow; none if that is damaged.
    pub(crate) fn read_leading(&self) -> Option<FileFacts> {
        let (row, _) = self.stored.index.get(&self.key)?;
        BUFFER.with_borrow_mut(|(buffer, bytes)| {
            let offset = row.offset + u64::from(row.length);
            self.stored
                .read_part(offset, row.leading, row.leading_checksum, bytes)?;
            buffer.decode(bytes).ok()
        })
    }
}

impl Stored {
    fn open(path: &Utf8Path) -> Option<Stored> {
        let file = File::open(path).ok()?;
        let mut header = [0; HEADER as usize];
        read_at(&file, &mut header, 0).ok()?;
        let number = |at: usize| header[at..at + 8].try_into().map(u64::from_le_bytes).ok();
        let (offset, length, checksum) = (number(16)?, number(24)?, number(32)?);
        let size = file.metadata().ok()?.len();
        let fits = offset.checked_add(length).is_some_and(|end| end <= size);
        if header[..8] != MAGIC || header[8..16] != fingerprint() || !fits {
            return None;
        }
        let mut index = vec![0; usize::try_from(length).ok()?];
        read_at(&file, &mut index, offset).ok()?;
        if xxh3_64(&index) != checksum {
            return None;
        }
        let (writes, rows): (u8, Vec<Row>) = bitcode::decode(&index).ok()?;
        let index = rows
            .into_iter()
            .map(|row| ((row.hash, row.edition), (row, AtomicBool::new(false))))
            .collect();
        Some(Stored {
            file,
            length: size,
            writes,
            index,
        })
    }

    /// Reads an entry; none if it is damaged.
    fn read(&self, row: &Row, bytes: &mut Vec<u8>) -> Option<()> {
        self.read_part(row.offset, row.length, row.checksum, bytes)
    }

    fn read_part(
        &self,
        offset: u64,
        length: u32,
        checksum: u64,
        bytes: &mut Vec<u8>,
    ) -> Option<()> {
        self.fill(offset, u64::from(length), bytes)?;
        (xxh3_64(bytes) == checksum).then_some(())
    }

    /// Reads an entry with what stands behind it; none if some of it is damaged.
    fn read_all(&self, row: &Row, bytes: &mut Vec<u8>) -> Option<()> {
        let length = u64::from(row.length) + u64::from(row.leading);
        self.fill(row.offset, length, bytes)?;
        let (facts, leading) = bytes.split_at(row.length as usize);
        let sums = (xxh3_64(facts), xxh3_64(leading));
        (sums == (row.checksum, row.leading_checksum)).then_some(())
    }

    /// Reads a part of the file; nothing is made room for that is not there.
    fn fill(&self, offset: u64, length: u64, bytes: &mut Vec<u8>) -> Option<()> {
        if offset.checked_add(length)? > self.length {
            return None;
        }
        bytes.clear();
        bytes.resize(usize::try_from(length).ok()?, 0);
        read_at(&self.file, bytes, offset).ok()
    }
}

impl Growing {
    fn start(directory: &Utf8Path) -> io::Result<Growing> {
        let mut file = BufWriter::with_capacity(1 << 18, cache_directory::temporary(directory)?);
        file.write_all(&[0; HEADER as usize])?;
        Ok(Growing {
            file,
            offset: HEADER,
            rows: Vec::new(),
        })
    }

    fn add(&mut self, row: Row, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.rows.push(Row {
            offset: self.offset,
            ..row
        });
        self.offset += bytes.len() as u64;
        Ok(())
    }

    /// Ends it with what was there before; `idle` is added to what nobody needed of that.
    fn finish<'s>(
        mut self,
        before: impl Iterator<Item = &'s Arc<Stored>>,
        idle: u8,
        writes: u8,
        path: &Utf8Path,
    ) -> io::Result<()> {
        let mut known: rustc_hash::FxHashSet<Key> = self
            .rows
            .iter()
            .map(|row| (row.hash, row.edition))
            .collect();
        let mut bytes = Vec::new();
        for stored in before {
            let mut rows: Vec<(Row, bool)> = stored
                .index
                .values()
                .map(|(row, used)| (row.clone(), used.load(Ordering::Relaxed)))
                .collect();
            rows.sort_by_key(|(row, _)| row.offset);
            for (mut row, used) in rows {
                row.idle = if used {
                    0
                } else {
                    row.idle.saturating_add(idle)
                };
                if row.idle < IDLE
                    && known.insert((row.hash, row.edition))
                    && stored.read_all(&row, &mut bytes).is_some()
                {
                    self.add(row, &bytes)?;
                }
            }
        }
        let index = bitcode::encode(&(writes, self.rows));
        self.file.write_all(&index)?;
        let mut file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        let mut header = MAGIC.to_vec();
        header.extend(fingerprint());
        header.extend(self.offset.to_le_bytes());
        header.extend((index.len() as u64).to_le_bytes());
        header.extend(xxh3_64(&index).to_le_bytes());
        file.write_all(&header)?;
        file.persist(path)?;
        Ok(())
    }
}

fn fingerprint() -> [u8; 8] {
    xxh3_64(FINGERPRINT.as_bytes()).to_le_bytes()
}

/// Length of the facts, facts, errors.
fn encode(
    buffer: &mut bitcode::Buffer,
    bytes: &mut Vec<u8>,
    facts: &FileFacts,
    errors: &[SyntaxError],
) {
    bytes.clear();
    let encoded = buffer.encode(facts);
    bytes.extend((encoded.len() as u32).to_le_bytes());
    bytes.extend(encoded);
    if !errors.is_empty() {
        let errors: Vec<(Extent, &str)> = errors
            .iter()
            .map(|error| (error.extent, error.message.as_str()))
            .collect();
        bytes.extend(bitcode::encode(&errors));
    }
}

pub(crate) fn decode(
    buffer: &mut bitcode::Buffer,
    bytes: &[u8],
) -> Option<(FileFacts, Vec<SyntaxError>)> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (facts, errors) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let facts = buffer.decode(facts).ok()?;
    if errors.is_empty() {
        return Some((facts, Vec::new()));
    }
    let errors: Vec<(Extent, String)> = bitcode::decode(errors).ok()?;
    Some((
        facts,
        errors
            .into_iter()
            .map(|(extent, message)| SyntaxError { message, extent })
            .collect(),
    ))
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        offset += read as u64;
    }
    Ok(())
}
