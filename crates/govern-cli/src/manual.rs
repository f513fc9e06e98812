//! Manual pages: the same description that `--help` shows, for `man`.

use anyhow::{Result, bail};
use clap::Command;
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

use crate::{Cli, ExitStatus, arguments};

/// The section of the manual that programs are in.
const SECTION: &str = "1";

/// An argument of a request that is there and empty.
const EMPTY: &str = "\"\"";

/// What is read from the environment, and what for.
const VARIABLES: [(&str, &str); 14] = [
    (
        "CARGO",
        "the cargo that is asked about the workspace, instead of the one on the `PATH`",
    ),
    (
        "CARGO_HOME",
        "where cargo keeps its configuration and the sources of registries",
    ),
    (
        "CARGO_TARGET_DIR",
        "cargo's target directory, in which caches are kept",
    ),
    (
        "CARGO_TERM_COLOR",
        "when to use colour: `auto`, `always` or `never`; `--color` comes first",
    ),
    (
        "CI_PROJECT_DIR",
        "where GitLab has checked out: paths in reports are relative to it",
    ),
    ("CLICOLOR", "`0`: no colour"),
    (
        "CLICOLOR_FORCE",
        "anything but `0`: colour, even if nobody looks",
    ),
    (
        "COLUMNS",
        "how wide the text for people may be; 40 at the least",
    ),
    (
        "GITHUB_WORKSPACE",
        "where GitHub has checked out: paths in reports are relative to it",
    ),
    ("GIT_INDEX_FILE", "git's index, for `--staged`"),
    ("NO_COLOR", "if it is not empty: no colour"),
    (
        "RUSTFLAGS",
        "what it switches on by `--cfg` is switched on; other variables and files that cargo takes flags from count as cargo has it",
    ),
    (
        "SOURCE_DATE_EPOCH",
        "the day by which waivers expire, in seconds since the start of 1970, instead of today",
    ),
    ("TERM", "`dumb`: no colour"),
];

/// What is read and written.
const FILES: [(&str, &str); 3] = [
    (
        govern_gate::CONFIG_FILE,
        "the configuration, at the workspace root",
    ),
    (
        govern_gate::BASELINE_FILE,
        "findings that are accepted for now, at the workspace root",
    ),
    (
        "target/govern",
        "caches, in cargo's target directory: they make a run faster, and never different",
    ),
];

/// A manual page.
pub(crate) struct Page {
    /// What its file is called.
    pub(crate) file: String,
    /// Its text, for troff with the macros of `man`.
    pub(crate) text: String,
}

/// The pages of a program and of all its subcommands, the program's first.
pub(crate) fn pages(cli: &Cli) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut waiting = vec![(None, built(cli))];
    while let Some((above, command)) = waiting.pop() {
        pages.push(render(&command, above.as_deref()));
        let name = name(&command).to_owned();
        // The last one is the next.
        let below = command.get_subcommands().cloned();
        let below = below.map(|it| (Some(name.clone()), it));
        waiting.extend(below.collect::<Vec<_>>().into_iter().rev());
    }
    pages
}

/// The page of the subcommand that these words name.
pub(crate) fn page(cli: &Cli, words: &[String]) -> Result<Page> {
    let mut command = built(cli);
    let mut above = None;
    for word in words {
        let Some(below) = command.find_subcommand(word).cloned() else {
            let known = command.get_subcommands().map(Command::get_name);
            let of = command.get_bin_name().unwrap_or_default();
            match govern_gate::did_you_mean(word, known) {
                Some(likely) => {
                    bail!("`{of}` has no subcommand `{word}`; did you mean `{likely}`?")
                }
                None => bail!("`{of}` has no subcommand `{word}`"),
            }
        };
        above = Some(name(&command).to_owned());
        command = below;
    }
    Ok(render(&command, above.as_deref()))
}

/// The command line, with all names that follow from others.
fn built(cli: &Cli) -> Command {
    let mut command = arguments::command(cli);
    command.build();
    command
}

/// What a page is called: `cargo-govern-selftest`.
fn name(command: &Command) -> &str {
    command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
}

/// Writes the page of a command, and leads to the one above it.
fn render(command: &Command, above: Option<&str>) -> Page {
    let man = Man::new(command.clone())
        .section(SECTION)
        // The same program has the same pages, whenever they are written.
        .date(EMPTY)
        .source(concat!("cargo-govern ", env!("CARGO_PKG_VERSION")))
        .manual("cargo-govern");
    let mut own = Roff::new();
    let is_over_workspace = command
        .get_arguments()
        .any(|arg| arg.get_id() == "manifest-path");
    own.control("SH", ["EXIT STATUS"]);
    for status in ExitStatus::ALL {
        if is_over_workspace || status != ExitStatus::Findings {
            term(&mut own, &status.code().to_string(), status.meaning());
        }
    }
    if is_over_workspace {
        own.control("SH", ["ENVIRONMENT"]);
        for (variable, meaning) in VARIABLES {
            term(&mut own, variable, meaning);
        }
        own.control("SH", ["FILES"]);
        for (file, meaning) in FILES {
            term(&mut own, file, meaning);
        }
    }
    own.control("SH", ["SEE ALSO"]);
    let mut others = vec![bold("cargo"), roman("(1)")];
    if let Some(above) = above {
        others.splice(0..0, [bold(above), roman("(1), ")]);
    }
    own.text(others);

    let mut text = Vec::new();
    let has_subcommands = command.get_subcommands().next().is_some();
    let write = |text: &mut Vec<u8>| {
        man.render_title(text)?;
        man.render_name_section(text)?;
        synopsis(command).to_writer(text)?;
        man.render_description_section(text)?;
        man.render_options_section(text)?;
        if has_subcommands {
            man.render_subcommands_section(text)?;
        }
        own.to_writer(text)
    };
    write(&mut text).expect("memory takes everything");
    let text = String::from_utf8(text).expect("text was written");
    Page {
        file: man.get_filename(),
        text: text.lines().map(marked).collect(),
    }
}

/// How a command is called, as its help says it.
fn synopsis(command: &Command) -> Roff {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    let called = command.get_bin_name().unwrap_or_default();
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    match usage.strip_prefix(called) {
        Some(rest) => roff.text([bold(called), roman(rest)]),
        None => roff.text([roman(usage)]),
    };
    roff
}

/// A term, and what it means.
fn term(roff: &mut Roff, term: &str, meaning: &str) {
    roff.control("TP", []);
    roff.text([bold(term)]);
    roff.text([roman(meaning)]);
}

/// A line in which what stands between backticks is bold: by itself, a backtick is a quotation mark for troff.
fn marked(line: &str) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    if line.starts_with('.') || parts.len().is_multiple_of(2) {
        return format!("{}\n", parts.join("\\(ga"));
    }
    let parts = parts.iter().enumerate().map(|(at, part)| match at % 2 {
        0 => (*part).to_owned(),
        _ => format!("\\fB{part}\\fR"),
    });
    format!("{}\n", parts.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn backticks_are_no_quotation_marks() {
        assert_eq!(
            marked("run `a b`, or `c`"),
            "run \\fBa b\\fR, or \\fBc\\fR\n"
        );
        assert_eq!(marked("one ` alone"), "one \\(ga alone\n");
        assert_eq!(marked(".SH `a`"), ".SH \\(gaa\\(ga\n");
        assert_eq!(marked(""), "\n");
    }
}
