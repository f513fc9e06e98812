//! What can be done with orders.

use crate::domain::{Line, Refused, total_of};
use crate::port::Store;

/// Places an order and says what it costs.
pub fn place(lines: Vec<Line>, store: &mut dyn Store) -> Result<u32, Refused> {
    let total = total_of(&lines)?;
    store.keep(lines);
    Ok(total)
}
