//! Customers.

#[derive(Default)]
pub struct Customer {
    pub id: CustomerId,
}

#[derive(Clone, Copy, Default)]
pub struct CustomerId(pub u64);
