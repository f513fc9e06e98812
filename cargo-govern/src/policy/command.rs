//! `cargo govern policy test` and `cargo govern policy input`.

use govern_gate::{ArgSpec, Command};

/// The subcommands of the gate.
pub(super) static COMMANDS: [Command; 2] = [
    Command {
        name: "test",
        summary: "runs the tests of policies, and tries policies on the files that they must deny",
        details: "Runs the rules `test_…`, and tries the policies on the files in `policy/testdata`, each of which must break what \
                  `expect.toml` says and nothing else. The exit status is 1 if something fails, and if there is nothing to run.",
        args: &[
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
        #[cfg(feature = "rego")]
        run: super::testing::test,
        #[cfg(not(feature = "rego"))]
        run: without,
    },
    Command {
        name: "input",
        summary: "shows what policies look at, as JSON",
        details: "Each document is shown as a policy is given it.",
        args: &[
            ArgSpec::positional("of", "OF", "`workspace`, `findings`, or the path of a file")
                .required(),
        ],
        needs_workspace: true,
        #[cfg(feature = "rego")]
        run: super::testing::input,
        #[cfg(not(feature = "rego"))]
        run: without,
    },
];

#[cfg(not(feature = "rego"))]
fn without(
    _: &govern_gate::Session,
    _: &mut dyn std::io::Write,
) -> Result<govern_gate::CommandOutcome, govern_gate::Error> {
    Err(govern_diagnostics::Diagnostic::config(super::WITHOUT).into())
}
