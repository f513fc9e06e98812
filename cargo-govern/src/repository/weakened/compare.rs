//! Compares two values of a configuration, key by key.

use std::{collections::BTreeSet, ops::Range};

use super::{
    keys::{Direction, Keys},
    value::{Entry, Table, Value},
};

/// A change that may let through what was found before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// The key, with all around it: `archcheck.layers.domain.may-use`.
    pub(crate) key: String,
    /// What has become of it.
    pub(crate) what: String,
    /// Whether the change may as well be none: only somebody who reads it knows.
    pub(crate) unsure: bool,
    /// Where that is now; what is gone has the place of what was around it.
    pub(crate) range: Option<Range<usize>>,
}

/// What is compared, and how much of it there was.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    pub(super) changes: Vec<Change>,
    /// How many values there are, before or now.
    pub(super) compared: usize,
    /// Whether keys that nobody knows mean nothing; else they may mean either.
    pub(super) only_known: bool,
}

/// Keys that say which entry of a list of tables one is.
const NAMES: [&str; 3] = ["name", "module", "fingerprint"];

impl Comparison {
    pub(super) fn tables(
        &mut self,
        (known, path): (&[&Keys], &str),
        before: &Table,
        now: &Table,
        around: Option<&Range<usize>>,
    ) {
        let names: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
        for name in names {
            let inner: Vec<&Keys> = known.iter().flat_map(|keys| keys.of(name)).collect();
            let path = match path {
                "" => name.clone(),
                path => format!("{path}.{name}"),
            };
            self.values((&inner, &path), before.get(name), now.get(name), around);
        }
    }

    /// A value, which may be on one side only.
    fn values(
        &mut self,
        (known, path): (&[&Keys], &str),
        before: Option<&Entry>,
        now: Option<&Entry>,
        around: Option<&Range<usize>>,
    ) {
        let place = now.map(|entry| &entry.range).or(around);
        let direction = known.iter().find_map(|keys| keys.direction());
        let entries: Vec<&Keys> = known.iter().filter_map(|keys| keys.entries()).collect();
        let sides = || before.into_iter().chain(now);
        let is_table = |entry: &Entry| matches!(entry.value, Value::Table(_));
        if direction.is_none() && sides().all(is_table) {
            let nothing = Table::new();
            let (before, now) = (table(before, &nothing), table(now, &nothing));
            return self.tables((known, path), before, now, place);
        }
        if direction.is_none() && self.only_known {
            return;
        }
        self.compared += 1;
        if before == now {
            return;
        }
        if !entries.is_empty() && direction.is_some_and(|it| it != Direction::Either) {
            let more = direction == Some(Direction::More);
            return self.lists((&entries, path), more, list(before), list(now), place);
        }
        let direction = direction.unwrap_or(Direction::Either);
        if let Some((what, unsure)) = judge(direction, before, now) {
            self.changes.push(Change {
                key: path.to_owned(),
                what,
                unsure,
                range: place.cloned(),
            });
        }
    }

    /// Lists of tables. Entries of one name are compared, and those that say the same, or ask for more; of the others, what is new or
    /// gone is told.
    fn lists(
        &mut self,
        (known, path): (&[&Keys], &str),
        more: bool,
        before: &[Entry],
        now: &[Entry],
        around: Option<&Range<usize>>,
    ) {
        let mut left: Vec<&Entry> = before.iter().collect();
        let mut added: Vec<&Entry> = Vec::new();
        for entry in now {
            let twin = |same: &dyn Fn(&Entry) -> bool| left.iter().position(|other| same(other));
            let name = name(entry);
            let twin = twin(&|other| other == entry)
                .or_else(|| name.and_then(|name| twin(&|other| self::name(other) == Some(name))));
            match twin {
                Some(twin) => self.entries((known, path), left.remove(twin), entry),
                None => added.push(entry),
            }
        }
        // Without a name, one that asks for as much is taken for the same.
        added.retain(|entry| {
            let twin = left.iter().position(|other| {
                let mut comparison = Comparison::default();
                comparison.entries((known, path), other, entry);
                comparison.changes.is_empty()
            });
            twin.map(|twin| left.remove(twin)).is_none()
        });
        if let ([was], [is]) = (&left[..], &added[..])
            && name(was).is_none()
            && name(is).is_none()
        {
            return self.entries((known, path), was, is);
        }
        let change = |verb: &str, entry: &Entry, range: Option<&Range<usize>>| Change {
            key: path.to_owned(),
            what: match name(entry) {
                Some(name) => format!("`{name}` {verb}"),
                None => format!("`{}` {verb}", entry.value),
            },
            unsure: false,
            range: range.cloned(),
        };
        if more {
            let new = added.into_iter();
            let new = new.map(|entry| change("is new", entry, Some(&entry.range)));
            self.changes.extend(new);
        } else {
            let gone = left
                .into_iter()
                .map(|entry| change("is gone", entry, around));
            self.changes.extend(gone);
        }
    }

