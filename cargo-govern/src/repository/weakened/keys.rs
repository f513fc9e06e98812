//! What a change of a key means: the table `keys.toml`, parsed once.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

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
    /// It may mean either.
    Either,
    /// It means nothing.
    Words,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    more: Vec<String>,
    less: Vec<String>,
    replacing: Vec<String>,
    narrow: Vec<String>,
    asked: Vec<String>,
    either: Vec<String>,
    words: Vec<String>,
}

/// The keys as a tree, by their parts: names, `*`, `[]`.
#[derive(Debug, Default)]
pub(super) struct Keys {
    direction: Option<Direction>,
    inside: BTreeMap<String, Keys>,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let written: Written =
        toml::from_str(include_str!("keys.toml")).expect("a test reads the table");
    let mut keys = Keys::default();
    for (direction, paths) in [
        (Direction::More, written.more),
        (Direction::Less, written.less),
        (Direction::Replacing, written.replacing),
        (Direction::Narrow, written.narrow),
        (Direction::Asked, written.asked),
        (Direction::Either, written.either),
        (Direction::Words, written.words),
    ] {
        for path in paths {
            keys.add(&path, direction);
        }
    }
    keys
});

/// All keys.
pub(super) fn keys() -> &'static Keys {
    &KEYS
}

impl Keys {
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
