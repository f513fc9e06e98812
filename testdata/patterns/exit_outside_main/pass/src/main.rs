//! The program.

fn main() {
    if orders::load("orders.txt").is_err() {
        std::process::exit(2);
    }
}
