//! What the server allows: one subject is allowed in the place of another.

use crate::canaries::Nest;
use crate::subjects::{Act, Pattern};
use crate::traffic::Traffic;

/// A subject that no program needs.
const SUBJECT: &str = "govern.canary";

pub(super) fn permissions(nest: &mut Nest<'_>, traffic: &Traffic) {
    let now = &traffic.now;
    let other = Pattern::parse(SUBJECT).expect("it is a subject");
    for user in &traffic.users {
        let Some(service) = &user.service else {
            continue;
        };
        let is_its = |package: &str| now.services.of(package).contains(service.as_str());
        for out in [true, false] {
            let side = if out { &user.publish } else { &user.subscribe };
            let sites: Vec<&Pattern> = now
                .going(out)
                .filter(|it| is_its(&it.package) && it.act != Act::Consume)
                .filter(|it| it.subject.holes == 0)
                .map(|it| &it.subject.pattern)
                .collect();
            let mut own = now.going(out).filter(|it| is_its(&it.package));
            let is_needed = own.any(|it| it.subject.may_be_in(&other))
                || now.opaque_going(out).any(|it| is_its(&it.package));
            for (row, (allowed, span)) in side.allow.iter().flatten().enumerate() {
                let what = format!("`{}` may use `{SUBJECT}` and not `{allowed}`", user.name);
                if nest.lacks("permission_too_wide") && !is_needed {
                    let with = format!("\"{SUBJECT}\"");
                    nest.replace("permission_too_wide", &what, Some(*span), &with);
                }
                let all = side.allow.iter().flatten().enumerate();
                let rest = all.filter(|(other, _)| *other != row);
                let rest: Vec<Pattern> = rest.map(|(_, (it, _))| it.clone()).collect();
                // What is only now forbidden, and not by another entry.
                let is_lost = sites.iter().any(|it| {
                    it.is_within(allowed)
                        && !it.overlaps(&other)
                        && it.as_subscribed().uncovered(&rest).is_some()
                        && it.uncovered(&rest).is_some()
                        && !side.deny.iter().any(|(denied, _)| it.is_within(denied))
                });
                if nest.lacks("permission_missing") && is_lost {
                    let with = format!("\"{SUBJECT}\"");
                    nest.replace("permission_missing", &what, Some(*span), &with);
                }
            }
        }
    }
    nest.none(
        &["permission_missing", "permission_too_wide"],
        "no user that is a program of the workspace has subjects in `allow` of which it is known what needs them",
    );
}
