//! `ac.lock`: what criteria said and what shows them held when somebody last looked at both.
//!
//! A line for each link, sorted, so that two branches that review different things merge without a conflict.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use govern_diagnostics::{FileId, Span};
use text_size::{TextRange, TextSize};

/// What the first line of the file begins with, before the version.
const MARK: &str = "# ac.lock ";
/// The version that is written.
const VERSION: u32 = 2;
/// What the first line says after the version.
const SAYS: &str =
    "what criteria and their tests were when somebody last looked; written by `cargo ac review`.";

/// The lock file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lock {
    /// The file, if it is there.
    pub file: Option<FileId>,
    /// The links that somebody has looked at.
    pub reviewed: BTreeMap<Key, Reviewed>,
    /// Lines that cannot be read.
    pub mistakes: Vec<(TextRange, String)>,
    /// Whether a version wrote it that counted assertions of tests by names, those that cannot fail as well.
    pub counts_names: bool,
}

/// The lock, and the links that there are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviews {
    /// What somebody has looked at.
    pub lock: Lock,
    /// What there is, with fingerprints.
    pub edges: BTreeMap<Key, Edge>,
}

/// A link: from a criterion to what shows that it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The id of the criterion.
    pub id: String,
    /// What kind of evidence it is.
    pub level: String,
    /// The test as runners name it, or the feature file and the scenario.
    pub target: String,
}

/// A link as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The fingerprint of the criterion.
    pub criterion: u64,
    /// The fingerprint of what shows it.
    pub evidence: u64,
    /// How many assertions it has; of a scenario, how many outcomes.
    pub asserts: u32,
    /// Whether it is a scenario.
    pub is_scenario: bool,
    /// Where the criterion stands.
    pub criterion_span: Span,
    /// Where what shows it stands.
    pub evidence_span: Span,
}

/// A link as somebody last looked at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The fingerprint of the criterion.
    pub criterion: u64,
    /// The fingerprint of what shows it.
    pub evidence: u64,
    /// How many assertions it had.
    pub asserts: u32,
    /// Why that was right.
    pub reason: String,
    /// The line in the lock.
    pub range: TextRange,
}

/// How a link changed since somebody looked at both of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Whether the criterion says something else.
    pub criterion: bool,
    /// Whether what shows it is something else.
    pub evidence: bool,
    /// Whether it asserted something, and now asserts nothing; or a scenario has fewer outcomes.
    pub vanished: bool,
}

impl Reviews {
    /// The links that changed since somebody looked at both ends.
    pub fn changed(&self) -> impl Iterator<Item = (&Key, &Edge, &Reviewed, Change)> {
        self.edges.iter().filter_map(|(key, edge)| {
            let reviewed = self.lock.reviewed.get(key)?;
            let change = self.lock.change(reviewed, edge);
            change.any().then_some((key, edge, reviewed, change))
        })
    }

    /// The criteria of which an end of a link changed since somebody looked at both.
    pub fn suspects(&self) -> BTreeSet<String> {
        self.changed().map(|(key, ..)| key.id.clone()).collect()
    }

    /// How many links can be compared.
    pub fn looked_at(&self) -> usize {
        let keys = self.edges.keys();
        keys.filter(|key| self.lock.reviewed.contains_key(*key))
            .count()
    }

    /// The links that nobody has looked at, if anybody looks at links here.
    pub fn unseen(&self) -> impl Iterator<Item = (&Key, &Edge)> {
        let is_unseen = |key: &Key| !self.lock.reviewed.contains_key(key);
        self.edges.iter().filter(move |(key, _)| is_unseen(key))
    }

    /// Where a line of the lock stands.
    pub fn span(&self, reviewed: &Reviewed) -> Option<Span> {
        let file = self.lock.file?;
        Some(Span::new(file, reviewed.range))
    }
}

impl Change {
    /// Whether anything changed.
    pub fn any(self) -> bool {
        self.criterion || self.evidence || self.vanished
    }
}

impl Lock {
    /// How a link changed since somebody looked at it.
    pub fn change(&self, reviewed: &Reviewed, edge: &Edge) -> Change {
        let (before, now) = (reviewed.asserts, edge.asserts);
        let vanished = if edge.is_scenario {
            now < before
        } else {
            now == 0 && before > 0 && !self.counts_names
        };
        Change {
            criterion: reviewed.criterion != edge.criterion,
            evidence: reviewed.evidence != edge.evidence,
            vanished,
        }
    }

