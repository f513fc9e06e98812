//! Writes what is to be written: to stdout, where nobody need listen to the end, and to files, whole or not at all.

use std::io::{self, BufWriter, Write};

use anyhow::{Context, Result};
use camino::Utf8Path;

/// Writes to stdout. That the reader has gone away is no failure.
pub(crate) fn to_stdout(
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let mut buffered = BufWriter::new(out);
    let written = write(&mut buffered).and_then(|()| buffered.flush());
    // What is left in the buffer is not tried again.
    drop(buffered.into_parts());
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("failed to write to stdout"),
    }
}

/// Writes a file: what was there before is replaced at once, or stays.
pub(crate) fn to_file(
    path: &Utf8Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    replace(path, write).with_context(|| format!("failed to write `{path}`"))
}

/// Makes a directory, with those above it, unless it is there.
pub(crate) fn directory(path: &Utf8Path) -> Result<()> {
    let made = std::fs::DirBuilder::new().recursive(true).create(path);
    made.with_context(|| format!("failed to make the directory `{path}`"))
}

/// Writes behind what is in a file already, all or nothing of it.
pub(crate) fn behind(
    path: &Utf8Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let mut text = Vec::new();
    let append = || {
        write(&mut text)?;
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.append(true).create(true).open(path)?;
        file.write_all(&text)
    };
    append().with_context(|| format!("failed to write `{path}`"))
}

fn replace(
    path: &Utf8Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    // A device or a pipe cannot be replaced.
    if path.exists() && !path.is_file() {
        let mut file = BufWriter::new(std::fs::OpenOptions::new().write(true).open(path)?);
        write(&mut file)?;
        return file.flush();
    }
    let directory = path
        .parent()
        .filter(|parent| !parent.as_str().is_empty())
        .unwrap_or(Utf8Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".govern-").suffix(".tmp");
    #[cfg(unix)]
    // The system takes away what the user's mask forbids.
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = BufWriter::new(builder.tempfile_in(directory)?);
    write(&mut file)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_goes_away_is_no_failure() {
        assert!(to_stdout(&mut Closed, |out| out.write_all(&[b'x'; 100_000])).is_ok());
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the test looks at what was written"
    )]
    fn a_file_is_written_whole_or_not_at_all() {
        let directory = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(directory.path())
            .unwrap()
            .join("report.json");
        to_file(&path, |out| out.write_all(b"first")).unwrap();
        let failed = to_file(&path, |out| {
            out.write_all(b"second")?;
            Err(io::Error::other("no more"))
        });
        assert!(failed.is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "first");
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
        behind(&path, |out| out.write_all(b", more")).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "first, more");
        let failed = to_file(&path.join("below"), |_| Ok(())).unwrap_err();
        assert!(
            failed.to_string().starts_with("failed to write `"),
            "{failed}"
        );
    }
}
