//! `storage_abandoned`: what a stream, bucket or consumer keeps on the server is left behind.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::{Findings, Level, Rule, RuleInfo};

use crate::contracts::Contracts;
use crate::subjects::{Kept, Subjects, are_alike, is_store, shown_stream};

/// What a stream, bucket or consumer keeps on the server is left behind.
pub(super) static RULE: Rule<Contracts> = Rule {
    info: RuleInfo {
        gate: "contract",
        name: "storage_abandoned",
        summary: "what a stream, bucket or consumer keeps on the server is left behind",
        level: Level::Deny,
        since: "0.1.0",
        docs: DOCS,
    },
    check,
};

const DOCS: &str = r#"### What it does

Compares the streams, key-value buckets, object stores and durable consumers that code and files name with those of the published version.
Finds what is called otherwise now, and what nothing uses any more.

### Why is this bad?

It stays on the server with all that was kept in it, and the program begins with nothing: orders are not found, counts start at
zero. A consumer that nobody reads as has the server keep what it did not acknowledge.

### Example

```rust
context.create_key_value(kv::Config { bucket: "boards_v2".into(), ..Default::default() }).await?; // was "boards"
```

### Use instead

Keep the name, or move what is kept: a program that still reads the old one, or deletes it, uses it.

### Limits

Nothing is said of a name while one that is asked for now is not known, for it may be that one: what is configured at run time is
no finding. A stream that others may make is not missed while something is published that it kept, nor is one that the program only looked
up. A consumer that another one follows which reads the same is what `durable_renamed` finds.
"#;

fn check(contracts: &Contracts, findings: &mut Findings) {
    let traffic = &contracts.traffic;
    if traffic.has_no_past(findings) {
        return;
    }
    findings.idle(
        "the published version keeps nothing under a name that is known, or it cannot be known what is used now",
    );
    let Some((before, name)) = &traffic.before else {
        return;
    };
    let compared = Compared {
        before,
        name,
        now: &traffic.now,
        old: before.kept(),
        new: traffic.now.kept(),
    };
    let gone = compared.streams(findings);
    compared.consumers(&gone, findings);
}

struct Compared<'a> {
    before: &'a Subjects,
    /// What the published version is called.
    name: &'a str,
    now: &'a Subjects,
    old: BTreeMap<String, Kept>,
    new: BTreeMap<String, Kept>,
}

