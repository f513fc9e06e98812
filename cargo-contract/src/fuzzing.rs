//! What is read of the answers of a tool, for those who try the reader out on what no tool would answer. No part of what this
//! crate promises.

use govern_workspace::Answer;

use crate::rust_api::output;

/// Reads what cargo-semver-checks may have written: before a line of `---` what it shows, behind it what it tells meanwhile.
pub fn semver_checks(text: &str) {
    let (stdout, stderr) = text.split_once("\n---\n").unwrap_or((text, text));
    for status in [0, 1, 100] {
        let answer = Answer {
            status: Some(status),
            stdout: stdout.to_owned(),
            stderr: stderr.to_owned(),
        };
        match output::read(&answer) {
            Ok(comparison) => assert!(comparison.checks >= comparison.failures.len()),
            Err(why) => assert!(!why.is_empty(), "an error says something"),
        }
    }
}