    /// Reads a lock file.
    pub fn read(file: FileId, text: &str) -> Lock {
        let mut lock = Lock {
            file: Some(file),
            ..Lock::default()
        };
        let mut at = 0;
        for whole in text.split_inclusive('\n') {
            let line = whole.trim_end();
            let range = TextRange::at(size(at), size(line.len()));
            at += whole.len();
            if let Some(version) = version(line) {
                lock.counts_names |= version < VERSION;
                if version > VERSION {
                    let message = format!(
                        "version {version} of a lock is not known: this program writes {VERSION}"
                    );
                    lock.mistakes.push((range, message));
                }
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match parse(line, range) {
                Some((key, reviewed)) => {
                    lock.reviewed.insert(key, reviewed);
                }
                None => lock.mistakes.push((
                    range,
                    "this is no line of a lock: an id, a level, three numbers and a name, with tabs between".to_owned(),
                )),
            }
        }
        lock
    }
}

/// The text of a lock file.
pub fn write(reviewed: &BTreeMap<Key, Reviewed>) -> String {
    let mut text = format!("{MARK}{VERSION}: {SAYS}\n");
    for (key, it) in reviewed {
        let Key { id, level, target } = key;
        let (criterion, evidence, asserts) = (it.criterion, it.evidence, it.asserts);
        // A string takes everything.
        let _ = write!(
            text,
            "{id}\t{level}\t{criterion:016x}\t{evidence:016x}\t{asserts}\t{target}"
        );
        if !it.reason.is_empty() {
            let _ = write!(text, "\t{}", it.reason);
        }
        text.push('\n');
    }
    text
}

/// The version that a line gives, if it is the first line of a lock.
fn version(line: &str) -> Option<u32> {
    let (version, _) = line.strip_prefix(MARK)?.split_once(':')?;
    version.parse().ok()
}

fn parse(line: &str, range: TextRange) -> Option<(Key, Reviewed)> {
    let mut fields = line.split('\t');
    let (id, level) = (fields.next()?, fields.next()?);
    let hash = |text: &str| {
        u64::from_str_radix(text, 16)
            .ok()
            .filter(|_| text.len() == 16)
    };
    let (criterion, evidence) = (hash(fields.next()?)?, hash(fields.next()?)?);
    let asserts = fields.next()?.parse().ok()?;
    let target = fields.next().filter(|target| !target.is_empty())?;
    let reason = fields.next().unwrap_or_default();
    if fields.next().is_some() || id.is_empty() || level.is_empty() {
        return None;
    }
    let key = Key {
        id: id.to_owned(),
        level: level.to_owned(),
        target: target.to_owned(),
    };
    let reviewed = Reviewed {
        criterion,
        evidence,
        asserts,
        reason: reason.to_owned(),
        range,
    };
    Some((key, reviewed))
}

/// Text that can stand in a field.
pub fn field(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or(TextSize::new(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, target: &str) -> Key {
        Key {
            id: id.to_owned(),
            level: "unit".to_owned(),
            target: target.to_owned(),
        }
    }

    fn reviewed(reason: &str) -> Reviewed {
        Reviewed {
            criterion: 1,
            evidence: u64::MAX,
            asserts: 3,
            reason: reason.to_owned(),
            range: TextRange::default(),
        }
    }

    #[test]
    fn what_is_written_is_read_again_whatever_the_order() {
        let all = BTreeMap::from([
            (key("AC-2", "shop::b"), reviewed("a typo")),
            (key("AC-1", "features/a.feature#s (one)"), reviewed("")),
        ]);
        let text = write(&all);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[1..],
            [
                "AC-1\tunit\t0000000000000001\tffffffffffffffff\t3\tfeatures/a.feature#s (one)",
                "AC-2\tunit\t0000000000000001\tffffffffffffffff\t3\tshop::b\ta typo",
            ]
        );
        let merged = format!("{}\n{}\n{}\r\n", lines[0], lines[2], lines[1]);
        let lock = Lock::read(FileId(0), &merged);
        assert_eq!(lock.mistakes, []);
        assert_eq!(write(&lock.reviewed), text);
    }

    #[test]
    fn assertions_that_were_counted_by_names_are_not_compared() {
        let edge = |asserts, is_scenario| Edge {
            criterion: 1,
            evidence: u64::MAX,
            asserts,
            is_scenario,
            criterion_span: Span::start_of(FileId(0)),
            evidence_span: Span::start_of(FileId(0)),
        };
        let text = write(&BTreeMap::from([(key("AC-1", "shop::b"), reviewed(""))]));
        let vanished = |text: &str, asserts, is_scenario| {
            let lock = Lock::read(FileId(0), text);
            assert_eq!(lock.mistakes, []);
            let reviewed = &lock.reviewed[&key("AC-1", "shop::b")];
            lock.change(reviewed, &edge(asserts, is_scenario)).vanished
        };
        let first = text.replacen('2', "1", 1);
        assert!(first.starts_with("# ac.lock 1: "));
        // A test that has one left asserts something, a scenario promises less.
        assert!(vanished(&text, 0, false) && !vanished(&text, 1, false));
        assert!(vanished(&text, 1, true) && !vanished(&text, 3, true));
        assert!(!vanished(&first, 0, false) && vanished(&first, 0, true));
        // Where two branches were merged, nobody knows which of them wrote a line.
        assert!(!vanished(&(first + &text), 0, false));
        let newer = Lock::read(FileId(0), &text.replacen('2', "3", 1));
        assert!(newer.mistakes[0].1.contains("version 3"), "{newer:?}");
    }

    #[test]
    fn what_is_no_line_is_located() {
        for wrong in [
            "<<<<<<< ours",
            "AC-1",
            "AC-1\tunit\t1\tffffffffffffffff\t3\tx",
            "AC-1\tunit\t0000000000000001\tffffffffffffffff\tthree\tx",
            "AC-1\tunit\t0000000000000001\tffffffffffffffff\t3\t",
        ] {
            let text = format!("{}{wrong}\n", write(&BTreeMap::new()));
            let lock = Lock::read(FileId(0), &text);
            assert_eq!(&text[lock.mistakes[0].0], wrong.trim_end(), "{wrong}");
            assert!(lock.reviewed.is_empty());
        }
    }
}
