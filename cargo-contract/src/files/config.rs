//! `[[contract.files]]`: which files are contracts, and of which kind.

use govern_diagnostics::Diagnostic;
use govern_gate::{Error, Session, Spanned};
use serde::Deserialize;

use crate::direction::Direction;

/// A table `[[contract.files]]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FilesConfig {
    /// What kind of files they are.
    pub kind: Kind,
    /// Globs of files, from the workspace root.
    pub paths: Vec<Spanned<String>>,
    /// What this program does with documents of a schema; all of it, if not said.
    pub direction: Option<Spanned<Direction>>,
    /// On which side of a WebAssembly module or a WIT world this program is; `guest`, if not said.
    pub role: Option<Spanned<Role>>,
    /// What WebAssembly modules may import: `module.name`, with `*` for any text. Everything, if not said.
    pub allow_imports: Option<Spanned<Vec<Spanned<String>>>>,
    /// What of protocol buffers has to stay; `wire-json`, if not said.
    pub category: Option<Spanned<Category>>,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// JSON Schema.
    JsonSchema,
    /// A core module of WebAssembly.
    Wasm,
    /// Files of a WIT package.
    Wit,
    /// Protocol buffers.
    Proto,
    /// OpenAPI 3: what a service takes and gives.
    #[serde(rename = "openapi")]
    OpenApi,
    /// AsyncAPI: what a program sends and receives.
    #[serde(rename = "asyncapi")]
    AsyncApi,
}

/// On which side of a WebAssembly module a program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It is the module: others run it.
    Guest,
    /// It runs modules like this one.
    Host,
}

/// What of protocol buffers has to stay, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Generated code, file by file.
    File,
    /// Generated code, package by package.
    Package,
    /// Bytes and JSON.
    WireJson,
    /// Bytes.
    Wire,
}

impl FilesConfig {
    /// On which side this program is.
    pub(crate) fn side(&self) -> Role {
        self.role.as_ref().map_or(Role::Guest, |it| *it.get_ref())
    }

    /// What of protocol buffers has to stay.
    pub(crate) fn kept(&self) -> Category {
        let said = self.category.as_ref();
        said.map_or(Category::WireJson, |it| *it.get_ref())
    }

    /// Which way the documents go. A document of an API says itself which way its parts go.
    pub(crate) fn way(&self) -> Direction {
        match (self.kind, self.side()) {
            (Kind::JsonSchema, _) => {
                let said = self.direction.as_ref();
                said.map_or(Direction::Both, |it| *it.get_ref())
            }
            (Kind::Proto | Kind::OpenApi | Kind::AsyncApi, _) => Direction::Both,
            (Kind::Wasm | Kind::Wit, Role::Guest) => Direction::Publishes,
            (Kind::Wasm | Kind::Wit, Role::Host) => Direction::Consumes,
        }
    }
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: &[Kind] = &[
        Kind::JsonSchema,
        Kind::Wasm,
        Kind::Wit,
        Kind::Proto,
        Kind::OpenApi,
        Kind::AsyncApi,
    ];
    /// Those that have schemas of JSON.
    pub(crate) const WITH_SCHEMAS: &[Kind] = &[Kind::JsonSchema, Kind::OpenApi, Kind::AsyncApi];

    /// The word for one such file.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Kind::JsonSchema => "JSON Schema",
            Kind::Wasm => "WebAssembly module",
            Kind::Wit => "WIT package",
            Kind::Proto => "protobuf file",
            Kind::OpenApi => "OpenAPI document",
            Kind::AsyncApi => "AsyncAPI document",
        }
    }

    /// The word for one such file, with its article.
    pub(crate) fn one(self) -> String {
        let article = match self {
            Kind::OpenApi | Kind::AsyncApi => "an",
            _ => "a",
        };
        format!("{article} {}", self.noun())
    }
}

/// Keys that say something about other kinds are mistakes.
pub(crate) fn validate(session: &Session, files: &[FilesConfig]) -> Result<(), Error> {
    let mut mistakes = Vec::new();
    for it in files {
        let written = [
            (
                "direction",
                it.direction.as_ref().map(Spanned::span),
                &[Kind::JsonSchema][..],
            ),
            (
                "role",
                it.role.as_ref().map(Spanned::span),
                &[Kind::Wasm, Kind::Wit],
            ),
            (
                "category",
                it.category.as_ref().map(Spanned::span),
                &[Kind::Proto],
            ),
            (
                "allow-imports",
                it.allow_imports.as_ref().map(Spanned::span),
                &[Kind::Wasm],
            ),
        ];
        for (key, span, kinds) in written {
            if let Some(span) = span.filter(|_| !kinds.contains(&it.kind)) {
                let message = format!("`{key}` says nothing about {}", it.kind.one());
                mistakes.push(Diagnostic::config(message).at(session.config_span(span)));
            }
        }
    }
    match mistakes.is_empty() {
        true => Ok(()),
        false => Err(Error::Diagnosed(mistakes)),
    }
}
