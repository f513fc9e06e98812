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
        items: Vec<String>,
    },
    #[command(alias = "abort")]
    Cancel(Cancel),
}

#[derive(Args)]
pub struct Cancel {
    pub order: u64,
    #[arg(long)]
    pub reason: Option<String>,
}
