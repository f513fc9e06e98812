//! What orders are.

pub struct Order;

#[cfg(test)]
mod tests {
    struct Fake;

    impl crate::port::Store for Fake {
        fn save(&self, _: &str) {}
    }

    #[test]
    fn nothing_is_saved() {
        crate::port::Store::save(&Fake, "");
    }
}
