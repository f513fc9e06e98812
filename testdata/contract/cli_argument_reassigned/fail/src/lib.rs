//! The order desk.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Orders at the desk.
#[derive(Parser)]
pub struct Desk {
    #[arg(short = 'F', long, global = true, default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Args)]
pub struct Common {
    #[arg(long, visible_alias = "dry")]
    pub dry_run: bool,
    #[arg(short, long)]
    pub force: bool,
//      ^^^^^ cli_argument_reassigned: `desk`: `-f` means `force` now, and meant `file`
    #[arg(long)]
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
        place: Option<String>,
        customer: Option<String>,
//      ^^^^^^^^ cli_argument_reassigned: `desk place`: `customer` does not stand where it stood
        #[arg(short = 'n', long, default_value_t = 1)]
        count: u32,
        items: Vec<String>,
//      ^^^^^ cli_argument_reassigned: `desk place`: `items` does not stand where it stood
    },
    Cancel(Cancel),
    Abort,
//  ^^^^^ cli_argument_reassigned: `desk`: `abort` means the command `abort` now
}

#[derive(Args)]
pub struct Cancel {
    pub order: u64,
    #[arg(long)]
    pub reason: Option<String>,
}
