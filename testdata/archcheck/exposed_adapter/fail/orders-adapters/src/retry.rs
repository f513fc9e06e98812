//! How often something is tried.

#[derive(Debug, Clone, Copy)]
pub struct Patience {
    //     ^^^^^^^^ exposed_adapter: `orders_adapters::retry::Patience` is public, but nothing outside of `orders_adapters` uses it
    pub tries: u32,
}

pub(crate) fn patience() -> Patience {
    Patience { tries: 3 }
}