    /// Two entries of a list of tables.
    fn entries(&mut self, (known, path): (&[&Keys], &str), before: &Entry, now: &Entry) {
        let path = match name(now) {
            Some(name) => format!("{path}[{name}]"),
            None => format!("{path}[]"),
        };
        match (&before.value, &now.value) {
            (Value::Table(was), Value::Table(is)) => {
                self.tables((known, &path), was, is, Some(&now.range));
            }
            (was, is) if was == is => {}
            (was, is) => self.changes.push(Change {
                key: path,
                what: format!("was `{was}`, and is `{is}`"),
                unsure: true,
                range: Some(now.range.clone()),
            }),
        }
    }
}

/// The keys of a table, or nothing.
fn table<'e>(entry: Option<&'e Entry>, nothing: &'e Table) -> &'e Table {
    match entry.map(|entry| &entry.value) {
        Some(Value::Table(table)) => table,
        _ => nothing,
    }
}

/// The entries of a list, or none.
pub(super) fn list(entry: Option<&Entry>) -> &[Entry] {
    match entry.map(|entry| &entry.value) {
        Some(Value::List(entries)) => entries,
        _ => &[],
    }
}

fn name(entry: &Entry) -> Option<&str> {
    NAMES.iter().find_map(|key| entry.value.text(key))
}

/// What a list has, or what else stands for one.
enum Set<'v> {
    All,
    These(Vec<&'v Value>),
}

fn set(value: Option<&Value>) -> Option<Set<'_>> {
    match value {
        None | Some(Value::Flag(false)) => Some(Set::These(Vec::new())),
        Some(Value::Flag(true)) => Some(Set::All),
        Some(Value::List(entries)) => Some(Set::These(
            entries.iter().map(|entry| &entry.value).collect(),
        )),
        Some(text @ Value::Text(_)) => Some(Set::These(vec![text])),
        Some(_) => None,
    }
}

/// What a list has that another does not have.
enum Beyond {
    All,
    These(Vec<String>),
}

fn beyond(list: Option<&Value>, other: Option<&Value>) -> Option<Beyond> {
    Some(match (set(list)?, set(other)?) {
        (_, Set::All) => Beyond::These(Vec::new()),
        (Set::All, _) => Beyond::All,
        (Set::These(list), Set::These(other)) => {
            let new = list.iter().filter(|it| !other.contains(it));
            Beyond::These(new.map(|it| format!("`{it}`")).collect())
        }
    })
}

/// What a change of a value means, if it may be something; and whether only a reader can tell.
fn judge(
    direction: Direction,
    before: Option<&Entry>,
    now: Option<&Entry>,
) -> Option<(String, bool)> {
    let (before, now) = (before.map(|it| &it.value), now.map(|it| &it.value));
    let shown = |value: Option<&Value>| match value {
        Some(value) => format!("`{value}`"),
        None => "nothing".to_owned(),
    };
    let changed = || {
        let text = format!("was {}, and is {}", shown(before), shown(now));
        Some((text, true))
    };
    let sure = |what: String| Some((what, false));
    match (direction, before, now) {
        (Direction::Words, ..) | (Direction::Asked | Direction::Limited, None, _) => None,
        (Direction::Ordered(scale), Some(Value::Text(was)), Some(Value::Text(is))) => {
            let text = || (format!("was `{was:?}`, and is `{is:?}`"), false);
            scale.is_less(is, was).then(text)
        }
        (Direction::Ordered(_), ..) => None,
        (Direction::Asked | Direction::Limited, Some(was), None) => {
            sure(format!("was `{was}`, and nothing is asked any more"))
        }
        (Direction::Asked | Direction::Either, ..)
        | (Direction::Replacing, None, _)
        | (Direction::Replacing, _, None) => changed(),
        // A number is a limit: there is none without it.
        (Direction::More, Some(Value::Number(was)), None) => {
            sure(format!("was {was}, and there is no limit any more"))
        }
        (Direction::Less, Some(Value::Number(was)), None) => {
            sure(format!("was {was}, and nothing is asked any more"))
        }
        (Direction::More | Direction::Less, None, Some(Value::Number(_))) => None,
        (Direction::More | Direction::Less, Some(Value::Number(was)), Some(Value::Number(is))) => {
            let weaker = (direction == Direction::More) == (is > was);
            weaker.then(|| (format!("was {was}, and is {is}"), false))
        }
        (Direction::Narrow, None, Some(_)) => sure(format!(
            "looks only at {} now; before, at everything",
            shown(now)
        )),
        (Direction::Narrow, Some(_), None) => None,
        // Other words for what is looked at.
        (Direction::Narrow, Some(Value::Text(_)), Some(Value::Text(_))) => changed(),
        (Direction::More | Direction::Less, Some(Value::Text(was)), Some(Value::Text(is)))
            if let (Ok(was), Ok(is)) = (was.parse::<f64>(), is.parse::<f64>()) =>
        {
            let weaker = if direction == Direction::More {
                is > was
            } else {
                is < was
            };
            weaker.then(|| (format!("was {was}, and is {is}"), false))
        }
        _ => {
            let (one, other, word) = match direction {
                Direction::More | Direction::Limited => (now, before, "more"),
                _ => (before, now, "no more"),
            };
            match beyond(one, other) {
                None => changed(),
                Some(Beyond::All) => sure(format!("was {}, and is {}", shown(before), shown(now))),
                Some(Beyond::These(these)) => {
                    (!these.is_empty()).then(|| (format!("has {} {word}", these.join(", ")), false))
                }
            }
        }
    }
}
