//! Features, each with an `api`.

pub mod cart {
    pub mod api {
        pub use super::sum::sum;
    }

    pub mod sum {
        pub fn sum() -> u64 {
            1
        }
    }
}

pub mod pay {
    use super::cart::{api, sum::sum};
    //                     ^^^^^^^^ private_module_used: `orders::features::pay` uses `orders::features::cart::sum::sum`, which is behind the face of `orders::features::cart`
    use crate::billing::Bill;
    //  ^^^^^^^^^^^^^^^^^^^^ private_module_used: `orders::features::pay` uses `orders::billing::store::Invoice`, and `orders::billing` is not for it

    pub fn pay(_: Bill) -> u64 {
        api::sum() + sum()
    }
}
