//! Packages of a build, with their features.

use std::collections::BTreeSet;

use govern_diagnostics::Span;

/// A package of a build.
#[derive(Debug)]
pub struct Built {
    /// Its name.
    pub name: String,
    /// The name of its library in code.
    pub library: String,
    /// The features that are on.
    pub features: BTreeSet<String>,
    /// What it depends on.
    pub links: Vec<BuiltLink>,
}

/// A dependency in a build.
#[derive(Debug)]
pub struct BuiltLink {
    /// On what: a row among the packages of the build.
    pub to: usize,
    /// The features that it asks for, with those that they switch on.
    pub features: BTreeSet<String>,
    /// Where its key stands, in a manifest of the workspace.
    pub span: Option<Span>,
}
