//! A linking as bytes, for a later run: it is the same as long as all that linking looks at is.
//!
//! What linking looks at of a file is what stands outside of the bodies of functions that declare nothing
//! ([`govern_facts::outside_bodies`]). Items and imports have the same rows then; scopes, macro calls and texts may have
//! others, so those are found out anew for files that have changed.

mod read;
mod rescope;
mod rows;
mod write;

use govern_facts::{FileFacts, MacroPosition};

/// The rows of macro calls that stand among items.
fn item_calls(facts: &FileFacts) -> impl Iterator<Item = u32> {
    let calls = (0_u32..).zip(&facts.macro_calls);
    calls
        .filter(|(_, call)| call.position == MacroPosition::Item)
        .map(|(row, _)| row)
}
