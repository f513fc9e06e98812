//! The links that there are, with fingerprints of both ends.

use std::collections::BTreeMap;

use crate::criteria::{Criteria, What};
use crate::fingerprint::{Print, criterion, join};
use crate::lock::{Edge, Key, field};

/// The links of the criteria that are in force. `test` gives the fingerprint of a test by its row.
pub fn edges(model: &Criteria, test: &dyn Fn(usize) -> Option<Print>) -> BTreeMap<Key, Edge> {
    let mut edges: BTreeMap<Key, Edge> = BTreeMap::new();
    for it in model.criteria.iter().filter(|it| it.state.is_in_force()) {
        let print = criterion(&it.text, it.priority, &it.needs);
        for proof in &it.proofs {
            let (target, evidence) = match &proof.what {
                What::Test(row) => {
                    let Some(place) = model.rust.tests[*row].places.first() else {
                        continue;
                    };
                    (place.full_name(), test(*row))
                }
                What::Scenario(row) => {
                    let scenario = &model.scenarios[*row];
                    let path = &model.features[scenario.feature].path;
                    (
                        format!("{path}#{}", field(&scenario.name)),
                        Some(scenario.print),
                    )
                }
                What::File(_) | What::Attested(..) => continue,
            };
            let (Some(evidence), Some(span)) = (evidence, model.place(&proof.what)) else {
                continue;
            };
            let key = Key {
                id: it.id.clone(),
                level: proof.level.name().to_owned(),
                target,
            };
            // Scenarios of one name in one file are one.
            match edges.get_mut(&key) {
                Some(edge) => {
                    edge.evidence = join(edge.evidence, evidence.hash);
                    edge.asserts += evidence.asserts;
                }
                None => {
                    edges.insert(
                        key,
                        Edge {
                            criterion: print,
                            evidence: evidence.hash,
                            asserts: evidence.asserts,
                            is_scenario: matches!(proof.what, What::Scenario(_)),
                            criterion_span: it.span,
                            evidence_span: span,
                        },
                    );
                }
            }
        }
    }
    edges
}
