//! Bundles of files for tasks: `.llm/contextpack.yaml`, what it asks for, and what speaks against it.

pub(crate) mod contents;
mod ignored;
pub(crate) mod pack;
pub(crate) mod select;
pub(crate) mod write;

use govern_diagnostics::{Diagnostic, Severity, Span};
use govern_gate::{Error, Session};

use pack::{PACK, Pack, Task};

/// What is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) task: &'a Task,
    pub(crate) pack: &'a Pack,
    /// What it is about.
    pub(crate) seed: Option<Seed>,
    pub(crate) max_bytes: usize,
}

/// A criterion.
pub(crate) struct Seed {
    pub(crate) id: String,
    /// All that there is to know about it, as Markdown.
    pub(crate) text: String,
    /// The files of all that.
    pub(crate) files: Vec<String>,
}

/// The tasks of a workspace, and what speaks against their bundles.
#[derive(Debug)]
pub struct Bundles {
    /// How many tasks there are; one, if that cannot be read.
    pub tasks: usize,
    /// What is wrong.
    pub mistakes: Vec<Mistake>,
}

/// Something that speaks against a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub span: Span,
    /// What it is recognised by.
    pub key: String,
    /// What.
    pub message: String,
    /// More about it.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Vec<String>,
    /// Whether there is a bundle all the same.
    pub warns: bool,
}

/// Tries the bundle of each task, without what is known about criteria; none if there are no tasks.
pub(super) fn tried(session: &Session) -> Result<Option<Bundles>, Error> {
    // What is found stands there.
    if session
        .looked_at()
        .is_some_and(|files| !files.contains(PACK))
    {
        return Ok(None);
    }
    let Some((file, _)) = session.workspace().read_if_exists(PACK)? else {
        return Ok(None);
    };
    let start = Span::start_of(file);
    let mut found = Bundles {
        tasks: 1,
        mistakes: Vec::new(),
    };
    let pack = match Pack::read(session) {
        Ok(pack) => pack,
        Err(Error::Diagnosed(mistakes)) => {
            found.add("", start, mistakes);
            return Ok(Some(found));
        }
        Err(error) => return Err(error),
    };
    found.tasks = pack.tasks.len();
    for task in pack.tasks.values() {
        let asked = Asked {
            task,
            pack: &pack,
            seed: None,
            max_bytes: task.max_bytes,
        };
        let against = match select::select(session, &asked) {
            Ok(Ok(chosen)) => chosen.notes,
            Ok(Err(refused)) | Err(Error::Diagnosed(refused)) => refused,
            Err(error) => return Err(error),
        };
        found.add(&task.name, task.span, against);
    }
    Ok(Some(found))
}

impl Bundles {
    fn add(&mut self, task: &str, at: Span, mistakes: Vec<Diagnostic>) {
        self.mistakes.extend(mistakes.into_iter().map(|it| Mistake {
            span: it.span.unwrap_or(at),
            key: format!("{task}: {}", it.key),
            message: it.message,
            notes: it.notes,
            help: it.help,
            warns: it.severity == Severity::Warning,
        }));
    }
}
