//! What the environment says about colours, the terminal, and the day.

use std::env;
use std::io::IsTerminal;
use std::time::{SystemTime, UNIX_EPOCH};

use govern_gate::Date;

/// When to use colours, as the user says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    pub(crate) fn named(name: &str) -> Option<Color> {
        match name {
            "auto" => Some(Color::Auto),
            "always" => Some(Color::Always),
            "never" => Some(Color::Never),
            _ => None,
        }
    }

    /// Whether stdout gets colours. What is given on the command line wins over the environment.
    pub(crate) fn on_stdout(self) -> bool {
        let chosen = match self {
            Color::Auto => variable("CARGO_TERM_COLOR")
                .as_deref()
                .and_then(Color::named)
                .unwrap_or(Color::Auto),
            given => given,
        };
        match chosen {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                if variable("NO_COLOR").is_some_and(|value| !value.is_empty()) {
                    return false;
                }
                if variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
                    return true;
                }
                variable("CLICOLOR").is_none_or(|value| value != "0")
                    && std::io::stdout().is_terminal()
            }
        }
    }
}

/// How many columns the output may use.
pub(crate) fn width() -> usize {
    let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
    columns.filter(|&columns| columns >= 40).unwrap_or(140)
}

/// The day by which waivers expire: that of `SOURCE_DATE_EPOCH`, so that a run can be repeated, or today.
pub(crate) fn today() -> Result<Date, String> {
    let seconds = match variable("SOURCE_DATE_EPOCH") {
        Some(epoch) => epoch.parse().map_err(|_| {
            format!("SOURCE_DATE_EPOCH is `{epoch}`, which is no number of seconds")
        })?,
        None => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs()),
    };
    Ok(Date::from_unix(seconds))
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok()
}
