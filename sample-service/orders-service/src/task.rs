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
    /// Sign the request whose payload is on standard input.
    Sign {
        /// With which key.
        key: String,
        /// Under which subject it will be sent.
        subject: String,
        /// What its `Content-Type` will be, if it has one.
        form: Option<String>,
    },
}

impl Task {
    /// The arguments, and what they ask for.
    pub const ARGUMENTS: [(&'static str, &'static str); 9] = [
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
        (
            "sign KEY SUBJECT",
            "the token with which the request on standard input may be sent there, by a key of ORDERS_KEYS; a third argument is its Content-Type",
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
            ["sign", key, subject] => Some(Self::sign(key, subject, None)),
            ["sign", key, subject, form] => Some(Self::sign(key, subject, Some(form))),
            _ => None,
        }
    }

    fn sign(key: &str, subject: &str, form: Option<&str>) -> Self {
        Self::Sign {
            key: key.to_owned(),
            subject: subject.to_owned(),
            form: form.map(str::to_owned),
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

    /// AC: AC-RUN-009, AC-SEC-008
    #[test]
    fn each_argument_that_is_documented_is_understood_and_others_are_not() {
        for (line, _) in Task::ARGUMENTS {
            assert!(parse(&line.replace("PLACE", "7")).is_some(), "{line}");
        }
        assert_eq!(parse("put-back 7"), Some(Task::PutBack(7)));
        assert_eq!(parse("install a"), Some(Task::Install("a".to_owned())));
        let signed = parse("sign shop-1 orders.v1.board application/cbor");
        let form = Some("application/cbor");
        assert_eq!(signed, Some(Task::sign("shop-1", "orders.v1.board", form)));
        for wrong in [
            "sign shop-1",
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