impl Compared<'_> {
    /// Finds streams, buckets and object stores; which of them are gone.
    fn streams(&self, findings: &mut Findings) -> BTreeSet<&str> {
        let mut gone = BTreeSet::new();
        for (stream, old) in &self.old {
            let successor = self.successor(stream, old);
            if self.is_there(stream, old) {
                let is_known = self.new.contains_key(stream);
                findings.checked(usize::from(is_known));
                continue;
            }
            findings.checked(1);
            let was = shown_stream(stream);
            match successor {
                Some((successor, new)) => {
                    let is = shown_stream(successor);
                    findings
                        .report(
                            new.span,
                            stream.clone(),
                            format!("the {was} is called {} now", bare(&is)),
                        )
                        .related(old.span, format!("in {}", self.name))
                        .note(format!("what is in {} is not in {}", bare(&was), bare(&is)))
                        .help("keep the name, or move what is kept: who still reads the old one, or deletes it, uses it");
                }
                None if old.is_made && (is_store(stream) || !self.may_be_filled(stream)) => {
                    findings
                        .report(
                            old.span,
                            stream.clone(),
                            format!("nothing uses the {was} any more"),
                        )
                        .label("was here")
                        .note("it stays on the server, with all that is kept in it")
                        .help("let the program delete it, or say in a waiver what becomes of it");
                }
                None => continue,
            }
            gone.insert(stream.as_str());
        }
        gone
    }

    /// Whether a stream may still be used under its name.
    fn is_there(&self, stream: &str, old: &Kept) -> bool {
        // Only its name leads to a bucket: that a file has it is no use of it.
        let by_others = !is_store(stream) || !old.is_of_code;
        self.now.may_use_stream(stream) || by_others && self.new.contains_key(stream)
    }

    /// The only new stream of the kind that the same functions ask for, if it follows no other as well as this one.
    fn successor(&self, stream: &str, old: &Kept) -> Option<(&str, &Kept)> {
        // Who only looked a stream up reads another one now: nothing of its own was there.
        if !old.is_made && !is_store(stream) {
            return None;
        }
        let mut fresh = self.new.iter().filter(|(name, new)| {
            let is_new = !self.old.contains_key(*name) && !self.before.may_use_stream(name);
            is_new && self.likeness((stream, old), (name, new)) > 0
        });
        let (name, new) = fresh.next()?;
        let likeness = self.likeness((stream, old), (name, new));
        let mut others = self
            .old
            .iter()
            .filter(|(other, kept)| *other != stream && !self.is_there(other, kept));
        let is_only =
            others.all(|(other, kept)| self.likeness((other, kept), (name, new)) < likeness);
        (fresh.next().is_none() && is_only).then_some((name, new))
    }

    /// How much two streams have in common: the functions that ask for them, or for those of files whether they keep the same.
    fn likeness(&self, (old, was): (&str, &Kept), (new, is): (&str, &Kept)) -> usize {
        match are_alike(old, new) {
            false => 0,
            true if was.is_of_code && is.is_of_code => {
                was.functions.intersection(&is.functions).count()
            }
            true => usize::from(self.keeps_the_same(old, new)),
        }
    }

    /// Whether a stream keeps something now that another one kept.
    fn keeps_the_same(&self, old: &str, new: &str) -> bool {
        let of = |subjects: &'_ Subjects, name: &str| {
            let mut streams = subjects.streams.iter();
            let stream = streams.find(|it| it.name == name);
            stream
                .and_then(|it| it.subjects.clone())
                .unwrap_or_default()
        };
        let new = of(self.now, new);
        of(self.before, old)
            .iter()
            .any(|was| new.iter().any(|is| is.overlaps(was)))
    }

    /// Whether something is published that a stream kept: somebody else may make it now.
    fn may_be_filled(&self, stream: &str) -> bool {
        let mut streams = self.before.streams.iter();
        let kept = streams.find(|it| it.name == stream);
        let Some(kept) = kept.and_then(|it| it.subjects.as_ref()) else {
            return true;
        };
        self.now.opaque_going(true).next().is_some()
            || kept.iter().any(|kept| {
                let mut sites = self.now.going(true);
                sites.any(|it| it.subject.may_be_in(kept))
            })
    }

    fn consumers(&self, gone: &BTreeSet<&str>, findings: &mut Findings) {
        let mut seen = BTreeSet::new();
        for old in &self.before.consumers {
            let (Some(stream), Some(durable)) = (&old.stream, &old.durable) else {
                continue;
            };
            if gone.contains(stream.as_str()) || !seen.insert((stream, durable)) {
                continue;
            }
            let is_missed = self.now.misses(old);
            if is_missed && self.now.may_use_consumer(stream, durable) {
                continue;
            }
            findings.checked(1);
            if !is_missed || self.now.successor(old, self.before).is_some() {
                continue;
            }
            findings
                .report(
                    old.span,
                    format!("{stream} {durable}"),
                    format!("nothing reads as the consumer `{durable}` of the {} any more", shown_stream(stream)),
                )
                .label("was here")
                .note("it stays on the server, where `Interest` and `WorkQueue` have messages wait for it")
                .help("let the program delete it, or say in a waiver what becomes of it");
        }
    }
}

/// The name alone of what is shown with what it is.
fn bare(shown: &str) -> &str {
    shown.find('`').map_or(shown, |at| &shown[at..])
}
