//! What code reaches outside of itself for: the table `effects.toml`, parsed once.

use std::{collections::BTreeMap, sync::LazyLock};

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::path::external_segments;
use crate::policy::pattern::Pattern;

/// What code may do besides computing values from values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Files, standard streams, the operating system.
    Io,
    /// Connections, and crates whose business they are.
    Network,
    /// Reading a clock, waiting.
    Time,
    /// Numbers and ids that differ from run to run.
    Randomness,
    /// Variables, arguments, directories, configuration.
    Environment,
    /// Threads.
    Threads,
    /// Other processes, and the end of this one.
    Process,
    /// A runtime for futures.
    Runtime,
    /// Statics that can change.
    GlobalState,
}

impl Effect {
    /// All effects, with the names that they have in the configuration.
    pub const ALL: [(&'static str, Effect); 9] = [
        ("io", Effect::Io),
        ("network", Effect::Network),
        ("time", Effect::Time),
        ("randomness", Effect::Randomness),
        ("environment", Effect::Environment),
        ("threads", Effect::Threads),
        ("process", Effect::Process),
        ("runtime", Effect::Runtime),
        ("global-state", Effect::GlobalState),
    ];

    /// The effect of a name.
    pub fn named(name: &str) -> Option<Effect> {
        Effect::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, effect)| *effect)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let known = Effect::ALL.iter().find(|(_, effect)| *effect == self);
        known.map_or("", |(name, _)| name)
    }

    /// What code that has it does.
    pub(crate) fn deed(self) -> &'static str {
        match self {
            Effect::Io => "does input or output",
            Effect::Network => "talks to the network",
            Effect::Time => "looks at the clock or waits",
            Effect::Randomness => "draws random values",
            Effect::Environment => "reads the environment",
            Effect::Threads => "deals with threads",
            Effect::Process => "deals with processes",
            Effect::Runtime => "needs a runtime for futures",
            Effect::GlobalState => "has state that all share",
        }
    }

    /// How to do without it.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            Effect::Io | Effect::Network => {
                "let an adapter do it behind a port, and take what comes of it as a value"
            }
            Effect::Time => "take the time as a value, or ask a port for it",
            Effect::Randomness => "take the value, or the generator, from outside",
            Effect::Environment => "let the entrypoint read it, and take it as a value",
            Effect::Threads | Effect::Runtime => {
                "let the caller decide what runs where, and only say what is to be done"
            }
            Effect::Process => "return what happened, and let the entrypoint act on it",
            Effect::GlobalState => "keep the state in a value that is passed along",
        }
    }
}

/// Names with what is inside them.
#[derive(Debug, Default)]
pub(crate) struct NameList {
    /// By the first segment.
    names: FxHashMap<String, Vec<Pattern>>,
    /// As written.
    texts: Vec<String>,
    except: Vec<Pattern>,
}

/// A list as the table writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    names: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTable {
    effects: BTreeMap<String, Written>,
    entry: Written,
    changeable: Written,
    serialization: Written,
}

/// The table.
#[derive(Debug)]
pub(crate) struct Table {
    effects: Vec<(Effect, NameList)>,
    /// What starts a program, or ends it.
    pub(crate) entry: NameList,
    /// Types through which a static can change.
    pub(crate) changeable: NameList,
    /// The names of crates that turn values into bytes or text, and back.
    pub(crate) serialization: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let written: WrittenTable =
        toml::from_str(include_str!("effects.toml")).expect("a test reads the table");
    let effects = written.effects.iter().map(|(name, list)| {
        let effect = Effect::named(name).expect("a test reads the names of all effects");
        (effect, NameList::of(list))
    });
    Table {
        effects: effects.collect(),
        entry: NameList::of(&written.entry),
        changeable: NameList::of(&written.changeable),
        serialization: written.serialization.names,
    }
});

/// The table.
pub(crate) fn table() -> &'static Table {
    &TABLE
}

impl Table {
    /// All names that have an effect, or start or end a program, each as written and with a path that it matches.
    pub(crate) fn names(&self) -> impl Iterator<Item = (&str, String)> {
        let lists = self.effects.iter().map(|(_, list)| list);
        let texts = lists.chain([&self.entry]).flat_map(|list| &list.texts);
        texts.map(|text| (text.as_str(), text.replace("**::", "").replace('*', "x")))
    }

    /// The effects that a name has, sorted.
    pub(crate) fn effects_of(&self, path: &str) -> impl Iterator<Item = Effect> {
        let segments = external_segments(path);
        let effects = self.effects.iter();
        effects
            .filter(move |(_, list)| list.has(&segments))
            .map(|(effect, _)| *effect)
    }
}

impl NameList {
    fn of(written: &Written) -> NameList {
        let mut list = NameList::default();
        for name in &written.names {
            let pattern = pattern(name);
            let first = pattern.first().unwrap_or_default().to_owned();
            list.names.entry(first).or_default().push(pattern);
        }
        list.texts.clone_from(&written.names);
        list.except = written.except.iter().map(|name| pattern(name)).collect();
        list
    }

    /// Whether a path is one of the names, or lies inside one. A crate alone is one only if all of it is listed.
    pub(crate) fn contains(&self, path: &str) -> bool {
        self.has(&external_segments(path))
    }

    fn has(&self, path: &[&str]) -> bool {
        let within = |pattern: &Pattern| pattern.contains(path);
        let patterns = path.first().and_then(|head| self.names.get(*head));
        patterns.is_some_and(|patterns| patterns.iter().any(within))
            && !self.except.iter().any(within)
    }
}

fn pattern(name: &str) -> Pattern {
    Pattern::parse(name).expect("a test reads all names of the table")
}

#[cfg(test)]
mod tests {
    use super::{Effect, WrittenTable, table};

    #[test]
    fn every_name_can_be_found() {
        let written: WrittenTable = toml::from_str(include_str!("effects.toml")).unwrap();
        let names: Vec<&str> = written.effects.keys().map(String::as_str).collect();
        let mut all: Vec<&str> = Effect::ALL.iter().map(|(name, _)| *name).collect();
        all.sort_unstable();
        assert_eq!(names, all);
        for (effect, list) in &written.effects {
            for name in list.names.iter().map(|name| name.replace("**::", "")) {
                let name = name.replace('*', "x");
                let effects: Vec<&str> = table().effects_of(&name).map(Effect::name).collect();
                assert!(effects.contains(&effect.as_str()), "{name}: {effects:?}");
            }
            for name in &list.except {
                assert!(
                    !table().effects_of(name).any(|it| it.name() == effect),
                    "{name}"
                );
            }
        }
        for name in &written.entry.names {
            assert!(table().entry.contains(name), "{name}");
        }
    }

    #[test]
    fn what_is_pure_in_the_same_modules_is_left_alone() {
        for name in [
            "std::io",
            "std::io::Error",
            "std::io::Read",
            "core::time::Duration",
            "std::time::SystemTime",
            "std::time::SystemTime::UNIX_EPOCH",
            "std::net::IpAddr",
            "std::path::PathBuf",
            "std::process::ExitCode",
            "std::env",
            "std::env::VarError",
            "std::os::raw::c_int",
            "std::os::unix::ffi::OsStrExt",
            "std::thread",
            "chrono",
            "chrono::DateTime",
            "rand::Rng",
            "rand::rngs::StdRng",
            "uuid::Uuid",
            "tokio",
            "tokio::sync::Mutex",
            "configuration::load",
        ] {
            assert_eq!(table().effects_of(name).next(), None, "{name}");
        }
    }
}
