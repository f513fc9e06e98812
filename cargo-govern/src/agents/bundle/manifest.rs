//! What is in a bundle, and of what it is.

use std::io;

use govern_gate::{Error, Session};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::agents::SCHEMA_VERSION;
use crate::counted::counted;
use crate::repository::bundles::{
    Asked,
    contents::{Chosen, LeftOut},
    pack::PACK,
    write,
};

/// What is in a bundle, and of what it is.
#[derive(Debug, Serialize)]
pub(super) struct Manifest {
    schema_version: u32,
    task: String,
    description: Option<String>,
    commit: Option<String>,
    /// Whether something is not committed; nothing without a commit.
    dirty: Option<bool>,
    config: ConfigRow,
    criteria: Vec<String>,
    max_bytes: usize,
    /// How many the whole text has.
    bytes: usize,
    files: Vec<FileRow>,
    left_out: Vec<LeftOutRow>,
}

/// The file that has the task.
#[derive(Debug, Serialize)]
struct ConfigRow {
    path: &'static str,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct FileRow {
    path: String,
    bytes: usize,
    sha256: String,
    required: bool,
    because: String,
}

#[derive(Debug, Serialize)]
struct LeftOutRow {
    path: String,
    bytes: Option<usize>,
    why: String,
}

impl Manifest {
    pub(super) fn new(
        session: &Session,
        asked: &Asked<'_>,
        chosen: &Chosen,
    ) -> Result<Manifest, Error> {
        let commit = session.workspace().head();
        let dirty = match &commit {
            Some(_) => Some(!session.workspace().changed_since("HEAD")?.is_empty()),
            None => None,
        };
        let files = chosen.files.iter().map(|file| FileRow {
            path: file.path.clone(),
            bytes: file.text.len(),
            sha256: sha256(&file.text),
            required: file.is_required,
            because: file.because.clone(),
        });
        let left_out = chosen.left_out.iter();
        let left_out = left_out.map(|LeftOut { path, bytes, why }| LeftOutRow {
            path: path.clone(),
            bytes: *bytes,
            why: why.clone(),
        });
        Ok(Manifest {
            schema_version: SCHEMA_VERSION,
            task: asked.task.name.clone(),
            description: asked.task.description.clone(),
            commit,
            dirty,
            config: ConfigRow {
                path: PACK,
                sha256: sha256(&asked.pack.text),
            },
            criteria: asked.seed.iter().map(|it| it.id.clone()).collect(),
            max_bytes: asked.max_bytes,
            bytes: write::document(chosen).len(),
            files: files.collect(),
            left_out: left_out.collect(),
        })
    }

    /// Says what is in it, and what is not.
    pub(super) fn tell(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let files = counted(self.files.len(), "file");
        writeln!(
            out,
            "{}: {files}, {} of {} bytes",
            self.task, self.bytes, self.max_bytes
        )?;
        for file in &self.files {
            writeln!(out, "{:>8}  {}  ({})", file.bytes, file.path, file.because)?;
        }
        for file in &self.left_out {
            writeln!(out, "left out  {}: {}", file.path, file.why)?;
        }
        Ok(())
    }
}

fn sha256(text: &str) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(text))
}
