//! The command line that every subcommand shares.
