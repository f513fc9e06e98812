//! The same, written otherwise, and with more that it takes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(
    name = "desk",
    version = "2.0",
    about = "Orders at the desk",
    infer_subcommands = true
)]
pub(crate) struct Desk {
    #[arg(long, global = true, help = "says more")]
    pub(crate) verbose: bool,
    #[arg(long, alias = "area", env = "DESK_REGION")]
    pub(crate) region: Option<String>,
    #[arg(long)]
    pub(crate) limit: Option<u64>,
    #[arg(long, default_value_t = Format::Text, ignore_case = true)]
    pub(crate) format: Format,
    #[arg(long, num_args = 0..=1)]
    pub(crate) hint: Option<Option<String>>,
    #[arg(long, env = "DESK_LOCAL")]
    pub(crate) local: bool,
    #[arg(long, default_value_t = 5_u16)]
    pub(crate) tries: u16,
    #[arg(long = "name")]
    pub(crate) names: Vec<String>,
    #[arg(short = 'o', long)]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, short = 'n')]
    pub(crate) dry_run: bool,
    // It was an option of each command that has it.
    #[arg(long, global = true)]
    pub(crate) quick: bool,
    #[command(flatten)]
    pub(crate) more: More,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Args)]
#[group(id = "extra")]
pub(crate) struct More {
    #[arg(long, conflicts_with = "limit")]
    pub(crate) unlimited: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    #[value(name = "plain_text")]
    Text,
    #[value(name = "js", alias = "json")]
    Json,
    Table,
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let value = self.to_possible_value();
        f.write_str(value.as_ref().map_or("", |it| it.get_name()))
    }
}

#[derive(Subcommand)]
pub(crate) enum Command {
    #[command(name = "place_order", visible_alias = "place")]
    Place {
        customer: String,
        #[arg(long, num_args = 1..=3)]
        tags: Vec<String>,
        items: Vec<String>,
    },
    #[command(aliases = ["abort", "stop"])]
    Cancel {
        #[arg(long)]
        order: u128,
    },
    Stock(StockArgs),
}

#[derive(Args)]
pub(crate) struct StockArgs {
    #[command(subcommand)]
    pub(crate) command: Stock,
}

#[derive(Subcommand)]
pub(crate) enum Stock {
    List,
    #[command(hide = true)]
    Add {
        what: String,
        #[arg(long, allow_hyphen_values = true)]
        why: Option<String>,
    },
}
