//! What expansions added to files: notes of it, by which another run adds it again without expanding anything.

use bitcode::{Decode, Encode};
use govern_facts::{Absorber, FileFacts, MacroCallId};

/// What was added to a file for one of its calls. It depends on the call and on the macro, on nothing else in the file.
#[derive(Clone, Encode, Decode)]
pub(crate) struct Applied {
    /// The call.
    pub(crate) call: u32,
    pub(crate) how: How,
    /// The facts of the expansion.
    pub(crate) part: Vec<u8>,
}

#[derive(Clone, Copy, Encode, Decode)]
pub(crate) enum How {
    Absorb,
    Merge,
    CarryAll,
}

impl How {
    pub(crate) fn apply(self, absorber: &mut Absorber, call: MacroCallId, part: &FileFacts) {
        match self {
            How::Absorb => absorber.absorb(call, part),
            How::Merge => absorber.merge(call, part),
            How::CarryAll => absorber.carry_all(call, part),
        }
    }
}

/// The facts of a file with all that was added in another run, round for round.
pub(crate) fn apply_again(facts: &FileFacts, rounds: &[Vec<Applied>]) -> Option<FileFacts> {
    let mut facts = facts.clone();
    for round in rounds {
        let mut absorber = Absorber::new(facts);
        for applied in round {
            let part = bitcode::decode(&applied.part).ok()?;
            applied
                .how
                .apply(&mut absorber, MacroCallId(applied.call), &part);
        }
        facts = absorber.finish();
    }
    Some(facts)
}
