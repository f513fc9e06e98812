//! Running a program that the user names.

use std::process::{Command, Stdio};

use crate::{Error, Workspace, tree::Tree};

impl Workspace {
    /// Runs a program with its arguments in the current directory. It prints to where this one prints, and has nothing to
    /// read. Gives back its exit status; none if a signal ended it.
    pub fn run(&self, program: &str, arguments: &[String]) -> Result<Option<i32>, Error> {
        let start = |source| Error::Start {
            program: program.to_owned(),
            source,
        };
        let read_only = match &self.tree {
            Tree::Disk(disk) => disk.is_edited(),
            Tree::Git(_) | Tree::Memory(_) => true,
        };
        if read_only {
            return Err(Error::ReadOnly {
                path: program.to_owned(),
            });
        }
        if self.confined().is_some() {
            return Err(Error::NotTrusted {
                what: format!("to run `{program}`"),
            });
        }
        // What it changes cannot be asked again.
        self.notes.lose();
        let status = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .status()
            .map_err(start)?;
        Ok(status.code())
    }
}
