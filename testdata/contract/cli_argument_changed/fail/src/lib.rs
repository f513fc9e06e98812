//! The order desk.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Orders at the desk.
#[derive(Parser)]
pub struct Desk {
    #[arg(short = 'F', long, global = true, default_value = "json")]
    pub format: Format,
//      ^^^^^^ cli_argument_changed: `desk`: `--format` is `json` if it is not given, and was `text`
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Args)]
pub struct Common {
    #[arg(long, visible_alias = "dry")]
    pub dry_run: Option<String>,
//      ^^^^^^^ cli_argument_changed: `desk`: `--dry-run` takes one value now, and took no value
    #[arg(short, long)]
    pub file: Option<PathBuf>,
    #[arg(long, conflicts_with = "file")]
    pub region: Option<String>,
}

#[derive(Clone, ValueEnum)]
pub enum Format {
    Text,
    #[value(alias = "js")]
    Json,
}

#[derive(Subcommand)]
pub enum Command {
    /// Places an order.
    Place {
        customer: String,
        #[arg(short = 'n', long, default_value_t = 1)]
        count: u32,
        items: Option<String>,
//      ^^^^^ cli_argument_changed: takes one value now, and took several values
    },
    #[command(alias = "abort")]
    Cancel(Cancel),
}

#[derive(Args)]
pub struct Cancel {
    pub order: u64,
    pub reason: Option<String>,
//      ^^^^^^ cli_argument_changed: `desk cancel`: it was `--reason`, and is the argument `reason` at its place
}
