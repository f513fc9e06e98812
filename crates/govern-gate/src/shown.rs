//! What a whole run showed before: as long as nothing has changed that any part of it asked for, it shows the same.
//!
//! Levels, waivers, the baseline and the sources that findings point into are asked for like all else, so a run that did not
//! come to its end is the only one that cannot be kept.

use bitcode::{Decode, Encode};
use govern_diagnostics::Verdict;
use govern_workspace::Workspace;

use crate::Options;

/// What a run showed.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Shown {
    verdict: KeptVerdict,
    /// What it wrote to standard output; none if it had nothing to say.
    pub stdout: Option<Vec<u8>>,
    /// What it wrote into files, in the order in which they were named.
    pub files: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
enum KeptVerdict {
    Clean,
    Findings,
    Incomplete,
}

impl Shown {
    /// What a run came to and wrote.
    pub fn new(verdict: Verdict, stdout: Option<Vec<u8>>, files: Vec<Vec<u8>>) -> Shown {
        let verdict = match verdict {
            Verdict::Clean => KeptVerdict::Clean,
            Verdict::Findings => KeptVerdict::Findings,
            Verdict::Incomplete => KeptVerdict::Incomplete,
        };
        Shown {
            verdict,
            stdout,
            files,
        }
    }

    /// What a run with these options would show of a workspace, if that is known; `form` is how it would be shown.
    pub fn before(workspace: &Workspace, options: &Options, form: &str) -> Option<Shown> {
        decode(&workspace.shown(&key(options, form))?)
    }

    /// Keeps it for other runs, unless something could not run: that may be otherwise the next time. Failing to is no error.
    pub fn keep(&self, workspace: &Workspace, options: &Options, form: &str) {
        if self.verdict == KeptVerdict::Incomplete {
            return;
        }
        workspace.keep_shown(&key(options, form), bitcode::encode(self));
    }

    /// What the run came to.
    pub fn verdict(&self) -> Verdict {
        match self.verdict {
            KeptVerdict::Clean => Verdict::Clean,
            KeptVerdict::Findings => Verdict::Findings,
            KeptVerdict::Incomplete => Verdict::Incomplete,
        }
    }
}

/// What a run was of bytes that were kept; none if they are of another time.
pub(crate) fn decode(bytes: &[u8]) -> Option<Shown> {
    bitcode::decode(bytes).ok()
}

/// All that a run is told besides the workspace.
fn key(options: &Options, form: &str) -> Vec<u8> {
    format!("{options:?} {form}").into_bytes()
}
