//! What an order costs.

fn main() {
    orders_domain::twice(1);
}
