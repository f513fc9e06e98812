//! Programs that are run.

use std::{path::Path, process::Command};

use govern_gate::Date;

/// Runs a program in a directory: its exit status, stdout, stderr.
///
/// # Panics
///
/// If it cannot be run, or writes what is no text.
pub fn run_program(
    program: &str,
    directory: impl AsRef<Path>,
    args: &[&str],
) -> (Option<i32>, String, String) {
    run_program_on(None, program, directory, args)
}

/// Runs a program in a directory on a day, if one is given: its exit status, stdout, stderr.
///
/// # Panics
///
/// If it cannot be run, or writes what is no text; if the day is none.
pub fn run_program_on(
    day: Option<&str>,
    program: &str,
    directory: impl AsRef<Path>,
    args: &[&str],
) -> (Option<i32>, String, String) {
    let day = day.map(|day| {
        let date = Date::parse(day).expect("a day is YYYY-MM-DD");
        let seconds = (0u64..).step_by(86_400);
        let mut seconds = seconds.map(|seconds| (Date::from_unix(seconds), seconds));
        let found = seconds.find(|(other, _)| *other == date);
        (
            "SOURCE_DATE_EPOCH",
            found.expect("days follow each other").1.to_string(),
        )
    });
    let output = Command::new(program)
        .args(args)
        .envs(day)
        .current_dir(directory)
        .output()
        .expect("a program that can be run");
    let text = |bytes| String::from_utf8(bytes).expect("a program that writes text");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}
