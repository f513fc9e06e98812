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
    #[arg(long, conflicts_with = "dry_run")]
    pub region: Option<String>,
//      ^^^^^^ cli_shape_unknown: `desk`: `conflicts_with` was `"file"`, and is `"dry_run"`
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
    #[arg(value_parser = parse_order)]
    pub order: u64,
//      ^^^^^ cli_shape_unknown: `desk cancel`: `value_parser` was not there, and is `parse_order`
    #[arg(long)]
    pub reason: Option<String>,
}

fn parse_order(text: &str) -> Result<u64, std::num::ParseIntError> {
    text.trim().parse()
}
