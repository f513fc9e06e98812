//! What a call of the module costs, and what the same costs without one. `cargo bench -p orders-edge`

use divan::{Bencher, black_box};
use orders::domain::{
    Action, Command, CommandId, Currency, CustomerId, Line, Lines, Money, OrderId, OrderKey,
    Quantity, Sku,
};
use orders_edge::{Host, Manifest, Plugin, Sandbox, Timeout};
use orders_testing::GuestModule;
use orders_wire::encode;
use orders_wire::guest::{ApiVersion, CarryOut, Request};
use orders_wire::v1::tenant;

fn main() {
    divan::main();
}

fn module() -> Timeout {
    let guest = GuestModule::load().unwrap_or_else(|error| panic!("{error}"));
    let host = Host::new().expect("there is room");
    let manifest = Manifest::parse(&guest.manifest).expect("it is good");
    let plugin = Plugin::load(&host, manifest, &guest.module).expect("it is good");
    Timeout::new(Sandbox::new(plugin))
}

/// A first command with so many lines.
fn request(lines: usize) -> Vec<u8> {
    let currency = Currency::parse("EUR").expect("three capitals");
    let line = |number| Line {
        sku: Sku::parse(&format!("s-{number}")).expect("a good id"),
        quantity: Quantity::new(2).expect("within bounds"),
        unit_price: Money::new(450, currency),
    };
    let command = Command {
        id: CommandId::parse("c-1").expect("a good id"),
        order: OrderKey::new(tenant::main(), OrderId::parse("o-1").expect("a good id")),
        action: Action::Place {
            customer: CustomerId::parse("ann").expect("a good id"),
            lines: Lines::new((0..lines).map(line).collect()).expect("distinct articles"),
        },
    };
    encode(&Request::CarryOut(CarryOut {
        api: ApiVersion::CURRENT,
        tenant_id: None,
        state: None,
        command: (&command).into(),
        event_id: "e-1".to_owned(),
        at_ms: 1_790_000_000_000,
    }))
}

/// A warm call: a new instance, the request in, the reply out.
#[divan::bench(args = [1, 10, 100])]
fn guest(bencher: Bencher<'_, '_>, lines: usize) {
    let (module, request) = (module(), request(lines));
    bencher.bench_local(|| module.run(black_box(&request)).expect("it is good"));
}

/// The same without a module around it.
#[divan::bench(args = [1, 10, 100])]
fn native(bencher: Bencher<'_, '_>, lines: usize) {
    let request = request(lines);
    bencher.bench_local(|| orders_guest::answer(black_box(&request)));
}
