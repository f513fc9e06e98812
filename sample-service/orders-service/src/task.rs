//! What the arguments ask for.

/// What the program does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Serve, until it is told to stop.
    Serve,
    /// Say how it is used.
    Help,
    /// List the dead letters.
    DeadLetters,
    /// Put the dead letter at this place back.
    PutBack(u64),
    /// Make all boards anew.
    Rebuild,
    /// Take in everything from this place of the log on, once more.
    Replay(u64),
    /// Say how nodes are.
    Health,
    /// Announce the module in this directory.
    Install(String),
    /// List the modules that are announced.
    Modules,
}

impl Task {
    /// The arguments, and what they ask for.
    pub const ARGUMENTS: [(&'static str, &'static str); 8] = [
        ("", "serve, until it is told to stop"),
        (
            "health",
            "how nodes are: the one that EDGE_NODE_ID names, or all; fails unless they are ready",
        ),
        ("dead-letters", "what the relay gave up, one a line"),
        (
            "put-back PLACE",
            "have the relay try the order of a dead letter once more",
        ),
        (
            "rebuild",
            "make all boards anew from the log, while the service runs",
        ),
        (
            "replay PLACE",
            "have boards and stock take in all events from this place of the log on, once more",
        ),
        (
            "install DIRECTORY",
            "try the module.wasm with the manifest.toml there, and announce it to the desks of edge-wasm",
        ),
        (
            "modules",
            "which module is announced, and the one before it, one a line",
        ),
    ];

    /// What these arguments ask for; none if they ask for nothing that there is.
    pub fn parse(arguments: &[String]) -> Option<Self> {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match arguments[..] {
            [] => Some(Self::Serve),
            ["--help" | "-h" | "help"] => Some(Self::Help),
            ["dead-letters"] => Some(Self::DeadLetters),
            ["put-back", place] => place.parse().ok().map(Self::PutBack),
            ["rebuild"] => Some(Self::Rebuild),
            ["replay", place] => place.parse().ok().map(Self::Replay),
            ["health"] => Some(Self::Health),
            ["install", directory] => Some(Self::Install(directory.to_owned())),
            ["modules"] => Some(Self::Modules),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Option<Task> {
        let arguments: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        Task::parse(&arguments)
    }

    /// AC: AC-RUN-009
    #[test]
    fn each_argument_that_is_documented_is_understood_and_others_are_not() {
        for (line, _) in Task::ARGUMENTS {
            assert!(parse(&line.replace("PLACE", "7")).is_some(), "{line}");
        }
        assert_eq!(parse("put-back 7"), Some(Task::PutBack(7)));
        assert_eq!(parse("install a"), Some(Task::Install("a".to_owned())));
        for wrong in [
            "put-back",
            "put-back x",
            "replay -1",
            "rebuild now",
            "install",
            "modules all",
            "serve",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
