//! Each can be switched off alone.

pub mod cart {
    use crate::money::Euro;

    pub struct Total(pub Euro);

    mod sum {
        // What is inside belongs to it.
        pub fn sum() -> super::Total {
            super::Total(crate::money::Euro(1))
        }
    }
}

pub mod pay {
    pub struct Card;

    pub fn pay(_: Card, total: super::Basket) -> u64 {
        //                     ^^^^^^^^^^^^^ custom_rule: `features-apart`: `shop::features::pay` may not use `shop::features::cart::Total`
        total.0.0
    }
}

pub mod print {
    pub fn receipt() -> String {
        crate::template::load("receipt")
        // <- custom_rule: `features-without-files`: `shop::features::print` may not use `std::fs::read_to_string`, and reaches it through `shop::template`
    }
}

pub use cart::Total as Basket;
