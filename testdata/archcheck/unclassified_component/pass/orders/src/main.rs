//! Puts everything together.

fn main() {
    orders::helpers::help();
}
