//! The same, where it takes less, or takes it otherwise.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(name = "desk", arg_required_else_help = true)]
pub(crate) struct Desk {
    #[arg(long)]
    pub(crate) verbose: bool,
    #[arg(long)]
    pub(crate) region: Option<String>,
    #[arg(long)]
    pub(crate) limit: Option<u8>,
    #[arg(long, default_value_t = Format::Json)]
    pub(crate) format: Format,
    #[arg(long)]
    pub(crate) hint: Option<String>,
    #[arg(long)]
    pub(crate) local: bool,
    #[arg(long, default_value_t = 3)]
    pub(crate) tries: u8,
    #[arg(long)]
    pub(crate) name: Option<i64>,
    #[arg(short = 'n', long)]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Args)]
pub(crate) struct Common {
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Clone, ValueEnum)]
#[value(rename_all = "kebab-case")]
pub(crate) enum Format {
    PlainText,
    Json,
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = self.to_possible_value();
        f.write_str(value.as_ref().map_or("", |it| it.get_name()))
    }
}

#[derive(Subcommand)]
#[command(rename_all = "snake_case")]
pub(crate) enum Command {
    PlaceOrder {
        #[arg(long)]
        quick: bool,
        #[arg(long, num_args = 1)]
        tags: Vec<String>,
        #[arg(long)]
        customer: String,
        items: Vec<u32>,
    },
    Cancel {
        #[arg(long)]
        order: u64,
        #[arg(long)]
        why: String,
    },
    #[command(subcommand)]
    Stock(Stock),
}

#[derive(Subcommand)]
pub(crate) enum Stock {
    Add { what: u32 },
}
