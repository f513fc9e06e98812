//! A command line, as it was published.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(name = "desk", version = "1.0")]
pub(crate) struct Desk {
    #[arg(long, global = true)]
    pub(crate) verbose: bool,
    #[arg(long, env = "DESK_REGION")]
    pub(crate) region: Option<String>,
    #[arg(long)]
    pub(crate) limit: Option<u16>,
    #[arg(long, default_value = "plain_text")]
    pub(crate) format: Format,
    #[arg(long)]
    pub(crate) hint: Option<Option<String>>,
    #[arg(long, conflicts_with = "region")]
    pub(crate) local: bool,
    #[arg(long, default_value = "5")]
    pub(crate) tries: u8,
    #[arg(long)]
    pub(crate) name: Option<String>,
    #[arg(short = 'o', long, require_equals = false)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Args)]
pub(crate) struct Common {
    #[arg(long, short = 'n')]
    pub(crate) dry_run: bool,
}

#[derive(Clone, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Format {
    PlainText,
    #[value(alias = "js")]
    Json,
}

#[derive(Subcommand)]
#[command(rename_all = "snake_case")]
pub(crate) enum Command {
    PlaceOrder {
        customer: String,
        #[arg(long)]
        quick: bool,
        #[arg(long, num_args = 1..=3)]
        tags: Vec<String>,
        items: Vec<u32>,
    },
    #[command(alias = "abort")]
    Cancel {
        #[arg(long)]
        quick: bool,
        #[arg(long)]
        order: u64,
    },
    #[command(subcommand)]
    Stock(Stock),
}

#[derive(Subcommand)]
pub(crate) enum Stock {
    List,
    Add { what: String },
}
