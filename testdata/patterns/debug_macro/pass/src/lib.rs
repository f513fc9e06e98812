//! Orders, and a macro of our own that only sounds like work to do.

/// Notes what is planned: nothing that anybody runs into.
macro_rules! todo {
    ($($text:literal)*) => {
        &[$($text),*]
    };
}

pub const PLANS: &[&str] = todo!("discounts" "returns");

// The words dbg!(x) in a comment and "dbg!(x)" in a text are no calls.
pub const MANUAL: &str = "never call dbg!(x)";

pub fn total(prices: &[u64]) -> u64 {
    assert!(!prices.is_empty());
    prices.iter().sum()
}

#[cfg(test)]
mod tests {
    trait Clock {
        fn now(&self) -> u64;
        fn zone(&self) -> String;
    }

    struct Fixed;

    impl Clock for Fixed {
        fn now(&self) -> u64 {
            7
        }

        fn zone(&self) -> String {
            unimplemented!("no test asks for it")
        }
    }

    #[test]
    fn the_clock_stands() {
        assert_eq!(Fixed.now(), 7);
    }
}
