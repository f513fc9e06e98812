//! What a change of a key means: the table `keys.toml`, parsed once.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, de::IgnoredAny};

/// What a change of a key means for what is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// More lets more through.
    More,
    /// Less asks for less.
    Less,
    /// Less asks for less; but without it, a default holds, which may be more or less.
    Replacing,
    /// A list that narrows what is looked at; without it, that is everything.
    Narrow,
    /// Without it nothing is asked; if it is another one, that may mean either.
    Asked,
    /// A list of all that is allowed; without it, that is everything.
    Limited,
    /// Words that ask for less or more.
    Ordered(Scale),
    /// It may mean either.
    Either,
    /// It means nothing.
    Words,
}

/// Words, from what asks for the least to what asks for the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Scale {
    /// Levels of lints; or of which packages there must be no advisories.
    Lint,
    /// How much a dependency of git says of its revision.
    GitSpec,
    /// From which severity an advisory is told.
    Severity,
    /// What a test is that passes at a later try.
    Flaky,
}

impl Scale {
    /// How much a word asks for; none for one of another kind.
    fn place(self, word: &str) -> Option<(usize, usize)> {
        let kinds: &[&[&[&str]]] = match self {
            Scale::Lint => &[
                &[&["allow"], &["warn"], &["deny"]],
                &[&["none"], &["workspace", "transitive"], &["all"]],
            ],
            Scale::GitSpec => &[&[&["any"], &["branch"], &["tag"], &["rev"]]],
            Scale::Severity => &[&[&["critical"], &["high"], &["medium"], &["low"], &["none"]]],
            Scale::Flaky => &[&[&["pass"], &["fail"]]],
        };
        kinds.iter().enumerate().find_map(|(kind, words)| {
            let place = words.iter().position(|same| same.contains(&word))?;
            Some((kind, place))
        })
    }

    /// Whether a word asks for less than another of its kind.
    pub(super) fn is_less(self, word: &str, than: &str) -> bool {
        match (self.place(word), self.place(than)) {
            (Some((kind, place)), Some((other, than))) => kind == other && place < than,
            _ => false,
        }
    }
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Written {
    more: Vec<String>,
    less: Vec<String>,
    replacing: Vec<String>,
    narrow: Vec<String>,
    asked: Vec<String>,
    limited: Vec<String>,
    either: Vec<String>,
    words: Vec<String>,
    ordered: BTreeMap<Scale, Vec<String>>,
    /// Read by those who compare.
    #[serde(rename = "defaults")]
    _defaults: IgnoredAny,
}

/// The keys as a tree, by their parts: names, `*`, `[]`.
#[derive(Debug, Default)]
pub(super) struct Keys {
    direction: Option<Direction>,
    inside: BTreeMap<String, Keys>,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys::read(include_str!("keys.toml")));

/// All keys.
pub(super) fn keys() -> &'static Keys {
    &KEYS
}

impl Keys {
    /// Reads a table that this program has.
    pub(super) fn read(table: &str) -> Keys {
        let written: Written = toml::from_str(table).expect("a test reads the table");
        let mut keys = Keys::default();
        let plain = [
            (Direction::More, written.more),
            (Direction::Less, written.less),
            (Direction::Replacing, written.replacing),
            (Direction::Narrow, written.narrow),
            (Direction::Asked, written.asked),
            (Direction::Limited, written.limited),
            (Direction::Either, written.either),
            (Direction::Words, written.words),
        ];
        let ordered = written.ordered.into_iter();
        let ordered = ordered.map(|(scale, paths)| (Direction::Ordered(scale), paths));
        for (direction, paths) in plain.into_iter().chain(ordered) {
            for path in paths {
                keys.add(&path, direction);
            }
        }
        keys
    }

    fn add(&mut self, path: &str, direction: Direction) {
        let mut at = self;
        for part in path.replace("[]", ".[]").split('.') {
            at = at.inside.entry(part.to_owned()).or_default();
        }
        at.direction = Some(direction);
    }

    /// What is known of a key in here. A key that the table does not have may mean either.
    pub(super) fn of(&self, key: &str) -> Vec<&Keys> {
        // A name of its own decides over `*`, but has perhaps only a part of the keys.
        [key, "*"]
            .into_iter()
            .filter_map(|key| self.inside.get(key))
            .collect()
    }

    /// The entries of a list of tables.
    pub(super) fn entries(&self) -> Option<&Keys> {
        self.inside.get("[]")
    }

    pub(super) fn direction(&self) -> Option<Direction> {
        self.direction
    }
}
