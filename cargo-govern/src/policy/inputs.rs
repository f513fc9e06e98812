//! What policies look at: files of the repository, the workspace, what the other gates find.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use govern_diagnostics::{Code, Diagnostic, FileId, NotRun, Severity, Span};
use govern_gate::{Error, Session};
use govern_workspace::{Listing, Size};
use serde_json::Value;

use super::documents::{Document, Parser, Parts};
use super::settings::{Files, Look, Settings};
use super::{findings, graph};

/// The longest file that is read, in bytes: what is longer was written by a program.
const LONGEST: u64 = 4 << 20;

/// A document, and where what is in it stands.
#[derive(Debug)]
pub(super) struct Shown {
    /// What it says.
    pub(super) value: Arc<Value>,
    /// What it is, in words that stay: the path of a file.
    pub(super) of: String,
    places: Places,
}

#[derive(Debug)]
enum Places {
    File(FileId, Document),
    /// The places of parts, by their paths, and that of all others.
    Parts(Span, BTreeMap<Vec<String>, Span>),
}

/// The documents of a file.
type OfFile = Rc<[Rc<Shown>]>;

/// The documents of a workspace: each is read once, when somebody asks for it.
pub(super) struct Documents<'d> {
    session: &'d Session,
    settings: &'d Settings,
    listing: &'d Listing,
    files: BTreeMap<(String, Option<Parser>), OfFile>,
    workspace: Option<Rc<Shown>>,
    findings: Option<Rc<Shown>>,
    mistakes: Vec<Diagnostic>,
    not_run: Vec<NotRun>,
}

impl Shown {
    /// Where something in it stands.
    pub(super) fn span(&self, path: Option<&[String]>) -> Span {
        match &self.places {
            Places::File(file, document) => document.place(*file, path),
            Places::Parts(start, parts) => {
                let path = path.unwrap_or_default();
                let mut shorter = (0..=path.len()).rev().map(|length| &path[..length]);
                shorter
                    .find_map(|path| parts.get(path))
                    .copied()
                    .unwrap_or(*start)
            }
        }
    }

    fn of_parts((value, parts): Parts, of: &str, start: Span) -> Rc<Shown> {
        Rc::new(Shown {
            value: Arc::new(value),
            of: of.to_owned(),
            places: Places::Parts(start, parts),
        })
    }
}

impl<'d> Documents<'d> {
    pub(super) fn new(
        session: &'d Session,
        settings: &'d Settings,
        listing: &'d Listing,
    ) -> Documents<'d> {
        Documents {
            session,
            settings,
            listing,
            files: BTreeMap::new(),
            workspace: None,
            findings: None,
            mistakes: Vec::new(),
            not_run: Vec::new(),
        }
    }

    /// What is wrong with files that somebody looks at.
    pub(super) fn mistakes(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.mistakes)
    }

    /// Files that nobody reads, although somebody would look at them.
    pub(super) fn not_run(&mut self) -> Vec<NotRun> {
        std::mem::take(&mut self.not_run)
    }

    /// The documents that something looks at.
    pub(super) fn of(&mut self, look: &Look) -> Result<Vec<Rc<Shown>>, Error> {
        match look {
            Look::Files(files) => {
                let paths = self.paths(files);
                let documents = paths.iter().flat_map(|path| {
                    let documents = self.file(path, files.parser);
                    documents.iter().cloned().collect::<Vec<_>>()
                });
                Ok(documents.collect())
            }
            Look::Workspace => Ok(vec![self.workspace()?]),
            Look::Findings => Ok(vec![self.findings()?]),
        }
    }

    /// The files that something looks at.
    pub(super) fn paths(&self, files: &Files) -> Vec<String> {
        let all = self.listing.files.iter();
        let paths =
            all.filter(|path| files.contains(path) && !self.settings.place.is_fixture(path));
        paths.cloned().collect()
    }

    /// The documents of a file. One that is no such file has none, and that is a mistake.
    pub(super) fn file(&mut self, path: &str, parser: Option<Parser>) -> OfFile {
        let key = (path.to_owned(), parser);
        if let Some(known) = self.files.get(&key) {
            return known.clone();
        }
        let read = self.read(path, parser.or_else(|| Parser::of(path)));
        let documents: OfFile = match read {
            Ok(documents) => documents.into(),
            Err(mistake) => {
                self.mistakes.extend(mistake.map(|mistake| *mistake));
                Rc::new([])
            }
        };
        self.files.insert(key, documents.clone());
        documents
    }

    fn read(
        &mut self,
        path: &str,
        parser: Option<Parser>,
    ) -> Result<Vec<Rc<Shown>>, Option<Box<Diagnostic>>> {
        let workspace = self.session.workspace();
        let file = workspace.id_of(path);
        let wrong = |text: String| Diagnostic::new(Code::Source, Severity::Error, text);
        let Some(parser) = parser else {
            let text = format!(
                "policies cannot look at `{path}`: its name does not say what it is read as"
            );
            let help = "say `parser` where the policies are told to look at it";
            return Err(Some(Box::new(
                wrong(text).at(Span::start_of(file)).help(help),
            )));
        };
        let cannot = |why: &str| format!("policies cannot look at `{path}`: {why}");
        let bytes = match workspace.read_at_most(path, LONGEST) {
            Ok(Size::Whole(bytes)) => bytes,
            Ok(Size::NoFile) => return Err(None),
            Ok(Size::TooLong(size)) => {
                self.not_run.push(NotRun {
                    what: format!("policies on `{path}`"),
                    why: format!("it has {size} bytes, more than the {LONGEST} that are read"),
                    failed: true,
                });
                return Err(None);
            }
            Err(error) => return Err(Some(Box::new(wrong(cannot(&error.to_string()))))),
        };
        let text = String::from_utf8(bytes)
            .map_err(|_| Some(Box::new(wrong(cannot("it is not UTF-8")))))?;
        let documents = parser.read(&text).map_err(|mistake| {
            let text = cannot(&format!(
                "{} (read as `{}`)",
                mistake.message,
                parser.as_str()
            ));
            Some(Box::new(wrong(text).at(Span::new(file, mistake.range))))
        })?;
        let shown = documents.into_iter().map(|document| {
            Rc::new(Shown {
                value: Arc::new(document.value.clone()),
                of: path.to_owned(),
                places: Places::File(file, document),
            })
        });
        Ok(shown.collect())
    }

    /// The packages, modules and uses of the workspace.
    pub(super) fn workspace(&mut self) -> Result<Rc<Shown>, Error> {
        if let Some(known) = &self.workspace {
            return Ok(known.clone());
        }
        let start = Span::start_of(self.session.workspace().manifest());
        let shown = Shown::of_parts(graph::graph(self.session)?, "workspace", start);
        self.workspace = Some(shown.clone());
        Ok(shown)
    }

    /// What the other gates find.
    pub(super) fn findings(&mut self) -> Result<Rc<Shown>, Error> {
        if let Some(known) = &self.findings {
            return Ok(known.clone());
        }
        let start = Span::start_of(self.session.workspace().manifest());
        let shown = Shown::of_parts(findings::findings(self.session)?, "findings", start);
        self.findings = Some(shown.clone());
        Ok(shown)
    }
}
