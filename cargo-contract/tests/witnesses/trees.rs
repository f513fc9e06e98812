//! Witnesses of the fixtures about command lines, by clap: their sources are compiled.

use clap::{Command, CommandFactory as _};

use super::{Case, lines};

macro_rules! fixtures {
    ($($rule:ident $path:literal;)*) => {
        $(
            #[path = $path]
            #[expect(unreachable_pub, reason = "it is a library of its own")]
            mod $rule;
        )*

        fn tree(rule: &str) -> Option<Command> {
            match rule {
                $(stringify!($rule) => Some($rule::Desk::command()),)*
                _ => None,
            }
        }
    };
}

// What was published is the same for all.
fixtures! {
    published "../../../testdata/contract/cli_argument_changed/fail/published/src/lib.rs";
    cli_argument_changed "../../../testdata/contract/cli_argument_changed/fail/src/lib.rs";
    cli_argument_reassigned "../../../testdata/contract/cli_argument_reassigned/fail/src/lib.rs";
    cli_argument_removed "../../../testdata/contract/cli_argument_removed/fail/src/lib.rs";
    cli_argument_required "../../../testdata/contract/cli_argument_required/fail/src/lib.rs";
    cli_command_removed "../../../testdata/contract/cli_command_removed/fail/src/lib.rs";
    cli_value_removed "../../../testdata/contract/cli_value_removed/fail/src/lib.rs";
}

/// That the published command line takes the witness, and the new one does not, or as something else.
pub(crate) fn line(rule: &str, case: &Case) -> Result<(), String> {
    let (old, new) = (tree("published"), tree(rule));
    let (old, new) = old.zip(new).ok_or("there is no such fixture")?;
    lines::shows(&old, &new, &case.witness)
}
