//! `cargo govern policy`: runs the tests of policies, and shows what policies look at.

use std::io;

use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};

/// `cargo govern policy`.
pub(crate) static POLICY: Command = Command {
    name: "policy",
    summary: "runs the tests of policies, or shows what policies look at",
    details: "`policy test` runs the rules `test_…` of the policies, and tries the policies on the files in `policy/testdata`, each of \
              which must break what `expect.toml` says and nothing else. The exit status is 1 if something fails, and if \
              there is nothing to run. `policy input workspace`, `policy input findings` and `policy input PATH` show the documents that \
              policies are asked about, as JSON.",
    args: &[
        ArgSpec::positional("action", "ACTION", "what to do")
            .choices(&["test", "input"])
            .required(),
        ArgSpec::positional("of", "OF", "of `input`: `workspace`, `findings`, or a file"),
        ArgSpec::option("run", "REGEX", "only tests and files whose names match"),
        ArgSpec::flag("coverage", "say which lines of policies no test runs"),
        ArgSpec::option(
            "threshold",
            "PERCENT",
            "fail if tests run fewer lines than that; with `--coverage`",
        ),
        ArgSpec::flag(
            "all",
            "list also what is as it should be, and what tests print",
        ),
        ArgSpec::option(
            "format",
            "FORMAT",
            "how the result is written [default: human]",
        )
        .choices(&["human", "json"]),
    ],
    needs_workspace: true,
    run,
};

#[cfg(feature = "rego")]
fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    match session.args().value("action") {
        Some("input") => super::testing::input(session, out),
        _ => super::testing::test(session, out),
    }
}

#[cfg(not(feature = "rego"))]
fn run(_: &Session, _: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    Err(govern_diagnostics::Diagnostic::config(super::WITHOUT).into())
}
