//! Names in the code that are others than in the published version: subjects, streams, durable consumers, queue groups.

use std::collections::{BTreeMap, BTreeSet};

use govern_diagnostics::FileId;
use govern_facts::{Edition, PlainKind, plain_tokens};
use govern_gate::{Error, link_tree};
use govern_names::CrateKind;

use crate::canaries::{NAME, Nest, replaced};
use crate::collect::Side;
use crate::subjects::{
    Act, Consumer, Given, Pattern, Site, Subjects, is_store, shown_stream, subjects,
};
use crate::told::Told;
use crate::traffic::{Traffic, given, own_sites};

/// How many places are tried for one rule: each time, names are looked up anew.
const MOST: usize = 4;

/// What is looked for in what is said and heard with another word.
type Wanted<'w> = &'w dyn Fn(&Subjects) -> bool;

pub(super) fn reworded(nest: &mut Nest<'_>, traffic: &Traffic) -> Result<(), Error> {
    let Some((before, _)) = &traffic.before else {
        return Ok(());
    };
    let (session, config) = (nest.ground.session, nest.ground.config.nats.as_ref());
    let mut words = Words {
        given: given(session, session.workspace(), config, &mut Told::default())?,
        nest,
        readings: BTreeMap::new(),
        tried: BTreeMap::new(),
    };
    durable(&mut words, before, &traffic.now)?;
    storage(&mut words, before, &traffic.now)?;
    group(&mut words, before, &traffic.now)?;
    renamed(&mut words, before, &traffic.now)?;
    narrowed(&mut words, before, &traffic.now)?;
    words.nest.none(
        &[
            "durable_renamed",
            "queue_group_changed",
            "storage_abandoned",
            "subject_narrowed",
            "subject_renamed",
        ],
        "nothing that was published with a name, or a set of subjects, has that in a literal",
    );
    Ok(())
}

/// A durable consumer of before that code still makes.
struct Kept<'s> {
    stream: &'s String,
    durable: &'s String,
    before: &'s Consumer,
    now: &'s Consumer,
}

fn kept_consumers<'s>(before: &'s Subjects, now: &'s Subjects) -> impl Iterator<Item = Kept<'s>> {
    before.consumers.iter().filter_map(|old| {
        let (stream, durable) = (old.stream.as_ref()?, old.durable.as_ref()?);
        let is_it = |it: &&Consumer| {
            it.is_of_code() && it.stream == old.stream && it.durable == old.durable
        };
        Some(Kept {
            stream,
            durable,
            before: old,
            now: now.consumers.iter().find(is_it)?,
        })
    })
}

fn durable(words: &mut Words<'_, '_>, before: &Subjects, now: &Subjects) -> Result<(), Error> {
    for kept in kept_consumers(before, now) {
        let (stream, name, old) = (kept.stream, kept.durable, kept.before);
        let wanted = |now: &Subjects| {
            let other = |it: &Consumer| {
                it.stream.as_ref() == Some(stream)
                    && it.durable.as_deref() == Some(NAME)
                    && it.filters == old.filters
            };
            !now.uses_consumer(stream, name) && now.consumers.iter().any(other)
        };
        let what = format!("the consumer `{name}` of `{stream}` is called `{NAME}`");
        let whole = |text: &str| (text == name).then(|| NAME.to_owned());
        let file = kept.now.span.file;
        if words.put("durable_renamed", &what, file, &whole, &wanted)? {
            return Ok(());
        }
    }
    Ok(())
}

