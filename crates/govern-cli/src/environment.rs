//! What a program sees of the world around it: colour, the day, where a CI system has checked out.

use std::{collections::BTreeMap, env, io::IsTerminal, time::SystemTime};

use anyhow::{Context, Result};
use camino::{Utf8Path, Utf8PathBuf};
use govern_gate::Date;

/// What a program sees of the world around it, apart from files.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The variables of the environment that are text.
    pub variables: BTreeMap<String, String>,
    /// Whether somebody looks at stdout.
    pub is_terminal: bool,
    /// Seconds since the start of 1970.
    pub now: u64,
    /// The current directory, absolute.
    pub directory: Utf8PathBuf,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    pub(crate) const NAMES: [&'static str; 3] = ["auto", "always", "never"];

    pub(crate) fn named(name: &str) -> Option<Color> {
        match name {
            "auto" => Some(Color::Auto),
            "always" => Some(Color::Always),
            "never" => Some(Color::Never),
            _ => None,
        }
    }
}

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let directory = env::current_dir()
            .ok()
            .and_then(|path| Utf8PathBuf::from_path_buf(path).ok());
        Surroundings {
            variables: env::vars_os().filter_map(text).collect(),
            is_terminal: std::io::stdout().is_terminal(),
            now: since.map_or(0, |since| since.as_secs()),
            directory: directory.unwrap_or_default(),
        }
    }

    fn variable(&self, name: &str) -> Option<&str> {
        self.variables
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Whether to use colour on stdout: what the argument says, then `NO_COLOR`, `CLICOLOR_FORCE`, `CARGO_TERM_COLOR`,
    /// `CLICOLOR`, and only then whether somebody looks at it.
    pub(crate) fn color(&self, argument: Option<Color>) -> bool {
        match argument {
            Some(Color::Always) => return true,
            Some(Color::Never) => return false,
            Some(Color::Auto) | None => {}
        }
        if self.variable("NO_COLOR").is_some() {
            return false;
        }
        if self
            .variable("CLICOLOR_FORCE")
            .is_some_and(|value| value != "0")
        {
            return true;
        }
        let cargo = self.variable("CARGO_TERM_COLOR").and_then(Color::named);
        match cargo.filter(|_| argument.is_none()) {
            Some(Color::Always) => true,
            Some(Color::Never) => false,
            Some(Color::Auto) | None => {
                self.is_terminal
                    && self.variable("CLICOLOR") != Some("0")
                    && self.variable("TERM") != Some("dumb")
            }
        }
    }

    /// How many columns there are, if somebody says so.
    pub(crate) fn width(&self) -> Option<usize> {
        self.variable("COLUMNS")
            .and_then(|columns| columns.parse().ok())
            .filter(|columns| *columns >= 40)
    }

    /// The day by which waivers expire: that of `SOURCE_DATE_EPOCH`, or this one.
    pub(crate) fn today(&self) -> Result<Date> {
        let seconds = match self.variable("SOURCE_DATE_EPOCH") {
            None => self.now,
            Some(text) => text.parse().with_context(|| {
                format!("`SOURCE_DATE_EPOCH` is no number of seconds: `{text}`")
            })?,
        };
        Ok(Date::from_unix(seconds))
    }

    /// Where a workspace lies in what GitHub Actions or GitLab has checked out; empty, or with `/` at its end.
    pub(crate) fn path_in_repository(&self, root: &Utf8Path) -> String {
        let checkout = self
            .variable("GITHUB_WORKSPACE")
            .or_else(|| self.variable("CI_PROJECT_DIR"))
            .map(Utf8Path::new);
        let inside = checkout.and_then(|checkout| root.strip_prefix(checkout).ok());
        match inside.map(|path| path.as_str().replace('\\', "/")) {
            Some(path) if !path.is_empty() => format!("{path}/"),
            _ => String::new(),
        }
    }

    /// A path as the user gives it, relative to a workspace root, with `/`.
    pub(crate) fn relative_to(&self, root: &Utf8Path, path: &Utf8Path) -> String {
        let mut up = Vec::new();
        let mut parts: Vec<&str> = Vec::new();
        let absolute = self.directory.join(path);
        for part in absolute.as_str().split(['/', std::path::MAIN_SEPARATOR]) {
            match part {
                "." => {}
                ".." => drop(parts.pop()),
                _ => parts.push(part),
            }
        }
        let mut root: Vec<&str> = root
            .as_str()
            .split(['/', std::path::MAIN_SEPARATOR])
            .collect();
        while !parts.starts_with(&root) && root.pop().is_some() {
            up.push("..");
        }
        up.extend_from_slice(&parts[root.len()..]);
        up.join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surroundings(variables: &[(&str, &str)], is_terminal: bool) -> Surroundings {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Surroundings {
            variables: variables.collect(),
            is_terminal,
            now: 1_781_481_600,
            directory: "/home/me/shop/crates".into(),
        }
    }

    #[test]
    fn colour_is_what_the_nearest_voice_says() {
        let color =
            |variables, terminal, argument| surroundings(variables, terminal).color(argument);
        assert!(color(&[], true, None) && !color(&[], false, None));
        assert!(!color(&[("NO_COLOR", "1")], true, None) && color(&[("NO_COLOR", "")], true, None));
        assert!(color(&[("NO_COLOR", "1")], false, Some(Color::Always)));
        assert!(!color(&[("CLICOLOR_FORCE", "1")], true, Some(Color::Never)));
        assert!(
            color(&[("CLICOLOR_FORCE", "1")], false, None)
                && !color(&[("CLICOLOR_FORCE", "0")], false, None)
        );
        assert!(!color(
            &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
            true,
            None
        ));
        assert!(
            !color(&[("CLICOLOR", "0")], true, None) && !color(&[("TERM", "dumb")], true, None)
        );
        assert!(color(&[("CARGO_TERM_COLOR", "always")], false, None));
        assert!(!color(&[("CARGO_TERM_COLOR", "never")], true, None));
        assert!(color(
            &[("CARGO_TERM_COLOR", "never")],
            true,
            Some(Color::Auto)
        ));
    }

    #[test]
    fn the_day_is_given_or_today() {
        assert_eq!(
            surroundings(&[], false).today().unwrap().to_string(),
            "2026-06-15"
        );
        assert_eq!(
            surroundings(&[("SOURCE_DATE_EPOCH", "0")], false)
                .today()
                .unwrap()
                .to_string(),
            "1970-01-01"
        );
        assert!(
            surroundings(&[("SOURCE_DATE_EPOCH", "soon")], false)
                .today()
                .is_err()
        );
    }

    #[test]
    fn paths_are_relative_to_the_root() {
        let surroundings = surroundings(&[], false);
        let relative = |path: &str| surroundings.relative_to("/home/me/shop".into(), path.into());
        assert_eq!(relative("a.toml"), "crates/a.toml");
        assert_eq!(relative("../a.toml"), "a.toml");
        assert_eq!(relative("./../../b/./a.toml"), "../b/a.toml");
        assert_eq!(relative("/etc/a.toml"), "../../../etc/a.toml");
        assert_eq!(relative("/home/me/shop/a.toml"), "a.toml");
    }

    #[test]
    fn a_workspace_may_lie_in_a_repository() {
        let surroundings = surroundings(&[("GITHUB_WORKSPACE", "/home/me")], false);
        assert_eq!(
            surroundings.path_in_repository("/home/me/shop".into()),
            "shop/"
        );
        assert_eq!(surroundings.path_in_repository("/home/me".into()), "");
        assert_eq!(surroundings.path_in_repository("/home/you".into()), "");
    }
}
