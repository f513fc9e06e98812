//! Lost in a merge.

pub struct Customer;
