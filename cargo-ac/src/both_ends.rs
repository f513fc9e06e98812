//! The other end of a finding at a test: the criteria that it counts for.

use govern_gate::Finding;

use crate::criteria::{Criteria, What};

/// How many criteria a finding points to.
const SHOWN: usize = 5;

impl Criteria {
    /// Points from a finding at something that shows criteria to those that are in force.
    pub(crate) fn point_to_criteria(&self, what: &What, finding: &mut Finding) {
        let shown = self.criteria.iter().filter(|criterion| {
            let mut proofs = criterion.proofs.iter();
            criterion.state.is_in_force() && proofs.any(|proof| proof.what == *what)
        });
        for criterion in shown.take(SHOWN) {
            let message = format!("it counts for `{}`", criterion.id);
            finding.related(criterion.span, message);
        }
    }
}
