//! Amounts.

use std::fmt::{Display, Formatter, Result};

pub struct Euro(pub u64);

impl Display for Euro {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} EUR", self.0)
    }
}
