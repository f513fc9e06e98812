//! Golden documents against the types of their contracts.

use std::collections::BTreeMap;

use govern_diagnostics::{Opaque, OpaquePlace};

use super::Lifecycle;
use crate::compat::Format;
use crate::config::NAME;
use crate::samples;

impl Lifecycle {
    /// Holds samples against the types of their contracts.
    pub(super) fn judge_samples(&mut self) {
        let mut rejections = BTreeMap::new();
        let mut doubts = Vec::new();
        for sample in &self.declared.samples {
            let Some(state) = self.state(&sample.id) else {
                continue;
            };
            let (contract, Some(payload)) = (&state.contract, &state.payload) else {
                continue;
            };
            if contract.format.1 != [Format::Json] {
                doubts.push(OpaquePlace {
                    span: sample.span(""),
                    text: format!("`{}` is written as {}", sample.id, contract.format.0),
                });
                continue;
            }
            let (wrong, doubtful) = samples::judge(sample, &payload.wire, contract.compatibility);
            rejections.insert(sample.path.clone(), wrong);
            doubts.extend(doubtful.into_iter().map(|doubt| OpaquePlace {
                span: sample.span(&doubt.pointer),
                text: doubt.reason,
            }));
        }
        self.rejections = rejections;
        self.doubts = doubts;
    }

    /// Contracts with something in them that is what somebody says, which no document shows.
    pub(crate) fn unshown(&self) -> Option<Opaque> {
        let unshown = self.present().filter_map(|state| {
            let (contract, payload) = (&state.contract, state.payload.as_ref()?);
            let is_declared = payload.wire.plain.is_some() || payload.wire.declared.is_some();
            let is_shown = self.declared.samples.iter().any(|it| it.id == contract.id);
            let span = payload.span.or(contract.span)?;
            (is_declared && !is_shown).then(|| OpaquePlace {
                span,
                text: format!(
                    "`{}` is what it is declared to be, and no sample shows that",
                    contract.id
                ),
            })
        });
        let places: Vec<OpaquePlace> = unshown.collect();
        (!places.is_empty()).then(|| Opaque {
            gate: NAME,
            what: "contracts with declared parts that no sample shows".to_owned(),
            count: places.len(),
            places,
        })
    }

    /// What of samples cannot be judged.
    pub(crate) fn unjudged(&self) -> Option<Opaque> {
        (!self.doubts.is_empty()).then(|| Opaque {
            gate: NAME,
            what: "parts of samples that cannot be judged".to_owned(),
            count: self.doubts.len(),
            places: self.doubts.clone(),
        })
    }
}
