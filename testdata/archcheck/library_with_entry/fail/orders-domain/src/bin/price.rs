//! What an order costs, on the command line.

fn main() {
// ^^^^ library_with_entry: the package `orders-domain` is a library, but it has the program `price`
    orders_domain::twice(1);
}
