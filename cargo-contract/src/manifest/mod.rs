//! What a contract is: declared in `contracts/manifest.toml` or under `[contract]` in `govern.toml`, read into one model.

mod apis;
mod kinds;
mod lines;
mod name;
mod read;
mod tables;

use std::fmt;
use std::time::Duration;

use govern_diagnostics::{Diagnostic, FileId, Span};
use govern_gate::{Date, Error, Session, Spanned, TomlFile};

use crate::compat::Format;
use crate::direction::Direction;

pub use name::Id;
pub use tables::{Compatibility, Deprecated, Entry, ManifestFile};

/// Where contracts are declared, besides `govern.toml`.
pub const MANIFEST: &str = "contracts/manifest.toml";

/// A contract: one version of what programs depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Its name and version.
    pub id: Id,
    /// Where it is declared.
    pub span: Option<Span>,
    /// Where its messages go.
    pub subject: Option<String>,
    /// The stream that keeps its messages.
    pub stream: Option<Located>,
    /// What this program does with its documents.
    pub direction: Direction,
    /// The path of the type; none for one that is removed.
    pub payload: Option<Located>,
    /// How documents are written, and the name of that.
    pub format: (&'static str, &'static [Format]),
    /// A file with the JSON Schema of its documents.
    pub schema: Option<Located>,
    /// Who must understand whom.
    pub compatibility: Compatibility,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What handles its messages here.
    pub handler: Option<Located>,
    /// What makes a document of this version from one of the version before.
    pub migration: Option<Located>,
    /// Names that its type must not use again.
    pub reserved: Vec<Located>,
    /// That it will go.
    pub deprecation: Option<Deprecation>,
    /// The day on which it went.
    pub removed: Option<Day>,
}

/// A text with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub span: Option<Span>,
}

/// A day with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Where it stands.
    pub span: Option<Span>,
}

/// That a contract will go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecation {
    /// Where that is said.
    pub span: Option<Span>,
    /// Since when.
    pub since: Day,
    /// The last day on which it is still there.
    pub remove_after: Option<Day>,
    /// What to use instead.
    pub replacement: Option<Replacement>,
}

/// What to use instead of a contract that will go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replacement {
    /// Another contract.
    Contract(Id, Option<Span>),
    /// Nothing, and that is meant so.
    Nothing,
}

/// A command line that others call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandLine {
    /// What it is called.
    pub name: String,
    /// Where it is declared.
    pub span: Option<Span>,
    /// The path of the type that is parsed, or of the function that makes the command.
    pub payload: Located,
}

/// A library that others build against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustApi {
    /// What it is called.
    pub name: String,
    /// Where it is declared.
    pub span: Option<Span>,
    /// The package.
    pub payload: Located,
    /// When the tool is run that compares it.
    pub run: RunTool,
    /// How long the tool may take.
    pub at_most: Duration,
}

/// When a tool is run that builds the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunTool {
    /// Whenever contracts are checked.
    Always,
    /// When the command line asks for it.
    OnRequest,
}

/// All contracts, by name and version.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The contracts, sorted.
    pub contracts: Vec<Contract>,
    /// Command lines that others call.
    pub command_lines: Vec<CommandLine>,
    /// Libraries that others build against.
    pub rust_apis: Vec<RustApi>,
    /// The file where more would be declared; none if there is no such file.
    pub file: Option<FileId>,
    /// Whether some entry is wrong, and so left out.
    pub is_partial: bool,
}

impl Manifest {
    /// Reads what is declared, in the section of `govern.toml` and in the manifest, with all that is wrong with it. An entry that is wrong is left out, the others are there.
    pub fn read(
        session: &Session,
        of_config: &[Spanned<Entry>],
        default_format: &str,
    ) -> Result<(Manifest, Vec<Diagnostic>), Error> {
        let mut mistakes = Vec::new();
        let mut contracts = Vec::new();
        let mut command_lines = Vec::new();
        let mut rust_apis = Vec::new();
        let mut take = |entries: &[Spanned<Entry>], at: read::At<'_>, mistakes: &mut _| {
            let by_kind = kinds::split(entries, at, mistakes);
            command_lines.extend(lines::read(&by_kind.lines, at, mistakes));
            rust_apis.extend(apis::read(&by_kind.apis, at, mistakes));
            read::entries(
                &by_kind.others,
                default_format,
                at,
                &mut contracts,
                mistakes,
            );
        };
        take(
            of_config,
            &|range| session.config_span(range),
            &mut mistakes,
        );
        let mut place = session.config_file();
        if let Some((file, text)) = session.workspace().read_if_exists(MANIFEST)? {
            place = Some(file);
            let file = TomlFile::new(file, text);
            match file.read::<ManifestFile>() {
                Ok(tables) => take(&tables.contract, &|range| file.span(range), &mut mistakes),
                Err(wrong) => mistakes.extend(wrong),
            }
        }
        let contracts = read::distinct(contracts, &mut mistakes);
        let manifest = Manifest {
            contracts,
            command_lines,
            rust_apis,
            file: place,
            is_partial: !mistakes.is_empty(),
        };
        Ok((manifest, mistakes))
    }

    /// The contract of this name and version.
    pub fn get(&self, id: &Id) -> Option<&Contract> {
        let row = self.contracts.binary_search_by(|it| it.id.cmp(id)).ok()?;
        Some(&self.contracts[row])
    }

    /// Later versions of a contract, the next one first.
    pub fn later<'m>(&'m self, id: &'m Id) -> impl Iterator<Item = &'m Contract> {
        let first = self.contracts.partition_point(|it| it.id <= *id);
        self.contracts[first..]
            .iter()
            .take_while(|it| it.id.name == id.name)
    }

    /// The version of a contract before this one.
    pub fn before(&self, id: &Id) -> Option<&Contract> {
        let rows = self.contracts.partition_point(|it| it.id < *id);
        let before = self.contracts[..rows].last()?;
        (before.id.name == id.name).then_some(before)
    }
}

impl fmt::Display for Replacement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Replacement::Contract(id, _) => id.fmt(formatter),
            Replacement::Nothing => formatter.write_str("nothing"),
        }
    }
}
