//! Reads regular files, and nothing that would wait or never end.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

use crate::entry::ReadError;

/// Reads a regular file that is at most this long.
pub(crate) fn read_file(path: &Path, longest: u64) -> Result<(Vec<u8>, fs::Metadata), ReadError> {
    let file = open(path)?;
    let data = file.metadata()?;
    if data.is_dir() {
        return Err(ReadError::Directory);
    }
    if !data.is_file() {
        return Err(ReadError::Special);
    }
    if data.len() > longest {
        return Err(ReadError::TooLong(data.len()));
    }
    let mut bytes = Vec::with_capacity(data.len() as usize + 1);
    let read = file
        .take(longest.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if read as u64 > longest {
        return Err(ReadError::TooLong(read as u64));
    }
    Ok((bytes, data))
}

/// Opens a file without waiting: opening a pipe would wait for a writer.
#[cfg(unix)]
fn open(path: &Path) -> Result<File, ReadError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = fs::OpenOptions::new();
    options
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    options.open(path).map_err(missing)
}

#[cfg(not(unix))]
fn open(path: &Path) -> Result<File, ReadError> {
    if fs::metadata(path).map_err(missing)?.is_dir() {
        return Err(ReadError::Directory);
    }
    File::open(path).map_err(missing)
}

fn missing(error: io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Io(error),
    }
}
