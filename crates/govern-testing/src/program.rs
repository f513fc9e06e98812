//! Programs that are run.

use std::process::Command;

/// Runs a program in a directory: its exit status, stdout, stderr.
///
/// # Panics
///
/// If it cannot be run, or writes what is no text.
pub fn run_program(
    program: &str,
    directory: &crate::Directory,
    args: &[&str],
) -> (Option<i32>, String, String) {
    let output = Command::new(program)
        .args(args)
        .current_dir(directory.path())
        .output()
        .expect("a program that can be run");
    let text = |bytes| String::from_utf8(bytes).expect("a program that writes text");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}
