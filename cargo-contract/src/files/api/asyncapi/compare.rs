//! Two versions of a document: what those meet who know the old one.

use std::collections::BTreeSet;

use super::{Action, Channel, Document, Flow, messages};
use crate::changes::Meets;
use crate::compat::Verdict;
use crate::files::api::diff::Diff;
use crate::files::api::template::unnamed;

impl Action {
    /// What is received was sent by who knows the old version; what is sent is read by them.
    fn meets(self) -> Meets {
        match self {
            Action::Receive => Meets::OldDocuments,
            Action::Send => Meets::NewDocuments,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Action::Receive => "received from",
            Action::Send => "sent to",
        }
    }
}

pub(in crate::files::api) fn compare(old: &Document, new: &Document, diff: &mut Diff) {
    for (row, was) in old.channels.iter().enumerate() {
        let Some(other) = find(new, was) else {
            let marks = (Some(&was.mark), None);
            for meets in directions(old, row) {
                let what = "the channel is not there any more";
                diff.add("asyncapi_channel_changed", meets, marks, what)
                    .witness = was.address.clone();
            }
            continue;
        };
        let is = &new.channels[other];
        channel((old, row, was), is, diff);
        for action in [Action::Receive, Action::Send] {
            let (before, now) = (old.flows(row, action), new.flows(other, action));
            flows((&before, &now), is, action, diff);
        }
    }
    replies(old, new, diff);
    for protocol in old.protocols.difference(&new.protocols) {
        let what = format!("no server speaks `{protocol}` any more");
        diff.add(
            "asyncapi_channel_changed",
            Meets::OldDocuments,
            (Some(&old.servers), Some(&new.servers)),
            what,
        )
        .witness = Some(format!("{protocol}://"));
    }
    let marks = (&old.mark, &new.mark);
    diff.rest(
        "asyncapi_unknown",
        Meets::OldDocuments,
        (&old.rest, &new.rest),
        marks,
    );
}

/// The ways that messages go over a channel; one is enough to tell of it.
fn directions(document: &Document, row: usize) -> Vec<Meets> {
    let actions = [Action::Receive, Action::Send];
    let used = actions
        .into_iter()
        .filter(|&it| !document.flows(row, it).is_empty());
    let first = used.map(Action::meets).next();
    vec![first.unwrap_or(Meets::OldDocuments)]
}

/// The channel at the same address, or else the one that is called alike.
fn find(new: &Document, was: &Channel) -> Option<usize> {
    let at = |fits: &dyn Fn(&Channel) -> bool| new.channels.iter().position(fits);
    let address = was.address.as_deref();
    let same = || at(&|it| it.address.as_deref() == address && it.key == was.key);
    let exact = || at(&|it| address.is_some() && it.address.as_deref() == address);
    let alike = || {
        let own = unnamed(address?);
        at(&|it| it.address.as_deref().map(unnamed).as_ref() == Some(&own))
    };
    same()
        .or_else(exact)
        .or_else(alike)
        .or_else(|| at(&|it| it.key == was.key))
}

fn channel((old, row, was): (&Document, usize, &Channel), is: &Channel, diff: &mut Diff) {
    let marks = (Some(&was.mark), Some(&is.mark));
    let shown = |it: &Option<String>| {
        it.as_ref().map_or_else(
            || "known only when it runs".to_owned(),
            |it| format!("`{it}`"),
        )
    };
    for meets in directions(old, row) {
        if was.address.as_deref().map(unnamed) != is.address.as_deref().map(unnamed) {
            let what = format!(
                "its address is {} now, and was {}",
                shown(&is.address),
                shown(&was.address)
            );
            diff.add("asyncapi_channel_changed", meets, marks, what)
                .witness = was.address.clone();
        } else if was.parameters != is.parameters {
            let what = "what its parameters may be is not compared, and is not as it was";
            diff.add("asyncapi_unknown", meets, marks, what).verdict = Verdict::Unknown;
        }
        diff.rest(
            "asyncapi_unknown",
            meets,
            (&was.rest, &is.rest),
            (&was.mark, &is.mark),
        );
    }
}

/// What goes one way over a channel, whatever operations it belongs to.
fn flows((old, new): (&[&Flow], &[&Flow]), is: &Channel, action: Action, diff: &mut Diff) {
    let Some(first) = old.first() else { return };
    let address = is.address.as_deref().unwrap_or(&is.key);
    if new.is_empty() {
        let what = format!("nothing is {} `{address}` any more", action.word());
        let marks = (Some(&first.mark), None);
        let change = diff.add("asyncapi_operation_removed", action.meets(), marks, what);
        change.used = vec![format!("`{}`", first.name)];
        change.witness = Some(address.to_owned());
        return;
    }
    let of = |flows: &[&Flow]| -> usize { flows.iter().map(|it| it.messages.len()).sum() };
    // Without any message, or with only some said, there is nothing to compare.
    if of(old) > 0 || of(new) > 0 {
        let used = format!("what is {} `{address}`", action.word());
        messages::compare((old, new), action.meets(), &used, diff);
    }
    let known: BTreeSet<&str> = new.iter().map(|it| it.name.as_str()).collect();
    for was in old {
        let same = new.iter().find(|it| it.name == was.name);
        // An operation that is called otherwise now is looked for by its place.
        let other = same.or_else(|| {
            new.first()
                .filter(|_| old.len() == 1 && new.len() == 1 && !known.contains(was.name.as_str()))
        });
        if let Some(is) = other {
            diff.rest(
                "asyncapi_unknown",
                action.meets(),
                (&was.rest, &is.rest),
                (&was.mark, &is.mark),
            );
        }
    }
}

/// Replies that go to wherever the request says.
fn replies(old: &Document, new: &Document, diff: &mut Diff) {
    for was in old.flows.iter().filter(|it| old.channel(it).is_none()) {
        let same = |it: &&Flow| it.name == was.name && it.action == was.action;
        let meets = was.action.meets();
        match new.flows.iter().find(same) {
            Some(is) => {
                let used = format!("`{}`", was.name);
                messages::compare((&[was], &[is]), meets, &used, diff);
                diff.rest(
                    "asyncapi_unknown",
                    meets,
                    (&was.rest, &is.rest),
                    (&was.mark, &is.mark),
                );
            }
            None => {
                let what = "it is not there any more";
                let change = diff.add(
                    "asyncapi_operation_removed",
                    meets,
                    (Some(&was.mark), None),
                    what,
                );
                change.used = vec![format!("`{}`", was.name)];
                change.witness = Some(was.name.clone());
            }
        }
    }
}
