//! Orders on the bus.

pub const BUS: &str = "nats://bus.acme.io:4222";
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^ hard_coded_endpoint: the address of `bus.acme.io` is written into the code

pub fn prices() -> String {
    get(r"https://clerk@prices.acme.io/v1")
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hard_coded_endpoint: the address of `prices.acme.io` is written into the code
}

pub fn backup() -> Vec<String> {
    vec![get("10.1.0.7:6379")]
//           ^^^^^^^^^^^^^^^ hard_coded_endpoint: the address of `10.1.0.7` is written into the code
}

fn get(from: &str) -> String {
    from.to_owned()
}