fn storage(words: &mut Words<'_, '_>, before: &Subjects, now: &Subjects) -> Result<(), Error> {
    let kept = now.kept();
    for stream in before.kept().keys().filter(|it| is_store(it)) {
        let Some(there) = kept.get(stream).filter(|it| it.is_of_code && it.is_made) else {
            continue;
        };
        let wanted = |now: &Subjects| !now.may_use_stream(stream);
        let shown = shown_stream(stream);
        let what = format!("the {shown} is called `{NAME}`");
        let bare = shown.split('`').nth(1).unwrap_or_default();
        let whole = |text: &str| match text == stream {
            true => stream
                .split_once('_')
                .map(|(kind, _)| format!("{kind}_{NAME}")),
            false => (text == bare).then(|| NAME.to_owned()),
        };
        let file = there.span.file;
        if words.put("storage_abandoned", &what, file, &whole, &wanted)? {
            return Ok(());
        }
    }
    for kept in kept_consumers(before, now) {
        let (stream, durable, old) = (kept.stream, kept.durable, kept.before);
        // Another name, and as the stream of another one: nobody follows it.
        let wanted = |now: &Subjects| {
            now.misses(old)
                && !now.may_use_consumer(stream, durable)
                && now.successor(old, before).is_none()
        };
        let what = format!(
            "nothing reads as `{durable}` of the {}",
            shown_stream(stream)
        );
        let whole = |text: &str| (text == stream).then(|| NAME.to_owned());
        let file = kept.now.span.file;
        if words.put("storage_abandoned", &what, file, &whole, &wanted)? {
            return Ok(());
        }
    }
    Ok(())
}

fn group(words: &mut Words<'_, '_>, before: &Subjects, now: &Subjects) -> Result<(), Error> {
    for site in heard(now) {
        let Some(group) = &site.group else { continue };
        let pattern = &site.subject.pattern;
        let alike = |it: &&Site| it.subject.pattern == *pattern;
        let is_old = heard(before)
            .filter(alike)
            .any(|it| it.group.as_ref() == Some(group) && !it.has_unknown_group);
        if !is_old {
            continue;
        }
        let wanted = |now: &Subjects| {
            let groups: BTreeSet<_> = heard(now).filter(alike).map(|it| &it.group).collect();
            groups.contains(&Some(NAME.to_owned())) && !groups.contains(&site.group)
        };
        let what = format!("`{pattern}` is heard as `{NAME}`, and not as `{group}`");
        let whole = |text: &str| (text == group).then(|| NAME.to_owned());
        if words.put(
            "queue_group_changed",
            &what,
            site.span.file,
            &whole,
            &wanted,
        )? {
            return Ok(());
        }
    }
    Ok(())
}

fn heard(of: &Subjects) -> impl Iterator<Item = &Site> {
    of.sites.iter().filter(|it| it.act == Act::Subscribe)
}

