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
    use super::cart::api;
    pub fn pay() -> u64 {
        api::sum()
    }
}
