//! What a finding is and how it is shown.
//!
//! A rule's finding, a syntax error and a mistake in `govern.toml` all become a [`Diagnostic`]; a run becomes a
//! [`Report`]. Spans are ids and byte ranges; [`Sources`] holds the texts they point into.

mod diagnostic;
mod fingerprint;
pub mod junit;
mod render;
mod report;
mod rule;
mod source;
mod step;

pub use diagnostic::{Code, Diagnostic, Fix, Related, Severity, TextEdit};
pub use render::{Format, RenderOptions, render};
pub use report::{
    Acceptance, Accepted, NotRun, Opaque, OpaquePlace, Report, RuleReport, Tool, Verdict,
};
pub use rule::{Level, RuleInfo};
pub use source::{FileId, Location, Position, SourceFile, Sources, Span};
pub use step::{StepReport, StepStatus, overall};
