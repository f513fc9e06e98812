//! No service, but it has features.

pub mod features {
    pub mod cart {
        pub mod api {}
    }
    pub mod pay {
        pub mod api {}
    }
}
