//! `cargo govern hooks`: has git run the suite before a commit, and before a push.

use std::io;

use camino::Utf8PathBuf;
use govern_diagnostics::Diagnostic;
use govern_gate::{ArgSpec, Command, CommandOutcome, Error, Session};
use govern_workspace::{Hook, Hooks, Workspace};

/// `cargo govern hooks`.
pub(crate) static HOOKS: Command = Command {
    name: "hooks",
    summary: "has git check what is staged before each commit, and with --pre-push everything before each push",
    details: "The hook before a commit runs `cargo govern check --staged`, the one before a push `cargo govern selftest`. They are \
              written where git looks for hooks (`core.hooksPath`, or the directory that all work trees share). A hook of somebody \
              else is never overwritten: `--chain` keeps it under another name and runs it first. `status` says of each whether it \
              is installed, outdated, foreign or missing; the exit status is 1 unless the one before a commit is installed.",
    args: &[
        ArgSpec::positional("action", "ACTION", "what to do")
            .required()
            .choices(&ACTIONS),
        ArgSpec::flag("pre-push", "also the hook before a push"),
        ArgSpec::flag("chain", "keep a hook of somebody else, and run it first"),
    ],
    needs_workspace: true,
    run,
};

const ACTIONS: [&str; 3] = ["install", "status", "uninstall"];

/// How the line begins by which a hook of ours is known; the number grows with what stands in it.
const MARKER: &str = "# cargo-govern hook ";
const VERSION: u32 = 1;

/// What is behind the name of a hook of somebody else that ours runs first.
const BEFORE: &str = ".before-govern";

/// The hooks there are: what they are called, and what they run.
const KINDS: [(&str, &str); 2] = [
    ("pre-commit", "check --staged --quiet"),
    ("pre-push", "selftest --quiet"),
];

/// What there is of a hook.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Missing,
    Installed,
    /// Ours, but not what would be written now.
    Outdated(Hook),
    /// Not ours.
    Foreign,
}

impl State {
    fn of(hook: Option<Hook>, wanted: &str) -> State {
        match hook {
            None => State::Missing,
            Some(hook) if hook.text == wanted && hook.is_executable => State::Installed,
            Some(hook) if hook.text.lines().any(|line| line.starts_with(MARKER)) => {
                State::Outdated(hook)
            }
            Some(_) => State::Foreign,
        }
    }

    fn as_str(&self) -> &'static str {
        match self {
            State::Missing => "missing",
            State::Installed => "installed",
            State::Outdated(_) => "outdated",
            State::Foreign => "foreign",
        }
    }
}

fn run(session: &Session, out: &mut dyn io::Write) -> Result<CommandOutcome, Error> {
    let args = session.args();
    let hooks = session.workspace().hooks()?;
    let action = args.value("action").unwrap_or_default();
    let kinds = KINDS.iter().filter(|(name, _)| {
        // What there is of the second is told and taken away without being asked for.
        *name == KINDS[0].0 || args.flag("pre-push") || action != "install"
    });
    let mut is_installed = false;
    for (name, runs) in kinds {
        let wanted = text(name, runs, &hooks.prefix);
        let state = State::of(hooks.read(name)?, &wanted);
        is_installed |= *name == KINDS[0].0 && state == State::Installed;
        let path = hooks.path(name);
        let told = match action {
            "install" => install(&hooks, name, &wanted, state, args.flag("chain"))?,
            "uninstall" => uninstall(&hooks, name, state)?,
            _ => state.as_str(),
        };
        writeln!(out, "{told:<9}  {name:<10}  {path}")?;
    }
    Ok(match action {
        "status" if !is_installed => CommandOutcome::findings(Vec::new()),
        _ => CommandOutcome::clean(),
    })
}

/// What there is of each hook: its name, its state and its path.
pub(crate) fn states(
    workspace: &Workspace,
) -> Result<Vec<(&'static str, &'static str, Utf8PathBuf)>, Error> {
    let hooks = workspace.hooks()?;
    let states = KINDS.iter().map(|(name, runs)| {
        let state = State::of(hooks.read(name)?, &text(name, runs, &hooks.prefix));
        Ok((*name, state.as_str(), hooks.path(name)))
    });
    states.collect()
}

