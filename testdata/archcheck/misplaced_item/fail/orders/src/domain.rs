//! What orders are.

use crate::port::Store as Keep;

pub struct Order;

pub struct Memory;
//         ^^^^^^ misplaced_item: the struct `orders::domain::Memory` must be in `layer:adapter`

impl Keep for Memory {
    fn save(&self, _: &str) {}
}

#[cfg(test)]
mod tests {
    struct Fake;

    impl super::Keep for Fake {
        fn save(&self, _: &str) {}
    }

    #[test]
    fn nothing_is_saved() {
        super::Keep::save(&Fake, "");
    }
}
