//! Amounts.

use std::fmt::{Display, Formatter, Result};

use crate::port::Audit;
//  ^^^^^^^^^^^^^^^^^^ custom_rule: `money-alone`: `shop::money` may not use `shop::port::Audit`

pub struct Euro(pub u64);

impl Display for Euro {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} EUR", self.0)
    }
}

pub fn book(audit: &dyn Audit, amount: &Euro) {
    audit.write(&amount.to_string());
}
