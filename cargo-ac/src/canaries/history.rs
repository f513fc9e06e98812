//! Canaries for the rules that compare: with the lock, or with the workspace as it was.

use std::collections::{BTreeMap, BTreeSet};

use govern_gate::Edit;
use text_size::TextRange;

use super::code::{SOUND, WORKS, append, test, test_path};
use super::{NO_ROOT, Nest};
use crate::ids::IdKind;
use crate::ledger::edit::{apply, replace_token};
use crate::lock::{self, Key, Reviewed};

impl Nest<'_> {
    /// Lines of the lock that say that something else was looked at.
    pub(super) fn lock(&mut self) {
        if self.model.why_no_lock().is_some() {
            return;
        }
        self.id_vanished();
        self.link_vanished();
        self.suspect();
        self.test_changed("evidence_changed", SOUND, "which was another one");
        self.assertions_vanished();
    }

    fn id_vanished(&mut self) {
        let number = self.next();
        let id = self.id(IdKind::Criterion, number);
        let line = self.locked(&id, "govern_canary::gone");
        let what = format!("`{id}` in `{}`, and in no ledger", self.settings.lock);
        self.put("id_vanished", what, vec![line]);
    }

    fn link_vanished(&mut self) {
        let number = self.next();
        let target = "govern_canary::gone";
        let made = self.enter_optional(number).map(|(id, entry)| {
            let line = self.locked(&id, target);
            let lock = &self.settings.lock;
            let what = format!("`{target}` for `{id}` in `{lock}`, and nowhere else");
            (what, vec![entry, line])
        });
        self.tried("link_vanished", made);
    }

    fn assertions_vanished(&mut self) {
        const RULE: &str = "assertions_vanished";
        if self.model.reviews.lock.counts_names {
            let why = "an earlier version wrote the lock: `cargo ac review` writes it anew";
            return self.none(RULE, why);
        }
        self.test_changed(RULE, WORKS, "which asserts nothing, and did");
    }

    /// A test that is not the one that was looked at.
    fn test_changed(&mut self, rule: &'static str, body: &str, how: &str) {
        let Some(root) = self.roots.first() else {
            return self.none(rule, NO_ROOT);
        };
        let number = self.next();
        let made = self.enter_optional(number).map(|(id, entry)| {
            let target = format!("{}::{}", root.binary, test_path(number));
            let code = test(number, std::slice::from_ref(&id), "", body);
            let line = self.locked(&id, &target);
            let what = format!("`{target}`, {how} by `{}`", self.settings.lock);
            (what, vec![entry, append(root, code), line])
        });
        self.tried(rule, made);
    }

    /// A link that is there, as if another criterion had been looked at.
    fn suspect(&mut self) {
        const RULE: &str = "suspect_link";
        let reviews = &self.model.reviews;
        let changed: BTreeSet<&Key> = reviews.changed().map(|(key, ..)| key).collect();
        let mut edges = reviews.edges.iter();
        let Some((key, edge)) = edges.find(|(key, _)| !changed.contains(key)) else {
            return self.none(
                RULE,
                "no link is there that is as it was when somebody looked",
            );
        };
        let reviewed = Reviewed {
            criterion: !edge.criterion,
            evidence: edge.evidence,
            asserts: edge.asserts,
            reason: String::new(),
            range: TextRange::default(),
        };
        let line = self.line(key.clone(), reviewed);
        let what = format!(
            "`{}` for `{}` in `{}`, as if that had said something else",
            key.target, key.id, self.settings.lock
        );
        self.put(RULE, what, vec![line]);
    }

    /// A line of the lock about a test beside the code, which asserted something.
    fn locked(&self, id: &str, target: &str) -> Edit {
        let key = Key {
            id: id.to_owned(),
            level: "unit".to_owned(),
            target: target.to_owned(),
        };
        let reviewed = Reviewed {
            criterion: 0,
            evidence: 0,
            asserts: 1,
            reason: String::new(),
            range: TextRange::default(),
        };
        self.line(key, reviewed)
    }

    fn line(&self, key: Key, reviewed: Reviewed) -> Edit {
        let text = lock::write(&BTreeMap::from([(key, reviewed)]));
        let line = text.lines().last().unwrap_or_default();
        Edit::Append(self.settings.lock.clone(), format!("\n{line}\n"))
    }

    /// A criterion that was in force is there no more: it has another id now.
    pub(super) fn base(&mut self) {
        const RULE: &str = "criterion_worse";
        let model = self.model;
        let Some(base) = &model.base else {
            return;
        };
        let known = self.said_by(RULE);
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for criterion in &model.criteria {
            *times.entry(&criterion.id).or_default() += 1;
        }
        let was = model.criteria.iter().filter(|it| {
            let is_told = known.contains(&it.id) || model.retired.contains_key(&it.id);
            base.criteria.contains_key(&it.id) && !is_told && times[it.id.as_str()] == 1
        });
        let mut was: Vec<_> = was.collect();
        // What is linked to nothing leaves nothing behind.
        was.sort_by_key(|it| it.proofs.len() + it.code.len());
        let number = self.next();
        let new = self.id(IdKind::Criterion, number);
        let renamed = was.iter().find_map(|criterion| {
            let mut ledgers = model.ledgers.iter();
            let file = ledgers.find(|file| file.file == criterion.span.file)?;
            let text = self.text(&file.path);
            let edit = replace_token(&text, criterion.span.range, &criterion.id, &new).ok()?;
            let text = apply(&text, &[edit]);
            Some((criterion, Edit::Write(file.path.clone(), text.into_bytes())))
        });
        match renamed {
            None => self.none(RULE, "no criterion that was in force is in force now"),
            Some((criterion, edit)) => {
                let what = format!("`{}` is called `{new}`, and not retired", criterion.id);
                let edits = self.alone(vec![edit]);
                self.put(RULE, what, edits);
            }
        }
    }
}
