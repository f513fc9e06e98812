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
