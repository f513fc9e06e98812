//! Orders, with a domain that knows the broker in every way that there is.

macro_rules! cfg_push {
    ($($item:item)*) => {
        $(
            #[cfg(feature = "push")]
            $item
        )*
    };
}

pub mod adapter;
pub mod domain;
