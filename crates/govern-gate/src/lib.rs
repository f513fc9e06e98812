//! What a rule and a gate are, and how they run.
//!
//! A [`Rule`] is a value: what is known about it, and a function from a gate's model to [`Findings`]. A [`Gate`] makes
//! the model from a [`Session`] and runs its rules over it.

mod accept;
mod ahead;
mod args;
mod baseline;
mod baseline_entries;
mod baseline_terms;
mod batches;
mod bookkeeping;
mod canaries;
mod canary;
mod catalogue;
mod checked;
mod command;
mod config;
mod date;
mod document;
mod error;
mod fix;
#[doc(hidden)]
pub mod fuzzing;
mod gate;
mod kept;
mod levels;
mod link;
mod options;
mod plan;
mod report_command;
mod rule;
mod rules;
mod run;
#[cfg(test)]
mod samples;
mod schema;
mod session;
mod shown;
mod since;
mod suggest;
mod version;
mod versions;
mod waiver;

pub use accept::{BaselineUpdate, update_baseline};
pub use args::{ArgKind, ArgSpec, Args};
pub use baseline::BASELINE_FILE;
pub use baseline_entries::{BaselineEntry, baseline_entries};
pub use canaries::{Canaries, Canary, Edit};
pub use canary::{Heard, Silence, Song, canary};
pub use catalogue::{Catalogue, Lookup};
pub use checked::GateTime;
pub use command::{Command, CommandOutcome};
pub use config::CONFIG_FILE;
pub use date::Date;
pub use document::Document as TomlFile;
pub use error::Error;
pub use fix::{Fixes, Texts, fixes};
pub use gate::{Ahead, Gate, GateOutcome};
pub use govern_diagnostics::{Fix, Level, RuleInfo, TextEdit};
pub use link::{link, link_tree};
pub use options::{FailOn, Options};
pub use report_command::{Progress, ReportCommand};
pub use rule::{Finding, Findings, Rule, RuleOutcome, run_rules};
pub use run::{Run, at_levels, mistakes, not_run, run};
pub use schema::config_schema;
pub use session::{OUTSIDE, Session};
pub use shown::Shown;
pub use suggest::did_you_mean;
pub use toml::Spanned;
pub use waiver::waiver_comments;
