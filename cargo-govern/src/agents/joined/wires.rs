//! Types of serde, contracts, subjects and streams.

use std::collections::BTreeMap;

use cargo_ac::uses::Uses;
use cargo_contract::overview::{DeclaredContract, Overview, WireType};

use super::{Kind, build::Builder, code::Code, relation};
use crate::agents::place::Place;

/// The subjects that have some in common with each, and whether all of one is in the other.
type Meetings<'o> = BTreeMap<&'o str, Vec<(&'o str, bool)>>;

impl Builder<'_> {
    pub(super) fn wires(&mut self, overview: &Overview, uses: &Uses, code: &Code) {
        let mut methods: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (item, &row) in uses.items.iter().zip(&code.items) {
            // What implements the traits of serde by hand.
            let (name, last) = item.name.rsplit_once("::").unwrap_or_default();
            if matches!(last, "serialize" | "deserialize") {
                methods.entry(name).or_default().push(row);
            }
        }
        for found in &overview.types {
            self.wire_type(found, code);
            let row = self.node(Kind::Type, &found.path);
            for &method in methods.get(found.path.as_str()).into_iter().flatten() {
                let place = self.nodes[method].place.clone();
                self.edge(row, method, &relation::WRITTEN, place);
            }
        }
        for path in &overview.files {
            let row = self.node(Kind::Contract, path);
            self.nodes[row].file = Some(path.clone());
            self.nodes[row].note = Some("a file".to_owned());
            self.nodes[row].place = Some(Place {
                path: path.clone(),
                line: 1,
                column: 1,
            });
        }
        for contract in &overview.contracts {
            self.contract(contract);
        }
        let mut meetings = Meetings::new();
        for meeting in &overview.meetings {
            let (one, other) = (meeting.one.as_str(), meeting.other.as_str());
            for (a, b) in [(one, other), (other, one)] {
                meetings.entry(a).or_default().push((b, meeting.sure));
            }
        }
        for message in &overview.messages {
            let subject = self.node(Kind::Subject, &message.subject);
            let (of_item, of_module) = relation::of_message(message.does);
            let mut subjects = vec![(subject, true)];
            if of_item.hears() {
                let others = meetings.get(message.subject.as_str()).into_iter().flatten();
                for (other, sure) in others {
                    subjects.push((self.node(Kind::Subject, other), *sure));
                }
            }
            let place = self.place(message.span);
            let spans = message.via.iter().chain([&message.span]);
            let items: Vec<usize> = spans.filter_map(|span| self.item_around(*span)).collect();
            for &item in &items {
                for &(subject, sure) in &subjects {
                    self.edge(item, subject, of_item, place.clone()).sure &= sure;
                    if let Some(&module) = code.home_of.get(&item) {
                        self.edge(module, subject, of_module, place.clone()).sure &= sure;
                    }
                }
            }
        }
        for stream in &overview.streams {
            let row = self.node(Kind::Stream, &stream.name);
            let place = self.place(stream.span);
            self.nodes[row].place = place.clone();
            if stream.subjects.is_none() {
                self.nodes[row].note = Some("what it keeps is not known".to_owned());
            }
            for kept in stream.subjects.iter().flatten() {
                let subject = self.node(Kind::Subject, kept);
                self.edge(row, subject, &relation::KEEPS, place.clone());
                for (other, sure) in meetings.get(kept.as_str()).into_iter().flatten() {
                    let other = self.node(Kind::Subject, other);
                    self.edge(row, other, &relation::KEEPS, place.clone()).sure &= sure;
                }
            }
        }
    }

    fn wire_type(&mut self, found: &WireType, code: &Code) {
        let row = self.node(Kind::Type, &found.path);
        let place = self.place(found.span);
        self.nodes[row].place = place.clone();
        let note = match (found.writes, found.reads) {
            (true, true) => "written and read",
            (true, false) => "written",
            (false, true) => "read",
            (false, false) => "neither written nor read",
        };
        self.nodes[row].note = Some(note.to_owned());
        for other in &found.contains {
            let other = self.node(Kind::Type, other);
            self.edge(row, other, &relation::CONTAINS, place.clone());
        }
        let start = u32::from(found.span.range.start());
        let item = code.by_name_place.get(&(found.span.file, start)).copied();
        if let Some(item) = item {
            self.edge(row, item, &relation::WRITTEN, place.clone());
            if let Some(&home) = code.home_of.get(&item) {
                self.edge(row, home, &relation::TYPE_DECLARED, place);
            }
        }
    }

    fn contract(&mut self, contract: &DeclaredContract) {
        let row = self.node(Kind::Contract, &contract.id);
        let place = contract.span.and_then(|span| self.place(span));
        let its = &mut self.nodes[row];
        its.place = place.clone();
        its.title = contract.owner.as_ref().map(|owner| format!("of {owner}"));
        let deprecated = match contract.is_deprecated {
            true => ", deprecated",
            false => "",
        };
        its.note = Some(format!("{}{deprecated}", contract.direction));
        if let Some(payload) = &contract.payload
            && let Some(payload) = self.known(Kind::Type, payload)
        {
            self.edge(row, payload, &relation::CARRIES, place.clone());
        }
        if let Some(subject) = &contract.subject {
            let subject = self.node(Kind::Subject, subject);
            self.edge(row, subject, &relation::GOES, place);
        }
    }
}
