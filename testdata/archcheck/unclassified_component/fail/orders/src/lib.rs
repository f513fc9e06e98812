//! Orders. A root that only declares modules needs no layer.

pub mod domain;
pub mod helpers;
//      ^^^^^^^ unclassified_component: the module `orders::helpers` is in no layer

mod group {
    pub mod adapter {
        pub struct Bus;
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing() {
        let _ = super::group::adapter::Bus;
    }
}
