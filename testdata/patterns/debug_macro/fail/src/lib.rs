//! Orders, with what was left in while looking for a mistake.

mod discount;

use std::dbg as d;

pub fn total(prices: &[u64]) -> Vec<u64> {
    let sum = d!(prices.iter().sum());
    //        ^ debug_macro: `dbg!` is left in the code
    vec![dbg!(sum), discount::of(sum)]
    //   ^^^ debug_macro: `dbg!` is left in the code
}

#[cfg(windows)]
pub fn drive() -> char {
    std::unimplemented!()
    // <- debug_macro: `unimplemented!` is left in the code
}

#[cfg(test)]
mod tests {
    #[test]
    fn totals() {
        dbg!(super::total(&[1]));
        // <- debug_macro: `dbg!` is left in the code
    }
}