fn renamed(words: &mut Words<'_, '_>, before: &Subjects, now: &Subjects) -> Result<(), Error> {
    for out in [true, false] {
        if now.opaque_going(out).next().is_some() {
            continue;
        }
        for old in own_sites(before, out) {
            let is_it = |it: &&Site| it.subject == old.subject && it.function == old.function;
            let Some(site) = now.going(out).find(is_it) else {
                continue;
            };
            let wanted = |now: &Subjects| {
                let is_known = |site: &Site| {
                    before
                        .going(out)
                        .any(|it| it.subject.may_be_in(&site.subject.wide))
                };
                let is_there = now
                    .going(out)
                    .any(|it| it.subject.may_be_in(&old.subject.wide));
                let mut others = own_sites(now, out).filter(|it| it.function == old.function);
                !is_there && others.any(|it| !is_known(it))
            };
            let what = format!("`{}` is called otherwise", old.subject.pattern);
            let tail = |text: &str| retailed(text, &old.subject.pattern.to_string());
            let file = site.decided().file;
            if words.put("subject_renamed", &what, file, &tail, &wanted)? {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn narrowed(words: &mut Words<'_, '_>, before: &Subjects, now: &Subjects) -> Result<(), Error> {
    for old in &before.streams {
        let same = now.streams.iter().find(|it| it.name == old.name);
        let (Some(stream), Some(kept)) = (same, &old.subjects) else {
            continue;
        };
        if stream.subjects != old.subjects {
            continue;
        }
        for pattern in kept.iter().filter(|it| !it.is_of_system()) {
            let wanted = |now: &Subjects| {
                let now = now.streams.iter().find(|it| it.name == old.name);
                let subjects = now.and_then(|it| it.subjects.as_ref());
                subjects.is_some_and(|it| !it.contains(pattern))
            };
            let what = format!("the stream `{}` does not keep all of `{pattern}`", old.name);
            let tail = |text: &str| retailed(text, &pattern.to_string());
            let file = stream.span.file;
            if words.put("subject_narrowed", &what, file, &tail, &wanted)? {
                return Ok(());
            }
        }
    }
    if now.opaque_going(false).next().is_some() {
        return Ok(());
    }
    let less = |of: &Subjects| -> BTreeSet<Pattern> {
        let all: Vec<Pattern> = of.going(false).map(|it| it.subject.wide.clone()).collect();
        let own = own_sites(before, false).map(|it| &it.subject.pattern);
        let is_less = |was: &&Pattern| {
            let mut rest = of.going(false);
            rest.any(|it| it.subject.may_be_in(was)) && was.uncovered(&all).is_some()
        };
        own.filter(is_less).cloned().collect()
    };
    let known = less(now);
    for site in heard(now).filter(|it| it.subject.holes == 0) {
        let wanted = |now: &Subjects| less(now).difference(&known).next().is_some();
        let pattern = site.subject.pattern.to_string();
        let what = format!("not all of `{pattern}` is heard");
        let tail = |text: &str| retailed(text, &pattern);
        let file = site.decided().file;
        if words.put("subject_narrowed", &what, file, &tail, &wanted)? {
            return Ok(());
        }
    }
    Ok(())
}

/// A text that may be the end of a subject, with another last word.
fn retailed(text: &str, subject: &str) -> Option<String> {
    let (_, last) = subject.rsplit_once('.').unwrap_or(("", subject));
    if text == subject && !subject.contains('.') {
        return Some(NAME.to_owned());
    }
    let before = text.strip_suffix(last)?.strip_suffix('.')?;
    Some(format!("{before}.{NAME}"))
}

/// Literals with other words, and what is said and heard then.
struct Words<'n, 'g> {
    nest: &'n mut Nest<'g>,
    given: Given,
    /// By file, place and other word.
    readings: BTreeMap<(FileId, u32, String), Subjects>,
    /// How many places were tried, by rule.
    tried: BTreeMap<&'static str, usize>,
}

impl Words<'_, '_> {
    /// Puts another word in the place of a literal, if what is wanted comes of it: first in a file, then in others of its
    /// package.
    fn put(
        &mut self,
        rule: &'static str,
        what: &str,
        file: FileId,
        other: &dyn Fn(&str) -> Option<String>,
        wanted: Wanted<'_>,
    ) -> Result<bool, Error> {
        let workspace = self.nest.ground.session.workspace();
        let packages = workspace.packages_of(file);
        let names = self.nest.ground.now.0.names;
        let is_program = |file: FileId| {
            let mut instances = names.instances_of(file).iter();
            instances.any(|&it| {
                let kind = names.krate(names.instance(it).krate).kind;
                matches!(kind, CrateKind::Lib | CrateKind::Bin)
            })
        };
        let others =
            workspace.files().iter().copied().filter(|it| {
                *it != file && workspace.packages_of(*it) == packages && is_program(*it)
            });
        for file in std::iter::once(file).chain(others) {
            let Some((path, text)) = self.nest.text(file) else {
                continue;
            };
            let edition = workspace.edition(file).unwrap_or(Edition::E2024);
            for token in plain_tokens(&text, edition) {
                let content = token
                    .text
                    .strip_prefix('"')
                    .and_then(|it| it.strip_suffix('"'));
                let with = content
                    .filter(|_| token.kind == PlainKind::Text)
                    .and_then(other);
                let Some(with) = with else { continue };
                let place = token.extent.start as usize..token.extent.end as usize;
                let text = replaced(&text, &[(place, format!("\"{with}\""))]);
                let key = (file, token.extent.start, with);
                if !self.readings.contains_key(&key) {
                    let tried = self.tried.entry(rule).or_default();
                    if *tried == MOST {
                        return Ok(false);
                    }
                    *tried += 1;
                    let reading = self.reading(path, &text)?;
                    self.readings.insert(key.clone(), reading);
                }
                if self.readings.get(&key).is_some_and(wanted) {
                    self.nest.write(rule, what, path, text);
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn reading(&self, path: &str, text: &str) -> Result<Subjects, Error> {
        let edits = BTreeMap::from([(path.to_owned(), Some(text.as_bytes().to_vec()))]);
        let workspace = self.nest.ground.session.workspace().edited(edits)?;
        let names = link_tree(&workspace);
        let side = Side {
            workspace: &workspace,
            names: &names,
        };
        Ok(subjects(&side, &self.given))
    }
}
