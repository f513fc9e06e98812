//! Stories, requirements, criteria, and the tests and scenarios.

use std::collections::BTreeMap;

use cargo_ac::{traced::Traced, uses::Uses};
use govern_diagnostics::FileId;

use super::{Kind, build::Builder, code::Code, relation};
use crate::agents::place::Place;

impl Builder<'_> {
    pub(super) fn criteria(&mut self, traced: &Traced<'_>, uses: &Uses, code: &Code) {
        let report = traced.report();
        for (story, requirement, criterion) in report.criteria() {
            let row = self.node(Kind::Story, &story.id);
            self.nodes[row].title = Some(story.title.clone());
            self.nodes[row].place = story.place.as_ref().map(Place::from);
            let above = row;
            let row = self.node(Kind::Requirement, &requirement.id);
            self.nodes[row].title = Some(requirement.title.clone());
            let place = requirement.place.as_ref().map(Place::from);
            self.nodes[row].place = place.clone();
            self.edge(row, above, &relation::PART, place);
            let above = row;
            let row = self.node(Kind::Criterion, &criterion.id);
            self.nodes[row].title = Some(criterion.text.clone());
            self.nodes[row].note = Some(criterion.status.verdict.to_owned());
            let place = criterion.place.as_ref().map(Place::from);
            self.nodes[row].place = place.clone();
            self.edge(row, above, &relation::PART, place);
        }
        let levels = report.tests.iter();
        let levels = levels.map(|test| ((test.kind, test.name.as_str()), test.level));
        self.shown(uses, code, &levels.collect());
        for (item, id, span) in &uses.links {
            let Some(criterion) = self.known(Kind::Criterion, id) else {
                continue;
            };
            let place = self.place(*span);
            self.edge(
                code.items[*item],
                criterion,
                &relation::IMPLEMENTS,
                place.clone(),
            );
            if let Some(home) = code.homes[*item] {
                self.edge(home, criterion, &relation::MODULE_IMPLEMENTS, place);
            }
        }
    }

    fn shown(
        &mut self,
        uses: &Uses,
        code: &Code,
        levels: &BTreeMap<(&'static str, &str), &'static str>,
    ) {
        let mut by_file: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
        for (item, &row) in uses.items.iter().zip(&code.items) {
            by_file.entry(item.span.file).or_default().push(row);
        }
        for (number, shown) in uses.shown.iter().enumerate() {
            let kind = match shown.kind {
                "scenario" => Kind::Scenario,
                _ => Kind::Test,
            };
            let place = shown.place.and_then(|span| self.place(span));
            let mut name = shown.name.clone();
            if let Some(place) = place.as_ref().filter(|_| self.known(kind, &name).is_some()) {
                name = format!("{name} ({place})");
            }
            let row = self.node(kind, &name);
            self.shown.insert(row, number);
            let level = levels.get(&(shown.kind, shown.name.as_str()));
            self.nodes[row].note = level.map(|level| (*level).to_owned());
            self.nodes[row].place = place.clone();
            for &item in &shown.begins {
                self.edge(row, code.items[item], &relation::BEGINS, place.clone());
            }
            if shown.begins.is_empty() && kind == Kind::Test {
                // An example in documentation runs something of its file, if anything.
                let file = shown.place.map(|span| span.file);
                let items = file
                    .and_then(|file| by_file.get(&file))
                    .into_iter()
                    .flatten();
                for &item in items {
                    self.edge(row, item, &relation::BEGINS, place.clone()).sure = false;
                }
            }
            for id in &shown.criteria {
                if let Some(criterion) = self.known(Kind::Criterion, id) {
                    self.edge(row, criterion, &relation::SHOWS, place.clone());
                }
            }
        }
        let lost = uses.shown.iter().filter(|it| it.begins.is_empty());
        let what = "tests and scenarios of which nobody knows with which code they begin";
        self.unknown(what, lost.count(), []);
    }
}