/// What is to be in a hook of the workspace at a place of the repository. Git runs it at the top of the work tree.
fn text(name: &str, runs: &str, prefix: &str) -> String {
    let manifest = match prefix {
        "" => String::new(),
        prefix => format!(
            " --manifest-path {}",
            quoted(&format!("{prefix}Cargo.toml"))
        ),
    };
    format!(
        "#!/bin/sh\n\
         {MARKER}{VERSION}: {name}. `cargo govern hooks install` writes it, `cargo govern hooks uninstall` takes it away.\n\
         before=\"$0{BEFORE}\"\n\
         if [ -x \"$before\" ]; then\n    \"$before\" \"$@\" || exit\nfi\n\
         if ! command -v cargo-govern >/dev/null 2>&1; then\n    \
         echo 'cargo-govern is not installed, so nothing was checked: cargo install cargo-govern, or git … --no-verify' >&2\n    \
         exit 1\nfi\n\
         exec cargo-govern govern {runs}{manifest}\n"
    )
}

/// A word for the shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn install(
    hooks: &Hooks,
    name: &str,
    wanted: &str,
    state: State,
    chain: bool,
) -> Result<&'static str, Error> {
    let path = hooks.path(name);
    if !hooks.is_own && state != State::Installed {
        let mistake = Diagnostic::config(format!("`{path}` would be a hook of all repositories"))
            .note("`core.hooksPath` names a directory outside of this one")
            .help("set another for this repository: `git config core.hooksPath .githooks`");
        return Err(mistake.into());
    }
    match state {
        State::Installed => {}
        State::Missing => hooks.write(name, wanted, None)?,
        State::Outdated(before) => hooks.write(name, wanted, Some(&before.text))?,
        State::Foreign if chain => {
            let kept = format!("{name}{BEFORE}");
            if hooks.read(&kept)?.is_some() {
                let mistake =
                    Diagnostic::config(format!("`{}` is there already", hooks.path(&kept)))
                        .note(format!(
                            "`{path}` is somebody else's, and would be kept there"
                        ))
                        .help("put one of them away");
                return Err(mistake.into());
            }
            hooks.rename(name, &kept)?;
            if let Err(error) = hooks.write(name, wanted, None) {
                // Nothing has happened then.
                hooks.rename(&kept, name)?;
                return Err(error.into());
            }
        }
        State::Foreign => {
            let mistake = Diagnostic::config(format!("`{path}` is a hook of somebody else"))
                .note("it has no line that says that `cargo govern hooks` wrote it, and is not overwritten")
                .help("`--chain` keeps it, and runs it first")
                .help(format!("or call `cargo govern check --staged` in it, for `{name}`"));
            return Err(mistake.into());
        }
    }
    Ok("installed")
}

fn uninstall(hooks: &Hooks, name: &str, state: State) -> Result<&'static str, Error> {
    if state == State::Missing || state == State::Foreign {
        return Ok(state.as_str());
    }
    hooks.remove(name)?;
    let kept = format!("{name}{BEFORE}");
    if hooks.read(&kept)?.is_some() {
        hooks.rename(&kept, name)?;
        return Ok("foreign");
    }
    Ok("missing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_is_known_by_its_line_and_its_text() {
        let wanted = text("pre-commit", "check --staged", "");
        let hook = |text: &str, is_executable| {
            Some(Hook {
                text: text.to_owned(),
                is_executable,
            })
        };
        let state = |hook| State::of(hook, &wanted).as_str();
        assert_eq!(state(None), "missing");
        assert_eq!(state(hook(&wanted, true)), "installed");
        assert_eq!(state(hook(&wanted, false)), "outdated");
        assert_eq!(
            state(hook(&wanted.replace("hook 1", "hook 0"), true)),
            "outdated"
        );
        assert_eq!(
            state(hook("#!/bin/sh\nexec cargo govern --quiet\n", true)),
            "foreign"
        );
    }

    #[test]
    fn a_workspace_below_the_top_is_named() {
        let text = text("pre-commit", "check", "it's/");
        assert!(
            text.ends_with("govern check --manifest-path 'it'\\''s/Cargo.toml'\n"),
            "{text}"
        );
    }
}
