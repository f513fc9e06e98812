//! What a selftest of the workspace needs of this machine, for who asks before it runs.

use std::time::Duration;

use govern_gate::{Error, Session};
use govern_workspace::Runner;

use super::config::{Config, NAME, Profile, TestsWith};
use super::environment::{Missing, Need};
use super::plan::{Does, steps};

/// How long a program may take to say its version.
const LITTLE: Duration = Duration::from_secs(60);

/// Something that a selftest needs.
pub(crate) struct Capability {
    /// What it is, as it is written in `govern.toml`.
    pub(crate) name: String,
    /// What needs it.
    pub(crate) by: String,
    /// Why it is not there, and what to do.
    pub(crate) missing: Option<(String, String)>,
    /// Whether the profile `ci` fails without it.
    pub(crate) required: bool,
}

/// What the steps of the profile `ci` need, those that are left out not counted.
pub(crate) fn capabilities(session: &Session, runner: &Runner) -> Result<Vec<Capability>, Error> {
    let config: Config = session.config(NAME)?;
    let mut found = Vec::new();
    let program = |name: &str| Need::Program(name.to_owned());
    for step in steps(session, &config, Profile::Ci)? {
        if step.left_out.is_some() {
            continue;
        }
        let needs: Vec<(Need, bool)> = match &step.does {
            Does::Environment(needs) => needs.iter().map(|need| (need.clone(), true)).collect(),
            Does::Fmt | Does::Clippy => {
                found.push(component(&step.name, runner));
                continue;
            }
            Does::Test(TestsWith::Nextest) => vec![(program("cargo-nextest"), true)],
            Does::Wasm(targets) => {
                let targets = targets.iter().map(|it| (Need::Target(it.clone()), true));
                targets.collect()
            }
            Does::Audit(asked) => vec![(program("cargo-audit"), *asked)],
            Does::Deny => vec![(program("cargo-deny"), true)],
            Does::Own => vec![(program(&step.command[0]), true)],
            Does::Build
            | Does::Test(TestsWith::Cargo)
            | Does::DocTest
            | Does::Gates
            | Does::Generated(..) => Vec::new(),
        };
        for (need, required) in needs {
            let missing = need.missing(session, runner);
            let missing = missing.map(|Missing { why, hint }| (why, hint));
            found.push(Capability {
                name: need.to_string(),
                by: format!("step `{}` of `cargo govern selftest`", step.name),
                missing,
                required,
            });
        }
    }
    Ok(found)
}

/// A component of the toolchain. A program of that name may be there that only says that it is not installed.
fn component(step: &str, runner: &Runner) -> Capability {
    let answer = runner.run("cargo", &[step, "--version"], LITTLE);
    let missing = match answer {
        Ok(answer) if answer.status == Some(0) => None,
        _ => {
            let component = if step == "fmt" { "rustfmt" } else { step };
            Some((
                format!("`cargo {step}` does not run"),
                format!("run `rustup component add {component}`"),
            ))
        }
    };
    Capability {
        name: format!("program:cargo-{step}"),
        by: format!("step `{step}` of `cargo govern selftest`"),
        missing,
        required: true,
    }
}
