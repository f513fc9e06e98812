//! Decisions and documents: those that ledgers name, and those that link to code.

use std::collections::BTreeMap;

use cargo_ac::traced::Traced;
use govern_gate::Error;

use super::{Kind, build::Builder, relation};
use crate::agents::place::Place;
use crate::repository::{documents::Leads, documents_of};

impl Builder<'_> {
    pub(super) fn documents(&mut self, traced: &Traced<'_>) -> Result<(), Error> {
        let mut lost = 0;
        for named in traced.named() {
            let kind = match named.is_decision {
                true => Kind::Decision,
                false => Kind::Document,
            };
            lost += usize::from(named.path.is_none());
            let row = self.node(kind, named.path.as_deref().unwrap_or(&named.text));
            if let Some(path) = named.path {
                self.set_file(row, path);
                self.nodes[row].title = Some(named.text).filter(|it| *it != self.nodes[row].name);
            }
            let by = named.by.as_deref();
            let by = by.and_then(|id| {
                let kinds = [Kind::Criterion, Kind::Requirement, Kind::Story];
                kinds.iter().find_map(|&kind| self.known(kind, id))
            });
            if let Some(by) = by {
                let place = self.nodes[by].place.clone();
                self.edge(by, row, &relation::NAMES, place);
            }
        }
        self.unknown(
            "documents that ledgers name and that are not here",
            lost,
            [],
        );
        // What documents may link to, by the path of the file or of the directory.
        let mut by_path: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, node) in self.nodes.iter().enumerate() {
            if let Some(file) = node.file.clone() {
                if let Some(directory) = file.strip_suffix("/Cargo.toml") {
                    by_path.entry(directory.to_owned()).or_default().push(row);
                }
                by_path.entry(file).or_default().push(row);
            }
        }
        for document in documents_of(self.session)? {
            for link in &document.links {
                let Leads::There(path) = &link.leads else {
                    continue;
                };
                let Some(rows) = by_path.get(path.trim_end_matches('/')) else {
                    continue;
                };
                let place = self.place(link.span);
                for &row in rows {
                    let kinds = [Kind::Decision, Kind::Document];
                    // A document that is known as a decision is that.
                    let known = kinds
                        .iter()
                        .find_map(|&kind| self.known(kind, &document.path));
                    let from = known.unwrap_or_else(|| self.node(Kind::Document, &document.path));
                    self.set_file(from, document.path.clone());
                    if from != row {
                        self.edge(from, row, &relation::LINKS, place.clone());
                    }
                }
            }
        }
        Ok(())
    }

    fn set_file(&mut self, row: usize, path: String) {
        self.nodes[row].place = Some(Place {
            path: path.clone(),
            line: 1,
            column: 1,
        });
        self.nodes[row].file = Some(path);
    }
}
